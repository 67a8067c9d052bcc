package import AuditRecord
package import AuditStatistics

/// The numbers of one metric for the groups of one grouping, within one stratum or over everybody, with what the data show
/// about them.
package struct GroupFamily: Sendable {
  /// The metric.
  package private(set) var card: MetricCard
  /// The groups and their numbers.
  package let numbers: GroupNumbers
  /// What the data show.
  package let evidence: any PairEvidence
  /// The same for ratios to, and differences from, a target that follows from the same lists.
  private let ratios: EstimateEvidence?
  private let differences: EstimateEvidence?

  /// Whether a group's number is below 0, of which ratios say nothing.
  var hasNegative: Bool { numbers.numbers.contains { ($0.value ?? 0) < 0 } }

  /// Groups of estimates that are compared with each other at most: covariances of all pairs are kept.
  package static let mostGroups = 100

  /// Counted shares, and numbers that follow from them.
  package init(_ card: MetricCard, counted numbers: GroupNumbers) {
    let proportions = numbers.numbers.map(\.proportion)
    let mapped = card.map.flatMap(MappedEvidence.Map.init).map { MappedEvidence(proportions, map: $0) }
    let others = numbers.numbers.compactMap { number in
      number.others.map { Proportion(successes: $0.numerator, trials: $0.denominator) }
    }
    // Numbers of some of the groups alone say nothing of who is shared.
    self.init(
      card, numbers,
      mapped ?? ProportionEvidence(proportions, others: others.count == proportions.count ? others : []))
  }

  /// Shares of rows that weigh differently or repeat people; nil where they do not fit together.
  ///
  /// - Parameter joint: How the shares vary together, where groups have primary sampling units in common.
  package init?(_ card: MetricCard, sampled numbers: GroupNumbers, joint: ClusterDispersion?) {
    let evidence = SampledRateEvidence(
      rates: numbers.numbers.map(\.sampledRate), joint: joint,
      others: numbers.numbers.map { $0.sampling?.others?.evidence })
    guard numbers.hasDistinctGroups, let evidence else { return nil }
    self.init(card, numbers, evidence)
  }

  /// Numbers of scores that have limits of their own; nil where one does not follow from what is stated of it.
  private init?(_ card: MetricCard, limited numbers: GroupNumbers) {
    guard numbers.hasDistinctGroups else { return nil }
    let found = numbers.numbers.map { number -> LimitedNumber? in
      guard number.value != nil else { return nil }
      return number.scored.flatMap { LimitedNumber($0, value: number.value) }
    }
    guard zip(numbers.numbers, found).allSatisfy({ $0.value == nil || $1 != nil }) else { return nil }
    self.init(
      card, numbers,
      LimitedEvidence(
        found,
        complements: numbers.numbers.map { number in
          number.scored?.reverse.flatMap(AreaUnderCurve.init).map(LimitedNumber.area)
        }))
  }

  /// Estimates as they were measured, with how they and their logarithms vary; nil where they do not fit together.
  ///
  /// - Parameters:
  ///   - ratios: How the logarithms of ratios to a target vary that follows from the same lists.
  ///   - differences: How differences from it vary.
  ///   - rules: Those by which the numbers are judged.
  package init?(
    _ card: MetricCard, numbers: GroupNumbers, identity: ClusterDispersion?, logarithm: ClusterDispersion?,
    ratios: ClusterDispersion? = nil, differences: ClusterDispersion? = nil, rules: Rules = .current
  ) {
    // Scores whose means have a spread are estimates like any other.
    if identity == nil, numbers.numbers.contains(where: { $0.scored?.isLimited ?? false }) {
      self.init(card, limited: numbers)
      return
    }
    let isBounded = rules.boundMeansWithoutVariance
    guard numbers.hasDistinctGroups,
      let evidence = EstimateEvidence(
        values: numbers.numbers.map(\.value), identity: identity, logarithm: logarithm,
        weights: numbers.numbers.map(\.weight), scale: EstimateScale(card.scale),
        ranges: isBounded ? numbers.numbers.map(\.range) : nil,
        quotients: card.isSigned == true ? .fieller : .logarithm)
    else { return nil }
    // Nothing bounds what one list makes of a ratio to a target of the same lists.
    let none = isBounded ? numbers.numbers.map { _ in MeanRange.unknown } : nil
    let pairs = numbers.numbers.map { number -> (value: Double, target: Double)? in
      guard let value = number.value, let target = number.target else { return nil }
      return (value, target)
    }
    self.init(
      card, numbers, evidence,
      ratios: ratios.flatMap { found in
        EstimateEvidence(
          values: pairs.map { $0.flatMap { $0.target > 0 ? $0.value / $0.target : nil } }, identity: nil,
          logarithm: found, ranges: none)
      },
      differences: differences.flatMap { found in
        EstimateEvidence(
          values: pairs.map { $0.map { $0.value - $0.target } }, identity: found, logarithm: nil, ranges: none)
      })
  }

  /// Reads a family of a record; nil where what the record holds does not fit together.
  ///
  /// - Parameter dispersions: How estimates vary; counted shares need none.
  package init?(_ card: MetricCard, numbers: GroupNumbers, dispersions: [Dispersion], rules: Rules = .current) {
    let places = Dictionary(numbers.groups.enumerated().map { ($1, $0) }) { first, _ in first }
    guard card.measure.isEstimated else {
      guard numbers.isSampled else {
        self.init(card, counted: numbers)
        return
      }
      let joint = dispersions.first { $0.scale == .identity && $0.against == nil }
      let found = joint.flatMap { ClusterDispersion($0, places: places) }
      guard joint == nil || found != nil else { return nil }
      self.init(card, sampled: numbers, joint: found)
      return
    }
    func stored(_ scale: SpreadScale, _ against: SpreadBase? = nil) -> (isFound: Bool, value: ClusterDispersion?) {
      let found = dispersions.first { $0.scale == scale && $0.against == against }
      return (found != nil, found.flatMap { ClusterDispersion($0, places: places) })
    }
    let (identity, logarithm) = (stored(.identity), stored(.logarithm))
    guard !identity.isFound || identity.value != nil, !logarithm.isFound || logarithm.value != nil else { return nil }
    self.init(
      card, numbers: numbers, identity: identity.value, logarithm: logarithm.value,
      ratios: stored(.logarithm, .target).value, differences: stored(.identity, .target).value, rules: rules)
  }

  private init(
    _ card: MetricCard, _ numbers: GroupNumbers, _ evidence: any PairEvidence, ratios: EstimateEvidence? = nil,
    differences: EstimateEvidence? = nil
  ) {
    self.card = card
    self.numbers = numbers
    self.evidence = evidence
    self.ratios = ratios
    self.differences = differences
  }

  /// How estimates vary, and how they do against a target that follows from the same lists; nothing for counts.
  package var dispersions: [(against: SpreadBase?, value: ClusterDispersion)] {
    let own = evidence as? EstimateEvidence
    let found: [(SpreadBase?, ClusterDispersion?)] = [
      (nil, own?.identity ?? (evidence as? SampledRateEvidence)?.joint), (nil, own?.logarithm),
      (.target, ratios?.logarithm), (.target, differences?.identity),
    ]
    return found.compactMap { against, dispersion in dispersion.map { (against, $0) } }
  }

  /// The same, some groups of which are not compared.
  package func leavingOut(_ left: Set<[Label]>) -> GroupFamily {
    left.isEmpty
      ? self : GroupFamily(card, numbers.leavingOut(left), evidence, ratios: ratios, differences: differences)
  }

  /// The same of people who are a share of all whom the numbers speak of; nil speaks of others whom the system will treat.
  ///
  /// Of rates that are themselves those of a sample limits stay as they are, wider than need be.
  func ofPeriod(sampled share: Double?) -> GroupFamily {
    guard let share, share < 1, let rates = evidence as? ProportionEvidence else { return self }
    return replacing(rates.sampled(share: share))
  }

  /// The same groups with other evidence about them.
  func replacing(_ evidence: any PairEvidence) -> GroupFamily { GroupFamily(card, numbers, evidence) }

  /// The groups, in the order of the record.
  package var groups: [[Label]] { numbers.groups }

  /// Why a group rests on too little.
  var tooFew: UndefinedReason { isCounted || card.basis == .people ? .tooFewPeople : .tooFewLists }

  /// Why it is not known what could have been seen, where the evidence alone says that.
  var withoutPower: UndefinedReason? {
    if evidence is LimitedEvidence { return .scoresHaveNoPower }
    if let rates = evidence as? ProportionEvidence, rates.times != 1 { return .kindHasNoPower }
    return sharePeople ? .sharedPeople : nil
  }

  /// True where each number is a count among a count, or follows from one.
  package var isCounted: Bool { !card.measure.isEstimated }

  /// The range of a group's number, within the values that it can take; nil where nothing is known of it.
  package func range(of group: Int, level: Double) -> Interval? {
    guard numbers.numbers[group].value != nil else { return nil }
    return evidence.printed(nil, of: group, against: .constant(0), confidence: level).map {
      Interval(
        lower: max($0.limits.lower, card.least ?? -.infinity), upper: min($0.limits.upper, card.most ?? .infinity),
        level: level, method: MethodName($0.method))
    }
  }

  /// True where a person may be in several groups, each of which is compared with everybody else.
  package var sharePeople: Bool { numbers.sharePeople }

  /// True where all people of a group agree, so that a spread says nothing.
  package func lacksVariance(_ group: Int) -> Bool {
    if case .mean(let mean) = (evidence as? LimitedEvidence)?.numbers[group] { return mean.variance == 0 }
    guard let averages = evidence as? EstimateEvidence, averages.ranges != nil else { return false }
    return averages.identity?.spread(of: group)?.variance == 0
  }

  /// Why a group's number has no range.
  package func withoutRange(_ group: Int) -> UndefinedReason {
    if lacksVariance(group) { return .noVariance }
    if case .median = (evidence as? LimitedEvidence)?.numbers[group] { return .fewForRange }
    return numbers.numbers[group].sampling == nil ? .noSpread : .lonelyPSU
  }

  /// How the limits of a group's number, or of its comparisons, are found.
  func method(_ comparison: PairComparison?, of group: Int, by choice: ReferenceChoice? = nil) -> LimitMethod {
    if let averages = evidence as? EstimateEvidence { return averages.method(comparison, of: group) }
    return evidence.method(comparison, of: group, against: choice?.rival ?? .constant(0))
  }

  /// True where rows weigh differently or repeat people.
  package var isSampled: Bool { evidence is SampledRateEvidence }

  /// Whether a group's number is not told from 0, so that nothing can be said of shares of it.
  func isWeakReference(_ group: Int, z: Double) -> Bool {
    (evidence as? EstimateEvidence)?.isWeakReference(group, z: z) ?? false
  }

  /// Whether something is known of how a group's number varies; only of a sampled one it may not be.
  func lacksSpread(_ group: Int) -> Bool {
    (evidence as? SampledRateEvidence).map { $0.rates[group].value != nil && $0.rates[group].effective == nil } ?? false
  }

  /// Which groups may be the one that the data choose to compare others with, by their sizes alone.
  ///
  /// - Parameter sizes: People of each group [groups], asked where there is a minimum.
  func references(_ minimum: ReferenceMinimum?, rule: ReferenceRule, sizes: () -> [Int]) -> [Bool] {
    guard let minimum, rule.isChosenByData else { return groups.map { _ in true } }
    return minimum.allows(numbers.numbers.map(\.basis), sizes: sizes())
  }

  /// How many groups may be compared with each other.
  package var mostCompared: Int {
    isCounted && card.map == nil && (evidence as? SampledRateEvidence)?.joint == nil ? .max : GroupFamily.mostGroups
  }

  /// Which groups rest on enough to be judged; decided by sizes, never by values.
  package func eligible(minimumCount: Int) -> [Bool] {
    zip(numbers.numbers, numbers.enough(minimumCount)).map { $0.value != nil && $1 }
  }

  /// What groups are compared with by a choice, and the evidence about that; nil where nothing was chosen.
  ///
  /// A target that follows from the same lists has no constants of its own: ratios to it are set against 1, differences
  /// from it against 0.
  package func comparison(
    _ comparison: PairComparison, by choice: ReferenceChoice, rule: ReferenceRule
  ) -> (evidence: any PairEvidence, reference: FamilyVerdict.Reference)? {
    switch choice {
    case .none: return nil
    case .group(let index):
      switch rule {
      case .highest: return (evidence, .highest)
      case .lowest: return (evidence, .lowest)
      default: return (evidence, .named(index))
      }
    case .overall: return (evidence, .overall)
    case .complement: return (evidence, .complement)
    case .target:
      if comparison == .ratio, let ratios { return (ratios, .constants(groups.map { _ in 1 })) }
      if comparison == .difference, let differences { return (differences, .constants(groups.map { _ in 0 })) }
      return (evidence, .constants(numbers.numbers.map { $0.target ?? 0 }))
    }
  }

  /// Whether what a group is compared with is enough for a comparison.
  func isComparable(_ index: Int, by choice: ReferenceChoice, minimumCount: Int) -> Bool {
    switch choice {
    case .overall, .complement: numbers.together(without: index).basis?.shortfall(minimumCount) == nil
    case .target: numbers.numbers[index].target.map { $0 > 0 } ?? false
    case .group, .none: true
    }
  }
}

