import AuditLedger
import AuditRecord
import Foundation
import Testing

/// The worked example of docs/ledger-format.md, byte by byte.
///
/// `RECORD_SNAPSHOTS=1` writes the vectors anew, and fails.
struct WorkedExampleTests {
  private static let document = Vectors.folder.deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("docs/ledger-format.md")

  private static func example() throws -> [LedgerEntry] {
    let (ann, bob) = (try TestKey(1), try TestKey(2))
    let subjects = ["record.json", "report.md"].map {
      SignOffEvent.Subject(name: $0, sha256: Digest(of: "the bytes of \($0)\n".utf8).hex)
    }
    let pin = SignOffEvent.PolicyPin(
      sha256: Digest(of: "{}".utf8).hex,
      allowedSigners: Digest(of: try Vectors.bytes("example/allowed_signers")).hex)
    let first = SignOffEvent(
      sequence: 1, previous: nil, tree: MerkleTree.hex(MerkleTree.root([])), subjects: subjects,
      kind: .approveWithConditions,
      signer: .init(principal: "ann@example.org", name: "Ann Owner", role: "model-owner", organisation: "Example Ltd"),
      meaning: .approval, statement: "I, Ann Owner, approve with conditions.",
      conditions: [.init(id: "c1-1", text: "Measure again", owner: "Ranking team", due: CalendarDay("2026-12-31")!)],
      policy: pin, signedAt: Moment("2026-11-23T09:30:00Z")!)
    let one = LedgerEntry(bytes: first.bytes, signature: try ann.sign(first.bytes))
    let second = SignOffEvent(
      sequence: 2, previous: Digest(of: one.bytes).hex, tree: MerkleTree.hex(MerkleTree.root([one.leaf])),
      subjects: subjects, kind: .waive,
      signer: .init(principal: "bob@example.org", name: "Bob Rules", role: "compliance", place: "Åbo"),
      meaning: .riskAcceptance, statement: "I, Bob Rules, accept it for a month.",
      reason: "A mended model ships in December",
      independence: [.init(text: "I took no part in developing it", holds: true)], policy: pin,
      waiver: .init(requirement: "shortlisting-ratio", groups: [["Female"], ["Female", "55–64"]]),
      signedAt: Moment("2026-11-24T16:05:09Z")!, expires: CalendarDay("2026-12-24"))
    return [one, LedgerEntry(bytes: second.bytes, signature: try bob.sign(second.bytes))]
  }

  @Test func theVectorsAreWhatTheLibraryWrites() throws {
    let example = try WorkedExampleTests.example()
    guard ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == nil else {
      for (index, entry) in example.enumerated() {
        let url = Vectors.folder.appendingPathComponent("example/\(LedgerEntry.name(index + 1))")
        try Data(entry.bytes).write(to: url)
        try Data(entry.signature).write(to: url.appendingPathExtension("sig"))
      }
      Issue.record("recorded anew")
      return
    }
    // A signature need not repeat on every platform; what was signed must.
    for (index, entry) in example.enumerated() where index == 0 {
      #expect(try Vectors.bytes("example/\(LedgerEntry.name(index + 1))") == entry.bytes)
    }
  }

  @Test func theExampleHoldsAndTheDocumentShowsIt() throws {
    let entries = try (1...2).map { number in
      LedgerEntry(
        bytes: try Vectors.bytes("example/\(LedgerEntry.name(number))"),
        signature: try Vectors.bytes("example/\(LedgerEntry.name(number)).sig"))
    }
    let ledger = Ledger(entries)
    #expect(ledger.firstBreak == nil && ledger.links.count == 2)
    let trust = Trust(signers: try AllowedSigners(parsing: Vectors.bytes("example/allowed_signers")))
    for (entry, link) in zip(entries, ledger.links) {
      _ = try trust.verify(
        entry.signature, over: entry.bytes, by: link.event.signer.principal, namespace: SignOffEvent.namespace,
        at: link.event.signedAt)
    }
    let text = try String(contentsOf: WorkedExampleTests.document, encoding: .utf8)
    for (number, entry) in entries.enumerated() {
      #expect(text.contains(String(decoding: entry.bytes, as: UTF8.self)), "event \(number + 1)")
      #expect(text.contains(String(decoding: entry.signature, as: UTF8.self)), "signature \(number + 1)")
      #expect(text.contains(Digest(of: entry.bytes).hex) && text.contains(Digest(of: entry.signature).hex))
      #expect(text.contains(MerkleTree.hex(entry.leaf)))
    }
    #expect(text.contains(MerkleTree.hex(ledger.root)))
    #expect(text.contains(try Vectors.text("example/allowed_signers")))
    let checkpoint = Checkpoint(
      origin: Checkpoint.origin(record: ledger.links[0].event.subjects[0].sha256), size: 2, root: ledger.root)
    #expect(text.contains(String(decoding: checkpoint.body, as: UTF8.self)))
  }

  /// The document names every word that an event may hold, and every member.
  @Test func theDocumentNamesEveryWord() throws {
    let text = try String(contentsOf: WorkedExampleTests.document, encoding: .utf8)
    let words =
      EventKind.allCases.map(\.rawValue) + Meaning.allCases.map(\.rawValue)
      + RevocationCode.allCases.map(\.rawValue)
    for word in words { #expect(text.contains("`\(word)`"), "\(word)") }
    guard case .object(let members)? = try JSONValue(parsing: Vectors.bytes("example/0002.json"))["predicate"] else {
      Issue.record("no predicate")
      return
    }
    for member in members { #expect(text.contains("`\(member.key)`"), "\(member.key)") }
  }
}
