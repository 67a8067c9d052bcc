import AuditRecord

/// What was found: question, sentences, chart and table for every requirement and grouping.
enum FindingsSection {
  static let section = Section(id: "findings", title: "Findings", blocks: blocks)

  static func blocks(_ index: RecordIndex) -> [Block] {
    let families = index.families
    guard !families.isEmpty else { return [.paragraph(["No requirement was judged."])] }
    let shown = shown(families)
    return [Cells.legend(hasLists: index.record.lists != nil)] + otherRules(index.record)
      + families.enumerated().filter { shown.contains($0.offset) }.flatMap { number, entry in
        blocks(entry.family, entry.findings, id: "finding-\(number + 1)", index)
      } + others(families.count - shown.count)
  }

  /// The families that are shown: all, or of very many those with the worst verdicts.
  private static func shown(_ families: [(family: RecordIndex.Family, findings: [Finding])]) -> Set<Int> {
    guard families.count > LongTables.mostFamilies else { return Set(families.indices) }
    let ranks = families.map { $0.findings.map(\.verdict.rank).max() ?? 0 }
    return Set(families.indices.sorted { (-ranks[$0], $0) < (-ranks[$1], $1) }.prefix(LongTables.mostFamilies))
  }

  private static func others(_ count: Int) -> [Block] {
    guard count > 0 else { return [] }
    return [
      .paragraph([
        .text(
          "\(Phrases.counted(count, "more check of a requirement on a grouping is", "more checks of a requirement on a grouping are")) not shown here. None has a worse verdict than those that are; \(LongTables.rest)."
        )
      ])
    ]
  }

  private static func blocks(
    _ family: RecordIndex.Family, _ findings: [Finding], id: String, _ index: RecordIndex
  ) -> [Block] {
    guard let first = findings.first else { return [] }
    let requirement = index.requirement(family.requirement)
    let numbers =
      first.group == nil && first.smallGroups == nil
      ? WholeFinding(id: id, finding: first, requirement: requirement, index: index).blocks
      : GroupFindings(
        id: id, grouping: family.grouping, findings: findings, requirement: requirement, index: index
      ).blocks
    return [.heading(Heading(3, id: id, [.text(family.words)]))] + question(first, requirement, index)
      + said(findings, index) + Inconclusive(findings, index).blocks + numbers
  }

  /// Every finding in words, the worst first; of many groups those that are not met.
  private static func said(_ findings: [Finding], _ index: RecordIndex) -> [Block] {
    let worst = findings.sorted { $0.verdict.rank > $1.verdict.rank }
    var shown = worst
    if worst.count > LongTables.mostGroups {
      let notMet = worst.filter { $0.verdict.rank >= VerdictWord.notMet.rank }
      shown = notMet.prefix(LongTables.mostGroups) + worst.filter { $0.smallGroups != nil }
    }
    let list: [Block] =
      shown.isEmpty
      ? []
      : [
        .list(
          shown.map {
            $0.said(
              index.words, place: $0.smallGroups.map { Words.smallGroups($0.groups) } ?? $0.group.map(Words.group))
          })
      ]
    let rest = worst.count - shown.count
    guard rest > 0 else { return list }
    return list + [
      .paragraph([
        .text(
          "\(Phrases.counted(rest, "more check is", "more checks are")) not put in words here; the table, or record.json, says what was found."
        )
      ])
    ]
  }

  /// Says whose words and verdicts these are, where they are not this version's.
  static func otherRules(_ record: Record) -> [Block] {
    guard !record.rules.isKnown else { return [] }
    return [
      .paragraph([
        .text(
          "These findings were reached under “\(record.rules.rawValue)” by \(record.tool.name) \(record.tool.version). This version does not know those rules. It did not judge the numbers again, and every finding stands in the words of the version that wrote it."
        )
      ])
    ]
  }

  private static func question(_ finding: Finding, _ requirement: Requirement?, _ index: RecordIndex) -> [Block] {
    var text: [Inline] = index.card(finding.metric).map { [.strong($0.question), " "] } ?? []
    if let requirement {
      let quantity = index.quantity(finding.metric)
      let words = requirement.thresholdWords(quantity)
      text.append(.text("Required: \(words)."))
      if requirement.compare != .value {
        text.append(
          .text(" Compared with: \(finding.reference?.words(quantity) ?? requirement.reference.words(quantity))."))
      }
      text.append(.text(" \(requirement.severity.words)."))
    }
    return text.isEmpty ? [] : [.paragraph(text)]
  }

  /// The column of ranges; a range beside a number that is judged alone is only shown.
  static func rangeHeader(_ requirement: Requirement?) -> String {
    guard let requirement else { return "Range judged" }
    return "\(Numbers.level(requirement.confidence)) range" + (requirement.decide == .interval ? " judged" : "")
  }
}

