import AuditRecord

/// What was not tested, and what could not have been seen.
enum CoverageSection {
  static let section = Section(id: "coverage", title: "Limits of this audit", blocks: blocks)

  static func blocks(_ index: RecordIndex) -> [Block] {
    [.list(points(index))] + detectable(index) + withoutPower(index)
  }

  /// Reasons for which a check has no power that stand with the check itself.
  private static let saidElsewhere: Set<UndefinedReason> = [
    .powerOff, .tooFewPeople, .tooFewLists, .emptyGroup, .emptyDenominator, .belowShare, .fewerThanTwoGroups,
    .noEligibleReference, .referenceNotObserved,
  ]

  /// Checks of which it is not known what could have been seen, and why.
  private static func withoutPower(_ index: RecordIndex) -> [Block] {
    let rows = zip(index.record.findings, index.record.detectable).filter { finding, row in
      finding.smallGroups == nil && row.undefined.map { !saidElsewhere.contains($0) } ?? false
    }.map(\.1)
    guard !rows.isEmpty else { return [] }
    let (keys, members) = rows.grouped { [$0.requirement, $0.undefined?.rawValue ?? ""] }
    let shown = keys.prefix(LongTables.mostFamilies).compactMap { key -> [Inline]? in
      guard let members = members[key], let reason = members[0].undefined else { return nil }
      let quantity = index.quantity(index.requirement(key[0])?.metric ?? "")
      return [
        .code(key[0]),
        .text(" (\(Phrases.counted(members.count, "check", "checks"))): \(reason.words(quantity))"),
      ]
    }
    let more = keys.count - shown.count
    let rest = more > 0 ? [[Inline.text("\(PlainNumber.count(more)) more stand in record.json")]] : []
    return [.paragraph(["What could have been seen is not known of these checks:"]), .list(shown + rest)]
  }

  private static func points(_ index: RecordIndex) -> [[Inline]] {
    let record = index.record
    let made =
      [comparisons(index)].compactMap(\.self) + falseAlarms(index) + whenEqual(index) + withoutRequirement(record)
    return made.map { [.text($0)] } + notJudged(index) + notListed(index) + unknown(record).map { [.text($0)] }
  }

  private static func comparisons(_ index: RecordIndex) -> String? {
    let families = index.families.count
    guard families > 0 else { return nil }
    return
      "\(Phrases.counted(index.record.findings.count, "check was", "checks were")) made in \(Phrases.counted(families, "family", "families")). A family is one requirement on one grouping."
  }

  /// A family's chance of a false "not met" is half of what its confidence leaves, and all of it for a worst pair.
  private static func falseAlarms(_ index: RecordIndex) -> [String] {
    let judged = index.families.compactMap { index.requirement($0.family.requirement) }.filter {
      $0.decide == .interval
    }
    let confidences = judged.map(\.confidence).unique
    let all = judged.reduce(0) { sum, requirement in
      let isWorstPair = requirement.reference == .worstPair
      return sum + (1 - requirement.confidence) / (isWorstPair ? 1 : 2) / Double(max(1, requirement.searched ?? 1))
    }
    let together =
      judged.count > 1
      ? [
        "Over all \(PlainNumber.count(judged.count)) families together, an audit of a system that meets every requirement holds a false “not met” at most \(PlainNumber.exact(min(1, (all * 1e9).rounded() / 1e9), shift: 2)) in every 100 times."
      ] : []
    let shared =
      judged.contains { ($0.searched ?? 1) > 1 }
      ? [
        "Families of one requirement that asks of several classes hold one of theirs together no more often than that."
      ]
      : []
    return confidences.map { confidence in
      let place = confidences.count > 1 ? " at \(Numbers.level(confidence)) confidence" : ""
      let half = PlainNumber.exact((1 - confidence) / 2, shift: 2)
      return
        "By chance alone, a family\(place) holds a false “not met” about \(half) in every 100 times or less; one judged by its worst pair, up to \(PlainNumber.exact(1 - confidence, shift: 2))."
    } + shared + together
  }

