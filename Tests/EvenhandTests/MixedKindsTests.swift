import AuditPolicy
import Foundation
import Testing
import _AuditTesting

@testable import AuditReport
@testable import Evenhand

/// One plan with every kind of number about decisions, and what is left of it where people repeat.
struct MixedKindsTests {
  private static let plan = """
    audit: {title: Every kind}
    decisions:
      source: rows.csv
      columns: {SUBJECTdecision: d, favourable: "1", outcome: y, positive: "1", score: {column: s, range: [0, 1]}, amount: w, predicted: p, unit: days}
      groups: [g]
    formulas: [{id: gap, formula: (FP - FN)/(TP + FP + FN + TN), question: Which kind of error weighs more?}]
    profiles: [nyc-ll144, iso-24027]
    requirements:
      - {id: rate, metric: selection-rate, at-least: 0.5}
      - {id: area, metric: auc, at-least: -0.5}
      - {id: f1, metric: f1, at-least: 0.5}
      - {id: odds, metric: treatment-equality, between: [0.2, 5]}
      - {id: worst, metric: positive-predictive-value, compare: minimum, at-least: 0.3}
      - {id: calibration, metric: calibration-error, compare: value, at-most: 0.5}
      - {id: gap, metric: gap, compare: value, between: [-0.5, 0.5]}
      - {id: theil, metric: theil, at-most: 1}
      - {id: differential, metric: differential-fairness, at-most: 1}
      - {id: wait, metric: mean-amount, at-least: 0.5}
      - {id: middle, metric: median-amount, compare: difference, at-least: -10}
      - {id: residual, metric: mean-residual, compare: value, between: [-3, 3]}
      - {id: far, metric: mean-absolute-error, reference: {group: [a]}, at-most: 2}
      - {id: square, metric: root-mean-square-error, reference: {group: [a]}, at-most: 2}
    """

  /// People of two groups, whose scores say something of their outcomes; each person `rows` times.
  private func record(repeating rows: Int) throws -> Record {
    var random = SeededGenerator(seed: 7)
    var values: [String: [String]] = ["id": [], "g": [], "d": [], "y": [], "s": [], "w": [], "p": []]
    for person in 0..<800 {
      for _ in 0..<rows {
        let outcome = Double.random(in: 0..<1, using: &random) < 0.45
        let score = Double.random(in: 0..<1, using: &random) * 0.7 + (outcome ? 0.3 : 0)
        values["id"]!.append("\(person)")
        values["g"]!.append(person % 2 == 0 ? "a" : "b")
        values["d"]!.append(score > 0.5 ? "1" : "0")
        values["y"]!.append(outcome ? "1" : "0")
        values["s"]!.append("\(score)")
        values["w"]!.append("\(((1 - score) * 1000).rounded() / 50)")
        values["p"]!.append("\(((1 - score) * 20).rounded(.down) + (outcome ? 1 : -0.5))")
      }
    }
    let text = Self.plan.replacing("SUBJECT", with: rows > 1 ? "subject: id, " : "")
    let plan = try PlanReader.read(Array(text.utf8), file: "evenhand.yaml", catalogue: Catalogue.cards)
    return try Audit.record(of: plan, values: values)
  }

