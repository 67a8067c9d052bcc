import AuditInputs
import AuditPolicy
import Evenhand
import Foundation
import Testing
import _AuditTesting

@testable import AuditReport

/// Whole audits of amounts: from rows to record, findings and report.
struct AmountAuditTests {
  private static func plan(_ requirements: String, amount: String = "pay", more: String = "") throws -> Plan {
    let text = """
      audit: {title: Pay}
      decisions:
        source: rows.csv
        columns: {amount: \(amount)\(more)}
        groups: [group]
      requirements:
      \(requirements)

      """
    return try PlanReader.read(Array(text.utf8), file: "evenhand.yaml", catalogue: Catalogue.cards)
  }

  /// Pay of two groups, in b lower by a tenth and a little skewed; the first `missing` people have none.
  private static func values(
    _ people: Int, lower: Double = 0.9, seed: UInt64 = 3, missing: Int = 0
  ) -> [String: [String]] {
    var random = SeededGenerator(seed: seed)
    var values: [String: [String]] = ["group": [], "pay": []]
    for person in 0..<people {
      let isB = person % 2 == 1
      let draw = (0..<6).reduce(0.0) { sum, _ in sum + Double.random(in: 0..<1, using: &random) } / 3
      let pay = (30_000 * draw * draw * (isB ? lower : 1)).rounded()
      values["group"]?.append(isB ? "b" : "a")
      values["pay"]?.append(person < missing ? "" : "\(pay)")
    }
    return values
  }

  private static func expectSound(_ record: Record) throws {
    #expect(Confirmation(of: record).failures == [])
    #expect(try SealedRecord(parsing: Array(record.canonicalText().utf8)).record == record)
  }

  /// A ratio of numbers of different signs is neither near 1 nor far from it, whatever is compared and however it is decided.
  @Test(
    arguments: [
      "reference: worst-pair, at-least: 0.8", "reference: {group: [a]}, at-most: 1.25",
      "reference: highest, at-least: 0.8",
      "reference: {group: [b]}, at-least: -2",
    ], ["interval", "point"]) func ratiosOfNegativeNumbersSayNothing(_ rule: String, _ decide: String) throws
  {
    let plan = try Self.plan("  - {id: r, metric: mean-amount, compare: ratio, decide: \(decide), \(rule)}")
    let values = [
      "group": (0..<120).map { $0 % 2 == 0 ? "a" : "b" },
      "pay": (0..<120).map { $0 % 2 == 0 ? "\(98 + $0 % 7)" : "\(-90 + $0 % 7)" },
    ]
    let record = try Audit.record(of: plan, values: values)
    #expect(!record.findings.isEmpty && record.findings.allSatisfy { $0.verdict == .cannotTell })
    #expect(record.findings.allSatisfy { $0.undefined == .negativeNumber })
    #expect(record.disparities.allSatisfy { $0.comparison != .ratio || $0.value ?? 0 >= 0 })
    try Self.expectSound(record)
  }

  /// Two prices, of which either may be the median: that of one group is 1.6 times the other's, and no sample may say that it is at
  /// most 1.25 times as often as one in forty.
  @Test func mediansInAGapAreNotCombinedAsMeans() throws {
    let plan = try Self.plan(
      "  - {id: r, metric: median-amount, compare: ratio, reference: {group: [b]}, at-most: 1.25}")
    var met = 0
    for seed in 0..<40 {
      var random = SeededGenerator(seed: UInt64(seed))
      let groups = (0..<400).map { $0 % 2 == 0 ? "a" : "b" }
      let pay = groups.map { Double.random(in: 0..<1, using: &random) < ($0 == "a" ? 0.51 : 0.49) ? "160" : "100" }
      let record = try Audit.record(of: plan, values: ["group": groups, "pay": pay])
      if record.findings.contains(where: { $0.verdict == .met }) { met += 1 }
    }
    #expect(met <= 3, "\(met) of 40")
  }

