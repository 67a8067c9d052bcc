import AuditInputs
import AuditRecord

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The functions of libpq, which is opened when a plan needs it: linked, it would add 22 libraries to every start.
struct PostgreSQLLibrary: Sendable {
  typealias Text = UnsafePointer<CChar>
  typealias Handle = OpaquePointer

  let connect: @convention(c) (UnsafePointer<Text?>, UnsafePointer<Text?>, Int32) -> Handle?
  let status: @convention(c) (Handle?) -> Int32
  let needsPassword: @convention(c) (Handle?) -> Int32
  let finish: @convention(c) (Handle?) -> Void
  let execute: @convention(c) (Handle?, Text) -> Handle?
  let prepare: @convention(c) (Handle?, Text, Text, Int32, UnsafeRawPointer?) -> Handle?
  let describe: @convention(c) (Handle?, Text) -> Handle?
  let resultStatus: @convention(c) (Handle?) -> Int32
  let field: @convention(c) (Handle?, Int32) -> Text?
  let clear: @convention(c) (Handle?) -> Void
  let width: @convention(c) (Handle?) -> Int32
  let name: @convention(c) (Handle?, Int32) -> Text?
  let copied: @convention(c) (Handle?, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>, Int32) -> Int32
  let release: @convention(c) (UnsafeMutableRawPointer?) -> Void
  let next: @convention(c) (Handle?) -> Handle?

  /// The library of this machine; nothing where there is none, or where a static program can open none.
  init?() {
    guard !Self.isStatic, let library = Self.names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first else {
      return nil
    }
    var isWhole = true
    func find<Function>(_ name: String, _ none: Function) -> Function {
      guard let place = dlsym(library, name) else {
        isWhole = false
        return none
      }
      return unsafeBitCast(place, to: Function.self)
    }
    connect = find("PQconnectdbParams", { _, _, _ in nil })
    status = find("PQstatus", { _ in 1 })
    needsPassword = find("PQconnectionNeedsPassword", { _ in 0 })
    finish = find("PQfinish", { _ in })
    execute = find("PQexec", { _, _ in nil })
    prepare = find("PQprepare", { _, _, _, _, _ in nil })
    describe = find("PQdescribePrepared", { _, _ in nil })
    resultStatus = find("PQresultStatus", { _ in 7 })
    field = find("PQresultErrorField", { _, _ in nil })
    clear = find("PQclear", { _ in })
    width = find("PQnfields", { _ in 0 })
    name = find("PQfname", { _, _ in nil })
    copied = find("PQgetCopyData", { _, _, _ in -2 })
    release = find("PQfreemem", { _ in })
    next = find("PQgetResult", { _ in nil })
    guard isWhole else { return nil }
  }

  #if canImport(Darwin)
    private static let names = ["libpq.5.dylib", "/opt/homebrew/opt/libpq/lib/libpq.5.dylib"]
    private static let isStatic = false
  #else
    private static let names = ["libpq.so.5"]
    /// Whether no loader was at work, which a library would need.
    private static var isStatic: Bool {
      guard let file = fopen("/proc/self/auxv", "rb") else { return false }
      defer { fclose(file) }
      var entry = [UInt](repeating: 0, count: 2)
      // Of the entry of this number, the value is where the loader is.
      while fread(&entry, MemoryLayout<UInt>.size, 2, file) == 2 {
        if entry[0] == 7 { return entry[1] == 0 }
      }
      return false
    }
  #endif
}
