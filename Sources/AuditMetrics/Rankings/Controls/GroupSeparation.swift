package import AuditRecord

/// Whether groups of people get different lists at a level that may use no profile.
package struct GroupSeparation: ListMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Lists at least that hold an item before it is compared.
  package static let leastLists = 10
  /// People at least in each group.
  package static let leastPeople = 30

  /// Its words.
  package let card = MetricCard(
    id: "group-separation", name: "Separation of groups",
    question: "Do groups of people get different lists where no profile may be used?",
    formula:
      "max over kinds, or items, and groups of |Σ w (x̄_group − x̄_others)| ÷ Σ w, over contexts; x the share of the list’s attention, or 1 where it holds the item; w = n_group n_others ÷ n",
    counted: "largest difference between lists of a group and lists of others", among: "people in {group}",
    reading:
      "Within each context lists of a group are set beside those of everybody else. 0 means that no kind, or no item, is given more to any group.",
    caveats: [
      "A context that shapes lists, differs between groups and is not declared looks like a difference of groups.",
      "Differences that many kinds or items share in small parts are harder to see than one large one.",
      "It is tested by permuting the groups within contexts, and needs `replicates`.",
    ],
    needs: [.lists, .singleLists, .userGroups, .setting], side: .receivers, measure: .whole, ideal: 0,
    comparison: .value, parameters: ["items": "in ten lists or more", "groups": "of thirty people or more"],
    unit: .share,
    basis: .lists, attention: true, sources: [Bibliography.westfallYoung])

  /// How far lists of groups lie apart.
  package var kind: MetricKind { .separation(self) }

  /// Of the attention of lists in group a half goes to A on average, of that of the list in b (1 + 1/log₂ 3) of 1.5 + 1/log₂ 3.
  package let example = ListExample(whole: (1 + ListExample.second) / (1.5 + ListExample.second) - 0.5)
}
