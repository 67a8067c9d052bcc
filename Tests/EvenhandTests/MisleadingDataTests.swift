import AuditInputs
import AuditPolicy
import AuditRecord
import Foundation
import Testing
import _AuditTesting

@testable import Evenhand

/// Audits that would pass on what the data hold, did nobody say so.
@Suite struct MisleadingDataTests {
  /// The record of a plan and its files.
  private func record(_ plan: String, _ files: [String: String]) async throws -> Record {
    try await Support.inFolder { folder in
      for (name, text) in files { try Files.write(Array(text.utf8), to: "\(folder)/\(name)") }
      try Files.write(Array(plan.utf8), to: "\(folder)/evenhand.yaml")
      let file = try PlanFile(path: "\(folder)/evenhand.yaml")
      return try Audit.run(file.plan, folder: folder)
    }
  }

  private func rows(_ header: String, _ counts: [(String, Int)]) -> String {
    header + "\n" + counts.map { String(repeating: $0.0 + "\n", count: $0.1) }.joined()
  }

  private static func plan(_ columns: String = "", _ more: String = "", requirement: String) -> String {
    """
    audit: {title: T}
    power: false
    replicates: 0
    decisions:
      source: d.csv
      columns: {decision: d, favourable: ["yes"]\(columns)}
      groups: [g]
    \(more.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
    requirements:
      - {id: r, \(requirement)}
    """
  }

  // MARK: strata

  private static let conditional = "metric: conditional-selection-rate, reference: {group: M}, at-least: 0.8"

  @Test func peopleInStrataOfTheirOwnAreComparedWithNobody() async throws {
    let plan = Self.plan("", "within: [{column: s}]", requirement: Self.conditional)
    let apart = try await record(
      plan,
      [
        "d.csv": rows(
          "s,g,d",
          [
            ("A,F,yes", 250), ("A,F,no", 250), ("A,M,yes", 250), ("A,M,no", 250), ("B,F,yes", 50), ("B,F,no", 450),
            ("C,M,yes", 450), ("C,M,no", 50),
          ])
      ])
    let finding = try #require(apart.findings.first { $0.group == ["F"] })
    #expect(finding.value == 1 && finding.verdict == .cannotTell)
    #expect(finding.bounds?.leftOut == 1000 && finding.bounds?.share == 0.5 && finding.bounds?.counted == .met)
    #expect(finding.bounds?.causes.map(\.reason) == [.nobodyToCompare])
    #expect(finding.sentence.contains("1,000 people in strata with nobody to compare them with"))
    #expect(WordingLint.violations(in: finding.sentence) == [] && Confirmation(of: apart).failures == [])
    // A few are passed over, as others who were left out are.
    let few = try await record(
      plan,
      [
        "d.csv": rows(
          "s,g,d",
          [("A,F,yes", 490), ("A,F,no", 500), ("A,M,yes", 500), ("A,M,no", 500), ("B,F,yes", 5), ("B,F,no", 5)])
      ])
    let passed = try #require(few.findings.first { $0.group == ["F"] })
    #expect(passed.verdict == .met && passed.bounds?.leftOut == 10)
    #expect(abs((passed.bounds?.share ?? 0) - 10.0 / 2000) < 1e-12)
  }

  @Test func strataThatEverybodySharesLeaveNobodyOut() async throws {
    let made = try await record(
      Self.plan("", "within: [{column: s}]", requirement: Self.conditional),
      [
        "d.csv": rows(
          "s,g,d", ["A", "B"].flatMap { s in ["F", "M"].flatMap { [("\(s),\($0),yes", 90), ("\(s),\($0),no", 60)] } })
      ])
    #expect(!made.leftOut.contains { $0.reason == .nobodyToCompare })
    #expect(made.findings.allSatisfy { $0.verdict == .met && $0.bounds?.leftOut == 0 })
  }

