package import AuditRecord

/// How many pairs of a prefix of a list and a group fall short of the target.
package struct InfeasibleCount: ListAverageMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "infeasible-count", name: "Infeasible count",
    question: "How often do groups of items hold less than their target share, over all depths?",
    formula: "pairs of a depth k of a list and a group that holds less than ⌊target · k⌋ positions; mean over lists",
    counted: "shortfalls below the target", among: "lists over {group}",
    reading: "0 means that no group in any list ever falls short.",
    caveats: ["Grows with the number of groups and with the depth."],
    needs: [.lists, .items, .itemGroups, .target], side: .providers, measure: .whole, most: nil, comparison: .value,
    parameters: ["averaging": "lists"], unit: .number, basis: .lists, sources: [Bibliography.geyik])

  /// Pairs of a depth and a group at which the list falls short.
  package func contribution(of list: RankedList, composition: ListComposition?) -> Double? {
    composition.map { Double($0.shortfalls().pairs) }
  }

  /// As for the index, with each group counted.
  package let example = ListExample(whole: 1)
}
