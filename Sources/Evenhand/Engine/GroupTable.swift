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
  let order: GroupOrder
  /// Counts `[groups × cells]`.
  let counts: Matrix
  /// Units whose group is not known.
  let unknown: Int
  /// Units that are in no group because a number lies outside the bins.
  let outside: Int
  /// Who is in no group of the table, by reason and, where that is known, by group: counts [cells].
  let leftOut: [LeftOutCells]
  /// Counts of everybody of a known group who is not in each `[groups × cells]`; nothing where groups share nobody.
  var others: Matrix?

  /// The groups.
  var groups: [[Label]] { order.groups }

  /// Units in a group.
  func size(of group: Int) -> Int { Int(bounded: (0..<counts.columns).reduce(0) { $0 + counts[group, $1] }) }
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
/// All rows were folded once into the finest groups, one for each combination of all group and stratum labels that occurs. A
/// marginal, an intersection and its strata are one pass over the finest counts `[finest × cells]`.
struct GroupTables: Sendable {
  /// The layout of the finest groups.
  let layout: DecisionLayout
  /// The finest counts `[finest × cells]`.
  let finest: Contingency
  /// Units of each finest group [finest].
  private let units: [Double]
  /// Where each label of an axis stands by its bytes [axes][labels].
  private let ranks: [[UInt64]]
  /// What separates the labels of a person who counts in the group of each, by column.
  private let separators: [String: String]

  /// Takes in a complete summary; order of labels and of finest groups no longer depends on the order of rows.
  ///
  /// - Parameter separators: What separates the labels of a person who counts in the group of each, by column.
  init(layout: DecisionLayout, summary: Contingency, separators: [String: String] = [:]) {
    self.separators = separators
    let (sorted, mapping) = layout.sorted()
    let finest = summary.regrouped(by: mapping, count: sorted.finest.count)
    self.layout = sorted
    self.finest = finest
    let cells = Contingency.cells
    units = sorted.finest.indices.map { finest.counts[($0 * cells)..<($0 * cells + cells)].reduce(0, +) }
    ranks = sorted.axes.map { axis in
      var ranks = [UInt64](repeating: 0, count: axis.labels.count)
      for (rank, code) in axis.labels.indices.sorted(by: { axis.labels[$0] < axis.labels[$1] }).enumerated() {
        ranks[code] = UInt64(rank)
      }
      return ranks
    }
  }

  private func axis(_ name: String, _ role: DecisionLayout.Role) -> Int {
    guard let index = layout.axes.firstIndex(where: { $0.name == name && $0.role == role }) else {
      preconditionFailure("the layout has an axis for every declared column")
    }
    return index
  }

  /// The labels of a stratifier.
  func strata(of column: String) -> [Label] { layout.axes[axis(column, .stratum)].labels }

  /// All units `[cells]`.
  var totals: [Double] { finest.regrouped(by: layout.finest.map { _ in 0 }, count: 1).counts }

  /// Units whose value of a stratifier is not known.
  func unknown(stratifier column: String) -> Int {
    let position = axis(column, .stratum)
    return Int(bounded: zip(layout.finest, units).reduce(0) { $0 + ($1.0[position] < 0 ? $1.1 : 0) })
  }

  /// As many groups as a grouping can have.
  func mostGroups(_ grouping: [String]) -> Int {
    grouping.reduce(1) { min($0 * max(1, layout.axes[axis($1, .group)].labels.count), layout.finest.count) }
  }

  /// Whether the groups of a grouping share people.
  func sharePeople(_ grouping: [String]) -> Bool { grouping.count == 1 && separators[grouping[0]] != nil }

  /// The groups of a column that share people, and those to which each finest group belongs; nil where they share nobody.
  private func shared(_ grouping: [String]) -> SharedGroups? {
    guard grouping.count == 1, let separator = separators[grouping[0]] else { return nil }
    let axis = layout.axes[axis(grouping[0], .group)]
    return SharedGroups(axis.labels, separator: separator)
  }

  /// How many units each group of a grouping has.
  func groupSizes(_ grouping: [String]) -> [Int] {
    let (groups, mapping) = membership(of: grouping)
    var sizes = [Double](repeating: 0, count: groups.count)
    for (row, group) in mapping.enumerated() where group >= 0 { sizes[Int(group)] += units[row] }
    return sizes.map { Int(bounded: $0) }
  }

