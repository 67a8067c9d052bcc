import AuditEditions
import AuditMetrics
import AuditPolicy
package import AuditRecord
import AuditReport

/// The folder `public` that an edition for everybody lies in.
package struct PublicBundle: Sendable {
  /// Its files.
  package static let names = ["SHA256SUMS", "record.json", "report.html", "report.md"]

  /// What it holds.
  package let record: PublicRecord
  private let files: [(name: String, bytes: [UInt8])]

  /// Makes the public edition of a record; nothing is written.
  ///
  /// - Parameter link: A keyed link to the whole record; nothing without a key.
  /// - Throws: `EditionError` where it cannot be defended.
  package init(_ record: Record, link: String? = nil) throws {
    let edition = try PublicEdition(record, shares: Self.shares) { other in
      Judge(record: other).judge(other.requirements).findings
    }
    self.record = edition.publicRecord(link: link)
    let document = PublicReport(self.record).document
    let made = [
      ("record.json", Array(try Canonical.text(self.record).utf8)), ("report.html", Bundle.html(document)),
      ("report.md", Bundle.markdown(document)),
    ]
    files = made + [("SHA256SUMS", Bundle.sums(made.map { ($0.0, Digest(of: $0.1)) }))]
  }

  /// The cells of every share that is counted.
  static let shares: [String: CountedShare] = Dictionary(
    Catalogue.rates.map { rate in
      (
        rate.card.id,
        CountedShare(numerator: rate.numerator.rawValue, denominator: rate.denominator.rawValue)
      )
    }
  ) { first, _ in first }

  /// All its text together.
  package func text() -> String { files.map { String(decoding: $0.bytes, as: UTF8.self) }.joined() }

  /// Its report as Markdown.
  package var markdown: String { String(decoding: files[2].bytes, as: UTF8.self) }

  /// The digests of its own files, as `SHA256SUMS` lists them.
  package var ownDigests: [Digest] { files.dropLast().map { Digest(of: $0.bytes) } }

  /// Writes the folder, of which nothing but an earlier edition is replaced.
  package func write(to path: String) throws {
    let others = Files.names(in: path).filter { !Self.names.contains($0) }
    guard others.isEmpty else {
      throw FileError(
        .notABundle, path, "this folder holds files that are no public edition", hint: "name another with --output")
    }
    try Files.makeFolder(path)
    let folder = try Folder(path)
    // An edition that is half replaced must not look whole.
    if folder.holds("SHA256SUMS") { try folder.remove("SHA256SUMS") }
    for (name, bytes) in files { try folder.write(bytes, to: name) }
  }
}
