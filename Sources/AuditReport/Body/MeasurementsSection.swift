import AuditRecord

/// Every number of the record about one column of groups, judged or not: one table a metric.
enum MeasurementsSection {
  static let section = Section(id: "measurements", title: "All measurements", blocks: blocks)

  static func blocks(_ index: RecordIndex) -> [Block] {
    // Numbers about everybody have no grouping.
    let everybody = tables([], index).isEmpty ? [] : [[String]()]
    let groupings = (index.record.groupings.map(\.grouping) + index.estimatedPlaces.map(\.grouping) + everybody).unique
      .filter { $0.count <= 1 }
    let blocks = groupings.enumerated().flatMap { number, grouping in
      self.blocks(grouping, id: "measured-\(number + 1)", index)
    }
    guard !blocks.isEmpty else { return [] }
    return [.paragraph([.text(intro)])] + blocks
  }

  private static let intro =
    "Intervals are plain ones, each for one number by itself; those that decide a verdict stand in the findings. The adjusted p-value answers one question: if the two numbers were the same, how often would chance alone give a difference at least this large somewhere among the comparisons made at the same time?"

  private static func blocks(_ grouping: [String], id: String, _ index: RecordIndex) -> [Block] {
    let tables = self.tables(grouping, index)
    let omitted = omitted(grouping, index)
    guard !tables.isEmpty || !omitted.isEmpty else { return [] }
    // The one table of everybody says so itself.
    if grouping.isEmpty, tables.count == 1 { return tables.map(Block.table) }
    let title = grouping.isEmpty ? "Everybody" : "By \(Words.grouping(grouping))"
    return [.heading(Heading(3, id: id, [.text(title)]))] + omitted + tables.map(Block.table)
  }

