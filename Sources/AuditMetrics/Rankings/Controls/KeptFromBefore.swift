package import AuditRecord

/// How much of people's lists they were shown before.
package struct KeptFromBefore: ReceiverMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "kept-from-before", name: "Kept from the list before",
    question: "How much of people’s lists was in their list one period earlier?",
    formula: "positions that hold an item of the person’s earlier list ÷ positions of the list; mean over lists",
    counted: "share of positions that the earlier list held too",
    among: "people in {group} who have a list and an earlier one",
    reading:
      "Where some people changed a setting and others did not, less is kept by those who changed it if the setting changes lists; equal numbers mean that it changed nothing.",
    caveats: [
      "New items and new choices change lists of everybody: compare people who changed the setting with people who did not.",
      "People without an earlier list are not averaged; they are counted.",
    ],
    needs: [.lists, .before, .userGroups], side: .receivers, measure: .average, comparison: .difference,
    parameters: ["averaging": "lists that have an earlier one", "divisor": "positions of the list, up to the depth"],
    unit: .share, scale: .identity, basis: .lists, sources: [Bibliography.datta])

  /// The share of the list's positions.
  package func contribution(of list: RankedList) -> Contribution? {
    list.share(in: list.before).map { Contribution($0) }
  }

  /// One of three positions for u1, none for u2; two for u3.
  package let example = ListExample(["a": 1.0 / 6, "b": 2.0 / 3])
}
