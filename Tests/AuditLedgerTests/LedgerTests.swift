import AuditLedger
import AuditRecord
import Testing

/// Events in a chain: what holds, and where it breaks.
struct LedgerTests {
  private static func chain() throws -> Chain {
    var chain = try Chain()
    try chain.add(.approveWithConditions, "ann", "owner") {
      $0.conditions = [.init(id: "c1-1", text: "Watch it", owner: "Ops", due: CalendarDay("2027-01-31")!)]
    }
    try chain.add(.waive, "bob", "compliance") {
      $0.reason = "Being mended"
      $0.waiver = .init(requirement: "ratio", groups: [["f"], ["a", "b"]])
      $0.expires = CalendarDay("2026-12-20")
      $0.independence = [.init(text: "I took no part", holds: true)]
    }
    try chain.add(.approve, "cat", "auditor") { $0.signer.place = "Åbo \u{1F602}" }
    try chain.add(.revoke, "cat", "auditor") {
      $0.reason = "Wrong"
      $0.revocation = .init(sequence: 3, code: .mistake)
    }
    return chain
  }

  @Test func aWholeChainHolds() throws {
    let chain = try LedgerTests.chain()
    let ledger = Ledger(chain.entries)
    #expect(ledger.firstBreak == nil && ledger.links.count == 4)
    for (link, entry) in zip(ledger.links, chain.entries) { #expect(link.event.bytes == entry.bytes) }
    #expect(ledger.links[1].event.waiver?.groups == [["f"], ["a", "b"]])
    #expect(ledger.root == MerkleTree.root(chain.entries.map(\.leaf)[...]))
  }

  /// One change of every byte of every event and every signature.
  @Test(arguments: 0..<4, [0x01 as UInt8]) func everyChangedByteBreaksTheChain(
    _ event: Int, _ mask: UInt8
  ) throws {
    let entries = try LedgerTests.chain().entries
    for index in entries[event].bytes.indices {
      var changed = entries
      changed[event].bytes[index] ^= mask
      let broken = Ledger(changed).firstBreak
      #expect(broken?.event == event + 1, "byte \(index): \(broken?.description ?? "not found")")
    }
    for index in entries[event].signature.indices {
      var changed = entries
      changed[event].signature[index] ^= mask
      // A kind of key that nobody knows is no break by itself; the later events, and the state, tell of it.
      let ledger = Ledger(changed)
      let found = ledger.firstBreak?.event ?? 0
      let isUnsupported = ledger.links.count > event && ledger.links[event].objection?.code == .unsupported
      #expect(found == event + 1 || (isUnsupported && found == (event == 3 ? 0 : event + 2)), "byte \(index)")
      if isUnsupported {
        var chain = try LedgerTests.chain()
        chain.entries = changed
        #expect(try chain.state().obstacles.contains { $0.hasPrefix("event \(event + 1) is signed in a way") })
      }
    }
  }

  @Test func everyByteThatIsAddedOrMissingBreaksTheChain() throws {
    let entries = try LedgerTests.chain().entries
    for index in entries[1].bytes.indices {
      var changed = entries
      changed[1].bytes.remove(at: index)
      #expect(Ledger(changed).firstBreak?.event == 2)
    }
    for index in 0...entries[3].signature.count {
      var changed = entries
      changed[3].signature.insert(0x0A, at: index)
      #expect(Ledger(changed).firstBreak?.event == 4)
      changed = entries
      if index < entries[3].signature.count { changed[3].signature.remove(at: index) } else { continue }
      #expect(Ledger(changed).firstBreak?.event == 4)
    }
  }

  @Test func deletionReorderingAndDuplicationAreFound() throws {
    let entries = try LedgerTests.chain().entries
    for index in 0..<3 {
      var changed = entries
      changed.remove(at: index)
      #expect(Ledger(changed).firstBreak?.event == index + 1)
      changed = entries
      changed.swapAt(index, index + 1)
      #expect(Ledger(changed).firstBreak?.event == index + 1)
    }
    for index in 0..<4 {
      for place in 0...4 {
        var changed = entries
        changed.insert(entries[index], at: place)
        #expect(Ledger(changed).firstBreak != nil)
      }
    }
    var swapped = entries
    (swapped[0].signature, swapped[1].signature) = (entries[1].signature, entries[0].signature)
    #expect(Ledger(swapped).firstBreak?.code == .signature)
  }

  /// A chain cut at its end still holds: only a checkpoint shows that it was longer.
  @Test func truncationAndRewritingAreFoundByACheckpoint() throws {
    let entries = try LedgerTests.chain().entries
    let checkpoints = (0...4).map { size in
      let ledger = Ledger(Array(entries[..<size]))
      return Checkpoint(origin: "o", size: size, root: ledger.root)
    }
    for size in 0...4 {
      let ledger = Ledger(Array(entries[..<size]))
      #expect(ledger.firstBreak == nil)
      for checkpoint in checkpoints {
        let objection = checkpoint.objection(to: ledger, origin: "o")
        #expect((objection == nil) == (checkpoint.size <= size))
      }
    }
    var other = try Chain()
    try other.add(.approve, "ann", "owner")
    try other.add(.approve, "bob", "compliance")
    try other.add(.approve, "cat", "auditor")
    let rewritten = Ledger(other.entries)
    #expect(rewritten.firstBreak == nil)
    for checkpoint in checkpoints[1...3] {
      #expect(checkpoint.objection(to: rewritten, origin: "o")?.code == .checkpoint)
    }
    #expect(checkpoints[2].objection(to: Ledger(entries), origin: "another")?.code == .checkpoint)
  }

  @Test func aCheckpointIsReadAsItIsWritten() throws {
    let checkpoint = Checkpoint(
      origin: "evenhand.dev/sign-offs/x", size: 4, root: Ledger(try LedgerTests.chain().entries).root)
    let read = try Checkpoint.read(checkpoint.body)
    #expect(read.checkpoint == checkpoint && read.signature == nil)
    let signed = try Checkpoint.read(checkpoint.body + [0x0A] + Array("signature".utf8))
    #expect(signed.checkpoint == checkpoint && signed.signature == Array("signature".utf8))
    for text in ["", "o\n4\n", "o\n-1\nAAAA\n", "o\n04\n\(Base64.encode(checkpoint.root))\n", "o\n4\nAAAA\n"] {
      #expect(throws: WireError.self) { try Checkpoint.read(Array(text.utf8)) }
    }
  }

  @Test(arguments: [
    ("\"sequence\":1", "\"sequence\":01"), ("{\"_type\"", " {\"_type\""),
    ("\"reason\":null", "\"reason\":null,\"z\":1"),
    ("approve-with-conditions", "bless"), ("2027-01-31", "2027-02-31"), ("T09:00:00Z", "T09:00:00+01:00"),
    ("sign-off/v1", "sign-off/v2"), ("\"due\":", "\"DUE\":"),
  ]) func anEventThatIsNotTheOnlyWayToWriteIt(_ part: String, _ other: String) throws {
    let text = String(decoding: try LedgerTests.chain().entries[0].bytes, as: UTF8.self)
    #expect(text.contains(part))
    #expect(throws: WireError.self) { try SignOffEvent(bytes: Array(text.replacing(part, with: other).utf8)) }
  }

  @Test func lineEndsThatWereConvertedAreNamed() throws {
    var entries = try LedgerTests.chain().entries
    entries[1].signature = Array(
      String(decoding: entries[1].signature, as: UTF8.self).replacing("\n", with: "\r\n").utf8)
    #expect(Ledger(entries).firstBreak?.event == 2)
    entries = try LedgerTests.chain().entries
    entries[1].bytes += [0x0D, 0x0A]
    let broken = try #require(Ledger(entries).firstBreak)
    #expect(broken.code == .malformed && broken.reason.contains("an editor or a transfer"))
  }
}
