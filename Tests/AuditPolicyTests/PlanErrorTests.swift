import AuditMetrics
import AuditPolicy
import AuditRecord
import Testing
import _AuditTesting

@Suite struct PlanErrorTests {
  /// A plan with one mistake: its code, its place, and a part of the mend.
  struct Mistake: Sendable, CustomTestStringConvertible {
    var text: String
    var code: PlanError.Code
    var line: Int?
    var column: Int?
    var says: String

    init(_ text: String, _ code: PlanError.Code, _ line: Int?, _ column: Int?, _ says: String) {
      (self.text, self.code, self.line, self.column, self.says) = (text, code, line, column, says)
    }

    var testDescription: String { says }
  }

  static func small(_ old: String, _ new: String) -> String { Plans.small.replacing(old, with: new) }

  static let mistakes: [Mistake] = [
    // shape
    Mistake("", .malformed, nil, nil, "empty"),
    Mistake("# nothing\n", .malformed, nil, nil, "empty"),
    Mistake("- a\n", .malformed, 1, nil, "mapping"),
    Mistake("text\n", .malformed, 1, nil, "mapping"),
    Mistake("audit: {title: T}\n\tx: 1\n", .malformed, 2, 1, "indentation"),
    Mistake("audit: [\n", .malformed, 2, 1, "indentation"),
    Mistake("audit: {title: T}\n---\nx: 1\n", .malformed, 2, 1, "indentation"),
    Mistake(small("[sex]", "[sex]\u{0}"), .malformed, 5, nil, "text file"),
    Mistake(small("source: a.csv", "source: \"a.csv\\0b\""), .malformed, 3, 11, "NUL"),
    Mistake(small("title: T", "title: T, title: U"), .repeatedKey, 1, 9, "keep one"),
    Mistake(small("source: a.csv", "source: a.csv\n  source: b.csv"), .repeatedKey, 3, 3, "keep one"),
    Mistake("x: &a 1\n" + Plans.small, .anchor, 1, 4, "write the value out"),
    // keys
    Mistake(small("title: T", "title: T, purpos: x"), .unknownKey, 1, 19, "did you mean \"purpose\"?"),
    Mistake(
      small("favourable: y", "favourable: y, unfavorable: n"), .unknownKey, 4, 41, "did you mean \"unfavourable\"?"),
    Mistake(Plans.small + "banana: 1\n", .unknownKey, 6, 1, "keys here: audit"),
    Mistake(Plans.small + "1: 1\n", .unknownKey, 6, 1, "keys here"),
    Mistake(Plans.small + "[a]: 1\n", .unknownKey, 6, 1, "keys here"),
    Mistake(small("title: T", ""), .missingKey, 1, 8, "title"),
    Mistake(small("title: T", "title: "), .missingKey, 1, 8, "title"),
    Mistake("audit: {title: T}\n", .missingKey, 1, 1, "decisions"),
    // kinds
    Mistake(small("audit: {title: T}", "audit: T"), .wrongType, 1, 8, "mapping of keys"),
    Mistake(small("title: T", "title: [T]"), .wrongType, 1, 16, "must be text"),
    Mistake(small("[sex]", "sex"), .wrongType, 5, 11, "list of at least one"),
    Mistake(small("[sex]", "[]"), .wrongType, 5, 11, "list of at least one"),
    Mistake(small("favourable: y", "favourable: {y: 1}"), .wrongType, 4, 38, "list of at least one"),
    Mistake(Plans.small + "seed: -1\n", .wrongType, 6, 7, "at least 0"),
    Mistake(Plans.small + "seed: 1.5\n", .wrongType, 6, 7, "whole number"),
    Mistake(Plans.small + "seed: \"1\"\n", .wrongType, 6, 7, "without quotes"),
    Mistake(Plans.small + "seed: 9007199254740992\n", .wrongType, 6, 7, "at most 9007199254740991"),
    Mistake(Plans.small + "replicates: 99999999999999999999\n", .wrongType, 6, 13, "whole number"),
    Mistake(small("title: T", "title: T, type: audit"), .wrongType, 1, 25, "self-assessment, independent-audit"),
    Mistake(small("title: T", "title: T, previous: 6fe8"), .wrongType, 1, 29, "prints it"),
    Mistake(small("title: T", "title: T, distributed: soon"), .wrongType, 1, 32, "as 2026-07-01"),
    Mistake(small("[sex]", "[{column: sex, obtained: guessed}]"), .wrongType, 5, 36, "declared"),
    Mistake(small("title: T", "title: T, data: synthetics"), .wrongType, 1, 25, "did you mean \"synthetic\"?"),
    Mistake(small("title: T", "title: T, window: {from: 2026-02-30}"), .wrongType, 1, 34, "as 2026-07-01"),
    Mistake(Plans.small + "  delimiter: ab\n", .wrongType, 6, 14, "one character"),
    Mistake(Plans.small + "  delimiter: \"\\\"\"\n", .wrongType, 6, 14, "quote"),
    Mistake(Plans.small + "  delimiter: é\n", .wrongType, 6, 14, "one character"),
    Mistake(small("[sex]", "[{column: age, bins: [5]}]"), .wrongType, 5, 32, "increasing"),
    Mistake(small("[sex]", "[{column: age, bins: [5, 5]}]"), .wrongType, 5, 32, "increasing"),
    Mistake(small("[sex]", "[{column: age, bins: [5, a]}]"), .wrongType, 5, 32, "increasing"),
    // groups
    Mistake(small("[sex]", "[sex, sex]"), .grouping, 5, 17, "another `name:`"),
    Mistake(Plans.small + "  intersections: [[sex]]\n", .grouping, 6, 19, "as [sex, race]"),
    Mistake(Plans.small + "  intersections: [[sex, sex]]\n", .grouping, 6, 19, "as [sex, race]"),
    Mistake(Plans.small + "  intersections: [[sex, rase]]\n", .grouping, 6, 19, "declared: sex"),
    Mistake(Plans.small + "  intersections: some\n", .wrongType, 6, 18, "one of all"),
    Mistake(small("[sex]", "[a, b, c, i, e, f, g]\n  intersections: all"), .grouping, 6, 18, "list the ones"),
    Mistake(Plans.requiring("metric: recall\nat-least: 0.8\nacross: sexx"), .grouping, 10, 13, "did you mean \"sex\"?"),
    // columns
    Mistake(small("favourable: y", "favourable: y, outcome: d, positive: p"), .columns, 4, 50, "column of its own"),
    Mistake(small("favourable: y", "favourable: y, count: d"), .columns, 4, 48, "column of its own"),
    Mistake(small("[sex]", "[d]"), .columns, 4, 23, "cannot be audited"),
    Mistake(Plans.small + "  within: [sex]\n", .columns, 6, 11, "nobody to be compared with"),
    Mistake(Plans.small + "  within: [d]\n", .columns, 4, 23, "another column"),
    Mistake(Plans.small + "  within: [x, x]\n", .columns, 6, 15, "keep one"),
    Mistake(small("favourable: y", "favourable: y, unfavourable: [n, y]"), .columns, 4, 55, "one side"),
    Mistake(small("favourable: y", "favourable: y, outcome: o, positive: a, negative: a"), .columns, 4, 76, "one side"),
    Mistake(small("favourable: y", "favourable: \"\""), .columns, 4, 12, "say something"),
    Mistake(small("favourable: y", "favourable: y, outcome: o"), .missingKey, 4, 50, "labels of a positive outcome"),
    Mistake(small("favourable: y", "favourable: y, positive: p"), .missingKey, 4, 51, "outcome:"),
    // metrics
    Mistake(Plans.small + "metrics: [selction-rate]\n", .metric, 6, 11, "did you mean \"selection-rate\"?"),
    Mistake(Plans.small + "metrics: [xyz]\n", .metric, 6, 11, "evenhand metrics"),
    Mistake(Plans.small + "metrics: recall\n", .metric, 6, 10, "`outcome` and `positive`"),
    Mistake(Plans.small + "metrics: conditional-selection-rate\n", .metric, 6, 10, "within"),
    Mistake(Plans.requiring("metric: recal\nat-least: 0.8"), .metric, 8, 13, "did you mean \"recall\"?"),
    Mistake(Plans.requiring("metric: Recall\nat-least: 0.8"), .metric, 8, 13, "did you mean \"recall\"?"),
    // thresholds
    Mistake(Plans.requiring("metric: recall"), .threshold, 7, 9, "`at-least`, `at-most`, `between`"),
    Mistake(Plans.requiring("metric: recall\nat-least: 0.8\nat-most: 0.9"), .threshold, 7, 9, "give one"),
    Mistake(Plans.requiring("metric: recall\nat-least: \"0.8\""), .wrongType, 9, 15, "without quotes"),
    Mistake(Plans.requiring("metric: recall\nat-least: high"), .wrongType, 9, 15, "must be a number"),
    Mistake(Plans.requiring("metric: recall\nat-least: .nan"), .wrongType, 9, 15, "must be a number"),
    Mistake(Plans.requiring("metric: recall\nat-least: .inf"), .wrongType, 9, 15, "must be a number"),
    Mistake(Plans.requiring("metric: recall\nat-least: inf"), .wrongType, 9, 15, "must be a number"),
    Mistake(Plans.requiring("metric: recall\nat-least: nan"), .wrongType, 9, 15, "must be a number"),
    Mistake(Plans.requiring("metric: recall\nat-least: 1e999"), .wrongType, 9, 15, "must be a number"),
    Mistake(Plans.requiring("metric: recall\nat-least: 80%"), .wrongType, 9, 15, "must be a number"),
    Mistake(Plans.requiring("metric: recall\nat-least: 0,8"), .wrongType, 9, 15, "must be a number"),
    Mistake(Plans.requiring("metric: recall\nat-least:"), .wrongType, 9, nil, "must be a number"),
    Mistake(Plans.requiring("metric: recall\nat-least: 80"), .threshold, 9, 15, "cannot be met"),
    Mistake(Plans.requiring("metric: recall\nbetween: [0.8]"), .wrongType, 9, 14, "lower first"),
    Mistake(Plans.requiring("metric: recall\nbetween: [1, 0.8]"), .wrongType, 9, 14, "lower first"),
    Mistake(Plans.requiring("metric: recall\nat-least: 0.8\nconfidence: 1"), .wrongType, 10, 17, "0.95"),
    Mistake(Plans.requiring("metric: recall\nat-least: 0.8\nconfidence: 95"), .wrongType, 10, 17, "0.95"),
    Mistake(Plans.requiring("metric: recall\nat-least: 0.8\nminimum-count: 0"), .wrongType, 10, 20, "at least 1"),
    Mistake(
      Plans.requiring("metric: recall\nat-least: 0.8\nseverity: blok"), .wrongType, 10, 15, "did you mean \"block\"?"),
    // sources
    Mistake(
      small("source: a.csv", #"source: {postgresql: "SELECT 1", service: "postgresql://me:word@db/hr"}"#), .secret, 3,
      45,
      "~/.pgpass"),
    Mistake(
      small("source: a.csv", #"source: {duckdb: "SELECT * FROM postgres_scan('host=db password=word')"}"#), .secret, 3,
      20,
      "service:"),
    Mistake(
      small("source: a.csv", #"source: {duckdb: "SELECT * FROM 'https://h/a.parquet?v=1&sig=abc'"}"#), .secret, 3, 20,
      "stored secret"),
    Mistake(
      small("source: a.csv", #"source: {duckdb: "SELECT 1", database: "md:hr?motherduck_token=abc"}"#), .secret, 3, 42,
      "stored secret"),
    Mistake(
      small("source: a.csv", #"source: {duckdb: "SELECT getenv('HOME') AS g"}"#), .secret, 3, 20, "stored secret"),
    Mistake(
      small("source: a.csv", #"source: {counts: c.csv, of: "SELECT * FROM dblink('host=db password=word')"}"#), .secret,
      3, 31, "service:"),
    Mistake(small("source: a.csv", #"source: {of: SELECT 1}"#), .missingKey, 3, 11, "add one of"),
    Mistake(
      small("source: a.csv", #"source: {counts: a.csv, sqlite: SELECT 1, database: b}"#), .combination, 3, 35,
      "keep one"),
    Mistake(small("source: a.csv", #"source: {counts: a.csv, service: x}"#), .combination, 3, 36, "leave it out"),
    Mistake(small("source: a.csv", #"source: {sqlite: SELECT 1}"#), .missingKey, 3, 11, "name its file"),
    Mistake(small("source: a.csv", #"source: {duckdb: SELECT 1, service: x}"#), .combination, 3, 39, "leave it out"),
    // combinations
    Mistake(
      Plans.requiring("metric: recall\nat-least: 0.8\nreference: {group: [a, b]}", groups: "[sex]"), .combination, 10,
      16, "labels"),
    Mistake(
      Plans.requiring("metric: recall\nat-least: 0.8\ncompare: value\nreference: highest"), .combination, 11, 16,
      "leave"),
    Mistake(
      Plans.requiring("metric: equalized-odds\nat-most: 0.1\nreference: overall"), .combination, 10, 16, "worst-pair"),
    Mistake(
      Plans.requiring("metric: equalized-odds\nat-most: 0.1\ncompare: value"), .combination, 10, 14, "difference"),
    Mistake(
      Plans.requiring("metric: conditional-selection-rate\nat-least: 0.8\nreference: overall", more: "  within: [w]\n"),
      .combination, 11, 16, "complement"),
    Mistake(
      Plans.requiring(
        "metric: conditional-selection-rate\nat-least: 0.8\nreference: worst-pair", more: "  within: [w]\n"),
      .combination, 11, 16, "complement"),
    Mistake(
      Plans.requiring("metric: conditional-selection-rate\nat-least: 0.8\ncompare: value", more: "  within: [w]\n"),
      .combination, 11, 14, "ratio"),
    Mistake(
      Plans.requiring("metric: recall\nat-least: 0.8\n") + "  - {id: r, metric: recall, at-least: 0.9}\n", .combination,
      10, 10, "its own id"),
    Mistake(
      Plans.requiring("metric: recall\nat-least: 0.8\nreference: heighest"), .wrongType, 10, 16,
      "did you mean \"highest\"?"),
  ]

  @Test(arguments: mistakes)
  func aMistakeIsNamedWithItsPlaceAndItsMend(_ mistake: Mistake) throws {
    let found = errors(mistake.text)
    #expect(found.count == 1, "\(found.map(\.description))")
    let error = try #require(found.first)
    #expect(error.code == mistake.code)
    #expect(error.file == "evenhand.yaml")
    if let line = mistake.line { #expect(error.line == line) }
    if let column = mistake.column { #expect(error.column == column) }
    #expect(error.description.contains(mistake.says), "\(error)")
    #expect(WordingLint.violations(in: error.description) == [])
  }

  @Test func onlySecretsAreTakenForSecrets() {
    func isRefused(_ source: String) -> Bool {
      errors(Plans.small.replacing("source: a.csv", with: "source: {duckdb: \(JSONValue.string(source).canonical)}"))
        .contains { $0.code == .secret }
    }
    for secret in [
      "SELECT * FROM postgres_scan('service=s password=abc')", "SELECT * FROM 'https://ghp_abcdef@github.com/a'",
      "SELECT * FROM 'https://h/a?client_secret=y'", "SELECT * FROM 'https://h/a?api-key=x'",
      "SELECT * FROM 'https://h/a?a=1;token=abc'", "SELECT * FROM 'https://h/a#access_token=abc'",
      "SELECT * FROM 's3://b/a?s3_secret_access_key=x'", "SELECT * FROM 'az://c' -- AccountName=a;AccountKey=abc==",
      "SELECT getenv ('PW')", "FROM 'https://u:p@h/a'", "CREATE OR REPLACE SECRET s (TYPE s3)",
    ] { #expect(isRefused(secret), "\(secret)") }
    for query in [
      "SELECT d, g FROM users u JOIN p ON u.pwd = p.pwd", "SELECT secret FROM users WHERE secret = 'yes'",
      "SELECT user_id, password='reset' AS d, g FROM u", "SELECT hostname, pwd = 1 AS d FROM x",
      "SELECT d FROM x WHERE url LIKE '%?token=%'", "SELECT d FROM x WHERE note='what?key=1'",
      "SELECT d FROM 'https://h/a.parquet?v=1'", "SELECT d FROM x WHERE user='password=1'",
    ] { #expect(!isRefused(query), "\(query)") }
  }

  @Test func aMinimumForReferencesIsForTheDatasOwnChoice() {
    func found(_ lines: String) -> [String] {
      errors(Plans.requiring("metric: recall\nat-least: 0.8\n\(lines)", groups: "[sex]")).map(\.description)
    }
    #expect(found("reference-minimum: {count: 50, share: 0.02}") == [])
    for reference in ["complement", "overall", "{group: f}", "worst-pair"] {
      #expect(
        found("reference: \(reference)\nreference-minimum: {share: 0.02}").contains {
          $0.contains("only the data's own choice")
        }, "\(reference)")
    }
    #expect(found("reference-minimum: {share: 2}").contains { $0.contains("a share from 0 to 1") })
    #expect(found("undecided: perhaps").count == 1)
  }

  @Test func theDescriptionBeginsWithThePlace() {
    let found = errors(Plans.small.replacing("title", with: "titel"))
    #expect(
      found.map(\.description).contains(
        "evenhand.yaml:1:9: unknown key “titel” in \"audit\" (did you mean \"title\"?)"))
    #expect(found.map(\.code) == [.missingKey, .unknownKey])
  }

  @Test func everyCodeHasATestAndAMeaning() {
    let tested = Set(Self.mistakes.map(\.code)).union([.notSupported, .unreadable, .labels, .bins, .data])
    #expect(Set(PlanError.Code.allCases) == tested)
    for code in PlanError.Code.allCases {
      #expect(code.rawValue.hasPrefix("plan-"))
      #expect(WordingLint.violations(in: code.meaning) == [])
      #expect(code.meaning.hasSuffix("."))
    }
    #expect(
      PlanErrors.isData("a.csv").description
        == "a.csv is data, not a plan (evenhand init a.csv writes a plan for it)")
    #expect(PlanErrors.unreadable("p.yaml", because: "no such file").errors.map(\.code) == [.unreadable])
    #expect(PlanErrors.unreadable("p.yaml", because: "no such file").description.hasPrefix("p.yaml: the plan cannot"))
  }

  @Test(
    arguments: [[0xFF], [0x61, 0xC3], [0xFE, 0xFF, 0x00, 0x61], Array("audit: {title: \"".utf8) + [0xE9]] as [[UInt8]])
  func bytesThatAreNotUTF8AreRefused(_ bytes: [UInt8]) {
    #expect(errors(bytes).map(\.code) == [.malformed])
  }

  // MARK: what this version lacks

  @Test(
    arguments: [
      (Plans.small + "privacy: {providers-are-people: true}\n", "providers-are-people", 6, 11)
    ])
  func aKeyWhoseFeatureIsMissingIsRefusedInASentence(text: String, key: String, line: Int, column: Int) throws {
    let error = try #require(errors(text).first)
    #expect(errors(text).count == 1)
    #expect(error.code == .notSupported)
    #expect(error.message.contains(key))
    #expect(error.message.contains("not supported by this version"))
    #expect((error.line, error.column) == (line, column))
  }

  // MARK: samples

  @Test(arguments: [
    ("favourable: y, weight: w, count: n", "count", PlanError.Code.combination),
    ("favourable: y, weight: d", "both the decision and the weight", .columns),
    ("favourable: y, subject: w, cluster: w", "both the subject and the cluster", .columns),
    ("favourable: y, weight: w, stratum: w", "both the weight and the stratum of the sample", .columns),
  ])
  func whatCannotBeSampled(columns: String, words: String, code: PlanError.Code) throws {
    let found = errors(Plans.small.replacing("favourable: y", with: columns))
    #expect(found.contains { $0.code == code && $0.message.contains(words) }, "\(found)")
  }

  @Test func aCenterNeedsStrata() throws {
    let text = Plans.small.replacing("source: a.csv", with: "source: a.csv\n  center: grand")
    #expect(errors(text).map(\.code) == [.combination])
  }

  // MARK: baselines

  @Test func whatABaselineNeedsIsSaid() {
    func found(_ demand: String, _ baseline: String = "baseline: {results: \"6fe8 8f42 4741 d68d\"}\n") -> [String] {
      errors(Plans.requiring("metric: recall\n\(demand)") + baseline).map(\.message)
    }
    #expect(found("no-worse-than-baseline: {margin: 0.02}") == [])
    #expect(found("no-worse-than-baseline: {margin: 0}\nreference: lowest") == [])
    #expect(found("no-worse-than-baseline: {margin: 0.02}", "").contains { $0.contains("the plan names none") })
    #expect(found("no-worse-than-baseline: {margin: -0.02}").contains { $0.contains("cannot be below 0") })
    #expect(
      found("no-worse-than-baseline: {margin: 0.02}\nat-least: 0.8").contains { $0.contains("more than one threshold") }
    )
    #expect(found("no-worse-than-baseline: {}").contains { $0.contains("margin") })
    #expect(found("no-worse-than-baseline: {margin: 0.02}\ncompare: value").contains { $0.contains("for the worse") })
    #expect(found("no-worse-than-baseline: {margin: 0.02, worse: lower}\ncompare: value") == [])
    for text in ["6fe8", "xyz8 8f42 4741 d68d"] {
      #expect(
        found("no-worse-than-baseline: {margin: 0.02}", "baseline: {results: \"\(text)\"}\n").contains {
          $0.contains("no fingerprint of results")
        }, "\(text)")
    }
  }

  // MARK: thresholds

  /// The crude rates choose the highest group, so a pooled ratio to it may exceed 1: Berkeley's is 1.058.
  @Test(arguments: ["at-least: 1.01", "between: [0, 1]", "at-most: 1"])
  func aPooledNumberNeedNotKeepToTheCrudeOrder(_ threshold: String) {
    let text = Plans.requiring(
      "metric: conditional-selection-rate\n\(threshold)", groups: "[sex]", more: "  within: [place]\n")
    #expect(errors(text).map(\.description) == [])
  }

  @Test(arguments: ["at-most: 1", "at-least: 1.5", "at-least: 0"])
  func theRatioOfACompositeIsAShare(_ threshold: String) {
    let text = Plans.requiring(
      "metric: equalized-odds\ncompare: ratio\nreference: {group: a}\n\(threshold)", groups: "[sex]")
    #expect(errors(text).map(\.code) == [.threshold])
  }

  /// What the judged number can be, written out by comparison and reference.
  @Test(arguments: [
    ("ratio", "highest", ["at-least: 0", "at-most: 1", "between: [0, 1]"], ["at-least: 1.1", "at-most: -0.1"]),
    ("ratio", "worst-pair", ["at-least: 0", "at-most: 1", "at-most: 2"], ["at-least: 1.25"]),
    ("ratio", "lowest", ["at-least: 1", "at-least: 0.8"], ["at-most: 0.9", "between: [0.5, 0.9]"]),
    ("ratio", "overall", ["at-least: 0", "at-least: -1"], ["at-most: -1"]),
    ("ratio", "complement", ["at-least: 0"], ["at-most: -1", "between: [-2, -1]"]),
    ("ratio", "{group: a}", ["at-least: 0"], ["at-most: -0.5"]),
    ("difference", "highest", ["at-least: -1", "at-most: 1", "between: [-1, 0]"], ["at-least: 0.1", "at-most: -0.1"]),
    ("difference", "lowest", ["at-least: 0", "at-most: 1"], ["at-least: 1.5", "at-most: -0.1"]),
    ("difference", "worst-pair", ["at-least: 0", "at-most: 1"], ["at-most: -0.1"]),
    ("difference", "overall", ["at-least: -1", "at-most: 1", "between: [-1, 1]"], ["at-least: 1.5", "at-most: -0.5"]),
    ("difference", "{group: a}", ["at-most: 1.5"], ["between: [1.1, 2]"]),
    ("value", "", ["at-least: 0", "at-most: 1", "between: [0, 1]"], ["at-least: 1.1", "at-most: -0.1"]),
  ])
  func aThresholdThatDecidesNothingIsAnError(
    compare: String, reference: String, alwaysMet: [String], neverMet: [String]
  ) {
    for (thresholds, words) in [(alwaysMet, "cannot fail"), (neverMet, "cannot be met")] {
      for threshold in thresholds {
        let rule = reference.isEmpty ? "" : "reference: \(reference)\n"
        let found = errors(Plans.requiring("metric: recall\ncompare: \(compare)\n\(rule)\(threshold)", groups: "[sex]"))
        #expect(found.map(\.code) == [.threshold], "\(compare) \(reference) \(threshold)")
        #expect(found.first?.message.contains(words) == true, "\(compare) \(reference) \(threshold)")
        #expect(found.first?.hint?.isEmpty == false)
      }
    }
  }

  @Test(arguments: [
    ("ratio", "highest", "at-least: 0.8"), ("ratio", "highest", "at-least: 1"), ("ratio", "lowest", "at-most: 1.25"),
    ("ratio", "overall", "at-most: 1.25"), ("ratio", "complement", "between: [0.8, 1.25]"),
    ("difference", "highest", "at-most: 0.05"), ("difference", "overall", "at-most: 0"),
    ("difference", "complement", "between: [-0.05, 0.1]"), ("ratio", "worst-pair", "at-least: 0.8"),
    ("difference", "worst-pair", "at-most: 0.1"),
  ])
  func aThresholdThatDecidesIsAccepted(compare: String, reference: String, threshold: String) throws {
    let plan = try read(Plans.requiring("metric: recall\ncompare: \(compare)\nreference: \(reference)\n\(threshold)"))
      .get()
    #expect(plan.requirements.count == 1)
  }

  /// With a named group a composite is the largest absolute difference, never below 0.
  @Test(arguments: ["at-least: 0", "at-least: -0.5", "at-most: 1"])
  func aCompositeIsTheSizeOfADifference(_ threshold: String) {
    let text = Plans.requiring("metric: equalized-odds\nreference: {group: a}\n\(threshold)", groups: "[sex]")
    #expect(errors(text).map(\.code) == [.threshold])
  }

  // MARK: all at once

  @Test func allErrorsAreReportedAtOnceInTheOrderOfTheirPlaces() {
    let found = errors(
      """
      audit: {titel: T}
      decisions:
        source: a.csv
        columns: {decision: d, favourable: y}
        groups: []
      privacy: {providers-are-people: true}
      seed: x
      banana: 1

      """)
    #expect(
      found.map(\.code) == [.missingKey, .unknownKey, .wrongType, .notSupported, .wrongType, .unknownKey])
    #expect(found.map { $0.line ?? 0 } == [1, 1, 5, 6, 7, 8])
  }

  @Test func whatDoesNotGoTogetherIsReportedAtOnceToo() {
    let found = errors(
      Plans.requiring("metric: recal\nat-least: 0.8")
        + "  - {id: s, metric: recall, at-most: 1}\n  - {id: t, metric: recall, across: [x, y]}\n")
    #expect(found.map(\.code) == [.metric, .threshold, .threshold, .grouping, .grouping])
  }
}
