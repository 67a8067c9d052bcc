package import AuditRecord

/// How much of the catalogue is in any list.
package struct Coverage: CatalogueMetric {
  /// True: few lists show few items.
  package var isSetBesideEven: Bool { true }

  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "coverage", name: "Coverage of the catalogue",
    question: "How much of the catalogue is in any list?",
    formula: "items in at least one list, within the depth ÷ items in the catalogue",
    counted: "coverage of the catalogue", among: "all items of {group}",
    reading: "1 means that every item is in some list.",
    caveats: [
      "It depends on all lists at once, so it has no range: it is the realised value.",
      "It grows with the number of lists.",
    ],
    needs: [.lists, .items], side: .providers, measure: .whole, comparison: .value,
    parameters: ["units": "all items of the catalogue"], unit: .number, basis: .lists, sources: [Bibliography.ge])

  /// Items that were shown, by all items.
  package func value(of totals: ItemTotals) -> Double? {
    totals.shown.isEmpty ? nil : Double(totals.shown.count { $0 > 0 }) / Double(totals.shown.count)
  }

  /// Only i6 is in no list.
  package let example = ListExample(whole: 5.0 / 6)
}
