import AuditRecord

/// An event as it lies on disk.
package struct LedgerEntry: Sendable, Hashable {
  /// The event's bytes.
  package var bytes: [UInt8]
  /// The bytes of its signature file.
  package var signature: [UInt8]

  /// An event with its signature.
  package init(bytes: [UInt8], signature: [UInt8]) { (self.bytes, self.signature) = (bytes, signature) }

  /// The leaf's hash: over the event's bytes and the SHA-256 of its signature file.
  package var leaf: MerkleTree.Hash { MerkleTree.leaf(bytes + Digest(of: signature).bytes) }

  /// The file name of event `number`.
  package static func name(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ".json"
  }

  /// The most events that a ledger holds, by its four digits.
  package static let most = 9999
}

/// The first place at which a ledger is not what was signed.
public struct LedgerBreak: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds.
  package enum Code: String, Sendable, Hashable, CaseIterable {
    /// An event, or the signature of one, is not there.
    case missing = "ledger-missing"
    /// A file that no ledger holds.
    case unexpected = "ledger-unexpected"
    /// An event cannot be read.
    case malformed = "ledger-malformed"
    /// An event stands in another's place.
    case order = "ledger-order"
    /// An event does not follow from those before it.
    case chain = "ledger-chain"
    /// A signature does not fit its event.
    case signature = "ledger-signature"
    /// A file of the bundle is not the one that was signed.
    case subject = "ledger-subject"
    /// The list of signers is not the one that was in force.
    case signers = "ledger-signers"
    /// The record, the report or a digest in the bundle does not fit the others.
    case bundle = "ledger-bundle"
    /// What was audited has changed since.
    case current = "ledger-current"
    /// The ledger does not continue an earlier checkpoint.
    case checkpoint = "ledger-checkpoint"

    /// What it means, and what to do.
    package var meaning: String {
      switch self {
      case .missing:
        "Files were removed from the ledger. Everything from that event on counts for nothing; restore them."
      case .unexpected: "A file lies in the ledger that evenhand does not write. Move it elsewhere."
      case .malformed: "An event was changed, or converted by an editor or a transfer. Restore its original bytes."
      case .order: "Events were reordered, renamed or copied. Restore the original files."
      case .chain: "An event before this one was changed, removed or put in after this one was signed."
      case .signature: "The event or its signature was changed after signing. Restore the original bytes."
      case .subject: "A file that people signed was changed afterwards. Their signatures are for another file."
      case .signers:
        "The list of keys is not the one in force when the last event was signed. Give your own with --allowed-signers."
      case .bundle: "Files of the bundle do not fit each other: one of them was changed."
      case .current:
        "The plan, the model file or the data changed since the audit, so its sign-offs are void. Audit again."
      case .checkpoint: "The ledger was cut off or written anew since the checkpoint was made."
      }
    }
  }

  /// The kind.
  package let code: Code
  /// The number of the event, if it is about one.
  package let event: Int?
  /// The cause in words.
  package let reason: String

  /// States a break.
  package init(_ code: Code, event: Int? = nil, _ reason: String) {
    (self.code, self.event, self.reason) = (code, event, reason)
  }

  /// The place and the cause.
  public var description: String { (event.map { "event \($0): " } ?? "") + reason }
}

/// Something signed that stands in a chain: it names what came before it.
package protocol ChainedEvent: Sendable {
  /// The namespace of its signature.
  static var namespace: String { get }
  /// Its number, from 1.
  var sequence: Int { get }
  /// SHA-256 of the bytes of the event before it; nothing for the first.
  var previous: String? { get }
  /// The Merkle root over all events before it.
  var tree: String { get }
  /// Its bytes: canonical JSON without a final newline.
  var bytes: [UInt8] { get }
  /// Reads an event.
  ///
  /// - Throws: `WireError` with the first thing that is wrong, also where the bytes are not those that writing would give.
  init(bytes: [UInt8]) throws(WireError)
}

/// The sign-offs of a bundle.
package typealias Ledger = EventChain<SignOffEvent>

/// A chain of signed events, read from bytes.
package struct EventChain<Event: ChainedEvent>: Sendable {
  /// An event whose bytes, order and signature hold together. Whose key signed it is not asked here.
  package struct Link: Sendable {
    /// The event.
    package let event: Event
    /// Its signature; nothing if the kind of key is not supported.
    package let signature: SSHSignature?
    /// Why the signature cannot be checked.
    package let objection: SignatureObjection?
    /// The event's leaf.
    package let leaf: MerkleTree.Hash
    /// SHA-256 of the event's bytes.
    package let sha256: String
  }

  /// The events up to the first break.
  package let links: [Link]
  /// The first break.
  package let firstBreak: LedgerBreak?

  /// Reads events in their order, and stops at the first that does not hold.
  package init(_ entries: [LedgerEntry]) {
    var links: [Link] = []
    for (index, entry) in entries.enumerated() {
      do {
        links.append(try Self.link(entry, number: index + 1, after: links))
      } catch {
        (self.links, firstBreak) = (links, error)
        return
      }
    }
    (self.links, firstBreak) = (links, nil)
  }

  /// The Merkle root over the events that hold.
  package var root: MerkleTree.Hash { MerkleTree.root(links.map(\.leaf)[...]) }

  private static func link(
    _ entry: LedgerEntry, number: Int, after links: [Link]
  ) throws(LedgerBreak) -> Link {
    let event: Event
    do { event = try Event(bytes: entry.bytes) } catch {
      throw LedgerBreak(.malformed, event: number, "\(LedgerEntry.name(number)) cannot be read: \(error)")
    }
    guard event.sequence == number else {
      throw LedgerBreak(.order, event: number, "\(LedgerEntry.name(number)) holds event \(event.sequence)")
    }
    guard event.previous == links.last?.sha256 else {
      throw LedgerBreak(
        .chain, event: number, "it was signed after another event than \(number == 1 ? "none" : "event \(number - 1)")")
    }
    guard event.tree == MerkleTree.hex(MerkleTree.root(links.map(\.leaf)[...])) else {
      throw LedgerBreak(
        .chain, event: number, "the events before it, or their signatures, are not those that it was signed after")
    }
    var (signature, objection): (SSHSignature?, SignatureObjection?) = (nil, nil)
    do throws(SignatureObjection) {
      let read = try Trust.signature(entry.signature, over: entry.bytes, namespace: Event.namespace)
      guard Array(read.armored.utf8) == entry.signature else {
        throw SignatureObjection(.malformed, "the signature file is not laid out as ssh-keygen does")
      }
      signature = read
    } catch {
      guard error.code == .unsupported else {
        throw LedgerBreak(.signature, event: number, error.description)
      }
      objection = error
    }
    return Link(
      event: event, signature: signature, objection: objection, leaf: entry.leaf,
      sha256: Digest(of: entry.bytes).hex)
  }
}
