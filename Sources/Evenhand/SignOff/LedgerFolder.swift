import AuditLedger
import AuditRecord

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The folder of a ledger: read as a whole, and grown by one event at a time.
///
/// An event and its signature are two files, so they are made in a folder `.writing`, and that folder is renamed to
/// `.commit-NNNN`. This rename is the moment at which the event is in the ledger. Then both files are moved to their
/// places. Whoever reads takes what is in `.commit-NNNN` as if it were in place; whoever writes next moves it there.
struct LedgerFolder {
  let path: String

  /// What was read.
  struct Contents {
    var entries: [LedgerEntry] = []
    var firstBreak: LedgerBreak?
    /// The list of keys that comes with an event whose move to its place was interrupted.
    var signers: [UInt8]?
  }

  private static let signers = "allowed_signers"

  /// Reads every event; stops at the first that is not there.
  func read() -> Contents {
    var contents = Contents()
    var files: [String: String] = [:]
    for name in Files.names(in: path) {
      if let number = LedgerFolder.committing(name) {
        for part in Files.names(in: "\(path)/\(name)") where LedgerFolder.number(part) == number {
          files[part] = files[part] ?? "\(name)/\(part)"
        }
        contents.signers = try? Files.read("\(path)/\(name)/\(LedgerFolder.signers)")
      } else if LedgerFolder.number(name) != nil {
        files[name] = name
      } else if !name.hasPrefix(".") {
        contents.firstBreak = LedgerBreak(.unexpected, "\(Quoted.text(name)) is no file of a ledger")
        return contents
      }
    }
    let last = files.keys.compactMap(LedgerFolder.number).max() ?? 0
    for number in stride(from: 1, through: last, by: 1) {
      let name = LedgerEntry.name(number)
      guard let event = files[name], let signature = files[name + ".sig"] else {
        let missing = files[name] == nil ? name : name + ".sig"
        contents.firstBreak = LedgerBreak(.missing, event: number, "\(missing) is not there")
        return contents
      }
      do {
        contents.entries.append(
          LedgerEntry(
            bytes: try Files.read("\(path)/\(event)", limit: 1 << 20),
            signature: try Files.read("\(path)/\(signature)", limit: 1 << 20)))
      } catch {
        contents.firstBreak = LedgerBreak(.missing, event: number, error.description)
        return contents
      }
    }
    return contents
  }

  /// Adds an event while nobody else can.
  ///
  /// - Parameters:
  ///   - signers: A list of keys that takes the place of the bundle's with this event.
  ///   - make: Given the ledger as it is, writes the event's file at the path and leaves the signature's beside it, with
  ///     `.sig` at its end.
  func append(signers: [UInt8]? = nil, _ make: (Contents, String) throws -> Void) throws {
    try Files.makeFolder(path)
    let lock = try FolderLock(path)
    try finish()
    let contents = read()
    let number = contents.entries.count + 1
    guard number <= LedgerEntry.most else { throw SignOffError(.unwritable, "the ledger is full") }
    let writing = "\(path)/.writing"
    try Files.makeFolder(writing)
    do {
      let name = LedgerEntry.name(number)
      try make(contents, "\(writing)/\(name)")
      if let signers { try Files.write(signers, to: "\(writing)/\(LedgerFolder.signers)") }
      for part in [name, name + ".sig"] { try Files.synchronise("\(writing)/\(part)") }
      try Files.synchronise(writing)
      try Files.move(writing, to: "\(path)/.commit-\(name.dropLast(5))")
    } catch {
      LedgerFolder.discard(writing)
      throw error
    }
    try Files.synchronise(path)
    try finish()
    withExtendedLifetime(lock) {}
  }

  /// Moves a committed event to its place, and removes what was never committed.
  private func finish() throws {
    for name in Files.names(in: path) {
      if name == ".writing" { LedgerFolder.discard("\(path)/\(name)") }
      guard LedgerFolder.committing(name) != nil else { continue }
      let folder = "\(path)/\(name)"
      for part in Files.names(in: folder) {
        let place = part == LedgerFolder.signers ? Path.join(Path.folder(of: path), part) : "\(path)/\(part)"
        if part == LedgerFolder.signers || !Files.exists(place) { try Files.move("\(folder)/\(part)", to: place) }
      }
      try Files.synchronise(path)
      LedgerFolder.discard(folder)
    }
  }

  private static func discard(_ folder: String) {
    for name in Files.names(in: folder) { unlink("\(folder)/\(name)") }
    rmdir(folder)
  }

  /// The event's number in `0001.json` or `0001.json.sig`.
  private static func number(_ name: String) -> Int? {
    let digits = name.prefix(4)
    guard let number = Int(digits), number > 0, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      [".json", ".json.sig"].contains(name.dropFirst(4))
    else { return nil }
    return number
  }

  /// The event's number in `.commit-0001`.
  private static func committing(_ name: String) -> Int? {
    name.hasPrefix(".commit-") ? number(name.dropFirst(8) + ".json") : nil
  }
}
