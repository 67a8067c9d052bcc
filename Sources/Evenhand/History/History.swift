package import AuditHistory
import AuditLedger
import AuditRecord

/// Audits as a series: the index of bundles in one file, and beside it the ledger of what people did about findings.
package struct History {
  /// The index.
  package let store: HistoryStore
  /// The file of the index.
  package var path: String { store.path }
  /// The folder that holds it.
  package var folder: String { Path.folder(of: path) }

  /// How the file is called where nobody names another.
  package static let usualName = "evenhand-history.sqlite"

  /// Opens a history.
  ///
  /// - Parameter creates: True if it is made where there is none.
  package init(path: String, creates: Bool) throws(HistoryError) {
    guard creates || Files.exists(path) else {
      throw HistoryError(.unknown, "\(path): there is no history here (evenhand history add makes one)")
    }
    store = try HistoryStore(path: path, creates: creates)
  }

  /// Verifies a bundle as a gate believes it, and takes it into the index.
  ///
  /// - Returns: What became of it, and the audit as it stands there.
  package func add(_ bundle: Bundle, options: SignedBundle.Options) throws -> (HistoryStore.Addition, IndexedAudit) {
    let audit = try indexed(bundle, options: options)
    return (try store.add(audit), audit)
  }

  /// A bundle as an index keeps it.
  ///
  /// - Throws: `HistoryError` where something in it is not what was written and signed, or what another error says.
  package func indexed(_ bundle: Bundle, options: SignedBundle.Options) throws -> IndexedAudit {
    let signed = try SignedBundle(bundle, options: options)
    let place = bundle.folder
    if let first = signed.breaks.first {
      throw HistoryError(
        .notIndexed, "\(place): not indexed: \(first) (evenhand verify \(place) says more)")
    }
    if let objection = Gate.objection(to: signed.confirmation, in: signed) {
      throw HistoryError(.notIndexed, "\(place): not indexed: \(objection)")
    }
    guard let series = signed.sealed.record.audit.seriesName, !series.isEmpty else {
      throw HistoryError(
        .notIndexed,
        "\(place): not indexed: its plan names neither a series nor a system (name audit.series in the plan, and audit again)"
      )
    }
    let snapshot = signed.snapshot
    return try IndexedAudit(
      signed.sealed, series: series, ranAt: signed.context.ranAt, runner: signed.context.runner,
      sums: Digest(of: snapshot.bytes("SHA256SUMS") ?? []),
      place: Path.relative(place, from: folder, current: Files.currentFolder),
      signOffs: snapshot.ledger.entries,
      keys: [snapshot.signers].compactMap(\.self)
        + snapshot.ledger.replacedSigners.sorted { $0.key < $1.key }.map(\.value))
  }

  /// Where a bundle lies, seen from the current folder.
  package func path(of audit: IndexedAudit) -> String { Path.normal(Path.join(folder, audit.place)) }

  /// What a rebuilt index rests on.
  package struct Rebuilt {
    /// The audits that it holds.
    package var audits: Int
    /// Why bundles are not in it, in the order of their folders.
    package var refused: [any Error]
    /// Audits that were in it and were not found.
    package var gone: [(record: String, place: String)]
  }

  /// Makes the index again from every bundle in these folders and below them; the old one stands until the new one is whole.
  ///
  /// - Parameter progress: Is told of each bundle that was read.
  package func rebuild(_ folders: [String], options: SignedBundle.Options, progress: (Int) -> Void = { _ in }) throws
    -> Rebuilt
  {
    var audits: [String: IndexedAudit] = [:]
    var refused: [any Error] = []
    let bundles = folders.flatMap { History.bundles(in: $0) }
    for (number, bundle) in bundles.enumerated() {
      do {
        let audit = try indexed(Bundle(folder: bundle), options: options)
        // Of two copies the one counts that people signed last; of equal ones the first.
        if let other = audits[audit.record], other.signOffs.count >= audit.signOffs.count { continue }
        audits[audit.record] = audit
      } catch { refused.append(error) }
      progress(number + 1)
    }
    let gone = try store.replaceAll(audits.values.sorted { $0.record < $1.record })
    return Rebuilt(audits: audits.count, refused: refused, gone: gone)
  }

  /// The folders of bundles in a folder and below it, in the order of their names; no link is followed.
  static func bundles(in path: String) -> [String] {
    guard let folder = try? Folder(path), let names = try? folder.names() else { return [] }
    if names.contains("record.json"), names.contains("SHA256SUMS") { return [path] }
    return names.filter { !$0.hasPrefix(".") && folder.kind(of: $0) == .folder }
      .flatMap { bundles(in: Path.join(path, $0)) }
  }
}
