import AuditNumerics
package import AuditRecord
import AuditStatistics
import Synchronization

/// A finding about counts whose power is still to be played: the rule, and the truths that it is played on.
struct PlayedFinding: Sendable {
  /// The counts of all groups; of a composite, part by part.
  let proportions: [Proportion]
  let rule: any PlayedRule
  /// The group that the finding is about.
  let group: Int
  /// The true rates of those who do not move [as proportions].
  let base: [Double]
  /// Who moves with the value; of several ways the hardest counts.
  let moving: [[PowerAnalysis.Moved]]
  /// The true values from the threshold on, and the two ends up to which they are looked at; nil where no value lies there.
  let toMet: PowerAnalysis.Path?
  let toNotMet: PowerAnalysis.Path?
  /// Whether the claim is made for several groups, so that all of them may meet it.
  let hasOthers: Bool
  /// Whether more people could show the claim as met: it is satisfied by the estimate and not shown.
  let isOpen: Bool

  /// Rows for each independent person who is played.
  var rowsPerPerson = 1.0

  /// What is played takes time with the comparisons that it makes: of a group with each other, or of all pairs.
  var cost: Int { rule is CompositeRule ? proportions.count * proportions.count / 2 : proportions.count }

  /// The people of each group; nil where they are no whole numbers.
  fileprivate var trials: [Int]? {
    let whole = proportions.compactMap { Int(exactly: $0.trials) }
    return whole.count == proportions.count ? whole : nil
  }
}

