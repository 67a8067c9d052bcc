import AuditRecord

/// What was required, before anybody looked at a number.
enum CriteriaSection {
  static let section = Section(id: "criteria", title: "What was required", blocks: blocks)

  static func blocks(_ index: RecordIndex) -> [Block] {
    let requirements = index.record.requirements
    guard !requirements.isEmpty else {
      return [.paragraph(["The plan sets no requirement. The numbers are shown, and nothing is judged."])]
    }
    let (listed, others) = (
      requirements.prefix(LongTables.mostRows), requirements.count - LongTables.mostRows
    )
    let note = others > 0 ? "; \(PlainNumber.count(others)) more stand in the plan" : ""
    let table = Table(
      caption: [.text("The requirements of the plan, one a row\(note)")],
      columns: [
        .words("Requirement"), .words("The question"), .words("Must hold"), .words("Compared with"),
        .words("How it is judged"), .words("Origin of the threshold"),
      ],
      rows: listed.map { row($0, index) })
    return [
      .paragraph([
        "Each requirement asks one question. The threshold is what the plan demands; where it comes from is stated as the plan states it."
      ]),
      .table(table),
    ]
  }

  private static func row(_ requirement: Requirement, _ index: RecordIndex) -> [[Inline]] {
    let question = index.card(requirement.metric)?.question ?? ""
    return [
      [
        .code(requirement.id),
        .text(", \(across(requirement))"),
      ],
      [.text(question.isEmpty ? "" : question + " "), .code(requirement.metric)],
      [.text(Phrases.sentenceCase(requirement.thresholdWords(index.quantity(requirement.metric))))],
      [.text(Phrases.sentenceCase(requirement.reference.words(index.quantity(requirement.metric))))],
      [.text(decision(requirement, index.quantity(requirement.metric)))],
      [requirement.origin.map { .text($0) } ?? "No origin stated"],
    ]
  }

  private static func across(_ requirement: Requirement) -> String {
    requirement.across.contains([])
      ? Phrases.list(requirement.across.map(Words.by))
      : "by \(Phrases.list(requirement.across.map(Words.grouping)))"
  }

  /// What the plan says of those who were left out, where that is not the usual.
  private static func leftOut(_ requirement: Requirement) -> String {
    guard let rule = requirement.leftOut, rule != LeftOutRule() else { return "" }
    let share = Numbers.exact(rule.atMost, shift: 2)
    guard rule.beyond == .ignore else {
      return " Where more than \(share) % are left out, “met” needs the worst that they could turn out to be."
    }
    return " People who are left out are passed over: \(rule.justification ?? "no reason stated")"
  }

  private static func decision(_ requirement: Requirement, _ quantity: Quantity) -> String {
    let basis =
      switch requirement.decide {
      case .interval: "By the whole \(Numbers.level(requirement.confidence)) range"
      case .point: "By the number alone, without its range"
      }
    let least = PlainNumber.count(requirement.minimumCount)
    let counted = quantity.isOfPeople ? "\(least) people counted" : "\(least) lists"
    let undecided = requirement.undecided == .warn ? " “Cannot tell” only warns." : ""
    return
      "\(requirement.severity.words). \(basis), with at least \(counted).\(reference(requirement, quantity))\(undecided)\(leftOut(requirement))"
  }

  /// Among which groups the data choose the comparison group, where that is not all that are judged.
  private static func reference(_ requirement: Requirement, _ quantity: Quantity) -> String {
    guard let minimum = requirement.referenceMinimum else { return "" }
    let count = PlainNumber.count(minimum.count)
    let counted = quantity.isOfPeople ? "\(count) people counted" : "\(count) lists"
    let share = minimum.share > 0 ? " and \(Numbers.exact(minimum.share, shift: 2)) % of all whose group is known" : ""
    return " The comparison group is chosen among groups of at least \(counted)\(share)."
  }
}
