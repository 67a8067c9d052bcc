import AuditRecord

/// What was required, before anybody looked at a number.
enum CriteriaSection {
  static let section = Section(id: "criteria", title: "Requirements", blocks: blocks)

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
        .words("Requirement"), .words("Question"), .words("Threshold"), .words("Source of the threshold"),
        .words("If not met"),
      ],
      rows: listed.map { row($0, index) })
    return [.table(table)] + decided(index)
  }

  private static func row(_ requirement: Requirement, _ index: RecordIndex) -> [[Inline]] {
    let quantity = index.quantity(requirement.metric)
    let reference =
      requirement.compare == .value || requirement.reference == .worstPair
      ? "" : "; compared with \(requirement.reference.words(quantity))"
    let question = index.card(requirement.metric)?.question ?? ""
    let place = [
      requirement.at.map { "at \(Phrases.list($0.map { Words.group([$0]) }))" },
      requirement.by.map { "by \($0.rawValue)" },
    ].compactMap(\.self)
    let within = place.isEmpty ? "" : "; " + place.joined(separator: ", ")
    let only = requirement.only.map { "; judged: \(Phrases.list($0.map { Words.group([$0]) }))" } ?? ""
    return [
      [
        .text((requirement.title.map { "\($0): " } ?? "") + index.name(requirement.metric) + " "),
        .code(requirement.id),
      ],
      [.text((question.isEmpty ? "" : question + " ") + Phrases.sentenceCase(across(requirement)) + ".")],
      [.text(Phrases.sentenceCase(requirement.thresholdWords(quantity)) + reference + within + only)],
      [.text(source(requirement))], [.text(requirement.severity.effect)],
    ]
  }

  /// Where the threshold comes from, who answers for it and since when.
  private static func source(_ requirement: Requirement) -> String {
    [
      requirement.origin ?? "not stated in the plan", requirement.owner.map { "owner: \($0)" },
      requirement.approved.map { "agreed to on \($0)" },
    ].compactMap(\.self).joined(separator: "; ")
  }

  /// How verdicts are reached: each way once, with the requirements that it is for where they differ.
  private static func decided(_ index: RecordIndex) -> [Block] {
    let ways = index.record.requirements.prefix(LongTables.mostRows).map {
      ($0.demand ?? $0.id, decision($0, index.quantity($0.metric)))
    }
    let texts = ways.map(\.1).unique
    return [
      .paragraph(
        [.strong("How a check is decided."), " "]
          + texts.enumerated().flatMap { number, text -> [Inline] in
            let ids = ways.filter { $0.1 == text }.map(\.0).unique
            let whose =
              texts.count > 1
              ? "\(Phrases.list(ids.prefix(5) + (ids.count > 5 ? ["\(ids.count - 5) more"] : []))): " : ""
            return [.text((number > 0 ? " " : "") + whose + text)]
          })
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
    let share = PlainNumber.exact(rule.atMost, shift: 2)
    guard rule.beyond == .ignore else {
      return " Where more than \(share) % are left out, “met” needs the worst that they could turn out to be."
    }
    return " People who are left out are passed over: \(rule.justification ?? "no reason stated")"
  }

  private static func decision(_ requirement: Requirement, _ quantity: Quantity) -> String {
    let basis =
      switch requirement.decide {
      case .interval:
        "By its \(Numbers.level(requirement.confidence)) confidence interval: met if the whole interval satisfies the threshold, not met if none of it does, otherwise inconclusive"
      case .point: "By the number alone, without its interval"
      }
    let least = PlainNumber.count(requirement.minimumCount)
    let counted = quantity.isOfPeople ? "\(least) people counted" : "\(least) lists"
    let undecided = requirement.undecided == .warn ? " An inconclusive check only warns." : ""
    return
      "\(basis).\(search(requirement)) Groups with fewer than \(counted) are not judged.\(reference(requirement, quantity))\(undecided)\(leftOut(requirement))"
  }

  /// Among how many classes a failure is searched for.
  private static func search(_ requirement: Requirement) -> String {
    guard let searched = requirement.searched, searched > 1, requirement.decide == .interval else { return "" }
    return
      " “Not met” is searched among \(PlainNumber.count(searched)) classes, so the end of the interval that shows it is at a level divided by \(PlainNumber.count(searched))."
  }

  /// Among which groups the data choose the reference group, where that is not all that are judged.
  private static func reference(_ requirement: Requirement, _ quantity: Quantity) -> String {
    guard let minimum = requirement.referenceMinimum else { return "" }
    let count = PlainNumber.count(minimum.count)
    let counted = quantity.isOfPeople ? "\(count) people counted" : "\(count) lists"
    let share =
      minimum.share > 0 ? " and \(PlainNumber.exact(minimum.share, shift: 2)) % of all whose group is known" : ""
    return " The reference group is chosen among groups of at least \(counted)\(share)."
  }
}
