import AuditLedger
import AuditRecord

/// The folder of a ledger: read as a whole, and grown by one event at a time.
///
/// An event and its signature are two files, so they are made in a folder of a random name, and that folder is renamed to
/// `.commit-NNNN`. This rename is the moment at which the event is in the ledger. Then the files are moved to their
/// places. Whoever reads takes what is in `.commit-NNNN` as if it were in place; whoever writes next moves it there.
struct LedgerFolder {
  /// What a ledger is about, which says where it lies.
  enum Place: Sendable {
    /// The sign-offs of a bundle, beside whose other files the list of keys lies.
    case signOffs
    /// The actions of a history, whose list of keys lies with them.
    case actions

    var name: String { self == .signOffs ? LedgerFolder.name : "actions" }
  }

  /// The folder that holds the ledger's.
  let bundle: Folder
  let place: Place

  init(bundle: Folder, place: Place = .signOffs) { (self.bundle, self.place) = (bundle, place) }

  /// What was read.
  struct Contents {
    var entries: [LedgerEntry] = []
    var firstBreak: LedgerBreak?
    /// The list of keys that comes with an event whose move to its place was interrupted.
    var signers: [UInt8]?
    /// The lists of keys that events replaced, by the number of the event.
    var replacedSigners: [Int: [UInt8]] = [:]

    /// The ledger as it was after its first `count` events.
    func prefix(_ count: Int) -> Contents {
      var earlier = self
      earlier.entries.removeLast(entries.count - count)
      let next = replacedSigners.keys.filter { $0 > count }.min()
      earlier.signers = next.flatMap { replacedSigners[$0] } ?? signers
      earlier.replacedSigners = replacedSigners.filter { $0.key <= count }
      return earlier
    }
  }

  static let name = "signoffs"
  static let signers = "allowed_signers"

  /// The sizes up to which files of a ledger are read.
  private static let largestEvent = 1 << 20
  static let largestList = 1 << 20
  private static let largest = 64 << 20

  /// True if people have signed the bundle, or if the place of the ledger is something that cannot be looked into.
  static func isSigned(_ bundle: Folder) -> Bool {
    guard let kind = bundle.kind(of: name) else { return false }
    guard kind == .folder, let names = try? bundle.folder(name).names() else { return true }
    return names.contains { !$0.hasPrefix(".") || $0.hasPrefix(".commit-") }
  }

  /// Reads every event; stops at the first that is not there.
  func read() throws(FileError) -> Contents {
    var contents = Contents()
    guard bundle.holds(place.name) else { return contents }
    let ledger = try bundle.folder(place.name)
    try ledger.refuseLinks()
    var files: [String: Folder] = [:]
    for name in try ledger.names() {
      if let number = LedgerFolder.committing(name) {
        let commit = try ledger.folder(name)
        for part in try commit.names() where LedgerFolder.number(part) == number { files[part] = files[part] ?? commit }
        if commit.holds(LedgerFolder.signers) {
          contents.signers = try commit.read(LedgerFolder.signers, limit: LedgerFolder.largestList)
        }
      } else if LedgerFolder.number(name) != nil {
        files[name] = ledger
      } else if place == .actions, name == LedgerFolder.signers {
        // One that came with an event whose move was interrupted is in force.
        let list = try ledger.read(name, limit: LedgerFolder.largestList)
        contents.signers = contents.signers ?? list
      } else if !name.hasPrefix(".") {
        contents.firstBreak = LedgerBreak(.unexpected, "\(Quoted.text(name)) is no file of a ledger")
        return contents
      }
    }
    var size = 0
    for (name, folder) in files.sorted(by: { $0.key < $1.key }) where name.hasSuffix(".\(LedgerFolder.signers)") {
      let list = try folder.read(name, limit: LedgerFolder.largestList)
      contents.replacedSigners[LedgerFolder.number(name) ?? 0] = list
      size += list.count
    }
    let last = files.keys.compactMap(LedgerFolder.number).max() ?? 0
    for number in stride(from: 1, through: last, by: 1) {
      let name = LedgerEntry.name(number)
      guard let event = files[name], let signature = files[name + ".sig"] else {
        let missing = files[name] == nil ? name : name + ".sig"
        contents.firstBreak = LedgerBreak(.missing, event: number, "\(missing) is not there")
        return contents
      }
      do throws(FileError) {
        let entry = LedgerEntry(
          bytes: try event.read(name, limit: LedgerFolder.largestEvent),
          signature: try signature.read(name + ".sig", limit: LedgerFolder.largestEvent))
        size += entry.bytes.count + entry.signature.count
        guard size <= LedgerFolder.largest else {
          throw FileError(.unreadable, ledger.path, "this ledger is larger than \(LedgerFolder.largest >> 20) MiB")
        }
        contents.entries.append(entry)
      } catch {
        guard error.code != .link else { throw error }
        contents.firstBreak = LedgerBreak(.missing, event: number, error.description)
        return contents
      }
    }
    return contents
  }