  /// The groups that were seen in a judged row, and for every finest group the one that it belongs to, or −1.
  private func membership(of grouping: [String]) -> (groups: [[Label]], mapping: [Int32]) {
    let positions = grouping.map { axis($0, .group) }
    let rows = layout.finest.indices.filter { row in
      units[row] > 0 && positions.allSatisfy { layout.finest[row][$0] >= 0 }
    }
    // One number a combination, in the order of the labels' bytes: as many digits as there are columns. Where they would not
    // fit into a word, those so far are numbered anew.
    var keys = [UInt64](repeating: 0, count: rows.count)
    var radix: UInt64 = 1
    for position in positions {
      let digits = UInt64(max(1, layout.axes[position].labels.count))
      if radix.multipliedReportingOverflow(by: digits).overflow {
        (keys, radix) = Self.numbered(keys)
      }
      radix *= digits
      for (index, row) in rows.enumerated() {
        keys[index] = keys[index] * digits + ranks[position][Int(layout.finest[row][position])]
      }
    }
    let (codes, count) = Self.numbered(keys)
    var groups = [[Label]](repeating: [], count: Int(count))
    var mapping = [Int32](repeating: -1, count: layout.finest.count)
    for (index, row) in rows.enumerated() {
      let code = Int(codes[index])
      mapping[row] = Int32(code)
      if groups[code].isEmpty {
        groups[code] = positions.map { layout.axes[$0].labels[Int(layout.finest[row][$0])] }
      }
    }
    return (groups, mapping)
  }

  /// The groups of a grouping, and who belongs to them.
  struct Members: Sendable {
    /// The groups that were seen in a judged row, in the order of their bytes.
    let groups: [[Label]]
    /// Units in each [groups].
    let sizes: [Int]
    /// For every finest group the one that it belongs to, or −1.
    let mapping: [Int32]
    /// For every finest group of no group the place of its reason in ``reasons``, else −1.
    let leftOut: [Int32]

    /// Why somebody is of no group.
    static let reasons: [LeftOutReason] = [.unknownGroup, .outsideBins]
  }

  /// Who belongs to the groups of a grouping.
  func members(of grouping: [String]) -> Members {
    let (groups, mapping) = membership(of: grouping)
    let positions = grouping.map { axis($0, .group) }
    var sizes = [Double](repeating: 0, count: groups.count)
    for (row, group) in mapping.enumerated() where group >= 0 { sizes[Int(group)] += units[row] }
    return Members(
      groups: groups, sizes: sizes.map { Int(bounded: $0) }, mapping: mapping,
      leftOut: layout.finest.indices.map { row in
        if mapping[row] >= 0 { return -1 }
        return positions.contains { layout.finest[row][$0] == DecisionLayout.unknown } ? 0 : 1
      })
  }

