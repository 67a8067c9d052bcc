import AuditLedger
public import AuditRecord
import AuditReport

extension GateResult {
  /// What a caller asks of a gate beside the verdicts.
  public struct Question: Sendable {
    /// How bad a check must be for the gate to fail.
    public var failOn = FailOn.undecided
    /// Whether the bundle must be final.
    public var requiresSignOff = false
    /// True if the requirements are those of the record, which is what waivers are about.
    package var isOwnPlan = true
    /// The folder of the bundle, as the caller names it.
    package var folder: String?
    /// Where the requirements stand.
    package var places: PlanPlaces?
    /// How the audit differs from an earlier one.
    package var baseline: GateChanges?

    /// The usual question.
    public init() {}
  }

  /// Judges a record that nobody signed.
  public init(_ sealed: SealedRecord, asking question: Question = Question()) {
    self.init(sealed, signed: nil, notes: [], asking: question)
  }

  /// Judges a record with the sign-offs and waivers of its bundle.
  ///
  /// - Parameters:
  ///   - sealed: The record; another than the bundle's where it was judged by other requirements.
  ///   - signed: The bundle, if people signed it.
  ///   - confirmation: What holds of the stored record; whoever calls has checked that nothing fails.
  ///   - question: What is asked.
  public init(
    _ sealed: SealedRecord, in signed: SignedBundle?, confirmation: Confirmation, asking question: Question = Question()
  ) {
    var notes = signed.map(StatusSummary.claims) ?? []
    if question.isOwnPlan, let reason = confirmation.numbers.reason {
      notes.append("The signed verdict stands; the findings were not recomputed: \(reason).")
    }
    if question.requiresSignOff, let signed, signed.trustsOwnSigners, !signed.ledger.links.isEmpty {
      notes.append(
        "Keys: the bundle's own list; give the people's with --allowed-signers to rely on nobody who can write the folder."
      )
    }
    self.init(sealed, signed: signed, notes: notes, asking: question)
  }

  private init(_ sealed: SealedRecord, signed: SignedBundle?, notes: [String], asking question: Question) {
    let record = sealed.record
    let waivers = question.isOwnPlan ? signed?.state : nil
    let decision = GateDecision(failOn: question.failOn)
    let words = CheckWords(record)
    let judged = record.findings.map { (finding: $0, waiver: waivers?.waiver(of: $0)) }
    let own = decision.exit(
      judged.map { ($0.finding, $0.waiver != nil) },
      lacksSignOff: question.requiresSignOff && signed?.state.isFinal != true)
    exit = question.baseline?.exit(own, failOn: question.failOn) ?? own
    changes = question.baseline?.changes
    checks = judged.map { finding, waiver in
      var check = Check(
        finding, waiver: waiver.map { Waiver($0.event) }, decision: decision, words: words, places: question.places)
      check.change = question.baseline?.change(of: finding)
      return check
    }
    failOn = question.failOn
    self.record = sealed.digest
    title = record.audit.title
    system = record.audit.system.name.map { name in
      name + (record.audit.system.version.map { " \($0)" } ?? "")
    }
    counts = Dictionary(
      uniqueKeysWithValues: VerdictWord.allCases.map { word in (word, record.findings.count { $0.verdict == word }) })
    people = record.people
    groups = record.groupings.filter { $0.grouping.count == 1 }.reduce(0) { $0 + $1.groups.count }
    let questions = Dictionary(record.metrics.map { ($0.id, $0.question) }) { first, _ in first }
    requirements = record.requirements.map { requirement in
      Demand(
        requirement: requirement, question: questions[requirement.metric] ?? "", words: words.demand(requirement))
    }
    signOff = SignOff(record.signOff, signed, isAsked: question.requiresSignOff)
    warnings = [record.stamp, question.baseline?.warning].compactMap(\.self) + DataWords.warnings(record)
    self.notes = DataWords.notes(record) + notes
    plan = question.places.map { Place(file: $0.file, line: 1) }
    next = nil
    next = nextStep(record.signOff.waivers, folder: question.isOwnPlan ? question.folder : nil)
  }

  /// What the plan lets a reader do about a result that does not pass.
  private func nextStep(_ policy: WaiverPolicy?, folder: String?) -> String? {
    guard exit.reason == .notMet || exit.reason == .undecided,
      let first = worstFirst.first(where: \.fails)?.finding
    else { return nil }
    guard let policy else {
      return "the plan lets nobody waive; evenhand explain \(first.verdict.rawValue)"
    }
    guard let folder else { return nil }
    let days = policy.longestDays.map { " for at most \($0) \($0 == 1 ? "day" : "days")" } ?? ""
    return
      "\(policy.approvers.joined(separator: " or ")) may waive\(days): evenhand waive \(Self.argument(folder)) --requirement \(Self.argument(first.requirement))"
  }

  /// A text as an argument of a shell.
  private static func argument(_ text: String) -> String {
    let isPlain =
      !text.isEmpty
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || "._-/".utf8.contains(byte)
      }
    return isPlain ? text : "'\(text.replacing("'", with: "'\\''"))'"
  }
}

extension GateResult.Check {
  init(
    _ finding: Finding, waiver: GateResult.Waiver?, decision: GateDecision, words: CheckWords, places: PlanPlaces?
  ) {
    let facts = words.facts(of: finding)
    let isNumber = finding.verdict != .notEnoughData
    // A pooled number is made of the counts of its strata, and is no quotient of their sums.
    let isQuotient = isNumber && finding.stratifier == nil
    self.init(
      finding: finding, fails: decision.fails(finding, isWaived: waiver != nil),
      level: decision.level(finding, isWaived: waiver != nil), waiver: waiver,
      value: isNumber ? finding.value : nil, interval: isNumber && finding.value != nil ? finding.interval : nil,
      counted: isQuotient ? GateResult.Counted(facts?.own) : nil,
      referenceCounted: isQuotient ? GateResult.Counted(facts?.other) : nil,
      lists: isNumber ? Self.lists(facts?.own?.basis) ?? facts?.summary?.lists : nil,
      size: finding.smallGroups?.people ?? facts?.own?.basis?.size,
      between: facts?.summary?.groups ?? [],
      place: places.map { .init(file: $0.file, line: $0.line(of: finding.requirement)) },
      words: words.line(finding))
  }

  private static func lists(_ basis: Basis?) -> Int? {
    switch basis {
    case .averaged(let lists, _, _, _): lists
    case .counted, .made, .scored, nil: nil
    }
  }
}

extension GateResult.Counted {
  /// Nothing where the number is not the one divided by the other: weights and formulas make it of more.
  fileprivate init?(_ number: GroupNumber?) {
    guard let counts = number?.quotient else { return nil }
    self.init(part: counts.part, whole: counts.whole)
  }
}

extension GateResult.Waiver {
  fileprivate init(_ event: SignOffEvent) {
    self.init(
      event: event.sequence, name: event.signer.name, role: event.signer.role, reason: event.reason ?? "",
      until: event.expires)
  }
}

extension GateResult.SignOff {
  fileprivate init(_ policy: SignOffPolicy, _ signed: SignedBundle?, isAsked: Bool) {
    let reported = signed?.reported ?? SignOffState()
    let deadlines = signed?.state.isFinal == true ? signed?.state.deadlines(policy: policy) : nil
    self.init(
      state: SignOffLine.word(policy, reported).lowercased(), line: SignOffLine.text(policy, reported),
      given: signed?.state.roles.count { $0.event != nil } ?? 0, required: policy.required.count,
      validUntil: deadlines?.first?.day, isAsked: isAsked)
  }
}
