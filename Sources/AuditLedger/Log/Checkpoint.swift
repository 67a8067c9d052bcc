import AuditRecord

/// The size and root of a ledger at one time, which an auditor keeps elsewhere.
///
/// Three lines, as C2SP's tlog-checkpoint has them: origin, size, root in Base64; then an empty line and an SSH signature
/// over the three lines, if somebody signed it.
package struct Checkpoint: Sendable, Hashable {
  /// The namespace of its signature.
  package static let namespace = "evenhand-checkpoint-v1"

  /// Which ledger it is of.
  package var origin: String
  /// How many events it held.
  package var size: Int
  /// The Merkle root over them.
  package var root: MerkleTree.Hash

  /// States a ledger's size and root.
  package init(origin: String, size: Int, root: MerkleTree.Hash) {
    (self.origin, self.size, self.root) = (origin, size, root)
  }

  /// The ledger of a record.
  package static func origin(record sha256: String) -> String { "evenhand.dev/sign-offs/\(sha256)" }

  /// The signed bytes.
  package var body: [UInt8] { Array("\(origin)\n\(size)\n\(Base64.encode(root))\n".utf8) }

  /// Reads a checkpoint and its signature, if it has one.
  ///
  /// - Throws: `WireError` when it is malformed.
  package static func read(_ bytes: [UInt8]) throws(WireError) -> (checkpoint: Checkpoint, signature: [UInt8]?) {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw WireError("the checkpoint is no text") }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 4, let size = Int(lines[1]), size >= 0, String(size) == lines[1],
      let root = Base64.decode(lines[2]), root.count == 32, lines[3].isEmpty
    else { throw WireError("a checkpoint is three lines: origin, size and root") }
    let checkpoint = Checkpoint(origin: String(lines[0]), size: size, root: root)
    let rest = lines.dropFirst(4).joined(separator: "\n")
    return (checkpoint, rest.isEmpty ? nil : Array(rest.utf8))
  }

  /// Why `ledger` does not continue this checkpoint; nothing if it does.
  package func objection(to ledger: Ledger, origin: String) -> LedgerBreak? {
    guard self.origin == origin else {
      return LedgerBreak(.checkpoint, "the checkpoint is of the ledger of another record")
    }
    let leaves = ledger.links.map(\.leaf)
    guard size <= leaves.count else {
      let lost = size - leaves.count
      return LedgerBreak(
        .checkpoint, event: leaves.count + 1,
        "the checkpoint was made over \(size) events and \(lost == 1 ? "1 of them is" : "\(lost) of them are") gone")
    }
    guard size > 0 else {
      return root == MerkleTree.root([]) ? nil : LedgerBreak(.checkpoint, "the checkpoint's root is of no ledger")
    }
    let proof = MerkleTree.consistencyProof(size, leaves[...])
    guard
      MerkleTree.isConsistent(from: size, root: root, to: leaves.count, root: ledger.root, proof: proof)
    else {
      return LedgerBreak(
        .checkpoint, "the first \(size) events are not those that the checkpoint was made over: they were written anew")
    }
    return nil
  }
}
