import Evenhand
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
