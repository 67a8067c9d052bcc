import AuditRecord

/// A finding about a whole grouping: a worst pair, or a composite with its parts.
struct WholeFinding {
  let id: String
  let finding: Finding
  let requirement: Requirement?
  let index: RecordIndex

  private var summary: SummaryResult? {
    index.summaries(finding.grouping).first { summary in
      summary.metric == finding.metric
        && summary.comparison == finding.comparison
        && summary.reference.rule == finding.reference?.rule ?? ReferenceWord.none
        && summary.stratifier == finding.stratifier && summary.within == finding.within
        && (requirement.map { summary.minimumCount == $0.minimumCount && summary.level == $0.confidence } ?? true)
    }
  }

  private var quantity: Quantity { index.quantity(finding.metric) }
  private var scale: Scale { Scale(finding.comparison, isRate: quantity.isPercent, isGap: true) }

  var blocks: [Block] {
    guard finding.verdict != .couldNotRun else { return [] }
    let summary = summary
    let parts = summary.map { $0.parts.map(\.metric) } ?? []
    var blocks = figure(parts.isEmpty ? [finding.metric] : parts)
    // With neither a number nor parts, the sentence says everything.
    if finding.value != nil || !parts.isEmpty { blocks.append(.table(table(summary))) }
    if let skipped = summary?.skipped, !skipped.isEmpty {
      blocks.append(.paragraph([.text("Too small to be compared: \(Phrases.list(skipped.map(Words.group))).")]))
    }
    if let skipped = summary?.skippedGroups {
      blocks.append(.paragraph([.text("Too small to be compared: \(PlainNumber.count(skipped)) groups.")]))
    }
    return blocks
  }

  private func figure(_ metrics: [String]) -> [Block] {
    let estimates = metrics.map {
      LongTables.extremes(index.estimates(RecordIndex.Place(metric: $0, grouping: finding.grouping)))
    }
    let panels = zip(metrics, estimates).filter { !$1.isEmpty }.map { metric, estimates in
      DotPlot.Panel(title: index.name(metric), rows: estimates.map { DotPlot.Row($0, index.quantity(metric)) })
    }
    guard !panels.isEmpty else { return [] }
    let pair = summary?.groups.map(Words.group) ?? []
    let title =
      pair.count == 2
      ? "The widest gap is between \(Phrases.list(pair))" : "\(index.name(finding.metric)) by group"
    return [
      .figure(
        Figure(
          id: "\(id)-chart-1", title: title,
          caption:
            "Each dot is a group’s \(quantity.noun), with its \(Cells.range(at: estimates.joined().compactMap(\.interval?.level))). "
            + (panels.count == 1 ? "The axis starts at zero." : "The panels share one axis, which starts at zero.")
            + (estimates.joined().contains { $0.target(quantity) != nil } ? " The upright mark is the target." : ""),
          description: "Dot plot, one row a group, \(Phrases.counted(panels.count, "panel")). \(title). "
            + "The tables of section “Everything that was measured” hold every number.",
          chart: .dots(DotPlot(axisLabel: quantity.axisLabel, isRate: quantity.isPercent, panels: panels))))
    ]
  }

  private func table(_ summary: SummaryResult?) -> Table {
    let limits = finding.threshold.values
    let parts = summary?.parts ?? []
    // A number about everything lies between no groups, and may have no range for a reason.
    let isPair = finding.comparison != .value
    let range = Cells.range(
      finding.interval, without: summary?.withoutInterval, scale, quantity, apartFrom: limits)
    let whole: [[Inline]] =
      [
        [.text(index.name(finding.metric))], [.mark(Mark(finding.verdict))],
        Cells.value(finding.value, finding.undefined, scale, quantity, apartFrom: limits), range,
      ] + (isPair ? [groups(summary?.groups ?? [])] : [])
    return Table(
      caption: [.text("\(index.name(finding.metric)) \(Words.by(finding.grouping))")],
      columns: [
        .words("What"), .words("Verdict"), .numbers(.text(scale.header)),
        .numbers(.text(FindingsSection.rangeHeader(requirement))),
      ] + (isPair ? [.words("Between")] : []),
      rows: [whole]
        + parts.map { part in
          [
            [.text("Part: \(index.name(part.metric))")], Cells.notApplicable,
            Cells.value(
              part.value, .undefinedPart,
              Scale(finding.comparison, isRate: index.quantity(part.metric).isPercent, isGap: true), quantity),
            Cells.notApplicable, groups(part.groups),
          ]
        })
  }

  private func groups(_ groups: [[Label]]) -> [Inline] {
    groups.isEmpty ? Cells.notAvailable : [.text(Phrases.list(groups.map(Words.group)))]
  }
}
