package import AuditRecord
import AuditStatistics

/// How often a more relevant item of a group stands above a less relevant one outside it.
package struct PairwiseAccuracy: ProviderMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "pairwise-accuracy", name: "Pairwise accuracy between groups",
    question: "Do relevant items of each group stand above less relevant items of other groups equally often?",
    formula:
      "pairs of a list’s items with the more relevant one in the group and standing above ÷ such pairs in any order, the other item outside the group",
    counted: "share of pairs in the right order", among: "relevant items of {group}",
    reading: "1 means that every more relevant item stands above; ½ is what chance gives.",
    caveats: ["Only items of one list are compared, within the depth.", "Tied items count one half."],
    needs: [.lists, .items, .itemGroups, .relevance], side: .providers, measure: .average, comparison: .difference,
    parameters: ["averaging": "pairs of all lists"], unit: .share, scale: .logit, basis: .lists,
    sources: [Bibliography.beutel])

  /// What it needs of each list.
  package let channels: [Channel] = [.rightOutside, .pairsOutside]

  /// Pairs in the right order, by all pairs.
  package func quotient(of group: Int, in axis: ProviderAxis) -> Quotient? {
    Quotient(axis.mean(.rightOutside, group), over: axis.mean(.pairsOutside, group))
  }

  /// i1 stands above i3 for u1, i2 and i1 above i5 for u3; i4 stands below i1 for u2.
  package let example = ListExample(["A": 1, "B": 0])
}
