package import AuditRecord

/// The share of those who should have received a list and did not.
package struct ReceivedNothing: ListMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// What it is made of.
  package var kind: MetricKind { .unserved(self) }

  /// Its words.
  package let card = MetricCard(
    id: "received-nothing", name: "Received nothing",
    question: "Are groups of people equally often left without a list?",
    formula: "people without a list ÷ people who should have received one",
    counted: "got none", among: "people in {group} who should have had a list",
    reading: "A ratio above 1 means that the group is left out more often than the reference group.",
    caveats: ["Who should have received a list is what the audience says, else everybody in the table of users."],
    needs: [.lists, .recipients, .userGroups], side: .receivers, comparison: .ratio,
    parameters: ["averaging": "people who should have received a list"], sources: [Bibliography.barocas])

  /// Of the four people, u4 has no list.
  package let example = ListExample(["a": 0, "b": 0.5])
}
