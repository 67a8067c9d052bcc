import Foundation
import Testing
import _AuditTesting

@testable import Evenhand

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Every format for every outcome, read back by whatever can read it.
struct GateFormatTests {
  /// A format by its name.
  static let formats: [(name: String, render: @Sendable (GateResult) -> String)] = [
    ("text", { GateText().render($0) }), ("summary", GateSummary.render), ("json", GateDocument.render),
    ("github", GitHubCommands.render), ("gitlab", CodeQualityReport.render), ("junit", JUnitReport.render),
    ("sarif", { SARIFLog.render($0) }), ("sarif, all", { SARIFLog.render($0, listsAll: true) }),
    ("openmetrics", OpenMetricsText.render),
  ]

  private static func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

  @Test(arguments: GateCases.names) func theSameResultGivesTheSameBytes(_ name: String) throws {
    let result = try GateCases.result(name)
    for format in Self.formats { #expect(format.render(result) == format.render(result), "\(format.name)") }
  }

  @Test(arguments: GateCases.names) func everyFormatHasTheSameExitCode(_ name: String) throws {
    let result = try GateCases.result(name)
    let code = try #require(GateCases.codes[name])
    #expect(result.exit.status.rawValue == code)
    #expect(GateText().render(result).split(separator: "\n").last?.contains("(exit \(code)") == true)
    #expect(GateSummary.render(result).contains("(exit \(code)"))
    #expect(try Self.json(GateDocument.render(result))["exit"]?["code"]?.double == Double(code))
    let run = try Self.json(SARIFLog.render(result))["runs"]?[0]
    #expect(run?["invocations"]?[0]?["exitCode"]?.double == Double(code))
    #expect(OpenMetricsText.render(result).contains("\nevenhand_exit_code \(code)\n"))
    // Formats without an exit code show a fault exactly where there is one.
    #expect(GitHubCommands.render(result).contains("::error ") == (code != 0))
    let issues = try Self.json(CodeQualityReport.render(result)).elements ?? []
    let severities = issues.compactMap { $0["severity"]?.text }
    #expect(severities.contains { $0 == "blocker" || $0 == "major" } == (code != 0))
    let junit = JUnitReport.render(result)
    #expect((junit.contains("<failure ") || junit.contains("<error ")) == (code != 0))
    let levels = run?["results"]?.elements?.compactMap { $0["level"]?.text } ?? []
    #expect(levels.contains("error") == (code != 0))
  }

  // MARK: text

  @Test(arguments: GateCases.names) func textFitsALogAndEndsWithTheResult(_ name: String) throws {
    let result = try GateCases.result(name)
    for listsAll in [false, true] {
      var text = GateText()
      text.listsAll = listsAll
      text.read = "out/dossier.html"
      let lines = text.render(result).split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.allSatisfy { $0.count <= 100 }, "\(lines)")
      #expect(!lines.joined().contains("\u{A0}"))
      #expect(lines.dropLast().last == result.line[...])
    }
  }

  /// What the program writes of its own keeps to the writing guide.
  @Test(arguments: GateCases.names) func wordsKeepToTheWritingGuide(_ name: String) throws {
    let result = try GateCases.result(name)
    for format in Self.formats {
      #expect(WordingLint.violations(in: format.render(result)) == [], "\(format.name)")
    }
  }

  @Test func metGroupsAreCountedAndListedOnlyWhereAsked() throws {
    let result = try GateCases.result("passed")
    #expect(GateText().render(result).contains("\n    … 1 met\n"))
    #expect(!GateText().render(result).contains("● Met"))
    var text = GateText()
    text.listsAll = true
    #expect(text.render(result).contains("  ● Met  group: a") && !text.render(result).contains("…"))
  }

