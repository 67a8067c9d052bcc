import AuditData
import AuditInputs
import AuditRecord
import Testing

@Suite("Scores as they are read") struct RowNumberReadingTests {
  private static func columns(
    _ range: ClosedRange<Double>? = nil, decision: Bool = true, count: String? = nil
  ) -> DecisionColumns {
    var columns = DecisionColumns(
      decision: decision ? "d" : "", favourable: decision ? ["1"] : [], outcome: "o", positive: ["1"], count: count,
      groups: [GroupColumn(name: "g")])
    columns.score = RowNumberColumn("s", range: range)
    return columns
  }

  private func tally(_ text: String, _ columns: DecisionColumns, threads: Int = 1) throws -> DecisionTally {
    var found: DecisionTally?
    try withFolder { folder in
      write(Array(text.utf8), to: "\(folder)/data.csv")
      var options = SourceOptions()
      options.blockBytes = 1 << 16
      found = try DecisionSource(files: [InputFile("\(folder)/data.csv")], columns: columns, options: options)
        .tally(threads: threads)
    }
    return try #require(found)
  }

  @Test func scoresGoToTheirGroupAndOutcome() throws {
    let text = "g,d,o,s\na,1,1,0.5\nb,0,0,-1e-3\na,1,,\na,,1,0.9\nb,0,1,NA\na,0,0,\"0.25\"\na,0,1,-0\nb,1,0, \n"
    let tally = try tally(text, Self.columns())
    let scores = try #require(tally.numbers[.score])
    // a: positive, negative, missing; then b. Without a decision nobody counts.
    #expect(scores.rows.map(\.values) == [[0.5, 0], [0.25], [], [], [-0.001], []])
    #expect(scores.rows[0].values[1].sign == .plus)
    #expect(scores.missing == [0, 0, 1, 1, 1, 0])
  }

  @Test func rowsThatStandForSeveral() throws {
    let scores = try #require(
      tally("g,d,o,s,n\na,1,1,0.5,3\na,1,1,0.5,0\na,0,0,,4\n", Self.columns(count: "n")).numbers[.score])
    #expect(scores.rows[0] == RowNumbers([0.5], counts: [3]) && scores.missing == [0, 4, 0])
  }

  @Test func scoresWithoutDecisions() throws {
    let tally = try tally("g,o,s\na,1,0.5\nb,0,0.25\n,0,0.75\n", Self.columns(decision: false))
    #expect(tally.reading.rows.judged == 3 && tally.counts.reduce(0, +) == 3)
    #expect(try #require(tally.numbers[.score]).rows.flatMap(\.values).sorted() == [0.25, 0.5, 0.75])
  }

  /// An amount and a prediction beside a score: each is read, and the error is what lies between.
  @Test func amountsAndTheirPredictions() throws {
    var columns = Self.columns(decision: false)
    columns.amount = RowNumberColumn("w", range: 0...100)
    columns.predicted = RowNumberColumn("p")
    let tally = try tally("g,o,s,w,p\na,1,0.5,10,12\nb,0,,20,\na,1,1,,7\nb,,2,30.5,30\n", columns)
    #expect(tally.numbers[.score]?.rows.map(\.values) == [[0.5, 1], [], [], [], [], [2]])
    #expect(tally.numbers[.amount]?.rows.map(\.values) == [[10], [], [], [], [20], [30.5]])
    #expect(tally.numbers[.error]?.rows.map(\.values) == [[2], [], [], [], [], [-0.5]])
    #expect(tally.numbers[.error]?.missing == [1, 0, 0, 0, 1, 0])
    func fault(_ row: String) -> (String, String)? {
      do {
        _ = try self.tally("g,o,s,w,p\n\(row)\n", columns)
        return nil
      } catch let error as ReadError { return (error.code, error.message) } catch { return nil }
    }
    #expect(try #require(fault("a,1,1,-5,1")).1.contains("amount lies outside the range of the plan, 0 to 100"))
    #expect(try #require(fault("a,1,1,inf,1")) == ("bad-amount", "the amount is not a finite number"))
    #expect(try #require(fault("a,1,1,1,soon")) == ("bad-amount", "the predicted amount is not a finite number"))
    #expect(try #require(fault("a,1,1,\"1,200\",1")).1.contains("thousands"))
  }

  @Test(arguments: [
    ("high", "bad-score", "3:7", "not a finite number"), ("inf", "bad-score", "3:7", "not a finite number"),
    ("\"0,5\"", "bad-score", "3:7", "decimal comma"), ("\"1,200\"", "bad-score", "3:7", "thousands"),
    ("1e101", "bad-score", "3:7", "1e100"), ("1.5", "bad-score", "3:7", "0 to 1"),
  ])
  func garbageIsAnErrorWithItsPlace(field: String, code: String, place: String, words: String) throws {
    do {
      _ = try tally("g,d,o,s\na,1,1,0.5\na,1,1,\(field)\n", Self.columns(0...1))
      Issue.record("no error")
    } catch let error as ReadError {
      #expect(error.code == code && error.place == place && error.message.contains(words))
    }
  }

  @Test func memoryGivesTheSame() throws {
    var random = SplitMix(state: 3)
    let rows = 3_000
    let values: [String: [String]] = [
      "g": (0..<rows).map { _ in ["a", "b", ""].randomElement(using: &random)! },
      "d": (0..<rows).map { _ in ["0", "1", ""].randomElement(using: &random)! },
      "o": (0..<rows).map { _ in ["0", "1", ""].randomElement(using: &random)! },
      "s": (0..<rows).map { _ in ["0.5", "1e-3", "", "NaN", "-7.25", "3"].randomElement(using: &random)! },
    ]
    let text =
      "g,d,o,s\n"
      + (0..<rows).map { row in ["g", "d", "o", "s"].map { values[$0]![row] }.joined(separator: ",") }
      .joined(separator: "\n")
    func sorted(_ tally: DecisionTally) -> [[Double]]? { tally.numbers[.score]?.rows.map { $0.values.sorted() } }
    let memory = try DecisionArrays(columns: Self.columns(), values: values).tally()
    let file = try tally(text, Self.columns())
    #expect(sorted(memory) == sorted(file) && memory.numbers[.score]?.missing == file.numbers[.score]?.missing)
    #expect(sorted(try tally(text, Self.columns(), threads: 3)) == sorted(file))
  }
}
