package import AuditRecord
import AuditStatistics

/// How well scores put people with a positive outcome above others of the same group.
package struct AreaUnderCurveByGroup: ScoreMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "auc", name: "Area under the ROC curve",
    question: "Does the score tell people with a positive outcome from others equally well in each group?",
    formula:
      "pairs of one person with a positive and one with a negative outcome in which the first has the higher score, ties counting half ÷ all such pairs of the group",
    counted: "area under the ROC curve", among: "people in {group} with a score and a known outcome",
    reading:
      "0.5 is no better than chance, 1 is perfect. A difference below 0 means that the score ranks the group’s people less well.",
    caveats: [
      "It says nothing about where a cut-off lies, or whether scores mean the same in each group.",
      "Two groups can have the same area while one group’s people all have lower scores: see the area across groups.",
    ],
    needs: [.score, .outcome], measure: .average, comparison: .difference, unit: .number, scale: .logit, basis: .people,
    references: [.highest, .lowest, .group, .worstPair], sources: [Bibliography.deLong, Bibliography.sunXu])

  /// The area of each group.
  package func numbers(of table: ScoreTable) -> [ScoreNumber] {
    table.groups.map { scores in
      let (positives, negatives) = (scores.positives, scores.negatives)
      let (people, smallest) = (Int(scores.observed), Int(min(positives.people, negatives.people)))
      guard let area = AreaUnderCurve(positives: positives, negatives: negatives) else {
        return ScoreNumber(undefined: people == 0 ? .emptyDenominator : .oneOutcome, people: people, smallest: smallest)
      }
      var details = ScoreDetails(people: people, smallest: smallest)
      details.area = ScoreArea(area)
      return ScoreNumber(.limited(area.value), details: details)
    }
  }

  /// 19 of 25 pairs, and 19 ½ of 25.
  package let example = ScoreExample(["a": 0.76, "b": 0.78])
}
