import AuditLedger
import AuditRecord
import Testing

/// What a ledger says: who counts, until when, and why not.
struct StateTests {
  private func signed() throws -> Chain {
    var chain = try Chain()
    try chain.add(.approve, "ann", "owner")
    try chain.add(.approve, "bob", "compliance")
    try chain.add(.approve, "cat", "auditor")
    return chain
  }

  private func finding(_ verdict: VerdictWord, group: Label = "f", requirement: String = "ratio") -> Finding {
    Finding(
      requirement: requirement, metric: "selection-rate", grouping: ["sex"], group: [group], reference: nil,
      comparison: .ratio, verdict: verdict, value: 0.5, interval: nil, threshold: .atLeast(0.8), severity: .block,
      sentence: "")
  }

  @Test func threePeopleMakeItFinal() throws {
    var chain = try Chain()
    #expect(try !chain.state().isFinal)
    chain = try signed()
    let state = try chain.state()
    #expect(state.isFinal && state.roles.map(\.event) == [1, 2, 3])
    chain.policy.required = []
    #expect(try !chain.state().isFinal)
  }

  @Test func anApprovalEndsWithItsLastDay() throws {
    let chain = try signed()
    #expect(try chain.state(day: 365).isFinal)
    #expect(try !chain.state(day: 366).isFinal)
    #expect(try chain.words(1, day: 366) == "expired: it counted until 2027-11-23")
    var shorter = try Chain()
    try shorter.add(.approve, "ann", "owner") { $0.expires = CalendarDay("2026-12-01") }
    #expect(try shorter.words(1, day: 8) == "counts")
    #expect(try shorter.words(1, day: 9).hasPrefix("expired"))
  }

  @Test func anOverdueConditionLapsesItsApproval() throws {
    func chain(met day: Int?) throws -> Chain {
      var chain = try Chain()
      try chain.add(.approveWithConditions, "ann", "owner") {
        $0.conditions = [.init(id: "c1-1", text: "Watch it", owner: "Ops", due: CalendarDay("2026-12-01")!)]
      }
      if let day { try chain.add(.conditionMet, "ann", "owner", days: day) { $0.met = "c1-1" } }
      return chain
    }
    #expect(try chain(met: nil).words(1, day: 8) == "counts")
    #expect(try chain(met: nil).words(1, day: 9) == "lapsed: condition c1-1 was due on 2026-12-01")
    #expect(try chain(met: 8).words(1, day: 100) == "counts")
    #expect(try chain(met: 9).words(2, day: 100).contains("was due on 2026-12-01"))
    #expect(try chain(met: 9).words(1, day: 100).hasPrefix("lapsed"))
    var other = try chain(met: nil)
    try other.add(.conditionMet, "bob", "compliance") { $0.met = "c1-1" }
    #expect(try other.words(2).contains("was set by owner, who must confirm it"))
    try other.add(.conditionMet, "ann", "owner") { $0.met = "c9-9" }
    #expect(try other.words(3).contains("no approval that counts has a condition"))
  }

  @Test func aRejectionStaysUntilItsSignerDecidesAnew() throws {
    var chain = try signed()
    try chain.add(.reject, "bob", "compliance") { $0.reason = "New facts" }
    var state = try chain.state()
    #expect(!state.isFinal && state.obstacles == ["rejected by Bob Person (compliance), event 4"])
    #expect(try chain.words(2) == "replaced by event 4")
    try chain.add(.approve, "bob", "compliance")
    state = try chain.state()
    #expect(state.isFinal && state.entries.count == 5)
    #expect(try chain.words(4) == "replaced by event 5")
  }

  @Test func aRevocationTakesBackAndNamesItsCode() throws {
    var chain = try signed()
    try chain.add(.revoke, "cat", "auditor") {
      $0.reason = "Lost"
      $0.revocation = .init(sequence: 3, code: .keyCompromise)
    }
    #expect(try chain.words(3) == "revoked by event 4 (key-compromise)")
    #expect(try !chain.state().isFinal)
    for (number, reason) in [
      (3, "already revoked"), (4, "no decision"), (5, "there is no event"), (0, "there is no event"),
    ] {
      var again = chain
      try again.add(.revoke, "cat", "auditor") {
        $0.reason = "Lost"
        $0.revocation = .init(sequence: number, code: .mistake)
      }
      #expect(try again.words(5).contains(reason))
    }
  }

  @Test func aSuccessorEndsIt() throws {
    var chain = try signed()
    try chain.add(.supersede, "ann", "owner") {
      $0.reason = "Audited again"
      $0.successor = Digest(of: "next".utf8).hex
    }
    let state = try chain.state()
    #expect(!state.isFinal && state.successor == Digest(of: "next".utf8).hex)
  }

  // MARK: people

