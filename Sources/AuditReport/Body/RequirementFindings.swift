import AuditRecord

/// The findings of one requirement: a table of all its groups, a row for each number about a whole grouping, and why
/// something is undecided.
struct RequirementFindings {
  let families: [JudgedGroups]
  let index: RecordIndex
  let axes: [AxisKey: Axis]

  private var first: Finding { families[0].findings[0] }
  private var requirement: Requirement? { families[0].requirement }
  private var quantity: Quantity { families[0].quantity }
  private var findings: [Finding] { families.flatMap(\.findings) }
  private var name: String { index.name(first.metric) }
  /// What the plan calls it, and what is counted.
  private var title: String {
    requirement?.title.map { "\($0): \(MetricName.inSentence(name)), " } ?? "\(name): "
  }

  var blocks: [Block] {
    [.heading(Heading(3, id: "finding-\(id)", [.text(title), .code(families[0].family.requirement)]))]
      + stored + direction + forest + wholes + small + leftOut + undecided + setters
  }

  /// What a number above 0 says, where groups have numbers on both sides of it.
  private var direction: [Block] {
    guard let card = index.card(first.metric), card.least == nil, card.needs.contains(.predicted) else { return [] }
    return [.paragraph([.text(card.reading)])]
  }

  /// The place of the requirement in the record: ids come from a plan, and names of links are ours.
  private var id: Int {
    1
      + (index.record.requirements.firstIndex { $0.id == families[0].family.requirement }
        ?? index.record.requirements.count)
  }

  // MARK: groups

  private var forest: [Block] {
    let judged = families.filter { !$0.rows.isEmpty }
    guard let example = judged.first, let axis = axes[AxisKey(example)] else { return [] }
    var notes: [String] = []
    let sections = judged.map { family in
      let (rows, note) = LongTables.first(family.rows, of: "groups", most: LongTables.mostGroups)
      if let note { notes.append("\(Words.by(family.family.grouping)): \(note)") }
      return ForestTable.Section(
        title: family.title,
        rows: rows.map { row in
          ForestTable.Row(
            label: family.name(row), counted: family.counted(row),
            value: family.drawn(row).value, interval: family.drawn(row).interval, number: family.number(row),
            range: family.range(row),
            mark: family.mark(row))
        })
    }
    let level = requirement.map { Numbers.level($0.confidence) } ?? "judged"
    return [
      .forest(
        ForestTable(
          caption: [.text(message(judged))], countedHeader: quantity.countedHeader,
          numberHeader: "\(first.change == nil ? example.scale.shortHeader : "Change for the better") (\(level) CI)",
          comparison: first.comparison,
          threshold: requirement?.drawn, key: key, axisLabel: axisLabel, sections: sections, axis: axis))
    ] + notes.map { .paragraph([.text($0)]) }
  }

  /// "Selection rate: not met for 3 of 17 groups, lowest ratio 0.47".
  private func message(_ judged: [JudgedGroups]) -> String {
    let groups = judged.flatMap { family in family.findings.filter { $0.group != nil }.map { (family, $0) } }
    let all = groups.count
    func count(_ word: VerdictWord) -> Int { groups.count { $0.1.verdict == word } }
    let everybody = all == 1 ? "the group" : all == 2 ? "both groups" : "all \(PlainNumber.count(all)) groups"
    let worst =
      [VerdictWord.couldNotRun, .notMet, .cannotTell, .notEnoughData].first { count($0) > 0 } ?? .met
    let counted =
      count(worst) == all
      ? everybody : "\(PlainNumber.count(count(worst))) of \(Phrases.counted(all, "group"))"
    return "\(name): \(worst.short.lowercased()) for \(counted)\(extreme(groups))"
  }

  /// The number that misses a one-sided demand by most.
  private func extreme(_ groups: [(family: JudgedGroups, finding: Finding)]) -> String {
    let missed = groups.compactMap { entry in
      entry.finding.verdict == .notMet ? entry.finding.value.map { (entry.family, $0) } : nil
    }
    let found: (word: String, number: (JudgedGroups, Double)?) =
      switch requirement?.threshold {
      case .atLeast: ("lowest", missed.min { $0.1 < $1.1 })
      case .atMost where first.comparison == .difference && requirement?.signed != true:
        ("widest", missed.max { $0.1.magnitude < $1.1.magnitude })
      case .atMost: ("highest", missed.max { $0.1 < $1.1 })
      case .between, nil: ("", nil)
      }
    return found.number.map { family, value in ", \(found.word) \(family.number(value))" } ?? ""
  }

