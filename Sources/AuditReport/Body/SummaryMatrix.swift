import AuditRecord

/// All checks at a glance: a matrix of groups and requirements, or of many a row for each requirement and grouping.
enum SummaryMatrix {
  private static let (mostRequirements, mostRows, mostCombinations) = (4, 16, 8)

  static func blocks(_ index: RecordIndex) -> [Block] {
    guard !index.families.isEmpty else { return [] }
    return [matrix(index) ?? list(index), .key(key(index))]
  }

  private static let caption = "All checks: verdict, judged number and confidence interval"

  // MARK: few requirements and groups

  private static func matrix(_ index: RecordIndex) -> Block? {
    guard index.families.count <= mostRequirements * mostRows else { return nil }
    let families = index.families.map { JudgedGroups($0.family, $0.findings, index) }
    let requirements = families.map(\.family.requirement).unique
    let groupings = families.map(\.family.grouping).unique
    let keys = families.map { "\($0.family.requirement)\u{0}\($0.family.grouping.joined(separator: "\u{0}"))" }
    guard requirements.count <= mostRequirements, Set(keys).count == keys.count else { return nil }
    let sections = groupings.map { grouping in
      section(
        grouping,
        requirements.map { id in families.first { $0.family.requirement == id && $0.family.grouping == grouping } },
        index)
    }
    guard sections.reduce(0, { $0 + $1.rows.count }) <= mostRows else { return nil }
    return .matrix(
      VerdictMatrix(
        caption: [.text(caption)], header: "Group",
        columns: requirements.map { column($0, families, index) }, sections: sections))
  }

  private static func column(
    _ id: String, _ families: [JudgedGroups], _ index: RecordIndex
  ) -> VerdictMatrix.Column {
    let family = families.first { $0.family.requirement == id }
    let metric = family?.findings[0].metric ?? id
    guard let requirement = family?.requirement else {
      return VerdictMatrix.Column(title: index.name(metric), note: id)
    }
    let severity = requirement.severity == .block ? "" : "; \(requirement.severity.words.lowercased()) only"
    let counted = requirement.title == nil ? "" : MetricName.inSentence(index.name(metric)) + ", "
    return VerdictMatrix.Column(
      title: requirement.title ?? index.name(metric),
      note: "\(counted)\(id): \(requirement.thresholdWords(index.quantity(metric)))\(severity)")
  }

  private static func section(
    _ grouping: [String], _ columns: [JudgedGroups?], _ index: RecordIndex
  ) -> VerdictMatrix.Section {
    let title = grouping.isEmpty ? "Over everything" : Words.by(grouping)
    let groups = columns.compactMap { $0?.rows.map(\.group) }.joined().map(\.self).unique
    let small = columns.compactMap { $0?.findings.first { $0.smallGroups != nil } }
    guard groups.count <= (grouping.count > 1 ? mostCombinations : mostRows), !groups.isEmpty, small.isEmpty else {
      let size = groups.isEmpty ? "" : "section 4"
      return VerdictMatrix.Section(
        title: title,
        rows: [
          VerdictMatrix.Row(
            label: groups.isEmpty ? "all groups" : Phrases.counted(groups.count, "group"), size: size,
            cells: columns.map { $0.map(together) ?? .notRequired })
        ])
    }
    let sizes = Dictionary(
      index.described(grouping)?.groups.map { ($0.group, $0.count) } ?? [], uniquingKeysWith: { first, _ in first })
    func rank(_ group: [Label]) -> Int {
      columns.compactMap { $0?.rows.first { $0.group == group }?.finding?.verdict.rank }.max() ?? -1
    }
    let order = groups.enumerated().sorted { (-rank($0.element), $0.offset) < (-rank($1.element), $1.offset) }
    let rows = order.enumerated().map { number, entry in
      VerdictMatrix.Row(
        label: JudgedGroups.name(entry.element, grouping),
        size: sizes[entry.element].map { PlainNumber.count($0) } ?? "",
        cells: columns.map { column in
          guard let column else { return .notRequired }
          if column.whole != nil { return number == 0 ? together(column) : .covered }
          return column.rows.first { $0.group == entry.element }.map { cell($0, column) } ?? .notRequired
        })
    }
    return VerdictMatrix.Section(title: title, rows: rows)
  }

  private static func cell(_ row: JudgedGroups.Row, _ family: JudgedGroups) -> VerdictMatrix.Cell {
    let value = row.finding == nil || family.drawn(row).value == nil ? nil : family.number(row)
    return .judged(family.mark(row), value: value, range: family.range(row), about: nil)
  }

  /// One cell for all groups of a grouping.
  private static func together(_ family: JudgedGroups) -> VerdictMatrix.Cell {
    if let whole = family.whole {
      return .judged(
        Mark(whole, family.quantity), value: family.number(whole), range: family.range(whole),
        about: family.pair(whole))
    }
    return .counted(counts(family))
  }

