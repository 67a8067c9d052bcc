import AuditRecord

/// Who receives: what lists are worth to each group of people, and who is left without one.
enum ReceiversSection {
  static let section = Section(id: "receives", title: "Who receives", blocks: blocks)

  static func blocks(_ index: RecordIndex) -> [Block] {
    guard let lists = index.record.lists else { return [] }
    let groupings = index.groupings(.receivers)
    let measured = groupings.enumerated().flatMap { number, grouping in
      blocks(grouping, id: "receives-\(number + 1)", index)
    }
    guard !measured.isEmpty else { return [] }
    return [.list(facts(lists).map { [.text($0)] }), ListWords.samplingBlock] + measured
  }

  private static func blocks(_ grouping: [String], id: String, _ index: RecordIndex) -> [Block] {
    let measures = GroupMeasures(id: id, grouping: grouping, side: .receivers, index: index).blocks
    guard !measures.isEmpty else { return [] }
    return [.heading(Heading(3, id: id, [.text("Lists of people by \(Words.grouping(grouping))")]))]
      + nothing(grouping, index) + measures
  }

  /// What was read, and what numbers about lists rest on.
  static func facts(_ lists: ListsDescription) -> [String] {
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

  /// Who was left without a list, in numbers that one can picture.
  private static func nothing(_ grouping: [String], _ index: RecordIndex) -> [Block] {
    let estimates = index.estimates(RecordIndex.Place(metric: "received-nothing", grouping: grouping))
    let said = estimates.filter { $0.value != nil }.sorted { ($0.value ?? 0) > ($1.value ?? 0) }
    guard !said.isEmpty else { return [] }
    return [
      .paragraph(["Of the people who should have received a list, these received none:"]),
      .list(
        said.map { estimate -> [Inline] in
          let share = PlainNumber.percent(estimate.value ?? 0)
          return [
            .strong(Words.group(estimate.group)), .text(": \(share) in every 100 ("),
            .text(Cells.counted(estimate).plain),
            ")",
          ]
        }),
    ]
  }
}

extension RecordIndex {
  /// The columns of a side whose groups the record names, without combinations of several.
  func groupings(_ side: MetricSide) -> [[String]] {
    record.groupings.filter { $0.side == side && $0.grouping.count == 1 }.map(\.grouping)
  }
}
