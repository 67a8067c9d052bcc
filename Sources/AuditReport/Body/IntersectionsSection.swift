import AuditRecord

/// Combinations of two or more groupings, where a difference may hide that neither grouping shows alone.
enum IntersectionsSection {
  static let section = Section(id: "intersections", title: "Intersectional groups", blocks: blocks)

  /// Columns of a heatmap that stay legible on a telephone.
  private static let widest = 6

  static func blocks(_ index: RecordIndex) -> [Block] {
    let groupings = (index.record.groupings.map(\.grouping) + index.estimatedPlaces.map(\.grouping)).unique
      .filter { $0.count >= 2 }
    let shown = shown(groupings, index)
    return groupings.enumerated().filter { shown.contains($0.element) }.flatMap { number, grouping -> [Block] in
      let id = "intersection-\(number + 1)"
      let tables = MeasurementsSection.tables(grouping, index)
      let omitted = MeasurementsSection.omitted(grouping, index)
      guard !tables.isEmpty || !omitted.isEmpty else { return [] }
      return [.heading(Heading(3, id: id, [.text("By \(Words.grouping(grouping))")]))]
        + omitted
        + (grouping.count == 2 && index.listedGroups(grouping) <= LongTables.mostCells
          ? figures(grouping, id, index) : []) + tables.map(Block.table)
    } + others(groupings.count - shown.count)
  }

  /// The intersections that are shown: all, or of very many those in which something is not met or not settled first.
  private static func shown(_ groupings: [[String]], _ index: RecordIndex) -> Set<[String]> {
    guard groupings.count > LongTables.mostIntersections else { return Set(groupings) }
    var ranks: [[String]: Int] = [:]
    for finding in index.record.findings {
      ranks[finding.grouping] = max(ranks[finding.grouping] ?? 0, finding.verdict.rank)
    }
    let order = groupings.indices.sorted { (-(ranks[groupings[$0]] ?? 0), $0) < (-(ranks[groupings[$1]] ?? 0), $1) }
    return Set(order.prefix(LongTables.mostIntersections).map { groupings[$0] })
  }

  private static func others(_ count: Int) -> [Block] {
    guard count > 0 else { return [] }
    return [
      .paragraph([
        .text(
          "\(Phrases.counted(count, "more combination of columns is", "more combinations of columns are")) not shown here. None has a worse verdict than those that are; \(LongTables.rest)."
        )
      ])
    ]
  }

  /// Heatmaps of the rates that a requirement judges here.
  private static func figures(_ grouping: [String], _ id: String, _ index: RecordIndex) -> [Block] {
    let measured = index.metrics(grouping).filter {
      index.quantity($0).isWithinOne && index.quantity($0).measure.isKnown
    }
    let judged = measured.filter { metric in
      index.record.findings.contains { $0.metric == metric && $0.grouping == grouping }
    }
    return judged.enumerated().flatMap { number, metric in
      maps(metric, grouping, "\(id)-chart-\(number + 1)", index)
    }
  }

  private static func maps(_ metric: String, _ grouping: [String], _ id: String, _ index: RecordIndex) -> [Block] {
    let quantity = index.quantity(metric)
    let estimates = index.estimates(RecordIndex.Place(metric: metric, grouping: grouping))
      .filter { $0.group.count == 2 }
    let first = estimates.map { $0.group[0] }.unique
    let second = estimates.map { $0.group[1] }.unique
    let isTall = first.count >= second.count
    let (down, across) = isTall ? (first, second) : (second, first)
    let cells = Dictionary(estimates.map { ($0.group, cell($0, quantity)) }) { first, _ in first }
    let parts = stride(from: 0, to: across.count, by: widest).map { Array(across[$0..<min($0 + widest, across.count)]) }
    let message = message(index.name(metric), estimates, quantity)
    return parts.enumerated().map { number, part in
      let title = message + (parts.count > 1 ? " (part \(number + 1) of \(parts.count))" : "")
      return .figure(
        Figure(
          id: "\(id)-\(number + 1)", title: title,
          caption:
            "The number in a cell is the \(quantity.noun == "rate" ? "rate" : "value"), and below it the number of \(quantity.basisWords). Darker is higher. A cell without a shade and with hatched edges has fewer than 30 \(quantity.measure == .proportion || quantity.isOfPeople ? "people" : "lists").",
          description:
            "Heatmap, a row for each \(isTall ? grouping[0] : grouping[1]). \(title). The table that follows holds every number.",
          chart: .heatmap(
            Heatmap(
              columns: part.map(Words.label),
              rows: down.map { row in
                Heatmap.Row(
                  label: Words.label(row), cells: part.map { cells[isTall ? [row, $0] : [$0, row]] })
              }))))
    }
  }

  private static func cell(_ estimate: Estimate, _ quantity: Quantity) -> Heatmap.Cell {
    let size = Numbers.count(
      (estimate.scored?.people ?? estimate.lists).map(Double.init) ?? estimate.denominator ?? Double(estimate.count))
    return Heatmap.Cell(
      value: estimate.value, text: estimate.value.map { quantity.scale.text($0) } ?? "[x]", note: "of \(size)",
      isUnreliable: Cells.isUnreliable(estimate))
  }

  private static func message(_ name: String, _ estimates: [Estimate], _ quantity: Quantity) -> String {
    let reliable = estimates.filter { $0.value != nil && !Cells.isUnreliable($0) }
    guard let low = reliable.min(by: { ($0.value ?? 0) < ($1.value ?? 0) }),
      let high = reliable.max(by: { ($0.value ?? 0) < ($1.value ?? 0) }),
      let least = low.value, let most = high.value, least < most
    else { return "\(name), by combination of groups" }
    return
      "\(name): from \(quantity.scale.text(least)) (\(Words.group(low.group))) to \(quantity.scale.text(most)) (\(Words.group(high.group)))"
  }
}
