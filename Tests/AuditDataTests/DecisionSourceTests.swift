import AuditData
import AuditRecord
import Testing

@Suite("Decisions") struct DecisionSourceTests {
  private let full = DecisionColumns(
    decision: "d", favourable: ["yes", "oui"], unfavourable: ["no"], outcome: "o", positive: ["1"], negative: ["0"],
    count: "n", groups: [GroupColumn(name: "sex")], unknown: ["", "n/a"])

  @Test func cells() throws {
    let text = """
      d,o,n,sex
      yes,1,1,F
      oui,0,2,F
      yes,,4,F
      no,1,8,F
      no,0,16,F
      no,,32,F
      ,1,64,F
      yes,1,128,n/a
      no,0,0,M
      """
    let outcome = try read(text, full)
    #expect(
      outcome.table == [
        ["F"]: [1, 2, 4, 8, 16, 32], ["?"]: [128, 0, 0, 0, 0, 0],
      ])
    // A group whose rows count for nothing is observed all the same.
    #expect(outcome.reading.layout.axes[0].labels == ["F", "M"])
    let reading = outcome.reading
    #expect(reading.rows == tally(9, ["missing-decision": 1]))
    #expect(reading.units == tally(255, ["missing-decision": 64]))
    #expect(reading.units.judged == 191)
    #expect(reading.missingOutcomeRows == 2 && reading.missingOutcomeUnits == 36)
    #expect(DecisionCell.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5])
    #expect(DecisionCell.allCases.map(\.isFavourable) == [true, true, true, false, false, false])
  }

  @Test func withoutOutcome() throws {
    let outcome = try read("decision,sex\nyes,F\nno,F\nmaybe,F\n")
    #expect(outcome.table == [["F"]: [0, 0, 1, 0, 0, 2]])
    #expect(outcome.reading.missingOutcomeRows == 0 && outcome.reading.missingOutcomeUnits == 0)
  }

  @Test func declaredLabelsOnly() throws {
    let decision = try failure("d,o,n,sex\nyes,1,1,F\nmaybe,1,1,F\n", full)
    #expect(decision.code == "unexpected-label" && decision.place == "3:1")
    #expect(decision.message == "the decision “maybe” is on neither list of the plan")
    let outcome = try failure("d,o,n,sex\nyes,1,1,F\nyes,\"2\",1,F\n", full)
    #expect(outcome.code == "unexpected-label" && outcome.place == "3:5" && outcome.message.contains("“2”"))
  }

  @Test func shownLabelsAreShortAndEscaped() throws {
    let long = String(repeating: "x", count: 100)
    #expect(try failure("d,o,n,sex\n\(long),1,1,F\n", full).message.contains("“\(String(repeating: "x", count: 40))…”"))
    #expect(try failure("d,o,n,sex\n\u{1B}[31m\u{202E},1,1,F\n", full).message.contains("“\\u{1B}[31m\\u{202E}”"))
  }

  @Test func unseenLabels() throws {
    let unseen = try read("d,o,n,sex\nyes,,1,F\nno,,1,F\n", full).reading.unseen
    #expect(unseen.decision == ["oui"] && unseen.outcome == ["1", "0"])
  }

  @Test("labels are their bytes") func bytes() throws {
    let hostile = [
      "\u{E9}", "e\u{301}", "a", "A", " a", "a ", "<script>", "=1+1", "\u{1B}[0m", "\u{202E}x", "NULL", "'; --", "?",
      "*",
      "\u{FEFF}b", "null", "%s%n", "../x", "\u{2028}", "a\u{0}".dropLast().description, "\\N", "🏳️‍🌈", "x\t",
    ]
    let labels = Set(hostile.map { Label($0) }).sorted()
    let text = "decision,sex\n" + labels.map { "yes,\($0.text)\nno,\"\($0.text)\"\n" }.joined()
    let columns = DecisionColumns(
      decision: "decision", favourable: ["yes"], groups: [GroupColumn(name: "sex", rules: LabelRules(labels: labels))])
    let outcome = try read(text, columns)
    #expect(outcome.table == Dictionary(uniqueKeysWithValues: labels.map { ([$0], [0, 0, 1, 0, 0, 1]) }))
    #expect(outcome.reading.layout.axes[0].labels == labels)
  }

  @Test func columnNamesAreBytes() throws {
    let columns = DecisionColumns(decision: "e\u{301}", favourable: ["1"])
    #expect(try read("\u{E9},e\u{301}\n0,1\n", columns).table == [[]: [0, 0, 1, 0, 0, 0]])
    #expect(try failure("\u{E9}\n1\n", columns).code == "missing-column")
  }

  @Test("counts", arguments: ["", "-1", "1.0", "1,5", " 1", "1 ", "1e3", "+1", "x", "0x1", "١"])
  func badCounts(count: String) throws {
    let error = try failure("d,o,n,sex\nyes,1,007,F\nyes,1,\"\(count)\",F\n", full)
    #expect(error.code == "bad-count" && error.place == "3:7")
  }

  @Test func countsTooLarge() throws {
    let most = "9007199254740992"
    let outcome = try read("d,o,n,sex\nyes,1,\(most),F\nno,0,0,F\n", full)
    #expect(outcome.reading.units.received == 9_007_199_254_740_992)
    for text in [
      "yes,1,\(most),F\nyes,1,1,F\n", "yes,1,0,F\nyes,1,9007199254740993,F\n",
      "yes,1,0,F\nyes,1,99999999999999999999999,F\n",
    ] {
      let error = try failure("d,o,n,sex\n" + text, full)
      #expect(error.code == "count-too-large" && error.place == "3:7")
    }
  }

  @Test func bins() throws {
    let columns = DecisionColumns(
      decision: "d", favourable: ["1"],
      groups: [
        GroupColumn(name: "age band", column: "age", bins: [0, 25, 45, 120]),
        GroupColumn(name: "fine", column: "age", bins: [-1.5, 24.999999999999996, 25]), GroupColumn(name: "age"),
      ], unknown: ["", "999", "n/a"])
    let ages: [(String, Label, Label)] = [
      ("0", "[0, 25)", "[-1.5, 24.999999999999996)"), ("24.999999999999996", "[0, 25)", "[24.999999999999996, 25]"),
      ("24.99999999999999", "[0, 25)", "[-1.5, 24.999999999999996)"),
      ("24.9999999999999999999", "[25, 45)", "[24.999999999999996, 25]"),
      ("25", "[25, 45)", "[24.999999999999996, 25]"),
      ("2.5e1", "[25, 45)", "[24.999999999999996, 25]"), ("250E-1", "[25, 45)", "[24.999999999999996, 25]"),
      ("+25.", "[25, 45)", "[24.999999999999996, 25]"), (".5", "[0, 25)", "[-1.5, 24.999999999999996)"),
      ("44.9", "[25, 45)", "?"), ("45", "[45, 120]", "?"), ("120", "[45, 120]", "?"), ("120.00000000000001", "?", "?"),
      ("-0", "[0, 25)", "[-1.5, 24.999999999999996)"), ("-1", "?", "[-1.5, 24.999999999999996)"), ("1e999", "?", "?"),
      ("-1e-400", "[0, 25)", "[-1.5, 24.999999999999996)"),
    ]
    var wanted: Table = [:]
    for (age, band, fine) in ages { wanted[[band, fine, Label(age)]] = [0, 0, 1, 0, 0, 1] }
    wanted[["?", "?", "?"]] = [0, 0, 3, 0, 0, 0]
    let rows = ages.map { "1,\($0.0)\n0,\"\($0.0)\"\n" }.joined() + "1,\n1,999\n1,\"n/a\"\n"
    let outcome = try read("d,age\n" + rows, columns)
    #expect(outcome.table == wanted)
    #expect(Set(outcome.reading.warnings.map(\.code)) == [.outsideBins, .labelsAlike])
    #expect(outcome.reading.layout.axes[0].labels == ["[0, 25)", "[25, 45)", "[45, 120]"])
    for text in ["x", "1 1", " x ", "nans", "inf", "0x10", "1,5", "--1", "1e", "1e+", ".", "+", "1.2.3", "1_000"] {
      let error = try failure("d,age\n1,7\n1,\"\(text)\"\n", columns)
      #expect(error.code == "not-a-number" && error.place == "3:3", "\(text)")
    }
  }

  @Test func manyNumbers() throws {
    let columns = DecisionColumns(
      decision: "d", favourable: ["1"], groups: [GroupColumn(name: "x", bins: [0, 5_000, 10_000, 20_000])])
    let text = "d,x\n" + (0..<20_000).map { "1,\($0).5\n" }.joined()
    #expect(
      try read(text, columns).table
        == [
          ["[0, 5000)"]: [0, 0, 5_000, 0, 0, 0], ["[5000, 10000)"]: [0, 0, 5_000, 0, 0, 0],
          ["[10000, 20000]"]: [0, 0, 10_000, 0, 0, 0],
        ])
  }

  @Test func strataAndIntersections() throws {
    let columns = DecisionColumns(
      decision: "d", favourable: ["1"],
      groups: [GroupColumn(name: "sex"), GroupColumn(name: "origin", column: "race")],
      strata: ["site", "race"])
    let outcome = try read("race,sex,site,d\nA,F,x,1\nB,F,x,1\nA,,y,0\nA,F,x,0\n,M,,\n", columns)
    #expect(
      outcome.table == [
        ["F", "A", "x", "A"]: [0, 0, 1, 0, 0, 1], ["F", "B", "x", "B"]: [0, 0, 1, 0, 0, 0],
        ["?", "A", "y", "A"]: [0, 0, 0, 0, 0, 1],
      ])
    let layout = outcome.reading.layout
    #expect(layout.axes.map(\.name) == ["sex", "origin", "site", "race"])
    #expect(layout.axes.map(\.role) == [.group, .group, .stratum, .stratum])
    // A row without a decision is observed all the same.
    #expect(layout.axes[0].labels == ["F", "M"] && layout.finest.last == [1, -1, -1, -1])
  }

  @Test("as many combinations as there are", arguments: [1, 3, 5, 12, 40]) func manyAxes(axes: Int) throws {
    var random = SplitMix(state: UInt64(axes))
    let names = (0..<axes).map { "g\($0)" }
    let columns = DecisionColumns(decision: "d", favourable: ["1"], groups: names.map { GroupColumn(name: $0) })
    var wanted: Table = [:]
    var text = "d,\(names.joined(separator: ","))\n"
    for row in 0..<9_000 {
      let numbers = names.map { _ in Int.random(in: 0..<(1 + row / (40 * axes)), using: &random) }
      let labels = numbers.map { $0 == 7 ? "" : "label \($0)" }
      text += "1,\(labels.joined(separator: ","))\n"
      wanted[labels.map { $0.isEmpty ? "?" : Label($0) }, default: [0, 0, 0, 0, 0, 0]][2] += 1
    }
    let outcome = try read(text, columns, block: 10_000)
    #expect(outcome.table == wanted)
    let finest = outcome.reading.layout.finest
    #expect(finest.count == wanted.count && Set(finest).count == wanted.count)
  }

  @Test func limits() throws {
    let ids = "decision,sex\n" + (0..<1_000).map { "yes,ID-SECRET-\($0)\n" }.joined()
    #expect(try read(ids + "no,\n").table.count == 1_001)
    let labels = try failure(ids + "no,\nyes,ID-SECRET-1000\n")
    #expect(labels.code == "too-many-labels" && labels.place == "1003:5" && !labels.description.contains("SECRET"))
    var options = SourceOptions()
    options.maximumGroups = 3
    let columns = DecisionColumns(
      decision: "d", favourable: ["1"], groups: [GroupColumn(name: "a"), GroupColumn(name: "b")])
    let groups = try failure("d,a,b\n1,x,x\n1,x,y\n1,y,x\n1,x,x\n1,y,y\n", columns, options: options)
    #expect(groups.code == "too-many-groups" && groups.line == 6)
  }

  @Test func columnsWithTwoParts() throws {
    var columns = simple
    for change in [\DecisionColumns.labels.outcome, \.labels.count, \.subject] {
      columns = simple
      columns[keyPath: change] = "decision"
      #expect(try failure("decision,sex\n", columns).code == "column-used-twice")
      columns[keyPath: change] = "sex"
      #expect(try failure("decision,sex\n", columns).code == "column-used-twice")
    }
  }

  @Test func firstFaultWins() throws {
    var columns = full
    columns.subject = "id"
    let head = "d,o,n,sex,id\nyes,1,1,F,a\n"
    func code(_ rows: String) throws -> String {
      let error = try failure(head + rows, columns)
      return "\(error.code) \(error.line ?? 0)"
    }
    #expect(try code("yes,1,x,F,b\nmaybe,1,1,F,c\n") == "bad-count 3")
    #expect(try code("yes,1,1,F,a\nyes,1,x,F,c\n") == "repeated-subject 3")
    #expect(try code("yes,1,1,F,\nyes,1,x,F,c\n") == "missing-subject 3")
    #expect(try code("yes,1,1,F,b\nyes\nyes,\"\n") == "ragged-row 4")
    #expect(try code("yes,1,x,F,b\n\0") == "bad-count 3")
    #expect(try code("maybe,1,1,F,\0\n") == "nul-byte 3")
  }
}
