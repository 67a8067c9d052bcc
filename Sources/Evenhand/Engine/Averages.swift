import AuditPolicy
import AuditRecord
import AuditStatistics

/// The averages of one metric over the groups of one grouping, before they are a family.
struct Averages {
  let values: [Double?]
  /// Lists that each number is averaged over, and those that contribute anything but 0 [groups].
  let lists: [Int]
  let contributing: [Int]
  /// The people whose lists these are [groups]; empty where each has one.
  var people: [Int] = []
  /// What the lists are a sample of [groups]; empty where nothing bounds what one of them can have.
  var sampled: [Sampled?] = []
  /// What the numbers are quotients of [groups].
  let quotients: [(numerator: Double?, denominator: Double?)]
  /// How the numbers vary, and their logarithms.
  var identity: ClusterDispersion?
  var logarithm: ClusterDispersion?
  /// The share that each group should have [groups]; empty without a target.
  var targets: [Double?] = []
  /// How ratios to, and differences from, a target vary that follows from the same lists.
  var ratios: ClusterDispersion?
  var differences: ClusterDispersion?
  /// Why numbers have no range, where none is to be had.
  var withoutInterval: UndefinedReason?
  /// Why there is no number at all.
  var undefined: UndefinedReason?
  /// Why a group has no number [groups]; empty where only a lack of people or lists can be why.
  var reasons: [UndefinedReason?] = []

  /// Why a group has no number.
  private func missing(_ group: Int, size: Int) -> UndefinedReason? {
    if let undefined { return undefined }
    if !reasons.isEmpty, let reason = reasons[group] { return reason }
    guard values[group] == nil else { return nil }
    return size == 0 ? .emptyGroup : .emptyDenominator
  }

  /// The numbers as a family; nothing where they do not fit together.
  func measured(
    _ card: MetricCard, grouping: [String], groups: [[Label]], sizes: [Int], replicates: (any Replicates)? = nil
  ) -> Measured? {
    let spread = Set(identity?.groups ?? [])
    let weights = GroupNumbers.weights(
      denominators: quotients.map(\.denominator), lists: lists, hasSpread: groups.indices.map(spread.contains))
    let numbers = groups.indices.map { group in
      GroupNumber(
        values[group],
        undefined: missing(group, size: sizes[group]),
        target: targets.isEmpty ? nil : targets[group], lists: lists[group], contributing: contributing[group],
        sampled: sampled.isEmpty ? nil : sampled[group], people: people.isEmpty ? nil : people[group],
        weight: weights[group])
    }
    let family = GroupFamily(
      card, numbers: GroupNumbers(groups: groups, numbers: numbers), identity: identity, logarithm: logarithm,
      ratios: ratios, differences: differences)
    return family.map {
      Measured(
        family: $0, grouping: grouping, sizes: sizes, quotients: quotients, withoutInterval: withoutInterval,
        replicates: replicates)
    }
  }
}
