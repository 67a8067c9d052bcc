import AuditRecord
import Testing

@testable import AuditReport

/// Whoever fills in a form can choose the name of a group; none of these may act in any output.
@Suite struct HostileRecordTests {
  static let attacks: [Label] = [
    "<script>alert(1)</script>", "a|b|c", "](javascript:alert(1))", "\u{1B}[31mred\u{1B}[0m", "::error::boom",
    "##[error]boom", "=cmd|' /C calc'!A0", "\u{202E}txt.exe", "one\ntwo\r\n# three", "\"onload=\"x", "</title></svg>",
    "`code`", "![x](http://evil.example)", "http://evil.example", "@everyone", "&lt;b&gt;", "${{ secrets }}",
    "<!-- x -->", "]]>", "\u{0}\u{7}", "",
  ]

  static let records = attacks.map(record)
  static let harmless = lines(record("Caucasian"))

  static let lists = attacks.map(lists)
  static let harmlessLists = lines(Sample.lists)

  /// A record of lists in which everything that comes from data or a plan is the attack.
  private static func lists(_ attack: Label) -> Record {
    var record = Sample.lists(rename: { $0 == "female" || $0 == "small" ? attack : $0 }, title: attack.text)
    let text = attack.text
    record.lists?.attention = text
    record.lists?.target = text
    record.lists?.relevance = text
    record.lists?.unknown = [attack, attack]
    record.lists?.counting = [ItemCounting(grouping: text, counting: text)]
    for index in record.tables.indices {
      record.tables[index].table = text
      record.tables[index].inputs = [text]
      for reason in record.tables[index].rows.excluded.indices {
        record.tables[index].rows.excluded[reason].reason = text
      }
    }
    func renamed(_ grouping: [String]) -> [String] { grouping.map { $0 == "employer_size" ? text : $0 } }
    for index in record.groupings.indices {
      record.groupings[index].grouping = renamed(record.groupings[index].grouping)
    }
    for index in record.estimates.indices {
      record.estimates[index].grouping = renamed(record.estimates[index].grouping)
    }
    for index in record.disparities.indices {
      record.disparities[index].grouping = renamed(record.disparities[index].grouping)
    }
    for index in record.summaries.indices {
      record.summaries[index].grouping = renamed(record.summaries[index].grouping)
    }
    for index in record.findings.indices { record.findings[index].grouping = renamed(record.findings[index].grouping) }
    for index in record.profiles.indices { record.profiles[index].grouping = renamed(record.profiles[index].grouping) }
    for index in record.sensitivities.indices {
      record.sensitivities[index].attention = text
      record.sensitivities[index].grouping = renamed(record.sensitivities[index].grouping)
    }
    for index in record.metrics.indices {
      record.metrics[index].name = text
      record.metrics[index].counted = text
    }
    // Under other rules the stored sentences are printed.
    record.rules = Rules(rawValue: text)
    return record
  }

  private static func lines(_ record: Record) -> [Substring] {
    MarkdownRenderer().render(Report.whole(of: sealed(record))).split(separator: "\n", omittingEmptySubsequences: false)
  }

  private static func record(_ attack: Label) -> Record {
    var record = Sample.compas(
      rename: { $0 == "Caucasian" ? attack : $0 }, title: attack.text, roles: [attack.text], isSmall: true)
    record.audit.purpose = attack.text
    record.audit.system = SystemDescription(
      name: attack.text, version: attack.text, artifact: attack.text, sha256: attack.text)
    record.audit.window = Window(from: attack.text, to: attack.text)
    record.inputs[0].name = attack.text
    record.rows.excluded[0].reason = attack.text
    record.labels?.favourable = [attack]
    record.stratifiers = [
      Stratifier(column: attack.text, justification: attack.text, approvedBy: attack.text, strata: [attack])
    ]
    record.requirements[0].origin = attack.text
    record.metrics[0].sources = [attack.text, "https://evil.example/\(attack.text)"]
    for index in record.findings.indices { record.findings[index].sentence += " \(attack.text)" }
    addDuties(to: &record, attack)
    return record
  }

