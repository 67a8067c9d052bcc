/// The numbered sections, in reading order; a section with nothing to say is left out.
enum BodySections {
  static func blocks(_ index: RecordIndex) -> [Block] {
    let sections: [(id: String, title: String, blocks: [Block])] = [
      ("answer", "The answer on one page", AnswerSection.blocks(index)),
      ("criteria", "What was required", CriteriaSection.blocks(index)),
      ("data", "The data and where every row went", DataSection.blocks(index)),
      ("findings", "Findings", FindingsSection.blocks(index)),
      ("receives", "Who receives", ReceiversSection.blocks(index)),
      ("shown", "Who is shown", ProvidersSection.blocks(index)),
      ("strata", "Crude and within strata, side by side", StrataSection.blocks(index)),
      ("measurements", "Everything that was measured", MeasurementsSection.blocks(index)),
      ("intersections", "Combinations of groups", IntersectionsSection.blocks(index)),
      ("coverage", "What this audit could not have seen", CoverageSection.blocks(index)),
      ("methods", "Methods and conventions", MethodsSection.blocks(index)),
      ("metrics", "The metrics, one by one", MetricCardsSection.blocks(index)),
      ("glossary", "Words used in this report", GlossarySection.blocks(index)),
    ]
    return sections.filter { !$0.blocks.isEmpty }.enumerated().flatMap { number, section in
      [.heading(Heading(2, id: section.id, [.text("\(number + 1)\u{2002}\(section.title)")]))] + section.blocks
    }
  }
}
