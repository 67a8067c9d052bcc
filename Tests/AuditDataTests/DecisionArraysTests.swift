import AuditData
import AuditRecord
import Testing

@Suite("Decisions in memory") struct DecisionArraysTests {
  private let columns = DecisionColumns(
    decision: "d", favourable: ["1"], outcome: "o", positive: ["1"], count: "n",
    groups: [GroupColumn(name: "g"), GroupColumn(name: "age", bins: [0, 50, 100])])

  @Test("the same as from a file") func same() throws {
    var random = SplitMix(state: 5)
    let labels = ["", "a", "\"", "\"a\"", "a\r", "\r", "x,y", "l\nm", "é", "e\u{301}", "a label of more than 16 bytes"]
    let rows = 20_000
    let values: [String: [String]] = [
      "d": (0..<rows).map { _ in ["1", "0", ""].randomElement(using: &random)! },
      "o": (0..<rows).map { _ in ["1", "0", ""].randomElement(using: &random)! },
      "n": (0..<rows).map { _ in "\(Int.random(in: 0..<5, using: &random))" },
      "g": (0..<rows).map { _ in labels.randomElement(using: &random)! },
      "age": (0..<rows).map { _ in "\(Int.random(in: 0..<120, using: &random))" },
      "ignored": [],
    ]
    let names = ["d", "o", "n", "g", "age"]
    let text = ([names] + (0..<rows).map { row in names.map { values[$0]![row] } })
      .map { $0.map { "\"\($0.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\"" } }
      .map { $0.joined(separator: ",") + "\n" }.joined()
    let memory = outcome(of: try DecisionArrays(columns: columns, values: values).tally())
    var file = try read(text, columns)
    file.reading.inputs = []
    #expect(memory == file)
  }

  @Test func onlyDecisions() throws {
    let columns = DecisionColumns(decision: "d", favourable: ["1"])
    let outcome = outcome(of: try DecisionArrays(columns: columns, values: ["d": ["", "1", ""]]).tally())
    #expect(outcome.table == [[]: [0, 0, 1, 0, 0, 0]] && outcome.reading.rows.received == 3)
    #expect(try DecisionArrays(columns: columns, values: ["d": []]).tally().reading.rows == tally(0))
  }

  @Test func errors() throws {
    var ids = (0..<10_000).map { "\($0)" }
    ids[9_000] = "7"
    let columns = DecisionColumns(subject: "id", decision: "d", favourable: ["1"])
    var counted = columns
    let values = ["id": ids, "d": Array(repeating: "1", count: 10_000), "n": Array(repeating: "1", count: 10_000)]
    counted.labels.count = "n"
    let error = #expect(throws: ReadError.self) { try DecisionArrays(columns: counted, values: values).tally() }
    #expect(error?.code == "repeated-subject" && error?.line == 9_001 && error?.file == "memory")
    let nul = #expect(throws: ReadError.self) {
      try DecisionArrays(columns: columns, values: ["id": ["b", "a\0"], "d": ["1", "1"]]).tally()
    }
    #expect(nul?.code == "nul-byte" && nul?.line == 2)
    let first = #expect(throws: ReadError.self) {
      try DecisionArrays(columns: columns, values: ["id": ["b", "", "a\0"], "d": ["1", "1", "1"]]).tally()
    }
    #expect(first?.code == "missing-subject" && first?.line == 2)
    let twice = #expect(throws: ReadError.self) {
      try DecisionArrays(
        columns: DecisionColumns(subject: "d", decision: "d", favourable: ["1"]), values: ["d": ["1"]]
      ).tally()
    }
    #expect(twice?.code == "column-used-twice" && twice?.file == "memory")
  }

  @Test func wrongUse() async {
    await #expect(processExitsWith: .failure) {
      _ = DecisionArrays(columns: DecisionColumns(decision: "d", favourable: []), values: [:])
    }
    await #expect(processExitsWith: .failure) {
      _ = DecisionArrays(columns: simple, values: ["decision": ["1"], "sex": []])
    }
  }
}