  /// Grounds of rows and a notice, in which everything that comes from data or a plan is the attack.
  private static func addDuties(to record: inout Record, _ attack: Label) {
    let text = attack.text
    var rules = UseRules()
    (rules.consentBasis, rules.covers) = ([attack], [UseCover(attack, by: [attack])])
    (rules.retentionDays, rules.minimumAge) = (730, 16)
    rules.special = [SpecialCategory(text, ground: text), SpecialCategory(text, ground: nil)]
    record.lawfulUse = LawfulUseDescription(
      of: .decisions, asOf: text, extract: .complete, rules: rules, rows: 100,
      causes: UseCause.allCases.map { UseCauseCount($0, rows: 3) }, unknownAge: 3, unknownCollected: 4,
      groups: [
        UseGroupCount(grouping: [text], group: [attack], cause: .minor, rows: 3),
        UseGroupCount(grouping: [text], group: nil, cause: .noConsent, rows: 3),
      ])
    var field = NoticeField(id: text, clause: text, question: text, when: text, state: .notApplicable)
    (field.reason, field.by) = (text, text)
    record.notices = [
      NoticeDescription(
        pack: NoticePack(
          id: text, title: text, instrument: text, source: text, effective: text, status: text, read: text,
          basis: text, sha256: "s \(text)", note: "n \(text)"), file: text, sha256: "s \(text)", language: text,
        version: text,
        fields: [field, NoticeField(id: text, clause: text, question: text, state: .missing)],
        reading: NoticeReading(words: 1, sentences: 1, grade: nil, undefined: .other(text)))
    ]
  }

  @Test(arguments: attacks.indices, [true, false]) func html(_ number: Int, _ isLists: Bool) {
    let record = isLists ? HostileRecordTests.lists[number] : HostileRecordTests.records[number]
    let page = HTMLRenderer().render(Report.dossier(of: sealed(record)))
    #expect(MarkupChecker(HTMLRenderer().render(Report.annex(of: sealed(record)))).problems == [])
    let checker = MarkupChecker(page)
    #expect(checker.problems == [])
    let names = Set(checker.tags.map(\.name))
    #expect(names.isDisjoint(with: ["script", "b", "img", "link"]))
    #expect(checker.tags.allSatisfy { tag in tag.attributes.keys.allSatisfy { !$0.hasPrefix("on") } })
    #expect(!page.unicodeScalars.contains { HostileRecordTests.acts($0) })
    for target in checker.tags.compactMap({ $0.attributes["href"] }) {
      #expect(target.hasPrefix("#") || target.hasPrefix("annex.html#") || target.hasPrefix("https://"))
    }
  }

  @Test(arguments: attacks.indices, [true, false]) func markdown(_ number: Int, _ isLists: Bool) {
    let lines = HostileRecordTests.lines(
      isLists ? HostileRecordTests.lists[number] : HostileRecordTests.records[number])
    // Models of attention that nobody knows share a column, and several sectors a table: only counts of lines may differ.
    if !isLists { #expect(lines.count == HostileRecordTests.harmless.count) }
    #expect(!lines.contains { $0.unicodeScalars.contains { HostileRecordTests.acts($0) } })
    for line in lines.map(outsideCode) {
      let links = line.split(separator: "](<https://").count - 1
      #expect(unescaped("<", in: line) == max(0, links), "\(line)")
      #expect(!line.hasPrefix("::") && !line.contains("!["), "\(line)")
      #expect(!line.replacing("<https://evil.example/http://", with: "").contains("http://"), "\(line)")
      if line.hasPrefix("|") { #expect((3...8).contains(unescaped("|", in: line)), "\(line)") }
    }
  }

  private static func acts(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A: false
    case 0x00..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
