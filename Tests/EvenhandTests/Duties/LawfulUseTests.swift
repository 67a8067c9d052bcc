import Evenhand
import Foundation
import Testing
import _AuditTesting

/// Rows without a ground: which they are, and what leaving them out does.
struct LawfulUseTests {
  private static func row(
    _ id: String, used: String, collected: String, purpose: String = "ranking", basis: String = "consent",
    age: String = "30", guardian: String = "", sex: String = "f", decision: String = "yes"
  ) -> String {
    "\(id),\(sex),\(decision),\(used),\(collected),\(purpose),\(basis),\(age),\(guardian)"
  }

  private static func expectSound(_ record: Record, _ place: String = "") throws {
    let confirmation = Confirmation(of: record)
    #expect(confirmation.failures == [], "\(place)")
    #expect(try SealedRecord(parsing: Array(record.canonicalText().utf8)).record == record)
  }

  // MARK: the worked example

  @Test func theWorkedExampleIsExact() async throws {
    let day = UseTables.day
    func row(
      _ id: String, _ used: Int, _ collected: Int, age: String = "30", guardian: String = "",
      basis: String = "consent"
    ) -> String {
      Self.row(id, used: day(used), collected: day(collected), basis: basis, age: age, guardian: guardian)
    }
    let rows = [
      row("s1", 10, 9), row("s1", 9, 9), row("s2", 19, 4), row("s2", 20, 15), row("s3", 15, 14), row("s5", 15, 14),
      row("s4", 9, 6), row("s4", 12, 6, age: "15"), row("s5", 30, 30, basis: "contract"),
      row("s4", 13, 13, age: "15", guardian: "yes"),
    ]
    let consents = [
      "s1,ranking,\(day(10)),", "s2,ranking,\(day(10)),\(day(20))", "s3,marketing,\(day(0)),",
      "s4,personalisation,\(day(5)),\(day(8))", "s4,personalisation,\(day(12)),",
    ]
    for (rows, consents) in [(rows, consents), (rows.reversed(), consents.reversed())] {
      let record = try await UseTables(
        lawful: UseTables.whole, rows: rows, consents: consents,
        requirements: ["{id: ground, metric: use-without-ground, at-most: 0.7}"]
      ).record()
      #expect(
        record.causes == [
          "before-consent": 1, "past-retention": 1, "after-withdrawal": 2, "other-purpose": 1, "no-consent": 1,
          "minor": 1,
        ])
      #expect(record.lawfulUse?.withoutGround == 7 && record.lawfulUse?.rows == 10)
      #expect(record.rows.received == 10 && record.rows.judged == 3)
      #expect(record.summary("use-without-ground", .value)?.value == 0.7)
      #expect(record.findings.map(\.verdict) == [.met])
      try Self.expectSound(record)
    }
  }

  // MARK: precedence

  /// A row with every cause has the first; with that mended the next, down to none.
  @Test func aRowIsLeftOutForItsFirstCause() async throws {
    let day = UseTables.day
    var lawful = UseTables.whole
    lawful += "\n  special: [{grouping: sex}]"
    func cause(_ row: String, _ consents: [String], _ lawful: String) async throws -> [String] {
      let others = [Self.row("z", used: day(30), collected: day(30))]
      let record = try await UseTables(
        lawful: lawful, rows: [row] + others, consents: consents + ["z,ranking,\(day(0)),"]
      ).record()
      try Self.expectSound(record)
      return (record.lawfulUse?.causes ?? []).filter { $0.rows > ($0.cause == .specialWithoutGround ? 1 : 0) }
        .map(\.cause.rawValue)
    }
    // Collected too long ago, a child, of a special category; without a basis there is no consent to ask for.
    let row = Self.row("s", used: day(9), collected: day(1), age: "12")
    #expect(try await cause(row, ["t,ranking,\(day(0)),"], lawful) == ["no-consent"])
    #expect(try await cause(row, ["s,marketing,\(day(0)),"], lawful) == ["other-purpose"])
    #expect(
      try await cause(row, ["s,marketing,\(day(0)),", "s,ranking,\(day(10)),"], lawful) == ["before-consent"])
    #expect(
      try await cause(row, ["s,ranking,\(day(0)),\(day(2))", "s,ranking,\(day(10)),"], lawful)
        == ["after-withdrawal"])
    let consent = ["s,personalisation,\(day(0)),"]
    #expect(try await cause(row, consent, lawful) == ["past-retention"])
    #expect(
      try await cause(Self.row("s", used: day(9), collected: day(8), age: "12"), consent, lawful) == ["minor"])
    let grown = Self.row("s", used: day(9), collected: day(8))
    #expect(try await cause(grown, consent, lawful) == ["special-without-ground"])
    let named = lawful.replacing("grouping: sex", with: "grouping: sex, ground: Art. 4a")
    #expect(
      try await cause(Self.row("s", used: day(9), collected: day(8), basis: "NULL"), consent, named)
        == ["unknown-basis"])
    #expect(try await cause(grown, consent, named) == [])
    // Each cause of a row without a basis but those of consent.
    #expect(
      try await cause(Self.row("s", used: day(9), collected: day(1), basis: "", age: "12"), [], named)
        == ["past-retention"])
  }

  // MARK: times

  @Test(arguments: [
    // A withdrawal counts from its very moment, consent likewise.
    ("2026-01-05T10:00:00Z", "2026-01-01T00:00:00Z", "2026-01-05T10:00:00Z", "after-withdrawal"),
    ("2026-01-05T09:59:59Z", "2026-01-01T00:00:00Z", "2026-01-05T10:00:00Z", ""),
    ("2026-01-05T10:00:00Z", "2026-01-05T10:00:00Z", "", ""),
    ("2026-01-05T10:00:00Z", "2026-01-05T10:00:00.001Z", "", "before-consent"),
    // Zones: the same moment, a moment before, a moment behind.
    ("2026-01-05T11:00:00+01:00", "2026-01-01", "2026-01-05T10:00:00Z", "after-withdrawal"),
    ("2026-01-05T05:00:00-05:00", "2026-01-01", "2026-01-05T10:00:00Z", "after-withdrawal"),
    ("2026-01-05T10:59:59+01:00", "2026-01-01", "2026-01-05T10:00:00Z", ""),
    ("2026-01-05T23:30:00-02:00", "2026-01-01", "2026-01-06", "after-withdrawal"),
    ("2026-01-06T00:30:00+02:00", "2026-01-01", "2026-01-06", ""),
    // A date is its first moment in UTC, and so is a time without a zone in UTC.
    ("2026-01-05", "2026-01-05", "", ""),
    ("2026-01-05", "2026-01-05T00:00:01Z", "", "before-consent"),
    ("2026-01-05T00:00:00", "2026-01-01", "2026-01-05", "after-withdrawal"),
    ("2026-01-04T23:59:59", "2026-01-01", "2026-01-05", ""),
    ("2026-01-05 10:00", "2026-01-01", "2026-01-05 10:01", ""),
    // An end that is not known is open.
    ("2026-01-05", "2026-01-01", "NULL", ""),
  ]) func periodsHoldFromTheirFirstMomentOn(_ used: String, _ from: String, _ until: String, _ cause: String)
    async throws
  {
    let record = try await UseTables(
      lawful: UseTables.whole.replacing("35d", with: "90d"),
      rows: [Self.row("s", used: used, collected: "2026-01-03")],
      consents: ["s,ranking,\(from),\(until)"]
    ).record()
    #expect(record.causes == (cause.isEmpty ? [:] : [cause: 1]))
  }

  @Test(arguments: [
    // As of 10 February, 35 days before are 6 January.
    ("2026-01-06", ""), ("2026-01-05T23:59:59Z", "past-retention"), ("2026-01-06T00:00:00+01:00", "past-retention"),
    ("2026-01-06T01:00:00+01:00", ""), ("", ""),
  ]) func retentionIsJudgedAtTheFirstMomentOfTheDay(_ collected: String, _ cause: String) async throws {
    let record = try await UseTables(
      lawful: UseTables.whole,
      rows: [Self.row("s", used: "2026-02-01", collected: collected)], consents: ["s,ranking,2026-01-01,"]
    ).record()
    #expect(record.causes == (cause.isEmpty ? [:] : [cause: 1]))
    #expect(record.lawfulUse?.unknownCollected == (collected.isEmpty ? 1 : 0))
  }

  // MARK: people, purposes, ages

  @Test func periodsOfAPersonAreTheirUnion() async throws {
    let rows = (1...9).map { Self.row("s", used: "2026-01-0\($0)", collected: "2026-01-01") }
    let record = try await UseTables(
      lawful: UseTables.whole.replacing("35d", with: "90d"), rows: rows,
      consents: [
        "s,ranking,2026-01-02,2026-01-04", "s,ranking,2026-01-03,2026-01-05", "s,personalisation,2026-01-07,2026-01-08",
        "s,marketing,2026-01-01,",
      ]
    ).record()
    // 2, 3 and 4 are covered by the overlap, and 7; 1 lies before, 5, 6, 8 and 9 lie behind.
    #expect(record.causes == ["before-consent": 1, "after-withdrawal": 4])
    #expect(record.sampling?.isOfPeople == true)
  }

  @Test func purposesThatNobodyKnowsAreCoveredByNone() async throws {
    let rows = ["ranking", "", "NULL", "research", "Personalisation"].map {
      Self.row("s", used: "2026-01-20", collected: "2026-01-19", purpose: $0)
    }
    let record = try await UseTables(
      lawful: UseTables.whole, rows: rows, consents: ["s,ranking,2026-01-01,", "s,,2026-01-01,"]
    ).record()
    #expect(record.causes == ["other-purpose": 4])
    // A consent to nothing is none, and is counted.
    let consents = try #require(record.tables.first { $0.table == "consents" })
    #expect(consents.rows.received == 2 && consents.rows.excluded == [Exclusion(reason: "unknown-purpose", rows: 1)])
    // The plan names a purpose of consents that nobody gave.
    #expect(record.warnings.contains { $0.code == .unseenLabels && $0.table == "consents" && $0.role == "purpose" })
    // Without purposes a consent covers all of them.
    let lawful = UseTables.whole.replacing("purpose: purpose, basis", with: "basis").replacing(
      "subject: id, purpose: purpose,", with: "subject: id,"
    ).replacing("      covers: {ranking: [ranking, personalisation]}\n", with: "").replacing(
      "  covers: {ranking: [ranking, personalisation]}\n", with: "")
    #expect(
      try await UseTables(lawful: lawful, rows: rows, consents: ["s,ranking,2026-01-01,"]).record().causes == [:])
  }

  @Test func agesThatAreNotKnownAreNoCause() async throws {
    let rows = ["", "NULL", "15.9", "16", "150"].map {
      Self.row("s", used: "2026-01-20", collected: "2026-01-19", age: $0)
    }
    let record = try await UseTables(
      lawful: UseTables.whole, rows: rows, consents: ["s,ranking,2026-01-01,"]
    ).record()
    #expect(record.causes == ["minor": 1] && record.lawfulUse?.unknownAge == 2)
    try Self.expectSound(record)
  }

  @Test func aTableThatKnowsNobodyIsSaid() async throws {
    let record = try await UseTables(
      lawful: UseTables.whole, rows: [Self.row("s", used: "2026-01-20", collected: "2026-01-19")],
      consents: ["S,ranking,2026-01-01,"]
    ).record()
    #expect(record.causes == ["no-consent": 1])
    #expect(record.warnings.contains { $0.code == .unusedTable && $0.table == "consents" })
  }

  // MARK: numbers

  /// Those who stay rest on a contract, but for the first, who have consented.
  private static let granted = ["F", "M"].flatMap { sex in
    ["yes", "no"].map { "\(sex)-\($0)-0,ranking,2026-01-01," }
  }

  private static func people(_ sex: String, yes: Int, no: Int, left: Int) -> [String] {
    let counts = [("yes", yes, "yes"), ("no", no, "yes"), ("left", left, "no")]
    return counts.flatMap { name, count, granted in
      (0..<count).map { number in
        row(
          "\(sex)-\(name)-\(number)", used: "2026-01-20", collected: "2026-01-19",
          basis: granted == "yes" && number > 0 ? "contract" : "consent", sex: sex,
          decision: name == "no" ? "no" : "yes")
      }
    }
  }

  private static let ratio = "metric: selection-rate, across: sex, compare: ratio, reference: {group: M}, at-least: 0.8"

  /// 50 of 100 beside 60 of 100, with 10 and 5 left out.
  @Test(arguments: [true, false]) func boundsAreThoseOfTheWorkedExample(_ countsGroups: Bool) async throws {
    let record = try await UseTables(
      lawful: UseTables.whole + "\n  count-groups: \(countsGroups)",
      rows: Self.people("F", yes: 50, no: 50, left: 10) + Self.people("M", yes: 60, no: 40, left: 5),
      consents: Self.granted, requirements: ["{id: r, \(Self.ratio), decide: point}"]
    ).record()
    let finding = try #require(record.findings.first)
    let bounds = try #require(finding.bounds)
    #expect(isClose(finding.value, 0.5 / 0.6, within: 1e-12))
    #expect(bounds.leftOut == 15 && isClose(bounds.share, 15 / 215, within: 1e-12))
    #expect(bounds.causes == [LeftOutCause(reason: .withoutGround(.noConsent), count: 15)])
    #expect(bounds.counted == .met && finding.verdict == .cannotTell)
    #expect(bounds.tipping == 5)
    if countsGroups {
      #expect(isClose(bounds.worst?.value, (50.0 / 110) / (65.0 / 105), within: 1e-12))
      #expect(isClose(bounds.worst?.value, 0.734266, within: 1e-6))
      #expect(isClose(bounds.best?.value, 0.954545, within: 1e-6))
      #expect(
        record.lawfulUse?.groups == [
          UseGroupCount(grouping: ["sex"], group: ["F"], cause: .noConsent, rows: 10),
          UseGroupCount(grouping: ["sex"], group: ["M"], cause: .noConsent, rows: 5),
        ])
    } else {
      #expect(isClose(bounds.worst?.value, 0.724638, within: 1e-6))
      #expect(isClose(bounds.best?.value, 0.960577, within: 1e-6))
      #expect(record.lawfulUse?.groups == nil)
      #expect(record.leftOut.allSatisfy { $0.group == nil })
    }
    try Self.expectSound(record)
  }

  /// The numbers are those of the rows that may be used: what the others hold reaches none of them.
  @Test func nothingOfARowWithoutAGroundReachesANumber() async throws {
    let kept = Self.people("F", yes: 50, no: 50, left: 0) + Self.people("M", yes: 60, no: 40, left: 0)
    let left = (0..<40).map { number in
      Self.row(
        "x\(number)", used: "2026-01-20", collected: "2026-01-19", sex: number % 2 == 0 ? "planted-group" : "F",
        decision: number % 3 == 0 ? "planted-decision" : "yes")
    }
    func record(_ rows: [String], _ threads: Int = 2) async throws -> Record {
      try await UseTables(
        lawful: UseTables.whole, rows: rows, consents: Self.granted, requirements: ["{id: r, \(Self.ratio)}"],
        threads: threads
      ).record()
    }
    let (whole, clean) = (
      try await record(zip(kept, left + left).flatMap { [$0, $1] } + kept.dropFirst(80)), try await record(kept)
    )
    #expect(whole.causes == ["no-consent": 80])
    #expect(whole.estimates == clean.estimates && whole.disparities == clean.disparities)
    #expect(whole.groupings == clean.groupings && whole.labels == clean.labels)
    #expect(whole.warnings.filter { $0.code != .unusedTable } == clean.warnings.filter { $0.code != .unusedTable })
    #expect(!(try whole.canonicalText().contains("planted")))
    #expect(clean.lawfulUse?.withoutGround == 0)
    #expect(DataWords.notes(clean).first == "Each of 200 rows shows the ground that the plan asks for.")
  }

  @Test func aGroupThatIsLeftOutWholeIsSaid() async throws {
    let rows =
      Self.people("F", yes: 50, no: 50, left: 0) + Self.people("M", yes: 60, no: 40, left: 0)
      + Self.people("NB", yes: 0, no: 0, left: 40)
    func record(_ countsGroups: Bool) async throws -> Record {
      try await UseTables(
        lawful: UseTables.whole + "\n  count-groups: \(countsGroups)", rows: rows, consents: Self.granted,
        requirements: ["{id: r, \(Self.ratio)}"]
      ).record()
    }
    let counted = try await record(true)
    let finding = try #require(counted.findings.first { $0.group == ["NB"] })
    #expect(finding.verdict == .notEnoughData && finding.value == nil && counted.verdict.overall == .cannotTell)
    try Self.expectSound(counted)
    // Without their labels nobody can know of the group; all of them are beside every finding.
    let uncounted = try await record(false)
    #expect(uncounted.findings.allSatisfy { $0.bounds?.leftOut == 40 && $0.group != ["NB"] })
  }

  @Test func aSpecialCategoryWithoutAGroundLeavesNothing() async throws {
    let record = try await UseTables(
      lawful: UseTables.whole + "\n  special: [{grouping: sex}]",
      rows: Self.people("F", yes: 50, no: 50, left: 0) + Self.people("M", yes: 60, no: 40, left: 0),
      consents: Self.granted, requirements: ["{id: r, \(Self.ratio)}"]
    ).record()
    #expect(record.causes == ["special-without-ground": 200] && record.rows.judged == 0)
    #expect(record.verdict.overall == .notEnoughData)
    try Self.expectSound(record)
  }

  // MARK: the data set, and what pandas makes of it

  private struct Witness: Decodable {
    var rows: Int
    var causes: [String: Int]
    var bySex: [String: [String: Int]]
    var unknownAge: Int
    var counted: [String: [Int]]
    var ratio, worst, best, shareLeftOut: Double
    var tippingOnThePoint: Int
    var clopperPearson: [Double]

    enum CodingKeys: String, CodingKey {
      case rows, causes, counted, ratio, worst, best
      case bySex = "by-sex"
      case unknownAge = "unknown-age"
      case shareLeftOut = "share-left-out"
      case tippingOnThePoint = "tipping-on-the-point"
      case clopperPearson = "clopper-pearson"
    }
  }

  private static func witness() throws -> Witness {
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(Support.checkout)/Tests/Reference/lawful-use.json"))
    return try JSONDecoder().decode(Witness.self, from: data)
  }

  /// The plan of the data set, changed.
  private static func record(_ changes: [(String, String)] = [], threads: Int = 2) async throws -> Record {
    let folder = "\(Support.checkout)/datasets/loan-consents"
    var text = try String(contentsOfFile: "\(folder)/evenhand.yaml", encoding: .utf8)
    for (old, new) in changes {
      try #require(text.contains(old))
      text = text.replacing(old, with: new)
    }
    var plan = try PlanReader.read(Array(text.utf8), file: "evenhand.yaml", catalogue: Catalogue.cards)
    plan.foundNotices = try PlanFile(path: "\(folder)/evenhand.yaml").plan.foundNotices
    var options = Audit.Options()
    options.threads = threads
    return try Audit.run(plan, folder: folder, options: options)
  }

  @Test func plantedCausesAreFound() async throws {
    let (record, witness) = (
      try await Self.record([("retention: 730d", "retention: 730d\n  count-groups: true")]), try Self.witness()
    )
    #expect(record.causes == witness.causes && record.lawfulUse?.rows == witness.rows)
    #expect(record.lawfulUse?.unknownAge == witness.unknownAge)
    for (sex, causes) in witness.bySex {
      let found = (record.lawfulUse?.groups ?? []).filter { $0.group == [Label(sex)] }
      #expect(Dictionary(uniqueKeysWithValues: found.map { ($0.cause.rawValue, $0.rows) }) == causes)
    }
    for (sex, counted) in witness.counted {
      let estimate = try #require(record.estimate("selection-rate", [Label(sex)]))
      #expect(estimate.numerator == Double(counted[0]) && estimate.denominator == Double(counted[1]))
    }
    try Self.expectSound(record)
  }

  @Test func boundsAreThoseOfEverySplit() async throws {
    let (record, witness) = (
      try await Self.record([("at-least: 0.8}", "at-least: 0.8, decide: point}")]), try Self.witness()
    )
    let finding = try #require(record.findings.first { $0.requirement == "approvals" })
    #expect(isClose(finding.value, witness.ratio, within: 1e-12))
    #expect(isClose(finding.bounds?.worst?.value, witness.worst, within: 1e-12))
    #expect(isClose(finding.bounds?.best?.value, witness.best, within: 1e-12))
    #expect(isClose(finding.bounds?.share, witness.shareLeftOut, within: 1e-12))
    #expect(finding.bounds?.tipping == witness.tippingOnThePoint)
    #expect(finding.verdict == .cannotTell && finding.bounds?.counted == .met)
  }

  @Test func aSampleHasARange() async throws {
    let (record, witness) = (
      try await Self.record([
        ("extract: complete", "extract: sample"),
        ("use-without-ground, at-most: 0}", "use-without-ground, at-most: 0.066}"),
      ]), try Self.witness()
    )
    let finding = try #require(record.findings.first { $0.requirement == "ground" })
    #expect(isClose(finding.interval?.lower, witness.clopperPearson[0], within: 1e-9))
    #expect(isClose(finding.interval?.upper, witness.clopperPearson[1], within: 1e-9))
    #expect(finding.interval?.method.rawValue == "clopper-pearson" && finding.verdict == .cannotTell)
    try Self.expectSound(record)
    #expect(
      DataWords.notes(record).first?.hasPrefix("360 of 6,000 rows of the sample (6.0 in every 100) show no ground")
        == true)
  }

  /// Rows of a sample that repeat people are not independent: they have no range, and no verdict.
  @Test func aSampleOfRepeatedPeopleSaysNothing() async throws {
    var tables = UseTables(
      lawful: UseTables.whole.replacing("extract: complete", with: "extract: sample"),
      rows: (0..<40).flatMap { person in
        (0..<5).map { _ in "s\(person),f,yes,2026-01-20,2026-01-19,ranking,consent,30," }
      })
    tables.consents = (1..<40).map { "s\($0),ranking,2026-01-01," }
    tables.requirements = ["{id: ground, metric: use-without-ground, at-most: 0.1}"]
    let record = try await tables.record()
    let finding = try #require(record.findings.first)
    #expect(record.lawfulUse?.withoutGround == 5 && finding.value == nil && finding.undefined == .needsUnweighted)
    #expect(finding.verdict == .notEnoughData)
    try Self.expectSound(record)
  }

  /// A consent that was withdrawn at the moment at which it was given.
  @Test func aConsentOfNoTimeIsWithdrawn() async throws {
    let tables = UseTables(
      lawful: UseTables.whole, rows: ["s,f,yes,2026-01-20,2026-01-19,ranking,consent,30,"],
      consents: ["s,ranking,2026-01-10,2026-01-10"])
    #expect(try await tables.record().causes == ["after-withdrawal": 1])
  }

  @Test func theOrderOfReadingChangesNoByte() async throws {
    let one = try await Self.record([("retention: 730d", "retention: 730d\n  count-groups: true")], threads: 1)
    for threads in [2, 3, 5] {
      let other = try await Self.record(
        [("retention: 730d", "retention: 730d\n  count-groups: true")], threads: threads)
      #expect(try one.canonicalText() == other.canonicalText())
    }
  }

  @Test func theSentenceStandsBesideTheVerdict() async throws {
    let record = try await Self.record()
    let sentence =
      "360 of 6,000 rows (6.0 in every 100) show no ground: 64 without consent, 40 for a purpose that no consent of theirs names, 36 before consent was given, 120 after consent was withdrawn or had run out, 48 past 730 days, 24 of people below 16 without a guardian, 28 without a named basis. They were left out."
    #expect(DataWords.notes(record) == [sentence])
    #expect(try Support.text(record).replacing("\n", with: " ").contains(sentence))
    let report = MarkdownRenderer().render(Report.body(of: try SealedRecord(record)))
    let parts = report.components(separatedBy: sentence)
    // On the first page and in its own section.
    #expect(parts.count == 3 && !parts[0].contains("What was audited\n"))
    #expect(report.contains("Those who were counted meet the requirement, but more than 5 % are left out"))
    #expect(!report.lowercased().contains("complies") && !report.lowercased().contains("compliant"))
  }

  // MARK: what may not be

  /// Each error, whole.
  @Test(arguments: [
    (
      "s,ranking,2026-02-01,2026-01-02", "s,f,yes,2026-01-20,2026-01-19,ranking,consent,30,",
      "consents.csv:2:22: the period ends before it begins (until lies before from; are the columns the right way round?)"
    ),
    (
      "s,ranking,01/02/2026,", "s,f,yes,2026-01-20,2026-01-19,ranking,consent,30,",
      "consents.csv:2:11: the time “01/02/2026” is not a date or time (write 2026-04-03, or 2026-04-03T10:00:00Z)"
    ),
    (
      "s,ranking,2026-01-01,soon", "s,f,yes,2026-01-20,2026-01-19,ranking,consent,30,",
      "consents.csv:2:22: the time “soon” is not a date or time (write 2026-04-03, or 2026-04-03T10:00:00Z)"
    ),
    (
      ",ranking,2026-01-01,", "s,f,yes,2026-01-20,2026-01-19,ranking,consent,30,",
      "consents.csv:2:1: this row has no subject (fill it in; without it nobody knows who consented)"
    ),
    (
      "s,ranking,2026-01-01,", "s,f,yes,2026-01-20,2026-01-21,ranking,consent,30,",
      "rows.csv:2:9: the row was used before it was collected (check which column is which)"
    ),
    (
      "s,ranking,2026-01-01,", "s,f,yes,,2026-01-19,ranking,consent,30,",
      "rows.csv:2:9: the time “” is not a date or time (write 2026-04-03, or 2026-04-03T10:00:00Z)"
    ),
    (
      "s,ranking,2026-01-01,", "s,f,yes,2026-02-11,2026-01-19,ranking,consent,30,",
      "rows.csv:2:9: this lies after 2026-02-10, the day of `as-of` (name a day that no row comes after)"
    ),
    (
      "s,ranking,2026-01-01,", "s,f,yes,2026-01-20,2026-01-19,ranking,consent,1994,",
      "rows.csv:2:47: the age is not a number from 0 to 150 (write years, and no year of birth)"
    ),
    (
      "s,ranking,2026-01-01,", "s,f,yes,2026-01-20,2026-01-19,ranking,consent,old,",
      "rows.csv:2:47: the age is not a number from 0 to 150 (write years, and no year of birth)"
    ),
    (
      "s,ranking,2026-01-01,", "s,f,yes,2026-01-20,2026-01-19,ranking,consent,30,mother",
      "rows.csv:2:50: this says neither yes nor no (write yes where a guardian has agreed, else no)"
    ),
    (
      "s,ranking,2026-01-01,", "s,f,yes,2026-01-20,2026-01-19,ranking,Consent,30,",
      "rows.csv:2:39: the basis “Consent” differs from the plan’s label “consent” only in how it is written (write it one way in all rows, or name both under `consent-basis`)"
    ),
    (
      "s,ranking,2026-01-01,", "s,f,yes,2026-01-20,2026-01-19,Ranking,consent,30,",
      "rows.csv:2:31: the purpose “Ranking” differs from the plan’s label “ranking” only in how it is written (write it one way in all rows, or name both under `covers`)"
    ),
    (
      "s,ranking,2026-01-01,", "s,f,yes,2026-01-20,2026-01-19,ranking,agreed,30,",
      "evenhand.yaml:12:18: no row of “basis” holds the consent basis “consent”; it holds “agreed” (name the labels under consent-basis: as the column has them)"
    ),
  ]) func wrongRowsAreRefused(_ consent: String, _ row: String, _ words: String) async throws {
    let error = try await UseTables(lawful: UseTables.whole, rows: [row], consents: [consent]).error()
    #expect(error.hasPrefix(words), "\(error)")
  }

  @Test func thePublicEditionAndTheExtractAreRefused() async throws {
    let tables = UseTables(
      lawful: UseTables.whole,
      rows: Self.people("F", yes: 50, no: 50, left: 10) + Self.people("M", yes: 60, no: 40, left: 5))
    try await tables.inFolder { folder in
      let file = try PlanFile(path: "\(folder)/evenhand.yaml")
      let record = try Audit.run(file.plan, folder: folder)
      let edition = #expect(throws: EditionError.self) {
        try PublicEdition(record, shares: [:]) { _ in [] }
      }
      #expect(
        edition?.description
          == "the public edition cannot be defended: rows were left out for want of a ground, and this version knows no table that would hide how few of them there are (publish an audit of the rows that may be used, and give auditors the whole report)"
      )
      let extract = #expect(throws: ExtractError.self) {
        try Minimisation(file, keyFile: "\(folder)/no.key", epoch: nil, output: "\(folder)/out")
      }
      #expect(extract?.description.hasPrefix("an extract cannot carry who consented to what, and when") == true)
    }
  }

  @Test func noArtefactHoldsAPlantedValue() async throws {
    let rows = (0..<400).map { number in
      Self.row(
        "planted-id-\(number)", used: "2026-01-\(10 + number % 20)T07:13:\(10 + number % 50)Z",
        collected: "2026-01-09T03:17:\(10 + number % 50)Z", basis: number % 5 == 0 ? "contract" : "consent",
        age: "\(number % 7 == 0 ? 11 : 47).91823", sex: number % 2 == 0 ? "f" : "m",
        decision: number % 3 == 0 ? "yes" : "no")
    }
    let consents = (0..<400).filter { $0 % 4 != 0 }.map {
      "planted-id-\($0),ranking,2026-01-05T01:2\($0 % 10):00Z,\($0 % 9 == 0 ? "2026-01-12T05:43:21Z" : "")"
    }
    let tables = UseTables(
      lawful: UseTables.whole, rows: rows, consents: consents + ["planted-other,planted-purpose,2026-01-01,"],
      requirements: [
        "{id: g, metric: use-without-ground, at-most: 0}", "{id: r, metric: selection-rate, at-least: 0.8}",
      ])
    try await tables.inFolder { folder in
      let file = try PlanFile(path: "\(folder)/evenhand.yaml")
      let record = try Audit.run(file.plan, folder: folder)
      #expect(record.lawfulUse.map { $0.withoutGround > 100 } == true)
      let bundle = Bundle(folder: "\(folder)/out")
      try bundle.write(
        record,
        run: { _ in
          RunDescription(
            startedAt: "", seconds: 0, host: nil, platform: "", command: [], version: "", record: "")
        }, plan: file.bytes)
      let names = try FileManager.default.contentsOfDirectory(atPath: bundle.folder)
      #expect(names.count == 12)
      for name in names {
        let text = try String(contentsOfFile: bundle.path(name), encoding: .utf8)
        for planted in ["planted", "91823", "07:13", "03:17", "05:43", "01:2"] {
          #expect(!text.contains(planted), "\(name): \(planted)")
        }
      }
    }
    // Neither does an error that is about a row.
    var wrong = tables
    wrong.rows[3] = Self.row("planted-id-3", used: "2026-01-10", collected: "2026-01-09", age: "planted-age")
    #expect(!(try await wrong.error()).contains("planted"))
    wrong.rows[3] = Self.row("planted-id-3", used: "2026-01-10", collected: "2026-01-09", guardian: "planted-mother")
    #expect(!(try await wrong.error()).contains("planted"))
  }

  // MARK: records from elsewhere

  @Test func forgedRecordsAreFound() async throws {
    let record = try await Self.record([("retention: 730d", "retention: 730d\n  count-groups: true")])
    let summary = try #require(record.summaries.firstIndex { $0.metric == "use-without-ground" })
    let notice = try #require(record.summaries.firstIndex { $0.metric == "notice-completeness" })
    let left = try #require(record.leftOut.firstIndex { $0.reason == .withoutGround(.noConsent) })
    let changes: [(inout Record) -> Void] = [
      { $0.lawfulUse = nil },
      { $0.lawfulUse?.rows = 5000 },
      { $0.lawfulUse?.causes[0].rows = 0 },
      { $0.lawfulUse?.causes[0].rows = -64 },
      { $0.lawfulUse?.causes[0].rows = 1 << 52 },
      { $0.lawfulUse?.causes.swapAt(0, 1) },
      { $0.lawfulUse?.causes.remove(at: 0) },
      { $0.lawfulUse?.causes = [] },
      { $0.lawfulUse?.of = .recommendations },
      { $0.lawfulUse?.extract = .sample },
      { $0.lawfulUse?.rules.retentionDays = nil },
      { $0.lawfulUse?.rules.minimumAge = nil },
      { $0.lawfulUse?.rules.special = [SpecialCategory("sex", ground: nil)] },
      { $0.lawfulUse?.unknownAge = 1 << 52 },
      { $0.lawfulUse?.unknownCollected = -1 },
      { $0.lawfulUse?.groups = nil },
      { $0.lawfulUse?.groups?[0].rows = 1 },
      { $0.lawfulUse?.groups?.removeLast() },
      { $0.rows.excluded[0].rows = 1 },
      { $0.leftOut[left].completions.either = 1 },
      { $0.leftOut[left].completions = Completions(uncounted: $0.leftOut[left].completions.either) },
      { $0.leftOut[left].group = nil },
      { $0.leftOut.removeAll { if case .withoutGround = $0.reason { true } else { false } } },
      { $0.leftOut[left].reason = .unknownGroup },
      { $0.summaries[summary].value = 0 },
      { $0.summaries[summary].counts = nil },
      { $0.summaries[summary].counts = SummaryCounts(0, of: 6000) },
      { $0.summaries[summary].interval = Interval(lower: 0, upper: 0, level: 0.95, method: .clopperPearson) },
      { $0.summaries[notice].value = 0.5 },
      { $0.summaries[notice].counts = SummaryCounts(7, of: 8) },
      { $0.notices = nil },
      { $0.notices?[0].fields.removeLast() },
      { $0.notices?[0].fields[0].question = "Is it nice?" },
      { $0.notices?[0].fields[0].state = .missing },
      { $0.notices?[0].fields[0].state = .notApplicable },
      { $0.notices?[0].pack.status = "repealed" },
      { $0.tables.removeAll() },
    ]
    for (number, change) in changes.enumerated() {
      var forged = record
      change(&forged)
      #expect(forged != record, "\(number)")
      let confirmation = Confirmation(of: forged)
      #expect(confirmation.numbers != .holds || confirmation.structure != .holds, "\(number)")
      // Whatever a record says, a report of it can be written.
      let sealed = try SealedRecord(forged)
      _ = MarkdownRenderer().render(Report.whole(of: sealed))
      _ = HTMLRenderer().render(Report.whole(of: sealed))
    }
  }
}
