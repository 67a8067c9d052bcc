import AuditData
import AuditMetrics
import AuditNumerics
import AuditRecord

/// The contingency counts of the groups of one grouping, over everybody or within one stratum.
struct GroupTable: Sendable {
  /// The names of the grouping's columns.
  let grouping: [String]
  /// The column held constant, and its value here.
  let stratum: Stratum?
  /// The groups, in the order of their bytes; the same ones in every stratum.
  let groups: [[Label]]
  /// Counts `[groups × cells]`.
  let counts: Matrix
  /// Units whose group is not known.
  let unknown: Int
  /// Units that are in no group because a number lies outside the bins.
  let outside: Int
  /// Who is in no group of the table, by reason and, where that is known, by group: counts [cells].
  let leftOut: [LeftOutCells]

  /// Units in a group.
  func size(of group: Int) -> Int { Int((0..<counts.columns).reduce(0) { $0 + counts[group, $1] }) }
}

/// People of one reason and one group, or of none that is known, who are in no group of a table.
struct LeftOutCells: Sendable {
  let reason: LeftOutReason
  let group: Int?
  /// Counts [cells].
  let cells: [Double]
}

/// Every table that an audit reads, each a regrouping of the finest cells.
///
/// All rows were folded once into the finest groups, one for each combination of all group and stratum labels. A
/// marginal, an intersection and a stratum then add up rows of the finest counts `[finest × cells]`.
struct GroupTables: Sendable {
  /// The layout of the finest groups.
  let layout: DecisionLayout
  /// The finest counts `[finest × cells]`.
  let finest: Contingency

  /// Takes in a complete summary; order of labels and of finest groups no longer depends on the order of rows.
  init(layout: DecisionLayout, summary: Contingency) {
    let (sorted, mapping) = layout.sorted()
    self.layout = sorted
    finest = summary.regrouped(by: mapping, count: sorted.finest.count)
  }

  private func axis(_ name: String, _ role: DecisionLayout.Role) -> Int {
    guard let index = layout.axes.firstIndex(where: { $0.name == name && $0.role == role }) else {
      preconditionFailure("the layout has an axis for every declared column")
    }
    return index
  }

  /// The labels of a stratifier.
  func strata(of column: String) -> [Label] { layout.axes[axis(column, .stratum)].labels }

  /// Units whose value of a stratifier is not known.
  func unknown(stratifier column: String) -> Int {
    let position = axis(column, .stratum)
    return units { layout.finest[$0][position] < 0 }
  }

  private func units(where isCounted: (Int) -> Bool) -> Int {
    let cells = Contingency.cells
    return layout.finest.indices.filter(isCounted).reduce(0) { sum, row in
      sum + Int(finest.counts[(row * cells)..<(row * cells + cells)].reduce(0, +))
    }
  }

  /// The groups that were seen in a judged row, and for every finest group the one that it belongs to, or −1.
  func membership(of grouping: [String]) -> (groups: [[Label]], mapping: [Int32]) {
    let positions = grouping.map { axis($0, .group) }
    let cells = Contingency.cells
    var codes: [[Int32]: Int32] = [:]
    var tuples: [[Int32]] = []
    for (row, tuple) in layout.finest.enumerated() {
      let key = positions.map { tuple[$0] }
      guard key.allSatisfy({ $0 >= 0 }),
        finest.counts[(row * cells)..<(row * cells + cells)].contains(where: { $0 > 0 })
      else {
        continue
      }
      if codes.updateValue(0, forKey: key) == nil { tuples.append(key) }
    }
    var named = tuples.map { key in (key: key, group: zip(positions, key).map { layout.axes[$0].labels[Int($1)] }) }
    named.sort { $0.group.lexicographicallyPrecedes($1.group) }
    for (code, entry) in named.enumerated() { codes[entry.key] = Int32(code) }
    return (named.map(\.group), layout.finest.map { tuple in codes[positions.map { tuple[$0] }] ?? -1 })
  }

  /// Who is of no known group, and why; with a stratifier also those of each group whose stratum is not known.
  private func leftOut(_ positions: [Int], _ mapping: [Int32], groups: Int, stratifier: Int?) -> [LeftOutCells] {
    let reasons: [LeftOutReason] = [.unknownGroup, .outsideBins]
    let classes = layout.finest.indices.map { row -> Int32 in
      let tuple = layout.finest[row]
      if mapping[row] >= 0 {
        return stratifier.map { tuple[$0] < 0 ? Int32(reasons.count) + mapping[row] : -1 } ?? -1
      }
      return positions.contains { tuple[$0] == DecisionLayout.unknown } ? 0 : 1
    }
    let sums = finest.regrouped(by: classes, count: reasons.count + groups).matrix
    return (0..<sums.rows).compactMap { row in
      let cells = (0..<sums.columns).map { sums[row, $0] }
      guard cells.contains(where: { $0 > 0 }) else { return nil }
      return row < reasons.count
        ? LeftOutCells(reason: reasons[row], group: nil, cells: cells)
        : LeftOutCells(reason: .unknownStratum, group: row - reasons.count, cells: cells)
    }
  }

  /// The table of a grouping over everybody, then within every stratum of every stratifier.
  func tables(of grouping: [String], stratifiers: [String]) -> [GroupTable] {
    let (groups, mapping) = membership(of: grouping)
    let positions = grouping.map { axis($0, .group) }
    let isUnknown = { (row: Int) in positions.contains { layout.finest[row][$0] == DecisionLayout.unknown } }
    let unknown = units(where: isUnknown)
    let outside = units { mapping[$0] < 0 } - unknown
    var selections: [(stratum: Stratum?, isIn: (Int) -> Bool)] = [(nil, { _ in true })]
    for column in stratifiers {
      let position = axis(column, .stratum)
      for (code, label) in layout.axes[position].labels.enumerated() {
        selections.append((Stratum(column: column, label: label), { layout.finest[$0][position] == Int32(code) }))
      }
    }
    var leftOut: [String?: [LeftOutCells]] = [:]
    for column in [nil] + stratifiers {
      leftOut[column] = self.leftOut(
        positions, mapping, groups: groups.count, stratifier: column.map { axis($0, .stratum) })
    }
    return selections.map { selection in
      let selected = mapping.indices.map { selection.isIn($0) ? mapping[$0] : -1 }
      let counts = finest.regrouped(by: selected, count: groups.count)
      return GroupTable(
        grouping: grouping, stratum: selection.stratum, groups: groups, counts: counts.matrix, unknown: unknown,
        outside: outside, leftOut: leftOut[selection.stratum?.column] ?? [])
    }
  }
}
