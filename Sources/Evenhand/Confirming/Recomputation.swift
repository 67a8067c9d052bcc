import AuditPolicy
import AuditRecord
import AuditStatistics

/// Whether the numbers of a record give what was found in them.
struct Recomputation {
  /// So many failures say that the record was changed. What is looked at beyond them could be made to take any time: each
  /// requirement is judged for every group, and whoever wrote the record has named both.
  static let mostFailures = 100

  private let record: Record
  private let playsPower: Bool
  private var failures: [String] = []
  /// What was found about measures that this version does not know, by name.
  private var unknown: Set<String> = []

  /// The answer for a record.
  static func answer(_ record: Record, playsPower: Bool) -> Confirmation.Answer {
    guard record.rules.isKnown else {
      return .notChecked(
        "they were judged under \(Quoted.text(record.rules.rawValue)) by \(writer(record)), and this version, evenhand \(Version.current), judges under \(Rules.current.rawValue)"
      )
    }
    var recomputed = Recomputation(record, playsPower: playsPower && record.rules.playPower)
    recomputed.check()
    guard recomputed.failures.isEmpty else { return .fails(recomputed.failures) }
    guard let measure = recomputed.unknown.min(by: { Label($0) < Label($1) }) else { return .holds }
    return .notChecked(
      "some of them are about \(Quoted.text(measure)), a kind of measure that \(writer(record)) knows, and this version, evenhand \(Version.current), does not"
    )
  }

  private static func writer(_ record: Record) -> String {
    let version = Quoted.text(record.tool.version).dropFirst().dropLast()
    return "\(Quoted.text(record.tool.name).dropFirst().dropLast()) \(version)"
  }

  private init(_ record: Record, playsPower: Bool) { (self.record, self.playsPower) = (record, playsPower) }

  private mutating func check() {
    let judge = Judge(record: record)
    let draws = playsPower ? PowerDraws(record) : nil
    let cards = Dictionary(record.metrics.map { ($0.id, $0) }) { first, _ in first }
    var stored = Array(zip(record.findings, record.detectable))[...]
    for requirement in record.requirements {
      guard failures.count < Recomputation.mostFailures else { return }
      let own = stored.prefix { $0.0.requirement == requirement.id }
      stored = stored.dropFirst(own.count)
      if let measure = cards[requirement.metric]?.measure, !measure.isKnown {
        unknown.insert(measure.rawValue)
        continue
      }
      let given = judge.judge([requirement], draws: draws)
      guard own.count == given.findings.count else {
        failures.append(
          "requirement \(Quoted.text(requirement.id)) has \(own.count) findings, and its numbers give \(given.findings.count)"
        )
        continue
      }
      for (index, pair) in own.enumerated() {
        if let difference = difference(pair.0, given.findings[index]),
          !stands(pair.0, at: index, requirement, judge)
        {
          failures.append("\(pair.0.named): \(difference)")
        } else if playsPower, !Self.areSame(pair.1, given.detectable[index]) {
          failures.append("\(pair.0.named): its detectable sizes are not those that its estimates give")
        }
      }
    }
    if !stored.isEmpty || record.findings.count != record.detectable.count {
      failures.append("the findings do not follow its requirements")
    }
    if Verdict(findings: record.findings, synthetic: record.audit.data == .synthetic) != record.verdict {
      failures.append("the stored overall verdict is not that of its findings")
    }
    let evidence = Evidence(record: record)
    ranges(evidence)
    changes()
    if record.rules.askWhoWasLeftOut { failures += RecomputedComparisons(record, evidence: evidence).failures }
  }

  /// How a stored finding differs from the one that its numbers give, in a sentence without its end; nothing if it does not.
  private func difference(_ finding: Finding, _ other: Finding) -> String? {
    func unless(_ isSame: Bool, _ words: String) -> String? { isSame ? nil : words }
    return unless(
      finding.grouping == other.grouping && finding.group == other.group && finding.reference == other.reference
        && finding.stratifier == other.stratifier && finding.within == other.within
        && finding.smallGroups == other.smallGroups,
      "its numbers give a finding about something else")
      ?? unless(
        finding.verdict == other.verdict,
        "it says \(finding.verdict.rawValue), and its numbers give \(other.verdict.rawValue)")
      ?? unless(finding.undefined == other.undefined, "it gives another reason than its numbers")
      ?? unless(Closeness.areSame(finding.value, other.value), "its number is not the one that its estimates give")
      ?? unless(
        Self.areSame(finding.bounds, other.bounds),
        "what it says of those who were left out is not what the record holds")
      ?? unless(Closeness.areSame(finding.interval, other.interval), "its range is not the one that its estimates give")
      ?? unless(
        Closeness.areSame(finding.change?.baseline, other.change?.baseline)
          && Closeness.areSame(finding.change?.now, other.change?.now),
        "its numbers before and now are not those that the record holds")
      ?? unless(finding.setBy == other.setBy, "its range was not set by the groups that it names")
      ?? unless(finding.undecided == other.undecided, "it does what its requirement does not say where it is undecided")
  }

