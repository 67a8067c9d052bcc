import AuditRecord

/// What means of amounts rest on: how uneven the amounts of each group are.
enum AmountsSection {
  static let section = Section(id: "amounts", title: "Amounts in detail", blocks: blocks)

  static func blocks(_ index: RecordIndex) -> [Block] {
    let shown = index.record.estimates.filter { $0.scored?.moments != nil && $0.stratifier == nil }
    let (groupings, byGrouping) = shown.grouped { $0.grouping }
    return groupings.flatMap { grouping -> [Block] in
      guard index.listedGroups(grouping) <= LongTables.mostGroups else { return [] }
      let (metrics, rows) = (byGrouping[grouping] ?? []).grouped { $0.metric }
      return metrics.map { .table(table($0, rows[$0] ?? [], index)) }
    }
  }

  private static func table(_ metric: String, _ rows: [Estimate], _ index: RecordIndex) -> Table {
    func number(_ value: Double?) -> [Inline] { value.map { [.text(Scale.plain.text($0))] } ?? Cells.notAvailable }
    let isRoot = rows.contains { $0.scored?.moments?.isRoot == true }
    return Table(
      caption: [
        .text(
          "\(index.name(metric)) by \(Words.grouping(rows[0].grouping)): how uneven the \(isRoot ? "squares" : "numbers") of people are"
        )
      ],
      columns: [
        .words("Group"), .numbers("People"), .numbers(isRoot ? "Mean square" : "Mean"), .numbers("Standard error"),
        .numbers("Skewness"),
        .numbers("Degrees of freedom"),
      ],
      rows: rows.map { row in
        let moments = row.scored?.moments
        return [
          Cells.group(row.group), [.text(PlainNumber.count(row.scored?.people ?? 0))], number(moments?.mean),
          number(moments?.variance.squareRoot()), number(moments?.skewness), number(moments?.degreesOfFreedom),
        ]
      })
  }
}
