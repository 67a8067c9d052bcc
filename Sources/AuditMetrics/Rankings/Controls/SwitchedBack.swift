package import AuditRecord

/// Who was put back to another mode without having chosen it.
package struct SwitchedBack: ListMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "switched-back", name: "Switched back",
    question: "Are people put back to a profiled mode without having asked for it?",
    formula:
      "people with a request that breaks the level in force after one that kept it, with no choice of theirs between ÷ people served at a level that is judged",
    counted: "are served against their level after it had been kept", among: "people in {group} served at such a level",
    reading: "0 means that a level that was kept once stayed kept until people chose another.",
    caveats: [
      "It sees what the log holds: a switch between two logged requests that both keep the level leaves no trace."
    ],
    needs: [.lists, .userGroups, .setting, .log], side: .receivers, measure: .proportion, comparison: .value,
    sources: [Bibliography.digitalServicesAct])

  /// A number about what people were served.
  package var kind: MetricKind { .switchedBack(self) }

  /// The example has no log.
  package let example = ListExample([:])
}
