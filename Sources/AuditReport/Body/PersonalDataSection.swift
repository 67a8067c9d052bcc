import AuditRecord

/// On what ground data were used, how many rows show none, and what people are told.
enum PersonalDataSection {
  static let section = Section(
    id: "personal-data", title: "Personal data: on what ground it was used, and what people are told", blocks: blocks)

  static func blocks(_ index: RecordIndex) -> [Block] {
    let grounds = index.record.lawfulUse.map { GroundsPart(lawful: $0, record: index.record).blocks } ?? []
    return grounds
      + (index.record.notices ?? []).enumerated().flatMap { NoticePart(notice: $1, number: $0 + 1).blocks }
  }
}

/// Rows with and without a ground.
private struct GroundsPart {
  let lawful: LawfulUseDescription
  let record: Record

  var blocks: [Block] {
    [.heading(Heading(3, id: "personal-data-grounds", ["Which rows show a ground?"]))]
      + [GroundWords.sentence(record), unknown].compactMap(\.self).map { .paragraph([.text($0)]) }
      + [.definitions(rules), .table(causes)] + groups + limits
  }

  /// What the plan asks of a row.
  private var rules: [Definition] {
    func rule(_ term: String, _ meaning: String) -> Definition { Definition([.text(term)], [.text(meaning)]) }
    let rules = lawful.rules
    var found = [
      rule(
        "Rows",
        lawful.extract == .complete
          ? "all of the period, as the plan says, so that their number is the truth and has no range"
          : "a sample, as the plan says, so that their share has a range"),
      rule("Judged as of", lawful.asOf),
    ]
    if let basis = rules.consentBasis {
      found.append(rule("Rests on consent", Phrases.list(basis.map(Words.label), "or")))
    } else if lawful.causes.contains(where: { $0.cause == .noConsent }) {
      found.append(rule("Rests on consent", "every row"))
    }
    for cover in rules.covers ?? [] {
      found.append(rule("Covers \(Words.label(cover.purpose))", Phrases.list(cover.by.map(Words.label), "or")))
    }
    if let days = rules.retentionDays { found.append(rule("Kept at most", Phrases.counted(days, "day"))) }
    if let age = rules.minimumAge { found.append(rule("Least age without a guardian", PlainNumber.exact(age))) }
    for category in rules.special ?? [] {
      found.append(
        rule("Special category \(Words.grouping([category.grouping]))", category.ground ?? "no ground is named"))
    }
    return found
  }

  private var causes: Table {
    Table(
      caption: [.text("Rows without a ground, each under its first cause")],
      columns: [.words("Cause"), .numbers("Rows"), .numbers("Share of all")],
      rows: lawful.causes.map { count in
        [
          [.text(Phrases.sentenceCase(GroundWords.words(count.cause, lawful.rules)))],
          [.text(PlainNumber.count(count.rows))], [.text(share(count.rows))],
        ]
      } + [
        [["Any of these"], [.text(PlainNumber.count(lawful.withoutGround))], [.text(share(lawful.withoutGround))]]
      ])
  }

  private func share(_ rows: Int) -> String {
    guard lawful.rows > 0 else { return "[z]" }
    let share = Double(rows) / Double(lawful.rows)
    return rows > 0 && share < 0.0005 ? "<\u{A0}0.1\u{A0}%" : Numbers.percent(share)
  }

  /// What is not known of rows that were counted, and is no cause.
  private var unknown: String? {
    let parts = [
      lawful.unknownAge.flatMap { $0 > 0 ? "the age of \(PlainNumber.count($0))" : nil },
      lawful.unknownCollected.flatMap { $0 > 0 ? "when the data of \(PlainNumber.count($0)) were collected" : nil },
    ].compactMap(\.self)
    return parts.isEmpty
      ? nil : "Not known of rows that are counted: \(Phrases.list(parts)). That is no cause to leave them out."
  }

  private var groups: [Block] {
    guard let groups = lawful.groups, !groups.isEmpty else {
      return lawful.withoutGround == 0
        ? []
        : [
          .paragraph([
            "Those left out are not counted by group: that would use their labels. Each finding says how it would read if all of them were of any one group."
          ])
        ]
    }
    let (shown, note) = LongTables.first(groups, of: "counts", order: "")
    return [
      .table(
        Table(
          caption: [
            .text("Rows without a ground by group, for which their labels were used" + (note.map { ": \($0)" } ?? ""))
          ],
          columns: [.words("Grouping"), .words("Group"), .words("Cause"), .numbers("Rows")],
          rows: shown.map { count in
            [
              [.text(Words.grouping(count.grouping))], [.text(count.group.map(Words.group) ?? "not known")],
              [.text(GroundWords.words(count.cause, lawful.rules))], [.text(PlainNumber.count(count.rows))],
            ]
          }))
    ]
  }

  /// What no such count can show.
  private var limits: [Block] {
    [
      .heading(Heading(3, id: "personal-data-limits", ["What this cannot show"])),
      .list([
        ["Whether consent was free, informed and specific: a table says that it was given, and not how."],
        ["Use of the data for anything that left no row here, such as training, sale or another system."],
        ["Whether a basis that is named is one that the law accepts for this use."],
        ["Whether rows that were left out here are erased elsewhere."],
      ]),
    ]
  }
}

/// A notice beside what a rule names.
private struct NoticePart {
  let notice: NoticeDescription
  /// From 1.
  let number: Int

  var blocks: [Block] {
    [
      .heading(Heading(3, id: "notice-\(number)", [.text(notice.pack.title)])),
      .paragraph([.text(GroundWords.sentence(notice))]), .definitions(facts),
      .table(
        Table(
          caption: [.text("What \(notice.pack.id) asks a notice to say")],
          columns: [.words("Where"), .words("What is asked"), .words("In the notice")],
          rows: notice.fields.map { field in
            [
              [.text(field.clause)], [.text(field.question + (field.when.map { " (\($0))" } ?? ""))], state(field),
            ]
          })),
    ]
  }

  private func state(_ field: NoticeField) -> [Inline] {
    switch field.state {
    case .present: [.text("present")]
    case .missing: [.strong("missing")]
    case .notApplicable:
      [.text("not applicable: \(field.reason ?? "no reason") (\(field.by ?? "nobody"))")]
    }
  }

  private var facts: [Definition] {
    func fact(_ term: String, _ meaning: String) -> Definition { Definition([.text(term)], [.text(meaning)]) }
    let reading = notice.reading
    let grade =
      reading.grade.map { "grade \(PlainNumber.fixed($0, decimals: 1)) by Flesch and Kincaid" }
      ?? (reading.undefined?.words ?? "no grade")
    return [
      fact(
        "Notice",
        [notice.file, notice.version.map { "version \($0)" }, "language \(notice.language)"].compactMap(\.self)
          .joined(separator: ", ")),
      fact(
        "Length",
        "\(Phrases.counted(reading.words, "word")), \(Phrases.counted(reading.sentences, "sentence")); \(grade)"),
      fact("Rule", "\(notice.pack.instrument); \(notice.pack.source)"),
      fact("Holds from", "\(notice.pack.effective); \(notice.pack.status)"),
      fact(
        "Facts as of",
        notice.pack.read
          + (notice.pack.basis == "text"
            ? ", from the text itself" : ", from secondary sources; not read in the rule itself")),
      fact("To know", notice.pack.note), Definition(["Notice, SHA-256"], [.code(notice.sha256)]),
      Definition(["Pack, SHA-256"], [.code(notice.pack.sha256)]),
    ].filter { !$0.meaning.plain.isEmpty }
  }
}
