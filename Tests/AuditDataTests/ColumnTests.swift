import AuditData
import AuditRecord
import Testing

/// Columns that are neither text of a file nor strings: what a source of another kind hands out.
@Suite("Columns of every kind") struct ColumnTests {
  private let columns = DecisionColumns(
    subject: "id", decision: "hired", favourable: ["true"], unfavourable: ["false"], outcome: "good", positive: ["1"],
    negative: ["0"], count: "n",
    groups: [GroupColumn(name: "sex"), GroupColumn(name: "age band", column: "age", bins: [0, 25, 45.5, 120])],
    strata: ["site", "floor"], unknown: ["", "999"])

  /// Rows in columns: hired, good, n, id, sex, age, site, floor.
  private func arrays(_ rows: Int, _ random: inout SplitMix) -> [Column] {
    let sexes = LabelDictionary(["never", "M", "F", "", "e\u{301}", "\u{E9}"])
    let outcomes = LabelDictionary(["1", "0", ""])
    let age = Column.numbers(
      (0..<rows).map { _ in [0, 24.5, 25, 45.5, 46, 120, 121, 999, .nan].randomElement(using: &random)! })
    return [
      .truth((0..<rows).map { $0 < 2 ? $0 == 0 : Bool.random(using: &random) }),
      .coded(
        (0..<rows).map { $0 < 2 ? Int32($0) : Int32.random(in: -1..<3, using: &random) }, dictionary: outcomes),
      .numbers((0..<rows).map { _ in Double(Int.random(in: 0..<9, using: &random)) }),
      .numbers((0..<rows).map { Double($0) + 0.5 }),
      .coded(
        (0..<rows).map { _ in [-1, 1, 2, 3, 4, 5].randomElement(using: &random)!
        }, dictionary: sexes),
      age,
      .coded((0..<rows).map { _ in Int32.random(in: 0..<2, using: &random) }, dictionary: LabelDictionary(["x", "y"])),
      .numbers((0..<rows).map { _ in [-1, 0, 2, .nan].randomElement(using: &random)! }),
    ]
  }

  /// The same rows as a file has them.
  private func text(_ arrays: [Column], _ rows: Int) -> String {
    "hired,good,n,id,sex,age,site,floor\n"
      + (0..<rows).map { row in
        arrays.map { column in
          switch column {
          case .truth(let truth): "\(truth[row])"
          case .numbers(let numbers):
            numbers[row].isNaN
              ? "" : numbers[row] == numbers[row].rounded() ? "\(Int(numbers[row]))" : "\(numbers[row])"
          case .coded(let codes, let dictionary): codes[row] < 0 ? "" : dictionary.labels[Int(codes[row])].text
          case .text: ""
          }
        }.joined(separator: ",") + "\n"
      }.joined()
  }

  /// The columns as a source hands them out.
  private func source(of arrays: [Column]) throws -> any ColumnSource {
    let table = try MemoryTable(
      "memory",
      arrays.enumerated().map { number, column in
        switch column {
        case .numbers(let numbers): ("\(number)", .numbers(numbers))
        case .truth(let truth): ("\(number)", .truth(truth))
        case .coded(let codes, let dictionary): ("\(number)", .coded(codes, dictionary: dictionary))
        case .text: ("\(number)", .texts([]))
        }
      })
    return table.rows(of: 0..<table.parts, columns: Array(arrays.indices))
  }

  @Test("the same as from a file", arguments: [0, 2, 511, 512, 513, 3_000]) func same(rows: Int) throws {
    var random = SplitMix(state: UInt64(rows))
    let arrays = arrays(rows, &random)
    let tally = try DecisionTally(
      of: source(of: arrays), columns: columns, options: SourceOptions())
    var file = try read(text(arrays, rows), columns)
    file.reading.inputs = []
    var found = outcome(of: tally)
    // Labels that are numbers are said to be; a file has texts.
    let noted = found.reading.warnings.filter { $0.code == .wholeNumbers }
    #expect(noted.map(\.column) == (rows > 0 ? ["floor"] : []) && noted.allSatisfy { $0.role == "stratum" })
    found.reading.warnings.removeAll { $0.code == .wholeNumbers }
    #expect(found == file)
    // An entry of a dictionary that no row has is no label.
    #expect(!tally.reading.layout.axes[0].labels.contains("never"))
  }

  /// Hands out one row at a time, with a dictionary that is another one every second row.
  private struct Chunks: ColumnSource {
    var rows: [(hired: Int32, sex: Int32)]
    var handed = 0
    static let dictionaries = [LabelDictionary(["F", "M"]), LabelDictionary(["M", "F"])]
    static let answers = LabelDictionary(["yes", "no", "maybe"])

    mutating func next(_ columns: inout [Column], atMost: Int) throws(ReadError) -> Int {
      guard handed < rows.count else { return 0 }
      let row = rows[handed]
      columns = [
        .coded([row.hired], dictionary: Self.answers), .coded([row.sex], dictionary: Self.dictionaries[handed % 2]),
      ]
      handed += 1
      return 1
    }

    func error(_ fault: RowFault) -> ReadError {
      ReadError(.unexpectedLabel, file: "chunks", line: handed, message: "row \(handed)")
    }
  }

  @Test("dictionaries may differ from chunk to chunk") func dictionaries() throws {
    let source = Chunks(rows: [(0, 0), (0, 1), (1, 1), (1, 0), (0, -1), (-1, 0)])
    let columns = DecisionColumns(
      decision: "d", favourable: ["yes"], unfavourable: ["no"], groups: [GroupColumn(name: "sex")])
    let found = outcome(of: try DecisionTally(of: source, columns: columns, options: SourceOptions()))
    #expect(
      found.table == [["F"]: [0, 0, 2, 0, 0, 0], ["M"]: [0, 0, 0, 0, 0, 2], ["?"]: [0, 0, 1, 0, 0, 0]])
    #expect(found.reading.rows == tally(6, ["missing-decision": 1]))
    let error = #expect(throws: ReadError.self) {
      try DecisionTally(of: Chunks(rows: [(0, 0), (2, 0)]), columns: columns, options: SourceOptions())
    }
    #expect(error?.line == 2)
  }

  @Test("faults name the row") func faults() throws {
    func error(_ changed: Int, _ column: Column) -> ReadError? {
      var random = SplitMix(state: 3)
      var arrays = arrays(600, &random)
      arrays[changed] = column
      return #expect(throws: ReadError.self) {
        try DecisionTally(of: source(of: arrays), columns: columns, options: SourceOptions())
      }
    }
    let bad = error(2, .numbers((0..<600).map { $0 == 555 ? 1.5 : 1 }))
    #expect(bad?.code == "bad-count" && bad?.line == 556 && bad?.file == "memory")
    let none = error(3, .numbers((0..<600).map { $0 == 530 ? .nan : Double($0) }))
    #expect(none?.code == "missing-subject" && none?.line == 531)
    let twice = error(
      3, .coded((0..<600).map { Int32($0 % 599) }, dictionary: LabelDictionary((0..<600).map { Label("\($0)") })))
    #expect(twice?.code == "repeated-subject" && twice?.line == 600)
    let infinite = error(5, .numbers((0..<600).map { $0 == 7 ? .infinity : 1 }))
    #expect(infinite?.code == "not-a-number" && infinite?.line == 8)
  }
}
