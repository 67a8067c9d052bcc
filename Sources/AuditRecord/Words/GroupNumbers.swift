/// What a number rests on: it decides whether there is enough of it, and how words name it.
package enum Basis: Sendable, Hashable {
  /// So many counted among so many rows; of so many people, where several rows may be one person's.
  case counted(successes: Double, trials: Double, people: Int? = nil)
  /// The mean over so many lists, of which some contribute anything but 0; where what one list can have is bounded from 0
  /// on, few of them are enough. Of so many people, where one may have several.
  case averaged(over: Int, contributing: Int, isBounded: Bool = false, people: Int? = nil)
  /// A function of the counts of so many people.
  case made(of: Int)
  /// The scores of so many people; each set of them that there must be enough of has at least `smallest`.
  case scored(people: Int, smallest: Int)

  /// Lists that must contribute something before a mean is judged of which nothing bounds what one list can have.
  package static let leastContributing = 10

  /// How many people or lists there are.
  package var size: Int {
    switch self {
    case .counted(_, let trials, let people): people ?? Int(bounded: trials)
    case .averaged(let lists, _, _, _): lists
    case .made(let people): people
    case .scored(let people, _): people
    }
  }

  /// Why there are too few of them to be judged; nil where there are enough. It never depends on the value.
  package func shortfall(_ minimumCount: Int) -> UndefinedReason? {
    switch self {
    case .counted(_, let trials, let people):
      people.map { $0 >= minimumCount } ?? (trials >= Double(minimumCount)) ? nil : .tooFewPeople
    case .averaged(let lists, let contributing, let isBounded, let people):
      people ?? lists < minimumCount && lists >= minimumCount
        ? .tooFewPeople
        : lists >= minimumCount && (isBounded || contributing >= Basis.leastContributing) ? nil : .tooFewLists
    case .made(let people): people >= minimumCount ? nil : .tooFewPeople
    case .scored(_, let smallest): smallest >= minimumCount ? nil : .tooFewPeople
    }
  }
}

/// The number of one group, or what a group is compared with.
package struct GroupNumber: Sendable, Hashable {
  /// The number.
  package var value: Double?
  /// Why it does not exist.
  package var undefined: UndefinedReason?
  /// The share that the group should have.
  package var target: Double?
  /// What its lists are a sample of, where what one of them can have is bounded.
  package var sampled: Sampled?
  /// What it follows from, for a number of scores.
  @Rare package var scored: ScoreDetails?
  /// What it rests on; nil for a target, and for an average over several groups.
  package var basis: Basis?
  /// How much it weighs in everybody's average; 0 where it takes no part.
  package var weight: Double
  /// How many people or items the group has, where that is known.
  package var size: Int?
  /// What the number would make of people of the group who were left out, where that is asked.
  package var leftOut: Completions?
  /// False where the plan leaves the group out of comparisons.
  package var isCompared = true
  /// How well it is known, where rows weigh differently or repeat people.
  @Rare package var sampling: EstimateSampling?
  /// Everybody of a known group who is not in this one, where groups share people.
  @Rare package var others: OthersCounted?

  /// States a number.
  package init(
    _ value: Double?, undefined: UndefinedReason? = nil, target: Double? = nil, basis: Basis? = nil, weight: Double = 0
  ) {
    self.value = value
    self.undefined = undefined
    self.target = target
    self.basis = basis
    self.weight = weight
  }

  /// An average over lists.
  package init(
    _ value: Double?, undefined: UndefinedReason?, target: Double?, lists: Int, contributing: Int, sampled: Sampled?,
    people: Int? = nil, weight: Double
  ) {
    let isBounded = sampled?.least == 0 && sampled?.most != nil
    self.init(
      value, undefined: undefined, target: target,
      basis: .averaged(over: lists, contributing: contributing, isBounded: isBounded, people: people),
      weight: weight)
    self.sampled = sampled
  }

  /// A number of scores.
  package init(
    _ value: Double?, undefined: UndefinedReason?, scored: ScoreDetails, sampled: Sampled?, weight: Double
  ) {
    self.init(
      value, undefined: undefined, basis: .scored(people: scored.people, smallest: scored.smallest), weight: weight)
    self.sampled = sampled
    self.scored = scored
  }

  /// A share, counted, or a number that follows from one; nil without trials, and where the map asks for more.
  package init(successes: Double, trials: Double, undefined: UndefinedReason? = nil, map: ShareMap? = nil) {
    let number = trials > 0 ? map.map { $0.value(successes: successes, trials: trials) } ?? successes / trials : nil
    self.init(
      undefined?.isOfTheData == true ? nil : number,
      undefined: undefined ?? (number == nil && trials > 0 ? .fewInACount : nil),
      basis: .counted(successes: successes, trials: trials))
  }
}

