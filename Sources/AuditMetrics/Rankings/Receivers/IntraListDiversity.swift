package import AuditRecord

/// How different the items of a list are from each other, averaged over lists.
package struct IntraListDiversity: ReceiverMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "intra-list-diversity", name: "Diversity within a list",
    question: "Are groups of people shown lists that are equally varied?",
    formula:
      "mean over pairs of items of a list of 1 − (groups that both have ÷ groups that either has); mean over lists",
    counted: "diversity within a list", among: "people in {group}",
    reading: "0 means that all items of a list are of the same groups, 1 that no two share one.",
    caveats: [
      "Two items differ as far as the first column of item groups says.",
      "Pairs with an item without a known group are left out.",
    ],
    needs: [.lists, .items, .itemGroups, .userGroups], side: .receivers, measure: .average, comparison: .difference,
    parameters: ["averaging": "people with at least two items", "distance": "Jaccard"],
    unit: .number, scale: .identity, basis: .lists, sources: [Bibliography.ziegler])

  /// The mean distance of the pairs.
  package func contribution(of list: RankedList) -> Contribution? {
    guard let axis = list.catalogue.axes.first else { return nil }
    var sum = 0.0
    var pairs = 0.0
    for one in 0..<list.count {
      let first = axis.range(of: list.items[one])
      guard !first.isEmpty else { continue }
      for other in (one + 1)..<max(list.count, one + 1) {
        let second = axis.range(of: list.items[other])
        guard !second.isEmpty else { continue }
        let weight = list.inclusion(one, other)
        let common = first.count { place in second.contains { axis.codes[$0] == axis.codes[place] } }
        sum += weight * (1 - Double(common) / Double(first.count + second.count - common))
        pairs += weight
      }
    }
    return pairs > 0 ? Contribution(sum / pairs) : nil
  }

  /// Each list holds two of one provider and one of the other: two of three pairs differ.
  package let example = ListExample(["a": 2.0 / 3, "b": 2.0 / 3])
}
