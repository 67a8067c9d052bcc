package import AuditRecord
import AuditStatistics

/// How much larger a group’s share of the positions is than its share of what people chose before.
package struct BiasDisparity: ProviderMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "bias-disparity", name: "Shift from history",
    question: "Do lists show each group of items as often as people chose it before?",
    formula: "(share of the positions ÷ share of the histories) − 1, over people with a list",
    counted: "shift from history", among: "items of {group}",
    reading: "0 means as often as chosen before; 0.5 means half as often again.",
    caveats: ["Histories carry the shifts of earlier lists."],
    needs: [.lists, .items, .itemGroups, .history], side: .providers, measure: .average, least: -1, most: nil,
    comparison: .value, parameters: ["averaging": "pooled over lists and histories"], unit: .number, scale: .identity,
    basis: .lists, sources: [Bibliography.tsintzou])

  /// What it needs of each list.
  package let channels: [Channel] = [.positions, .history]

  /// The group's share of the positions, by its share of the histories.
  package func quotient(of group: Int, in axis: ProviderAxis) -> Quotient? {
    Quotient(
      axis.mean(.positions, group) / axis.sum(.positions), over: axis.mean(.history, group) / axis.sum(.history))
  }

  /// A change.
  package let form = QuotientForm.change

  /// Of five chosen items two belong to A: i2 and i1.
  package let example = ListExample(["A": (5.0 / 9) / (2.0 / 5) - 1, "B": (4.0 / 9) / (3.0 / 5) - 1])
}
