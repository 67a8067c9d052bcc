import Evenhand
import Foundation
import Testing
import _AuditTesting

/// Data of which nothing is odd are not warned of: groups of hundreds of people, whole, each outcome known.
@Suite struct CleanDataTests {
  static func record(seed: UInt64) throws -> Record {
    var random = SeededGenerator(seed: seed)
    let groups = Int.random(in: 2...5, using: &random)
    var values: [String: [String]] = ["group": [], "age": [], "decision": [], "outcome": []]
    for group in 0..<groups {
      let rate = Double.random(in: 0.3...0.7, using: &random)
      for _ in 0..<Int.random(in: 250...700, using: &random) {
        let isGood = Double.random(in: 0..<1, using: &random) < rate
        let isRight = Double.random(in: 0..<1, using: &random) < 0.75
        values["group"]?.append("g\(group)")
        values["age"]?.append("\(Int.random(in: 18..<70, using: &random))")
        values["outcome"]?.append(isGood ? "1" : "0")
        values["decision"]?.append(isGood == isRight ? "1" : "0")
      }
    }
    let requirements = ["selection-rate", "true-positive-rate", "accuracy"].map {
      Requirement(
        id: $0, metric: $0, across: [["group"], ["age"]], compare: .ratio, reference: .highest, atLeast: 0.8)
    }
    return try Audit.record(
      of: Support.plan(
        requirements: requirements,
        groups: [GroupColumn(name: "group"), GroupColumn(name: "age", bins: [18, 30, 45, 70])]),
      values: values)
  }

  /// What a warning tells people to write is what a plan reads, whatever the label.
  @Test func aBetterReferenceCanBeCopiedIntoThePlan() async throws {
    try await Support.inFolder { folder in
      let large = #"so "large": [a, b]"#
      func rows(_ group: String, _ favourable: Int, _ others: Int) -> String {
        let field = "\"" + group.replacing("\"", with: "\"\"") + "\""
        return "\(field),1,\(favourable)\n\(field),0,\(others)\n"
      }
      try Files.write(
        Array(("g,d,n\n" + rows(large, 600, 600) + rows("other", 480, 520) + rows("small", 40, 60)).utf8),
        to: folder + "/data.csv")
      func record(_ reference: String) async throws -> Record {
        let plan = """
          audit: {title: Test}
          decisions:
            source: data.csv
            columns: {decision: d, favourable: ["1"], unfavourable: ["0"], count: n}
            groups: [g]
          requirements:
            - {id: r, metric: selection-rate, at-least: 0.8\(reference)}
          """
        try Files.write(Array(plan.utf8), to: folder + "/evenhand.yaml")
        let file = try PlanFile(path: folder + "/evenhand.yaml")
        return try Audit.run(file.plan, folder: file.folder)
      }
      let weak = try await record(", reference: {group: small}")
      let words = try #require(DataWords.warnings(weak).first { $0.contains("(reference: {") })
      let start = try #require(words.range(of: "reference: {"))
      let end = try #require(words.range(of: "]}"))
      let better = try await record(", " + words[start.lowerBound..<end.upperBound])
      #expect(better.requirements[0].reference == .group([Label(large)]))
      #expect(better.warnings.allSatisfy { $0.code != .weakReference })
      // Against a group with a lower rate nobody could miss the demand, so that none is proposed.
      let lower = try await record(", reference: {group: [other]}")
      #expect(DataWords.warnings(lower).allSatisfy { !$0.contains("(reference: {") })
    }
  }

  @Test(arguments: 0..<20) func nothingIsSaidOfThem(seed: UInt64) throws {
    let record = try Self.record(seed: seed)
    for warning in record.warnings {
      // Some reference may have under 200 people, or too few to show anybody as met: that is true of it.
      #expect(warning.code == .weakReference, "\(warning)")
    }
    #expect(record.leftOut.isEmpty && record.outcomeKnown.isEmpty)
    for finding in record.findings {
      let bounds = try #require(finding.bounds)
      #expect(bounds.leftOut == 0 && bounds.share == 0 && bounds.counted == finding.verdict)
      #expect(finding.verdict == .notEnoughData || bounds.worst == bounds.best && bounds.worst?.value == finding.value)
    }
  }
}