  private static func areSame(_ stored: FindingBounds?, _ given: FindingBounds?) -> Bool {
    func areSame(_ left: BoundEnd?, _ right: BoundEnd?) -> Bool {
      left?.verdict == right?.verdict && Closeness.areSame(left?.value, right?.value)
    }
    guard let stored, let given else { return stored == nil && given == nil }
    return stored.leftOut == given.leftOut && Closeness.areSame(stored.share, given.share)
      && stored.causes == given.causes && stored.counted == given.counted && stored.tipping == given.tipping
      && areSame(stored.worst, given.worst) && areSame(stored.best, given.best)
  }

  private static func areSame(_ stored: Detectable, _ given: Detectable) -> Bool {
    // What was drawn may differ by a table on another machine.
    func areNear(_ stored: Double?, _ given: Double?) -> Bool {
      guard let stored, let given else { return stored == nil && given == nil }
      return Closeness.areSame(stored, given) || (stored - given).magnitude <= 0.01
    }
    func areNear(_ stored: Int?, _ given: Int?) -> Bool {
      guard let stored, let given else { return stored == nil && given == nil }
      return (Double(stored) - Double(given)).magnitude <= 0.1 * Double(given) + 1
    }
    return stored.undefined == given.undefined && Closeness.areSame(stored.power, given.power)
      && areNear(stored.shownMet, given.shownMet) && areNear(stored.shownNotMet, given.shownNotMet)
      && areNear(stored.allShownMet, given.allShownMet) && areNear(stored.allMetWhenEqual, given.allMetWhenEqual)
      && areNear(stored.morePeople, given.morePeople)
  }

  /// Whether a finding follows from its numbers once its threshold is moved by as much as last digits may differ: then a
  /// limit lies on the threshold, and nobody can tell on which side.
  private func stands(_ stored: Finding, at index: Int, _ requirement: Requirement, _ judge: Judge) -> Bool {
    [-1.0, 1].contains { direction in
      var moved = requirement
      func move(_ limit: Double, _ direction: Double) -> Double {
        limit + direction * Closeness.tolerance(at: limit)
      }
      moved.atLeast = requirement.atLeast.map { move($0, direction) }
      moved.atMost = requirement.atMost.map { move($0, direction) }
      moved.noWorseThanBaseline?.margin = move(requirement.noWorseThanBaseline?.margin ?? 0, -direction)
      moved.between = requirement.between.map { limits in
        limits.enumerated().map { move($1, $0 == 0 ? direction : -direction) }
      }
      let given = judge.judge([moved]).findings
      return given.indices.contains(index) && difference(stored, given[index]) == nil
    }
  }

  // MARK: changes since the baseline

  private mutating func changes() {
    guard let baseline = record.baseline else { return }
    let given = AuditComparison.changes(from: baseline, to: AuditNumbers(record)).table
    func isSame(_ stored: CheckChange, _ given: CheckChange) -> Bool {
      stored.requirement == given.requirement && stored.grouping == given.grouping && stored.group == given.group
        && stored.change == given.change && Closeness.areSame(stored.difference?.value, given.difference?.value)
        && Closeness.areSame(stored.difference?.interval, given.difference?.interval)
        && stored.baseline?.verdict == given.baseline?.verdict && stored.candidate?.verdict == given.candidate?.verdict
    }
    if baseline.changes.checks.count != given.checks.count
      || !zip(baseline.changes.checks, given.checks).allSatisfy(isSame)
    {
      failures.append("the changes since the baseline are not those that the numbers of both audits give")
    }
  }

  // MARK: ranges of estimates

  private mutating func ranges(_ evidence: Evidence) {
    var families: [Place: GroupFamily?] = [:]
    for estimate in record.estimates {
      guard let measure = evidence.numbers.cards[estimate.metric]?.measure, measure.isKnown else { continue }
      // The only list of a group has a share and no range.
      guard estimate.interval != nil || measure.isEstimated else { continue }
      let place = Place(estimate)
      let family = families[place] ?? evidence.family(place)
      families[place] = .some(family)
      let level = estimate.interval?.level ?? Defaults.level
      let given =
        Requirement.isInRange(level, 1)
        ? family.flatMap { family in
          family.numbers.index(of: estimate.group).flatMap { family.range(of: $0, level: level) }
        } : nil
      if !Closeness.areSame(estimate.interval, given) { failures.append(range(estimate)) }
    }
  }

  private func range(_ estimate: Estimate) -> String {
    "the range of an estimate of \(Quoted.text(estimate.metric)) is not the one that its numbers give"
  }
}
