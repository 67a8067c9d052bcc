/// A numbered section of the body.
struct Section: Sendable {
  /// What references name.
  let id: String
  /// The title, without its number.
  let title: String
  /// What it says of a record; nothing where it has nothing to say, and then it is left out.
  let blocks: @Sendable (RecordIndex) -> [Block]

  /// The sections in reading order.
  static let all: [Section] = [
    AnswerSection.section, CriteriaSection.section, DataSection.section, FindingsSection.section,
    ReceiversSection.section, ProvidersSection.section, StrataSection.section, MeasurementsSection.section,
    IntersectionsSection.section, CoverageSection.section, MethodsSection.section, MetricCardsSection.section,
    GlossarySection.section,
  ]

  /// All that have something to say, numbered.
  static func body(_ index: RecordIndex) -> [Block] {
    all.map { ($0, $0.blocks(index)) }.filter { !$0.1.isEmpty }.enumerated().flatMap { number, shown in
      let (section, blocks) = shown
      return [.heading(Heading(2, id: section.id, [.text("\(number + 1)\u{2002}\(section.title)")]))] + blocks
    }
  }
}