  /// The tables of a grouping: one a metric and way of comparing, worst pairs, and tests over all groups.
  static func tables(_ grouping: [String], _ index: RecordIndex) -> [Table] {
    if grouping.isEmpty {
      // Of lists alone they stand in the record.
      return [index.record.labels == nil ? nil : everybody(index), wholes(grouping, index)].compactMap(\.self)
    }
    let metrics = metrics(grouping, index).listed
    return metrics.flatMap { MeasuredTables(metric: $0, grouping: grouping, index: index).all }
      + [wholes(grouping, index), summaries(grouping, index), associations(grouping, index)].compactMap(\.self)
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

  /// The numbers of everybody, with or without a known group: what all groups come to together.
  private static func everybody(_ index: RecordIndex) -> Table? {
    // What is 1 minus another says nothing of its own.
    let metrics = index.metrics([]).filter { metric in
      index.card(metric)?.complement.map { !index.metrics([]).contains($0) } ?? true
    }
    let found = metrics.compactMap { metric -> (metric: String, estimate: Estimate)? in
      let estimate = index.estimates(RecordIndex.Place(metric: metric, grouping: [])).first { $0.group.isEmpty }
      return estimate.map { (metric, $0) }
    }
    guard !found.isEmpty else { return nil }
    let level = Phrases.sentenceCase(Cells.range(at: found.compactMap(\.estimate.interval?.level)))
    return Table(
      caption: ["Everybody, with or without a known group"],
      columns: [.words("Metric"), .numbers("Counted"), .numbers(.text("Value (\(level))"))],
      rows: found.map { metric, estimate in
        [[.text(index.name(metric))], Cells.counted(estimate), Cells.rate(estimate, index.quantity(metric))]
      })
  }

  /// Numbers about decisions on everybody, or on all groups of a column, which compare no two groups.
  private static func wholes(_ grouping: [String], _ index: RecordIndex) -> Table? {
    let summaries = index.summaries(grouping).filter { summary in
      index.card(summary.metric).map { $0.isOneNumber && $0.side == .decisions } ?? false
    }
    guard !summaries.isEmpty else { return nil }
    let level = Phrases.sentenceCase(Cells.range(at: summaries.compactMap(\.interval?.level)))
    return Table(
      caption: [
        .text(
          grouping.isEmpty
            ? "One number for everybody" : "One number for all groups of \(Words.grouping(grouping)) together")
      ],
      columns: [
        .words("Metric"), .numbers("People"), .numbers("Value"), .numbers(.text(level)),
        .numbers("p, if all groups were alike"),
      ],
      rows: summaries.map { summary in
        let quantity = index.quantity(summary.metric)
        return [
          [.text(index.name(summary.metric))],
          summary.people.map { [.text(PlainNumber.count($0))] } ?? Cells.notApplicable,
          Cells.value(summary.value, summary.undefined, quantity.scale, quantity),
          Cells.range(
            summary.interval, without: summary.value == nil ? nil : summary.withoutInterval, quantity.scale, quantity),
          summary.test == nil ? Cells.notApplicable : Cells.probability(summary.test?.p),
        ]
      })
  }

  /// One number for all groups, a row a metric: the pair that differs most by ratio and by difference, and whether any differ.
  private static func summaries(_ grouping: [String], _ index: RecordIndex) -> Table? {
    // A number that compares no groups stands with what it is about.
    let summaries = index.summaries(grouping).filter {
      ($0.comparison != .value || !index.quantity($0.metric).measure.isKnown)
    }
    let tests = index.associations(grouping).filter { $0.stratifier == nil }
    guard !summaries.isEmpty || !tests.isEmpty else { return nil }
    let (metrics, rows) = summaries.grouped { $0.metric }
    let of = Dictionary(tests.map { ($0.metric, $0.test) }) { first, _ in first }
    let all = (metrics + tests.map(\.metric)).unique
    let level = Phrases.sentenceCase(Cells.range(at: summaries.compactMap(\.interval?.level)))
    let names = Phrases.list(tests.map { MethodNotes.name($0.test.name) }.unique)
    return Table(
      caption: [
        .text(
          "One number for all groups of \(Words.grouping(grouping))"
            + (names.isEmpty ? "" : "; p is that of one test whether any groups differ: \(names)"))
      ],
      columns: [
        .words("Metric"), .numbers(.text("Ratio (\(level))")), .words("Between"),
        .numbers(.text("Gap (\(level))")), .words("Between"),
      ] + (tests.isEmpty ? [] : [.numbers("p")]),
      rows: all.map { metric in
        [[.text(index.name(metric))]]
          + [Comparison.ratio, .difference].flatMap { comparison in
            pair((rows[metric] ?? []).filter { $0.comparison == comparison }, comparison, index.quantity(metric))
          } + (tests.isEmpty ? [] : [of[metric].map { Cells.probability($0.p) } ?? Cells.notApplicable])
      })
  }

  /// The numbers of one metric and way of comparing, and which groups they are about; there may be several reference groups.
  private static func pair(_ summaries: [SummaryResult], _ comparison: Comparison, _ quantity: Quantity) -> [[Inline]] {
    guard !summaries.isEmpty else { return [Cells.notApplicable, Cells.notApplicable] }
    let scale = Scale(comparison, isRate: quantity.isPercent, isGap: true)
    let numbers = summaries.map { summary -> String in
      let reference = summary.reference.rule == .worstPair ? "" : ", \(summary.reference.words(quantity))"
      let unit = scale.isInPoints && summary.value != nil ? "\u{A0}points" : ""
      return Cells.value(summary.value, summary.interval, summary.undefined, scale, quantity).plain + unit + reference
    }
    let groups = summaries.map { $0.groups.isEmpty ? "[x]" : Phrases.list($0.groups.map(Words.group)) }.unique
    return [[.text(numbers.joined(separator: "; "))], [.text(groups.joined(separator: "; "))]]
  }

  /// Tests over all groups within strata.
  private static func associations(_ grouping: [String], _ index: RecordIndex) -> Table? {
    let tests = index.associations(grouping).filter { $0.stratifier != nil }
    guard !tests.isEmpty else { return nil }
    return Table(
      caption: [.text("Does the rate differ between any of the groups of \(Words.grouping(grouping)), within strata?")],
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
