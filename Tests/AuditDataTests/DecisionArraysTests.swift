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

  @Test("a column that is missing or too short is an error with its mend") func wrongUse() {
    let missing = #expect(throws: ReadError.self) {
      try DecisionArrays(columns: DecisionColumns(decision: "d", favourable: []), values: [:])
    }
    #expect(missing?.code == "missing-column")
    let short = #expect(throws: ReadError.self) {
      try DecisionArrays(columns: simple, values: ["decision": ["1"], "sex": []])
    }
    #expect(short?.code == "unequal-columns" && short?.hint != nil)
  }

  @Test("parts and threads change nothing, whatever the texts") func parts() throws {
    var random = SplitMix(state: 8)
    let labels = (0..<900).map { "label \($0)" + ($0 % 3 == 0 ? " that is longer than two words" : "") }
    let rows = 600_000
    let columns = DecisionColumns(
      subject: "id", decision: "d", favourable: ["1"], groups: [GroupColumn(name: "g"), GroupColumn(name: "n")])
    let d = (0..<rows).map { _ in Bool.random(using: &random) }
    let g = (0..<rows).map { _ in labels.randomElement(using: &random)! }
    var truth = columns
    truth.labels.favourable = ["true"]
    // The first rows and the others, counted apart.
    func part(_ range: Range<Int>, threads: Int = 1) throws -> DecisionCounts {
      try DecisionArrays(
        columns: truth,
        table: MemoryTable(
          "memory",
          [
            ("d", .truth(Array(d[range]))), ("g", .texts(Array(g[range]))), ("n", .wholes(range.map { $0 % 7 })),
            ("id", .texts(range.map { "person \($0 / 2)" })),
          ])
      ).counts(threads: threads)
    }
    let whole = try part(0..<rows).tallies(of: truth)
    #expect(try part(0..<rows, threads: 3).tallies(of: truth) == whole)
    var sum = try part(0..<250_001)
    try sum.add(part(250_001..<rows), of: truth)
    #expect(whole[0].reading.rows.judged == rows && whole[0].sampling != nil)
    #expect(try sum.tallies(of: truth).map(\.ofNoFile) == whole.map(\.ofNoFile))
  }
}
