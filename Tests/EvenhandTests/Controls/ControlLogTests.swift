import Evenhand
import Testing
import _AuditTesting

/// Logs of what people were served, and of what they had chosen.
struct ControlLogTests {
  private static func tables(
    settings: String, served: String, users: String, more: String = "", requirements: [String] = []
  ) -> ListTables {
    ListTables(
      """
        source: lists.csv
        columns: {user: user, item: item, rank: rank}
        users: {source: users.csv, groups: [setting]}
      controls:
        setting: setting
        levels: ["off", low, full]
        unpersonalised: ["off"]
        log: {source: served.csv, at: at, mode: mode}
        settings: {source: settings.csv, from: from, level: level, start: full}
        honours: {"off": [un], low: [un, light]}
      \(more)
      """,
      files: [
        "users.csv": users, "lists.csv": "user,item,rank\n\(users.contains("p1,") ? "p1" : "p"),i,1\n",
        "settings.csv": settings, "served.csv": served,
      ], requirements: requirements)
  }

  /// Seconds of a day.
  private static func time(_ second: Int) -> String { "2026-01-01T00:00:\(second < 10 ? "0" : "")\(second)Z" }

  private static func expectSound(_ record: Record) throws {
    let confirmation = Confirmation(of: record)
    #expect(confirmation.numbers == .holds && confirmation.structure == .holds)
    #expect(try SealedRecord(parsing: Array(record.canonicalText().utf8)).record == record)
  }

  /// The worked example of the design: three of five requests kept, one of two people switched back.
  @Test func theWorkedExampleIsExact() async throws {
    let served = [
      ("p1", 5, "profiled"), ("p1", 11, "un"), ("p1", 12, "profiled"), ("p1", 13, "un"), ("p2", 1, "profiled"),
      ("p2", 2, "un"), ("p3", 1, "profiled"),
    ]
    // The order of the rows does not matter.
    for order in [served, served.reversed()] {
      let record = try await Self.tables(
        settings: "user,from,level\np1,\(Self.time(10)),off\np2,\(Self.time(0)),off\n",
        served: "user,at,mode\n" + order.map { "\($0.0),\(Self.time($0.1)),\($0.2)\n" }.joined(),
        users: "user,setting\np1,off\np2,off\np3,full\n"
      ).record()
      let honoured = try #require(record.estimate("setting-honoured", ["off"]))
      #expect(honoured.numerator == 3 && honoured.denominator == 5 && isClose(honoured.value, 0.6, within: 1e-15))
      let back = try #require(record.estimate("switched-back", ["off"]))
      #expect(back.numerator == 1 && back.denominator == 2)
      #expect(record.estimate("switched-back", ["full"])?.denominator ?? 0 == 0)
      let log = try #require(record.controls?.log)
      #expect(log.lags.map(\.requests) == [5, 0, 0] && log.lags.map(\.kept) == [3, 0, 0])
      #expect(log.withoutChoice.requests == 0)
      try Self.expectSound(record)
    }
  }

