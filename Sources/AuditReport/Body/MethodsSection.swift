import AuditRecord

/// How the numbers were made, and what was agreed before making them.
enum MethodsSection {
  static let section = Section(id: "methods", title: "Methods and conventions", blocks: blocks)

  static func blocks(_ index: RecordIndex) -> [Block] {
    let notes = notes(index.record)
    return [.heading(Heading(3, id: "conventions", ["Conventions"])), .definitions(conventions(index.record))]
      + (notes.isEmpty ? [] : [.heading(Heading(3, id: "method-notes", ["Methods"])), .definitions(notes)])
      + judging(index.record) + bootstrap(index)
  }

  private static func conventions(_ record: Record) -> [Definition] {
    func entry(_ term: String, _ meaning: String) -> Definition { Definition([.text(term)], [.text(meaning)]) }
    let decisions = record.labels.map { labels in
      entry(
        "Favourable decision",
        labels.isWide == true
          ? "those that the column \(labels.decision) counts. A selection rate is their share of the people."
          : "\(Phrases.list(labels.favourable.map(Words.label), "or")), in the column \(labels.decision). A selection rate counts these."
      )
    }
    return (decisions.map { [$0] } ?? []) + (record.lists.map(ListWords.conventions) ?? []) + [
      entry("Ratio", "the group’s number divided by that of the reference group; 1 means equal"),
      entry("Difference", "the group’s number minus that of the reference group; 0 means equal"),
      entry("No number", "A number that does not exist is never shown as 0 or as 1. The reason stands in its place."),
      entry(
        "Unknown group",
        "\(record.lists == nil ? "People" : "People and items") whose group is not known are counted, and never take part in a comparison by that group."
      ),
      entry(
        "Rounding",
        "Numbers are rounded for display only: half away from zero, from the shortest decimal that stands for the number. Verdicts use the unrounded numbers. A number that would look equal to its threshold gets more digits."
      ),
      entry(
        "Random numbers",
        "seed \(record.seed), \(Phrases.counted(record.replicates, "replicate")). The same seed gives the same report."),
    ]
  }

  private static func judging(_ record: Record) -> [Block] {
    guard !record.requirements.isEmpty, record.rules.isKnown else { return [] }
    let ranges =
      "A requirement is met when the whole judged range satisfies the threshold. It is not met when none of the range does. Otherwise the data do not settle it: cannot tell. Where there are too few \(record.lists == nil ? "people" : "people or lists"), or nobody to compare with, nothing is judged: not enough data. Neither of these two is a pass."
    let numbers = " Where the plan says so, the number alone is judged, and its range is only shown."
    return [
      .heading(Heading(3, id: "judging", ["How a verdict is reached"])),
      .paragraph([.text(ranges + (judgesNumbers(record) ? numbers : ""))]),
    ]
  }

  /// True when the plan judges some number without its range.
  static func judgesNumbers(_ record: Record) -> Bool { record.requirements.contains { $0.decide == .point } }

  private static func notes(_ record: Record) -> [Definition] {
    let intervals =
      record.estimates.compactMap(\.interval) + record.disparities.compactMap(\.interval)
      + record.summaries.compactMap(\.interval) + record.findings.compactMap(\.interval)
    let tests =
      record.estimates.compactMap(\.test) + record.disparities.compactMap(\.test) + record.summaries.compactMap(\.test)
      + record.associations.map(\.test)
    var used = Set(intervals.map(\.method)).union(tests.map(\.name)).union(tests.compactMap { $0.adjusted?.method })
    used.formUnion(record.disparities.compactMap(\.simultaneous?.method))
    for row in record.disparities where row.bootstrap != nil {
      used.insert(record.card(row.metric)?.measure == .average ? "poisson-bootstrap" : "bootstrap")
    }
    let known = MethodNotes.all.filter { used.contains($0.id) }
    let others = used.subtracting(MethodNotes.all.map(\.id)).sorted { Label($0) < Label($1) }
    return known.map { Definition([.text($0.name)], [.text($0.words)]) }
      + (record.holdsRealisedValues ? [ListWords.realised] : [])
      + others.map { Definition([.text($0)], ["This version has no words for it."]) }
  }

  private static func bootstrap(_ index: RecordIndex) -> [Block] {
    struct Kind: Hashable {
      var metric: String
      var comparison: Comparison
    }
    let checked = index.record.disparities.filter { $0.bootstrap != nil && $0.interval != nil }
    guard !checked.isEmpty else { return [] }
    let kinds = checked.map { Kind(metric: $0.metric, comparison: $0.comparison) }.unique
    let rowsOf = Dictionary(grouping: checked) { Kind(metric: $0.metric, comparison: $0.comparison) }
    return [
      .heading(
        Heading(
          3, id: "bootstrap-check",
          [.text("Ranges checked by drawing \(index.record.labels == nil ? "people" : "the table") again")])),
      .paragraph([
        "The ranges counted here, crude ones only, were made a second time by resampling. The table gives how far apart the two ever were. Large gaps point to small counts, where the first range is the better one."
      ]),
      .table(
        Table(
          caption: ["Ranges by formula and by resampling"],
          columns: [
            .words("Metric"), .words("Comparison"), .numbers("Ranges checked"), .numbers("Largest gap, low end"),
            .numbers("Largest gap, high end"), .numbers("Fewest usable replicates"),
          ],
          rows: kinds.map { kind in
            row(
              kind.metric, Scale(kind.comparison, isRate: index.quantity(kind.metric).isPercent), rowsOf[kind] ?? [],
              index)
          })),
    ]
  }

  private static func row(_ metric: String, _ scale: Scale, _ rows: [Disparity], _ index: RecordIndex) -> [[Inline]] {
    func gap(_ first: KeyPath<Interval, Double?>, _ second: KeyPath<BootstrapCheck, Double?>) -> [Inline] {
      let gaps = rows.compactMap { row -> Double? in
        guard let one = row.interval?[keyPath: first], let two = row.bootstrap?[keyPath: second] else { return nil }
        return abs(one - two)
      }
      return gaps.max().map { [.text(scale.text($0).replacing("+", with: ""))] } ?? Cells.notAvailable
    }
    return [
      [.text(index.name(metric))], [.text(scale.header)], [.text(PlainNumber.count(rows.count))],
      gap(\.lower, \.lower), gap(\.upper, \.upper),
      [.text(PlainNumber.count(rows.compactMap(\.bootstrap?.defined).min() ?? 0))],
    ]
  }
}
