import Evenhand
import Testing

/// A report makes the sentence of a finding from the record alone, and it is the one that the judge made.
@Suite struct WordsFromFactsTests {
  static func check(_ record: Record) throws {
    let numbers = RecordNumbers(record)
    for finding in record.findings {
      let requirement = try #require(record.requirements.first { $0.id == finding.requirement })
      let found = Sentences.sentence(
        of: finding, requirement: requirement, card: record.card(finding.metric),
        facts: numbers.facts(of: finding, requirement: requirement))
      #expect(found == finding.sentence)
    }
  }

  @Test(arguments: SampleBundleTests.bundles) func ofTheSampleBundles(
    _ name: String, _ dataset: String, _ plan: String
  ) throws {
    try Self.check(Record(parsing: Files.read("\(Support.checkout)/reports/\(name)/record.json")))
  }

  /// Every way of comparing, as a new gate judges an old record; of worst pairs only those that were measured.
  @Test(arguments: ["compas-two-year", "job-recommendations"]) func ofEveryWayOfComparing(_ name: String) throws {
    let record = try Record(parsing: Files.read("\(Support.checkout)/reports/\(name)/record.json"))
    let references: [ReferenceRule] = [.highest, .lowest, .overall, .complement, .target, .group(["female"]), .none]
    var requirements: [Requirement] = []
    for card in record.metrics where card.parts.isEmpty {
      let groupings = Array(Set(record.groupings.filter { $0.side == card.side }.map(\.grouping))) + [[]]
      for reference in references {
        for compare in Comparison.allCases where (compare == .value) == (reference == .none) {
          for minimum in [30, 600] {
            requirements.append(
              Requirement(
                id: "r\(requirements.count)", metric: card.id, across: groupings, compare: compare,
                reference: reference, atMost: 0.2, minimumCount: minimum))
          }
        }
      }
    }
    let judged = Gate.judge(record, by: requirements)
    #expect(judged.findings.count > requirements.count)
    for word in [VerdictWord.met, .notMet, .cannotTell, .notEnoughData, .couldNotRun] {
      #expect(judged.findings.contains { $0.verdict == word }, "\(word)")
    }
    try Self.check(judged)
  }
}