  /// What is added to a ledger.
  struct Addition {
    var bytes: [UInt8]
    var signature: [UInt8]
    /// The list of keys in force so far, where the event brings another.
    var replaced: [UInt8]?
    /// The list of keys that the event brings.
    var signers: [UInt8]?
  }

  /// Adds an event; the caller holds the lock of the bundle.
  ///
  /// - Parameter make: Given the ledger as it is, makes the event.
  func append(_ make: (Contents) throws -> Addition) throws {
    let ledger = try bundle.folder(place.name, create: true)
    try finish(ledger)
    let contents = try read()
    let number = contents.entries.count + 1
    guard number <= LedgerEntry.most else { throw SignOffError(.unwritable, "the ledger is full") }
    let addition = try make(contents)
    let event = LedgerEntry.name(number)
    let staged = Folder.temporaryName()
    do {
      let folder = try ledger.folder(staged, create: true)
      try folder.write(addition.bytes, to: event)
      try folder.write(addition.signature, to: event + ".sig")
      if let replaced = addition.replaced {
        try folder.write(replaced, to: "\(event.dropLast(5)).\(LedgerFolder.signers)")
      }
      if let signers = addition.signers { try folder.write(signers, to: LedgerFolder.signers) }
      try folder.synchronise()
      try ledger.move(staged, to: ledger, as: ".commit-\(event.dropLast(5))")
    } catch {
      try? ledger.removeFolder(staged)
      throw error
    }
    try ledger.synchronise()
    try finish(ledger)
  }

  /// Moves a committed event to its place, and removes what was never committed.
  private func finish(_ ledger: Folder) throws(FileError) {
    for name in try ledger.names() {
      if name == ".writing" || name.hasPrefix(Folder.unfinished) {
        guard ledger.kind(of: name) == .folder else { continue }
        try ledger.removeFolder(name)
      }
      guard LedgerFolder.committing(name) != nil else { continue }
      let commit = try ledger.folder(name)
      for part in try commit.names() {
        if part == LedgerFolder.signers {
          try commit.move(part, to: place == .actions ? ledger : bundle, as: part)
        } else if LedgerFolder.number(part) != nil, !ledger.holds(part) {
          try commit.move(part, to: ledger, as: part)
        }
      }
      try ledger.synchronise()
      try ledger.removeFolder(name)
    }
  }

  /// The event's number in `0001.json`, `0001.json.sig` or `0001.allowed_signers`.
  private static func number(_ name: String) -> Int? {
    let digits = name.prefix(4)
    guard let number = Int(digits), number > 0, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      [".json", ".json.sig", ".\(signers)"].contains(name.dropFirst(4))
    else { return nil }
    return number
  }

  /// The event's number in `.commit-0001`.
  private static func committing(_ name: String) -> Int? {
    name.hasPrefix(".commit-") ? number(name.dropFirst(8) + ".json") : nil
  }
}
