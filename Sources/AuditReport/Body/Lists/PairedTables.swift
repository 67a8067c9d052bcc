import AuditRecord

/// Comparisons of lists, ratio beside difference.
extension MeasuredTables {
  /// Ratio and difference from the same group in one table, where one test serves both.
  func pairs(_ ways: [(way: RecordIndex.Way, rows: [Disparity])]) -> [Table] {
    var rest = ways
    var tables: [Table] = []
    while !rest.isEmpty {
      let first = rest.removeFirst()
      let other = rest.firstIndex { entry in
        var way = entry.way
        way.comparison = first.way.comparison
        return way == first.way && entry.rows.map(\.group) == first.rows.map(\.group)
          && entry.rows.map(\.test?.p) == first.rows.map(\.test?.p)
      }
      guard let other else {
        tables.append(compared(first.way, first.rows, []))
        continue
      }
      let second = rest.remove(at: other)
      let isFirst = first.way.comparison == .ratio
      tables.append(paired(isFirst ? first : second, isFirst ? second : first))
    }
    return tables
  }

  private func paired(
    _ ratio: (way: RecordIndex.Way, rows: [Disparity]), _ difference: (way: RecordIndex.Way, rows: [Disparity])
  ) -> Table {
    let scale = Scale(.difference, isRate: quantity.isPercent)
    let range = Table.Column.numbers(.text(Cells.rangeHeader(ratio.rows, level: ratio.way.level)))
    return Table(
      caption: [.text("\(name), ratio to and difference from \(ratio.way.referenceWords(quantity))")],
      columns: [
        .words("Group"), .numbers("Ratio"), range, .numbers(.text(scale.header)), range, .numbers("p"),
        .numbers("Adjusted p"),
      ],
      rows: zip(ratio.rows, difference.rows).map { one, two in
        let isReference = one.isReference
        return [
          Cells.group(one.group), Cells.value(one.value, one.undefined, .ratio, quantity),
          isReference ? [.mark(.referenceGroup)] : Cells.ranges(one, .ratio),
          Cells.value(two.value, two.undefined, scale, quantity),
          isReference ? Cells.notApplicable : Cells.ranges(two, scale),
          isReference ? Cells.notApplicable : Cells.probability(one.test?.p),
          isReference ? Cells.notApplicable : Cells.adjusted(one.test),
        ]
      })
  }
}
