package import AuditRecord

/// How much of a list also stands in the lists of others.
package struct CatalogueOverlap: ListMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// What it is made of.
  package var kind: MetricKind { .overlap(self) }

  /// Its words.
  package let card = MetricCard(
    id: "catalogue-overlap", name: "Overlap with the lists of others",
    question: "Do the lists of each group of people equally resemble the lists of everybody else?",
    formula:
      "items that a list shares with the list of another person ÷ depth; mean over lists of the group and all others",
    counted: "overlap with the lists of others", among: "people in {group}",
    reading: "1 means that everybody gets the same items, 0 that no two lists share one.",
    caveats: ["It depends on all lists at once, so it has no range, and cannot be judged by one."],
    needs: [.lists, .singleLists, .userGroups], side: .receivers, measure: .average, comparison: .difference,
    parameters: ["averaging": "pairs of people"], unit: .number, scale: .identity, basis: .lists,
    sources: [Bibliography.zhou])

  /// The overlap of a group, given as finest groups, with everybody; nothing where it was not counted.
  package func value(_ summary: ListSummary, groups: [Int], depth: Int) -> Double? {
    guard !summary.overlap.isEmpty else { return nil }
    let lists = Double(groups.reduce(0) { $0 + summary.sizes[$1] })
    // Pairs with a list of another person.
    let pairs = lists * Double(summary.lists) - groups.reduce(0) { $0 + summary.ownPairs[$1] }
    guard pairs > 0 else { return nil }
    var sum = 0.0
    for item in summary.totals.shown.indices {
      let own = groups.reduce(0.0) { $0 + (item < summary.overlap[$1].count ? summary.overlap[$1][item] : 0) }
      sum += own * summary.totals.shown[item]
    }
    // Each list of the group shares its items with every list that holds them, less those of the same person.
    sum -= groups.reduce(0) { $0 + summary.selfOverlap[$1] }
    return sum / (pairs * Double(depth))
  }

  /// u1 shares two items with each other list, u2 two with u1 and one with u3, u3 two with u1 and one with u2.
  package let example = ListExample(["a": (4.0 / 6 + 3.0 / 6) / 2, "b": 3.0 / 6])
}
