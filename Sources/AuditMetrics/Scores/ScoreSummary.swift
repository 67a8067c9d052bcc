public import AuditData
import AuditNumerics

/// The scores of the people of each finest group, by outcome.
///
/// Merging is associative and commutative with no scores as identity; regrouping commutes with it.
public struct ScoreSummary: Sendable, Hashable {
  /// The scores of each group.
  public private(set) var groups: [GroupScores]

  /// Nobody in any of so many groups.
  public init(groups: Int = 0) { self.groups = Array(repeating: GroupScores(), count: groups) }

  /// Sorts the scores that a reader has gathered.
  public init(_ tally: RowNumberTally) {
    let outcomes = RowNumberTally.outcomes
    let runs = Parallel.map(tally.rows.count) { ScoreRuns(tally.rows[$0]) }
    groups = stride(from: 0, to: runs.count, by: outcomes).map { start in
      GroupScores(
        positives: runs[start], negatives: runs[start + 1], others: runs[start + 2],
        missing: Array(tally.missing[start..<(start + outcomes)]))
    }
  }

  /// Adds the scores of the same groups.
  public mutating func merge(_ other: ScoreSummary) {
    while groups.count < other.groups.count { groups.append(GroupScores()) }
    for index in other.groups.indices { groups[index] = GroupScores.merged([groups[index], other.groups[index]]) }
  }

  /// The scores of coarser or reordered groups: group g goes to `mapping[g]`, or nowhere when that is negative.
  public func regrouped(by mapping: [Int32], count: Int) -> ScoreSummary {
    var members = [[Int]](repeating: [], count: count)
    for (index, group) in mapping.enumerated().prefix(groups.count) where group >= 0 {
      members[Int(group)].append(index)
    }
    var summary = ScoreSummary()
    let gathered = members
    summary.groups = Parallel.map(count) { group in GroupScores.merged(gathered[group].map { groups[$0] }) }
    return summary
  }
}

/// The scores of one group.
public struct GroupScores: Sendable, Hashable {
  /// Of people with a positive outcome.
  public var positives = ScoreRuns()
  /// Of people with a negative outcome.
  public var negatives = ScoreRuns()
  /// Of people without an outcome.
  public var others = ScoreRuns()
  /// People without a score: with a positive outcome, a negative one, and none.
  public var missing: [Int64] = [0, 0, 0]

  /// Nobody.
  public init() {}

  /// States scores.
  public init(
    positives: ScoreRuns, negatives: ScoreRuns, others: ScoreRuns = ScoreRuns(), missing: [Int64] = [0, 0, 0]
  ) {
    self.positives = positives
    self.negatives = negatives
    self.others = others
    self.missing = missing
  }

  /// Those of all of these.
  public static func merged(_ groups: [GroupScores]) -> GroupScores {
    if groups.count == 1 { return groups[0] }
    return GroupScores(
      positives: ScoreRuns.merged(groups.map(\.positives)), negatives: ScoreRuns.merged(groups.map(\.negatives)),
      others: ScoreRuns.merged(groups.map(\.others)),
      missing: groups.reduce(into: [0, 0, 0]) { sums, group in
        for index in 0..<3 { sums[index] += group.missing[index] }
      })
  }

  /// Of everybody, whatever the outcome.
  public var all: ScoreRuns { ScoreRuns.merged([positives, negatives, others]) }
  /// People with a score.
  public var people: Int64 { positives.people + negatives.people + others.people }
  /// People with a score and an outcome.
  public var observed: Int64 { positives.people + negatives.people }
  /// People without a score.
  public var unscored: Int64 { missing.reduce(0, +) }
}
