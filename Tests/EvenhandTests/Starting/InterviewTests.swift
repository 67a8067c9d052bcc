import Evenhand
import Foundation
import Testing

/// Answers as a person would, and keeps what was shown.
final class ScriptedPerson: Answering {
  private var answers: [String]
  /// Everything that was shown, asked and answered.
  private(set) var dialogue = ""
  let canAnswer: Bool

  init(_ answers: [String] = [], canAnswer: Bool = true) { (self.answers, self.canAnswer) = (answers, canAnswer) }

  func show(_ text: String) { dialogue += text + "\n" }

  func answer(_ question: String) -> String? {
    guard !answers.isEmpty else { return nil }
    let answer = answers.removeFirst()
    dialogue += (answer.isEmpty ? String(question.dropLast()) : question + answer) + "\n"
    return answer
  }

  var isDone: Bool { answers.isEmpty }
}

/// The questions of `init`: the same plan by answers and by options, which runs; sentences for what is no data of an audit.
struct InterviewTests {
  static let applications = "\(Support.checkout)/datasets/applications"
  static let jobs = "\(Support.checkout)/datasets/job-recommendations"

  private func plan(
    _ files: [String], in folder: String, _ given: [GivenAnswers.Topic: [String]] = [:], yes: Bool = true,
    person: ScriptedPerson = ScriptedPerson(canAnswer: false)
  ) throws -> String {
    try Interview(GivenAnswers(given, takesProposals: yes), person: person, folder: folder).plan(for: files)
  }

  /// Carries a plan out.
  private func record(_ yaml: String, in folder: String) async throws -> Record {
    let plan = try PlanReader.read(Array(yaml.utf8), file: "evenhand.yaml", catalogue: Catalogue.cards)
    var whole = plan
    whole.replicates = 0
    return try Audit.run(whole, folder: folder)
  }

  private func write(_ text: String, to name: String, in folder: String) throws {
    try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
  }

  // MARK: decisions

  static let options: [GivenAnswers.Topic: [String]] = [
    .decision: ["y_pred"], .favourable: ["1"], .group: ["gender", "age:18,35,55,81"], .outcome: ["y_true"],
    .positive: ["1"], .reference: ["gender=complement"],
  ]
  static let answers = [
    "", "", "1", "y_true", "1", "gender age", "18, 35, 55, 81", "", "", "", "",
  ]

  @Test func answersAndOptionsGiveTheSamePlanWhichRuns() async throws {
    let person = ScriptedPerson(InterviewTests.answers)
    let asked = try plan(["applications.csv"], in: InterviewTests.applications, yes: false, person: person)
    #expect(person.isDone, "\(person.dialogue)")
    let given = try plan(["applications.csv"], in: InterviewTests.applications, InterviewTests.options)
    #expect(asked == given)
    let record = try await record(given, in: InterviewTests.applications)
    #expect(record.findings.count == 5)
    #expect(record.requirements.map(\.reference) == [.complement, .highest])
    #expect(record.labels?.subject == "id" && record.labels?.outcome == "y_true")
  }

  @Test func aSmallHighestGroupIsNotProposed() throws {
    let person = ScriptedPerson(InterviewTests.answers)
    _ = try plan(["applications.csv"], in: InterviewTests.applications, yes: false, person: person)
    // Nor a group with a lower rate, which no other could miss.
    #expect(person.dialogue.contains("complement compares each group with everybody else."))
    #expect(person.dialogue.contains("or a label [complement]:"))
    #expect(person.dialogue.contains("This audit can be relied on to show “met” from a true ratio of:"))
  }

