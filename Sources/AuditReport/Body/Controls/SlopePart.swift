import AuditRecord

/// Whether one's own history still shows in one's list, level by level.
enum SlopePart {
  private static let metric = "history-slope"

  static func blocks(_ controls: ControlsDescription, _ index: RecordIndex) -> [Block] {
    let estimates = index.estimates(
      RecordIndex.Place(metric: metric, grouping: [controls.setting], stratifier: nil, within: nil))
    let rows = controls.levels.compactMap { level in estimates.first { $0.group == [level] } }
    guard !rows.isEmpty else { return [] }
    return [.heading(Heading(3, id: "controls-history", ["Does one’s own history still show?"]))]
      + readings(controls, rows) + shares(controls, index)
      + figure(controls, rows, index) + [.table(table(controls, rows, index))] + warnings(controls)
  }

  private static func name(_ group: [Label]) -> String { Words.group(group) }

  // MARK: sentences

  /// What the numbers mean at the levels that may use no profile; at all, where none is named.
  private static func readings(_ controls: ControlsDescription, _ rows: [Estimate]) -> [Block] {
    let levels = controls.unpersonalised
    let shown = rows.filter { levels.isEmpty || levels.contains($0.group.first ?? "") }
    return shown.map { row in
      guard let value = row.value else {
        return .paragraph([
          .text("At the level \(name(row.group)) it cannot be said: \(row.undefined?.words ?? "there is no number").")
        ])
      }
      let points = tenfold(row.interval)
      let range = points.map { " (\(Numbers.level(row.interval?.level ?? 0.95)) confidence interval \($0))" } ?? ""
      return .paragraph([
        .text(
          "At the level \(name(row.group)), for every 10 points that somebody chose of a kind more than others in the same context, their list has \(Scale.plain.text(10 * value)) points more of it\(range)."
        )
      ])
    }
  }

  private static func tenfold(_ interval: Interval?) -> String? {
    guard let lower = interval?.lower, let upper = interval?.upper else { return nil }
    return "\(Scale.plain.text(10 * lower)) to \(Scale.plain.text(10 * upper))"
  }

  /// What is left at one level of the slope at another, where a requirement asks for it.
  private static func shares(_ controls: ControlsDescription, _ index: RecordIndex) -> [Block] {
    index.record.findings.compactMap { finding in
      guard finding.metric == metric, finding.grouping == [controls.setting], finding.comparison == .ratio,
        let group = finding.group, let reference = finding.reference?.group
      else { return nil }
      guard let value = finding.value, let interval = finding.interval else {
        return .paragraph([
          .text(
            "What share of the slope at \(name(reference)) is left at \(name(group)) cannot be told: \(finding.undefined?.words ?? "it has no range")."
          )
        ])
      }
      let level = Numbers.level(interval.level)
      let range = Scale.rate.range(interval).map { " (\(level) confidence interval \($0))" } ?? ""
      return .paragraph([
        .text(
          "Of the slope at \(name(reference)), \(Scale.rate.text(value)) is left at \(name(group))\(range)."
        )
      ])
    }
  }

  /// Histories of very different length make slopes that cannot be compared.
  private static func warnings(_ controls: ControlsDescription) -> [Block] {
    let known = controls.people.compactMap { level in level.historyLength.map { (level.level, $0) } }
    guard let shortest = known.min(by: { $0.1 < $1.1 }), let longest = known.max(by: { $0.1 < $1.1 }),
      shortest.1 < longest.1 / 2
    else { return [] }
    return [
      .callout(
        Callout(
          .note, title: ["Histories differ in length"],
          paragraphs: [
            [
              .text(
                "At \(name([shortest.0])) a history has \(length(shortest.1)) items on average, at \(name([longest.0])) \(length(longest.1)). Short histories make the slope flatter, so that part of the difference between these levels may be theirs."
              )
            ]
          ]))
    ]
  }

  // MARK: numbers

  /// Items of a history, on average.
  private static func length(_ items: Double) -> String { DecimalDigits(items).fixed(1) }

  private static func mark(_ row: Estimate, _ controls: ControlsDescription, _ index: RecordIndex) -> Mark {
    let finding = index.record.findings.first {
      $0.metric == metric && $0.grouping == [controls.setting] && $0.group == row.group && $0.comparison == .value
    }
    return finding.map { Mark($0, index.quantity(metric)) } ?? Mark(.notApplicable)
  }

  private static func figure(
    _ controls: ControlsDescription, _ rows: [Estimate], _ index: RecordIndex
  ) -> [Block] {
    guard rows.contains(where: { $0.value != nil }) else { return [] }
    return [
      .figure(
        Figure(
          id: "controls-slope", title: "How closely lists follow histories, by level",
          caption:
            "Each mark is the slope at a level, with its interval, and what was found of the slope itself; “not checked” says that no requirement asks for it there. 0: no trace of the history in the list. 1: the list mirrors it.",
          description:
            "Dot plot: one row a level, least personalised first, with its interval. The table that follows holds every number.",
          chart: .forest(
            ForestPlot(
              comparison: .value, axisLabel: "Slope of lists on histories", isRate: false,
              rows: rows.map { row in
                ForestPlot.Row(
                  label: name(row.group), value: row.value, interval: row.interval,
                  note: row.value.map { Scale.plain.text($0) } ?? row.undefined?.words ?? "no number",
                  mark: mark(row, controls, index))
              }))))
    ]
  }

  private static func table(_ controls: ControlsDescription, _ rows: [Estimate], _ index: RecordIndex) -> Table {
    func count(_ count: Int?) -> [Inline] { count.map { [.text(PlainNumber.count($0))] } ?? Cells.notAvailable }
    return Table(
      caption: ["Lists and histories by level, least personalised first"],
      columns: [
        .words("Level"), .numbers("People"), .numbers("With list and history"), .numbers("Items a history"),
        .numbers("Compared"), .numbers("Contexts"), .numbers("Slope (95\u{A0}% CI)"),
      ],
      rows: rows.map { row in
        let people = controls.people.first { [$0.level] == row.group }
        return [
          Cells.group(row.group), count(people?.people), count(people?.withHistory),
          people?.historyLength.map { [.text(length($0))] } ?? Cells.notAvailable, count(row.lists),
          count(people?.sharedContexts), Cells.rate(row, index.quantity(metric)),
        ]
      })
  }
}
