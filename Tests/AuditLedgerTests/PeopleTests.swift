import AuditLedger
import AuditRecord
import Testing

/// Rules that bind people, whatever they sign; each with what the first version of the rules let pass.
struct PeopleTests {
  /// By the second rules `words` says why event `number` does not count; by the first it counted.
  private func expect(
    _ chain: Chain, _ number: Int, says reason: String, signers: String? = nil, first: String = "counts",
    at location: SourceLocation = #_sourceLocation
  ) throws {
    #expect(try chain.words(number, signers: signers).contains(reason), sourceLocation: location)
    var before = chain
    before.policy.rules = nil
    #expect(try before.words(number, signers: signers) == first, sourceLocation: location)
  }

  @Test func whoApprovedDoesNotWaiveInAnotherRole() throws {
    var chain = try Chain()
    try chain.add(.approve, "ann", "owner")
    try chain.add(.waive, "ann", "compliance") {
      $0.reason = "Fine"
      $0.waiver = .init(requirement: "ratio")
      $0.expires = CalendarDay("2026-12-23")
    }
    try expect(chain, 2, says: "the same person or key signed as owner in event 1")
    chain.policy.distinctPeople = false
    #expect(try chain.words(2) == "counts")
    chain.policy.segregation = [Segregation(role: "compliance", not: ["ran-audit", "owner"])]
    chain.runner = "bob"
    try expect(chain, 2, says: "whoever signs as compliance may not sign as owner")
    chain.runner = "ann"
    chain.policy.segregation = [Segregation(role: "compliance", not: ["ran-audit"])]
    try expect(chain, 2, says: "may not have run the audit")
  }

  @Test func whoWaivedDoesNotApproveInAnotherRole() throws {
    var chain = try Chain()
    try chain.add(.waive, "bob", "compliance") {
      $0.reason = "Fine"
      $0.waiver = .init(requirement: "ratio")
      $0.expires = CalendarDay("2026-12-23")
    }
    try chain.add(.approve, "bob", "owner")
    try expect(chain, 2, says: "the same person or key signed as compliance in event 1")
  }

  @Test func aRejectionIsRevokedByItsSignerOrANamedRole() throws {
    var chain = try Chain()
    try chain.add(.reject, "cat", "auditor") { $0.reason = "No" }
    try chain.add(.revoke, "bob", "janitor") {
      $0.reason = "Because"
      $0.revocation = .init(sequence: 1, code: .mistake)
    }
    try expect(chain, 2, says: "event 1 is revoked by Cat Person, who signed it, alone")
    #expect(try chain.words(1) == "counts")
    chain.policy.revocations = ["janitor"]
    #expect(try chain.words(2) == "counts")
    var own = try Chain()
    try own.add(.reject, "cat", "auditor") { $0.reason = "No" }
    try own.add(.revoke, "cat", "auditor") {
      $0.reason = "Seen again"
      $0.revocation = .init(sequence: 1, code: .newInformation)
    }
    #expect(try own.words(1).hasPrefix("revoked by event 2"))
    // To take back an approval lowers the status, and anybody on the list may.
    var approval = try Chain()
    try approval.add(.approve, "cat", "auditor")
    try approval.add(.revoke, "bob", "janitor") {
      $0.reason = "Doubts"
      $0.revocation = .init(sequence: 1, code: .newInformation)
    }
    #expect(try approval.words(2) == "counts")
  }

  @Test func oneKeyFillsARoleOnce() throws {
    var chain = try Chain()
    chain.policy.required = [RequiredRole(role: "reviewer"), RequiredRole(role: "reviewer")]
    try chain.add(.approve, "ann", "reviewer")
    try chain.add(.approve, "bob", "reviewer", key: chain.people["ann"])
    let both = chain.signers + "bob \(try TestKey(1).line)\n"
    try expect(chain, 2, says: "signed as reviewer under another name in event 1", signers: both)
    #expect(try !chain.state(signers: both).isFinal)
  }

