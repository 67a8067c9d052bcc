import AuditHistory
import AuditLedger
import AuditRecord

/// A history as pages that need nothing else: for a web root that is only read, or a branch of a repository.
package struct Site {
  private let view: HistoryView

  /// The site of a history.
  package init(_ view: HistoryView) { self.view = view }

  /// What was written.
  package struct Written: Sendable, Hashable {
    /// Files of the site.
    package var files: Int
    /// Those among them that are new or changed.
    package var changed: Int
    /// Bundles that are not there, or not as they were when they were added: those are not linked.
    package var unlinked: [String]
  }

  /// Writes the pages; what did not change is left as it is, and what no page needs any more is removed.
  ///
  /// - Parameter copies: True if the bundles are copied into the site and verified once more, false if they are linked.
  /// - Throws: `FileError` where the folder holds other files.
  package func write(to path: String, copies: Bool, options: SignedBundle.Options) throws -> Written {
    try Files.makeFolder(path)
    let folder = try Folder(path)
    let names = try folder.names()
    guard names.isEmpty || names.contains("index.json") else {
      throw FileError(.notABundle, path, "this folder holds other files and no site", hint: "name another one")
    }
    guard folder.lock(patience: 0) else {
      throw FileError(.busy, path, "somebody else is writing this site", hint: "try again when they are done")
    }
    var (bundles, unlinked): ([String: String], [String]) = ([:], [])
    for audit in view.series.flatMap(\.series.audits) {
      let place = view.history.path(of: audit)
      guard isAsIndexed(audit, at: place) else {
        unlinked.append(place)
        continue
      }
      bundles[audit.record] =
        copies
        ? "bundles/\(audit.record.prefix(16))"
        : Path.relative(place, from: path, current: Files.currentFolder)
    }
    let pages = SitePages(view: view, bundles: bundles).all().sorted { $0.name < $1.name }
    var changed = 0
    for page in pages where try write(page.bytes, to: page.name, in: folder) { changed += 1 }
    let sums = Array(pages.map { "\(Digest(of: $0.bytes).hex)  \($0.name)\n" }.joined().utf8)
    _ = try write(sums, to: "SHA256SUMS", in: folder)
    let kept = Set(pages.map(\.name) + ["SHA256SUMS"])
    for name in names where Site.isPage(name) && !kept.contains(name) { try folder.remove(name) }
    if copies { try copy(bundles, into: folder, options) }
    return Written(files: pages.count + 1, changed: changed, unlinked: unlinked)
  }

  /// Names that a site gives its pages.
  private static func isPage(_ name: String) -> Bool {
    name.hasSuffix(".html") && ["index", "series-", "finding-"].contains { name.hasPrefix($0) }
  }

  /// Whether the digests of a bundle are those that were added; its files are not read again.
  private func isAsIndexed(_ audit: IndexedAudit, at place: String) -> Bool {
    guard let bundle = try? Folder(place), let sums = try? bundle.read("SHA256SUMS", limit: 1 << 16) else {
      return false
    }
    return Digest(of: sums).hex == audit.sums
  }

  private func write(_ bytes: [UInt8], to name: String, in folder: Folder) throws -> Bool {
    if folder.kind(of: name) == .file, try folder.read(name) == bytes { return false }
    try folder.write(bytes, to: name, isDurable: false)
    return true
  }

  /// Copies whole bundles, each verified.
  private func copy(_ bundles: [String: String], into folder: Folder, _ options: SignedBundle.Options) throws {
    let all = try folder.folder("bundles", create: true)
    for audit in view.series.flatMap(\.series.audits) where bundles[audit.record] != nil {
      let signed = try SignedBundle(Bundle(folder: view.history.path(of: audit)), options: options)
      if let first = signed.breaks.first {
        throw HistoryError(.notIndexed, "\(signed.bundle.folder): not copied: \(first)")
      }
      let copy = try all.folder(String(audit.record.prefix(16)), create: true)
      for name in Bundle.names {
        if let bytes = signed.snapshot.bytes(name) { _ = try write(bytes, to: name, in: copy) }
      }
      guard !signed.snapshot.ledger.entries.isEmpty else { continue }
      let ledger = try copy.folder(LedgerFolder.name, create: true)
      for (number, list) in signed.snapshot.ledger.replacedSigners {
        _ = try write(list, to: "\(LedgerEntry.name(number).dropLast(5)).\(LedgerFolder.signers)", in: ledger)
      }
      for (index, entry) in signed.snapshot.ledger.entries.enumerated() {
        let name = LedgerEntry.name(index + 1)
        _ = try write(entry.bytes, to: name, in: ledger)
        _ = try write(entry.signature, to: "\(name).sig", in: ledger)
      }
    }
  }
}
