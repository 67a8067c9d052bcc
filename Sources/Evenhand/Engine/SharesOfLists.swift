import AuditPolicy
import AuditRecord
import AuditStatistics

/// Shares of lists, of which people have several: a list is counted, and a person is drawn.
///
/// They are judged as rates of rows are that repeat people: by as many independent lists as would be known as well.
struct SharesOfLists {
  /// The lists [groups].
  private let proportions: [Proportion]
  /// How well each share is known [groups].
  private var known: [EstimateSampling]
  /// Everybody outside each group [groups]; empty where nothing is compared with them.
  var others: [OthersSampling?] = []

  /// - Parameters:
  ///   - people: Whose lists these are [groups].
  ///   - variation: How the shares vary from person to person [groups].
  init(_ proportions: [Proportion], people: [Int], variation: ClusterFamily) {
    self.proportions = proportions
    let dispersion = variation.dispersion(on: .identity)
    known = proportions.indices.map { group in
      let (lists, people) = (proportions[group].trials, people[group])
      let spread = dispersion?.spread(of: group)
      let share = proportions[group].estimate ?? 0
      let isEven = share <= 0 || share >= 1
      let variance = isEven ? 0 : spread?.variance
      let degrees = isEven || variance == 0 ? Double(people - 1) : spread?.degreesOfFreedom
      guard lists > 0, people > 1, let variance, let degrees, degrees > 0 else {
        return EstimateSampling(
          weight: lists, people: people, units: people, standardError: nil, degreesOfFreedom: nil, effective: nil,
          designEffect: nil, weighting: 1)
      }
      // That all agree shows as much as there are people.
      let effective =
        isEven ? min(Double(people), lists) : variance > 0 ? min(share * (1 - share) / variance, lists) : lists
      return EstimateSampling(
        weight: lists, people: people, units: people, standardError: variance.squareRoot(), degreesOfFreedom: degrees,
        effective: effective, designEffect: lists / effective, weighting: 1)
    }
  }

  /// The shares as a family; nil where nobody has several lists.
  func measured(
    _ card: MetricCard, grouping: [String], groups: [[Label]], sizes: [Int], targets: [Double?] = [],
    missing: [UndefinedReason?] = []
  ) -> Measured? {
    guard zip(proportions, known).contains(where: { $0.trials > Double($1.people) }) else { return nil }
    let numbers = proportions.indices.map { group in
      var sampling = known[group]
      if !others.isEmpty { sampling.others = others[group] }
      var number = GroupNumber(
        sampled: proportions[group].estimate,
        undefined: proportions[group].estimate == nil
          ? missing.isEmpty ? .emptyDenominator : missing[group] ?? .emptyDenominator : nil,
        successes: proportions[group].successes, trials: proportions[group].trials, sampling: sampling)
      if !targets.isEmpty { number.target = targets[group] }
      return number
    }
    return GroupFamily(card, sampled: GroupNumbers(groups: groups, numbers: numbers), joint: nil).map {
      Measured(family: $0, grouping: grouping, sizes: sizes)
    }
  }

  /// The first of them as everybody outside a group with whom it shares nobody.
  var asOthers: OthersSampling {
    OthersSampling(
      value: proportions[0].estimate, rows: Int(bounded: proportions[0].trials), weight: known[0].weight,
      effective: known[0].effective, degreesOfFreedom: known[0].degreesOfFreedom, covariance: 0)
  }
}
