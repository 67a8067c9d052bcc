package import AuditData
import AuditNumerics

/// The scores of the people of each finest group, by outcome.
///
/// Merging is associative and commutative with no scores as identity; regrouping commutes with it.
package struct ScoreSummary: Sendable, Hashable {
  /// The scores of each group.
  package private(set) var groups: [GroupScores]

  /// Nobody in any of so many groups.
  package init(groups: Int = 0) { self.groups = Array(repeating: GroupScores(), count: groups) }

  /// Sorts the scores that a reader has gathered.
  package init(_ tally: RowNumberTally) {
    let outcomes = RowNumberTally.outcomes
    let runs = Parallel.map(tally.rows.count) { ScoreRuns(tally.rows[$0]) }
    groups = stride(from: 0, to: runs.count, by: outcomes).map { start in
      GroupScores(
        positives: runs[start], negatives: runs[start + 1], others: runs[start + 2],
        missing: Array(tally.missing[start..<(start + outcomes)]))
    }
  }

  /// Adds the scores of the same groups.
  package mutating func merge(_ other: ScoreSummary) {
    while groups.count < other.groups.count { groups.append(GroupScores()) }
    for index in other.groups.indices { groups[index] = GroupScores.merged([groups[index], other.groups[index]]) }
  }

  /// The scores of coarser or reordered groups: group g goes to `mapping[g]`, or nowhere when that is negative.
  package func regrouped(by mapping: [Int32], count: Int) -> ScoreSummary {
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
package struct GroupScores: Sendable, Hashable {
  /// Of people with a positive outcome.
  package var positives = ScoreRuns()
  /// Of people with a negative outcome.
  package var negatives = ScoreRuns()
  /// Of people without an outcome.
  package var others = ScoreRuns()
  /// People without a score: with a positive outcome, a negative one, and none.
  package var missing: [Int64] = [0, 0, 0]

  /// Nobody.
  package init() {}

  /// States scores.
  package init(
    positives: ScoreRuns, negatives: ScoreRuns, others: ScoreRuns = ScoreRuns(), missing: [Int64] = [0, 0, 0]
  ) {
    self.positives = positives
    self.negatives = negatives
    self.others = others
    self.missing = missing
  }

  /// Those of all of these.
  package static func merged(_ groups: [GroupScores]) -> GroupScores {
    if groups.count == 1 { return groups[0] }
    return GroupScores(
      positives: ScoreRuns.merged(groups.map(\.positives)), negatives: ScoreRuns.merged(groups.map(\.negatives)),
      others: ScoreRuns.merged(groups.map(\.others)),
      missing: groups.reduce(into: [0, 0, 0]) { sums, group in
        for index in 0..<3 { sums[index] += group.missing[index] }
      })
  }

  /// Of everybody, whatever the outcome.
  package var all: ScoreRuns { ScoreRuns.merged([positives, negatives, others]) }
  /// People with a score.
  package var people: Int64 { positives.people + negatives.people + others.people }
  /// People with a score and an outcome.
  package var observed: Int64 { positives.people + negatives.people }
  /// People without a score.
  package var unscored: Int64 { missing.reduce(0, +) }
}
