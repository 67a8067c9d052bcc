import AuditRecord

/// The tables of one metric on one grouping: what was counted, the number of each group, and how it compares.
struct MeasuredTables {
  let metric: String
  let grouping: [String]
  let index: RecordIndex

  /// Comparisons with the same reference group, of which one table holds both ways.
  private struct Comparisons {
    var ratio: [Disparity] = []
    var difference: [Disparity] = []
    let way: RecordIndex.Way

    var rows: [Disparity] { ratio.isEmpty ? difference : ratio }
  }

  private var place: RecordIndex.Place { RecordIndex.Place(metric: metric, grouping: grouping) }
  private var quantity: Quantity { index.quantity(metric) }
  private var name: String {
    grouping.isEmpty ? index.name(metric) : "\(index.name(metric)) by \(Words.grouping(grouping))"
  }

  /// One table, and one more for every further reference group.
  var all: [Table] {
    let estimates = index.estimates(place)
    if let complement = index.card(metric)?.complement, isLeftToItsComplement(complement) { return [] }
    let compared = comparisons
    guard let first = compared.first else { return estimates.isEmpty ? [] : [table(nil, estimates)] }
    return [table(first, estimates)] + compared.dropFirst().map { table($0, []) }
  }

  /// True where the complement's table says everything: nobody judges this number here, and the other one is printed.
  private func isLeftToItsComplement(_ complement: String) -> Bool {
    index.metrics(grouping).contains(complement)
      && !index.record.requirements.contains { $0.metric == metric && $0.across.contains(grouping) }
  }

  private var comparisons: [Comparisons] {
    var all: [Comparisons] = []
    for (way, rows) in index.ways(place) {
      var reference = way
      reference.comparison = .value
      let same = all.firstIndex { $0.way == reference && $0.rows.map(\.group) == rows.map(\.group) }
      let place = same ?? all.count
      if same == nil { all.append(Comparisons(way: reference)) }
      if way.comparison == .ratio { all[place].ratio = rows } else { all[place].difference = rows }
    }
    return all
  }

  private func table(_ compared: Comparisons?, _ estimates: [Estimate]) -> Table {
    let rows =
      estimates.isEmpty
      ? (compared?.rows ?? []).map { Row(group: $0.group) } : estimates.map { Row(group: $0.group, estimate: $0) }
    var columns = [Column("Group", isNumber: false) { [.text(Words.group($0.group))] }]
    if !estimates.isEmpty { columns += self.columns(estimates) }
    if let compared { columns += self.columns(compared) }
    return Table(
      caption: [.text(caption(compared))],
      columns: columns.map { $0.isNumber ? .numbers(.text($0.header)) : .words(.text($0.header)) },
      rows: rows.map { row in columns.map { $0.cell(row) } })
  }

  private func caption(_ compared: Comparisons?) -> String {
    var caption = name
    if let compared {
      caption += ", compared with \(compared.way.referenceWords(quantity))"
      if isSurpassed(compared.way) { caption += " of the groups large enough to be a reference" }
    }
    if let other = index.complementLeftOut(metric, grouping) {
      caption +=
        "; 1 minus it is the \(MetricName.inSentence(index.name(other))): between the same two groups its difference is as large, and its ratio is another"
    }
    return caption
  }

  /// True where a group has a higher number than the highest that others are compared with, or a lower one than the lowest.
  private func isSurpassed(_ way: RecordIndex.Way) -> Bool {
    let estimates = index.estimates(place)
    guard let own = estimates.first(where: { $0.group == way.group })?.value else { return false }
    return switch way.rule {
    case .highest: estimates.contains { $0.value.map { $0 > own } ?? false }
    case .lowest: estimates.contains { $0.value.map { $0 < own } ?? false }
    default: false
    }
  }

  private struct Row {
    let group: [Label]
    var estimate: Estimate?
  }

  private struct Column {
    let header: String
    let isNumber: Bool
    let cell: (Row) -> [Inline]

    init(_ header: String, isNumber: Bool = true, cell: @escaping (Row) -> [Inline]) {
      (self.header, self.isNumber, self.cell) = (header, isNumber, cell)
    }
  }