extension GroupNumber {
  /// The share of an estimate that was counted; nil for one that no reader could have made.
  init?(counted estimate: Estimate, map: ShareMap?) {
    guard let successes = estimate.numerator, let trials = estimate.denominator,
      GroupNumbers.isCount(successes, of: trials),
      map == nil || successes == successes.rounded() && trials == trials.rounded()
    else { return nil }
    guard let sampling = estimate.sampling else {
      if let others = estimate.others, !GroupNumbers.isCount(others.numerator, of: others.denominator) { return nil }
      self.init(successes: successes, trials: trials, undefined: estimate.undefined, map: map)
      (size, others) = (estimate.count, estimate.others)
      return
    }
    guard sampling.isPossible, estimate.value.map({ (0...1).contains($0) }) ?? true, sampling.people >= 0 else {
      return nil
    }
    self.init(
      sampled: estimate.value, undefined: estimate.undefined, successes: successes, trials: trials, sampling: sampling)
    size = estimate.count
  }

  /// A share of weights; nil without rows.
  package init(
    sampled value: Double?, undefined: UndefinedReason?, successes: Double, trials: Double, sampling: EstimateSampling
  ) {
    self.init(
      undefined == .outcomeOnlyAfterFavourable ? nil : value, undefined: undefined,
      basis: .counted(successes: successes, trials: trials, people: sampling.people), weight: sampling.weight)
    self.sampling = sampling
  }
}

extension GroupNumber {
  /// The counts that the number is the quotient of; nil where weights or a formula make it of more.
  package var quotient: (part: Double, whole: Double)? {
    guard case .counted(let part, let whole, _) = basis, sampling == nil else { return nil }
    guard let value else { return (part, whole) }
    return abs(value - part / whole) <= 1e-9 ? (part, whole) : nil
  }
}

extension EstimateSampling {
  /// Whether an audit could have written it.
  fileprivate var isPossible: Bool {
    let sizes = [effective, degreesOfFreedom, others?.effective, others?.degreesOfFreedom].compactMap(\.self)
    return weight >= 0 && weight.isFinite && sizes.allSatisfy { $0 > 0 && $0.isFinite }
      && (others.map { $0.weight >= 0 && $0.rows >= 0 && ($0.value.map { (0...1).contains($0) } ?? true) } ?? true)
  }
}

/// The groups of a grouping and where each stands: one object for the numbers of all metrics about them.
package final class GroupOrder: Sendable {
  /// The groups, in the order of the record.
  package let groups: [[Label]]
  fileprivate let places: [[Label]: Int]

  /// Takes groups in their order; of two that are the same the first counts.
  package init(_ groups: [[Label]]) {
    self.groups = groups
    places = Dictionary(groups.enumerated().map { ($1, $0) }) { first, _ in first }
  }

  /// The place of a group.
  func index(of group: [Label]) -> Int? { places[group] }
}

