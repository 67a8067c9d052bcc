package import AuditRecord
import AuditStatistics

/// The attention that a group of items gets for each unit of relevance.
package struct ExposurePerRelevance: ProviderMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "exposure-per-relevance", name: "Exposure by relevance", aliases: ["disparate-treatment-ratio", "dtr"],
    question: "Do groups of items get attention in proportion to how relevant they are to people?",
    formula: "attention of the group ÷ grades of the group for everybody with a list",
    counted: "attention for each unit of relevance", among: "items of {group}",
    reading: "A ratio below 1 means less attention for equal relevance.",
    caveats: [
      "Relevance is what was judged, shown or not; what nobody was shown may never have been judged.",
      "A group of which nothing is relevant has no number.",
    ],
    needs: [.lists, .items, .itemGroups, .relevance], side: .providers, measure: .average, most: nil,
    comparison: .ratio,
    parameters: ["averaging": "sums over lists", "relevance": "everything judged for people with a list"],
    unit: .number, scale: .logarithm, basis: .lists, attention: true, sources: [Bibliography.singh])

  /// What it needs of each list.
  package let channels: [Channel] = [.attention, .relevance]

  /// Attention of the group, by its relevance.
  package func quotient(of group: Int, in axis: ProviderAxis) -> Quotient? {
    Quotient(axis.mean(.attention, group), over: axis.mean(.relevance, group))
  }

  /// i1 is relevant to u1 and u3, i2 to u3, i5 to u1 and i4 to u2.
  package let example = ListExample(["A": (2.5 + 2 * ListExample.second) / 3, "B": (2 + ListExample.second) / 2])
}
