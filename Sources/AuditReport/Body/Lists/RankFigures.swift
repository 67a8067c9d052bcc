import AuditRecord

/// What groups of items get from rank to rank: two charts, each with its table.
struct RankFigures {
  let id: String
  let profile: RankProfile

  /// Panels of one chart that fit on a printed page.
  private static let mostPanels = 3
  /// Columns of ranks in a table, beside the group and its target.
  private static let mostRanks = (alone: 5, withBand: 3)

  private var depth: Int { profile.lists.count }
  private var hasTarget: Bool { profile.target.count == profile.groups.count }

  /// Groups that are drawn, those with the most attention first. Of many, they are the ones furthest from their target.
  private var drawn: [Int] {
    func order(_ indices: some Sequence<Int>, by size: (Int) -> Double) -> [Int] {
      indices.sorted { (size($0), $1) > (size($1), $0) }
    }
    let all = profile.groups.indices
    let chosen = order(all) { hasTarget ? abs(share($0) - profile.target[$0]) : share($0) }.prefix(LinePlot.mostLines)
    return order(chosen, by: share)
  }

  private func share(_ group: Int) -> Double { profile.attention[group].last ?? 0 }
  private func name(_ group: Int) -> String { Words.group(profile.groups[group]) }

  private var isWhole: Bool {
    depth > 0 && profile.attention.count == profile.groups.count && profile.positions.count == profile.groups.count
      && (profile.attention + profile.positions).allSatisfy { $0.count == depth }
  }

  var blocks: [Block] {
    guard isWhole, !profile.groups.isEmpty else { return [] }
    let attention = depth > 1 ? [Block.figure(attentionFigure)] : []
    let positions = depth > 1 ? positionFigures.map(Block.figure) : []
    return attention + [.table(attentionTable)] + positions + [.table(positionTable)] + bandNote
  }

  // MARK: Attention

  private var others: String {
    let rest = profile.groups.count - drawn.count
    return rest > 0
      ? " The \(Phrases.counted(drawn.count, "group")) \(hasTarget ? "furthest from their target" : "with the most attention") are drawn; the table names the other \(PlainNumber.count(rest))."
      : ""
  }

  private var attentionMessage: String {
    let total = "Of all attention up to rank \(PlainNumber.count(depth)), "
    guard hasTarget else {
      guard let most = drawn.first else { return "Attention by rank" }
      return total + "\(name(most)) gets the largest share, \(Numbers.percent(share(most)))"
    }
    guard let furthest = drawn.max(by: { distance($0) < distance($1) }) else { return "Attention by rank" }
    return total
      + "\(name(furthest)) gets \(Numbers.percent(share(furthest))), where the target is \(Numbers.percent(profile.target[furthest]))"
  }

  private func distance(_ group: Int) -> Double { abs(share(group) - profile.target[group]) }

  private var attentionFigure: Figure {
    let title = attentionMessage
    let isCommon = hasTarget && drawn.count > 1 && Set(drawn.map { profile.target[$0] }).count == 1
    let dashed =
      isCommon
      ? " Dashed: the target, the same for all that are drawn."
      : drawn.count == 1 ? " Dashed: the target." : " Dashed, from a hollow mark of the same shape: the group’s target."
    return Figure(
      id: "\(id)-attention", title: title,
      caption:
        "Each line is a group’s share of the attention of all ranks up to this one.\(hasTarget ? dashed : "")\(others)",
      description:
        "Line chart, one line a group, over ranks 1 to \(depth). \(title). The table that follows gives chosen ranks.",
      chart: .lines(
        LinePlot(
          places: places, ticks: ticks, axisLabel: "Up to rank",
          panels: [LinePlot.Panel(lines: drawn.map { line($0, profile.attention[$0]) })])))
  }

  private func line(_ group: Int, _ values: [Double]) -> LinePlot.Line {
    LinePlot.Line(
      label: name(group), note: Numbers.percent(values.last ?? 0), values: values,
      against: hasTarget ? Array(repeating: profile.target[group], count: depth) : [])
  }

  private var places: [Double] { (1...max(1, depth)).map(Double.init) }

  private var ticks: [LinePlot.Tick] {
    let preferred = [1, depth, 5, 10, 20, 50, 100, 200, 500].filter { $0 <= depth }
    return (preferred + Array(1...max(1, min(depth, 20)))).unique.map {
      LinePlot.Tick(value: Double($0), label: PlainNumber.count($0))
    }
  }

  /// Ranks that a table gives: the first, the last and some between.
  private func chosen(_ most: Int) -> [Int] {
    let candidates = ([1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 500].filter { $0 < depth } + [depth])
    guard candidates.count > most else { return candidates }
    return (0..<most).map { candidates[$0 * (candidates.count - 1) / (most - 1)] }
  }

  private var attentionTable: Table {
    let ranks = chosen(RankFigures.mostRanks.alone)
    return table("Share of the attention of all ranks up to a rank", ranks, last: nil) { group, rank in
      [.text(Numbers.percent(profile.attention[group][rank - 1]))]
    }
  }

