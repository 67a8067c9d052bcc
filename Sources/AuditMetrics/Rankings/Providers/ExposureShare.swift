package import AuditRecord
import AuditStatistics

/// The share of all attention that a group of items gets.
package struct ExposureShare: ProviderMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "exposure-share", name: "Share of exposure",
    question: "Does each group of items get the share of attention that the target gives it?",
    formula: "attention of the group ÷ attention of all groups, over all lists",
    counted: "share of the attention", among: "items of {group}",
    reading: "Against the target, a ratio below 1 means less attention than the target gives the group.",
    caveats: [
      "The target is somebody’s choice, named beside the number.",
      "Items without a known group take no part.",
    ],
    needs: [.lists, .items, .itemGroups, .target], side: .providers, measure: .average, comparison: .ratio,
    parameters: ["averaging": "pooled over lists"], unit: .share, scale: .logit, basis: .lists, attention: true,
    sources: [Bibliography.singh, Bibliography.ekstrand])

  /// What it needs of each list.
  package let channels: [Channel] = [.attention]

  /// Attention of the group, by that of all groups.
  package func quotient(of group: Int, in axis: ProviderAxis) -> Quotient? {
    Quotient(axis.mean(.attention, group), over: axis.sum(.attention))
  }

  /// Its share of the attention.
  package func value(attention amount: Double, of total: Double, items: Double, lists: Double) -> Double? {
    total > 0 ? amount / total : nil
  }

  /// The whole of a list.
  package func most(attention: Double, items: Double) -> Double? { 1 }

  /// Of three times 1 + 1/log₂ 3 + ½.
  package let example = ListExample([
    "A": (2.5 + 2 * ListExample.second) / (4.5 + 3 * ListExample.second),
    "B": (2 + ListExample.second) / (4.5 + 3 * ListExample.second),
  ])
}