  @Test(arguments: ["Ann  Person", "Ann\u{200B} Person", "ANN\u{A0}PERSON", " Ann Person\t"])
  func oneNameInTwoSpellingsIsOnePerson(_ name: String) throws {
    var chain = try Chain()
    try chain.add(.approve, "ann", "owner")
    try chain.add(.approve, "bob", "compliance") { $0.signer.name = name }
    try expect(chain, 2, says: "the same person or key signed as owner in event 1")
  }

  @Test func aPrincipalThatLooksLikeAnotherDoesNotCount() throws {
    let (composed, decomposed) = ("jos\u{E9}@x", "jose\u{301}@x")
    var chain = try Chain()
    try chain.add(.reject, composed, "owner", key: TestKey(4)) { $0.reason = "No" }
    try chain.add(.approve, decomposed, "owner", key: TestKey(5))
    let list = chain.signers + "\(composed) \(try TestKey(4).line)\n\(decomposed) \(try TestKey(5).line)\n"
    try expect(chain, 2, says: "looks like that of event 1", signers: list)
    #expect(try chain.words(1, signers: list) == "counts")
    let parsed = try AllowedSigners(parsing: Array(list.utf8))
    #expect(parsed.lookAlikes.map { [Label($0), Label($1)] } == [Label(composed), Label(decomposed)])
    #expect(try AllowedSigners(parsing: Array(chain.signers.utf8)).lookAlikes == nil)
  }

  @Test(arguments: [" ", "\u{200B}", "\t\n"]) func aReasonThatCannotBeSeenIsNone(_ reason: String) throws {
    var chain = try Chain()
    try chain.add(.reject, "ann", "owner") { $0.reason = reason }
    try expect(chain, 1, says: "it gives no reason")
  }

  @Test func aNewListOfKeysNeedsAKeyOfTheListBefore() throws {
    var chain = try Chain()
    let first = Digest(of: chain.signers.utf8).hex
    let wider = chain.signers + "eve \(try TestKey(6).line)\n"
    let second = Digest(of: wider.utf8).hex
    chain.policy.allowedSigners = first
    try chain.add(.reject, "cat", "auditor") {
      $0.reason = "No"
      $0.policy.allowedSigners = first
    }
    let before = chain
    try chain.add(.approve, "eve", "owner", key: TestKey(6)) { $0.policy.allowedSigners = second }
    func words(_ chain: Chain, _ number: Int, lists: [String]?) throws -> String {
      var chain = chain
      chain.lists = lists
      return try chain.words(number, signers: wider)
    }
    #expect(try words(chain, 2, lists: [chain.signers, wider]).contains("only a key of the list before may do"))
    #expect(try words(chain, 2, lists: [wider]).contains("the list before it is not in the ledger"))
    // Whoever brings keys from outside has decided whose count.
    #expect(try words(chain, 2, lists: nil) == "counts")
    // The outsider's next event changes the list too: void events choose nothing.
    try chain.add(.approve, "eve", "compliance", key: TestKey(6)) { $0.policy.allowedSigners = second }
    #expect(try words(chain, 3, lists: [chain.signers, wider]).contains("only a key of the list before"))
    // A key of the list before may bring a new one.
    var kept = before
    try kept.add(.approve, "ann", "owner") { $0.policy.allowedSigners = second }
    try kept.add(.approve, "eve", "compliance", key: TestKey(6)) { $0.policy.allowedSigners = second }
    #expect(try words(kept, 2, lists: [chain.signers, wider]) == "counts")
    #expect(try words(kept, 3, lists: [chain.signers, wider]) == "counts")
  }

  @Test func newerRulesKeepItFromBeingFinal() throws {
    var chain = try Chain()
    try chain.add(.approve, "ann", "owner")
    chain.policy.required = [RequiredRole(role: "owner")]
    #expect(try chain.state().isFinal)
    chain.policy.rules = SignOffPolicy.currentRules + 1
    #expect(try !chain.state().isFinal)
  }
}