  private func columns(_ estimates: [Estimate]) -> [Column] {
    let scale = quantity.scale
    let interval = Cells.range(at: estimates.compactMap(\.interval?.level))
    var columns = [
      Column(quantity.basis) { Cells.counted($0.estimate) },
      Column(
        "\(estimates.contains { $0.sampling?.isWeighted ?? false } ? "Weighted \(quantity.header.lowercased())" : quantity.header) (\(interval))"
      ) { Cells.rate($0.estimate, quantity) },
    ]
    if estimates.contains(where: { $0.sampling != nil }) {
      columns.append(
        Column("Effective size (design effect)") { row in
          [.text(row.estimate?.sampling.flatMap(SamplingWords.effectiveSize) ?? "–")]
        })
    }
    if estimates.contains(where: { $0.target(quantity) != nil }) {
      columns.append(
        Column("Target (ratio to it)") { row in
          guard let estimate = row.estimate, let target = estimate.target(quantity) else { return Cells.notApplicable }
          let ratio = estimate.value.flatMap { target > 0 ? $0 / target : nil }
          return [.text(scale.text(target) + (ratio.map { " (\(Scale.ratio.text($0)))" } ?? ""))]
        })
    }
    if estimates.contains(where: { $0.test != nil }) {
      // A list has one test, which is exact; a group's scores have one of their own.
      let names = estimates.compactMap { $0.scored != nil ? $0.test.map { MethodNotes.name($0.name) } : nil }.unique
      columns.append(
        Column("p, \(names.isEmpty ? "exact test" : Phrases.list(names))") { row in
          row.estimate?.test.map { Cells.probability($0.p) } ?? Cells.notApplicable
        })
    }
    return columns
  }

  private func columns(_ compared: Comparisons) -> [Column] {
    let (ratio, difference) = (byGroup(compared.ratio), byGroup(compared.difference))
    var columns: [Column] = []
    let level = "\(Numbers.level(compared.way.level))\u{A0}CI"
    for (rows, comparison) in [(ratio, Comparison.ratio), (difference, .difference)] where !rows.isEmpty {
      let scale = Scale(comparison, isRate: quantity.isPercent)
      let isFirst = columns.isEmpty
      columns.append(
        Column("\(scale.header) (\(level))") {
          guard let row = rows[$0.group] else { return Cells.notApplicable }
          if row.isReference { return isFirst ? [.mark(.referenceGroup)] : Cells.notApplicable }
          return Cells.value(row.value, row.interval, row.undefined, scale, quantity)
        })
    }
    let isOneTest =
      ratio.isEmpty || difference.isEmpty
      || compared.rows.allSatisfy { adjusted(ratio[$0.group]) == adjusted(difference[$0.group]) }
    return columns
      + (isOneTest
        ? [Column("Adjusted p") { adjusted((ratio.isEmpty ? difference : ratio)[$0.group]) }]
        : [
          Column("Adjusted p, ratio") { adjusted(ratio[$0.group]) },
          Column("Adjusted p, difference") { adjusted(difference[$0.group]) },
        ])
  }

  private func adjusted(_ row: Disparity?) -> [Inline] {
    row.map { $0.isReference ? Cells.notApplicable : Cells.adjusted($0.test) } ?? Cells.notApplicable
  }

  private func byGroup(_ rows: [Disparity]) -> [[Label]: Disparity] {
    Dictionary(rows.map { ($0.group, $0) }) { first, _ in first }
  }
}

extension RecordIndex {
  /// The metric that is left to the table of its complement.
  func complementLeftOut(_ metric: String, _ grouping: [String]) -> String? {
    metrics(grouping).first { other in
      card(other)?.complement == metric
        && !record.requirements.contains { $0.metric == other && $0.across.contains(grouping) }
    }
  }
}

extension Estimate {
  /// The target, where the number itself is what should reach it.
  fileprivate func target(_ quantity: Quantity) -> Double? {
    quantity.measure == .average && quantity.isPercent ? target : nil
  }
}
