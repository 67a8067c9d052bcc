import AuditRecord

/// What was found: one table a requirement, each group in a row, and why something is undecided.
enum FindingsSection {
  static let section = Section(id: "findings", title: "Findings", blocks: blocks)

  static func blocks(_ index: RecordIndex) -> [Block] {
    let families = index.families
    guard !families.isEmpty else { return [.paragraph(["No requirement was judged."])] }
    let shown = shown(families)
    let groups = families.enumerated().filter { shown.contains($0.offset) }.map {
      JudgedGroups($0.element.family, $0.element.findings, index)
    }
    let axes = axes(groups)
    return [intervals(index.record)] + otherRules(index.record)
      + groups.grouped { $0.family.requirement }.keys.flatMap { id in
        RequirementFindings(families: groups.filter { $0.family.requirement == id }, index: index, axes: axes).blocks
      } + others(families.count - shown.count) + ChangesTable.section(index.record)
  }

  private static func intervals(_ record: Record) -> Block {
    .paragraph([
      record.audit.inference?.isCensus == true
        ? "The intervals speak of others treated by the same system, and decide no verdict. Where there are too few people, only their number is shown here."
        : "The intervals are those that decide the verdicts; they allow for the number of groups compared. The annex also has plain intervals. Where there are too few people, only their number is shown here."
    ])
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

  /// One axis for all tables that compare in the same way.
  private static func axes(_ groups: [JudgedGroups]) -> [AxisKey: Axis] {
    Dictionary(grouping: groups.filter { !$0.rows.isEmpty }, by: AxisKey.init).mapValues { families in
      let key = AxisKey(families[0])
      let values = families.flatMap { family in
        family.rows.flatMap { row in
          [row.finding?.value, row.finding?.interval?.lower, row.finding?.interval?.upper].compactMap(\.self)
        }
      }
      let limits = families.flatMap { family -> [Double] in
        let limits = family.findings[0].threshold.values.filter(\.isFinite)
        return family.findings[0].comparison == .difference && family.findings[0].bound == .atMost
          ? limits + limits.map { -$0 } : limits
      }
      return key.comparison == .ratio
        ? .ratios(values, keeping: limits)
        : .linear(values, keeping: limits, fromZero: key.comparison == .value, asPercent: key.isRate)
    }
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
}

/// Which tables share an axis.
struct AxisKey: Hashable {
  let comparison: Comparison
  let isRate: Bool
  /// Numbers in a unit of their own are drawn beside none of another metric.
  let metric: String?

  init(_ family: JudgedGroups) {
    comparison = family.findings[0].comparison
    isRate = comparison != .ratio && family.quantity.isPercent
    metric = comparison == .ratio || isRate ? nil : family.findings[0].metric
  }
}

extension Finding {
  /// The sentence behind its mark, which takes the place of the sentence's own first words; a stored one stays whole.
  func said(_ words: FindingWords, place: String?) -> [Inline] {
    let sentence = words.sentence(of: self)
    let openings =
      words.isStored(self) ? [] : [verdict.words + ".", "Not enough data to judge.", "This check could not run:"]
    let opening = openings.first { sentence.hasPrefix($0) } ?? ""
    let mark = Mark(verdict)
    let rest = String(sentence.dropFirst(opening.count).drop { $0 == " " }).replacing(" %", with: "\u{A0}%")
    return [.mark(mark)] + (place.map { [": ", .strong("\($0).")] } ?? ["."])
      + (rest.isEmpty ? [] : [.text(" " + Phrases.sentenceCase(rest))])
  }
}
