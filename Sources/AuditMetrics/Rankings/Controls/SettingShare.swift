package import AuditRecord

/// Who has a level of a control.
package struct SettingShare: ListMetric {
  /// The metric; which levels count, the requirement says.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "setting-share", name: "Share with a level",
    question: "Who uses the control that people have over their own personalisation?",
    formula: "people of the group who have one of the levels ÷ people of the group whose level is known",
    counted: "have one of the levels", among: "people in {group} whose level is known",
    reading: "Equal shares mean that groups use the control alike.",
    caveats: [
      "A lower share may mean less wish or less chance to use the control; the data do not say which.",
      "A level that is in force by default is no choice.",
    ],
    needs: [.lists, .userGroups, .setting, .named], side: .receivers, measure: .proportion,
    sources: [Bibliography.digitalServicesAct])

  /// The same card where these levels count.
  package static func card(_ card: MetricCard, levels: [Label]) -> MetricCard {
    let names = levels.map { "“\(Words.group([$0]))”" }
    var card = card
    card.parameters["levels"] = names.joined(separator: ", ")
    card.counted = "have \(names.count == 1 ? "the level" : "one of the levels") \(names.joined(separator: ", "))"
    return card
  }

  /// A number about the people of the table of users.
  package var kind: MetricKind { .settingShare(self) }

  /// The example has no control.
  package let example = ListExample([:])
}
