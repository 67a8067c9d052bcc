/// Rates of independent groups whose limits are told only as far as a claim asks: on which side of its thresholds they lie.
///
/// ``FamilyVerdict`` and ``WorstPair`` decide by nothing else, so the decision is that of ``ProportionEvidence``, at the
/// cost of one score for each comparison in place of the search for a limit. A limit beyond a threshold is told as the next
/// number beyond it.
struct ThresholdEvidence: PairEvidence {
  /// Which limits a decision needs; the others are told as unknown.
  struct Sides: OptionSet {
    let rawValue: Int
    static let lower = Sides(rawValue: 1)
    static let upper = Sides(rawValue: 2)
  }

  private let rates: ProportionEvidence
  private let low: Double
  private let high: Double
  private let sides: Sides

  /// Tells limits of `table` by two thresholds, or by one given twice.
  init(_ table: [Proportion], low: Double, high: Double, sides: Sides = [.lower, .upper]) {
    rates = ProportionEvidence(table)
    (self.low, self.high, self.sides) = (low, high, sides)
  }

  private init(_ rates: ProportionEvidence, low: Double, high: Double, sides: Sides) {
    (self.rates, self.low, self.high, self.sides) = (rates, low, high, sides)
  }

  /// Tells the limits that decide whether `claim` is shown as `decision`.
  init(
    _ table: [Proportion], _ claim: FamilyVerdict.Claim, _ comparison: PairComparison,
    _ decision: FamilyVerdict.Decision
  ) {
    switch (claim, comparison) {
    case (.atLeast(let limit), _):
      self.init(
        table, low: limit, high: limit,
        sides: decision == .met ? .lower : decision == .notMet ? .upper : [.lower, .upper])
    case (.atMost(let limit), .ratio):
      self.init(
        table, low: limit, high: limit,
        sides: decision == .met ? .upper : decision == .notMet ? .lower : [.lower, .upper])
    case (.atMost(let limit), .difference): self.init(table, low: -limit, high: limit)
    case (.between(let low, let high), _): self.init(table, low: low, high: high)
    }
  }

  var count: Int { rates.count }
  func estimate(of group: Int) -> Double? { rates.estimate(of: group) }
  func value(_ comparison: PairComparison, of group: Int, against rival: Rival) -> Double? {
    rates.value(comparison, of: group, against: rival)
  }
  func limits(of group: Int, z: Double) -> ConfidenceInterval? { rates.limits(of: group, z: z) }
  func printed(
    _ comparison: PairComparison?, of group: Int, against rival: Rival, confidence: Double
  ) -> NamedInterval? { nil }
  func equality(of group: Int, with rival: Rival) -> NamedTest? { nil }
  func method(_ comparison: PairComparison?) -> LimitMethod { rates.method(comparison) }
  func subset(_ groups: [Int]) -> ThresholdEvidence? {
    rates.subset(groups).map { ThresholdEvidence($0, low: low, high: high, sides: sides) }
  }

  func lower(_ comparison: PairComparison, of group: Int, against rival: Rival, z: Double) -> Double? {
    guard let other = rival.isGroups ? rates.proportion(of: rival.apart, for: group) : nil, other.trials > 0 else {
      return rates.lower(comparison, of: group, against: rival, z: z)
    }
    guard sides.contains(.lower) else { return -.infinity }
    let own = rates.proportions[group]
    guard Self.exceeds(low, comparison, own, other, rival, z) else { return -.infinity }
    return (high > low && Self.exceeds(high, comparison, own, other, rival, z) ? high : low).nextUp
  }

  func upper(_ comparison: PairComparison, of group: Int, against rival: Rival, z: Double) -> Double? {
    guard let other = rival.isGroups ? rates.proportion(of: rival.apart, for: group) : nil, other.trials > 0 else {
      return rates.upper(comparison, of: group, against: rival, z: z)
    }
    guard sides.contains(.upper) else { return .infinity }
    let own = rates.proportions[group]
    guard Self.fallsShort(of: high, comparison, own, other, rival, z) else { return .infinity }
    return (high > low && Self.fallsShort(of: low, comparison, own, other, rival, z) ? low : high).nextDown
  }

  func extremes(
    _ extreme: LimitExtreme, _ comparison: PairComparison, of groups: [Int], among members: [Int], z: Double
  ) -> [RivalLimit] {
    let first = nearest(extreme, members)
    return groups.map { group in
      RivalLimit(most(extreme, comparison, of: group, among: members, first: first, z: z), setBy: nil)
    }
  }

