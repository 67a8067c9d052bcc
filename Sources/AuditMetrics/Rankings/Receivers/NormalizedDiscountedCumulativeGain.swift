package import AuditRecord

/// How close a list comes to the best possible one, averaged over lists.
package struct NormalizedDiscountedCumulativeGain: ReceiverMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "ndcg", name: "List quality (NDCG)",
    question: "Do groups of people get lists that are equally close to the best possible ones?",
    formula:
      "Σ grade ÷ log₂(rank + 1) over the list up to the depth, divided by the same sum for the best order of everything relevant; mean over lists",
    counted: "list quality (NDCG)", among: "people in {group}",
    reading: "1 is the best order of everything relevant, 0 a list without anything relevant.",
    caveats: [
      "People of whom nothing relevant is known are not averaged; they are counted.",
      "Grades are used as they are (linear gain); tools with exponential gain give other numbers for grades above 1.",
    ],
    needs: [.lists, .relevance, .userGroups], side: .receivers, measure: .average, comparison: .difference,
    parameters: ["averaging": "people with something relevant", "gain": "linear", "discount": "1/log₂(rank + 1)"],
    unit: .number, scale: .identity, basis: .lists, sources: [Bibliography.jarvelin])

  /// The list's gain divided by the best gain.
  package func contribution(of list: RankedList) -> Contribution? {
    guard list.idealGain > 0 else { return nil }
    var gain = 0.0
    for entry in 0..<list.count { gain += list.grades[entry] * list.discount[entry] }
    return Contribution(gain / list.idealGain)
  }

  /// u1 has 1 of 1 + 1/log₂ 3, u2 ½ of 1, u3 everything.
  package let example = ListExample([
    "a": (1 / (1 + ListExample.second) + 0.5) / 2, "b": 1,
  ])
}
