import AuditRecord

/// Every number of one grouping's groups, in charts of what can share an axis, each with its table.
struct GroupMeasures {
  let id: String
  let grouping: [String]
  let side: MetricSide
  let index: RecordIndex

  /// What one chart shows: numbers that share an axis.
  private enum Family: Hashable {
    case unit
    case share(hasTarget: Bool)
    case own(String)
  }

  /// Groups of one metric that fit in a chart.
  private struct Part {
    let metric: String
    let quantity: Quantity
    let estimates: [Estimate]
    let number: Int
    let of: Int
  }

  private var metrics: [String] {
    index.estimatedPlaces.filter { place in
      guard place.grouping == grouping, place.within == nil, let card = index.card(place.metric) else { return false }
      return card.side == side && card.measure != .whole && card.measure.isKnown
    }.map(\.metric)
  }

  private func estimates(_ metric: String) -> [Estimate] {
    index.estimates(RecordIndex.Place(metric: metric, grouping: grouping))
  }

  private func family(_ metric: String) -> Family {
    let quantity = index.quantity(metric)
    guard quantity.measure == .average, quantity.isWithinOne else { return .own(metric) }
    return quantity.isPercent ? .share(hasTarget: estimates(metric).contains { $0.target(quantity) != nil }) : .unit
  }

  var blocks: [Block] {
    let metrics = metrics
    let families = Dictionary(grouping: metrics, by: family)
    let charts = metrics.map(family).unique.flatMap { packed(families[$0] ?? []) }
    return charts.enumerated().flatMap { number, parts -> [Block] in
      [.figure(figure(parts, number: number + 1)), .table(table(parts))]
    }
  }

  /// What the frame of a panel takes, in rows.
  private static let panelHeight = 1.5

  private func height(_ parts: [Part]) -> Double {
    parts.reduce(0) { $0 + Double($1.estimates.count) + GroupMeasures.panelHeight }
  }

  /// Metrics in charts that fit on a printed page.
  private func packed(_ metrics: [String]) -> [[Part]] {
    let most = LongTables.rowsOfAChart
    var charts: [[Part]] = []
    for metric in metrics {
      let estimates = estimates(metric)
      for start in stride(from: 0, to: estimates.count, by: most) {
        let part = Part(
          metric: metric, quantity: index.quantity(metric),
          estimates: Array(estimates[start..<min(start + most, estimates.count)]), number: start / most + 1,
          of: (estimates.count + most - 1) / most)
        if let last = charts.last, height(last + [part]) <= Double(most) + GroupMeasures.panelHeight, part.of == 1 {
          charts[charts.count - 1].append(part)
        } else {
          charts.append([part])
        }
      }
    }
    return charts
  }

  private func figure(_ parts: [Part], number: Int) -> Figure {
    let estimates = parts.flatMap(\.estimates)
    let part = parts.first.flatMap { $0.of > 1 ? " (part \($0.number) of \($0.of))" : nil } ?? ""
    let title = message(parts) + part
    let levels = estimates.compactMap(\.interval?.level)
    let range = levels.isEmpty ? "" : ", with its \(Cells.range(at: levels))"
    let numbers = estimates.compactMap(\.value)
    let axis = numbers.contains { $0 < 0 } ? "The axis holds zero." : "The axis starts at zero."
    let target = hasTarget(parts) ? " The upright mark is the target." : ""
    return Figure(
      id: "\(id)-chart-\(number)", title: title,
      caption:
        "Each dot is a group’s \(parts.count == 1 ? parts[0].quantity.noun : "number")\(range). \(axis)\(target)",
      description:
        "Dot plot, one row a group, \(Phrases.counted(parts.count, "panel")). \(title). The table that follows holds every number.",
      chart: .dots(
        DotPlot(
          axisLabel: parts[0].quantity.axisLabel, isRate: parts[0].quantity.isPercent,
          panels: parts.map { part in
            DotPlot.Panel(title: index.name(part.metric), rows: part.estimates.map { DotPlot.Row($0, part.quantity) })
          },
          reaching: parts.flatMap { part in
            self.estimates(part.metric).flatMap { DotPlot.Row($0, part.quantity).values }
          })))
  }

