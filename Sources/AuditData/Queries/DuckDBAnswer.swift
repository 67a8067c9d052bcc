import AuditInputs
import AuditRecord

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What DuckDB answers, as the CSV that its program writes to a pipe.
final class DuckDBAnswer: ByteStream {
  private let query: SourceQuery
  private let process: ChildProcess
  private var isEnded = false

  /// Asks; a database is opened for reading alone, and no extension is fetched.
  init(
    _ query: SourceQuery, path: String?, columns: [String], check: ([String]) throws(ReadError) -> Void
  ) throws(ReadError) {
    self.query = query
    try Self.checkSelect(query)
    try check(Self.names(query, path))
    process = try Self.start(query, path, query.asked(columns))
  }

  private static func start(_ query: SourceQuery, _ path: String?, _ text: String) throws(ReadError) -> ChildProcess {
    let program = getenv("EVENHAND_DUCKDB").map { String(cString: $0) } ?? "duckdb"
    let still = "SET autoinstall_known_extensions = false"
    let words =
      [program, "-no-init", "-batch", "-bail", "-csv", "-header", "-nullvalue", ""]
      + (path.map { ["-readonly", $0] } ?? [])
      + ["-c", "\(still); \(text)"]
    guard let process = ChildProcess(words) else {
      throw QueryFault.unreachable(
        query, "the program is not here", hint: "pip install duckdb-cli, or set EVENHAND_DUCKDB")
    }
    return process
  }

  private static func answer(_ query: SourceQuery, _ path: String?, _ text: String) throws(ReadError) -> [UInt8] {
    let process = try start(query, path, text)
    let bytes = process.rest()
    try check(process, query)
    return bytes
  }

  /// Checks that the text is one SELECT, as DuckDB itself reads it.
  private static func checkSelect(_ query: SourceQuery) throws(ReadError) {
    let text = "SELECT hex(CAST(json_serialize_sql('\(query.text.replacing("'", with: "''"))') AS VARCHAR)) AS tree"
    let lines = String(decoding: try answer(query, nil, text), as: UTF8.self).split(whereSeparator: \.isNewline)
    let digits = Array((lines.last ?? "").utf8)
    let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
      UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
    }
    guard let tree = try? JSONValue(parsing: bytes) else { throw QueryFault.notOneSelect(query) }
    if case .bool(true)? = tree["error"] {
      // What is no SELECT is an error of its own kind.
      let kind = tree["error_type"]?.text ?? ""
      guard kind != "not implemented", let message = tree["error_message"]?.text else {
        throw QueryFault.notOneSelect(query)
      }
      throw QueryFault.refused(query, message)
    }
    guard tree["statements"]?.elements?.count == 1 else { throw QueryFault.notOneSelect(query) }
  }

  /// The columns of the SELECT.
  private static func names(_ query: SourceQuery, _ path: String?) throws(ReadError) -> [String] {
    let bytes = try answer(query, path, "SELECT hex(column_name) AS name FROM (DESCRIBE (\n\(query.text)\n))")
    return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).dropFirst().map { line in
      let digits = Array(line.utf8)
      let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
        UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// Throws where the program has failed.
  private static func check(_ process: ChildProcess, _ query: SourceQuery) throws(ReadError) {
    let (isFine, said) = process.end()
    let first = said.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " } }.first { !$0.isEmpty } ?? ""
    guard !isFine || first.contains("Error:") else { return }
    if ["Extension Autoloading Error", "Missing Extension Error"].contains(where: first.hasPrefix) {
      let words = said.split(separator: "'", omittingEmptySubsequences: false)
      let name = words.count > 2 ? String(words[1].prefix(40)) : "that it names"
      throw QueryFault.unreachable(
        query, "the query needs the extension \(name), which an audit does not download",
        hint: "once: duckdb -c \"INSTALL \(name)\"")
    }
    // Such errors quote values.
    for kind in ["Conversion Error", "Invalid Input Error", "Out of Range Error"] where first.hasPrefix(kind) {
      throw QueryFault.value(query, kind)
    }
    throw QueryFault.refused(query, String(first))
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
    guard !isEnded else { return 0 }
    let received = process.read(into: buffer)
    if received == 0 {
      isEnded = true
      try Self.check(process, query)
    }
    return received
  }
}
