public import AuditLedger
public import AuditRecord

extension SignedBundle {
  /// The ledger's size and root.
  public var checkpoint: Checkpoint {
    Checkpoint(origin: Checkpoint.origin(record: sealed.digest.hex), size: ledger.links.count, root: ledger.root)
  }

  /// The checkpoint as text, signed if there is a key.
  public func checkpointText(key: String?) throws -> String {
    let body = checkpoint.body
    guard let key else { return String(decoding: body, as: UTF8.self) }
    let signature = try SSHKeygen.signature(over: body, key: key, namespace: Checkpoint.namespace)
    return String(decoding: body + [0x0A] + signature, as: UTF8.self)
  }

  /// What a DSSE signature over an event is made over.
  public func encoding(of number: Int) throws -> [UInt8] {
    guard ledger.links.indices.contains(number - 1) else {
      throw SignOffError(.refused, "the ledger holds \(ledger.links.count) events, and no event \(number)")
    }
    return DSSE.preAuthenticationEncoding(type: DSSE.inToto, body: ledger.links[number - 1].event.bytes)
  }

  /// An event in a DSSE envelope.
  public func envelope(of number: Int, key: String) throws -> JSONValue {
    let signature = try SSHKeygen.signature(over: encoding(of: number), key: key, namespace: DSSE.namespace)
    return DSSE.envelope(
      type: DSSE.inToto, body: ledger.links[number - 1].event.bytes, signature: try SSHSignature(armored: signature))
  }

  /// Compares a ledger with an earlier checkpoint.
  ///
  /// - Returns: The checkpoint, if the ledger continues it, and all breaks, those of the checkpoint first.
  static func compare(
    _ ledger: Ledger, _ text: [UInt8]?, _ sealed: SealedRecord, _ trust: Trust, _ breaks: [LedgerBreak]
  ) throws -> (Checkpoint?, [LedgerBreak]) {
    guard let text else { return (nil, breaks) }
    let (checkpoint, signature) = try Checkpoint.read(text)
    if let signature {
      let made: SSHSignature
      do { made = try SSHSignature(armored: signature) } catch {
        return (nil, [LedgerBreak(.checkpoint, "the checkpoint's signature is malformed: \(error)")] + breaks)
      }
      guard made.namespace == Checkpoint.namespace, (try? made.isValid(over: checkpoint.body)) == true else {
        return (nil, [LedgerBreak(.checkpoint, "the checkpoint's signature is not valid")] + breaks)
      }
      if let objection = trust.objectionToCheckpoint(by: made.key) {
        return (nil, [LedgerBreak(.checkpoint, "the checkpoint is signed by \(objection)")] + breaks)
      }
    }
    if let objection = checkpoint.objection(to: ledger, origin: Checkpoint.origin(record: sealed.digest.hex)) {
      return (nil, [objection] + breaks)
    }
    return (checkpoint, breaks)
  }
}
