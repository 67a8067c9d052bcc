package import AuditRecord

/// The mean precision at the ranks of the relevant items, averaged over lists.
package struct AveragePrecision: ReceiverMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "average-precision", name: "Average precision",
    question: "Do relevant items stand equally high in the lists of each group of people?",
    formula:
      "Σ precision at the rank of each relevant item within the depth ÷ min(relevant items, depth); mean over lists",
    counted: "average precision", among: "people in {group}",
    reading: "1 means that every list begins with everything relevant.",
    caveats: [
      "Tools that divide by all relevant items, however many, give smaller numbers.",
      "People of whom nothing relevant is known are not averaged; they are counted.",
    ],
    needs: [.lists, .relevance, .userGroups], side: .receivers, measure: .average, comparison: .difference,
    parameters: ["averaging": "people with something relevant", "divisor": "min(relevant items, depth)"],
    unit: .number, scale: .identity, basis: .lists, sources: [Bibliography.manning, Bibliography.mcSherry])

  /// The sum of precisions at hits, divided by the hits that are possible; its expectation over ties.
  package func contribution(of list: RankedList) -> Contribution? {
    guard list.wanted > 0 else { return nil }
    var before = 0.0
    var sum = 0.0
    list.ties { entries, first, length in
      let relevant = Double(entries.count { list.grades[$0] > 0 })
      guard relevant > 0 else { return }
      let inside = min(first + length - 1, list.depth) - first + 1
      let chance = relevant / Double(length)
      for place in 0..<max(inside, 0) {
        // Relevant ones among the places before it in the tie, given that this place holds one.
        let others = length > 1 ? Double(place) * (relevant - 1) / Double(length - 1) : 0
        sum += chance * (before + others + 1) / Double(first + place)
      }
      before += relevant
    }
    return Contribution(sum / Double(min(list.wanted, list.depth)))
  }

  /// u1 has a hit at rank 1 of two possible, u2 one at rank 3 of one, u3 both at the top.
  package let example = ListExample(["a": (0.5 + 1.0 / 3) / 2, "b": 1])
}
