import AuditLedger
import AuditRecord
import AuditReport

/// The files of a bundle that are made from its record and its ledger alone: made again, and compared.
///
/// Digests say that a file is the one that was summed, not that it says what the record says: whoever can write the folder can
/// change a report and its digest before anybody signs. Only the version that wrote a file can make its bytes again.
struct Renditions {
  /// Files that say something else than the record and the ledger.
  private(set) var breaks: [LedgerBreak] = []
  /// Files that were made before the last events.
  private(set) var outdated: [String] = []
  /// Files that another version wrote, so that only their digests were compared, with the name and version that are said to have
  /// made each.
  private(set) var notCompared: [(name: String, program: String)] = []

  private let sealed: SealedRecord
  private let snapshot: BundleSnapshot
  /// The documents that this version makes of the record.
  private let pages: Report.Pages

  /// Compares the report, the annex and the script of checks, which people sign.
  init(_ sealed: SealedRecord, _ snapshot: BundleSnapshot) {
    (self.sealed, self.snapshot) = (sealed, snapshot)
    pages = Report(sealed.record).pages(digest: sealed.digest)
    compareReports()
  }

  private mutating func compareReports() {
    guard sealed.record.tool == Tool(version: Version.current) else {
      notCompared += (Bundle.documents + ["verify.sh"]).filter { snapshot.bytes($0) != nil }.map {
        ($0, sealed.record.tool.words)
      }
      return
    }
    for (name, bytes) in Bundle.documents(pages) where bytes() != snapshot.bytes(name) {
      let what = name.hasPrefix("annex") ? "annex" : "report"
      breaks.append(
        LedgerBreak(
          .bundle,
          snapshot.bytes(name) == nil
            ? "\(name) is not there"
            : "\(name) is not the \(what) of record.json: it was changed, or is another record's"
        ))
    }
    if snapshot.bytes("verify.sh") != Array(VerifyScript.text.utf8) {
      breaks.append(
        LedgerBreak(.bundle, "verify.sh is not the one that this version writes: its commands were changed"))
    }
  }

  /// Compares the dossier and `VERIFY.md`, which are made again after every event.
  ///
  /// Whoever was interrupted between an event and its dossier left one of before the event; that is no change.
  ///
  /// - Parameter state: What the first so many events said at a moment.
  mutating func compareViews(state: (Moment, Int) throws -> SignOffState) throws {
    let events = snapshot.ledger.entries.count
    var isOwn = sealed.record.tool == Tool(version: Version.current)
    let unsigned = pages.dossier()
    for name in ["dossier.html", "dossier.md"] {
      guard let written = snapshot.bytes(name) else { continue }
      // As the audit left it; this comes first, since text from the data may read like the mark below.
      var made = Renditions.bytes(unsigned, as: name) == written ? 0 : nil
      let mark = made == nil ? Renditions.mark(in: written) : nil
      let program = mark?.program ?? sealed.record.tool.words
      guard made != nil || program == Tool(version: Version.current).words else {
        notCompared.append((name, program))
        continue
      }
      isOwn = true
      if made == nil, let mark {
        made = try (max(0, events - Renditions.mostInterrupted)...events).reversed().first { count in
          let then = try state(mark.moment, count)
          return Renditions.bytes(pages.dossier(then), as: name) == written
        }
      }
      guard let made else {
        breaks.append(LedgerBreak(.bundle, "\(name) is not what the record and the sign-offs say: it was changed"))
        continue
      }
      if made < events { outdated.append(name) }
    }
    guard isOwn else {
      notCompared.append(("VERIFY.md", sealed.record.tool.words))
      return
    }
    if let written = snapshot.bytes("VERIFY.md"), written != Array(VerifyDocument.markdown.utf8) {
      breaks.append(
        LedgerBreak(.bundle, "VERIFY.md is not the one that this version writes: its commands were changed"))
    }
  }

  /// How many signers in a row may have been interrupted before they made the dossier.
  private static let mostInterrupted = 3

  private static func bytes(_ document: Document, as name: String) -> [UInt8] {
    name.hasSuffix(".html") ? Bundle.html(document) : Bundle.markdown(document)
  }

  /// The moment and the program that a dossier names, near its end.
  private static func mark(in dossier: [UInt8]) -> (moment: Moment, program: String?)? {
    let text = String(decoding: dossier, as: UTF8.self)
    guard
      let found = text.matches(of: /State on ([0-9TZ:-]{20})(?:, by ([^<.]*[0-9]+\.[0-9]+\.[0-9]+))?/).last,
      let moment = Moment(String(found.1))
    else { return nil }
    return (moment, found.2.map(String.init))
  }
}
