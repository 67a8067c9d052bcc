import AuditLedger
import AuditRecord

extension SignedBundle {
  /// Why `draft` would not count; nothing if only the key can still be wrong.
  package func objection(to draft: SignOffDraft) -> String? {
    guard let pin else { return nil }
    return state.objection(to: draft.event(in: self, pin: pin), fingerprint: "", context: context)
  }

  /// Signs a draft with a key that `ssh-keygen` can use, and adds it to the bundle's ledger.
  ///
  /// The event is checked as `verify` would check it before it enters the ledger: whatever would not count is refused, and
  /// nothing is left behind.
  ///
  /// - Parameter shown: The bundle as the signer has seen it. If its files or its ledger are others by now, nothing is
  ///   signed.
  /// - Returns: The bundle as it is afterwards.
  package static func sign(_ draft: SignOffDraft, in shown: SignedBundle, key: String, options: Options) throws
    -> SignedBundle
  {
    let bundle = shown.bundle
    let held = try Folder(bundle.folder)
    guard held.lock() else {
      throw SignOffError(.busy, "somebody else is signing or writing this bundle; try again when they are done")
    }
    var signed = shown.snapshot
    try LedgerFolder(bundle: held).append { contents in
      signed = try BundleSnapshot(held, ledger: contents)
      let before = try SignedBundle(bundle, signed, options: options)
      guard before.subjects == shown.subjects, before.sealed.digest == shown.sealed.digest else {
        throw SignOffError(.broken, "nothing is signed: the bundle's files are not those that were shown; look again")
      }
      if let first = before.breaks.first {
        throw SignOffError(.broken, "nothing is signed on top of what was changed: \(first)")
      }
      if options.allowedSigners != nil { try checkKeepsEvents(before, options) }
      guard let pin = before.pin else {
        throw SignOffError(
          .noSigners, "the bundle has no allowed_signers; name one in the plan, or with --allowed-signers")
      }
      let event = draft.event(in: before, pin: pin)
      guard event.statement == draft.statement(on: shown.sealed) else {
        throw SignOffError(.broken, "nothing is signed: the statement is not the one that was shown; look again")
      }
      let bytes = event.bytes
      let signature = try SSHKeygen.signature(over: bytes, key: key, namespace: SignOffEvent.namespace)
      let made: SSHSignature
      do {
        made = try before.context.trust.verify(
          signature, over: bytes, by: event.signer.principal, namespace: SignOffEvent.namespace,
          at: event.signedAt)
      } catch { throw SignOffError(.refused, "this sign-off would not count: \(error)") }
      guard Array(made.armored.utf8) == signature else {
        throw SignOffError(.notSigned, "ssh-keygen laid the signature out in another way than this version knows")
      }
      let own = signed.signers
      let isNew = options.allowedSigners.map { $0 != own } ?? false
      // What is written is the bundle's own list from now on, so that a key of the list before must have signed it.
      var context = before.context
      context.earlierLists = try SignedBundle.lists(Array(contents.replacedSigners.values) + [own].compactMap(\.self))
      if let reason = before.state.objection(to: event, key: made.key, context: context) {
        throw SignOffError(.refused, "this sign-off would not count: \(reason)")
      }
      return LedgerFolder.Addition(
        bytes: bytes, signature: signature, replaced: isNew ? own : nil,
        signers: isNew ? options.allowedSigners : nil)
    }
    // The dossier says what the bundle says by itself, so that anybody can make it again.
    let after = try BundleSnapshot(held)
    guard after.isStill(signed) else {
      throw SignOffError(
        .broken,
        "signed, but the bundle's files were changed since by somebody who does not ask for its lock; verify it")
    }
    let own = try SignedBundle(bundle, after, options: Options(now: options.now), comparesViews: false)
    try held.write(Array(VerifyDocument.markdown.utf8), to: "VERIFY.md")
    try bundle.writeDossier(own, into: held)
    return try SignedBundle(bundle, BundleSnapshot(held), options: options)
  }

  /// A new list of keys must not undo what others signed: to end a key, give it a last day, or revoke what it signed.
  private static func checkKeepsEvents(_ with: SignedBundle, _ options: Options) throws {
    var usual = options
    usual.allowedSigners = nil
    let without = try SignedBundle(with.bundle, with.snapshot, options: usual)
    for (old, new) in zip(without.state.entries, with.state.entries) where old.stands && !new.stands {
      throw SignOffError(
        .refused,
        "with this list of signers event \(old.event.sequence) would not count any more: \(new.standing.words); keep its line, with valid-before if the key is to end"
      )
    }
  }
}