  /// The group that is furthest from its target; without targets, the metric whose groups are furthest apart.
  private func message(_ parts: [Part]) -> String {
    let far = parts.flatMap { part in
      estimates(part.metric).compactMap { estimate -> (part: Part, group: [Label], value: Double, target: Double)? in
        guard let value = estimate.value, let target = estimate.target(part.quantity) else { return nil }
        return (part, estimate.group, value, target)
      }
    }
    if let furthest = far.max(by: { abs($0.value - $0.target) < abs($1.value - $1.target) }) {
      let scale = furthest.part.quantity.scale
      return
        "\(index.name(furthest.part.metric)): \(Words.group(furthest.group)) is furthest from its target, at \(scale.text(furthest.value)) where it is \(scale.text(furthest.target))"
    }
    let spans = parts.compactMap { part -> (part: Part, low: Estimate, high: Estimate, width: Double)? in
      let known = estimates(part.metric).filter { $0.value != nil && !Cells.isUnreliable($0) }
      guard let low = known.min(by: { ($0.value ?? 0) < ($1.value ?? 0) }),
        let high = known.max(by: { ($0.value ?? 0) < ($1.value ?? 0) }), let least = low.value,
        let most = high.value, most > least
      else { return nil }
      return (part, low, high, (most - least) / max(abs(most), abs(least)))
    }
    guard let widest = spans.max(by: { $0.width < $1.width }), let least = widest.low.value,
      let most = widest.high.value
    else { return "\(index.name(parts[0].metric)) by \(Words.grouping(grouping))" }
    let scale = widest.part.quantity.scale
    let span =
      "from \(scale.text(least)) (\(Words.group(widest.low.group))) to \(scale.text(most)) (\(Words.group(widest.high.group)))"
    let name = index.name(widest.part.metric)
    return parts.count == 1 ? "\(name): \(span)" : "Groups are furthest apart in “\(name)”: \(span)"
  }

  private func hasTarget(_ parts: [Part]) -> Bool {
    parts.contains { part in part.estimates.contains { $0.target(part.quantity) != nil } }
  }

  private func table(_ parts: [Part]) -> Table {
    let hasTarget = hasTarget(parts)
    let levels = parts.flatMap(\.estimates).compactMap(\.interval?.level)
    var columns: [Table.Column] = parts.count > 1 ? [.words("Number"), .words("Group")] : [.words("Group")]
    if !hasTarget { columns.append(.numbers(side == .providers ? "Items" : "People")) }
    columns += [
      .numbers(.text(parts[0].quantity.basis)), .numbers(.text(parts[0].quantity.header)),
      .numbers(.text(Phrases.sentenceCase(Cells.range(at: levels)))),
    ]
    if hasTarget { columns += [.numbers("Target"), .numbers("Ratio to target")] }
    let hasTest = parts.contains { $0.estimates.contains { $0.test != nil } }
    if hasTest { columns.append(.numbers("p, exact test")) }
    let title = Phrases.list(parts.map { index.name($0.metric) }.unique)
    return Table(
      caption: [.text("\(title), by \(Words.grouping(grouping))")], columns: columns,
      rows: parts.flatMap { part in
        part.estimates.map { estimate in
          var cells: [[Inline]] = parts.count > 1 ? [[.text(index.name(part.metric))]] : []
          cells.append(Cells.group(estimate.group))
          if !hasTarget { cells.append([.text(PlainNumber.count(estimate.count))]) }
          cells += [Cells.counted(estimate), value(estimate, part.quantity), range(estimate, part.quantity)]
          if hasTarget { cells += target(estimate, part.quantity) }
          if hasTest {
            cells.append(estimate.test == nil ? Cells.notApplicable : Cells.probability(estimate.test?.p))
          }
          return cells
        }
      })
  }

  private func value(_ estimate: Estimate, _ quantity: Quantity) -> [Inline] {
    guard let value = estimate.value else { return Cells.reason(estimate.undefined, quantity) }
    return [.text(quantity.scale.text(value) + (Cells.isUnreliable(estimate) ? "\u{A0}[u]" : ""))]
  }

  private func range(_ estimate: Estimate, _ quantity: Quantity) -> [Inline] {
    Cells.range(
      estimate.interval, without: estimate.value == nil ? nil : estimate.withoutInterval, quantity.scale, quantity)
  }

  private func target(_ estimate: Estimate, _ quantity: Quantity) -> [[Inline]] {
    guard let target = estimate.target(quantity) else { return [Cells.notApplicable, Cells.notApplicable] }
    let ratio = estimate.value.flatMap { target > 0 ? $0 / target : nil }
    return [
      [.text(quantity.scale.text(target))],
      ratio.map { [.text(Scale.ratio.text($0))] } ?? Cells.notAvailable,
    ]
  }
}