extension Finding {
  /// The sentence behind its mark, which takes the place of the sentence's own first words; a stored one stays whole.
  func said(_ words: FindingWords, place: String?) -> [Inline] {
    let sentence = words.sentence(of: self)
    let openings =
      words.isStored(self) ? [] : [verdict.words + ".", "Not enough data to judge.", "This check could not run:"]
    let opening = openings.first { sentence.hasPrefix($0) } ?? ""
    let mark = Mark(symbol: verdict.symbol, word: verdict.words, tone: verdict.tone)
    let rest = String(sentence.dropFirst(opening.count).drop { $0 == " " }).replacing(" %", with: "\u{A0}%")
    return [.mark(mark)] + (place.map { [": ", .strong("\($0).")] } ?? ["."])
      + (rest.isEmpty ? [] : [.text(" " + Phrases.sentenceCase(rest))])
  }
}

/// The findings about the groups of one grouping.
struct GroupFindings {
  /// Rows of a chart that fit on one printed page.
  static let rowsOfAChart = 16

  let id: String
  let grouping: [String]
  let findings: [Finding]
  let requirement: Requirement?
  let index: RecordIndex

  private struct Row {
    let group: [Label]
    let estimate: Estimate?
    let disparity: Disparity?
    let finding: Finding?

    /// The judged number; of a group that is not judged, its disparity.
    var value: Double? { finding == nil ? disparity?.value : finding?.value }

    var undefined: UndefinedReason? { finding?.undefined ?? disparity?.undefined ?? estimate?.undefined }

    /// A rate of too few people would read as a result.
    var isTooFew: Bool { finding?.verdict == .notEnoughData }

    var mark: Mark {
      if let finding { return Mark(finding.verdict) }
      return disparity?.isReference == true ? .comparisonGroup : .notJudged
    }
  }

  private var first: Finding { findings[0] }
  private var quantity: Quantity { index.quantity(first.metric) }
  private var scale: Scale { Scale(first.comparison, isRate: quantity.isPercent) }
  private var limits: [Double] { first.threshold.values }

  private var rows: [Row] {
    let place = RecordIndex.Place(
      metric: first.metric, grouping: grouping, stratifier: first.stratifier, within: first.within)
    let estimates = index.estimates(place)
    let disparities = index.disparities(place).filter { row in
      row.comparison == first.comparison && row.reference.rule == first.reference?.rule
        && (requirement.map {
          row.minimumCount == $0.minimumCount && row.level == $0.confidence
            && row.referenceMinimum == $0.referenceMinimum
        } ?? true)
    }
    let sizes = index.described(grouping)?.groups.map(\.group) ?? []
    let groups = (sizes + findings.compactMap(\.group)).unique
    let estimateOf = Dictionary(estimates.map { ($0.group, $0) }) { first, _ in first }
    let disparityOf = Dictionary(disparities.map { ($0.group, $0) }) { first, _ in first }
    let findingOf = Dictionary(findings.compactMap { finding in finding.group.map { ($0, finding) } }) { first, _ in
      first
    }
    let rows = groups.map {
      Row(group: $0, estimate: estimateOf[$0], disparity: disparityOf[$0], finding: findingOf[$0])
    }
    // Where small groups are judged together, what is left are the others and the comparison group.
    guard findings.contains(where: { $0.smallGroups != nil }) else { return rows }
    return rows.filter { $0.finding != nil || $0.disparity?.isReference == true }
  }

  var blocks: [Block] {
    let rows = rows
    guard !rows.isEmpty else { return [] }
    guard rows.count > LongTables.mostGroups else { return figures(rows) + [.table(table(rows))] }
    let worst = rows.enumerated().sorted { left, right in
      let rank = { (row: Row) in row.finding?.verdict.rank ?? 0 }
      return (-rank(left.element), left.offset) < (-rank(right.element), right.offset)
    }.map(\.element)
    let drawn = worst.prefix(LongTables.mostCharts * GroupFindings.rowsOfAChart)
    let (listed, note) = LongTables.first(worst, of: "groups")
    return figures(Array(drawn), of: rows.count) + [.table(table(listed, note: note))]
  }

  /// Charts of these rows, which may be the first of so many.
  private func figures(_ rows: [Row], of all: Int? = nil) -> [Block] {
    let parts = stride(from: 0, to: rows.count, by: GroupFindings.rowsOfAChart).map {
      Array(rows[$0..<min($0 + GroupFindings.rowsOfAChart, rows.count)])
    }
    return parts.enumerated().map { number, part in
      let some = all.map { $0 > rows.count ? "\(rows.count) of \(PlainNumber.count($0)) groups, " : "" } ?? ""
      let title = message + (parts.count > 1 ? " (\(some)part \(number + 1) of \(parts.count))" : "")
      return .figure(
        Figure(
          id: "\(id)-chart-\(number + 1)", title: title, caption: caption,
          description: "Forest plot, one row a group. \(title). The table that follows holds every number.",
          chart: .forest(plot(part))))
    }
  }

  private var message: String {
    let parts = VerdictWord.allCases.sorted { $0.rank > $1.rank }.compactMap { word -> String? in
      let groups = findings.filter { $0.verdict == word }.compactMap(\.group).map(Words.group)
      guard !groups.isEmpty else { return nil }
      return "\(word.short.lowercased()) for \(groups.count <= 3 ? Phrases.list(groups) : "\(groups.count) groups")"
    }
    return Phrases.sentenceCase(parts.joined(separator: "; "))
  }

