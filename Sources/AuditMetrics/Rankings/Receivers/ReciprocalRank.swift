package import AuditRecord

/// One divided by the rank of the first relevant item, averaged over lists.
package struct ReciprocalRank: ReceiverMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "reciprocal-rank", name: "Reciprocal rank",
    question: "Does the first relevant item stand equally high in the lists of each group of people?",
    formula: "1 ÷ rank of the first relevant item, 0 where none stands within the depth; mean over lists",
    counted: "reciprocal rank of the first relevant item", among: "people in {group}",
    reading: "1 means that every list begins with something relevant.",
    caveats: [
      "Only the first relevant item counts.",
      "People of whom nothing relevant is known are not averaged; they are counted.",
    ],
    needs: [.lists, .relevance, .userGroups], side: .receivers, measure: .average, comparison: .difference,
    parameters: ["averaging": "people with something relevant"], unit: .number, scale: .identity, basis: .lists,
    sources: [Bibliography.voorhees])

  /// The reciprocal of the first hit's rank; its expectation where the hit stands in a tie.
  package func contribution(of list: RankedList) -> Contribution? {
    guard list.wanted > 0 else { return nil }
    var open = 1.0
    var value = 0.0
    list.ties { entries, first, length in
      guard open > 0 else { return }
      let relevant = entries.count { list.grades[$0] > 0 }
      let inside = min(first + length - 1, list.depth) - first + 1
      for place in 0..<max(inside, 0) {
        let left = Double(length - place)
        let chance = min(1, Double(relevant) / left)
        value += open * chance / Double(first + place)
        open *= 1 - chance
      }
    }
    return Contribution(value)
  }

  /// The first hits stand at ranks 1, 3 and 1.
  package let example = ListExample(["a": (1 + 1.0 / 3) / 2, "b": 1])
}