/// How statements about power are drawn.
package struct PowerDraws: Sendable {
  /// Determines every draw, together with the requirement and the grouping.
  package var seed: Int
  /// The comparisons of groups that are played at most, over all findings; beyond them power is not worked out.
  package var most: Int

  /// Draws by this seed, for as many findings as a report shows.
  package init(seed: Int, most: Int = 800) { (self.seed, self.most) = (seed, most) }

  /// The draws that a record was made with; nil where its plan turned them off.
  package init?(_ record: Record) {
    guard !record.detectable.contains(where: { $0.undefined == .powerOff }) else { return nil }
    self.init(seed: record.seed)
  }

  /// The stream of a requirement on a grouping: the hash of their names by Fowler, Noll and Vo.
  package static func stream(_ requirement: String, _ grouping: [String]) -> UInt64 {
    ([requirement] + grouping).reduce(0xcbf2_9ce4_8422_2325) { hash, name in
      (Array(name.utf8) + [0xff]).reduce(hash) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
  }
}

extension [Outcome] {
  /// The same with what could have been seen of counts, for the findings of one requirement on one grouping.
  ///
  /// - Parameter left: The comparisons that may still be played; those that were are taken off.
  func playing(_ draws: PowerDraws?, _ requirement: String, _ grouping: [String], left: inout Int) -> [Outcome] {
    var outcomes = self
    let played = indices.filter { self[$0].played != nil }
    guard let first = played.first, let question = self[first].played else { return self }
    let cost = played.reduce(0) { $0 + (self[$1].played?.cost ?? 0) }
    guard let draws, cost <= left, let trials = question.trials else {
      for index in played { outcomes[index].detectable.undefined = draws == nil ? .powerOff : .powerNotDrawn }
      return outcomes
    }
    left -= cost
    let stream = PowerDraws.stream(requirement, grouping)
    let questions = played.map { self[$0].played.map { PlayedPower.Question($0, seed: draws.seed, stream: stream) } }
    let known = questions.map { $0.flatMap(PlayedPower.known) }
    for (index, power) in zip(played, known) { if let power { outcomes[index].detectable.take(power) } }
    var rest = zip(played, known).filter { $1 == nil }.map(\.0)[...]
    guard !rest.isEmpty else { return outcomes }
    let analysis = PowerAnalysis(trials: trials, seed: UInt64(bitPattern: Int64(draws.seed)), stream: stream)
    while let next = rest.first, let base = self[next].played?.base {
      let group = rest.prefix { self[$0].played?.base == base }
      rest = rest.dropFirst(group.count)
      let tables = analysis.tables(base)
      // One rule judges all of them.
      let rule = self[next].played.map(\.rule)
      let accepted = Parallel.map(trials.count) { group in
        rule.flatMap { analysis.accepted(.met, $0, of: group, in: tables) }
      }
      let allMet = self[next].played.flatMap { $0.hasOthers ? analysis.allMet($0.rule, in: tables, accepted) : nil }
      let found = Parallel.map(group.count) { number in
        Parallel.$threads.withValue(1) {
          self[group[group.startIndex + number]].played.flatMap { played in
            played.power(analysis, tables, allMet, accepted[played.group])
          }
        }
      }
      for (index, power) in zip(group, found) {
        guard let power, let question = self[index].played else { continue }
        outcomes[index].detectable.take(power)
        PlayedPower.remember(power, of: PlayedPower.Question(question, seed: draws.seed, stream: stream))
      }
    }
    return outcomes
  }
}

/// What playing a finding showed.
struct PlayedPower: Sendable {
  var shownMet: Double?
  var shownNotMet: Double?
  var allShownMet: Double?
  var allMetWhenEqual: Double?
  var morePeople: Int?

  /// All that a power follows from.
  struct Question: Hashable, Sendable {
    private let rule: Rule
    private let proportions: [Proportion]
    private let group: Int
    private let base: [Double]
    private let moving: [[Int]]
    private let paths: [PowerAnalysis.Path?]
    private let flags: [Bool]
    private let rowsPerPerson: Double
    private let seed: Int
    private let stream: UInt64

    init(_ played: PlayedFinding, seed: Int, stream: UInt64) {
      (rule, proportions, group, base) = (Rule(rule: played.rule), played.proportions, played.group, played.base)
      moving = played.moving.map { $0.map(\.group) }
      paths = [played.toMet, played.toNotMet]
      flags = [played.hasOthers, played.isOpen]
      rowsPerPerson = played.rowsPerPerson
      (self.seed, self.stream) = (seed, stream)
    }
  }

  private struct Rule: Hashable, Sendable {
    let rule: any PlayedRule

    static func == (one: Rule, other: Rule) -> Bool { AnyHashable(one.rule) == AnyHashable(other.rule) }
    func hash(into hasher: inout Hasher) { rule.hash(into: &hasher) }
  }

  /// What was played so far: a bundle is confirmed whenever it is opened, and plays take longer than all else.
  private static let played = Mutex<[Question: PlayedPower]>([:])
  private static let mostRemembered = 10_000

  static func known(_ question: Question) -> PlayedPower? { played.withLock { $0[question] } }

  static func remember(_ power: PlayedPower, of question: Question) {
    played.withLock { known in
      if known.count >= mostRemembered { known = [:] }
      known[question] = power
    }
  }
}

extension Detectable {
  fileprivate mutating func take(_ found: PlayedPower) {
    (shownMet, shownNotMet, undefined) = (found.shownMet, found.shownNotMet, nil)
    (allShownMet, allMetWhenEqual, morePeople) = (found.allShownMet, found.allMetWhenEqual, found.morePeople)
  }
}

extension PlayedFinding {
  /// What the finding would have shown.
  ///
  /// - Parameter allMet: The tables of equal groups in which everybody meets the claim. Lowering one group's rate takes nobody
  ///   else out of them, so in those tables all meet it as long as the group does.
  func power(
    _ analysis: PowerAnalysis, _ tables: PowerAnalysis.Tables, _ allMet: [Bool]?, _ accepted: [AcceptedCounts]?,
    power chance: Double = FindingBuilder.power
  ) -> PlayedPower {
    let notMet = analysis.accepted(.notMet, rule, of: group, in: tables)
    func hardest(
      _ decision: FamilyVerdict.Decision, _ path: PowerAnalysis.Path?, among: [Bool]? = nil
    ) -> Double? {
      guard let path else { return nil }
      var hardest: Double?
      for moving in moving {
        guard
          let value = analysis.nearest(
            decision, rule, of: group, moving: moving, in: tables, along: path, power: chance,
            among: among, accepted: decision == .met ? accepted : notMet)
        else { return nil }
        if let known = hardest, (known - path.start).magnitude >= (value - path.start).magnitude { continue }
        hardest = value
      }
      return hardest
    }
    var power = PlayedPower(shownMet: hardest(.met, toMet), shownNotMet: hardest(.notMet, toNotMet))
    if let allMet {
      power.allMetWhenEqual = Double(allMet.count { $0 }) / Double(allMet.count)
      if power.shownMet != nil { power.allShownMet = hardest(.met, toMet, among: allMet) }
    }
    if isOpen {
      let estimates = proportions.map { $0.estimate ?? 0 }
      power.morePeople = analysis.morePeople(
        rule, for: group, rate: estimates[group], in: analysis.tables(estimates), power: chance
      ).map { Int(bounded: (Double($0) * rowsPerPerson).rounded(.up)) }
    }
    return power
  }
}

extension PlayedFinding {
  /// The same, with the rows of a family that make one independent person of the group.
  func of(_ family: GroupFamily, _ counts: ProportionEvidence) -> PlayedFinding {
    guard let sampled = family.evidence as? SampledRateEvidence, counts.proportions[group].trials > 0 else {
      return self
    }
    var played = self
    played.rowsPerPerson = sampled.rates[group].rows / counts.proportions[group].trials
    return played
  }
}

// MARK: the truths of each kind of number

extension PlayedFinding {
  /// A group against what it is compared with; nil where that has a rate of 0 or 1, or none.
  ///
  /// All others have the rate of the reference group; of everybody else where the group is compared with everybody.
  init?(
    _ evidence: ProportionEvidence, of group: Int, against rival: Rival, _ comparison: PairComparison,
    reference: FamilyVerdict.Reference, claim: FamilyVerdict.Claim, rule: any PlayedRule, verdict: VerdictWord,
    value: Double?
  ) {
    guard let rate = evidence.proportion(of: rival == .overall ? .complement : rival, for: group)?.estimate, rate > 0,
      rate < 1
    else { return nil }
    var demand = Demand(claim, comparison: comparison)
    if demand.isGap, reference.isReadUpwards(-2 * demand.limit > rate) { demand = demand.mirrored }
    // What the group's comparison with everybody else is, where everybody contains it.
    let all = evidence.proportions.reduce(0) { $0 + $1.trials }
    let share = rival == .overall ? evidence.proportions[group].trials / all : 0
    guard share < 1 else { return nil }
    let scale = Scale(comparison: comparison, rate: rate, share: share)
    var (low, high) = (scale.value(0), scale.value(1))
    if reference == .highest { high = min(high, scale.equality) }
    if reference == .lowest { low = max(low, scale.equality) }
    self.init(
      evidence.proportions, rule: rule, group: group, base: evidence.proportions.map { _ in rate },
      moving: [[PowerAnalysis.Moved(group) { scale.rate($0) }]], claim: claim, demand: demand, range: (low, high),
      centre: demand.isGap && reference != .highest && reference != .lowest ? scale.equality : nil, hasOthers: true,
      verdict: verdict, value: value)
  }

  /// The rate of a group itself.
  init(
    rates: [Proportion], of group: Int, claim: FamilyVerdict.Claim, rule: any PlayedRule, verdict: VerdictWord,
    value: Double?
  ) {
    self.init(
      rates, rule: rule, group: group, base: rates.map { $0.estimate ?? 0 },
      moving: [[PowerAnalysis.Moved(group) { $0 }]], claim: claim, demand: Demand(claim, comparison: nil),
      range: (0, 1), centre: nil, hasOthers: false, verdict: verdict, value: value)
  }

  /// The groups that differ most, in one or several parts, each with the pair that does.
  ///
  /// All groups of a part have the rate of the pair's higher one, but for the lower one. Where parts are averaged it lies
  /// below in each of them, else in one: the one that is hardest to see counts.
  init?(
    parts: [(evidence: ProportionEvidence, pair: WorstPair)], _ comparison: PairComparison,
    combination: Composite.Combination, claim: FamilyVerdict.Claim, rule: any PlayedRule, verdict: VerdictWord
  ) {
    var base: [Double] = []
    var moved: [PowerAnalysis.Moved] = []
    var least = Double.infinity
    for (evidence, pair) in parts {
      guard let rate = evidence.proportions[pair.highest].estimate, rate > 0, rate < 1 else { return nil }
      moved.append(
        PowerAnalysis.Moved(base.count + pair.lowest) { comparison == .ratio ? rate * $0 : rate - $0 })
      base += evidence.proportions.map { _ in rate }
      least = min(least, rate)
    }
    var demand = Demand(claim, comparison: comparison)
    // A difference of the pair is never negative.
    if demand.isGap { demand = demand.mirrored }
    self.init(
      parts.flatMap(\.evidence.proportions), rule: rule, group: 0, base: base,
      moving: combination == .mean ? [moved] : moved.map { [$0] }, claim: claim, demand: demand,
      range: (0, comparison == .ratio ? 1 : least), centre: nil, hasOthers: false, verdict: verdict, value: nil)
  }

  private init(
    _ proportions: [Proportion], rule: any PlayedRule, group: Int, base: [Double],
    moving: [[PowerAnalysis.Moved]], claim: FamilyVerdict.Claim, demand: Demand, range: (low: Double, high: Double),
    centre: Double?, hasOthers: Bool, verdict: VerdictWord, value: Double?
  ) {
    self.proportions = proportions
    self.rule = rule
    self.group = group
    self.base = base
    self.moving = moving
    self.hasOthers = hasOthers
    var best = demand.direction == .atLeast ? range.high : range.low
    if let centre { best = demand.direction == .atLeast ? min(best, centre) : max(best, centre) }
    if case .between(let low, let high) = claim { best = min(best, (low + high) / 2) }
    let worst = demand.direction == .atLeast ? range.low : range.high
    // A threshold that no value reaches is missed by the nearest one already.
    let start = min(max(demand.limit, range.low), range.high)
    func path(to end: Double, isUpwards: Bool) -> PowerAnalysis.Path? {
      (isUpwards ? end > start : end < start) ? PowerAnalysis.Path(from: start, to: end) : nil
    }
    let isUpwards = demand.direction == .atLeast
    toMet = start == demand.limit ? path(to: best, isUpwards: isUpwards) : nil
    toNotMet = path(to: worst, isUpwards: !isUpwards)
    let isSatisfied =
      switch (claim, value) {
      case (_, nil): false
      case (.between(let low, let high), let value?): value > low && value < high
      case (_, let value?) where demand.isGap: value.magnitude < demand.limit.magnitude
      case (.atLeast(let limit), let value?): value > limit
      case (.atMost(let limit), let value?): value < limit
      }
    isOpen = verdict == .cannotTell && isSatisfied
  }

  /// Between a comparison and the rate of the group that has it.
  private struct Scale: Sendable {
    let comparison: PairComparison
    /// The rate of what is independent of the group.
    let rate: Double
    /// The group's share of what it is compared with; 0 where that does not contain it.
    let share: Double

    var equality: Double { comparison == .ratio ? 1 : 0 }

    func value(_ own: Double) -> Double {
      comparison == .ratio ? own / (share * own + (1 - share) * rate) : (1 - share) * (own - rate)
    }

    func rate(_ value: Double) -> Double {
      switch comparison {
      case .ratio: share * value < 1 ? value * (1 - share) * rate / (1 - share * value) : 1
      case .difference: rate + value / (1 - share)
      }
    }
  }
}

/// The rule of requirements that judge the number alone, without its range.
struct PointRule: PlayedRule {
  let requirement: Requirement
  let eligible: [Bool]
  /// Which of them the data may choose to compare others with.
  let references: [Bool]
  let reference: FamilyVerdict.Reference
  let comparison: PairComparison?

  func shows(_ decision: FamilyVerdict.Decision, of group: Int, in table: [Proportion]) -> Bool {
    guard let isSatisfied = isSatisfied(group, ProportionEvidence(table)) else { return decision == .cannotTell }
    return decision == (isSatisfied ? .met : .notMet)
  }

  func showsAllMet(in table: [Proportion]) -> Bool {
    let evidence = ProportionEvidence(table)
    return eligible.indices.allSatisfy { !eligible[$0] || isSatisfied($0, evidence) ?? false }
  }

  private func isSatisfied(_ group: Int, _ evidence: ProportionEvidence) -> Bool? {
    guard let comparison else {
      return evidence.estimate(of: group).map(requirement.threshold.isSatisfied(by:))
    }
    let rates = evidence.proportions.map(\.estimate)
    let others = eligible.indices.filter { eligible[$0] && references[$0] && $0 != group }
    let chosen: Int? =
      switch reference {
      case .highest: others.max { (rates[$0] ?? 0) < (rates[$1] ?? 0) }
      case .lowest: others.min { (rates[$0] ?? 0) < (rates[$1] ?? 0) }
      case .named, .overall, .complement, .constants: nil
      }
    guard let rival = reference.rival(of: group, chosen: chosen) else { return nil }
    if case .group(group) = rival { return true }
    return evidence.value(comparison, of: group, against: rival).map {
      requirement.threshold.isSatisfied(by: $0, comparison: requirement.compare)
    }
  }
}

extension Threshold {
  /// Whether a number itself satisfies it.
  fileprivate func isSatisfied(by value: Double) -> Bool { isSatisfied(by: value, comparison: .value) }
}

extension FamilyVerdict.Reference {
  /// Whether a gap from it is read on its upper side, where `isWide` says that a group can hardly lie as far below it.
  fileprivate func isReadUpwards(_ isWide: Bool) -> Bool {
    switch self {
    case .lowest: true
    case .named, .complement: isWide
    case .highest, .overall, .constants: false
    }
  }
}
