import AuditData
package import AuditRecord
import AuditStatistics

/// The share of a group's people whose score is above the median of everybody.
package struct ScoringRate: ScoreMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "scoring-rate", name: "Scoring rate",
    question: "How many of each group have a score above the median of everybody?",
    formula: "people with a score above the median of all scores ÷ people with a score",
    counted: "have a score above the median of everybody", among: "people in {group} with a score",
    reading: "A ratio below 1 means that the group’s people are less often in the upper half.",
    caveats: [
      "Where many people have the median score, far less than half may be above it.",
      "The median is taken as fixed, although it is found in the same data; intervals for it covered 93 to 97 % where 95 % are named.",
    ],
    needs: [.score],
    parameters: [
      "median": "of everybody with a score, of known group or not; with an even number the mean of the middle two"
    ],
    sources: [Bibliography.localLaw144])

  /// The share of each group strictly above the median.
  package func numbers(of table: ScoreTable) -> [ScoreNumber] {
    table.groups.map { scores in
      var details = ScoreDetails(people: Int(scores.people))
      details.median = table.median
      guard scores.people > 0, let median = table.median else {
        return ScoreNumber(undefined: .emptyDenominator, people: 0)
      }
      let above = Self.above(scores, median)
      return ScoreNumber(.share(Proportion(successes: above, trials: Double(scores.people))), details: details)
    }
  }

  /// Whoever has a score is above the median or not; without one anybody may be.
  package func completions(of scores: GroupScores, in table: ScoreTable, isCounted: Bool) -> Completions {
    var found = Completions(either: Double(scores.unscored))
    guard !isCounted, let median = table.median else { return found }
    found.counted = Self.above(scores, median)
    found.uncounted = Double(scores.people) - found.counted
    return found
  }

  private static func above(_ scores: GroupScores, _ median: Double) -> Double {
    Double([scores.positives, scores.negatives, scores.others].reduce(0) { $0 + $1.people(above: median) })
  }

  /// 6 and 4 of 10 people above 0.55.
  package let example = ScoreExample(["a": 0.6, "b": 0.4])
}