  /// Where one group lacks amounts more often than chance explains, that is said; where all lack them alike, it is not.
  @Test func amountsThatOneGroupLacksAreSaid() throws {
    let plan = try Self.plan("  - {id: r, metric: mean-amount, compare: value, at-least: 0}")
    func warnings(_ isMissing: (Int) -> Bool) throws -> [DataWarning] {
      var values = Self.values(900)
      for index in 0..<900 where isMissing(index) { values["pay"]?[index] = "" }
      return try Audit.record(of: plan, values: values).warnings.filter { $0.code == .missingApart }
    }
    let found = try warnings { $0 % 2 == 1 && $0 % 10 < 3 }
    #expect(found.map(\.group) == [["b"]] && found.map(\.units) == [90] && found.map(\.role) == ["missing-amount"])
    #expect(DataWords.sentence(try #require(found.first)).contains("20.0 % are without an amount (90)"))
    #expect(try warnings { $0 % 10 < 2 } == [] && warnings { _ in false } == [])
  }

  /// Who lacks an amount is audited, and said to lack it where rows are counted.
  @Test func whoLacksAnAmountIsCounted() throws {
    let plan = try Self.plan("  - {id: r, metric: mean-amount, compare: value, at-least: 0}")
    var values = Self.values(900)
    for index in 0..<90 { values["pay"]?[index] = "" }
    let record = try Audit.record(of: plan, values: values)
    #expect(record.withoutNumbers.map(\.people) == [90] && record.withoutNumbers.map(\.isLeast) == [false])
    let page = try MarkdownRenderer().render(Report.body(of: SealedRecord(record)))
    #expect(page.contains("900 audited, none left out; 90 of them without an amount"))
    #expect(page.contains("amounts of 900 people"))
    values["group"]?[0] = ""
    #expect(try Audit.record(of: plan, values: values).withoutNumbers.map(\.isLeast) == [true])
  }

  /// Numbers that are not made of repeated people are no sign of too few of them.
  @Test func repeatedPeopleAreNotTooFew() throws {
    let plan = try Self.plan("  - {id: r, metric: mean-amount, compare: value, at-least: 0}", more: ", subject: id")
    var values = Self.values(900)
    values["id"] = (0..<900).map { "p\($0 / 2)" }
    let record = try Audit.record(of: plan, values: values)
    #expect(record.findings.allSatisfy { $0.undefined == .needsUnweighted })
    let page = try MarkdownRenderer().render(Report.body(of: SealedRecord(record)))
    #expect(page.contains("No value: Mean amount") && page.contains("with one row for each person (column id)"))
    #expect(!page.contains("need more data") && !page.contains("Each person appears once"))
  }

  @Test func differencesAreFound() throws {
    let plan = try Self.plan(
      """
        - {id: mean, metric: mean-amount, at-least: 0.97}
        - {id: median, metric: median-amount, reference: {group: [a]}, at-least: 0.97}
        - {id: gap, metric: mean-amount, compare: difference, reference: {group: [a]}, at-least: -500}
        - {id: floor, metric: median-amount, compare: minimum, at-least: 20000}
        - {id: value, metric: mean-amount, compare: value, between: [20000, 60000]}
        - {id: pair, metric: mean-amount, reference: worst-pair, compare: ratio, at-least: 0.97}
      """, more: ", unit: EUR a year")
    let record = try Audit.record(of: plan, values: Self.values(6_000))
    func verdict(_ id: String) -> VerdictWord? {
      record.findings.first { $0.requirement == id && $0.group != ["a"] }?.verdict
    }
    #expect(verdict("mean") == .notMet && verdict("median") == .notMet && verdict("gap") == .notMet)
    #expect(verdict("floor") == .met && verdict("value") == .met && verdict("pair") == .notMet)
    let finding = try #require(record.findings.first { $0.requirement == "mean" })
    #expect(finding.sentence.contains("The mean amount in EUR a year is"), "\(finding.sentence)")
    #expect(record.labels?.amount == AmountDescription(column: "pay", unit: "EUR a year"))
    let mean = try #require(record.estimate("mean-amount", ["a"]))
    #expect(mean.interval?.method.rawValue == "student" && finding.interval?.method.rawValue == "mover")
    #expect(record.estimate("median-amount", ["a"])?.interval?.method.rawValue == "sign-test-blocks")
    try Self.expectSound(record)
  }

