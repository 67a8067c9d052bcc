import AuditRecord

/// What numbers of scores rest on: people with either outcome behind each area, and reliability tables.
enum ScoresSection {
  static let section = Section(id: "scores", title: "Scores in detail", blocks: blocks)

  static func blocks(_ index: RecordIndex) -> [Block] {
    let scored = index.record.estimates.filter { $0.scored != nil && $0.stratifier == nil }
    guard !scored.isEmpty else { return [] }
    let (groupings, byGrouping) = scored.grouped { $0.grouping }
    return groupings.flatMap { grouping -> [Block] in
      let estimates = byGrouping[grouping] ?? []
      guard index.listedGroups(grouping) <= LongTables.mostGroups else { return [] }
      let (metrics, rows) = estimates.grouped { $0.metric }
      return metrics.flatMap { metric -> [Block] in
        let rows = rows[metric] ?? []
        return median(metric, rows, index)
          + (areas(metric, rows, index) + reliability(metric, rows, index)).map(Block.table)
      }
    }
  }

  /// The score that people are counted above.
  private static func median(_ metric: String, _ rows: [Estimate], _ index: RecordIndex) -> [Block] {
    guard let median = rows.lazy.compactMap({ $0.scored?.median }).first else { return [] }
    let name = "\(index.name(metric)) by \(Words.grouping(rows[0].grouping))"
    return [.paragraph([.text("\(name): the median of everybody with a score is \(Scale.plain.text(median)).")])]
  }

  /// How many people with either outcome each area rests on.
  private static func areas(_ metric: String, _ rows: [Estimate], _ index: RecordIndex) -> [Table] {
    guard rows.contains(where: { $0.scored?.area != nil }) else { return [] }
    let hasReverse = rows.contains { $0.scored?.reverse != nil }
    func count(_ count: Int?) -> [Inline] { count.map { [.text(PlainNumber.count($0))] } ?? Cells.notAvailable }
    func number(_ area: ScoreArea?) -> [Inline] {
      area.map { [.text(Scale.plain.text($0.value))] } ?? Cells.notAvailable
    }
    var columns: [Table.Column] = [.words("Group"), .numbers("Positive outcomes"), .numbers("Negative outcomes")]
    columns += [.numbers("Area"), .numbers("Standard error")]
    if hasReverse { columns += [.numbers("The reverse")] }
    return [
      Table(
        caption: [.text("\(index.name(metric)) by \(Words.grouping(rows[0].grouping)): pairs behind each number")],
        columns: columns,
        rows: rows.map { row in
          let area = row.scored?.area
          return [Cells.group(row.group), count(area?.positives), count(area?.negatives), number(area)]
            + [area.map { [.text(Scale.plain.text($0.variance.squareRoot()))] } ?? Cells.notAvailable]
            + (hasReverse ? [number(row.scored?.reverse)] : [])
        })
    ]
  }

  /// Between what scores a bin lies.
  private static func scores(_ bin: ScoreBin) -> String {
    let ends = (bin.above.map { Scale.plain.text($0) }, bin.upTo.map { Scale.plain.text($0) })
    switch ends {
    case (let above?, let upTo?): return "above \(above) to \(upTo)"
    case (let above?, nil): return "above \(above)"
    case (nil, let upTo?): return "up to \(upTo)"
    case (nil, nil): return "all"
    }
  }

  /// What happened to people with about the same score, group by group.
  private static func reliability(_ metric: String, _ rows: [Estimate], _ index: RecordIndex) -> [Table] {
    let shown = rows.filter { $0.scored?.bins != nil }
    guard !shown.isEmpty else { return [] }
    let grouping = Words.grouping(shown[0].grouping)
    let table = Table(
      caption: [
        .text("Reliability table by \(grouping): of people with about the same score, how many had a positive outcome")
      ],
      columns: [
        .words("Group"), .words("Scores"), .numbers("People"), .numbers("Mean score"),
        .numbers("Share of positive outcomes (95\u{A0}% CI)"),
      ],
      rows: shown.flatMap { row in
        (row.scored?.bins ?? []).map { bin -> [[Inline]] in
          let share = bin.people > 0 ? Double(bin.positives) / Double(bin.people) : 0
          let range = Scale.rate.range(bin.interval, isBesideValue: true).map { "\u{A0}(\($0))" } ?? ""
          return [
            Cells.group(row.group),
            [.text(scores(bin))],
            [.text(PlainNumber.count(bin.people))], [.text(Scale.plain.text(bin.score))],
            [.text(Scale.rate.text(share) + range)],
          ]
        }
      })
    let tests = Table(
      caption: [.text("Calibration error by \(grouping), with what chance makes of it taken away")],
      columns: [
        .words("Group"), .numbers("Bins"), .numbers("Error"), .numbers("Square less chance"), .numbers("χ²"),
        .numbers("p"),
      ],
      rows: shown.map { row in
        [
          Cells.group(row.group), [.text(PlainNumber.count(row.scored?.bins?.count ?? 0))],
          row.value.map { [.text(Scale.plain.text($0))] } ?? Cells.notAvailable,
          row.scored?.squareLessChance.map { [.text(Scale.signed.text($0))] } ?? Cells.notAvailable,
          row.test?.statistic.map { [.text(Numbers.statistic($0))] } ?? Cells.notAvailable,
          Cells.probability(row.test?.p),
        ]
      })
    return [table, tests]
  }
}

extension Estimate {
  /// On how many people or lists the number rests.
  var size: Int {
    scored?.people ?? lists ?? sampling?.people ?? Int(bounded: (denominator ?? Double(count)).rounded())
  }
}
