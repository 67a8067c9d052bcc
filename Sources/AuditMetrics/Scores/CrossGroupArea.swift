package import AuditRecord
import AuditStatistics

/// How well scores put a group's people with a positive outcome above everybody else's with a negative one.
package struct CrossGroupArea: ScoreMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "cross-group-auc", name: "Area under the curve across groups",
    question:
      "Are a group’s people with a positive outcome as often ranked above others with a negative one as the reverse?",
    formula:
      "pairs of one person of the group with a positive outcome and one of all other groups with a negative one in which the first has the higher score, ties counting half ÷ all such pairs; against the same with both sides exchanged",
    counted: "area under the curve of the group’s positive outcomes against everybody else’s negative ones",
    among: "{group}",
    reading:
      "A difference below 0 means that the group’s people with a positive outcome are ranked above others with a negative one less often than others’ above the group’s.",
    caveats: ["It mixes how well the score ranks with how high each group’s scores are."],
    needs: [.score, .outcome], measure: .average, comparison: .difference, unit: .number, scale: .logit, basis: .people,
    references: [.complement], sources: [Bibliography.kallusZhou, Bibliography.borkan, Bibliography.deLong])

  /// The area of each group's positives against all others' negatives, with the reverse.
  package func numbers(of table: ScoreTable) -> [ScoreNumber] {
    table.groups.indices.map { index in
      let (own, others) = (table.groups[index], table.others(index))
      let sides = [own.positives, own.negatives, others.positives, others.negatives].map(\.people)
      let (people, smallest) = (Int(own.observed), Int(sides.min() ?? 0))
      guard let area = AreaUnderCurve(positives: own.positives, negatives: others.negatives),
        let reverse = AreaUnderCurve(positives: others.positives, negatives: own.negatives)
      else {
        return ScoreNumber(undefined: people == 0 ? .emptyDenominator : .oneOutcome, people: people, smallest: smallest)
      }
      var details = ScoreDetails(people: people, smallest: smallest)
      (details.area, details.reverse) = (ScoreArea(area), ScoreArea(reverse))
      return ScoreNumber(.limited(area.value), details: details)
    }
  }

  /// 21 of 25 pairs, and 17 of 25.
  package let example = ScoreExample(["a": 0.84, "b": 0.68])
}