  @Test func nobodySignsInTwoRoles() throws {
    var chain = try Chain()
    try chain.add(.approve, "ann", "owner")
    try chain.add(.approve, "ann", "compliance")
    #expect(try chain.words(2).contains("the same person or key signed as owner in event 1"))
    chain.policy.distinctPeople = false
    #expect(try chain.words(2) == "counts")
    // Two names with one key, and one name with two keys, are one person.
    var shared = try Chain()
    try shared.add(.approve, "ann", "owner")
    try shared.add(.approve, "bob", "compliance", key: shared.people["ann"])
    let both = shared.signers + "bob \(try TestKey(1).line)\n"
    #expect(try shared.words(2, signers: both).contains("the same person or key"))
    var named = try Chain()
    try named.add(.approve, "ann", "owner")
    try named.add(.approve, "bob", "compliance") { $0.signer.name = "ANN Person" }
    #expect(try named.words(2).contains("the same person or key"))
  }

  @Test func segregationKeepsDutiesApart() throws {
    var chain = try Chain()
    chain.policy.distinctPeople = false
    chain.policy.segregation = [Segregation(role: "auditor", not: ["ran-audit", "owner"])]
    try chain.add(.approve, "ann", "owner")
    try chain.add(.approve, "ann", "auditor")
    try chain.add(.approve, "cat", "auditor")
    try chain.add(.approve, "cat", "owner")
    chain.runner = "bob"
    #expect(try chain.words(2).contains("whoever signs as auditor may not sign as owner"))
    #expect(try chain.words(3) == "counts")
    #expect(try chain.words(4).contains("whoever signs as auditor may not sign as owner"))
    chain.runner = "cat"
    #expect(try chain.words(3).contains("may not have run the audit"))
    chain.runner = nil
    #expect(try chain.words(3).contains("who ran it is not recorded"))
    var author = try Chain()
    author.policy.segregation = chain.policy.segregation
    try author.add(.approve, "ann", "owner") { $0.meaning = .authorship }
    try author.add(.approve, "cat", "auditor")
    #expect(try author.words(2) == "counts")
  }

  @Test func aListOfSignersSaysWhoMay() throws {
    var chain = try signed()
    chain.policy.signers = [
      KnownSigner(principal: "ann", name: "Ann Person", roles: ["owner"]),
      KnownSigner(principal: "bob", name: "Robert Person", roles: ["compliance"]),
    ]
    #expect(try chain.words(1) == "counts")
    #expect(try chain.words(2).contains("prints another name"))
    #expect(try chain.words(3).contains("does not name"))
    chain.policy.signers?[0].roles = ["auditor"]
    #expect(try chain.words(1).contains("may not sign as owner"))
  }

  // MARK: keys and clocks

  @Test func onlyKeysThatCountCount() throws {
    let chain = try signed()
    let ann = try TestKey(1).line
    let others = chain.signers.split(separator: "\n").dropFirst().joined(separator: "\n")
    #expect(try chain.words(1, signers: others).contains("does not name “ann”"))
    #expect(try chain.words(1, signers: "ann \(try TestKey(9).line)\n").contains("does not name the key"))
    #expect(try chain.words(1, signers: "ann valid-before=\"20261122Z\" \(ann)\n").contains("expired"))
    #expect(try chain.words(1, signers: "ann valid-after=\"20261124Z\" \(ann)\n").contains("counts only from"))
    #expect(try chain.words(1, signers: "ann namespaces=\"git\" \(ann)\n").contains("may not sign in"))
    #expect(try chain.words(1, revoked: ann).contains("was revoked"))
    #expect(try !chain.state(revoked: ann).isFinal)
    // A key that ends later does not undo what it signed before.
    #expect(try chain.words(1, day: 300, signers: "ann valid-before=\"20261201Z\" \(ann)\n") == "counts")
  }

  @Test func aClockFarAheadIsNotBelieved() throws {
    var chain = try Chain()
    try chain.add(.approve, "ann", "owner", days: 3)
    #expect(try chain.words(1, day: 0).contains("in the future"))
    #expect(try chain.words(1, day: 3) == "counts")
    // A clock that is a day ahead does not make void what others sign.
    try chain.add(.approve, "bob", "compliance", days: 2)
    #expect(try chain.words(2, day: 3) == "counts")
    try chain.add(.approve, "cat", "auditor", days: 1)
    #expect(try chain.words(3, day: 3).contains("before an earlier event"))
    // What is in the future does not keep others from signing.
    #expect(try chain.words(3, day: 1) == "counts")
    chain.policy.rules = nil
    #expect(try chain.words(2, day: 3).contains("before an earlier event"))
  }

  @Test func aClockFarBehindIsNotBelieved() throws {
    var chain = try Chain()
    try chain.add(.approve, "ann", "owner")
    chain.ranAt = Moment(seconds: Chain.start.seconds + 86_400)
    #expect(try chain.words(1) == "counts")
    chain.ranAt = Moment(seconds: Chain.start.seconds + 86_401)
    #expect(try chain.words(1).contains("before the audit was run"))
  }

