package import AuditRecord

/// How often people are served in a mode that keeps the level that they chose.
package struct SettingHonoured: ListMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "setting-honoured", name: "Setting honoured",
    question: "Are people served in a mode that keeps the level that they chose?",
    formula: "requests served in a mode that keeps the level in force ÷ requests at levels that are judged",
    counted: "share of requests that keep the level in force", among: "people in {group}",
    reading: "100 % means that every request at a level that is judged was served in a mode that keeps it.",
    caveats: [
      "It sees what the log says of modes, and not whether a mode does what its name says.",
      "Requests within the time that the operator claims for a choice to take effect count as any other; the report has them apart.",
    ],
    needs: [.lists, .userGroups, .setting, .log], side: .receivers, measure: .average, comparison: .value,
    parameters: ["averaging": "requests; people are what varies"], unit: .share, scale: .logit, basis: .people,
    sources: [Bibliography.efron])

  /// A number about what people were served.
  package var kind: MetricKind { .honoured(self) }

  /// The example has no log.
  package let example = ListExample([:])
}
