import AuditLedger

extension SignedBundle {
  /// Why `draft` would not count; nothing if only the key can still be wrong.
  public func objection(to draft: SignOffDraft) -> String? {
    guard let pin else { return nil }
    return state.objection(to: draft.event(in: self, pin: pin), fingerprint: "", context: context)
  }

  /// Signs a draft with a key that `ssh-keygen` can use, and adds it to the bundle's ledger.
  ///
  /// The event is checked as `verify` would check it before it enters the ledger: whatever would not count is refused, and
  /// nothing is left behind.
  ///
  /// - Returns: The bundle as it is afterwards.
  public static func sign(_ draft: SignOffDraft, in bundle: Bundle, key: String, options: Options) throws
    -> SignedBundle
  {
    let folder = LedgerFolder(path: bundle.path("signoffs"))
    try folder.append(signers: options.allowedSigners) { contents, path in
      let before = try SignedBundle(bundle, options: options, contents: contents)
      if let first = before.breaks.first {
        throw SignOffError(.broken, "nothing is signed on top of what was changed: \(first)")
      }
      if options.allowedSigners != nil { try checkKeepsEvents(before, bundle, options, contents) }
      guard let pin = before.pin else {
        throw SignOffError(
          .noSigners, "the bundle has no allowed_signers; name one in the plan, or with --allowed-signers")
      }
      let event = draft.event(in: before, pin: pin)
      try Files.write(event.bytes, to: path)
      try SSHKeygen.sign(path, key: key, namespace: SignOffEvent.namespace)
      let signature = try Files.read(path + ".sig")
      let made: SSHSignature
      do {
        made = try before.context.trust.verify(
          signature, over: event.bytes, by: event.signer.principal, namespace: SignOffEvent.namespace,
          at: event.signedAt)
      } catch { throw SignOffError(.refused, "this sign-off would not count: \(error)") }
      guard Array(made.armored.utf8) == signature else {
        throw SignOffError(.notSigned, "ssh-keygen laid the signature out in another way than this version knows")
      }
      if let reason = before.state.objection(to: event, fingerprint: made.key.fingerprint, context: before.context) {
        throw SignOffError(.refused, "this sign-off would not count: \(reason)")
      }
    }
    let after = try SignedBundle(bundle, options: options)
    try Files.write(Array(VerifyDocument.markdown.utf8), to: bundle.path("VERIFY.md"))
    try bundle.writeDossier(after)
    return after
  }

  /// A new list of keys must not undo what others signed: to end a key, give it a last day, or revoke what it signed.
  private static func checkKeepsEvents(
    _ with: SignedBundle, _ bundle: Bundle, _ options: Options, _ contents: LedgerFolder.Contents
  ) throws {
    var usual = options
    usual.allowedSigners = nil
    let without = try SignedBundle(bundle, options: usual, contents: contents)
    for (old, new) in zip(without.state.entries, with.state.entries) where old.stands && !new.stands {
      throw SignOffError(
        .refused,
        "with this list of signers event \(old.event.sequence) would not count any more: \(new.standing.words); keep its line, with valid-before if the key is to end"
      )
    }
  }
}
