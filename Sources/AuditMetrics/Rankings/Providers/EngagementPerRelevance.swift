package import AuditRecord
import AuditStatistics

/// The engagement with a group of items for each unit of relevance.
package struct EngagementPerRelevance: ProviderMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "engagement-per-relevance", name: "Engagement by relevance", aliases: ["disparate-impact-ratio", "dir"],
    question: "Do groups of items get engagement in proportion to how relevant they are to people?",
    formula: "engagement with the group in lists ÷ grades of the group for everybody with a list",
    counted: "engagement for each unit of relevance", among: "items of {group}",
    reading: "A ratio below 1 means less engagement for equal relevance.",
    caveats: ["Engagement follows attention: what stands low is seen by few."],
    needs: [.lists, .items, .itemGroups, .relevance, .engagement], side: .providers, measure: .average, most: nil,
    comparison: .ratio,
    parameters: ["averaging": "sums over lists", "relevance": "everything judged for people with a list"],
    unit: .number, scale: .logarithm, basis: .lists, sources: [Bibliography.singh])

  /// What it needs of each list.
  package let channels: [Channel] = [.engagement, .relevance]

  /// Engagement with the group, by its relevance.
  package func quotient(of group: Int, in axis: ProviderAxis) -> Quotient? {
    Quotient(axis.mean(.engagement, group), over: axis.mean(.relevance, group))
  }

  /// Three clicks on A for relevance 3, one on B for 2.
  package let example = ListExample(["A": 1, "B": 0.5])
}