  func extreme(_ extreme: LimitExtreme, _ comparison: PairComparison, among members: [Int], z: Double) -> Double {
    let first = nearest(extreme, members)
    var best: Double?
    for group in members {
      let limit = most(extreme, comparison, of: group, among: members, first: first, z: z)
      best = best.map { extreme.most(of: [$0, limit]) ?? limit } ?? limit
      if best == furthest(extreme) { break }
    }
    guard let best else { preconditionFailure("limits of no pairs") }
    return best
  }

  /// The rival that most often sets the extreme: then the others need no look.
  private func nearest(_ extreme: LimitExtreme, _ members: [Int]) -> Int? {
    let isSmallest = extreme == .smallestLower || extreme == .smallestUpper
    var found: (index: Int, rate: Double)?
    for index in members {
      let proportion = rates.proportions[index]
      let rate = proportion.successes / proportion.trials
      if let found, isSmallest ? rate <= found.rate : rate >= found.rate { continue }
      found = (index, rate)
    }
    return found?.index
  }

  /// The limit beyond which none is told.
  private func furthest(_ extreme: LimitExtreme) -> Double {
    switch extreme {
    case .smallestLower: -.infinity
    case .largestLower: sides.contains(.lower) ? high.nextUp : -.infinity
    case .smallestUpper: sides.contains(.upper) ? low.nextDown : .infinity
    case .largestUpper: .infinity
    }
  }

  private func most(
    _ extreme: LimitExtreme, _ comparison: PairComparison, of group: Int, among members: [Int], first: Int?, z: Double
  ) -> Double {
    let furthest = furthest(extreme)
    let isSmallest = extreme == .smallestLower || extreme == .smallestUpper
    var best = isSmallest ? Double.infinity : -.infinity
    func look(_ rival: Int) -> Bool {
      let limit =
        extreme.isLower
        ? lower(comparison, of: group, against: .group(rival), z: z)
        : upper(comparison, of: group, against: .group(rival), z: z)
      if let limit { best = isSmallest ? min(best, limit) : max(best, limit) }
      return best == furthest
    }
    if let first, first != group, look(first) { return best }
    for rival in members where rival != group && rival != first {
      if look(rival) { break }
    }
    return best
  }

  // MARK: one comparison

  /// Whether the lower limit lies at the threshold or above it.
  static func exceeds(
    _ threshold: Double, _ comparison: PairComparison, _ own: Proportion, _ other: Proportion, _ rival: Rival,
    _ z: Double
  ) -> Bool {
    guard let threshold = apart(threshold, comparison, own, other, rival) else { return false }
    switch comparison {
    case .ratio where threshold <= 0: return true
    case .difference where threshold <= -1: return true
    case .difference where threshold >= 1: return false
    default: return excludes(threshold, comparison, own, other, z)
    }
  }

  /// Whether the upper limit lies below the threshold.
  static func fallsShort(
    of threshold: Double, _ comparison: PairComparison, _ own: Proportion, _ other: Proportion, _ rival: Rival,
    _ z: Double
  ) -> Bool {
    guard let threshold = apart(threshold, comparison, own, other, rival) else { return true }
    switch comparison {
    case .ratio where threshold <= 0: return false
    case .difference where threshold > 1: return true
    case .difference where threshold == 1 || threshold <= -1: return false
    default: return excludes(comparison.exchanged(threshold), comparison, other, own, z)
    }
  }

  private static func excludes(
    _ value: Double, _ comparison: PairComparison, _ own: Proportion, _ other: Proportion, _ z: Double
  ) -> Bool {
    PairScore(comparison: comparison, group: own, reference: other).excludes(
      value, z: z, guarded: GuardedScore.needsGuard(own, z: z) || GuardedScore.needsGuard(other, z: z))
  }

  /// A threshold of the comparison with everybody as one of that with everybody else, of which ``AgainstOverall`` has the
  /// formulas; nil where no comparison with everybody reaches it.
  private static func apart(
    _ threshold: Double, _ comparison: PairComparison, _ own: Proportion, _ other: Proportion, _ rival: Rival
  ) -> Double? {
    guard rival == .overall else { return threshold }
    let share = own.trials / (own.trials + other.trials)
    switch comparison {
    case .ratio: return threshold * share < 1 ? threshold * (1 - share) / (1 - threshold * share) : nil
    case .difference: return threshold / (1 - share)
    }
  }
}

extension Rival {
  /// Whether the rival is made of groups.
  fileprivate var isGroups: Bool { if case .constant = self { false } else { true } }

  /// What is independent of the group itself.
  fileprivate var apart: Rival { self == .overall ? .complement : self }
}
