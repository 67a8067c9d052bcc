package import AuditRecord

/// The share of a list’s positions that hold something relevant, averaged over lists.
package struct PrecisionAtK: ReceiverMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "precision-at-k", name: "Precision at the depth",
    question: "Do groups of people get lists with equally much that is relevant to them?",
    formula: "relevant items in the first positions ÷ depth; mean over lists",
    counted: "precision", among: "people in {group}",
    reading: "The share of all positions that hold something relevant.",
    caveats: [
      "The divisor is the depth even when the list is shorter.",
      "People of whom nothing relevant is known are not averaged; they are counted.",
    ],
    needs: [.lists, .relevance, .userGroups], side: .receivers, measure: .average, comparison: .difference,
    parameters: ["averaging": "people with something relevant", "divisor": "depth"], unit: .number, scale: .identity,
    basis: .lists, sources: [Bibliography.manning])

  /// Hits within the depth, divided by the depth.
  package func contribution(of list: RankedList) -> Contribution? {
    guard list.wanted > 0 else { return nil }
    return Contribution(list.hits / Double(list.depth))
  }

  /// One hit of three positions for u1 and u2, two for u3.
  package let example = ListExample(["a": 1.0 / 3, "b": 2.0 / 3])
}
