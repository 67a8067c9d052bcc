package import AuditRecord

/// The share of everything relevant that a list holds, averaged over lists.
package struct RecallAtK: ReceiverMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "recall-at-k", name: "Recall at the depth",
    question: "Do lists hold equally much of what is relevant to each group of people?",
    formula: "relevant items in the first positions ÷ all items relevant to the person; mean over lists",
    counted: "recall", among: "people in {group}",
    reading: "1 means that a list holds everything relevant.",
    caveats: [
      "People with more relevant items than positions cannot reach 1.",
      "People of whom nothing relevant is known are not averaged; they are counted.",
    ],
    needs: [.lists, .relevance, .userGroups], side: .receivers, measure: .average, comparison: .difference,
    parameters: ["averaging": "people with something relevant"], unit: .number, scale: .identity, basis: .lists,
    sources: [Bibliography.manning])

  /// Hits within the depth, divided by what is wanted.
  package func contribution(of list: RankedList) -> Contribution? {
    guard list.wanted > 0 else { return nil }
    return Contribution(list.hits / Double(list.wanted))
  }

  /// u1 gets one of two, u2 one of one, u3 two of two.
  package let example = ListExample(["a": 0.75, "b": 1])
}
