public import AuditRecord
import AuditReport

/// The folder that an audit leaves behind.
public struct Bundle: Sendable {
  /// The folder.
  public let folder: String

  /// A bundle in `folder`; nothing is read or written.
  public init(folder: String) { self.folder = folder }

  /// The files without which a folder is no bundle, of whatever version.
  static let needed = ["plan.yaml", "record.json", "report.html", "report.md", "run.json"]

  /// The documents that are made from the record alone, and people sign; bundles before 0.2.0 have no annex.
  static let documents = ["annex.html", "annex.md", "report.html", "report.md"]

  /// The files whose digests stand in `SHA256SUMS` if they are there, in the order of their bytes.
  static let summed = (["annex.html", "annex.md", "verify.sh"] + needed).sorted()

  /// Every file of a bundle.
  public static let names = summed + ["SHA256SUMS", "VERIFY.md", "allowed_signers", "dossier.html", "dossier.md"]

  /// Files that a bundle has and a record alone has not beside it.
  private static let marks = ["SHA256SUMS", "VERIFY.md", "dossier.html", "dossier.md", "plan.yaml"]

  /// Whether more than a record alone lies here, or an audit that was stopped had begun to put it here.
  package var isBegun: Bool {
    if isSigned || Bundle.marks.contains(where: { Files.exists(path($0)) }) { return true }
    let names = (try? Folder(folder).names()) ?? []
    return names.contains { $0.hasPrefix(Folder.unfinished) && Files.isFolder(path($0)) }
  }

  /// The path of a file of the bundle.
  public func path(_ name: String) -> String { Path.join(folder, name) }

  /// True if people have signed it.
  public var isSigned: Bool { (try? Folder(folder)).map(LedgerFolder.isSigned) ?? false }

  /// Checks that nobody has signed what lies in the folder.
  package func checkUnsigned() throws(FileError) {
    guard !isSigned else { throw Bundle.signed(folder) }
  }

  /// Checks that the folder may be written: new, empty, or an unsigned bundle.
  package func checkWritable() throws(FileError) { _ = try BundleWriter(self) }

  /// The folder, made if need be, held so that nobody signs or writes it meanwhile.
  private func hold() throws(FileError) -> Folder {
    try Files.makeFolder(folder)
    let held = try Folder(folder)
    guard held.lock() else { throw FileError(.busy, folder, "another audit or a signer is at work in this folder") }
    guard !LedgerFolder.isSigned(held) else { throw Bundle.signed(folder) }
    return held
  }

  static func signed(_ folder: String) -> FileError {
    FileError(.signedBundle, folder, "this bundle is signed and is never replaced", hint: "name another with --output")
  }

  /// Checks that a record alone may be written: beside a report and its digests it would be another audit's.
  package func checkHoldsNoReport() throws(FileError) {
    guard !Files.exists(path("SHA256SUMS")) else {
      throw FileError(
        .notABundle, folder, "this folder holds a whole bundle, which a record alone would break",
        hint: "name another with --output, or use `evenhand audit`")
    }
  }

  /// The content of `SHA256SUMS`.
  static func sums(_ digests: [(name: String, digest: Digest)]) -> [UInt8] {
    Array(digests.map { "\($0.digest.hex)  \($0.name)\n" }.joined().utf8)
  }

  /// The documents that people sign, each with what makes its bytes; what takes longest comes first.
  static func documents(_ pages: Report.Pages) -> [(name: String, bytes: @Sendable () -> [UInt8])] {
    [
      ("annex.html", { html(pages.annex) }), ("annex.md", { markdown(pages.annex) }),
      ("report.html", { html(pages.body) }), ("report.md", { markdown(pages.body) }),
    ]
  }

  static func html(_ document: Document) -> [UInt8] { Array(HTMLRenderer().render(document).utf8) }

  static func markdown(_ document: Document) -> [UInt8] { Array(MarkdownRenderer().render(document).utf8) }

  /// Writes the record and the run alone.
  package func write(_ sealed: SealedRecord, run: RunDescription) throws {
    let held = try hold()
    try held.write(Array(sealed.text.utf8), to: "record.json")
    try held.write(Array(try Canonical.text(run).utf8), to: "run.json")
  }

  /// Renders the report alone; in a whole bundle the dossier and the digests too, so that they still fit.
  ///
  /// - Throws: `FileError` if the bundle is another record's, or is no longer as it was summed.
  public func writeReport(_ sealed: SealedRecord) throws {
    let held = try hold()
    let pages = Report(sealed.record).pages(digest: sealed.digest)
    let made = Bundle.documents(pages)
    guard held.holds("SHA256SUMS") else {
      for (name, bytes) in made { try held.write(bytes(), to: name) }
      return
    }
    let before = try BundleSnapshot(held)
    guard before.digest("record.json") == sealed.digest, before.fitsSums else {
      throw FileError(
        .notABundle, folder, "this bundle is another record's, or was changed",
        hint: "name another folder with --output")
    }
    var digests = Dictionary(before.digests.map { ($0.name, $0.digest) }) { first, _ in first }
    // A bundle that is half replaced must not look whole.
    try held.remove("SHA256SUMS")
    for (name, make) in made {
      let bytes = make()
      digests[name] = Digest(of: bytes)
      try held.write(bytes, to: name)
    }
    try write(pages.dossier(), as: "dossier", into: held)
    let sums = Bundle.summed.compactMap { name in digests[name].map { (name, $0) } }
    try held.write(Bundle.sums(sums), to: "SHA256SUMS")
  }

  /// Renders the view with the sign-off page again.
  func writeDossier(_ signed: SignedBundle, into folder: Folder) throws {
    try write(Report.dossier(of: signed.sealed, state: signed.reported), as: "dossier", into: folder)
  }

  private func write(_ document: Document, as name: String, into folder: Folder) throws {
    try folder.write(Bundle.html(document), to: "\(name).html")
    try folder.write(Bundle.markdown(document), to: "\(name).md")
  }

  /// `reports/<title-slug>/<date>`, with `-2`, `-3`, … rather than overwrite a signed bundle.
  package static func usual(title: String, date: CalendarDay) -> Bundle {
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
package struct RunDescription: Codable, Sendable, Hashable {
  /// The format.
  package var schema = "evenhand-run/1"
  /// Start, in UTC.
  package var startedAt: String
  /// Wall time in seconds.
  package var seconds: Double
  /// The machine's name; null where builds must repeat.
  @OrNull package var host: String?
  /// Operating system and processor family.
  package var platform: String
  /// The command line.
  package var command: [String]
  /// The program's version.
  package var version: String
  /// The record's digest.
  package var record: String
  /// Who ran it, by the name in `allowed_signers`, if that was said.
  @OrNull package var ranBy: String?
  /// The plan, as ``PlanPlaces/name(of:)`` names its file; null where that is not known.
  @OrNull package var plan: String?
  /// How often audits beside this one have judged the same test set, this one among them; left out the first time, and for data that
  /// are no test set.
  package var looks: Int?

  /// Describes a run.
  package init(
    startedAt: String, seconds: Double, host: String?, platform: String, command: [String], version: String,
    record: String, ranBy: String? = nil, plan: String? = nil
  ) {
    self.startedAt = startedAt
    self.seconds = seconds
    self.host = host
    self.platform = platform
    self.command = command
    self.version = version
    self.record = record
    self.ranBy = ranBy
    self.plan = plan
  }
}

extension RunDescription {
  /// Reads a run; nothing if it is none.
  package init?(parsing bytes: [UInt8]) {
    guard let run = try? Canonical.value(RunDescription.self, from: bytes) else { return nil }
    self = run
  }
}
