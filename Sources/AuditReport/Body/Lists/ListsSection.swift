import AuditRecord

/// What lists rest on, and what they give to groups of items rank by rank and over the whole catalogue.
enum ListsSection {
  static let section = Section(id: "lists", title: "Lists", blocks: blocks)

  static func blocks(_ index: RecordIndex) -> [Block] {
    guard let lists = index.record.lists else { return [] }
    let ranks = index.groupings(.providers).enumerated().flatMap { number, grouping in
      rankByRank(grouping, id: "ranks-\(number + 1)", index)
    }
    return assumptions(lists, index) + ranks + Sensitivities.blocks(index) + concentration(index)
      + WholeNumbers.blocks(index)
  }

  private static func assumptions(_ lists: ListsDescription, _ index: RecordIndex) -> [Block] {
    var points = facts(lists)
    if index.sides.contains(.providers) {
      points.append(
        "Attention is assumed, not measured. The plan takes the model “\(AttentionWords.name(lists.attention))”. \(AttentionWords.assumption(lists.attention)) Whether people look at lists like this, these data do not say."
      )
      if let target = lists.target {
        points.append(
          "The target is a choice too: \(ListWords.target(target)). Being at the target means no more than that.")
      }
    }
    return [.list(points.map { [.text($0)] }), ListWords.samplingBlock]
  }

  /// What was read, and what numbers about lists rest on.
  private static func facts(_ lists: ListsDescription) -> [String] {
    let read = "\(Phrases.counted(lists.lists, "list was", "lists were")) read"
    var facts = [
      lists.recipients.map {
        "\(Phrases.counted($0, "person", "people")) should have received a list; \(read)."
      } ?? Phrases.sentenceCase(read) + ". The plan does not say who should have received one.",
      lists.short == 0
        ? "Every list is at least \(Phrases.counted(lists.depth, "position")) long, which is the depth that counts."
        : "\(Phrases.counted(lists.short, "list is", "lists are")) shorter than the depth of \(PlainNumber.count(lists.depth)); what is not there counts as nothing.",
      lists.tied == 0
        ? "No two items of a list share a place."
        : "\(PlainNumber.count(lists.tied)) of \(Phrases.counted(lists.positions, "position")) share their place with another; each gets the average of what the places would get.",
    ]
    if let without = lists.withoutRelevance {
      facts.append(
        without == 0
          ? "Something relevant is known for everybody with a list."
          : "Nothing relevant is known for \(Phrases.counted(without, "person", "people")) with a list. How good these lists are is not known, and they are in no average of quality."
      )
    }
    return facts
  }

  /// What groups get from rank to rank, where a requirement is about groups of items.
  private static func rankByRank(_ grouping: [String], id: String, _ index: RecordIndex) -> [Block] {
    let isJudged = index.record.requirements.contains {
      $0.across.contains(grouping) && index.quantity($0.metric).side == .providers
    }
    guard isJudged, let profile = index.record.profiles.first(where: { $0.grouping == grouping }) else { return [] }
    return [.heading(Heading(3, id: id, [.text("Items by \(Words.grouping(grouping)), rank by rank")]))]
      + RankFigures(id: id, profile: profile).blocks
  }

  /// The Lorenz curve, with what it says in a sentence.
  private static func concentration(_ index: RecordIndex) -> [Block] {
    guard let curve = index.record.lorenz, curve.shares.count == 101 else { return [] }
    let shares = curve.shares
    let least = Numbers.percent(shares[20])
    let title = "The 20\u{A0}% of items that are shown least get \(least) of the attention"
    let items = index.record.lists.map { " of \(PlainNumber.count($0.items))" } ?? ""
    let never =
      curve.neverShown == 0
      ? "Every item was in some list."
      : "\(Phrases.counted(curve.neverShown, "item"))\(items) \(curve.neverShown == 1 ? "was" : "were") in no list."
    let places = (0...100).map(Double.init)
    let steps = [10, 20, 50, 80, 90, 99, 100]
    return [
      .heading(Heading(3, id: "concentration", ["How attention is spread over all items"])),
      .paragraph([
        .text(
          "\(title). The 10\u{A0}% that are shown most get \(Numbers.percent(1 - shares[90])). \(never)")
      ]),
      .figure(
        Figure(
          id: "concentration-chart", title: title,
          caption:
            "Items stand from the least shown to the most shown. The line gives the share of the attention that all items up to there get. Dashed: the same attention for every item.",
          description: "Lorenz curve. \(title). The table that follows holds chosen points of the curve.",
          chart: .lines(
            LinePlot(
              places: places,
              ticks: [0, 100, 50, 20, 80, 40, 60].map {
                LinePlot.Tick(value: $0, label: PlainNumber.exact($0) + "\u{A0}%")
              },
              axisLabel: "Share of the items, from the least shown",
              panels: [
                LinePlot.Panel(lines: [
                  LinePlot.Line(label: "Attention", note: "", values: shares, against: places.map { $0 / 100 })
                ])
              ])))),
      .table(
        Table(
          caption: ["Share of the attention that the least shown items get"],
          columns: [.words("Items, from the least shown"), .numbers("Share of the attention")],
          rows: steps.map { step in
            [[.text("\(step)\u{A0}%")], [.text(Numbers.percent(shares[step]))]]
          })),
    ]
  }
}

