package import AuditRecord
import AuditStatistics

/// How often a more relevant item of a group stands above a less relevant one of the same group.
package struct IntraGroupPairwiseAccuracy: ProviderMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "intra-group-pairwise-accuracy", name: "Pairwise accuracy within groups",
    question: "Within each group of items, do relevant ones stand above less relevant ones equally often?",
    formula:
      "pairs of a list’s items with the more relevant one standing above ÷ such pairs in any order, both items in the group",
    counted: "share of pairs in the right order", among: "relevant items of {group}",
    reading: "1 means that every more relevant item stands above; ½ is what chance gives.",
    caveats: ["Only items of one list are compared, within the depth.", "Tied items count one half."],
    needs: [.lists, .items, .itemGroups, .relevance], side: .providers, measure: .average, comparison: .difference,
    parameters: ["averaging": "pairs of all lists"], unit: .share, scale: .logit, basis: .lists,
    sources: [Bibliography.beutel])

  /// What it needs of each list.
  package let channels: [Channel] = [.rightInside, .pairsInside]

  /// Pairs in the right order, by all pairs.
  package func quotient(of group: Int, in axis: ProviderAxis) -> Quotient? {
    Quotient(axis.mean(.rightInside, group), over: axis.mean(.pairsInside, group))
  }

  /// i1 stands above i2 for u1; i4 stands below i3 for u2.
  package let example = ListExample(["A": 1, "B": 0])
}