  @Test func limitsAreProposedToPeopleAndAskedOfOptions() throws {
    var options = InterviewTests.options
    options[.group] = ["gender", "age"]
    let error = #expect(throws: StartError.self) {
      try plan(["applications.csv"], in: InterviewTests.applications, options)
    }
    #expect("\(try #require(error))".contains("add --group age:15,35,50,80"))
  }

  @Test(arguments: [
    ([GivenAnswers.Topic.decision, .favourable], "--decision COLUMN=LABEL"), ([.favourable], "--decision y_pred=LABEL"),
    ([.group], "--group COLUMN"), ([.positive], "--outcome y_true=LABEL"),
  ])
  func aMissingAnswerNamesItsOption(_ missing: [GivenAnswers.Topic], _ option: String) throws {
    let options = InterviewTests.options.filter { !missing.contains($0.key) }
    let error = #expect(throws: StartError.self) {
      try plan(["applications.csv"], in: InterviewTests.applications, options)
    }
    #expect("\(try #require(error))".contains(option))
  }

  @Test func withoutYesNothingIsTakenForGranted() throws {
    let error = #expect(throws: StartError.self) {
      try plan(["applications.csv"], in: InterviewTests.applications, InterviewTests.options, yes: false)
    }
    #expect("\(try #require(error))".contains("--subject COLUMN"))
  }

  @Test(arguments: [
    (GivenAnswers.Topic.decision, ["y_perd"], "did you mean “y_pred”?"), (.decision, ["age"], "62 different numbers"),
    (.favourable, ["yes"], "it holds 0 (1,839), 1 (1,161)"), (.favourable, ["0,1"], "these are all labels"),
    (.group, ["gender", "gender"], "named twice"), (.group, ["age:35,18"], "each above the one before"),
    (.group, ["gender:1,2"], "holds texts"), (.group, ["sex"], "there is no column “sex”"),
    (.group, ["id"], "is used for something else already"),
    (.reference, ["W"], "is no rule and no group"), (.atLeast, ["80"], "above 0 and below 1"),
    (.subject, ["gender"], "is used for something else already"), (.outcome, ["y_pred"], "is used for something else"),
  ])
  func wrongAnswersAreSaid(_ topic: GivenAnswers.Topic, _ answer: [String], _ words: String) throws {
    var options = InterviewTests.options
    options[topic] = answer
    let error = #expect(throws: StartError.self) {
      try plan(["applications.csv"], in: InterviewTests.applications, options)
    }
    #expect("\(try #require(error))".contains(words), "\(error.map(String.init(describing:)) ?? "")")
  }

  @Test func anOptionThatNothingAsksForIsNotPassedOver() throws {
    for (topic, words) in [(GivenAnswers.Topic.rank, "--rank"), (.notDecided, "--not-decided"), (.grade, "--grade")] {
      var options = InterviewTests.options
      options[topic] = ["0"]
      let error = #expect(throws: StartError.self) {
        try plan(["applications.csv"], in: InterviewTests.applications, options)
      }
      #expect(
        "\(try #require(error))" == "\(words) answers nothing that is asked about these files (leave it out)")
    }
  }

  @Test func columnsWrittenAlikeGetIdsOfTheirOwn() async throws {
    try await Support.inFolder { folder in
      let rows = (0..<300).map { "\($0 % 3 == 0 ? "no" : "yes"),\($0 % 2),\($0 % 5 % 2),\($0 % 7 % 2)" }
      try write((["hired,a b,A-b,пол"] + rows).joined(separator: "\n"), to: "d.csv", in: folder)
      let yaml = try plan(
        ["d.csv"], in: folder, [.decision: ["hired"], .favourable: ["yes"], .group: ["a b", "A-b", "пол"]])
      #expect(
        try await record(yaml, in: folder).requirements.map(\.id)
          == ["four-fifths-a-b", "four-fifths-a-b-2", "four-fifths"])
    }
  }

  /// Names and labels that would draw lines of their own, or hide some.
  @Test func hostileNamesAndLabelsStayInTheirLines() async throws {
    try await Support.inFolder { folder in
      let rows = (0..<300).map { "\($0 % 3 == 0 ? "no" : "y\u{1B}[2Jes"),\"\($0 % 2 == 0 ? "f\nwrote x" : "m")\"" }
      try write((["hired,\"a\nfake: line\""] + rows).joined(separator: "\n"), to: "d.csv", in: folder)
      let person = ScriptedPerson(canAnswer: false)
      let yaml = try plan(
        ["d.csv"], in: folder,
        [.decision: ["hired"], .favourable: ["y\u{1B}[2Jes"], .group: ["a\nfake: line"]], person: person)
      for line in person.dialogue.split(separator: "\n") {
        #expect(!line.hasPrefix("fake") && !line.hasPrefix("wrote") && !line.contains("\u{1B}"), "\(line)")
      }
      #expect(!yaml.contains("\u{1B}") && yaml.contains("\\nfake: line"))
      #expect(try await record(yaml, in: folder).groupings.map(\.grouping) == [["a\nfake: line"]])
    }
  }

  @Test func aWrongAnswerIsAskedAgain() throws {
    let answers = ["", "y_perd", ""] + InterviewTests.answers.dropFirst(2)
    let person = ScriptedPerson(answers)
    _ = try plan(["applications.csv"], in: InterviewTests.applications, yes: false, person: person)
    #expect(person.isDone && person.dialogue.contains("did you mean “y_pred”?"))
  }

  @Test func answersThatEndWriteNothing() {
    #expect(throws: StartError.self) {
      try plan(["applications.csv"], in: InterviewTests.applications, yes: false, person: ScriptedPerson(["", ""]))
    }
  }

  // MARK: what is not shown

  /// A planted word in every column that is neither decision, outcome nor group: neither shown nor written.
  @Test func valuesOfOtherColumnsAreInNoOutput() async throws {
    try await Support.inFolder { folder in
      let rows = (0..<400).map { row in
        "SECRET\(row),\(row % 2 == 0 ? "SECRETA" : "SECRETB"),SECRET,\(770_000 + row % 90),\(row % 3 == 0 ? "no" : "yes"),\(row % 2 == 0 ? "f" : "m")"
      }
      try write((["id,note,same,salary,hired,sex"] + rows).joined(separator: "\n"), to: "d.csv", in: folder)
      let person = ScriptedPerson(["", "hired", "yes", "", "sex", "", "", "", ""])
      let asked = try plan(["d.csv"], in: folder, yes: false, person: person)
      let silent = ScriptedPerson(canAnswer: false)
      let given = try plan(
        ["d.csv"], in: folder, [.decision: ["hired"], .favourable: ["yes"], .group: ["sex"]], person: silent)
      #expect(asked == given)
      for text in [person.dialogue, silent.dialogue, asked] {
        #expect(!text.contains("SECRET") && !text.contains("7700"), "\(text)")
      }
      for wrong in [
        [GivenAnswers.Topic.decision: ["note"]], [.group: ["id"]], [.group: ["salary"]], [.subject: ["same"]],
      ] {
        let options = [.decision: ["hired"], .favourable: ["SECRETC"], .group: ["sex"]].merging(wrong) { $1 }
        let error = #expect(throws: (any Error).self) { try plan(["d.csv"], in: folder, options) }
        // A label of a column that was chosen as the decision may be shown; no other.
        #expect(!"\(try #require(error))".contains("SECRET1") && !"\(error!)".contains("7700"))
      }
    }
  }

  // MARK: counts

  @Test func tablesOfCountsInBothForms() async throws {
    try await Support.inFolder { folder in
      try write("region,hired,applicants\nnorth,400,1000\nsouth,380,1000\neast,150,500\n", to: "w.csv", in: folder)
      let person = ScriptedPerson(["", "", "region", "", "", ""])
      let asked = try plan(["w.csv"], in: folder, yes: false, person: person)
      #expect(person.isDone, "\(person.dialogue)")
      let given = try plan(
        ["w.csv"], in: folder, [.selected: ["hired"], .people: ["applicants"], .group: ["region"]])
      #expect(asked == given)
      #expect(try await record(given, in: folder).units.received == 2500)

      let error = #expect(throws: StartError.self) { try plan(["w.csv"], in: folder, [.group: ["region"]]) }
      #expect("\(try #require(error))".contains("--selected COLUMN and --people COLUMN"))
    }
    let berkeley = "\(Support.checkout)/datasets/berkeley-admissions-1973"
    let options: [GivenAnswers.Topic: [String]] = [
      .decision: ["admitted"], .favourable: ["yes"], .group: ["sex"], .count: ["applicants"],
    ]
    let found = try await record(plan(["admissions.csv"], in: berkeley, options), in: berkeley)
    #expect(found.units.received == 4526 && found.findings.map(\.verdict) == [.notMet])
    let error = #expect(throws: StartError.self) {
      try plan(["admissions.csv"], in: berkeley, options.filter { $0.key != .count })
    }
    #expect("\(try #require(error))".contains("--count COLUMN"))
  }

  // MARK: lists

  static let tables = ["recommendations.csv", "users.csv", "jobs.csv", "relevant.csv", "history.csv", "audience.csv"]

  @Test func listsWithTheirTables() async throws {
    let options: [GivenAnswers.Topic: [String]] = [
      .user: ["seeker"], .item: ["job"], .group: ["gender", "employer_size"],
    ]
    let person = ScriptedPerson(["", "", "", "", "", "gender", "employer_size", "", "", "", ""])
    let asked = try plan(InterviewTests.tables, in: InterviewTests.jobs, yes: false, person: person)
    #expect(person.isDone, "\(person.dialogue)")
    let given = try plan(InterviewTests.tables, in: InterviewTests.jobs, options)
    #expect(asked == given)
    let record = try await record(given, in: InterviewTests.jobs)
    #expect(record.requirements.map(\.metric) == ["ndcg", "exposure"])
    #expect(record.tables.map(\.table) == ["users", "items", "audience", "relevance", "history", "lists"])
    #expect(record.findings.contains { $0.verdict == .notMet && $0.group == ["small"] })
  }

  @Test(arguments: [
    (["recommendations.csv"], "no table has columns that say which group"),
    (["recommendations.csv", "users.csv"], "lists alone do not say how well"),
    (["users.csv", "jobs.csv"], "none of them is ranked lists"),
    (["recommendations.csv", "users.csv", "audience.csv", "history.csv"], "lists alone do not say"),
  ])
  func listsThatLackSomething(_ files: [String], _ words: String) throws {
    let error = #expect(throws: StartError.self) {
      try plan(
        files, in: InterviewTests.jobs,
        [.user: ["seeker"], .item: ["job"], .rank: ["rank"]].merging(
          files.count > 1 ? [.group: ["gender"]] : [:]
        ) { $1 })
    }
    #expect("\(try #require(error))".contains(words), "\(error.map(String.init(describing:)) ?? "")")
  }

  // MARK: what is no data of an audit

  @Test func trapsHaveSentences() async throws {
    try await Support.inFolder { folder in
      let scores = (0..<60).map { "\(Double($0) / 7),\(Double($0) / 9)" }.joined(separator: "\n")
      for (name, text, words) in [
        ("empty.csv", "", "the file is empty"), ("one.csv", "hired\nyes\nno\n", "the file has one column"),
        ("header.csv", "sex,hired\n", "no rows below the names"), ("data.csv", "1,2,3\n4,5,6\n", "looks like data"),
        ("cells.csv", "user,recommendations\n1,\"['a', 'b']\"\n", "holds whole lists in a cell"),
        ("scores.csv", "score,other\n\(scores)\n", "no column has from 2 to 25 labels"),
        ("x.parquet", "PAR1....", "the Parquet file is cut short"),
        ("x.jsonl", "{\"a\":1}\n{\"a\":2}\n", "the file has one column"),
        ("x.zip", "PK\u{3}\u{4}....", "a ZIP"),
      ] {
        try write(text, to: name, in: folder)
        let error = #expect(throws: (any Error).self) {
          try plan([name], in: folder, [.decision: ["hired"], .favourable: ["yes"], .group: ["sex"]])
        }
        #expect("\(try #require(error))".contains(words), "\(error.map { "\($0)" } ?? "")")
      }
      let error = #expect(throws: ReadError.self) { try plan(["nowhere.csv"], in: folder) }
      #expect(error?.code == "missing-input")
    }
  }
}

/// The page of the first audit shows what is asked, word for word.
extension InterviewTests {
  @Test func thePageShowsTheQuestions() throws {
    let path = "\(Support.checkout)/docs/first-audit.md"
    let page = try String(contentsOfFile: path, encoding: .utf8)
    let start = try #require(page.range(of: "```text\n$ evenhand init applications.csv\n"))
    let end = try #require(page.range(of: "```\n", range: start.upperBound..<page.endIndex))
    let person = ScriptedPerson(InterviewTests.answers)
    let interview = Interview(GivenAnswers(), person: person, folder: InterviewTests.applications)
    _ = try interview.plan(for: ["applications.csv"])
    if page[start.upperBound..<end.lowerBound] != person.dialogue,
      ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1"
    {
      let text = page[..<start.upperBound] + person.dialogue + page[end.lowerBound...]
      try String(text).write(toFile: path, atomically: true, encoding: .utf8)
      Issue.record("recorded anew: docs/first-audit.md")
      return
    }
    #expect(page[start.upperBound..<end.lowerBound] == person.dialogue)
  }
}
