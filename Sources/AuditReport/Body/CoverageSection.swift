import AuditRecord

/// What was not tested, and what could not have been seen.
enum CoverageSection {
  static func blocks(_ index: RecordIndex) -> [Block] {
    [.list(points(index).map { [.text($0)] })] + detectable(index)
  }

  private static func points(_ index: RecordIndex) -> [String] {
    let record = index.record
    return [comparisons(index), falseAlarms(index)].compactMap(\.self) + unjudged(record, index) + small(record, index)
      + unknown(record)
  }

  private static func comparisons(_ index: RecordIndex) -> String? {
    let families = index.families.count
    guard families > 0 else { return nil }
    let tests = index.record.disparities.count { $0.test?.p != nil }
    return
      "\(Phrases.counted(index.record.findings.count, "check was", "checks were")) made in \(Phrases.counted(families, "family", "families")). A family is one requirement on one grouping. "
      + "\(Phrases.counted(tests, "test", "tests")) of equality stand in the tables."
  }

  /// A family's chance of a false "not met" is half of what its confidence leaves.
  private static func falseAlarms(_ index: RecordIndex) -> String? {
    let chances = index.families.compactMap { family -> Double? in
      guard let requirement = index.requirement(family.family.requirement), requirement.decide == .interval else {
        return nil
      }
      return (1 - requirement.confidence) / 2
    }
    guard !chances.isEmpty else { return nil }
    let levels = chances.unique.map { "\(Numbers.exact($0, shift: 2)) in every 100" }
    return "By chance alone, a family holds a false “not met” at most \(Phrases.list(levels, "or")) times. "
      + "With \(Phrases.counted(chances.count, "family", "families")), at most \(DecimalDigits(chances.reduce(0, +)).fixed(2)) such families are to be expected."
  }

  private static func unjudged(_ record: Record, _ index: RecordIndex) -> [String] {
    let judged = Set(record.requirements.map(\.metric))
    let others = record.metrics.filter { !judged.contains($0.id) }.map(\.name)
    return others.isEmpty ? [] : ["Measured, but with no requirement: \(Phrases.list(others))."]
  }

  private static func small(_ record: Record, _ index: RecordIndex) -> [String] {
    index.families.compactMap { family in
      let groups = family.findings.filter { $0.verdict == .notEnoughData }.compactMap(\.group).map(Phrases.group)
      guard !groups.isEmpty else { return nil }
      return "Too small to judge under \(family.family.words): \(Phrases.list(groups)). This is not a pass."
    }
  }

  private static func unknown(_ record: Record) -> [String] {
    record.groupings.filter { $0.unknown > 0 }.map { grouping in
      "The \(Phrases.grouping(grouping.grouping)) of \(Phrases.counted(grouping.unknown, "person", "people")) is not known. They are in no group, and a rate could change if they were."
    }
  }

  private static func detectable(_ index: RecordIndex) -> [Block] {
    let rows = index.record.detectable
    guard !rows.isEmpty else { return [] }
    let powers = rows.map(\.power).unique.map { Numbers.inHundred($0).replacing(".0", with: "") }
    return [
      .paragraph([
        .text(
          "How far apart would groups have to be for this audit to say so? The table gives the true value at which it would have said “not met”, or “met”, in \(Phrases.list(powers, "or")) of 100 audits of this size. Where it says “none”, no value would have done: there are too few people."
        )
      ]),
      .table(
        Table(
          caption: ["The smallest difference that could have been detected"],
          columns: [
            .words("Requirement"), .words("Grouping"), .words("Group"), .numbers("Would be shown as not met"),
            .numbers("Would be shown as met"),
          ],
          rows: rows.map { row($0, index) })),
    ]
  }

  private static func row(_ entry: Detectable, _ index: RecordIndex) -> [[Inline]] {
    let requirement = index.requirement(entry.requirement)
    let scale = Scale(
      entry.comparison, isRate: requirement.map { index.isRate($0.metric) } ?? false, isGap: entry.group == nil)
    let unit = scale.isInPoints ? " points" : ""
    let words = { (value: Double?) -> [Inline] in
      value.map { [.text(scale.text($0) + unit)] } ?? [.text(entry.undefined.map { "[x] \($0.words)" } ?? "none")]
    }
    return [
      [.code(entry.requirement)], [.text(Phrases.grouping(entry.grouping))],
      entry.group.map(Cells.group) ?? ["all groups"], words(entry.shownNotMet), words(entry.shownMet),
    ]
  }
}
