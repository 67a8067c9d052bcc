import AuditRecord

/// Every number of the record about one column of groups, judged or not.
enum MeasurementsSection {
  static let section = Section(id: "measurements", title: "All measurements", blocks: blocks)

  static func blocks(_ index: RecordIndex) -> [Block] {
    let groupings = (index.record.groupings.map(\.grouping) + index.estimatedPlaces.map(\.grouping)).unique
      .filter { $0.count <= 1 }
    let blocks = groupings.enumerated().flatMap { number, grouping in
      self.blocks(grouping, id: "measured-\(number + 1)", index)
    }
    guard !blocks.isEmpty else { return [] }
    return [.paragraph([.text(intro(index.record))])] + blocks
  }

  private static func intro(_ record: Record) -> String {
    let hasLists = record.lists != nil
    let noun = hasLists ? "number" : "rate"
    let ranges =
      hasLists
      ? "Comparisons come with their confidence intervals; the numbers of lists themselves stand in the sections before."
      : "Rates come with their confidence intervals."
    let together =
      record.disparities.contains { $0.simultaneous != nil }
      ? " Ranges in brackets hold for all groups of a table at once." : ""
    return
      "\(ranges)\(together) A p-value answers one question: if the two \(noun)s were the same, how often would chance alone give a difference at least this large? The adjusted one allows for the other comparisons made at the same time."
  }

  private static func blocks(_ grouping: [String], id: String, _ index: RecordIndex) -> [Block] {
    let tables = self.tables(grouping, index)
    let omitted = omitted(grouping, index)
    guard !tables.isEmpty || !omitted.isEmpty else { return [] }
    let title = grouping.isEmpty ? "Everybody" : "By \(Words.grouping(grouping))"
    return [.heading(Heading(3, id: id, [.text(title)]))] + omitted + tables.map(Block.table)
  }

  /// The tables of a grouping: one a metric and way of comparing, worst pairs, and tests over all groups.
  static func tables(_ grouping: [String], _ index: RecordIndex) -> [Table] {
    let metrics = metrics(grouping, index).listed
    return metrics.flatMap { MeasuredTables(metric: $0, grouping: grouping, index: index).all }
      + [summaries(grouping, index), associations(grouping, index)].compactMap(\.self)
  }

  /// The metrics whose tables are printed, and how many more were measured: of many groups, what is judged stands in the findings
  /// and the rest in the record.
  static func metrics(_ grouping: [String], _ index: RecordIndex) -> (listed: [String], others: Int) {
    let metrics = index.metrics(grouping)
    if index.listedGroups(grouping) > LongTables.mostGroups { return ([], metrics.count) }
    guard grouping.count > 1, index.listedCombinations > LongTables.mostCombinations else { return (metrics, 0) }
    let judged = metrics.filter { metric in
      index.record.requirements.contains { $0.metric == metric && $0.across.contains(grouping) }
    }
    return (judged, metrics.count - judged.count)
  }

  /// What is not printed of many groups.
  static func omitted(_ grouping: [String], _ index: RecordIndex) -> [Block] {
    let others = metrics(grouping, index).others
    let small = index.smallGroups(grouping)?.groups.count ?? 0
    var sentences: [String] = []
    if others > 0 {
      sentences.append(
        "\(Phrases.counted(others, "more measure")) of \(Phrases.counted(index.listedGroups(grouping), "group")) would fill many pages: \(LongTables.rest)."
      )
    }
    if small > 0 {
      sentences.append(
        "\(Words.smallGroups(small)) have too few people to be compared; the file record.json holds their counts."
      )
    }
    return sentences.isEmpty ? [] : [.paragraph([.text(sentences.joined(separator: " "))])]
  }

  private static func summaries(_ grouping: [String], _ index: RecordIndex) -> Table? {
    // A number that compares no groups stands with what it is about.
    let summaries = index.summaries(grouping).filter {
      ($0.comparison != .value || !index.quantity($0.metric).measure.isKnown)
    }
    guard !summaries.isEmpty else { return nil }
    return Table(
      caption: [.text("One number for all groups of \(Words.grouping(grouping))")],
      columns: [
        .words("Metric"), .words("How the groups are compared"), .numbers("Value"),
        .numbers(.text(Phrases.sentenceCase(Cells.range(at: summaries.compactMap(\.interval?.level))))),
        .words("Between"),
      ],
      rows: summaries.map { summary in
        let quantity = index.quantity(summary.metric)
        let scale = Scale(summary.comparison, isRate: quantity.isPercent, isGap: true)
        let between = summary.groups.isEmpty ? "[x]" : Phrases.list(summary.groups.map(Words.group))
        return [
          [.text(index.name(summary.metric))],
          [.text("\(scale.header), \(summary.reference.words(quantity))")],
          Cells.value(summary.value, summary.undefined, scale, quantity), Cells.range(summary.interval, scale),
          [.text(between)],
        ]
      })
  }