  /// "✕ 2 not met", the worst first.
  private static func counts(_ family: JudgedGroups) -> [Mark] {
    VerdictWord.allCases.sorted { $0.rank > $1.rank }.flatMap { word in
      // What there is too little of is named.
      let (words, found) = family.findings.filter { $0.verdict == word }.grouped(by: {
        Mark($0, family.quantity).word.lowercased()
      })
      return words.compactMap { said -> Mark? in
        let count = (found[said] ?? []).reduce(0) { $0.plus($1.smallGroups?.groups ?? 1) }
        return count > 0
          ? Mark(symbol: word.symbol, word: "\(PlainNumber.count(count)) \(said)", tone: word.tone) : nil
      }
    }
  }

  // MARK: many

  private static func list(_ index: RecordIndex) -> Block {
    let ranks = index.families.map { $0.findings.map(\.verdict.rank).max() ?? 0 }
    let worst = index.families.indices.sorted { (-ranks[$0], $0) < (-ranks[$1], $1) }
    let (shown, note) = LongTables.first(worst, of: "checks of a requirement on a grouping", most: 2 * mostRows)
    return .table(
      Table(
        caption: [.text("All checks, a row for each requirement and grouping" + (note.map { ": \($0)" } ?? ""))],
        columns: [
          .words("Requirement"), .words("Grouping"), .words("Verdicts"), .words("Worst"), .words("Required"),
        ],
        rows: shown.map { place in
          let family = JudgedGroups(index.families[place].family, index.families[place].findings, index)
          return [
            [.code(family.family.requirement)],
            [.text(Words.grouping(family.family.grouping) + (family.family.stratifier.map { ", within \($0)" } ?? ""))],
            Array(counts(family).map { [Inline.mark($0)] }.joined(separator: [.text(", ")])),
            [.text(worstWords(family))],
            [.text(family.requirement?.thresholdWords(family.quantity) ?? "not stated")],
          ]
        }))
  }

  private static func worstWords(_ family: JudgedGroups) -> String {
    func words(_ number: String?, _ range: String?) -> String {
      [number, range.map { "(\($0))" }].compactMap(\.self).joined(separator: " ")
    }
    if let whole = family.whole {
      return [words(family.number(whole), family.range(whole)), family.pair(whole) ?? ""].filter { !$0.isEmpty }
        .joined(separator: " ")
    }
    let rows = family.rows.filter { $0.finding?.value != nil }
    // Of those with the worst verdict, the one that is furthest beyond its threshold, or else closest to it.
    let first = rows.filter { $0.finding?.verdict == rows.first?.finding?.verdict }
    let furthest = first.enumerated().min {
      (room($0.element, family), $0.offset) < (room($1.element, family), $1.offset)
    }
    guard let row = furthest?.element else { return "no number" }
    return "\(family.name(row)): \(words(family.number(row), family.range(row)))"
  }

  /// How far a number is within its threshold; below 0 where it is beyond.
  private static func room(_ row: JudgedGroups.Row, _ family: JudgedGroups) -> Double {
    guard let finding = row.finding, let value = finding.value, let requirement = family.requirement else { return 0 }
    return switch requirement.threshold {
    case .atLeast(let least): value - least
    case .atMost(let most):
      most - (finding.comparison == .difference && requirement.signed != true ? abs(value) : value)
    case .between(let least, let most): min(value - least, most - value)
    }
  }

  /// What the marks mean, always under them.
  private static func key(_ index: RecordIndex) -> [Inline] {
    let decides = Set(index.record.requirements.map(\.decide))
    let what = decides == [.point] ? "the value" : "the whole interval"
    let least = index.record.requirements.map(\.minimumCount).unique
    let few =
      least.count == 1 ? "fewer than \(PlainNumber.count(least[0])) counted" : "fewer counted than the plan asks"
    let isLeftOut = index.record.findings.contains { $0.verdict == .cannotTell && $0.bounds?.counted == .met }
    let left = isLeftOut ? ", or too many people are left out to tell" : ""
    let isCensus = index.record.audit.inference?.isCensus == true
    return [
      .mark(Mark(.notMet)), .text(": \(what) misses the requirement. "), .mark(Mark(.met)),
      .text(": \(what) satisfies it. "), .mark(Mark(.cannotTell)),
      .text(isCensus ? ": too many people are left out to tell. " : ": the interval holds both\(left). "),
      .mark(Mark(.notEnoughData)), .text(": \(few). The last two are not a pass. "),
      isCensus
        ? "The interval speaks of others treated by the same system, and decides no verdict."
        : "The interval is the range of true values that the data are compatible with.",
    ]
  }
}
