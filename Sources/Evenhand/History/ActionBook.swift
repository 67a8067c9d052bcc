import AuditHistory
package import AuditLedger
import AuditRecord

/// The ledger of actions beside a history, recomputed from bytes at one moment.
package struct ActionBook: Sendable {
  /// What it says.
  package let state: ActionState
  /// True if the keys are the ledger's own, and not brought along.
  package let trustsOwnSigners: Bool
  let ledger: EventChain<ActionEvent>
  let context: ActionContext
  /// The list of keys that an action is signed under; nil where there is none.
  let keys: [UInt8]?

  /// Reads the actions in a history's folder.
  ///
  /// - Parameter audits: Every audit of the history, by whose plans actions count.
  init(_ folder: Folder, audits: [IndexedAudit], options: SignedBundle.Options) throws {
    try self.init(LedgerFolder(bundle: folder, place: .actions).read(), audits: audits, options: options)
  }

  init(_ contents: LedgerFolder.Contents, audits: [IndexedAudit], options: SignedBundle.Options) throws {
    trustsOwnSigners = options.allowedSigners == nil
    keys = options.allowedSigners ?? contents.signers ?? ActionBook.firstKeys(audits)
    let revoked = try options.revoked.map { bytes in try RevokedKeys(parsing: bytes) } ?? RevokedKeys()
    context = ActionContext(
      trust: Trust(signers: try AllowedSigners(parsing: keys ?? []), revoked: revoked),
      policies: Dictionary(audits.map { ($0.record, ($0.policy, $0.policyDigest)) }) { first, _ in first },
      now: options.now,
      earlierLists: trustsOwnSigners
        ? try SignedBundle.lists(Array(contents.replacedSigners.values) + [keys].compactMap(\.self)) : nil)
    ledger = EventChain(contents.entries)
    var firstBreak = contents.firstBreak
    if let last = ledger.links.last, trustsOwnSigners, let keys,
      last.event.policy.allowedSigners != Digest(of: keys).hex
    {
      firstBreak =
        firstBreak
        ?? LedgerBreak(
          .signers, "allowed_signers is not the list that action \(last.event.sequence) was signed under")
    }
    state = ActionState(ledger, context: context, firstBreak: firstBreak)
  }

  /// Before anybody has signed an action, the list is the one that the newest plan names, else that of its bundle.
  private static func firstKeys(_ audits: [IndexedAudit]) -> [UInt8]? {
    guard let newest = audits.max(by: { ($0.ranAt?.seconds ?? 0, $0.record) < ($1.ranAt?.seconds ?? 0, $1.record) })
    else { return nil }
    return newest.keys.first { Digest(of: $0).hex == newest.policy.allowedSigners } ?? newest.keys.first
  }
}
