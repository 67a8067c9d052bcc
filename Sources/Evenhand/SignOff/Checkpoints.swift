package import AuditLedger
package import AuditRecord

extension SignedBundle {
  /// The ledger's size and root.
  package var checkpoint: Checkpoint {
    Checkpoint(origin: Checkpoint.origin(record: sealed.digest.hex), size: ledger.links.count, root: ledger.root)
  }

  /// The checkpoint as text, signed if there is a key.
  package func checkpointText(key: String?) throws -> String {
    let body = checkpoint.body
    guard let key else { return String(decoding: body, as: UTF8.self) }
    let signature = try SSHKeygen.signature(over: body, key: key, namespace: Checkpoint.namespace)
    return String(decoding: body + [0x0A] + signature, as: UTF8.self)
  }

  /// What a DSSE signature over an event is made over.
  package func encoding(of number: Int) throws -> [UInt8] {
    guard ledger.links.indices.contains(number - 1) else {
      throw SignOffError(.refused, "the ledger holds \(ledger.links.count) events, and no event \(number)")
    }
    return DSSE.preAuthenticationEncoding(type: DSSE.inToto, body: ledger.links[number - 1].event.bytes)
  }

  /// An event in a DSSE envelope.
  package func envelope(of number: Int, key: String) throws -> JSONValue {
    let signature = try SSHKeygen.signature(over: encoding(of: number), key: key, namespace: DSSE.namespace)
    return DSSE.envelope(
      type: DSSE.inToto, body: ledger.links[number - 1].event.bytes, signature: try SSHSignature(armored: signature))
  }

  /// An earlier checkpoint that a ledger continues.
  package struct Anchor: Sendable {
    /// The checkpoint.
    package let checkpoint: Checkpoint
    /// Whose key signed it; nothing if it is not signed.
    package let signer: String?
  }

  /// Compares a ledger with an earlier checkpoint.
  ///
  /// - Returns: The checkpoint, if the ledger continues it, and all breaks, those of the checkpoint first.
  static func compare(
    _ ledger: Ledger, _ text: [UInt8]?, _ sealed: SealedRecord, _ trust: Trust, _ breaks: [LedgerBreak]
  ) throws -> (Anchor?, [LedgerBreak]) {
    guard let text else { return (nil, breaks) }
    let (checkpoint, signature) = try Checkpoint.read(text)
    func broken(_ reason: String) -> (Anchor?, [LedgerBreak]) { (nil, [LedgerBreak(.checkpoint, reason)] + breaks) }
    var signer: String?
    if let signature {
      let made: SSHSignature
      do { made = try SSHSignature(armored: signature) } catch {
        return broken("the checkpoint's signature is malformed: \(error)")
      }
      guard made.namespace == Checkpoint.namespace, (try? made.isValid(over: checkpoint.body)) == true else {
        return broken("the checkpoint's signature is not valid")
      }
      do { signer = try trust.checkpointSigner(made.key) } catch {
        return broken("the checkpoint is signed by \(error)")
      }
    }
    if let objection = checkpoint.objection(to: ledger, origin: Checkpoint.origin(record: sealed.digest.hex)) {
      return (nil, [objection] + breaks)
    }
    return (Anchor(checkpoint: checkpoint, signer: signer), breaks)
  }
}
