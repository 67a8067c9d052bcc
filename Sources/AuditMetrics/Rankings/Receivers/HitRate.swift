package import AuditRecord

/// The share of lists that hold anything relevant.
package struct HitRate: ReceiverMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "hit-rate", name: "Hit rate",
    question: "Do groups of people equally often get a list with anything relevant in it?",
    formula: "people whose list holds something relevant ÷ people of whom something relevant is known",
    counted: "got a list with something relevant in it", among: "people in {group} of whom something relevant is known",
    reading: "A ratio below 1 means that fewer lists of the group hold anything relevant.",
    caveats: ["One relevant item at the last position counts as much as ten at the top."],
    needs: [.lists, .singleLists, .relevance, .userGroups], side: .receivers, comparison: .ratio,
    parameters: ["averaging": "people with something relevant"], sources: [Bibliography.manning])

  /// Whether anything within the depth is wanted; a chance where a tie reaches beyond the depth.
  package func contribution(of list: RankedList) -> Contribution? {
    guard list.wanted > 0 else { return nil }
    var missed = 1.0
    list.ties { entries, first, length in
      let relevant = entries.count { list.grades[$0] > 0 }
      let inside = min(first + length - 1, list.depth) - first + 1
      // The first `inside` places of the tie miss all relevant ones.
      for place in 0..<max(inside, 0) {
        missed *= max(0, Double(length - relevant - place)) / Double(length - place)
      }
    }
    return Contribution(1 - missed)
  }

  /// Each list holds something relevant.
  package let example = ListExample(["a": 1, "b": 1])
}
