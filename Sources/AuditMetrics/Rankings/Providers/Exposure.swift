package import AuditRecord
import AuditStatistics

/// The attention that an item of a group gets on average.
package struct Exposure: ProviderMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "exposure", name: "Exposure", aliases: ["exposure-parity", "exp"],
    question: "Do items of each group get equal attention?",
    formula: "mean over lists of the attention that the group gets ÷ items of the group that can be shown",
    counted: "attention an item gets in a list", among: "items of {group}",
    reading: "A ratio below 1 means that an item of the group gets less attention than one of the reference group.",
    caveats: [
      "Attention is a model of how far people read, named beside the number.",
      "It says nothing about whether items deserve attention.",
    ],
    needs: [.lists, .items, .itemGroups], side: .providers, measure: .average, most: nil, comparison: .ratio,
    parameters: ["averaging": "lists", "universe": "the table of items"],
    unit: .number, scale: .logarithm, basis: .lists, attention: true,
    sources: [Bibliography.singh, Bibliography.fairRankTune])

  /// What it needs of each list.
  package let channels: [Channel] = [.attention]

  /// Attention of the group, by its items.
  package func quotient(of group: Int, in axis: ProviderAxis) -> Quotient? {
    Quotient(axis.mean(.attention, group), over: .constant(axis.items[group]))
  }

  /// All attention of a list, for the items of the group alone.
  package func most(attention: Double, items: Double) -> Double? { items > 0 ? attention / items : nil }

  /// Attention a list and item.
  package func value(attention amount: Double, of total: Double, items: Double, lists: Double) -> Double? {
    lists > 0 && items > 0 ? amount / lists / items : nil
  }

  /// A stands at ranks 1 and 3, at 2, at 1 and 2; B at 2, at 1 and 3, at 3.
  package let example = ListExample([
    "A": (1.5 + ListExample.second + 1 + ListExample.second) / 3 / 2, "B": (ListExample.second + 1.5 + 0.5) / 3 / 4,
  ])
}
