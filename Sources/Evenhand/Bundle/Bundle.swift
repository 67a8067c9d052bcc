import AuditNumerics
public import AuditRecord
import AuditReport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The folder that an audit leaves behind.
public struct Bundle: Sendable {
  /// The folder.
  public let folder: String

  /// A bundle in `folder`; nothing is read or written.
  public init(folder: String) { self.folder = folder }

  /// The files whose digests stand in `SHA256SUMS`, in the order of their bytes.
  static let summed = ["plan.yaml", "record.json", "report.html", "report.md", "run.json"]

  /// Every file of a bundle.
  public static let names = summed + ["SHA256SUMS", "VERIFY.md", "allowed_signers", "dossier.html", "dossier.md"]

  /// The path of a file of the bundle.
  public func path(_ name: String) -> String { Path.join(folder, name) }

  /// True if people have signed it.
  public var isSigned: Bool {
    Files.names(in: path("signoffs")).contains { !$0.hasPrefix(".") || $0.hasPrefix(".commit-") }
  }

  /// Checks that the folder may be written: new, empty, or an unsigned bundle.
  public func checkWritable() throws(FileError) {
    guard Files.exists(folder) else { return }
    guard Files.isFolder(folder) else {
      throw FileError(.notABundle, folder, "this is no folder", hint: "name another with --output")
    }
    try checkUnsigned()
    guard Files.names(in: folder).isEmpty || holdsRecord else {
      throw FileError(
        .notABundle, folder, "this folder holds other files and no bundle", hint: "name another with --output")
    }
  }

  /// Checks that nobody has signed what lies in the folder.
  public func checkUnsigned() throws(FileError) {
    guard !isSigned else {
      throw FileError(
        .signedBundle, folder, "this bundle is signed and is never replaced", hint: "name another with --output")
    }
  }

  /// Checks that a record alone may be written: beside a report and its digests it would be another audit's.
  public func checkHoldsNoReport() throws(FileError) {
    guard !Files.exists(path("SHA256SUMS")) else {
      throw FileError(
        .notABundle, folder, "this folder holds a whole bundle, which a record alone would break",
        hint: "name another with --output, or use `evenhand audit`")
    }
  }

  /// True if there is a record of evenhand's, of any version.
  private var holdsRecord: Bool {
    // As a record writes it; within a string these quotes would be escaped, so that nothing has to be parsed.
    let mark = Array("\"schema\":\"evenhand-record/".utf8)
    guard let bytes = try? Files.read(path("record.json")), bytes.first == UInt8(ascii: "{") else { return false }
    guard bytes.count >= mark.count else { return false }
    // The member stands near the end.
    return bytes.withUnsafeBytes { text in
      (0...text.count - mark.count).reversed().contains {
        text[$0] == mark[0] && memcmp(text.baseAddress! + $0, mark, mark.count) == 0
      }
    }
  }

  /// Seals a record and writes the whole bundle.
  ///
  /// - Parameters:
  ///   - run: Describes the run that made the record.
  ///   - allowedSigners: The keys that may sign.
  ///   - threads: Threads at most.
  /// - Returns: The sealed record.
  @discardableResult
  public func write(
    _ record: Record, run: (SealedRecord) -> RunDescription, plan: [UInt8], allowedSigners: [UInt8]? = nil,
    threads: Int = 1
  ) throws -> SealedRecord {
    try Files.makeFolder(folder)
    return try Parallel.$threads.withValue(threads) {
      let (seal, report) = Parallel.both({ Result { try SealedRecord(record) } }, { Report(record) })
      let sealed = try seal.get()
      let description = Array(try Canonical.text(run(sealed)).utf8)
      // What takes longest comes first.
      let files: [(name: String, bytes: @Sendable () -> [UInt8])] = [
        ("report.html", { Bundle.html(report.body(digest: sealed.digest)) }),
        ("dossier.html", { Bundle.html(report.dossier(digest: sealed.digest)) }),
        ("report.md", { Bundle.markdown(report.body(digest: sealed.digest)) }),
        ("dossier.md", { Bundle.markdown(report.dossier(digest: sealed.digest)) }),
        ("record.json", { Array(sealed.text.utf8) }),
        ("run.json", { description }),
        ("plan.yaml", { plan }),
        ("VERIFY.md", { Array(VerifyDocument.markdown.utf8) }),
      ]
      let digests = Parallel.map(files.count) { number in
        Result {
          let bytes = files[number].bytes()
          try Files.write(bytes, to: path(files[number].name))
          return Digest(of: bytes)
        }
      }
      let sums = try zip(files, digests).map { (name: $0.name, digest: try $1.get()) }
        .filter { Bundle.summed.contains($0.name) }.sorted { $0.name < $1.name }
      precondition(sums.map(\.name) == Bundle.summed, "every file of the bundle is summed")
      try Files.write(Bundle.sums(sums), to: path("SHA256SUMS"))
      if let allowedSigners {
        try Files.write(allowedSigners, to: path("allowed_signers"))
      } else {
        try Files.remove(path("allowed_signers"))
      }
      return sealed
    }
  }