  private var caption: String {
    let ideal =
      switch first.comparison {
      case .ratio where isToTarget: " Dashed line: the target."
      case .ratio: " Dashed line: the same \(quantity.noun) as the comparison."
      case .difference: " Dashed line: no difference."
      case .value: ""
      }
    let range =
      switch requirement?.decide {
      case .point: "its \(Numbers.level(requirement?.confidence ?? 0)) range; the number alone is judged"
      case .interval: "the \(Numbers.level(requirement?.confidence ?? 0)) range that was judged"
      case nil: "the range that was judged"
      }
    return "Each mark is a group’s number, with \(range). Hatched: the requirement is not met there." + ideal
  }

  private func plot(_ rows: [Row]) -> ForestPlot {
    ForestPlot(
      comparison: first.comparison, threshold: requirement?.threshold,
      thresholdLabel: requirement?.shortThreshold(isRate: quantity.isPercent) ?? "", axisLabel: axisLabel,
      isRate: quantity.isPercent,
      rows: rows.map { row in
        let value = row.value ?? judgedValue(row)
        return ForestPlot.Row(
          label: Words.group(row.group), value: value, interval: row.finding?.interval,
          note: value.map { scale.text($0, apartFrom: limits) } ?? row.undefined?.words(quantity) ?? smallReason(row),
          mark: row.mark)
      })
  }

  /// The estimate itself, where it is what a requirement judges.
  private func judgedValue(_ row: Row) -> Double? {
    first.comparison == .value && !row.isTooFew ? row.estimate?.value : nil
  }

  private func smallReason(_ row: Row) -> String {
    let least = requirement?.minimumCount ?? .max
    if let lists = row.estimate?.lists, lists < least { return "\(Phrases.counted(lists, "list")), too few to judge" }
    guard let denominator = row.estimate?.denominator, denominator < Double(least) else { return "no number" }
    return "\(quantity.counted(Int(bounded: denominator))) counted, too few to judge"
  }

  private var isToTarget: Bool { first.reference?.rule == .target }

  private var axisLabel: String {
    switch first.comparison {
    case .ratio: isToTarget ? "Ratio to the target" : quantity.ratioAxis
    case .difference: quantity.differenceAxis
    case .value: quantity.axisLabel
    }
  }

  private func table(_ rows: [Row], note: String? = nil) -> Table {
    let hasRates = rows.contains { $0.estimate != nil }
    let isValue = first.comparison == .value
    var columns: [Table.Column] = [.words("Group"), .words("Verdict")]
    if hasRates {
      columns += [
        .numbers(.text(quantity.basis)), .numbers(.text(Cells.rateHeader(rows.compactMap(\.estimate), quantity))),
      ]
    }
    if !isValue || !hasRates { columns.append(.numbers(.text(scale.header))) }
    columns.append(.numbers(.text(FindingsSection.rangeHeader(requirement))))
    return Table(
      caption: [
        .text("\(index.name(first.metric)) by \(Words.grouping(grouping))"),
        .text(
          isValue
            ? ""
            : ", compared with \(first.reference?.words(quantity) ?? requirement?.reference.words(quantity) ?? "no group")"
        ), .text(note.map { ": \($0)" } ?? ""),
      ],
      columns: columns, rows: rows.map { cells($0, hasRates: hasRates, showsValue: !isValue || !hasRates) })
  }

  private func cells(_ row: Row, hasRates: Bool, showsValue: Bool) -> [[Inline]] {
    var cells = [Cells.group(row.group), [.mark(row.mark)]]
    if hasRates {
      cells +=
        row.isTooFew
        ? [
          [.text(row.estimate.map { PlainNumber.count($0.lists ?? Int(bounded: $0.denominator ?? 0)) } ?? "0")],
          ["[x]"],
        ]
        : [Cells.counted(row.estimate), Cells.rate(row.estimate, quantity)]
    }
    if showsValue {
      cells.append(
        row.isTooFew && row.undefined == nil
          ? [.text("[x] \(smallReason(row))")]
          : Cells.value(row.value, row.undefined, scale, quantity, apartFrom: limits))
    }
    let range = row.finding == nil ? Cells.notApplicable : Cells.range(row.finding?.interval, scale, apartFrom: limits)
    return cells + [range]
  }
}

extension Requirement {
  /// The threshold as a chart names it.
  func shortThreshold(isRate: Bool) -> String {
    let shift = compare != .ratio && isRate ? 2 : 0
    let unit = compare == .difference && isRate ? " points" : compare == .value && isRate ? "\u{A0}%" : ""
    let text = { (value: Double) in Numbers.exact(value, shift: shift) + unit }
    return switch threshold {
    case .atLeast(let least): "at least \(text(least))"
    case .atMost(let most): compare == .difference ? "at most \(text(most)) apart" : "at most \(text(most))"
    case .between(let low, let high): "\(text(low)) to \(text(high))"
    }
  }
}