  @Test func strataThatDisagreeAreSaid() async throws {
    let plan = Self.plan("", "within: [{column: s}]", requirement: Self.conditional)
    func rates(_ a: (Int, Int), _ b: (Int, Int)) -> [String: String] {
      let counts = [("A,F", a.0), ("A,M", a.1), ("B,F", b.0), ("B,M", b.1)]
      return ["d.csv": rows("s,g,d", counts.flatMap { [("\($0.0),yes", $0.1), ("\($0.0),no", 500 - $0.1)] })]
    }
    let opposite = try await record(plan, rates((450, 50), (50, 450)))
    let warning = try #require(opposite.warnings.first { $0.code == .strataDisagree })
    #expect(opposite.findings.first { $0.group == ["F"] }?.verdict == .met)
    #expect(warning.group == ["F"] && warning.labels.map(\.label) == ["A", "B"] && warning.requirement == "r")
    #expect(WordingLint.violations(in: DataWords.sentence(warning)) == [])
    // One stratum apart, or both in one direction, is what the pooled number is for.
    for files in [rates((450, 50), (260, 250)), rates((200, 250), (200, 250)), rates((250, 250), (250, 250))] {
      #expect(try await !record(plan, files).warnings.contains { $0.code == .strataDisagree })
    }
  }

  // MARK: outcomes and weights

  @Test func anOutcomeThatRepeatsTheDecisionIsSaid() async throws {
    let plan = Self.plan(
      ", outcome: o, positive: [\"1\"]", requirement: "metric: true-positive-rate, at-least: 0.8")
    let copied = [("F,yes,1", 100), ("F,no,0", 900), ("M,yes,1", 900), ("M,no,0", 100)]
    let repeats = try await record(plan, ["d.csv": rows("g,d,o", copied)])
    let warning = try #require(repeats.warnings.first { $0.code == .outcomeRepeatsDecision })
    #expect(warning.units == 2000 && DataWords.sentence(warning).contains("Check where the outcome comes from"))
    #expect(WordingLint.violations(in: DataWords.sentence(warning)) == [])
    let real = try await record(plan, ["d.csv": rows("g,d,o", copied + [("F,no,1", 1)])])
    #expect(!real.warnings.contains { $0.code == .outcomeRepeatsDecision })
  }

