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
    let decisions = record.labels.flatMap { labels -> Definition? in
      guard labels.hasDecision else { return nil }
      if let classes = labels.classes {
        return entry(
          "Class",
          "\(Phrases.list(classes.labels.map(Words.label), "or")). A selection rate counts one of them among all decisions."
        )
      }
      if labels.models != nil {
        return entry(
          "Favourable decision",
          "\(Phrases.list(labels.favourable.map(Words.label), "or")), in each model’s column. A selection rate counts these."
        )
      }
      return entry(
        "Favourable decision",
        labels.isWide == true
          ? "those that the column \(labels.decision) counts. A selection rate is their share of the people."
          : "\(Phrases.list(labels.favourable.map(Words.label), "or")), in the column \(labels.decision). A selection rate counts these."
      )
    }
    return (decisions.map { [$0] } ?? []) + (record.lists.map(ListWords.conventions) ?? [])
      + (record.sampling.flatMap(SamplingWords.convention).map { [entry("Sample", $0)] } ?? []) + [
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
          "seed \(record.seed), \(Phrases.counted(record.replicates, "replicate")). The same seed gives the same report."
        ),
      ]
  }

  private static func judging(_ record: Record) -> [Block] {
    guard !record.requirements.isEmpty, record.rules.isKnown else { return [] }
    let few = record.lists == nil ? "people" : "people or lists"
    let intervals =
      "A requirement is met when the whole interval that decides satisfies the threshold, and not met when none of it does. Otherwise the data fit both answers, and the verdict is inconclusive. Where there are too few \(few), or nobody to compare with, nothing is judged. Neither of these two is a pass."
    let numbers = " Where the plan says so, the number alone is judged, and its interval is only shown."
    return [
      .heading(Heading(3, id: "judging", ["How a verdict is reached"])),
      .paragraph([.text(intervals + (judgesNumbers(record) ? numbers : ""))]),
    ]
  }

  /// True when the plan judges some number without its interval.
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
      used.insert(record.card(row.metric)?.measure == .average ? .poissonBootstrap : .bootstrap)
    }
    let names = Set(used.map(\.rawValue))
    let known = MethodNotes.all.filter { names.contains($0.id) }
    let others = names.subtracting(MethodNotes.all.map(\.id)).sorted { Label($0) < Label($1) }
    return known.map { Definition([.text($0.name)], [.text($0.words)]) }
      + (record.holdsRealisedValues ? [ListWords.realised] : [])
      + others.map { Definition([.text($0)], ["This version has no words for it."]) }
  }

  private static func bootstrap(_ index: RecordIndex) -> [Block] {
    let checked = index.record.disparities.filter { $0.bootstrap != nil && $0.interval != nil }
    guard !checked.isEmpty else { return [] }
    let (metrics, rowsOf) = checked.grouped { $0.metric }
    return [
      .heading(
        Heading(
          3, id: "bootstrap-check",
          [.text("Intervals checked by drawing \(index.record.labels == nil ? "people" : "the table") again")])),
      .paragraph([
        "The intervals counted here, crude ones only, were made a second time by resampling. The table gives how far apart the two ever were. Large gaps point to small counts, where the first interval is the better one."
      ]),
      .table(
        Table(
          caption: ["Largest gap between intervals by formula and by resampling"],
          columns: [
            .words("Metric"), .numbers("Intervals"), .numbers("Ratio, low end"), .numbers("Ratio, high end"),
            .numbers("Difference, low end"), .numbers("Difference, high end"), .numbers("Fewest usable replicates"),
          ],
          rows: metrics.map { row($0, rowsOf[$0] ?? [], index) })),
    ]
  }

  /// How far apart the two intervals of a metric ever were, for each way of comparing.
  private static func row(_ metric: String, _ rows: [Disparity], _ index: RecordIndex) -> [[Inline]] {
    func gaps(_ comparison: Comparison) -> [[Inline]] {
      let compared = rows.filter { $0.comparison == comparison }
      guard !compared.isEmpty else { return [Cells.notApplicable, Cells.notApplicable] }
      let scale = Scale(comparison, isRate: index.quantity(metric).isPercent)
      return [gap(compared, scale, \.lower, \.lower), gap(compared, scale, \.upper, \.upper)]
    }
    return [[.text(index.name(metric))], [.text(PlainNumber.count(rows.count))]] + gaps(.ratio) + gaps(.difference)
      + [[.text(PlainNumber.count(rows.compactMap(\.bootstrap?.defined).min() ?? 0))]]
  }

  private static func gap(
    _ rows: [Disparity], _ scale: Scale, _ first: KeyPath<Interval, Double?>, _ second: KeyPath<BootstrapCheck, Double?>
  ) -> [Inline] {
    let gaps = rows.compactMap { row -> Double? in
      guard let one = row.interval?[keyPath: first], let two = row.bootstrap?[keyPath: second] else { return nil }
      return abs(one - two)
    }
    guard let largest = gaps.max() else { return Cells.notAvailable }
    return [.text(scale.text(largest).replacing("+", with: "") + (scale.isInPoints ? "\u{A0}points" : ""))]
  }
}