  // MARK: waivers

  private func waiver(_ change: (inout SignOffEvent) -> Void = { _ in }) throws -> Chain {
    var chain = try Chain()
    try chain.add(.waive, "bob", "compliance") {
      $0.reason = "Being mended"
      $0.waiver = .init(requirement: "ratio")
      $0.expires = CalendarDay("2026-12-23")
      change(&$0)
    }
    chain.findings = [finding(.notMet)]
    return chain
  }

  @Test func aWaiverCoversWhatIsNotMet() throws {
    let state = try waiver().state()
    #expect(state.idleWaivers.isEmpty)
    for verdict in [VerdictWord.notMet, .cannotTell, .notEnoughData] {
      #expect(state.waiver(of: finding(verdict)) != nil)
    }
    #expect(state.waiver(of: finding(.couldNotRun)) == nil && state.waiver(of: finding(.met)) == nil)
    #expect(state.waiver(of: finding(.notMet, requirement: "other")) == nil)
    #expect(try waiver().state(day: 31).waiver(of: finding(.notMet)) == nil)
    let narrow = try waiver {
      $0.waiver?.groups = [["f"]]
      $0.waiver?.grouping = ["sex"]
    }.state()
    #expect(narrow.waiver(of: finding(.notMet)) != nil && narrow.waiver(of: finding(.notMet, group: "m")) == nil)
    var namesake = finding(.notMet)
    namesake.grouping = ["partner"]
    #expect(narrow.waiver(of: namesake) == nil)
    var pooled = finding(.notMet)
    pooled.stratifier = "department"
    #expect(narrow.waiver(of: pooled) == nil)
    // By the first rules a waiver held labels alone; by the second that is void.
    var old = try waiver { $0.waiver?.groups = [["f"]] }
    #expect(try old.words(1).contains("without the grouping"))
    old.policy.rules = nil
    #expect(try old.state().waiver(of: namesake) != nil)
  }

  @Test func aWaiverThatMatchesNothingIsNamed() throws {
    var chain = try waiver()
    chain.findings = [finding(.met), finding(.couldNotRun), finding(.notMet, requirement: "other")]
    #expect(try chain.state().idleWaivers == [1])
  }

  @Test func aWaiverNeedsApproverReasonAndEnd() throws {
    #expect(try waiver { $0.reason = nil }.words(1).contains("gives no reason"))
    #expect(try waiver { $0.reason = "" }.words(1).contains("gives no reason"))
    #expect(try waiver { $0.expires = nil }.words(1).contains("needs a last day"))
    #expect(try waiver { $0.expires = CalendarDay("2026-11-22") }.words(1).contains("ended before"))
    #expect(try waiver { $0.expires = CalendarDay("2027-02-22") }.words(1).contains("may last 90 days"))
    #expect(try waiver { $0.expires = CalendarDay("2027-02-21") }.words(1) == "counts")
    #expect(try waiver { $0.signer.role = "owner" }.words(1).contains("waivers are for compliance"))
    var forbidden = try waiver()
    forbidden.policy.waivers = nil
    #expect(try forbidden.words(1).contains("allows no waivers"))
  }

  @Test func anEventHoldsWhatItsKindHolds() throws {
    func words(_ kind: EventKind, _ change: (inout SignOffEvent) -> Void) throws -> String {
      var chain = try Chain()
      try chain.add(kind, "bob", "compliance") {
        $0.reason = "r"
        change(&$0)
      }
      return try chain.words(1)
    }
    #expect(try words(.approve) { $0.waiver = .init(requirement: "ratio") }.contains("does not hold"))
    #expect(try words(.waive) { _ in }.contains("does not hold"))
    #expect(try words(.supersede) { _ in }.contains("does not hold"))
    #expect(try words(.approveWithConditions) { _ in }.contains("names no condition"))
    #expect(
      try words(.approve) {
        $0.conditions = [.init(id: "c1-1", text: "t", owner: "o", due: CalendarDay("2027-01-01")!)]
      }
      .contains("without approving"))
    #expect(try words(.approve) { $0.signer.name = "" }.contains("lacks a printed name"))
    #expect(try words(.reject) { $0.reason = nil }.contains("gives no reason"))
  }

  @Test func datesAreListedTheEarliestFirst() throws {
    var chain = try waiver()
    try chain.add(.approveWithConditions, "ann", "owner") {
      $0.conditions = [.init(id: "c2-1", text: "Watch it", owner: "Ops", due: CalendarDay("2026-12-01")!)]
    }
    let deadlines = try chain.state().deadlines(policy: chain.policy)
    #expect(deadlines.map(\.day.description) == ["2026-12-01", "2026-12-23", "2027-11-23"])
    #expect(deadlines.map(\.id) == ["condition-c2-1", "waiver-1", "approval-2"])
  }
}