  @Test func rowsThatWeighNothingAreSaid() async throws {
    let plan = Self.plan(", weight: w", requirement: "metric: selection-rate, at-least: 0.8")
    let made = try await record(
      plan,
      ["d.csv": rows("g,d,w", [("F,yes,1", 400), ("F,no,0", 800), ("F,no,1", 400), ("M,yes,1", 500), ("M,no,1", 500)])])
    let warning = try #require(made.warnings.first { $0.code == .zeroWeights })
    #expect(warning.rows == 800 && abs((warning.share ?? 0) - 800.0 / 2600) < 1e-12 && warning.column == "w")
    #expect(DataWords.sentence(warning).hasPrefix("800 rows (30.8 %) weigh nothing and are in no number"))
    let error = await #expect(throws: ReadError.self) {
      try await record(plan, ["d.csv": rows("g,d,w", [("F,yes,", 1), ("M,no,1", 9)])])
    }
    #expect(error?.hint?.contains("a 0 would take its people out of their group") == true)
  }

  // MARK: lists

  @Test func aGroupThatGetsNoListsIsSaid() async throws {
    let plan = """
      audit: {title: T}
      power: false
      replicates: 0
      recommendations:
        source: lists.csv
        columns: {user: u, item: i, rank: r}
        users: {source: users.csv, id: u, groups: [g]}
        relevant: {source: relevant.csv, user: u, item: i}
        depth: 1
      requirements:
        - {id: q, metric: ndcg, compare: ratio, at-least: 0.8}
      """
    func files(served: Int) -> [String: String] {
      let users = (0..<800).map { (id: "u\($0)", group: $0 < 400 ? "F" : "M", number: $0) }
      let have = users.filter { $0.number >= 400 || $0.number < served }
      return [
        "users.csv": "u,g\n" + users.map { "\($0.id),\($0.group)\n" }.joined(),
        "lists.csv": "u,i,r\n" + have.map { "\($0.id),i\($0.number % 3),1\n" }.joined(),
        "relevant.csv": "u,i\n" + users.map { "\($0.id),i\($0.number % 2)\n" }.joined(),
      ]
    }
    let apart = try await record(plan, files(served: 80))
    let warning = try #require(apart.warnings.first { $0.code == .missingApart })
    #expect(warning.group == ["F"] && warning.units == 320 && warning.share == 0.8 && warning.role == "no-list")
    #expect(
      DataWords.sentence(warning)
        == "Of the group F, 80.0 % have no list (320), and chance does not explain how far that is from all others. Numbers speak of those who are counted."
    )
    #expect(try await !record(plan, files(served: 400)).warnings.contains { $0.code == .missingApart })
    // Whoever asks who received nothing is answered by a finding.
    let asked = plan + "\n  - {id: n, metric: received-nothing, compare: difference, at-most: 0.1}\n"
    #expect(try await !record(asked, files(served: 80)).warnings.contains { $0.code == .missingApart })
  }

  // MARK: labels and numbers

  @Test func wordsForAMissingValueAreThoseOfOtherProgramsToo() {
    for word in ["<NA>", "NaT", "n/a", "Null", "NAN", "(null)", "[NULL]", "#NULL!", " NULL ", "?"] {
      #expect(MissingWord.word(of: Label(word)) != nil, "\(word)")
    }
    for label in ["none", "no", "nil", "N", "[NULL] of", "missing persons"] {
      #expect(MissingWord.word(of: Label(label)) == nil, "\(label)")
    }
  }

  @Test func blanksAroundNumbersAreNoPartOfThem() async throws {
    let plan = Self.plan("", "", requirement: "metric: selection-rate, reference: complement, at-least: 0.5")
      .replacing("groups: [g]", with: "groups: [{column: g, bins: [18, 40, 70]}]")
    let clean = [("20,yes", 60), ("25,no", 60), ("50,yes", 60), ("60,no", 60)]
    let made = try await record(plan, ["d.csv": rows("g,d", clean + [(" 25,no", 40)])])
    #expect(made.estimates.first { $0.metric == "selection-rate" && $0.grouping == ["g"] }?.denominator == 160)
    #expect(!made.warnings.contains { $0.code == .outsideBins || $0.code == .missingWords })
  }

  // MARK: plans

  private func errors(_ plan: String) -> [PlanError] {
    do throws(PlanErrors) {
      _ = try PlanReader.read(Array(plan.utf8), file: "plan.yaml", catalogue: Catalogue.cards)
      return []
    } catch { return error.errors }
  }

  @Test func aThresholdThatEqualityFailsIsRefused() {
    let most = errors(Self.plan(requirement: "metric: selection-rate, at-most: 0.8"))
    #expect(most.map(\.hint) == ["did you mean `at-least: 0.8`?"] && most[0].message.contains("never more"))
    let least = errors(Self.plan(requirement: "metric: selection-rate, reference: lowest, at-least: 1.25"))
    #expect(least.map(\.hint) == ["did you mean `at-most: 1.25`?"])
    #expect(errors(Self.plan(requirement: "metric: selection-rate, reference: lowest, at-most: 1.25")).isEmpty)
    #expect(errors(Self.plan(requirement: "metric: selection-rate, reference: {group: M}, at-most: 0.8")).isEmpty)
  }

  @Test func aLimitOnANumberAroundZeroHoldsInBothDirections() throws {
    let plan = """
      audit: {title: T}
      decisions:
        source: d.csv
        columns: {score: {column: s, range: [0, 1]}, outcome: o, positive: ["1"], amount: a, predicted: p}
        groups: [g]
      requirements:
        - {id: a, metric: calibration-in-the-large, compare: value, at-most: 0.02}
        - {id: b, metric: mean-residual, compare: value, at-most: 5}
        - {id: c, metric: calibration-in-the-large, compare: value, between: [-1, 0.02]}
        - {id: d, metric: mean-amount, compare: value, at-most: 5}
      """
    let read = try PlanReader.read(Array(plan.utf8), file: "plan.yaml", catalogue: Catalogue.cards)
    #expect(
      read.requirements.map(\.threshold) == [
        .between(-0.02, 0.02), .between(-5, 5), .between(-1, 0.02), .atMost(5),
      ])
  }
}