  /// Rows in another order, or read by other threads, give the same record.
  @Test func theOrderOfRowsChangesNothing() throws {
    let plan = try Self.plan("  - {id: mean, metric: mean-amount, at-least: 0.97}")
    var values = Self.values(500)
    let one = try Audit.record(of: plan, values: values)
    for key in values.keys { values[key]!.reverse() }
    let other = try Audit.record(of: plan, values: values)
    #expect(try SealedRecord(one).text == SealedRecord(other).text)
  }

  @Test func peopleWithoutAnAmountAreCounted() throws {
    let plan = try Self.plan("  - {id: mean, metric: mean-amount, reference: {group: [a]}, at-least: 0.5}")
    let few = try Audit.record(of: plan, values: Self.values(4_000, missing: 40))
    let finding = try #require(few.findings.first)
    #expect(finding.verdict == .met && finding.bounds?.leftOut == 40)
    #expect(finding.bounds?.causes.map(\.reason) == [.missingAmount])
    // Nobody knows what others have, so that more than the plan lets pass decides.
    let many = try Audit.record(of: plan, values: Self.values(4_000, missing: 400))
    #expect(many.findings.first?.verdict == .cannotTell && many.findings.first?.bounds?.worst == nil)
    try Self.expectSound(many)
  }

  /// A group of few people has no verdict, of fewer than eleven no median, and of fewer than five no mean.
  @Test func fewPeopleTellNothing() throws {
    var values = Self.values(200)
    for index in 0..<4 { values["group"]![index] = "four" }
    for index in 4..<12 { values["group"]![index] = "eight" }
    for index in 12..<32 { values["group"]![index] = "twenty" }
    let plan = try Self.plan(
      """
        - {id: mean, metric: mean-amount, reference: {group: [a]}, at-least: 0.5, minimum-count: 5}
        - {id: median, metric: median-amount, reference: {group: [a]}, at-least: 0.5, minimum-count: 5}
      """)
    let record = try Audit.record(of: plan, values: values)
    #expect(record.estimate("mean-amount", ["four"])?.undefined == .fewToTell)
    #expect(record.estimate("mean-amount", ["eight"])?.value != nil)
    #expect(record.estimate("median-amount", ["eight"])?.undefined == .fewToTell)
    #expect(record.estimate("median-amount", ["twenty"])?.withoutInterval == .fewForRange)
    func verdict(_ id: String, _ group: Label) -> VerdictWord? {
      record.findings.first { $0.requirement == id && $0.group == [group] }?.verdict
    }
    #expect(verdict("mean", "four") == .notEnoughData && verdict("mean", "eight") == .cannotTell)
    #expect(verdict("median", "eight") == .notEnoughData && verdict("median", "twenty") == .cannotTell)
    try Self.expectSound(record)
  }

  /// People who all have the same: nothing bounds what others have, unless the plan does.
  @Test func allHaveTheSame() throws {
    let values = ["group": (0..<200).map { $0 % 2 == 0 ? "a" : "b" }, "pay": (0..<200).map { _ in "7" }]
    let requirement = "  - {id: mean, metric: mean-amount, compare: difference, reference: {group: [a]}, at-least: -1}"
    let free = try Audit.record(of: Self.plan(requirement), values: values)
    let finding = try #require(free.findings.first)
    #expect(finding.verdict == .cannotTell && finding.undefined == .noVariance, "\(finding.sentence)")
    let bounded = try Audit.record(of: Self.plan(requirement, amount: "{column: pay, range: [0, 10]}"), values: values)
    #expect(bounded.findings.first?.verdict == .met, "\(bounded.findings.map(\.sentence))")
    #expect(bounded.metrics.first { $0.id == "mean-amount" }?.most == 10)
    try Self.expectSound(free)
    try Self.expectSound(bounded)
  }

