package import AuditRecord

/// How much of people's lists is what anybody would get.
package struct BaselineMatch: ReceiverMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "baseline-match", name: "Match with the baseline list",
    question: "How much of people’s lists is what they would get without personalisation?",
    formula: "positions that hold an item of the baseline list ÷ positions of the list; mean over lists",
    counted: "share of positions that the baseline list holds too",
    among: "people in {group} who have a list and a baseline list",
    reading: "100 % means that lists hold nothing that the baseline list does not.",
    caveats: [
      "It is no test of profiling: what is tried out on everybody, and copies that are not fresh, lower it too.",
      "The order within the depth plays no part.",
      "People without a baseline list are not averaged; they are counted.",
    ],
    needs: [.lists, .baseline, .userGroups], side: .receivers, measure: .average, comparison: .difference,
    parameters: ["averaging": "lists that have a baseline list", "divisor": "positions of the list, up to the depth"],
    unit: .share, scale: .identity, basis: .lists, sources: [Bibliography.datta])

  /// The share of the list's positions.
  package func contribution(of list: RankedList) -> Contribution? {
    list.share(in: list.baseline).map { Contribution($0) }
  }

  /// Two of three positions for u1 and u2; one of three for u3.
  package let example = ListExample(["a": 2.0 / 3, "b": 1.0 / 3])
}
