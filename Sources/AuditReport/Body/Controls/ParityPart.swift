import AuditRecord

/// Whether people who turned personalisation off are served worse: every judged comparison of levels.
enum ParityPart {
  static func blocks(_ controls: ControlsDescription, _ index: RecordIndex) -> [Block] {
    let findings = index.record.findings.filter { finding in
      finding.grouping.contains(controls.setting) && finding.group != nil && finding.comparison != .value
        && index.card(finding.metric).map { !$0.isOfLevels } ?? false && finding.stratifier == nil
    }
    guard !findings.isEmpty else { return [] }
    return [
      .heading(Heading(3, id: "controls-parity", ["What people get at each level"])),
      .table(
        Table(
          caption: ["What levels get, set beside each other"],
          columns: [
            .words("Number"), .words("Level"), .words("Compared with"), .numbers("Judged (CI)"), .words("Verdict"),
          ],
          rows: findings.map { row($0, index) })),
    ] + trap(controls, findings, index)
  }

  private static func row(_ finding: Finding, _ index: RecordIndex) -> [[Inline]] {
    let quantity = index.quantity(finding.metric)
    let scale = Scale(finding.comparison, isRate: quantity.isPercent)
    let mark = Mark(finding, quantity)
    return [
      [.text(index.name(finding.metric) + " "), .code(finding.requirement)], Cells.group(finding.group ?? []),
      [.text(finding.reference?.words(quantity) ?? "")],
      mark.isTooFew
        ? Cells.notAvailable
        : Cells.value(finding.value, finding.interval, finding.undefined, scale, quantity)
          + (scale.isInPoints && finding.value != nil ? [" points"] : []),
      [.mark(mark)],
    ]
  }

  /// Quality is measured by what personalised lists brought about.
  private static func trap(_ controls: ControlsDescription, _ findings: [Finding], _ index: RecordIndex) -> [Block] {
    let isOfRelevance = findings.contains { index.card($0.metric)?.needs.contains(.relevance) ?? false }
    guard isOfRelevance else { return [] }
    return [
      .callout(
        Callout(
          .note, title: ["What counts as relevant came of personalised lists"],
          paragraphs: [
            [
              "Quality is measured against what people wanted, as far as that is known: mostly from what they were shown. People who turned personalisation off were shown other things and have fewer such traces. These numbers favour neither side knowably."
            ]
          ]))
    ]
  }
}