  /// No amount of a person is in the record: all that few people have is unusual digits.
  @Test func noAmountOfAPersonLeaves() throws {
    var values = Self.values(120)
    var random = SeededGenerator(seed: 8)
    values["pay"] = values["pay"]!.map { _ in "\(Double.random(in: 1..<2, using: &random))" }
    let plan = try Self.plan(
      """
        - {id: mean, metric: mean-amount, at-least: 0.5}
        - {id: median, metric: median-amount, at-least: 0.5}
      """)
    let text = try SealedRecord(Audit.record(of: plan, values: values)).text
    for amount in values["pay"]! { #expect(!text.contains(amount), "\(amount)") }
  }

  @Test func reportsSayInWhatAmountsAreCounted() throws {
    let plan = try Self.plan(
      "  - {id: mean, metric: mean-amount, at-least: 0.97}", amount: "{column: pay, range: [0, 200000]}",
      more: ", unit: EUR")
    let record = try Audit.record(of: plan, values: Self.values(2_000))
    let text = try MarkdownRenderer().render(Report.whole(of: SealedRecord(record)))
    #expect(text.contains("the column pay, in EUR, from 0 to 200,000"))
    #expect(text.contains("Mean amount in EUR by group"))
  }

  /// Predictions that are worse, and too low, for one group.
  @Test func errorsOfPredictions() throws {
    let plan = try Self.plan(
      """
        - {id: low, metric: mean-residual, compare: value, between: [-100, 100]}
        - {id: far, metric: mean-absolute-error, reference: lowest, at-most: 1.25}
        - {id: square, metric: root-mean-square-error, reference: {group: [a]}, at-most: 1.25}
        - {id: loose, metric: root-mean-square-error, reference: {group: [a]}, at-most: 4}
      """, more: ", predicted: guess, unit: EUR")
    var values = Self.values(2_000, missing: 10)
    var random = SeededGenerator(seed: 5)
    values["guess"] = zip(values["pay"]!, values["group"]!).enumerated().map { index, row in
      guard let pay = Double(row.0), index != 50 else { return "" }
      let error = Double.random(in: -1_000..<1_000, using: &random)
      return "\(pay + (row.1 == "b" ? 2 * error - 500 : error))"
    }
    let record = try Audit.record(of: plan, values: values)
    func verdict(_ id: String, _ group: Label) -> VerdictWord? {
      record.findings.first { $0.requirement == id && $0.group == [group] }?.verdict
    }
    #expect(verdict("low", "b") == .notMet && verdict("low", "a") == .met)
    #expect(verdict("far", "b") == .notMet && verdict("square", "b") == .notMet && verdict("loose", "b") == .met)
    #expect(record.labels?.amount?.predicted == "guess")
    let causes = try #require(record.findings.first { $0.requirement == "loose" && $0.group == ["b"] }?.bounds?.causes)
    #expect(causes == [LeftOutCause(reason: .missingPrediction, count: 11)])
    let root = try #require(record.estimate("root-mean-square-error", ["a"]))
    #expect(root.scored?.moments?.isRoot == true && root.scored?.moments?.least == 0)
    try Self.expectSound(record)
    let text = try MarkdownRenderer().render(Report.whole(of: SealedRecord(record)))
    #expect(text.contains("the column guess") && text.contains("how uneven the squares of people are"))
  }

  @Test func plansThatDoNotGoTogether() {
    func problem(_ columns: String) -> String? {
      let text = "audit: {title: T}\ndecisions: {source: r.csv, columns: \(columns), groups: [g]}\nrequirements: []\n"
      do {
        _ = try PlanReader.read(Array(text.utf8), file: "evenhand.yaml", catalogue: Catalogue.cards)
        return nil
      } catch { return "\(error)" }
    }
    #expect(problem("{amount: pay, unit: EUR}") == nil)
    #expect(problem("{amount: {column: pay, range: [0, 10]}, decision: d, favourable: x, score: s}") == nil)
    #expect(problem("{unit: EUR, score: s}")?.contains("no `amount` column is declared") == true)
    #expect(problem("{amount: pay, score: pay}")?.contains("both the score and the amount") == true)
    #expect(problem("{amount: g}")?.contains("both the amount and a group") == true)
    #expect(problem("{amount: {column: pay, range: [5, 5]}}")?.contains("the highest amount are") == true)
    #expect(problem("{predicted: p, score: s}")?.contains("what the system predicted of an amount") == true)
    #expect(problem("{outcome: y, positive: x}")?.contains("`score` or `amount`") == true)
  }
}
