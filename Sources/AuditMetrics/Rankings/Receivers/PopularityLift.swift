package import AuditRecord

/// How much more popular the items of lists are than what their owners chose before.
package struct PopularityLift: ReceiverMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "popularity-lift", name: "Popularity lift (ΔGAP)",
    question: "Are groups of people pushed equally far towards what is popular?",
    formula:
      "(mean popularity of lists − mean popularity of histories) ÷ mean popularity of histories, over people with both",
    counted: "popularity lift", among: "people in {group}",
    reading: "0 means lists as popular as what people chose before; 0.5 means half as popular again.",
    caveats: ["The order of the list plays no part.", "Groups with different tastes start from different histories."],
    needs: [.lists, .items, .popularity, .history, .userGroups], side: .receivers, measure: .average, least: -1,
    most: nil, comparison: .difference, parameters: ["averaging": "means over people, then their quotient"],
    unit: .number, scale: .identity, basis: .lists, sources: [Bibliography.abdollahpouri])

  /// The mean popularity of the list, set against that of the history.
  package func contribution(of list: RankedList) -> Contribution? {
    guard let shown = list.meanPopularity, !list.history.isEmpty else { return nil }
    let chosen = list.history.reduce(0.0) { $0 + list.catalogue.popularity[Int($1)] } / Double(list.history.count)
    return Contribution(shown, base: chosen)
  }

  /// The estimate is a change.
  package let isChange = true

  /// Histories: 4 and 4; 8; 4 and 2. Means of a: 5 shown, 6 chosen; of b: 13/3 and 3.
  package let example = ListExample(["a": 5.0 / 6 - 1, "b": (13.0 / 3) / 3 - 1])
}
