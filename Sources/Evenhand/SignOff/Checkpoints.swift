import AuditLedger
import AuditRecord

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension SignedBundle {
  /// The ledger's size and root.
  public var checkpoint: Checkpoint {
    Checkpoint(origin: Checkpoint.origin(record: sealed.digest.hex), size: ledger.links.count, root: ledger.root)
  }

  /// The checkpoint as text, signed if there is a key.
  public func checkpointText(key: String?) throws -> String {
    let body = checkpoint.body
    guard let key else { return String(decoding: body, as: UTF8.self) }
    var template = Array("\(P_tmpdir)/evenhand-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SignOffError(.unwritable, "no folder for a moment can be made") }
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let path = "\(folder)/checkpoint"
    defer {
      unlink(path)
      unlink(path + ".sig")
      rmdir(folder)
    }
    try Files.write(body, to: path)
    try SSHKeygen.sign(path, key: key, namespace: Checkpoint.namespace)
    return String(decoding: body + [0x0A] + (try Files.read(path + ".sig")), as: UTF8.self)
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
