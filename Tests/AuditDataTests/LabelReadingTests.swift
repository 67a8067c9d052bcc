import AuditData
import AuditRecord
import Testing

/// Labels that say nothing, labels that are one, labels that nobody named: in every column that has labels.
@Suite("What labels mean") struct LabelReadingTests {
  private func columns(
    favourable: [Label] = ["1"], unfavourable: [Label]? = nil, positive: [Label]? = nil, negative: [Label]? = nil,
    count: String? = nil, rules: LabelRules = LabelRules(), strata: [String] = [], unknown: [Label] = [""]
  ) -> DecisionColumns {
    var columns = DecisionColumns(
      decision: "d", favourable: favourable, unfavourable: unfavourable, outcome: positive == nil ? nil : "o",
      positive: positive ?? [], negative: negative, count: count, groups: [GroupColumn(name: "g", rules: rules)],
      strata: strata, unknown: unknown)
    if positive == nil { columns.labels.positive = nil }
    return columns
  }

  private func facts(_ warnings: [DataWarning], _ code: DataWarningCode) -> [String] {
    warnings.filter { $0.code == code }.map { warning in
      let labels = warning.labels.map { "\($0.label) \($0.rows)/\($0.units)" }.joined(separator: " ")
      return "\(warning.table).\(warning.column ?? "") \(warning.role ?? ""): \(labels)"
    }
  }

  // MARK: words for a missing value