  private static func associations(_ grouping: [String], _ index: RecordIndex) -> Table? {
    let tests = index.associations(grouping)
    guard !tests.isEmpty else { return nil }
    return Table(
      caption: [.text("Does the rate differ between any of the groups of \(Words.grouping(grouping))?")],
      columns: [
        .words("Metric"), .words("Held constant"), .words("Test"), .numbers("Statistic"),
        .numbers("Degrees of freedom"), .numbers("p"),
      ],
      rows: tests.map { association in
        let test = association.test
        return [
          [.text(index.name(association.metric))], [.text(association.stratifier ?? "nothing")],
          [.text(MethodNotes.name(test.name))], Cells.statistic(test.statistic),
          Cells.statistic(test.degreesOfFreedom), Cells.probability(test.p),
        ]
      })
  }
}

extension Cells {
  /// A statistic; a test without one says so.
  static func statistic(_ value: Double?) -> [Inline] {
    value.map { [.text(Numbers.statistic($0))] } ?? notApplicable
  }
}

/// The tables of one metric on one grouping.
struct MeasuredTables {
  let metric: String
  let grouping: [String]
  let index: RecordIndex

  private var place: RecordIndex.Place { RecordIndex.Place(metric: metric, grouping: grouping) }
  var quantity: Quantity { index.quantity(metric) }

  var all: [Table] {
    let estimates = index.estimates(place)
    let ways = index.ways(place)
    guard quantity.side == .decisions, quantity.measure.isKnown else {
      // The numbers of one column's groups stand in the section of their side, if it has a place for them.
      let isPlain = !quantity.measure.isKnown && !estimates.isEmpty
      return (grouping.count > 1 || isPlain ? [rates(estimates)] : []) + pairs(ways)
    }
    guard let first = ways.first else { return [rates(estimates)] }
    return [compared(first.way, first.rows, estimates)] + ways.dropFirst().map { compared($0.way, $0.rows, []) }
  }

  var name: String { "\(index.name(metric)) by \(Words.grouping(grouping))" }

  private func rates(_ estimates: [Estimate]) -> Table {
    Table(
      caption: [.text(grouping.isEmpty ? index.name(metric) : name)],
      columns: [
        .words("Group"), .numbers(.text(quantity.basis)), .numbers(.text(Cells.rateHeader(estimates, quantity))),
      ],
      rows: estimates.map { [Cells.group($0.group), Cells.counted($0), Cells.rate($0, quantity)] })
  }

  func compared(_ way: RecordIndex.Way, _ rows: [Disparity], _ estimates: [Estimate]) -> Table {
    let scale = Scale(way.comparison, isRate: quantity.isPercent)
    let estimateOf = Dictionary(estimates.map { ($0.group, $0) }) { first, _ in first }
    let hasRates = !estimates.isEmpty
    var columns: [Table.Column] = [.words("Group")]
    if hasRates {
      columns += [.numbers(.text(quantity.basis)), .numbers(.text(Cells.rateHeader(estimates, quantity)))]
    }
    columns += [
      .numbers(.text(scale.header)), .numbers(.text(Cells.rangeHeader(rows, level: way.level))), .numbers("p"),
      .numbers("Adjusted p"),
    ]
    return Table(
      caption: [
        .text("\(name), \(way.comparison == .ratio ? "ratio to" : "difference from") \(way.referenceWords(quantity))")
      ],
      columns: columns,
      rows: rows.map { row in
        var cells = [Cells.group(row.group)]
        if hasRates {
          cells += [Cells.counted(estimateOf[row.group]), Cells.rate(estimateOf[row.group], quantity)]
        }
        cells.append(Cells.value(row.value, row.undefined, scale, quantity))
        guard !row.isReference else {
          return cells + [[.mark(.referenceGroup)], Cells.notApplicable, Cells.notApplicable]
        }
        return cells + [
          Cells.ranges(row, scale), Cells.probability(row.test?.p),
          Cells.adjusted(row.test),
        ]
      })
  }
}