extension GroupNumber {
  /// What is known of an average besides its spread.
  fileprivate var range: MeanRange {
    var counted: Int?
    if case .averaged(_, let contributing, _, _) = basis { counted = contributing }
    guard let sampled, let contributing = counted ?? scored?.contributing else { return .unknown }
    return MeanRange(
      people: Double(sampled.people), contributing: Double(contributing), least: sampled.least, most: sampled.most)
  }

  /// The counts of a share; none of none for everything else.
  package var proportion: Proportion {
    guard case .counted(let successes, let trials, _) = basis else { return Proportion(successes: 0, trials: 0) }
    return Proportion(successes: successes, trials: trials)
  }

  /// The share as a sample has it.
  fileprivate var sampledRate: SampledRate {
    SampledRate(
      value: value, rows: proportion.trials, weight: sampling?.weight ?? 0, effective: sampling?.effective,
      degreesOfFreedom: sampling?.degreesOfFreedom)
  }
}

extension OthersSampling {
  fileprivate var evidence: SampledRateEvidence.Others {
    SampledRateEvidence.Others(
      rate: SampledRate(
        value: value, rows: Double(rows), weight: weight, effective: effective, degreesOfFreedom: degreesOfFreedom),
      covariance: covariance)
  }
}

extension ReferenceChoice {
  /// What is compared with, where no constant is.
  fileprivate var rival: Rival? {
    switch self {
    case .group(let index): .group(index)
    case .overall: .overall
    case .complement: .complement
    case .target, .none: nil
    }
  }
}

extension FamilyVerdict.Reference {
  /// What a group is compared with; `chosen` is the group that the data show as highest or lowest.
  package func rival(of group: Int, chosen: Int?) -> Rival? {
    switch self {
    case .highest, .lowest: chosen.map { .group($0) }
    case .named(let index): .group(index)
    case .overall: .overall
    case .complement: .complement
    case .constants(let constants): .constant(constants[group])
    }
  }
}

extension ClusterDispersion {
  /// A stored dispersion with the places of its groups in a family; nil where it does not fit together.
  init?(_ stored: Dispersion, places: [[Label]: Int]) {
    let groups = stored.groups.compactMap { places[$0] }
    guard groups.count == stored.groups.count else { return nil }
    self.init(
      scale: EstimateScale(stored.scale), groups: groups, covariance: stored.covariance,
      degreesOfFreedom: stored.degreesOfFreedom, isIndependent: stored.isIndependent,
      method: stored.method == .delta ? .delta : .jackknife)
  }
}

extension GroupFamily {
  /// The same numbers, of the metric in a view.
  package func viewed(_ view: DecisionView) -> GroupFamily {
    var family = self
    family.card = card.viewed(view)
    return family
  }
}
