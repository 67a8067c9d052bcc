package import AuditRecord
import AuditStatistics

/// The share of all positions that a group of items holds.
package struct TopKShare: ProviderMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "top-k-share", name: "Share of the positions",
    question: "Does each group of items hold the share of positions that the target gives it?",
    formula: "positions of the group within the depth ÷ positions of all groups, over all lists",
    counted: "share of the positions", among: "items of {group}",
    reading: "Against the target, a ratio below 1 means fewer positions than the target gives the group.",
    caveats: ["The last position counts as much as the first."],
    needs: [.lists, .items, .itemGroups, .target], side: .providers, measure: .average, comparison: .ratio,
    parameters: ["averaging": "pooled over lists"], unit: .share, scale: .logit, basis: .lists,
    sources: [Bibliography.geyik])

  /// What it needs of each list.
  package let channels: [Channel] = [.positions]

  /// Positions of the group, by those of all groups.
  package func quotient(of group: Int, in axis: ProviderAxis) -> Quotient? {
    Quotient(axis.mean(.positions, group), over: axis.sum(.positions))
  }

  /// The whole of a list.
  package func most(attention: Double, items: Double) -> Double? { 1 }

  /// A holds two, one and two of three positions.
  package let example = ListExample(["A": 5.0 / 9, "B": 4.0 / 9])
}