  /// How often groups that are truly equal would all have been shown as met.
  private static func whenEqual(_ index: RecordIndex) -> [String] {
    // Families of the same chance share a sentence.
    var shares: [(share: String, requirements: [(id: String, places: [String])])] = []
    for family in index.families.prefix(LongTables.mostFamilies) {
      let chances = family.findings.compactMap { index.power(of: $0)?.allMetWhenEqual }
      guard let least = chances.min() else { continue }
      let share = PlainNumber.exact((least * 100).rounded() / 100, shift: 2)
      let (id, place) = (family.family.requirement, family.family.place)
      let at = shares.firstIndex { $0.share == share } ?? shares.endIndex
      if at == shares.endIndex { shares.append((share, [])) }
      if shares[at].requirements.last?.id == id {
        shares[at].requirements[shares[at].requirements.count - 1].places.append(place)
      } else {
        shares[at].requirements.append((id, [place]))
      }
    }
    return shares.map { share, requirements in
      let named = requirements.map { "\($0.id), \(Phrases.list($0.places))" }.joined(separator: "; ")
      return
        "\(named): had all groups been equal, all of them would have been shown as met in about \(share) of 100 audits of this size."
    }
  }

  private static func withoutRequirement(_ record: Record) -> [String] {
    let judged = Set(record.requirements.map(\.metric))
    let others = record.metrics.filter { !judged.contains($0.id) }.map(\.name)
    return others.isEmpty ? [] : ["Measured, but with no requirement: \(Phrases.list(others))."]
  }

  /// How many families the list before leaves to the record.
  private static func notListed(_ index: RecordIndex) -> [[Inline]] {
    let others = index.families.count - LongTables.mostFamilies
    guard others > 0 else { return [] }
    return [
      [.text("Of \(Phrases.counted(others, "more family", "more families")), record.json says what was not judged.")]
    ]
  }

  /// What a requirement asks and no verdict answers.
  private static func notJudged(_ index: RecordIndex) -> [[Inline]] {
    index.families.prefix(LongTables.mostFamilies).compactMap { family in
      let findings = family.findings.filter { [.notEnoughData, .couldNotRun].contains($0.verdict) }
      guard !findings.isEmpty else { return nil }
      let named = findings.compactMap(\.group).map(Words.group)
      let together = findings.compactMap(\.smallGroups).map { Words.smallGroups($0.groups) }
      let groups =
        named.count > LongTables.mostGroups
        ? Phrases.list([Phrases.counted(named.count, "group")] + together) : Phrases.list(named + together)
      return [
        .text("Not judged under \(family.family.words)\(groups.isEmpty ? "" : ": \(groups)"); "),
        .reference(id: "findings", "section 4"), " gives the reason. This is not a pass.",
      ]
    }
  }

  private static func unknown(_ record: Record) -> [String] {
    record.groupings.flatMap { grouping in
      let number = grouping.side == .decisions ? "rate" : "number"
      return [
        (grouping.unknown.minus(grouping.outside), "is not known"),
        (grouping.outside, "lies outside the bins of the plan"),
      ].filter { $0.0 > 0 }.map { count, what in
        let who =
          grouping.side == .providers ? Phrases.counted(count, "item") : Phrases.counted(count, "person", "people")
        return
          "The \(Words.grouping(grouping.grouping)) of \(who) \(what). They are in no group, and a \(number) could change if they were."
      }
    }
  }

  private static func detectable(_ index: RecordIndex) -> [Block] {
    let rows = zip(index.record.findings, index.record.detectable)
      .filter { $0.0.smallGroups == nil && $0.1.undefined == nil }.map(\.1)
    let others = families(rows).count - LongTables.mostFamilies
    let rest = others > 0 ? "; \(PlainNumber.count(others)) more requirements on groupings stand in record.json" : ""
    guard !rows.isEmpty else {
      let isOff = index.record.detectable.contains { $0.undefined == .powerOff }
      return isOff
        ? [.paragraph(["What the audit could have seen was not worked out, as the plan says (power: off)."])] : []
    }
    let isTwoSided = rows.contains { row in
      guard let requirement = index.requirement(row.requirement) else { return false }
      if case .between = requirement.threshold { return true }
      return false
    }
    let sides = isTwoSided ? " Of a demand with two limits it gives the lower side alone." : ""
    let whom =
      index.record.audit.inference?.isCensus == true ? " This speaks of others treated by the same system." : ""
    let powers = rows.map(\.power).unique.map { PlainNumber.percent($0).replacing(".0", with: "") }
    return [
      .paragraph([
        .text(
          "How far apart would groups have to be for this audit to say so? The table gives the true value at which it would have said “not met”, or “met”, in about \(Phrases.list(powers, "or")) of 100 audits of this size or more. The other groups are taken to have the \(index.record.lists == nil ? "rate" : "value") of the reference group. Where it says “none”, no possible value has so good a chance.\(sides)\(whom)"
        )
      ]),
      .table(together(rows, index) ?? listed(rows, rest, index)),
    ]
  }

