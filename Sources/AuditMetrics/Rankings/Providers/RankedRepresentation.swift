package import AuditRecord
import AuditStatistics

/// The share of lists in which a group of items is under-represented by the exact test of ranked group representation.
package struct RankedRepresentation: ListMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// The chance that a list fails although its positions are drawn by the target.
  static let significance = 0.1

  /// What it is made of.
  package var kind: MetricKind { .representation(self) }

  /// Its words.
  package let card = MetricCard(
    id: "ranked-group-representation", name: "Under-represented in the ranking (FA*IR)",
    question: "In how many lists does the group hold fewer of the first positions than chance would give it?",
    formula:
      "lists in which some prefix holds fewer items of the group than a draw by its target share would, with probability at most 0.1 in a list ÷ lists",
    counted: "lists fall short of the group’s target share", among: "lists, for items of {group},",
    reading: "Up to one list in ten falls short by chance alone; more means that the group is held back.",
    caveats: [
      "The largest level of the single prefixes is chosen for which the chance of failing, computed exactly, does not exceed 0.1; tools that take the nearest one exceed it.",
      "Positions of one list are taken as independent draws.",
      "Lists with ties, or with an item of no or of several groups, are not tested; shorter lists are tested as far as they go.",
    ],
    needs: [.lists, .singleLists, .items, .itemGroups, .target], side: .providers, comparison: .value,
    parameters: ["level of the test": "0.1"], basis: .lists, sources: [Bibliography.zehlike])

  /// Tables for three positions and shares of ⅓ and ⅔: A may be missing; B needs one of the first three (chance of none
  /// 1/27, of none among two 1/9). Every list holds one of B.
  package let example = ListExample(["A": 0, "B": 0])
}
