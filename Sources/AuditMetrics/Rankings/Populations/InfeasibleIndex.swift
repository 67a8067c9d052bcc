package import AuditRecord

/// How many prefixes of a list fall short of the target.
package struct InfeasibleIndex: ListAverageMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "infeasible-index", name: "Infeasible index",
    question: "At how many depths does a group of items hold less than its target share?",
    formula: "depths k of a list at which some group holds less than ⌊target · k⌋ positions; mean over lists",
    counted: "depths below the target", among: "lists over {group}",
    reading: "0 means that no list ever falls short.",
    caveats: ["AIF360 returns the infeasible count under this name."],
    needs: [.lists, .items, .itemGroups, .target], side: .providers, measure: .whole, most: nil, comparison: .value,
    parameters: ["averaging": "lists"], unit: .number, basis: .lists, sources: [Bibliography.geyik])

  /// Depths at which the list falls short.
  package func contribution(of list: RankedList, composition: ListComposition?) -> Double? {
    composition.map { Double($0.shortfalls().prefixes) }
  }

  /// B needs one of two positions and two of three, rounded down: u1 holds 1 of 2 and 1 of 3, which falls short once; u2 never; u3 holds none of 2 and 1 of 3, which falls short twice.
  package let example = ListExample(whole: 1)
}