  private var key: String {
    let demand =
      requirement.map { "Grey: misses the requirement (\($0.shortThreshold(isRate: quantity.isPercent))). " } ?? ""
    let ideal =
      switch first.comparison {
      case .ratio where first.reference?.rule == .target: "Dashed: the target"
      case .ratio: "Dashed: the same \(quantity.noun)"
      case .difference: first.change == nil ? "Dashed: no difference" : "Dashed: no change since the baseline"
      case .value: ""
      }
    return demand + ideal
  }

  private var axisLabel: String {
    switch first.comparison {
    case .ratio: first.reference?.rule == .target ? "ratio to the target, logarithmic" : "ratio, logarithmic"
    case .difference: quantity.isPercent ? "percentage points" : "difference"
    case .value: quantity.isPercent ? "percent" : "value"
    }
  }

  // MARK: whole groupings

  private var wholes: [Block] {
    let found = families.compactMap { family in
      family.whole.map { WholeFinding(family: family, finding: $0, requirement: requirement, index: index) }
    }.filter(\.isShown)
    guard let example = found.first else { return [] }
    return [example.table(of: found, name: name)] + found.flatMap(\.notes)
  }

  // MARK: in words

  /// What no number says: checks that did not run, and findings in the words of another version.
  private var stored: [Block] {
    let said = findings.filter { $0.verdict == .couldNotRun || index.words.isStored($0) }
    guard !said.isEmpty else { return [] }
    return [
      .list(
        said.prefix(LongTables.mostGroups).map { finding in
          finding.said(
            index.words,
            place:
              "\(Words.by(finding.grouping))\(finding.group.map { ": " + JudgedGroups.name($0, finding.grouping) } ?? "")"
          )
        })
    ]
  }

  /// Groups that are too small to be judged one by one.
  private var small: [Block] {
    let said = findings.compactMap { finding in
      finding.smallGroups.map { groups in
        finding.said(
          index.words, place: "\(Words.by(finding.grouping)): \(Words.smallGroups(groups.groups))")
      }
    }
    return said.isEmpty ? [] : [.list(said)]
  }

  /// People who were left out, where that is more than nothing.
  private var leftOut: [Block] {
    let said = findings.compactMap { finding -> [Inline]? in
      let sentences = index.words.leftOut(of: finding)
      guard !sentences.isEmpty else { return nil }
      // Of a comparison they may be of either side; of the lowest or highest group, of any.
      let own = finding.group.map { JudgedGroups.name($0, finding.grouping) }
      let other = finding.reference?.group.map { " against \(JudgedGroups.name($0, finding.grouping))" } ?? ""
      let name = requirement?.extreme == nil ? own.map { $0 + other } : nil
      return [.strong("\(name ?? Words.by(finding.grouping))."), .text(" " + sentences.joined(separator: " "))]
    }
    guard !said.isEmpty else { return [] }
    let shown = said.prefix(LongTables.mostGroups)
    let rest = said.count - shown.count
    return [.paragraph([.strong("People who were left out.")]), .list(Array(shown))]
      + (rest > 0 ? [.paragraph([.text("Of \(Phrases.counted(rest, "more group")), \(LongTables.rest).")])] : [])
  }

  /// Which groups set the ends of intervals, where they are not the reference group that is shown.
  private var setters: [Block] {
    let said = families.flatMap { family in
      family.rows.compactMap { row -> (words: String, name: String)? in
        let sentences = row.finding.map(index.words.setters) ?? []
        return sentences.isEmpty ? nil : (sentences.joined(separator: " "), family.name(row))
      }
    }
    guard !said.isEmpty else { return [] }
    let (words, members) = said.grouped(by: \.words)
    return [
      .paragraph([
        .strong("Who sets the intervals."),
        .text(
          " "
            + words.prefix(LongTables.mostGroups).map { words in
              let names = (members[words] ?? []).map(\.name)
              let more = names.count - min(names.count, Self.mostUndecided)
              let shown = names.prefix(Self.mostUndecided) + (more > 0 ? [Phrases.counted(more, "more group")] : [])
              return "\(Phrases.list(Array(shown))): \(words)"
            }.joined(separator: " ")),
      ])
    ]
  }

  // MARK: why inconclusive

  private static let mostUndecided = 8

  /// Why verdicts are inconclusive: how small the audit is, and how uncertain the reference group.
  private var undecided: [Block] {
    var sentences: [String] = []
    for family in families {
      let open = family.rows.filter { $0.finding?.verdict == .cannotTell && $0.finding?.bounds?.counted != .met }
      guard !open.isEmpty else { continue }
      let place = families.count > 1 ? Phrases.sentenceCase(Words.by(family.family.grouping)) + ": " : ""
      let said = power(open, family)
      if !said.isEmpty { sentences.append("\(place)\(said).") }
      if let reference = reference(family) { sentences.append(reference) }
    }
    guard !sentences.isEmpty else { return [] }
    return [.paragraph([.strong("Why inconclusive."), .text(" " + sentences.joined(separator: " "))])]
  }