  @Test func theLinesSayWhatHappened() throws {
    let lines = try Dictionary(uniqueKeysWithValues: GateCases.names.map { ($0, try GateCases.result($0).line) })
    #expect(
      lines == [
        "passed": "PASSED (exit 0): the check is met (1,200 people, 2 groups)",
        "blocked": "BLOCKED (exit 1): 1 blocking check not met, 1 undecided",
        "undecided": "UNDECIDED (exit 3): 0 not met, 1 undecided",
        "waived": "PASSED (exit 0): 1 not met and waived",
        "warnings": "PASSED (exit 0): the check is met (1,200 people, 2 groups); 1 warning",
        "could not run":
          "FAILED TO RUN (exit 2): ratio, nowhere: all groups: the record lacks this metric for this grouping",
        "not signed": "NOT SIGNED (exit 4): requirements met; DRAFT: 0 of 1 required signature",
        "nothing to judge": "NOTHING TO JUDGE (exit 3): the plan sets no blocking requirement",
      ])
  }

  @Test func anotherLevelIsNamed() throws {
    var question = GateCases.question()
    question.failOn = .notMet
    let open = try SealedRecord(GateCases.record(GateCases.open, requirements: [GateCases.requirement()]))
    let result = GateResult(open, asking: question)
    #expect(result.line == "PASSED (exit 0, --fail-on not-met): 1 undecided ignored")
    #expect(GateSummary.render(result).contains("--fail-on not-met"))
    #expect(try Self.json(GateDocument.render(result))["fail-on"]?.text == "not-met")
    question.failOn = .never
    let apart = try SealedRecord(GateCases.record(GateCases.apart, requirements: [GateCases.requirement()]))
    #expect(
      GateResult(apart, asking: question).line
        == "PASSED (exit 0, --fail-on never): 1 not met ignored, 1 undecided ignored")
    question.failOn = .warnings
    let warns = try SealedRecord(
      GateCases.record(
        GateCases.apart.dropLast(),
        requirements: [GateCases.requirement("second", severity: .warn), GateCases.requirement(atLeast: 0.1)]))
    #expect(
      GateResult(warns, asking: question).line
        == "BLOCKED (exit 1, --fail-on warnings): 1 warning that --fail-on warnings counts, 1 met")
  }

  @Test func whoMayWaiveIsSaidToWhoeverIsStopped() throws {
    #expect(
      try GateCases.result("blocked").next
        == "owner may waive for at most 90 days: evenhand waive out --requirement ratio")
    #expect(try GateCases.result("passed").next == nil)
    #expect(try GateCases.result("nothing to judge").next == nil)
  }

  // MARK: summary

  @Test(arguments: GateCases.names) func theSummaryIsShortAndPlainMarkdown(_ name: String) throws {
    let text = GateSummary.render(try GateCases.result(name))
    #expect(text.utf8.count <= 8_000)
    #expect(!text.contains("<") && !text.contains("!["))
    for line in text.split(separator: "\n") where line.hasPrefix("|") {
      #expect(line.replacing("\\|", with: "").count { $0 == "|" } == 7, "\(line)")
    }
  }

  /// However much there is to say.
  @Test func theSummaryOfManyChecksIsShort() throws {
    let long = String(repeating: "a very long label | ", count: 40)
    let groups = (0..<60).map { (Label("\(long)\($0)"), 10 + $0, 200) }
    let record = try GateCases.record(
      groups, requirements: (0..<20).map { GateCases.requirement("requirement-\(long)\($0)") }, title: long)
    let result = GateResult(try SealedRecord(record), asking: GateCases.question())
    let text = GateSummary.render(result)
    #expect(text.utf8.count <= 8_000 && text.contains("the report lists them all"))
    #expect(text.hasSuffix("The last two are not a pass.\n"))
    let commands = GitHubCommands.render(result).split(separator: "\n")
    for kind in ["error", "warning", "notice"] {
      #expect(commands.count { $0.hasPrefix("::\(kind) ") } <= 10)
    }
    #expect(commands.count { $0.hasPrefix("::error ") } == 10)
    #expect(
      commands.contains { $0.hasPrefix("::error title=evenhand::and ") && $0.hasSuffix(" more, see the summary") })
    #expect(GateText().render(result).split(separator: "\n").allSatisfy { $0.count <= 100 || $0.contains("(exit") })
  }

  // MARK: json

  @Test(arguments: GateCases.names) func jsonSatisfiesItsSchema(_ name: String) throws {
    let document = try Self.json(GateDocument.render(try GateCases.result(name)))
    #expect(JSONSchemaValidator(schema: GateSchema.document, isStrict: true).problems(of: document) == [])
  }

  @Test func jsonHoldsEveryCheckWithItsNumbersUnrounded() throws {
    let result = try GateCases.result("blocked")
    let checks = try #require(try Self.json(GateDocument.render(result))["checks"]?.elements)
    #expect(checks.count == result.checks.count)
    let first = try #require(checks.first { $0["group"]?[0]?.text == "b" })
    let finding = try #require(result.checks.first { $0.finding.group == ["b"] }?.finding)
    #expect(first["value"]?.double == finding.value && finding.value == 0.5)
    #expect(first["interval"]?[0]?.double == finding.interval?.lower)
    #expect(first["counted"]?[0]?.double == 150 && first["counted"]?[1]?.double == 600)
    #expect(first["reference-counted"]?[0]?.double == 300 && first["reference"]?[0]?.text == "a")
    #expect(first["place"]?["file"]?.text == GateCases.places.file && first["place"]?["line"]?.double == 3)
  }

  /// Of too few people nothing is said but how many they are.
  @Test func noNumberOfTooFewPeopleIsInAnyFormat() throws {
    let result = try GateCases.result("blocked")
    let small = try #require(result.checks.first { $0.finding.group == ["c"] })
    #expect(small.finding.verdict == .notEnoughData && small.size == 20)
    #expect(small.value == nil && small.interval == nil && small.counted == nil && small.words.number == nil)
    for format in Self.formats where format.name != "openmetrics" {
      #expect(!format.render(result).contains("35.0 %"), "\(format.name)")
    }
    #expect(
      !OpenMetricsText.render(result).contains("evenhand_value{requirement=\"ratio\",grouping=\"group\",group=\"c\""))
  }

  // MARK: gitlab and sarif

  @Test(arguments: GateCases.names) func gitlabNamesEachFaultOnceAndTheSameWhateverTheNumbers(_ name: String) throws {
    func issues(_ scale: Int) throws -> [JSONValue] {
      try Self.json(CodeQualityReport.render(try GateCases.result(name, scale: scale))).elements ?? []
    }
    let (one, other) = (try issues(1), try issues(2))
    let fingerprints = one.compactMap { $0["fingerprint"]?.text }
    #expect(fingerprints.count == one.count && Set(fingerprints).count == fingerprints.count)
    // Three times as many people are no longer too few.
    let kept = other.compactMap { $0["fingerprint"]?.text }
    #expect(Set(kept).isSubset(of: fingerprints))
    for issue in one {
      let known = ["info", "minor", "major", "critical", "blocker"]
      #expect(known.contains(issue["severity"]?.text ?? "") && issue["description"]?.text?.isEmpty == false)
      #expect(issue["location"]?["path"]?.text?.isEmpty == false)
      #expect((issue["location"]?["lines"]?["begin"]?.double ?? 0) >= 1)
    }
  }

  @Test(arguments: GateCases.names, [false, true]) func everyResultOfSARIFHasAPlaceAndARule(
    _ name: String, _ listsAll: Bool
  ) throws {
    let result = try GateCases.result(name)
    let run = try #require(try Self.json(SARIFLog.render(result, listsAll: listsAll))["runs"]?[0])
    let rules = run["tool"]?["driver"]?["rules"]?.elements ?? []
    let results = run["results"]?.elements ?? []
    if listsAll { #expect(results.count >= result.checks.count) }
    for found in results {
      #expect(found["locations"]?.elements?.count == 1)
      let place = found["locations"]?[0]?["physicalLocation"]
      #expect(place?["artifactLocation"]?["uri"]?.text == GateCases.places.file)
      #expect((place?["region"]?["startLine"]?.double ?? 0) >= 1)
      let index = try #require(found["ruleIndex"]?.double)
      #expect(rules[Int(index)]["id"]?.text == found["ruleId"]?.text)
      // A level other than none demands the kind that readers assume.
      #expect((found["kind"] == nil) == (found["level"]?.text != "none"))
      #expect(found["partialFingerprints"]?["evenhandCheck/v1"]?.text?.count == 64)
    }
    let isWaived = results.contains { $0["suppressions"] != nil }
    #expect(isWaived == (name == "waived"))
  }

  // MARK: junit

  private final class Reader: NSObject, XMLParserDelegate {
    var counts: [String: Int] = [:]
    var totals: [String: String] = [:]
    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      counts[name, default: 0] += 1
      if name == "testsuites" { totals = attributes }
    }
  }

  @Test(arguments: GateCases.names) func junitParsesAndCounts(_ name: String) throws {
    let result = try GateCases.result(name)
    let reader = Reader()
    let parser = XMLParser(data: Data(JUnitReport.render(result).utf8))
    parser.delegate = reader
    #expect(parser.parse())
    for (element, total) in [
      ("testcase", "tests"), ("failure", "failures"), ("error", "errors"), ("skipped", "skipped"),
    ] { #expect("\(reader.counts[element] ?? 0)" == reader.totals[total], "\(element)") }
    #expect(reader.counts["testcase"] == result.checks.count + (result.beyondChecks == nil ? 0 : 1))
  }

  // MARK: openmetrics

  @Test(arguments: GateCases.names) func openMetricsHasOneSampleALineAndNoneTwice(_ name: String) throws {
    let lines = OpenMetricsText.render(try GateCases.result(name)).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.suffix(2) == ["# EOF", ""])
    let samples = lines.filter { !$0.hasPrefix("#") && !$0.isEmpty }
    let form = try Regex(#"evenhand_[a-z_]+(\{([a-z_0-9]+="([^"\\\n]|\\[\\"n])*",?)+\})? -?[0-9]+(\.[0-9]{4})?"#)
    for sample in samples { #expect(sample.wholeMatch(of: form) != nil, "\(sample)") }
    let names = samples.map { $0.prefix(upTo: $0.lastIndex(of: " ")!) }
    #expect(Set(names).count == names.count)
  }
}