/// Numbers about a whole grouping of items, or about all items, each with its range or the reason why it has none.
enum WholeNumbers {
  static func blocks(_ index: RecordIndex) -> [Block] {
    let summaries = index.record.summaries.filter {
      $0.comparison == .value && $0.within == nil && index.quantity($0.metric).side == .providers
        && index.quantity($0.metric).measure.isKnown
    }
    guard !summaries.isEmpty else { return [] }
    let levels = summaries.compactMap(\.interval?.level)
    let hasEven = summaries.contains { $0.even != nil }
    return [
      .heading(Heading(3, id: "whole-numbers", ["Numbers about everything at once"])),
      .paragraph([
        "A number that depends on all lists at once is the realised value of these lists. No interval is known that holds the true value as often as it says, so it has none."
      ]),
      .table(
        Table(
          caption: ["One number for all groups of a column, or for all items"],
          columns: [
            .words("Number"), .words("About"), .numbers("Value"),
            .numbers(.text(Phrases.sentenceCase(Cells.range(at: levels)))),
          ] + (hasEven ? [.numbers("An even system, on average")] : []) + [
            .numbers("Ideal"), .numbers("p, if the ideal held"),
          ],
          rows: summaries.map { row($0, index, hasEven: hasEven) })),
    ]
      + (hasEven
        ? [
          .paragraph([
            "An even system makes no difference between items: as many lists, as long, each drawn anew from the whole catalogue. What it shows is what the number of lists alone would do."
          ])
        ] : [])
  }

  private static func row(_ summary: SummaryResult, _ index: RecordIndex, hasEven: Bool) -> [[Inline]] {
    let quantity = index.quantity(summary.metric)
    let about = summary.grouping.isEmpty ? "all items" : "items by \(Words.grouping(summary.grouping))"
    let ideal = index.card(summary.metric)?.ideal
    let limits = ideal.map { [$0] } ?? []
    let range = Cells.range(
      summary.interval, without: summary.value == nil ? nil : summary.withoutInterval, quantity.scale, quantity,
      apartFrom: limits)
    return [
      [.text(index.name(summary.metric))], [.text(about)],
      Cells.value(summary.value, summary.undefined, quantity.scale, quantity, apartFrom: limits), range,
    ] + (hasEven ? [summary.even.map { [.text(quantity.scale.text($0))] } ?? Cells.notApplicable] : []) + [
      ideal.map { [.text(PlainNumber.exact($0))] } ?? Cells.notApplicable,
      summary.test == nil ? Cells.notApplicable : Cells.probability(summary.test?.p),
    ]
  }
}

/// The same numbers under other models of attention, beside those of the plan's.
enum Sensitivities {
  private struct Key: Hashable {
    var metric: String
    var grouping: [String]
    var group: [Label]
  }

  static func blocks(_ index: RecordIndex) -> [Block] {
    let all = index.record.sensitivities
    guard let lists = index.record.lists, !all.isEmpty else { return [] }
    let models = all.map(\.attention).unique.filter { $0 != lists.attention }
    let keys = all.map { Key(metric: $0.metric, grouping: $0.grouping, group: $0.group) }.unique
    let valueOf = Dictionary(
      all.map { ([$0.attention, $0.metric] + $0.grouping + $0.group.map(\.text), $0.value) }
    ) { first, _ in first }
    let intro = models.map { "\(Phrases.sentenceCase(AttentionWords.name($0))): \(AttentionWords.assumption($0))" }
    return [
      .heading(Heading(3, id: "sensitivity", ["The same numbers under another model of attention"])),
      .paragraph([
        "Nobody measured attention, so the numbers are given under another assumption too. Compare how the groups stand to each other: sizes alone may change with the model."
      ]),
      .list(intro.map { [.text($0)] }),
      .table(
        Table(
          caption: ["Numbers under the plan’s model of attention, and under others"],
          columns: [
            .words("Number"), .words("Group"), .numbers(.text(AttentionWords.name(lists.attention) + ", as planned")),
          ]
            + models.map { .numbers(.text(AttentionWords.name($0))) },
          rows: keys.map { key in
            let quantity = index.quantity(key.metric)
            let own = index.estimates(RecordIndex.Place(metric: key.metric, grouping: key.grouping))
              .first { $0.group == key.group }
            let others = models.map { model in
              let value = valueOf[[model, key.metric] + key.grouping + key.group.map(\.text)] ?? nil
              return Cells.value(value, nil, quantity.scale, quantity)
            }
            let number = "\(index.name(key.metric)) by \(Words.grouping(key.grouping))"
            return [
              [.text(number)], Cells.group(key.group),
              Cells.value(own?.value, own?.undefined, quantity.scale, quantity),
            ] + others
          })),
    ]
  }
}

extension RecordIndex {
  /// The columns of a side whose groups the record names, without combinations of several.
  func groupings(_ side: MetricSide) -> [[String]] {
    record.groupings.filter { $0.side == side && $0.grouping.count == 1 }.map(\.grouping)
  }
}
