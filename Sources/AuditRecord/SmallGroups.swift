/// The counts of the groups of one table that are too small to be listed one by one.
///
/// An intersection may have thousands of groups of a few people. Where more than ``most`` groups have fewer people than any
/// requirement asks for, their counts stand here, and no estimate or disparity is written for them. A judgement reads both.
package struct SmallGroups: Codable, Sendable, Hashable {
  /// Small groups of a table that are still listed one by one.
  package static let most = 50

  /// The metric's id.
  package var metric: String
  /// The columns of the grouping.
  @Defaulted package var grouping: [String]
  /// The column that splits the data, when `within` names one of its values.
  @OrNull package var stratifier: String?
  /// The stratum, or null.
  @OrNull package var within: String?
  /// Where each group stands among those of its ``GroupingDescription`` that anybody has, from 0, ascending [small groups]. Within a stratum, a
  /// group that is in no list has nobody there.
  @Defaulted package var groups: [Int]
  /// What was counted [small groups].
  @Defaulted package var numerators: [Double]
  /// Among how many [small groups].
  @Defaulted package var denominators: [Double]

  /// States counts.
  package init(
    metric: String, grouping: [String], stratifier: String? = nil, within: String? = nil, groups: [Int],
    numerators: [Double], denominators: [Double]
  ) {
    self.metric = metric
    self.grouping = grouping
    self.stratifier = stratifier
    self.within = within
    self.groups = groups
    self.numerators = numerators
    self.denominators = denominators
  }

  /// Whether each group has its counts, and stands once among so many groups.
  package func fits(groups count: Int) -> Bool {
    numerators.count == groups.count && denominators.count == groups.count
      && groups.allSatisfy { $0 >= 0 && $0 < count } && zip(groups, groups.dropFirst()).allSatisfy { $0 < $1 }
      && zip(numerators, denominators).allSatisfy { GroupNumbers.isCount($0, of: $1) }
  }
}

extension Place {
  /// Where counts of small groups belong.
  package init(_ small: SmallGroups) {
    self.init(
      metric: small.metric, grouping: small.grouping, stratifier: small.stratifier.map { Label($0) },
      within: small.within.map { Label($0) })
  }
}

extension GroupNumbers {
  /// The numbers of every group of a table of which only some are listed.
  ///
  /// - Parameters:
  ///   - order: The groups of the grouping.
  ///   - estimates: The listed ones; one that stands for no group of the grouping is passed over.
  ///   - small: The others, if there are any.
  ///   - sizes: The people of each group [groups]; empty within a stratum.
  init(order: GroupOrder, estimates: [Estimate], small: SmallGroups, sizes: [Int]) {
    // A group that is in neither list has nobody in this stratum.
    var numbers = order.groups.map { _ in GroupNumber(successes: 0, trials: 0, undefined: .emptyGroup) }
    for estimate in estimates {
      guard let index = order.index(of: estimate.group), let counted = GroupNumber(counted: estimate, map: nil) else {
        continue
      }
      numbers[index] = counted
    }
    for (place, index) in small.groups.enumerated() {
      let (successes, trials) = (small.numerators[place], small.denominators[place])
      numbers[index] = GroupNumber(
        successes: successes, trials: trials, undefined: trials > 0 ? nil : .emptyDenominator)
      if !sizes.isEmpty { numbers[index].size = sizes[index] }
    }
    self.init(order: order, numbers: numbers)
  }
}
