import AuditLedger
import AuditRecord
import Crypto
import Foundation

/// A key made in the test, which signs as ssh-keygen would.
struct TestKey {
  private let key: Curve25519.Signing.PrivateKey
  let blob: [UInt8]

  /// A key from a seed, the same in every run.
  init(_ seed: UInt8) throws {
    key = try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: seed, count: 32))
    blob = TestKey.field("ssh-ed25519".utf8) + TestKey.field(key.publicKey.rawRepresentation)
  }

  /// The line of a public key file.
  var line: String { "ssh-ed25519 \(Base64.encode(blob))" }

  func sign(_ message: [UInt8], namespace: String = SignOffEvent.namespace) throws -> [UInt8] {
    let head = Array("SSHSIG".utf8)
    let digest = SHA512.hash(data: message)
    let middle = TestKey.field(namespace.utf8) + TestKey.field([]) + TestKey.field("sha512".utf8)
    let signature = try key.signature(for: head + middle + TestKey.field(digest))
    let blob =
      head + [0, 0, 0, 1] + TestKey.field(self.blob) + middle
      + TestKey.field(TestKey.field("ssh-ed25519".utf8) + TestKey.field(signature))
    return Array(try SSHSignature(blob: blob).armored.utf8)
  }

  static func field(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    let bytes = Array(bytes)
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: bytes.count >> $0) } + bytes
  }
}

/// A ledger that grows in memory.
struct Chain {
  static let start = Moment("2026-11-23T09:00:00Z")!
  static let subjects = [SignOffEvent.Subject(name: "record.json", sha256: Digest(of: "record".utf8).hex)]

  var entries: [LedgerEntry] = []
  var policy = SignOffPolicy(
    required: ["owner", "compliance", "auditor"].map { RequiredRole(role: $0) }, validForDays: 365,
    waivers: WaiverPolicy(approvers: ["compliance"], longestDays: 90))
  var runner: String?
  var ranAt: Moment?
  var findings: [Finding] = []
  /// The lists of keys that the ledger holds; nothing where the keys come from outside.
  var lists: [String]?
  let people: [String: TestKey]

  init() throws {
    people = ["ann": try TestKey(1), "bob": try TestKey(2), "cat": try TestKey(3)]
  }

  var signers: String {
    people.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.line)\n" }.joined()
  }

  /// Appends an event `days` after the start, made by `change`.
  mutating func add(
    _ kind: EventKind, _ principal: String, _ role: String, days: Int = 0, key: TestKey? = nil,
    _ change: (inout SignOffEvent) -> Void = { _ in }
  ) throws {
    let ledger = Ledger(entries)
    var event = SignOffEvent(
      sequence: entries.count + 1, previous: ledger.links.last?.sha256, tree: MerkleTree.hex(ledger.root),
      subjects: Chain.subjects, kind: kind,
      signer: .init(principal: principal, name: principal.capitalized + " Person", role: role),
      meaning: kind.usualMeaning, statement: "I, \(principal), \(kind.rawValue).",
      policy: .init(sha256: Digest(of: [1]).hex, allowedSigners: Digest(of: [2]).hex),
      signedAt: Moment(seconds: Chain.start.seconds + days * 86_400))
    change(&event)
    let bytes = event.bytes
    entries.append(LedgerEntry(bytes: bytes, signature: try (key ?? people[principal]!).sign(bytes)))
  }

  func state(day: Int = 0, signers: String? = nil, revoked: String = "") throws -> LedgerState {
    let trust = Trust(
      signers: try AllowedSigners(parsing: Array((signers ?? self.signers).utf8)),
      revoked: try RevokedKeys(parsing: Array(revoked.utf8)))
    return LedgerState(
      Ledger(entries),
      context: LedgerContext(
        policy: policy, trust: trust, runner: runner, ranAt: ranAt, findings: findings,
        now: Moment(seconds: Chain.start.seconds + day * 86_400 + 3600),
        earlierLists: try lists.map { lists in
          Dictionary(
            uniqueKeysWithValues: try lists.map {
              (Digest(of: $0.utf8).hex, try AllowedSigners(parsing: Array($0.utf8)))
            })
        }))
  }

  func words(_ number: Int, day: Int = 0, signers: String? = nil, revoked: String = "") throws -> String {
    try state(day: day, signers: signers, revoked: revoked).entries[number - 1].standing.words
  }
}

enum Vectors {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Vectors")

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appendingPathComponent(path)))
  }

  static func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }
}