  /// Few requirements about the same groups: a column each, and both numbers in a cell.
  private static func together(_ rows: [Detectable], _ index: RecordIndex) -> Table? {
    let requirements = rows.map(\.requirement).unique
    let (places, members) = rows.grouped { [$0.grouping.joined(separator: "\u{0}")] + ($0.group ?? []).map(\.text) }
    guard requirements.count > 1, requirements.count <= 4, places.count <= LongTables.mostGroups,
      places.allSatisfy({ Set((members[$0] ?? []).map(\.requirement)).count == members[$0]?.count })
    else { return nil }
    let hasAll = rows.contains { $0.allMetWhenEqual != nil }
    return Table(
      caption: [
        .text(
          "What would have been detected: as not met beyond / as met from\(hasAll ? " / all groups met from" : "")")
      ],
      columns: [.words("Group")]
        + requirements.map { id in
          .numbers(.text(index.name(index.requirement(id)?.metric ?? id) + " "), .code(id))
        },
      rows: places.map { place in
        let members = members[place] ?? []
        return [[.text(name(members[0]))]]
          + requirements.map { id in
            guard let entry = members.first(where: { $0.requirement == id }) else { return ["–"] }
            let scale = scale(of: entry, index)
            let words = { (value: Double?) in value.map { scale.text($0) } ?? "none" }
            let all = hasAll && entry.allMetWhenEqual != nil ? " / \(words(entry.allShownMet))" : ""
            return [
              .text(
                "\(words(entry.shownNotMet)) / \(words(entry.shownMet))\(all)\(scale.isInPoints ? " points" : "")")
            ]
          }
      })
  }

  private static func name(_ entry: Detectable) -> String {
    entry.group.map { JudgedGroups.name($0, entry.grouping) } ?? "\(Words.grouping(entry.grouping)): all groups"
  }

  private static func listed(_ rows: [Detectable], _ rest: String, _ index: RecordIndex) -> Table {
    Table(
      caption: [.text("The smallest difference that could have been detected\(rest)")],
      columns: [
        .words("Group"), .words("Requirement"), .numbers("Detected as not met beyond"),
        .numbers("Detected as met from"),
      ],
      rows: families(rows).prefix(LongTables.mostFamilies).flatMap { family in
        family.count > LongTables.mostGroups ? [range(family, index)] : family.map { row($0, index) }
      })
  }

  /// Rows of one requirement and grouping together.
  private static func families(_ rows: [Detectable]) -> [[Detectable]] {
    let (keys, members) = rows.grouped { [Label($0.requirement)] + $0.grouping.map { Label($0) } }
    return keys.compactMap { members[$0] }
  }

  /// One row for many groups: from the group that is easiest to judge to the hardest.
  private static func range(_ family: [Detectable], _ index: RecordIndex) -> [[Inline]] {
    let first = family[0]
    func words(_ number: (Detectable) -> Double?) -> [Inline] {
      let known = family.compactMap(number)
      guard let least = known.min(), let most = known.max() else { return ["none"] }
      let none = family.count - known.count
      let scale = scale(of: first, index)
      return [
        .text(
          "\(scale.text(least)) to \(scale.text(most))\(scale.isInPoints ? " points" : "")"
            + (none > 0 ? "; none for \(PlainNumber.count(none))" : ""))
      ]
    }
    return [
      [.text("\(Words.grouping(first.grouping)): \(Phrases.counted(family.count, "group"))")],
      [.code(first.requirement)], words(\.shownNotMet), words(\.shownMet),
    ]
  }

  private static func scale(of entry: Detectable, _ index: RecordIndex) -> Scale {
    Scale(
      entry.comparison, isRate: index.quantity(index.requirement(entry.requirement)?.metric ?? "").isPercent,
      isGap: entry.group == nil)
  }

  private static func row(_ entry: Detectable, _ index: RecordIndex) -> [[Inline]] {
    let requirement = index.requirement(entry.requirement)
    let quantity = index.quantity(requirement?.metric ?? "")
    let scale = scale(of: entry, index)
    let unit = scale.isInPoints ? " points" : ""
    let words = { (value: Double?) -> [Inline] in
      value.map { [.text(scale.text($0) + unit)] } ?? [
        .text(entry.undefined.map { "[x] \($0.words(quantity))" } ?? "none")
      ]
    }
    return [
      [.text(name(entry))],
      [.code(entry.requirement)], words(entry.shownNotMet), words(entry.shownMet),
    ]
  }
}