  /// The content of `SHA256SUMS`.
  static func sums(_ digests: [(name: String, digest: Digest)]) -> [UInt8] {
    Array(digests.map { "\($0.digest.hex)  \($0.name)\n" }.joined().utf8)
  }

  private static func html(_ document: Document) -> [UInt8] { Array(HTMLRenderer().render(document).utf8) }

  private static func markdown(_ document: Document) -> [UInt8] { Array(MarkdownRenderer().render(document).utf8) }

  /// Writes the record and the run alone.
  public func write(_ sealed: SealedRecord, run: RunDescription) throws {
    try Files.makeFolder(folder)
    try Files.write(Array(sealed.text.utf8), to: path("record.json"))
    try Files.write(Array(try Canonical.text(run).utf8), to: path("run.json"))
  }

  /// Renders the report alone.
  public func writeReport(_ sealed: SealedRecord) throws {
    try Files.makeFolder(folder)
    try write(Report.body(of: sealed), as: "report")
  }

  /// Renders the view with the sign-off page again.
  public func writeDossier(_ signed: SignedBundle) throws {
    try write(Report.dossier(of: signed.sealed, state: signed.reported), as: "dossier")
  }

  private func write(_ document: Document, as name: String) throws {
    try Files.write(Bundle.html(document), to: path("\(name).html"))
    try Files.write(Bundle.markdown(document), to: path("\(name).md"))
  }

  /// `reports/<title-slug>/<date>`, with `-2`, `-3`, … rather than overwrite a signed bundle.
  public static func usual(title: String, date: CalendarDay) -> Bundle {
    let base = "reports/\(slug(title))/\(date)"
    var bundle = Bundle(folder: base)
    var number = 2
    while bundle.isSigned {
      bundle = Bundle(folder: "\(base)-\(number)")
      number += 1
    }
    return bundle
  }

  /// Letters and digits of a title in lower case, everything else as single hyphens; at most 60 characters.
  static func slug(_ title: String) -> String {
    let words = title.lowercased().unicodeScalars.split { !$0.properties.isAlphabetic && !("0"..."9").contains($0) }
    let slug = words.map { String(String.UnicodeScalarView($0)) }.joined(separator: "-").prefix(60)
    return slug.isEmpty ? "audit" : String(slug)
  }
}

/// Clock, host and command line of a run: everything that the record must not hold.
public struct RunDescription: Codable, Sendable, Hashable {
  /// The format.
  public var schema = "evenhand-run/1"
  /// Start, in UTC.
  public var startedAt: String
  /// Wall time in seconds.
  public var seconds: Double
  /// The machine's name; null where builds must repeat.
  @OrNull public var host: String?
  /// Operating system and processor family.
  public var platform: String
  /// The command line.
  public var command: [String]
  /// The program's version.
  public var version: String
  /// The record's digest.
  public var record: String
  /// Who ran it, by the name in `allowed_signers`, if that was said.
  @OrNull public var ranBy: String?

  /// Describes a run.
  public init(
    startedAt: String, seconds: Double, host: String?, platform: String, command: [String], version: String,
    record: String, ranBy: String? = nil
  ) {
    self.startedAt = startedAt
    self.seconds = seconds
    self.host = host
    self.platform = platform
    self.command = command
    self.version = version
    self.record = record
    self.ranBy = ranBy
  }
}