  /// What the audit is too small for: groups for which nothing would do together, the others with what would.
  private func power(_ rows: [JudgedGroups.Row], _ family: JudgedGroups) -> String {
    let known = rows.compactMap { row in
      row.finding.flatMap(index.power).flatMap { $0.undefined == nil ? (row, $0) : nil }
    }
    guard let chance = known.first.map({ "\(PlainNumber.percent($0.1.power).replacing(".0", with: "")) %" }) else {
      return ""
    }
    let what = first.comparison == .ratio ? "ratio" : first.comparison == .difference ? "difference" : "value"
    func name(_ row: JudgedGroups.Row) -> String {
      let size = row.estimate?.size ?? 0
      return "\(family.name(row)) (\(PlainNumber.count(size)))"
    }
    func list(_ names: [String]) -> String {
      let more = names.count - min(names.count, Self.mostUndecided)
      return Phrases.list(names.prefix(Self.mostUndecided) + (more > 0 ? [Phrases.counted(more, "more group")] : []))
    }
    let never = known.filter { $0.1.shownMet == nil }.map { name($0.0) }
    let only = known.compactMap { row, detectable in
      detectable.shownMet.map {
        "\(name(row)) of about \(family.scale.brief($0, apartFrom: first.threshold.values))"
      }
    }
    let gains = known.compactMap { row, power in
      power.morePeople.map { (name: family.name(row), more: $0, people: Int(bounded: row.estimate?.denominator ?? 0)) }
    }
    let hopeless = gains.filter { $0.more > $0.people.times(Self.mostGain) }.map(\.name)
    let helped = gains.filter { $0.more <= $0.people.times(Self.mostGain) }.map {
      "about \(PlainNumber.count(Self.rounded($0.more))) more people in \($0.name)"
    }
    return [
      never.isEmpty
        ? nil
        : "\(list(never)): less than an \(chance) chance of showing the requirement as met, whatever the true \(what)",
      only.isEmpty ? nil : "an \(chance) chance only at a true \(what) for \(list(only))",
      helped.isEmpty
        ? nil : "\(list(helped)) would give an \(chance) chance, if the true rates are as estimated",
      hopeless.isEmpty
        ? nil : "more people in \(list(hopeless)) would hardly help: the estimate is too close to the threshold",
    ].compactMap(\.self).joined(separator: "; ")
  }

  /// How many times as many people are too many to ask for.
  private static let mostGain = 10

  /// Two digits, rounded up.
  static func rounded(_ people: Int) -> Int {
    var unit = 1
    while people / unit >= 100 { unit = unit.times(10) }
    return people.plus(unit - 1) / unit * unit
  }

  private static let smallReference = 200.0

  private func reference(_ family: JudgedGroups) -> String? {
    func width(_ row: JudgedGroups.Row) -> Double? {
      guard let lower = row.estimate?.interval?.lower, let upper = row.estimate?.interval?.upper else { return nil }
      return upper - lower
    }
    guard let row = family.rows.first(where: { $0.finding == nil }), let estimate = row.estimate,
      let people = estimate.denominator, let value = estimate.value, let reach = width(row),
      let range = family.quantity.scale.range(estimate.interval)
    else { return nil }
    let isWider = family.rows.contains { $0.finding?.verdict == .cannotTell && width($0).map { $0 < reach } ?? false }
    guard people < Self.smallReference || isWider else { return nil }
    return
      "The reference group \(family.name(row)) has \(quantity.counted(Int(bounded: people))); its \(quantity.noun) of \(quantity.scale.text(value)) is itself uncertain (\(range)), which widens every interval here."
  }
}

extension Requirement {
  /// The demand as a chart shows it: of a signed difference, one side alone.
  var drawn: Threshold {
    if signed == true, case .atMost(let most) = threshold { return .between(-.infinity, most) }
    return threshold
  }

  /// The threshold as a chart names it.
  func shortThreshold(isRate: Bool) -> String {
    let shift = judged != .ratio && isRate ? 2 : 0
    let unit = judged == .difference && isRate ? " points" : judged == .value && isRate ? "\u{A0}%" : ""
    let text = { (value: Double) in PlainNumber.exact(value, shift: shift) + unit }
    return switch threshold {
    case .atLeast(let least): "at least \(text(least))"
    case .atMost(let most):
      compare == .difference && signed != true ? "at most \(text(most)) apart" : "at most \(text(most))"
    case .between(let low, let high): "\(text(low)) to \(text(high))"
    }
  }
}