  /// Numbers in the same order without gaps, and how many there are.
  private static func numbered(_ keys: [UInt64]) -> (codes: [UInt64], count: UInt64) {
    let sorted = keys.indices.sorted { keys[$0] < keys[$1] }
    var codes = [UInt64](repeating: 0, count: keys.count)
    var count: UInt64 = 0
    for (place, index) in sorted.enumerated() {
      if place > 0, keys[sorted[place - 1]] != keys[index] { count += 1 }
      codes[index] = count
    }
    return (codes, keys.isEmpty ? 0 : count + 1)
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

  /// Groups of which rows were read, and no judged one.
  func empty(of grouping: [String], besides groups: [[Label]]) -> [[Label]] {
    let positions = grouping.map { axis($0, .group) }
    let keys = Set(
      layout.finest.indices.filter { units[$0] == 0 }.map { row in positions.map { layout.finest[row][$0] } }
    ).filter { $0.allSatisfy { $0 >= 0 } }
    let named = Set(
      keys.flatMap { key -> [[Label]] in
        if let shared = shared(grouping) { return shared.members[Int(key[0])].map { [shared.groups[$0]] } }
        return [zip(positions, key).map { layout.axes[$0].labels[Int($1)] }]
      })
    return Array(named.subtracting(groups))
  }

  /// The group of each finest group, or −1, for every table of ``tables(of:stratifiers:)``.
  func mappings(of grouping: [String], stratifiers: [String]) -> [[Int32]] {
    let (_, mapping) = membership(of: grouping)
    return [mapping]
      + stratifiers.flatMap { column in
        let position = axis(column, .stratum)
        return layout.axes[position].labels.indices.map { label in
          zip(mapping, layout.finest).map { $1[position] == Int32(label) ? $0 : -1 }
        }
      }
  }

  /// The table of groups that share people: each with everybody of a known group who is not in it.
  private func table(of grouping: [String], _ shared: SharedGroups) -> GroupTable {
    let position = axis(grouping[0], .group)
    let cells = Contingency.cells
    var counts = Matrix(rows: shared.groups.count, columns: cells)
    var known = [Double](repeating: 0, count: cells)
    var isSeen = [Bool](repeating: false, count: shared.groups.count)
    var (unknown, outside) = (0.0, 0.0)
    for (row, tuple) in layout.finest.enumerated() {
      guard tuple[position] >= 0 else {
        if tuple[position] == DecisionLayout.unknown { unknown += units[row] } else { outside += units[row] }
        continue
      }
      for cell in 0..<cells { known[cell] += finest.counts[row * cells + cell] }
      for group in shared.members[Int(tuple[position])] {
        if units[row] > 0 { isSeen[group] = true }
        for cell in 0..<cells { counts.elements[group * cells + cell] += finest.counts[row * cells + cell] }
      }
    }
    // As everywhere, groups are those of a judged row.
    let kept = shared.groups.indices.filter { isSeen[$0] }
    let own = Matrix(
      rows: kept.count, columns: cells, elements: kept.flatMap { group in (0..<cells).map { counts[group, $0] } })
    var others = own
    for place in others.elements.indices { others.elements[place] = known[place % cells] - own.elements[place] }
    return GroupTable(
      grouping: grouping, stratum: nil, order: GroupOrder(kept.map { [shared.groups[$0]] }), counts: own,
      unknown: Int(bounded: unknown), outside: Int(bounded: outside),
      leftOut: leftOut([position], layout.finest.map { $0[position] >= 0 ? 0 : -1 }, groups: 0, stratifier: nil),
      others: others)
  }

  /// The table of a grouping over everybody, then within every stratum of every stratifier.
  func tables(of grouping: [String], stratifiers: [String]) -> [GroupTable] {
    if let shared = shared(grouping) { return [table(of: grouping, shared)] }
    let (groups, mapping) = membership(of: grouping)
    let order = GroupOrder(groups)
    let groupPositions = grouping.map { axis($0, .group) }
    let positions = stratifiers.map { axis($0, .stratum) }
    // The strata of all columns behind each other, everybody first.
    var (first, next) = ([Int](), 1)
    for position in positions {
      first.append(next)
      next += layout.axes[position].labels.count
    }
    let cells = Contingency.cells
    var tables = (0..<next).map { _ in Matrix(rows: groups.count, columns: cells) }
    var (unknown, outside) = (0.0, 0.0)
    for (row, group) in mapping.enumerated() {
      guard group >= 0 else {
        let isUnknown = groupPositions.contains { layout.finest[row][$0] == DecisionLayout.unknown }
        if isUnknown { unknown += units[row] } else { outside += units[row] }
        continue
      }
      func add(to table: Int) {
        for cell in 0..<cells {
          tables[table].elements[Int(group) * cells + cell] += finest.counts[row * cells + cell]
        }
      }
      add(to: 0)
      for (position, first) in zip(positions, first) where layout.finest[row][position] >= 0 {
        add(to: first + Int(layout.finest[row][position]))
      }
    }
    var leftOut: [String?: [LeftOutCells]] = [:]
    for column in [nil] + stratifiers {
      leftOut[column] = self.leftOut(
        groupPositions, mapping, groups: groups.count, stratifier: column.map { axis($0, .stratum) })
    }
    let strata = zip(stratifiers, positions).flatMap { column, position in
      layout.axes[position].labels.map { Stratum(column: column, label: $0) as Stratum? }
    }
    return zip([nil] + strata, tables).map { stratum, counts in
      GroupTable(
        grouping: grouping, stratum: stratum, order: order, counts: counts, unknown: Int(bounded: unknown),
        outside: Int(bounded: outside), leftOut: leftOut[stratum?.column] ?? [])
    }
  }
}