  @Test(arguments: ["NULL", "null", "NaN", "nan", "NA", "N/A", "None", "#N/A", "-", "?", " NULL ", "\u{A0}-"])
  func aWordIsNotKnownInAnyColumn(word: String) throws {
    let text = "g,s,d,o\nF,x,1,1\nM,x,0,0\n\(word),x,1,1\nF,\(word),0,1\nF,x,\(word),1\nM,x,1,\(word)\n"
    var plan = columns(positive: ["1"], strata: ["s"])
    for closed in [false, true] {
      if closed { (plan.labels.unfavourable, plan.labels.negative) = (["0"], ["0"]) }
      let outcome = try read(text, plan)
      #expect(
        outcome.table == [
          ["F", "x"]: [1, 0, 0, 0, 0, 0], ["M", "x"]: [0, 0, 1, 0, 1, 0], ["?", "x"]: [1, 0, 0, 0, 0, 0],
          ["F", "?"]: [0, 0, 0, 1, 0, 0],
        ])
      #expect(outcome.reading.rows == tally(6, ["missing-decision": 1]) && outcome.reading.missingOutcomeRows == 1)
      let bare = word.unicodeScalars.filter { !$0.properties.isWhitespace }.reduce(into: "") {
        $0.unicodeScalars.append($1)
      }
      #expect(
        facts(outcome.reading.warnings, .missingWords) == [
          "decisions.d decision: \(bare) 1/1", "decisions.o outcome: \(bare) 1/1", "decisions.g group: \(bare) 1/1",
          "decisions.s stratum: \(bare) 1/1",
        ])
      #expect(outcome.reading.warnings.allSatisfy { $0.share == 1.0 / 6 })
    }
  }

  @Test func blankTextIsNotKnownAndNoWarning() throws {
    let outcome = try read("g,d\nF,1\n,1\n  ,1\n\u{2003},0\nM, \nM,0\n", columns())
    #expect(outcome.table == [["F"]: [0, 0, 1, 0, 0, 0], ["M"]: [0, 0, 0, 0, 0, 1], ["?"]: [0, 0, 2, 0, 0, 1]])
    #expect(outcome.reading.warnings == [])
  }

  @Test func aNamedWordIsALabel() throws {
    let text = "g,d\nNA,-\nEU,1\nNA,1\n?,1\n"
    let outcome = try read(
      text, columns(unfavourable: ["-"], rules: LabelRules(labels: ["NA"], same: [.init("odd", ["?"])])))
    #expect(
      outcome.table == [
        ["NA"]: [0, 0, 1, 0, 0, 1], ["EU"]: [0, 0, 1, 0, 0, 0], ["odd"]: [0, 0, 1, 0, 0, 0],
      ])
    #expect(outcome.reading.warnings == [])
    // What the plan calls not known needs no warning either.
    let unknown = try read("g,d\nNA,0\nEU,1\n", columns(unknown: ["", "NA"])).reading
    #expect(unknown.layout.axes[0].labels == ["EU"] && unknown.warnings == [])
  }

  @Test func numbersMayBeMissingToo() throws {
    var plan = columns()
    plan.groups = [GroupColumn(name: "g", bins: [18, 35, 55, 65])]
    let outcome = try read("g,d\n20,1\nNaN,1\n16,0\n71,1\n71,1\n65,0\n,1\n", plan)
    #expect(
      outcome.table == [
        ["[18, 35)"]: [0, 0, 1, 0, 0, 0], ["[55, 65]"]: [0, 0, 0, 0, 0, 1], ["?"]: [0, 0, 4, 0, 0, 1],
      ])
    #expect(facts(outcome.reading.warnings, .missingWords) == ["decisions.g group: NaN 1/1"])
    #expect(facts(outcome.reading.warnings, .outsideBins) == ["decisions.g group: above 65 2/2 below 18 1/1"])
    #expect(Set(outcome.reading.layout.finest.map { $0[0] }) == [-2, -1, 0, 2])
  }

  // MARK: labels that are written differently

  @Test(arguments: [
    ("1", "1.0"), ("1", "1.00"), ("1", "01"), ("1.0", "1"), ("True", "true"), ("yes", " yes"), ("a b", "a\u{A0}b"),
    ("\u{E9}", "e\u{301}"), ("a b", "a  b"), ("x", "x\u{200B}"), ("none", "None"),
  ])
  func aTwinOfADeclaredLabelIsAnError(declared: String, other: String) throws {
    let plans = [
      columns(favourable: [Label(declared)]), columns(favourable: ["z"], unfavourable: [Label(declared)]),
      columns(favourable: ["z"], unfavourable: [Label(declared), "0"]),
    ]
    for plan in plans {
      let error = try failure("g,d\nF,\(declared)\nF,z\nF,\(other)\n", plan)
      #expect(error.code == "label-alike" && error.place == "4:3", "\(error)")
      #expect(error.message.contains(Quoted.text(declared)) && error.message.contains(Quoted.text(other)), "\(error)")
    }
    let outcome = columns(favourable: ["z"], positive: [Label(declared)])
    #expect(try failure("g,d,o\nF,z,\(declared)\nF,z,\(other)\n", outcome).place == "3:5")
    // Groups that the plan names in one way or another.
    for rules in [LabelRules(labels: [Label(declared)]), LabelRules(same: [.init("n", [Label(declared)])])] {
      #expect(try failure("g,d\n\(declared),1\n\(other),1\n", columns(rules: rules)).code == "label-alike")
    }
    if MissingWord.word(of: Label(other)) == nil {
      let unknown = columns(unknown: ["", Label(declared)])
      #expect(try failure("g,d\n\(declared),1\n\(other),1\n", unknown).code == "label-alike")
    }
    // Both named are two labels.
    let both = try read("g,d\nF,\(declared)\nF,\(other)\n", columns(favourable: [Label(declared), Label(other)]))
    #expect(both.table == [["F"]: [0, 0, 2, 0, 0, 0]])
  }

  @Test func longNumbersAreNoTwins() throws {
    let text = "g,d\n9007199254740993,1\n9007199254740992,0\n1e400,1\n2e400,0\n"
    #expect(try read(text, columns()).reading.warnings == [])
  }

  @Test func groupsThatAreWrittenAlikeAreNamedAndMayBeJoined() throws {
    let text = "g,d,n\nMale,1,3\nmale,1,5\n male,0,7\nFemale,1,1\n1,1,1\n1.0,0,1\nFEMALE,0,1\n"
    let apart = try read(text, columns(count: "n"))
    #expect(
      facts(apart.reading.warnings, .labelsAlike) == [
        "decisions.g group:  male 1/7 Male 1/3 male 1/5", "decisions.g group: 1 1/1 1.0 1/1",
        "decisions.g group: FEMALE 1/1 Female 1/1",
      ])
    let rules = LabelRules(same: [
      .init("Male", ["male", " male"]), .init("F", ["Female", "FEMALE"]), .init("1", ["1.0"]),
    ])
    let joined = try read(text, columns(count: "n", rules: rules))
    #expect(
      joined.table == [["Male"]: [0, 0, 8, 0, 0, 7], ["F"]: [0, 0, 1, 0, 0, 1], ["1"]: [0, 0, 1, 0, 0, 1]])
    #expect(joined.reading.warnings == [] && joined.reading.layout.axes[0].labels == ["1", "F", "Male"])
    let slip = try read(text, columns(count: "n", rules: LabelRules(same: [.init("X", ["Hale"])])))
    #expect(facts(slip.reading.warnings, .unseenLabels) == ["decisions.g group: Hale 0/0"])
  }

  @Test func joinedStrataAreOne() throws {
    var plan = columns(strata: ["s"])
    plan.strataRules = ["s": LabelRules(same: [.init("N", ["North", "north"])])]
    let outcome = try read("g,s,d\nF,North,1\nF,north,1\nF,South,0\n", plan)
    #expect(outcome.table == [["F", "N"]: [0, 0, 2, 0, 0, 0], ["F", "South"]: [0, 0, 0, 0, 0, 1]])
  }

  // MARK: what nobody named

  @Test(arguments: [1, 2, 7, 100]) func theRemainderIsCountedByLabel(rows: Int) throws {
    var random = SplitMix(state: UInt64(rows))
    let labels = ["hired", "rejected", "withdrawn", "pending", ""]
    var text = "g,d,o,n\nF,hired,1,1\n"
    var wanted: [String: (Int, Int)] = [:]
    for row in 0..<20 * rows {
      let (label, count) = (labels.randomElement(using: &random)!, Int.random(in: 0..<9, using: &random))
      wanted[label, default: (0, 0)].0 += 1
      wanted[label, default: (0, 0)].1 += count
      text += "\(["F", "M"][row % 2]),\(label),\(["1", "0", "late", ""][row % 4]),\(count)\n"
    }
    let plan = columns(favourable: ["hired"], positive: ["1"], count: "n")
    let reading = try read(text, plan, block: 64).reading
    let found = labels[1..<4].sorted().compactMap { label in
      wanted[label].map { LabelCount(Label(label), rows: $0.0, units: $0.1) }
    }
    #expect(reading.remainder == found)
    #expect(reading.outcomeRemainder.map(\.rows) == [5 * rows, 5 * rows])
    #expect(reading.outcomeRemainder.map(\.label) == ["0", "late"])
    #expect(
      try read(text, columns(favourable: ["hired"], unfavourable: ["rejected", "withdrawn", "pending"])).reading
        .remainder == [])
  }

  @Test func aListWithoutALabelInTheDataIsAnError() throws {
    let text = "g,d,o\nF,True,x\nM,False,y\nM,False,y\n"
    func error(_ plan: DecisionColumns) throws -> ReadError {
      let error = try #require(throws: ReadError.self) { try read(text, plan) }
      #expect(error.code == "no-such-label" && error.line == nil)
      return error
    }
    let favourable = try error(columns())
    #expect(
      favourable.message
        == "no row of “d” holds the favourable label “1”; it holds “False” (2 rows) and “True” (1)")
    #expect(favourable.hint == "write favourable: [\"True\"]" && favourable.key == "decisions.columns.favourable")
    #expect(
      try error(columns(favourable: ["True", "False"], unfavourable: ["no"])).key == "decisions.columns.unfavourable")
    let positive = try error(columns(favourable: ["True"], positive: ["z", "w"]))
    #expect(positive.message.hasPrefix("no row of “o” holds the positive label “z” or “w”; it holds “y” (2 rows)"))
    #expect(positive.hint == "name the labels under positive: as the column has them")
    let negative = try #require(throws: ReadError.self) {
      try read("g,d,o\nF,1,x\nM,0,x\n", columns(positive: ["x"], negative: ["z"]))
    }
    #expect(negative.key == "decisions.columns.negative")
    // A column that says nothing at all is no slip.
    #expect(try read("g,d,o\nF,1,\nM,0,NULL\n", columns(positive: ["1"])).reading.missingOutcomeRows == 2)
    let many = "g,d\n" + (0..<30).map { "F,\(String(repeating: "long", count: 20))\($0)\n" }.joined()
    let shown = try #require(throws: ReadError.self) { try read(many, columns()) }
    #expect(shown.message.hasSuffix("and 20 other labels") && shown.message.utf8.count < 1_000)
  }

  @Test func aDecisionHasFewLabels() throws {
    let text = "g,d\nF,1\n" + (0..<1_000).map { "F,text \($0)\n" }.joined()
    let error = try failure(text, columns())
    #expect(error.code == "too-many-labels" && error.line == 1_002 && !error.description.contains("text 9"))
  }

  // MARK: people and items

  @Test func usersAndItems() throws {
    var tables = Tables("user,item,rank\nu1,i1,1\n")
    tables.users = "user,sex\nu1,F\nu2,NULL\nu3,f\nu4,M\nu5,N/A\n"
    tables.items = "item,provider\ni1,A\ni2,null\ni3,B\ni4,b\ni5,\n"
    let data = try tables.read()
    #expect(data.users.axes[0].labels == ["F", "M", "f"] && data.users.codes == [[0, -1, 2, 1, -1]])
    #expect(data.items.axes[0].labels == ["A", "B", "b"] && data.items.memberships[0].starts == [0, 1, 1, 2, 3, 3])
    let warnings = data.readings.flatMap(\.warnings)
    #expect(facts(warnings, .missingWords) == ["users.sex group: N/A 1/1 NULL 1/1", "items.provider group: null 1/1"])
    #expect(facts(warnings, .labelsAlike) == ["users.sex group: F 1/1 f 1/1", "items.provider group: B 1/1 b 1/1"])

    let rules = LabelRules(labels: ["N/A"], same: [.init("F", ["f"]), .init("A", ["B", "b"])])
    tables.userGroups = [GroupColumn(name: "sex", rules: rules)]
    tables.itemGroups = [ItemGroupColumn(GroupColumn(name: "provider", rules: rules))]
    let joined = try tables.read()
    #expect(joined.users.axes[0].labels == ["F", "M", "N/A"] && joined.users.codes == [[0, -1, 0, 1, 2]])
    #expect(joined.items.axes[0].labels == ["A"] && joined.items.memberships[0].codes == [0, 0, 0])
  }

  @Test func itemsOfSeveralLabelsAreJoinedOnce() throws {
    var tables = Tables("user,item,rank\nu1,i1,1\n")
    tables.items = "item,provider\ni1,A|B|NULL\ni2,C|B\ni3,-\n"
    tables.itemGroups = [
      ItemGroupColumn(
        GroupColumn(name: "provider", rules: LabelRules(same: [.init("AB", ["A", "B"])])), separator: "|")
    ]
    let items = try tables.read().items
    #expect(items.axes[0].labels == ["AB", "C"] && items.memberships[0].starts == [0, 1, 3, 3])
    #expect(items.memberships[0].codes == [0, 0, 1] && items.memberships[0].shares == [1, 0.5, 0.5])
    tables.items = "item,provider\ni1,5\ni2,50\ni3,-1\ni4,\n"
    tables.itemGroups = [ItemGroupColumn(GroupColumn(name: "provider", bins: [0, 10]))]
    let binned = try tables.read()
    #expect(binned.items.memberships[0].outside == 2 && binned.items.memberships[0].codes == [0])
    #expect(
      facts(binned.readings.flatMap(\.warnings), .outsideBins) == ["items.provider group: above 10 1/1 below 0 1/1"])
  }

  // MARK: several labels, and counts beside each other

  @Test func peopleWithSeveralLabelsAreAGroupOfTheirOwn() throws {
    let text = "g,d\nAsian; White,1\nWhite;Asian,0\n White ;Asian; NULL,1\nWhite,1\n;,0\nNULL,1\nPI;Asian,1\n"
    var plan = columns(rules: LabelRules(same: [.init("API", ["Asian", "PI"])]))
    plan.groups[0].separator = ";"
    let outcome = try read(text, plan)
    #expect(
      outcome.table == [
        ["API;White"]: [0, 0, 1, 0, 0, 1], ["White"]: [0, 0, 1, 0, 0, 0], ["API"]: [0, 0, 1, 0, 0, 0],
        // Whoever has a label that is not known may have any other too.
        ["?"]: [0, 0, 2, 0, 0, 1],
      ])
    var tables = Tables("user,item,rank\nu1,i1,1\n")
    tables.users = "user,sex\nu1,b|a\nu2,a|b\nu3,a\n"
    tables.userGroups = [GroupColumn(name: "sex", separator: "|")]
    let users = try tables.read().users
    #expect(users.axes[0].labels == ["a", "a|b"] && users.codes == [[1, 1, 0]])
  }

  private var wide: DecisionColumns {
    DecisionColumns(
      labels: DecisionLabels(decision: "selected", favourable: [], count: "people", isWide: true),
      groups: [GroupColumn(name: "g")], within: [Stratifier(column: "s", justification: nil, approvedBy: nil)])
  }

  @Test func countsBesideEachOther() throws {
    let text = "g,s,people,selected\nA,x,100,40\nB,x,50,50\nA,y,10,0\nC,y,0,0\n?,y,7,3\n"
    let outcome = try read(text, wide)
    #expect(
      outcome.table == [
        ["A", "x"]: [0, 0, 40, 0, 0, 60], ["B", "x"]: [0, 0, 50, 0, 0, 0], ["A", "y"]: [0, 0, 0, 0, 0, 10],
        ["?", "y"]: [0, 0, 3, 0, 0, 4],
      ])
    #expect(outcome.reading.rows == tally(5) && outcome.reading.units == tally(167))
    #expect(outcome.reading.remainder == [] && outcome.reading.warnings.map(\.code) == [.missingWords])
    #expect(outcome.reading.layout.axes[0].labels == ["A", "B", "C"])
    for (row, place, words) in [
      ("A,x,10,11", "2:8", "more people are selected than there are"), ("A,x,10,0.4", "2:8", "is a rate"),
      ("A,x,10,40%", "2:8", "is a rate"), ("A,x,10,", "2:8", "the number of selected is not a whole number"),
      ("A,x,-1,0", "2:5", "the number of people is not a whole number"),
    ] {
      let error = try failure("g,s,people,selected\n\(row)\n", wide)
      #expect(error.code == "bad-count" && error.place == place && error.message.contains(words), "\(error)")
    }
    #expect(try failure("g,s,people\nA,x,1\n", wide).message.hasPrefix("the selected column “selected”"))
  }
}
