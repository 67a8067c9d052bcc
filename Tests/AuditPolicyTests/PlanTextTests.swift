import AuditInputs
import AuditPolicy
import AuditRecord
import Testing

/// Plans that are written say what they were told, whatever is in the data, and each key with what it means.
struct PlanTextTests {
  private static let hostile = [
    "1", "yes", "null", "~", "", " ", "a: b", "- a", "[x]", "{x}", "#c", "'", "\"", "\\", "a\nb", "a\tb", "%", "@", "`",
    "Ä ö", "\u{202E}evil", "\u{85}", "\u{7F}", "0x10", "1e3", "2026-01-01", "!!str", "&a", "*a", "|", ">", "\u{1F600}",
    "a\u{0}b", "NaN", "\u{FEFF}x",
  ]

  private func plan(label: String, column: String, title: String) throws -> Plan {
    let text = PlanText.yaml(
      [
        .init("audit", .members([.init("title", .text(title))])),
        .init(
          "decisions",
          .members([
            .init("source", .text("data.csv")),
            .init(
              "columns",
              .members([.init("decision", .text(column)), .init("favourable", .list([.label(Label(label))]))])),
            .init(
              "groups",
              .list([
                .text("g\(column)"),
                .line([.init("column", .text("n")), .init("bins", .list([.number(-0.5), .number(1e21)]))]),
              ])),
          ])),
        .init(
          "requirements",
          .entries([
            .members([
              .init("id", .text("r")), .init("metric", .text("selection-rate")),
              .init("across", .list([.text("g\(column)")])),
              .init("reference", .line([.init("group", .list([.label(Label(label))]))])),
              .init("at-least", .number(0.8)),
            ])
          ])),
      ], title: "Begun by a test.")
    return try read(text).get()
  }

  @Test(arguments: hostile) func textIsReadBackAsItWas(_ text: String) throws {
    // An empty label is refused as a favourable one, and no plan holds a NUL character.
    let label = text.isEmpty || text.contains("\0") ? "x" : text
    let column = text.contains("\0") || text.isEmpty ? "c" : text
    let plan = try plan(label: label, column: column, title: column)
    let decisions = try #require(plan.decisions)
    #expect(Label(decisions.labels.decision) == Label(column))
    #expect(decisions.labels.favourable == [Label(label)])
    #expect(Label(plan.audit.title) == Label(column))
    #expect(plan.requirements[0].reference == .group([Label(label)]))
    #expect(decisions.groups[1].bins == [-0.5, 1e21])
  }

  @Test func everyKeyIsExplainedOnce() {
    let text = PlanText.yaml(
      [
        .init("audit", .members([.init("title", .text("t"))])),
        .init(
          "requirements",
          .entries([
            .members([.init("id", .text("a")), .init("at-least", .number(0.8))]),
            .members([.init("id", .text("b")), .init("at-least", .number(0.9))]),
          ]), notes: ["others"]),
      ], title: "Begun.")
    #expect(
      text == """
        # Begun.

        # What is audited, and by whom.
        audit:
          # The title on the report.
          title: t

        # The demands that decide the verdict.
        requirements:
          - id: a
            # The least that is accepted.
            at-least: 0.8
          - id: b
            at-least: 0.9
          # others

        """)
  }
}