  @Test func everyKindIsJudgedAndConfirmed() throws {
    let record = try record(repeating: 1)
    #expect(Set(record.findings.map(\.requirement)).count == 14)
    #expect(
      record.findings.allSatisfy { $0.verdict == .met }, "\(record.findings.map { ($0.requirement, $0.verdict) })")
    #expect(Confirmation(of: record).failures == [])
    let read = try SealedRecord(parsing: Array(SealedRecord(record).text.utf8))
    #expect(read.record == record)
  }

  /// Rates take repeated people into account; what cannot is not judged, for the right reason.
  @Test func wherePeopleRepeatOnlyRatesAreJudged() throws {
    let record = try record(repeating: 3)
    for finding in record.findings {
      let isRate = ["rate", "worst"].contains(finding.requirement)
      #expect(finding.verdict == (isRate ? .met : .notEnoughData), "\(finding.requirement)")
      #expect(
        isRate || finding.undefined == .needsUnweighted,
        "\(finding.requirement): \(String(describing: finding.undefined))")
      #expect(isRate || finding.sentence.contains("repeat people"), "\(finding.sentence)")
    }
    #expect(Confirmation(of: record).failures == [])
  }

  /// Sizes and values of numbers of scores that a record from elsewhere states are refused where they cannot be, and end no program.
  @Test func forgedScoresAreFoundAndTrapNowhere() throws {
    let sealed = try SealedRecord(record(repeating: 1))
    func failures(_ edit: (inout Estimate) -> Void, _ metric: String) -> [String] {
      var forged = sealed.record
      guard let index = forged.estimates.firstIndex(where: { $0.metric == metric && $0.value != nil }) else {
        return []
      }
      edit(&forged.estimates[index])
      return Confirmation(of: forged).failures
    }
    let people = failures({ $0.scored?.people = 9_999 }, "calibration-error")
    let smallest = failures({ $0.scored?.smallest = 9_999 }, "auc")
    let count = failures({ $0.count = 9_999 }, "auc")
    let (mean, least) = (
      failures({ $0.value = 3 }, "mean-amount"), failures({ $0.scored?.moments?.least = 0 }, "mean-amount")
    )
    let root = failures({ $0.scored?.moments?.isRoot = nil }, "root-mean-square-error")
    #expect(!root.isEmpty)
    let block = failures({ $0.scored?.blocks?.below[0] = 1e6 }, "median-amount")
    #expect(!mean.isEmpty && !least.isEmpty && !block.isEmpty)
    #expect(!people.isEmpty && !smallest.isEmpty && !count.isEmpty)
    for number in [-1.0, 1.5, 1e-308, 1e-9, 9_007_199_254_740_991, 1e300, -1e300] {
      for metric in [
        "ks-distance", "wasserstein-distance", "auc", "brier-score", "calibration-error", "f1", "scoring-rate",
        "mean-amount", "median-amount", "mean-residual", "root-mean-square-error",
      ] {
        _ = failures({ $0.value = number }, metric)
        _ = failures({ $0.numerator = $0.numerator.map { _ in number } }, metric)
        _ = failures({ $0.scored?.span = number }, metric)
        _ = failures({ $0.scored?.own?.mean = number }, metric)
        _ = failures({ $0.scored?.own?.variance = number }, metric)
        _ = failures({ $0.scored?.others?.mean = number }, metric)
        _ = failures({ $0.scored?.area?.variance = number }, metric)
        _ = failures({ $0.scored?.area?.value = number }, metric)
        _ = failures({ $0.scored?.contributing = Int(bounded: number) }, metric)
        _ = failures({ $0.scored?.own?.people = Int(bounded: number) }, metric)
        _ = failures({ $0.scored?.area?.positives = Int(bounded: number) }, metric)
        _ = failures({ $0.scored?.bins?[0].people = Int(bounded: number) }, metric)
        _ = failures({ $0.scored?.bins?[0].score = number }, metric)
        _ = failures({ $0.scored?.bins?[0].positives = Int(bounded: number) }, metric)
        _ = failures({ $0.scored?.people = Int(bounded: number) }, metric)
        _ = failures({ $0.scored?.moments?.mean = number }, metric)
        _ = failures({ $0.scored?.moments?.variance = number }, metric)
        _ = failures({ $0.scored?.moments?.skewness = number }, metric)
        _ = failures({ $0.scored?.moments?.degreesOfFreedom = number }, metric)
        _ = failures({ $0.scored?.moments?.least = number }, metric)
        _ = failures({ $0.scored?.moments?.isRoot = number > 0 }, metric)
        _ = failures({ $0.scored?.blocks?.size = Int(bounded: number) }, metric)
        _ = failures({ $0.scored?.blocks?.below[0] = number }, metric)
        _ = failures({ $0.scored?.blocks?.above[0] = number }, metric)
      }
    }
    var sampled = try record(repeating: 3)
    let index = try #require(sampled.estimates.firstIndex { $0.sampling != nil })
    sampled.estimates[index].sampling?.people = 1_000_000
    #expect(!Confirmation(of: sampled).failures.isEmpty)
  }

  /// Of fewer than five people nothing leaves that their scores could be told from.
  @Test func noScoreOfAPersonLeaves() throws {
    let scores = ["0.123456789", "0.987654321"] + (0..<40).map { "0.\($0 + 10)5" }
    let values = [
      "g": ["z", "z"] + (0..<40).map { $0 % 2 == 0 ? "a" : "b" }, "y": scores.indices.map { "\($0 % 2)" }, "s": scores,
    ]
    let text = """
      audit: {title: T}
      decisions: {source: r.csv, columns: {score: {column: s, range: [0, 1]}, outcome: y, positive: "1"}, groups: [g]}
      requirements: []

      """
    let plan = try PlanReader.read(Array(text.utf8), file: "evenhand.yaml", catalogue: Catalogue.cards)
    let record = try SealedRecord(Audit.record(of: plan, values: values)).text
    for score in scores.prefix(2) { #expect(!record.contains(score)) }
  }

  /// A formula and one number about all groups of the same rows as every other kind.
  private func judged(_ requirements: String, _ rows: [(String, Int, Int)], more: String = "") throws -> Record {
    var values: [String: [String]] = ["g": [], "h": [], "d": [], "y": []]
    for (group, favourable, people) in rows {
      for person in 0..<people {
        values["g"]!.append(group)
        values["h"]!.append(person % 2 == 0 ? "s" : "t")
        values["d"]!.append(person < favourable ? "1" : "0")
        values["y"]!.append(person % 3 == 0 ? "1" : "0")
      }
    }
    let text = """
      audit: {title: T}
      decisions:
        source: rows.csv
        columns: {decision: d, favourable: "1", outcome: y, positive: "1"}
        groups: [{column: g\(more)}, h]
      requirements: [\(requirements)]

      """
    let plan = try PlanReader.read(Array(text.utf8), file: "evenhand.yaml", catalogue: Catalogue.cards)
    return try Audit.record(of: plan, values: values)
  }

  /// An intersection that only a formula, a score or a function asks for is one that the record describes.
  @Test func anIntersectionOfOneRequirementIsDescribed() throws {
    let record = try judged(
      "{id: f, metric: balanced-accuracy, compare: value, at-least: 0.1, across: [[g, h]]}",
      [("a", 300, 600), ("b", 280, 600)])
    #expect(record.groupings.contains { $0.grouping == ["g", "h"] } && Confirmation(of: record).failures == [])
  }

  /// Who is too few for the largest ratio is a finding, and who is not compared takes no part in it.
  @Test func nobodyHidesInNumbersAboutAllGroups() throws {
    let rows = [("a", 1500, 3000), ("b", 1480, 3000), ("z", 0, 50)]
    let demand = "{id: d, metric: differential-fairness, at-most: 0.5, minimum-count: 100, across: g}"
    let few = try judged(demand, rows)
    #expect(few.findings.map(\.verdict) == [.met, .notEnoughData] && few.findings[1].group == ["z"])
    #expect(few.verdict.overall == .notEnoughData && Confirmation(of: few).failures == [])
    let left = try judged(
      demand + ", {id: t, metric: between-group-theil, at-most: 0.0003, across: g}", rows,
      more: ", not-compared: {below-share: 0.02, justification: j}")
    #expect(
      left.findings.filter { $0.requirement == "d" }.map(\.verdict).allSatisfy { $0 == .met || $0 == .notApplicable })
    #expect(left.findings.first { $0.requirement == "t" }?.verdict != .notMet)
    for summary in left.summaries where summary.people != nil && summary.grouping == ["g"] {
      #expect(summary.value == nil && summary.undefined == .belowShare && summary.skipped == [["z"]])
    }
    #expect(Confirmation(of: left).failures == [])
  }

  /// Chance alone makes the part between groups large; no interval of it is known that says so.
  @Test func thePartBetweenGroupsHasNoInterval() throws {
    let record = try judged(
      "{id: t, metric: between-group-theil, at-most: 0.001, across: g}", [("a", 300, 600), ("b", 280, 600)])
    #expect(record.findings.map(\.verdict) == [.cannotTell] && record.findings[0].interval == nil)
    #expect(record.findings[0].value != nil && Confirmation(of: record).failures == [])
  }

  /// In the list of checks, the group that is closest to its threshold stands for those with the same verdict.
  @Test func theListOfChecksNamesTheGroupClosestToItsThreshold() throws {
    let record = try record(repeating: 1)
    let report = MarkdownRenderer().render(Report.body(of: try SealedRecord(record)))
    for (id, most) in [("calibration", 0.5), ("gap", 0.5)] {
      let found = record.findings.filter { $0.requirement == id }
      let closest = try #require(found.min { most - $0.value!.magnitude < most - $1.value!.magnitude }?.group)
      #expect(found.count == 2 && report.contains("| `\(id)` | g | **● 2 met** | \(Words.group(closest)): "))
    }
  }

  @Test func metricsAreNamedInSentences() {
    for (name, words) in [
      ("Selection rate", "selection rate"), ("F1 score", "F1 score"), ("F-beta score", "F-beta score"),
      ("Between-group Theil index", "between-group Theil index"), ("False positive rate", "false positive rate"),
    ] { #expect(MetricName.inSentence(name) == words) }
  }
}
