import AuditRecord

/// One group against its reference group: crude, within each stratum, and pooled.
struct StratifiedRow {
  let id: String
  let place: RecordIndex.Place
  let crude: Disparity
  let strata: [(within: String, row: Disparity)]
  let pooled: Disparity?
  let index: RecordIndex

  private var quantity: Quantity { index.quantity(place.metric) }
  private var scale: Scale { Scale(crude.comparison, isRate: quantity.isPercent) }
  private var group: String { Words.group(crude.group) }
  private var reference: String { crude.reference.group.map(Words.group) ?? crude.reference.words(quantity) }

  func estimate(_ labels: [Label]?, within stratum: String?) -> Estimate? {
    guard let labels else { return nil }
    let place = RecordIndex.Place(
      metric: place.metric, grouping: place.grouping, stratifier: stratum == nil ? nil : place.stratifier,
      within: stratum)
    return index.estimates(place).first { $0.group == labels }
  }

  var blocks: [Block] {
    let reversal = Reversal(self, index: index)
    return [.figure(figure(reversal)), .table(table)] + (reversal?.blocks(group: group, reference: reference) ?? [])
  }

  private func figure(_ reversal: Reversal?) -> Figure {
    let title =
      reversal?.message(group: group)
      ?? "\(group) compared with \(reference), crude and within \(place.stratifier ?? "")"
    var rows = [row("Crude", crude, Mark(symbol: "◆", word: "all strata", tone: .neutral))]
    rows += strata.map {
      row(Words.stratum($0.within), $0.row, Mark(symbol: "○", word: "one stratum", tone: .neutral))
    }
    if let pooled {
      rows.append(row("Pooled", pooled, Mark(symbol: "■", word: "average", tone: .neutral)))
    }
    return Figure(
      id: "\(id)-chart", title: title,
      caption:
        "Each mark is the \(crude.comparison == .ratio ? "ratio" : "difference") of \(group) to \(reference), with its \(Numbers.level(crude.level)) interval. Dashed line: no difference.",
      description:
        "Forest plot: crude, one row a stratum, and pooled. \(title). The table that follows holds every number.",
      chart: .forest(
        ForestPlot(
          comparison: crude.comparison,
          axisLabel: crude.comparison == .ratio ? "Ratio to the reference group’s rate" : "Percentage points",
          isRate: quantity.isPercent,
          rows: rows)))
  }

  private func row(_ label: String, _ disparity: Disparity, _ mark: Mark) -> ForestPlot.Row {
    ForestPlot.Row(
      label: label, value: disparity.value, interval: disparity.interval,
      note: disparity.value.map { scale.text($0) } ?? disparity.undefined?.words(quantity) ?? "no number", mark: mark)
  }

  /// Crude, every stratum and pooled, with both rates.
  var table: Table {
    let hasReference = crude.reference.group != nil
    var columns: [Table.Column] = [.words("Where"), .numbers(.text("\(group): rate"))]
    if hasReference { columns.append(.numbers(.text("\(reference): rate"))) }
    columns += [.numbers(.text(scale.header)), .numbers(.text("\(Numbers.level(crude.level))\u{A0}CI")), .numbers("p")]
    func cells(_ name: String, _ row: Disparity, within stratum: String?, hasRates: Bool = true) -> [[Inline]] {
      var cells: [[Inline]] = [[.text(name)], hasRates ? rate(row.group, stratum) : Cells.notApplicable]
      if hasReference { cells.append(hasRates ? rate(crude.reference.group, stratum) : Cells.notApplicable) }
      return cells + [
        Cells.value(row.value, row.undefined, scale, quantity), Cells.range(row.interval, scale),
        Cells.probability(row.test?.p),
      ]
    }
    let within = strata.map {
      cells("\(place.stratifier ?? ""): \(Words.stratum($0.within))", $0.row, within: $0.within)
    }
    return Table(
      caption: [.text("\(group) compared with \(reference): crude, within each stratum, and pooled over strata")],
      columns: columns,
      rows: [cells("Crude", crude, within: nil)] + within
        + (pooled.map { [cells("Pooled (Mantel–Haenszel)", $0, within: "*", hasRates: false)] } ?? []))
  }

  private func rate(_ labels: [Label]?, _ stratum: String?) -> [Inline] {
    guard let estimate = estimate(labels, within: stratum), let value = estimate.value else {
      return Cells.notAvailable
    }
    let size = estimate.denominator.map { "\u{A0}of\u{A0}\(Numbers.count($0))" } ?? ""
    return [.text(quantity.scale.text(value) + size + (Cells.isUnreliable(estimate) ? "\u{A0}[u]" : ""))]
  }
}