  private func table(
    _ caption: String, _ ranks: [Int], last: [[Inline]]?, _ cell: (Int, Int) -> [Inline]
  ) -> Table {
    let target: [Table.Column] = hasTarget ? [.numbers("Target")] : []
    return Table(
      caption: [.text("\(caption), by \(Words.grouping(profile.grouping))")],
      columns: [.words("Group")] + target + ranks.map { .numbers(.text("To rank \(PlainNumber.count($0))")) },
      rows: profile.groups.indices.map { group -> [[Inline]] in
        let target: [[Inline]] = hasTarget ? [[.text(Numbers.percent(profile.target[group]))]] : []
        return [Cells.group(profile.groups[group])] + target + ranks.map { cell(group, $0) }
      } + (last.map { [$0] } ?? []))
  }

  // MARK: Positions

  private var band: RankBand? {
    guard hasTarget, let band = profile.band, band.lower.count == profile.groups.count,
      band.upper.count == profile.groups.count, (band.lower + band.upper).allSatisfy({ $0.count == depth })
    else { return nil }
    return band
  }

  /// The first rank at which a group's share lies outside the band, and on which side.
  private func leaves(_ group: Int) -> (rank: Int, isBelow: Bool)? {
    guard let band else { return nil }
    for rank in 0..<depth {
      let share = profile.positions[group][rank]
      if share < band.lower[group][rank] - 1e-12 { return (rank + 1, true) }
      if share > band.upper[group][rank] + 1e-12 { return (rank + 1, false) }
    }
    return nil
  }

  private var positionMessage: String {
    guard band != nil else { return "Share of the first positions, by \(Words.grouping(profile.grouping))" }
    let left = drawn.compactMap { group in leaves(group).map { (group: group, place: $0) } }
    let below = left.filter(\.place.isBelow)
    guard let furthest = (below.isEmpty ? left : below).max(by: { distance($0.group) < distance($1.group) }) else {
      return "Every group stays where chance alone would leave its share of the first positions"
    }
    let amount = furthest.place.isBelow ? "fewer" : "more"
    return
      "Items of \(name(furthest.group)) hold \(amount) of the first positions than chance would leave them, first at rank \(furthest.place.rank)"
  }

  private var positionFigures: [Figure] {
    let parts = stride(from: 0, to: drawn.count, by: RankFigures.mostPanels).map {
      Array(drawn[$0..<min($0 + RankFigures.mostPanels, drawn.count)])
    }
    return parts.enumerated().map { number, part in
      let title = positionMessage + (parts.count > 1 ? " (part \(number + 1) of \(parts.count))" : "")
      let shaded =
        band.map {
          " Shaded: where the share would be in \(Numbers.level($0.level)) of cases, rank by rank, were every position drawn by the target."
        } ?? ""
      return Figure(
        id: "\(id)-positions-\(number + 1)", title: title,
        caption:
          "Each line is a group’s share of the first positions, however many these are.\(hasTarget ? " Dashed: the target." : "")\(shaded)\(others)",
        description:
          "Line chart, one panel a group, over ranks 1 to \(depth). \(title). The table that follows gives chosen ranks.",
        chart: .lines(
          LinePlot(
            places: places, ticks: ticks, axisLabel: "Up to rank",
            panels: part.map { group in
              LinePlot.Panel(
                title: name(group),
                lines: [
                  LinePlot.Line(
                    label: Numbers.percent(profile.positions[group].last ?? 0),
                    note: hasTarget ? "target \(Numbers.percent(profile.target[group]))" : "",
                    values: profile.positions[group],
                    against: hasTarget ? Array(repeating: profile.target[group], count: depth) : [])
                ], band: band.map { LinePlot.Band(lower: $0.lower[group], upper: $0.upper[group]) })
            })))
    }
  }

  private var positionTable: Table {
    let ranks = chosen(band == nil ? RankFigures.mostRanks.alone : RankFigures.mostRanks.withBand)
    let lists: [[Inline]] =
      [["Lists that reach the rank"]] + (hasTarget ? [Cells.notApplicable] : [])
      + ranks.map { [.text(PlainNumber.count(profile.lists[$0 - 1]))] }
    let bracket = band == nil ? "" : "; in brackets, where chance alone would leave it"
    return table("Share of the first positions\(bracket)", ranks, last: lists) { group, rank in
      let share = Numbers.percent(profile.positions[group][rank - 1])
      let range = band.flatMap {
        Scale.rate.range(
          Interval(
            lower: $0.lower[group][rank - 1], upper: $0.upper[group][rank - 1], level: $0.level, method: .binomial))
      }
      return [.text(share + (range.map { " (\($0))" } ?? ""))]
    }
  }

  /// What the shaded area takes for granted.
  private var bandNote: [Block] {
    guard band != nil else { return [] }
    let isSingle = profile.lists.first.map { $0 <= 1 } ?? true
    return [
      .paragraph([
        .text(
          isSingle
            ? "There is one list. The shaded area takes its positions as independent draws. It holds for one rank at a time, so a line that leaves it somewhere is no surprise over many ranks."
            : "The shaded area pools all lists that reach a rank, and takes every position of every list as an independent draw. Lists that resemble each other vary more than that, so leaving the area is no test. It holds for one rank at a time."
        )
      ])
    ]
  }
}