/// The numbers of one metric for the groups of one grouping, over everybody or within one stratum.
package struct GroupNumbers: Sendable, Hashable {
  private let order: GroupOrder
  /// Their numbers [groups].
  package let numbers: [GroupNumber]
  /// How numbers follow from shares; nil where they are it.
  private let map: ShareMap?
  private let total: (successes: Double, trials: Double, people: Int?, values: Double, weights: Double)

  /// The groups, in the order of the record.
  package var groups: [[Label]] { order.groups }
  private var places: [[Label]: Int] { order.places }

  /// Pairs groups with their numbers.
  package init(groups: [[Label]] = [], numbers: [GroupNumber] = []) {
    self.init(order: GroupOrder(groups), numbers: numbers)
  }

  /// Pairs groups with their numbers.
  ///
  /// - Parameter map: How numbers follow from shares; nil where they are it.
  package init(order: GroupOrder, numbers: [GroupNumber], map: ShareMap? = nil) {
    precondition(order.groups.count == numbers.count, "one number a group")
    self.map = map
    self.order = order
    self.numbers = numbers
    var total = (successes: 0.0, trials: 0.0, people: Int?.none, values: 0.0, weights: 0.0)
    for number in numbers {
      if case .counted(let successes, let trials, let people) = number.basis {
        total.successes += successes
        total.trials += trials
        if let people { total.people = (total.people ?? 0).plus(people) }
        if number.sampling != nil, let value = number.value {
          total.values += number.weight * value
          total.weights += number.weight
        }
      } else if let value = number.value, number.weight > 0 {
        total.values += number.weight * value
        total.weights += number.weight
      }
    }
    self.total = total
  }

  /// Reads the numbers of a metric from the estimates of one place.
  ///
  /// - Parameter dispersions: Those of the same place; without a spread a group takes no part in everybody's average.
  package init(_ card: MetricCard, estimates: [Estimate], dispersions: [Dispersion]) {
    guard card.measure.isEstimated else {
      let counted = estimates.compactMap { estimate in
        GroupNumber(counted: estimate, map: card.map).map { (estimate.group, $0) }
      }
      self.init(order: GroupOrder(counted.map(\.0)), numbers: counted.map(\.1), map: card.map)
      return
    }
    if card.measure == .function {
      self.init(
        groups: estimates.map(\.group),
        numbers: estimates.map {
          GroupNumber(
            $0.value, undefined: $0.undefined, basis: .made(of: Int(bounded: max(0, $0.denominator ?? 0))))
        })
      return
    }
    let spread = Set(dispersions.first { $0.scale == .identity && $0.against == nil }?.groups ?? [])
    let weights = GroupNumbers.weights(
      denominators: estimates.map(\.denominator), lists: estimates.map { $0.lists ?? $0.scored?.people ?? 0 },
      hasSpread: estimates.map { spread.contains($0.group) })
    self.init(
      groups: estimates.map(\.group),
      numbers: zip(estimates, weights).map { estimate, weight in
        if let scored = estimate.scored {
          return GroupNumber(
            estimate.value, undefined: estimate.undefined, scored: scored, sampled: estimate.sampled, weight: weight)
        }
        return GroupNumber(
          estimate.value, undefined: estimate.undefined, target: estimate.target, lists: estimate.lists ?? 0,
          contributing: estimate.contributing ?? 0, sampled: estimate.sampled, people: estimate.people, weight: weight)
      })
  }

  /// Whether a reader could have counted so many among so many; anything else was written by somebody else.
  static func isCount(_ successes: Double, of trials: Double) -> Bool {
    successes >= 0 && successes <= trials && trials <= 9_007_199_254_740_992
  }

  /// How much each group weighs in everybody's average: its denominator where all groups have one, else its lists; nothing
  /// without a spread.
  package static func weights(denominators: [Double?], lists: [Int], hasSpread: [Bool]) -> [Double] {
    let isComplete = denominators.allSatisfy { $0.map { $0 >= 0 && $0.isFinite } ?? false }
    return hasSpread.indices.map { group in
      hasSpread[group] ? isComplete ? denominators[group] ?? 0 : Double(lists[group]) : 0
    }
  }

  /// Which groups rest on enough to be compared, and may be; decided by sizes, never by values.
  package func enough(_ minimumCount: Int) -> [Bool] {
    numbers.map { $0.isCompared && $0.basis?.shortfall(minimumCount) == nil }
  }

  /// The same numbers, some groups of which are not compared.
  package func leavingOut(_ left: Set<[Label]>) -> GroupNumbers {
    guard !left.isEmpty else { return self }
    return GroupNumbers(
      order: order,
      numbers: zip(groups, numbers).map { group, number in
        var number = number
        number.isCompared = !left.contains(group)
        return number
      }, map: map)
  }

  /// True when no group is listed twice.
  package var hasDistinctGroups: Bool { places.count == groups.count }

  /// The place of a group.
  package func index(of group: [Label]) -> Int? { places[group] }

  /// The number of a group.
  package func number(of group: [Label]) -> GroupNumber? { places[group].map { numbers[$0] } }

  /// All groups together without the one at `index`, or with all of them.
  package func together(without index: Int? = nil) -> GroupNumber {
    let number = index.map { numbers[$0] }
    if let shared = number ?? numbers.first, let others = shared.others {
      guard index == nil, case .counted(let successes, let trials, _) = shared.basis else {
        return GroupNumber(successes: others.numerator, trials: others.denominator, map: map)
      }
      return GroupNumber(
        successes: others.numerator + successes, trials: others.denominator + trials, map: map)
    }
    if total.trials > 0 || numbers.contains(where: { if case .counted = $0.basis { true } else { false } }) {
      if total.people != nil { return sampled(without: number) }
      guard case .counted(let successes, let trials, _) = number?.basis else {
        return GroupNumber(successes: total.successes, trials: total.trials, map: map)
      }
      return GroupNumber(
        successes: max(0, total.successes - successes), trials: max(0, total.trials - trials), map: map)
    }
    var (values, weights) = (total.values, total.weights)
    if let number, let value = number.value, number.weight > 0 {
      values -= number.weight * value
      weights -= number.weight
    }
    return GroupNumber(weights > 0 ? values / weights : nil)
  }

  /// All groups of a sample together, or without one: people who are in several groups count in each.
  private func sampled(without number: GroupNumber?) -> GroupNumber {
    var all = total
    if let number, case .counted(let successes, let trials, let people) = number.basis {
      all.successes = max(0, all.successes - successes)
      all.trials = max(0, all.trials - trials)
      all.people = (all.people ?? 0).minus(people ?? 0)
      if let value = number.value {
        all.values -= number.weight * value
        all.weights -= number.weight
      }
    }
    let isAnybody = all.trials > 0 && all.weights > 1e-12 * total.weights
    return GroupNumber(
      isAnybody ? min(1, max(0, all.values / all.weights)) : nil,
      basis: .counted(successes: all.successes, trials: all.trials, people: all.people), weight: max(0, all.weights))
  }

  /// What a group is compared with, by the rule of a finding.
  package func other(of group: [Label], reference: ChosenReference) -> GroupNumber? {
    switch reference.rule {
    case .target: places[group].map { GroupNumber(numbers[$0].target) }
    case .overall: together()
    case .complement:
      places[group].map { place in
        numbers[place].scored?.reverse.map { GroupNumber($0.value) } ?? together(without: place)
      }
    default: reference.group.flatMap(number(of:))
    }
  }

  /// The same groups with the counts of several strata added up.
  static func pooled(_ strata: [GroupNumbers]) -> GroupNumbers? {
    guard let groups = strata.first?.groups, strata.allSatisfy({ $0.groups == groups }) else { return nil }
    return GroupNumbers(
      groups: groups,
      numbers: groups.indices.map { index in
        var (successes, trials, people) = (0.0, 0.0, Int?.none)
        for stratum in strata {
          guard case .counted(let own, let all, let held) = stratum.numbers[index].basis else { continue }
          successes += own
          trials += all
          if let held { people = (people ?? 0).plus(held) }
        }
        var number = GroupNumber(successes: successes, trials: trials)
        // Pooled rates of samples are not made, and those who are counted are people.
        if people != nil { number.basis = .counted(successes: successes, trials: trials, people: people) }
        number.isCompared = strata[0].numbers[index].isCompared
        return number
      })
  }

  /// True where a person may be in several groups.
  package var sharePeople: Bool { numbers.contains { $0.others != nil } }

  /// True where rows weigh differently or repeat people.
  package var isSampled: Bool { numbers.contains { $0.sampling != nil } }

  /// True when both hold the same numbers for the same groups.
  package static func == (left: GroupNumbers, right: GroupNumbers) -> Bool {
    left.groups == right.groups && left.numbers == right.numbers
  }

  /// Feeds groups and numbers.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(groups)
    hasher.combine(numbers)
  }
}