  /// The table of users says another level than people chose last.
  @Test func levelsThatDisagreeAreSaid() async throws {
    func warnings(_ label: String) async throws -> [DataWarning] {
      try await Self.tables(
        settings: "user,from,level\np1,\(Self.time(10)),off\np2,\(Self.time(0)),off\n",
        served: "user,at,mode\np1,\(Self.time(20)),un\n", users: "user,setting\np1,off\np2,\(label)\n"
      ).record().warnings.filter { $0.code == .levelsDisagree }
    }
    let found = try await warnings("full")
    #expect(found.map(\.units) == [1] && found.map(\.share) == [0.5])
    #expect(
      DataWords.sentence(try #require(found.first)).hasPrefix("1 people (50.0 % of those who chose) have") == false)
    #expect(try await warnings("off") == [])
  }

  /// A row that repeats the level is no choice, and of two requests at one moment nobody knows which came first.
  @Test func repeatedLevelsAndEqualTimesSayNothingNew() async throws {
    let daily = (1...4).map { "p1,\(Self.time($0 * 10)),off\n" }.joined()
    let record = try await Self.tables(
      settings: "user,from,level\n\(daily)p2,\(Self.time(0)),off\n",
      served: "user,at,mode\n"
        + (1...4).map { "p1,\(Self.time($0 * 10 + 1)),\($0 % 2 == 1 ? "un" : "profiled")\n" }.joined()
        + "p2,\(Self.time(5)),un\np2,\(Self.time(5)),profiled\n",
      users: "user,setting\np1,off\np2,off\n"
    ).record()
    let back = try #require(record.estimate("switched-back", ["off"]))
    #expect(back.numerator == 1 && back.denominator == 2)
  }

  /// A choice of theirs between two requests is no switch back; a new level is judged by its own modes.
  @Test func aChoiceBetweenIsNoSwitchBack() async throws {
    let record = try await Self.tables(
      settings: "user,from,level\np,2026-01-01,off\np,2026-01-05 12:00,low\np,2026-01-20T00:00:00+01:00,full\n",
      served:
        "user,at,mode\np,2026-01-02,un\np,2026-01-05T13:00:00Z,profiled\np,2026-01-06,light\np,2026-01-12,light\np,2026-01-19T23:30:00Z,profiled\n",
      users: "user,setting\np,full\n", more: "  effect-within: 2d"
    ).record()
    let back = try #require(record.estimate("switched-back", ["full"]))
    #expect(back.numerator == 0 && back.denominator == 1)
    let honoured = try #require(record.estimate("setting-honoured", ["full"]))
    #expect(honoured.numerator == 3 && honoured.denominator == 4)
    let log = try #require(record.controls?.log)
    #expect(log.lags.map(\.days) == [1, 2, 7, nil])
    #expect(log.lags.map(\.requests) == [3, 0, 1, 0] && log.lags.map(\.kept) == [2, 0, 1, 0])
    try Self.expectSound(record)
  }

  @Test(arguments: [
    (
      "user,from,level\np,2026-01-01,off\n", "user,at,mode\np,03/04/2026,un\n",
      "served.csv:2:3: the time “03/04/2026” is not a date or time (write 2026-04-03, or 2026-04-03T10:00:00Z)"
    ),
    (
      "user,from,level\np,2026-02-30,off\n", "user,at,mode\n",
      "settings.csv:2:3: the time “2026-02-30” is not a date or time"
    ),
    (
      "user,from,level\np,2026-01-01T25:00,off\n", "user,at,mode\n",
      "settings.csv:2:3: the time “2026-01-01T25:00” is not"
    ),
    (
      "user,from,level\np,2026-01-01,off\nq,2026-01-01,off\np,2026-01-01T00:00Z,low\n", "user,at,mode\n",
      "settings.csv:4:1: this person has two rows with the same time (keep the one in force)"
    ),
    ("user,from,level\np,2026-01-01,of\n", "user,at,mode\n", "settings.csv:2:14: the level “of” is not among `levels`"),
  ])
  func faultsAreNamedWithTheirPlace(settings: String, served: String, words: String) async throws {
    let tables = Self.tables(settings: settings, served: served, users: "user,setting\np,off\nq,off\n")
    do {
      _ = try await tables.record()
      Issue.record("the table has a fault")
    } catch let error as ReadError {
      #expect(error.description.hasPrefix(words), "\(error.description)")
      #expect(!error.description.contains("“p”"))
    }
  }

  @Test func aLevelThatIsNotDeclaredIsAnError() async throws {
    let tables = Self.tables(
      settings: "user,from,level\n", served: "user,at,mode\n", users: "user,setting\np,off\nq,partial\n")
    do {
      _ = try await tables.record()
      Issue.record("the label is no level")
    } catch let error as ReadError {
      #expect(
        error.description
          == "users.csv:3:3: the level “partial” is not among `levels` (add it there in its place, or to unknown)")
    }
  }

  @Test func rowsThatSayNothingAreCounted() async throws {
    let record = try await Self.tables(
      settings: "user,from,level\np,2026-01-01,off\nx,2026-01-01,off\n",
      served:
        "user,at,mode\np,2026-01-02,un\np,2026-01-03,\np,2026-01-04,un\np,2026-01-05,un\np,2026-01-06,un\np,2026-01-07,un\n",
      users: "user,setting\np,off\n", more: ""
    )
    .withLeftOut().record()
    let served = try #require(record.tables.first { $0.table == "served" })
    #expect(served.rows.excluded == [Exclusion(reason: "unknown-mode", rows: 1)] && served.rows.judged == 5)
    let settings = try #require(record.tables.first { $0.table == "settings" })
    #expect(settings.rows.excluded == [Exclusion(reason: "unknown-user", rows: 1)])
  }

  /// Planted: 12 % of those at off or low are put back, and some requests of the first day are late.
  @Test func theGeneratedLogIsRead() async throws {
    let record = try await Support.record(dataset: "feed-controls")
    let log = try #require(record.controls?.log)
    #expect(log.lags.map(\.days) == [1, 7, nil] && log.withoutChoice.requests == 0)
    let first = Double(log.lags[0].kept) / Double(log.lags[0].requests)
    #expect(abs(first - 0.85) < 0.08)
    for level: Label in ["off", "low"] {
      let back = try #require(record.estimate("switched-back", [level])?.value)
      #expect(back > 0.05 && back < 0.17)
    }
    #expect(record.findings.first { $0.requirement == "kept-as-chosen" && $0.group == ["off"] }?.verdict == .notMet)
    try Self.expectSound(record)
    // Counts that were changed are found.
    let changes: [(inout ControlLogDescription) -> Void] = [
      { $0.lags[0].kept = 1 << 40 }, { $0.lags[0].requests = -1 }, { $0.lags = [] },
    ]
    for change in changes {
      var forged = record
      change(&forged.controls!.log!)
      #expect(Confirmation(of: forged).structure != .holds)
    }
  }
}

extension ListTables {
  fileprivate func withLeftOut() -> ListTables {
    var copy = self
    copy.plan += "\nleft-out: {beyond: ignore, justification: a test}"
    return copy
  }
}
