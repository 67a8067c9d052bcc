package import AuditHistory
package import AuditLedger
package import AuditRecord

/// What somebody wants to sign about a finding or a series, before it has a place in the ledger of actions.
package struct ActionDraft: Sendable {
  /// What is done.
  package var kind: ActionKind
  /// Who signs.
  package var signer: SignOffEvent.Signer
  /// The series.
  package var series: String
  /// The finding; nothing for a baseline.
  package var finding: FindingLife?
  /// The audit that it is about: for a finding the newest of the series, for a baseline the pinned one.
  package var audit: IndexedAudit
  /// Why.
  package var reason: String?
  /// Who mends it.
  package var owner: String?
  /// By which day.
  package var due: CalendarDay?
  /// What was changed.
  package var change: String?
  /// The version from which on the change is in.
  package var version: String?
  /// A file that shows the change.
  package var evidence: SignOffEvent.Subject?

  /// A draft of an action.
  package init(
    kind: ActionKind, signer: SignOffEvent.Signer, series: String, finding: FindingLife?, audit: IndexedAudit
  ) {
    (self.kind, self.signer, self.series, self.finding, self.audit) = (kind, signer, series, finding, audit)
  }

  /// The text that the signer is shown and agrees to.
  package var statement: String {
    var text = "I, \(signer.name)"
    if let organisation = signer.organisation { text += " of \(organisation)" }
    text += ", signing as \(signer.role), "
    let name = finding.map { "the finding “\(HistoryText.name($0))” (\($0.trend.key.short))" } ?? "the finding"
    let place = " of series “\(series)”"
    let results = "the audit of \(HistoryText.period(audit)), results \(HistoryText.fingerprint(audit.record))"
    switch kind {
    case .assign:
      text += "assign \(name)\(place) to \(owner ?? ""), to be mended by \(due?.description ?? "")"
    case .mitigate:
      text += "state what was changed so that \(name)\(place) is mended: \(change ?? "")"
      if let version { text += "; the change is in from version \(version) on" }
      if let evidence { text += "; shown by \(evidence.name), SHA-256 \(evidence.sha256)" }
    case .withdraw: text += "withdraw \(name)\(place)"
    case .baseline: text += "pin \(results), as that from which changes of series “\(series)” count"
    }
    if let finding, kind != .baseline {
      text += ". It is \(finding.state?.words ?? "no finding") by \(results)"
    }
    text += "."
    if let reason { text += " Reason: \(reason)" + (reason.hasSuffix(".") ? "" : ".") }
    return text
  }

  /// The action in its place.
  func event(in book: ActionBook) -> ActionEvent? {
    guard let keys = book.keys else { return nil }
    return ActionEvent(
      sequence: book.ledger.links.count + 1, previous: book.ledger.links.last?.sha256,
      tree: MerkleTree.hex(book.ledger.root), subjects: [.init(name: "record.json", sha256: audit.record)], kind: kind,
      series: series, finding: finding?.trend.key.hex, signer: signer, statement: statement, reason: reason,
      owner: owner, due: due, change: change, version: version, evidence: evidence,
      policy: .init(sha256: audit.policyDigest, allowedSigners: Digest(of: keys).hex), signedAt: book.context.now)
  }
}

extension HistoryView {
  /// Why a draft would not count; nothing if only the key can still be wrong.
  package func objection(to draft: ActionDraft) -> String? {
    guard let event = draft.event(in: book) else { return nil }
    return book.state.objection(to: event, key: nil, context: book.context)
  }

  /// Signs a draft with a key that `ssh-keygen` can use, and adds it to the ledger of actions.
  ///
  /// It is checked as it is whenever the history is read: what would not count is refused, and nothing is left behind.
  ///
  /// - Returns: The number of the action.
  package func sign(_ draft: ActionDraft, key: String, options: SignedBundle.Options) throws -> Int {
    let place = LedgerFolder(bundle: try Folder(history.folder), place: .actions)
    let held = try place.bundle.folder(place.place.name, create: true)
    guard held.lock() else {
      throw SignOffError(.busy, "somebody else is signing an action of this history; try again when they are done")
    }
    let audits = try history.store.audits().flatMap(\.audits)
    var number = 0
    try place.append { contents in
      let before = try ActionBook(contents, audits: audits, options: options)
      if let first = before.state.firstBreak {
        throw SignOffError(.broken, "nothing is signed on top of what was changed: \(first)")
      }
      guard let keys = before.keys, let event = draft.event(in: before) else {
        throw SignOffError(.noSigners, "there is no list of keys; name one in the plan, or with --allowed-signers")
      }
      let signature = try SSHKeygen.signature(over: event.bytes, key: key, namespace: ActionEvent.namespace)
      let made: SSHSignature
      do {
        made = try before.context.trust.verify(
          signature, over: event.bytes, by: event.signer.principal, namespace: ActionEvent.namespace,
          at: event.signedAt)
      } catch { throw SignOffError(.refused, "this action would not count: \(error)") }
      guard Array(made.armored.utf8) == signature else {
        throw SignOffError(.notSigned, "ssh-keygen laid the signature out in another way than this version knows")
      }
      // What is written is the ledger's own list from now on, so that a key of the list before must have signed it.
      var context = before.context
      context.earlierLists = try SignedBundle.lists(
        Array(contents.replacedSigners.values)
          + [contents.signers, contents.signers == nil ? keys : nil].compactMap(\.self))
      if let reason = before.state.objection(to: event, key: made.key, context: context) {
        throw SignOffError(.refused, "this action would not count: \(reason)")
      }
      number = event.sequence
      let isNew = contents.signers != keys
      return LedgerFolder.Addition(
        bytes: event.bytes, signature: signature, replaced: isNew ? contents.signers : nil,
        signers: isNew ? keys : nil)
    }
    return number
  }
}
