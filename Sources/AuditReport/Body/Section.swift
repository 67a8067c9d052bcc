/// A numbered section of the body.
struct Section: Sendable {
  /// What references name.
  let id: String
  /// The title, without its number.
  let title: String
  /// What it says of a record; nothing where it has nothing to say, and then it is left out.
  let blocks: @Sendable (RecordIndex) -> [Block]

  /// What people read and sign, after the summary, which is section 1.
  static let report: [Section] = [
    AuditedSection.section, CriteriaSection.section, FindingsSection.section, SideBySideSection.section,
    ControlsSection.section, PersonalDataSection.section, CoverageSection.section,
  ]

  /// Everything else, for those who check.
  static let annex: [Section] = [
    DataSection.section, MeasurementsSection.section, IntersectionsSection.section, StrataSection.section,
    ScoresSection.section, AmountsSection.section, ListsSection.section, RegulationsSection.section,
    MethodsSection.section,
    MetricCardsSection.section,
    GlossarySection.section,
  ]

  /// Those that have something to say, each under its number or letter.
  static func blocks(of sections: [Section], _ index: RecordIndex, numbers: [String]) -> [Block] {
    zip(numbers, sections.map { ($0, $0.blocks(index)) }.filter { !$0.1.isEmpty }).flatMap { number, shown in
      let (section, blocks) = shown
      return [.heading(Heading(2, id: section.id, [.text("\(number)\u{2002}\(section.title)")]))] + blocks
    }
  }
}
