package import AuditRecord

/// How often the items of a list were chosen before, averaged over lists.
package struct ListPopularity: ReceiverMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "list-popularity", name: "Popularity of the list",
    question: "Are groups of people shown items that are equally popular?",
    formula: "mean over the list of how often each item was chosen before; mean over lists",
    counted: "mean popularity of the items of a list", among: "people in {group}",
    reading: "A larger number means better-known items.",
    caveats: ["Popularity is what the plan’s column says; it is not counted from the lists."],
    needs: [.lists, .items, .popularity, .userGroups], side: .receivers, measure: .average, most: nil,
    comparison: .difference, parameters: ["averaging": "people with a list"], unit: .number, scale: .identity,
    basis: .lists, sources: [Bibliography.abdollahpouri])

  /// The mean popularity of what the list holds within the depth.
  package func contribution(of list: RankedList) -> Contribution? {
    list.meanPopularity.map { Contribution($0) }
  }

  /// 8, 4 and 4; 4, 8 and 2; 4, 8 and 1.
  package let example = ListExample(["a": (16.0 / 3 + 14.0 / 3) / 2, "b": 13.0 / 3])
}
