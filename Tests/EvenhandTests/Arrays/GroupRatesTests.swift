import Evenhand
import Foundation
import Testing
import _AuditTesting

@Suite("Rates of groups from arrays") struct GroupRatesTests {
  /// People with whatever an audit can be told about them.
  struct People {
    var decisions: [String] = []
    var outcomes: [String] = []
    var sex: [String] = []
    var age: [Int] = []
    var weights: [Double] = []
    var ids: [String] = []
    var scores: [Double] = []

    init(_ count: Int, seed: UInt64) {
      var random = SeededGenerator(seed: seed)
      for number in 0..<count {
        let sex = ["F", "M", "X", "n/a", ""][
          min(4, Int.random(in: 0..<12, using: &random) / 4 + (number % 97 == 0 ? 2 : 0))]
        let score = Double(Int.random(in: 0...100, using: &random)) / 100
        self.sex.append(sex)
        age.append(Int.random(in: 18..<90, using: &random))
        scores.append(score)
        decisions.append(
          Int.random(in: 0..<20, using: &random) == 0 ? "" : score > (sex == "F" ? 0.6 : 0.5) ? "yes" : "no")
        outcomes.append(
          Int.random(in: 0..<9, using: &random) == 0 ? "" : Double.random(in: 0..<1, using: &random) < score ? "1" : "0"
        )
        weights.append(Double(Int.random(in: 1...8, using: &random)) / 4)
        ids.append("p\(Int.random(in: 0..<(count * 2 / 3), using: &random))")
      }
    }

    var csv: String {
      "decision,outcome,sex,age,weight,id,score\n"
        + decisions.indices.map {
          "\(decisions[$0]),\(outcomes[$0]),\(sex[$0]),\(age[$0]),\(weights[$0]),\(ids[$0]),\(scores[$0])\n"
        }.joined()
    }

    func rates(isWeighted: Bool = false, isRepeated: Bool = false, rows: Range<Int>? = nil) throws -> GroupRates {
      let rows = rows ?? decisions.indices
      return try GroupRates(
        decisions: Array(decisions[rows]), favourable: ["yes"], outcomes: Array(outcomes[rows]), positive: ["1"],
        groups: ["sex": Array(sex[rows]), "age": Array(age[rows])], bins: ["age": [18, 30, 50, 90]],
        weights: isWeighted ? Array(weights[rows]) : nil, subjects: isRepeated ? Array(ids[rows]) : nil,
        scores: Array(scores[rows]))
    }
  }

  struct Question: CustomTestStringConvertible {
    var metric: String
    var compare: Comparison
    var reference: ReferenceRule
    var written: String
    var grouping: [String] = ["sex"]
    var confidence = 0.95
    var minimumCount = 30

    var testDescription: String { "\(metric) \(compare) \(written) \(grouping)" }
  }

  static let questions: [Question] = [
    Question(metric: "selection-rate", compare: .ratio, reference: .highest, written: "highest"),
    Question(metric: "selection-rate", compare: .difference, reference: .complement, written: "complement"),
    Question(metric: "selection-rate", compare: .ratio, reference: .overall, written: "overall", confidence: 0.9),
    Question(
      metric: "selection-rate", compare: .ratio, reference: .highest, written: "highest", grouping: ["age", "sex"]),
    Question(
      metric: "true-positive-rate", compare: .difference, reference: .lowest, written: "lowest", minimumCount: 50),
    Question(metric: "false-positive-rate", compare: .ratio, reference: .group(["M"]), written: "{group: [M]}"),
    Question(metric: "accuracy", compare: .difference, reference: .worstPair, written: "worst-pair", grouping: ["age"]),
    Question(metric: "equalized-odds", compare: .difference, reference: .worstPair, written: "worst-pair"),
    Question(metric: "equalized-odds", compare: .difference, reference: .group(["F"]), written: "{group: [F]}"),
    Question(metric: "f1", compare: .ratio, reference: .highest, written: "highest", grouping: ["age"]),
    Question(metric: "auc", compare: .difference, reference: .highest, written: "highest"),
    Question(metric: "balanced-accuracy", compare: .difference, reference: .highest, written: "highest"),
  ]

  @Test("the numbers are those of an audit by a plan", arguments: [(false, false), (true, false), (false, true)])
  func samePlan(isWeighted: Bool, isRepeated: Bool) async throws {
    for seed in [1, 2] as [UInt64] {
      let people = People(seed == 1 ? 700 : 2_500, seed: seed)
      let asked = Self.questions.enumerated().map { number, question in
        """
          - id: q\(number)
            metric: \(question.metric)
            across: [[\(question.grouping.joined(separator: ", "))]]
            compare: \(question.compare.rawValue)
            reference: \(question.written)
            \(question.compare == .ratio ? question.written == "lowest" ? "at-most: 1.2" : "between: [0.81, 1.19]" : "at-most: 0.1")
            confidence: \(question.confidence)
            minimum-count: \(question.minimumCount)
        """.replacing("[[\(question.grouping[0])]]", with: "[\(question.grouping[0])]")
      }
      let plan = """
        audit: {title: Rates}
        decisions:
          source: people.csv
          columns: {decision: decision, favourable: ["yes"], outcome: outcome, positive: ["1"], score: score\
        \(isWeighted ? ", weight: weight" : "")\(isRepeated ? ", subject: id" : "")}
          groups: [{column: age, bins: [18, 30, 50, 90]}, sex]
          intersections: [[age, sex]]
        requirements:
        \(asked.joined(separator: "\n"))
        power: false
        replicates: 0
        """
      let record = try await Support.inFolder { folder in
        try people.csv.write(toFile: "\(folder)/people.csv", atomically: true, encoding: .utf8)
        try plan.write(toFile: "\(folder)/evenhand.yaml", atomically: true, encoding: .utf8)
        let file = try PlanFile(path: "\(folder)/evenhand.yaml")
        return try Audit.run(file.plan, folder: folder)
      }
      let rates = try people.rates(isWeighted: isWeighted, isRepeated: isRepeated)
      for question in Self.questions {
        let found = try rates.compare(
          question.metric, across: question.grouping, by: question.compare, against: question.reference,
          confidence: question.confidence, minimumCount: question.minimumCount)
        let word = question.reference.word
        let rows = record.disparities.filter {
          $0.metric == question.metric && $0.grouping == question.grouping && $0.comparison == question.compare
            && $0.reference.rule == word && $0.level == question.confidence
            && $0.minimumCount == question.minimumCount
        }
        #expect(found.disparities == rows, "\(question.testDescription)")
        let isSummed = [.worstPair].contains(word) || question.metric == "equalized-odds"
        #expect(isSummed || !rows.isEmpty, "\(question.testDescription)")
        let summary = record.summaries.filter {
          $0.metric == question.metric && $0.grouping == question.grouping && $0.comparison == question.compare
            && $0.level == question.confidence && $0.minimumCount == question.minimumCount
            && (question.metric == "equalized-odds" ? $0.reference.rule == word : $0.reference.rule == .worstPair)
            && (word != .group || question.metric != "equalized-odds"
              || $0.reference.group == question.reference.labels)
        }
        #expect(found.summary == summary.first && summary.count == 1, "\(question.testDescription)")
        for estimate in found.estimates {
          let same = record.estimates.first {
            $0.metric == estimate.metric && $0.group == estimate.group && $0.grouping == estimate.grouping
          }
          #expect(same?.value == estimate.value && same?.interval == estimate.interval && same?.count == estimate.count)
          #expect(same?.undefined == estimate.undefined && same?.numerator == estimate.numerator)
        }
        #expect(!found.estimates.isEmpty)
      }
      for result in try rates.values(across: ["sex"]) where result.summary == nil {
        #expect(
          result.estimates.map(\.value)
            == record.estimates.filter { $0.metric == result.metric && $0.grouping == ["sex"] && $0.within == nil }
            .map(\.value), "\(result.metric)")
      }
    }
  }

  @Test("batches add up to the whole", arguments: [(false, false), (true, false), (false, true), (true, true)])
  func batches(isWeighted: Bool, isRepeated: Bool) throws {
    let people = People(3_000, seed: 5)
    func rates(_ rows: Range<Int>? = nil) throws -> GroupRates {
      try people.rates(isWeighted: isWeighted, isRepeated: isRepeated, rows: rows)
    }
    let whole = try rates()
    var sum = try rates(0..<7)
    for rows in [7..<1_200, 1_200..<1_201, 1_201..<3_000] { try sum.add(try rates(rows)) }
    for question in Self.questions {
      func ask(_ rates: GroupRates) throws -> GroupResult {
        try rates.compare(question.metric, across: question.grouping, by: question.compare, against: question.reference)
      }
      #expect(try ask(sum) == ask(whole), "\(question.testDescription)")
    }
    #expect(try sum.notes() == whole.notes())
    let other = try GroupRates(decisions: ["yes"], favourable: ["yes"], groups: ["sex": ["F"]])
    #expect(throws: QuestionError.self) { try sum.add(other) }
  }

  @Test("short names ask for the metrics that people mean") func names() throws {
    let rates = try People(900, seed: 3).rates()
    #expect(
      try rates.demographicParity(across: ["sex"])
        == rates.compare("selection-rate", across: ["sex"], by: .difference, against: .highest))
    #expect(
      try rates.disparateImpact(across: ["sex"])
        == rates.compare("selection-rate", across: ["sex"], by: .ratio, against: .highest))
    #expect(
      try rates.equalOpportunity(across: ["sex"], by: .ratio)
        == rates.compare("true-positive-rate", across: ["sex"], by: .ratio, against: .highest))
    let odds = try rates.equalizedOdds(across: ["sex"])
    #expect(odds.metric == "equalized-odds" && odds.summary?.value != nil && odds.disparities.isEmpty)
    #expect(Set(odds.estimates.map(\.metric)) == ["true-positive-rate", "false-positive-rate"])
  }

  private enum Sex: String, LabelValue { case female, male }

  @Test("arrays of any label say the same") func labels() throws {
    let rows = 0..<400
    let truth = rows.map { $0 % 3 == 0 }
    let sexes = rows.map { $0 % 2 == 0 ? Sex.female : .male }
    let typed = try GroupRates(decisions: truth, favourable: [true], groups: ["sex": sexes])
    let optional = try GroupRates(
      decisions: truth.map { Optional($0 ? 1 : 0) }, favourable: [1], groups: ["sex": sexes.map { Optional($0) }])
    let texts = try GroupRates(
      decisions: truth.map { $0 ? "1" : "0" }, favourable: ["1"], groups: ["sex": sexes.map(\.rawValue)])
    let found = try texts.disparateImpact(across: ["sex"])
    #expect(try typed.disparateImpact(across: ["sex"]) == found && optional.disparateImpact(across: ["sex"]) == found)
    #expect(found["female"] == 67.0 / 200 && found.disparity("male")?.value != nil)
    let none = try GroupRates(
      decisions: [true, nil, false], favourable: [true], groups: ["sex": [Sex.female, .female, nil]])
    let counted = try none.compare("selection-rate", across: ["sex"])
    #expect(counted["female"] == 1 && counted.estimates.map(\.count) == [1])
    #expect(try none.notes().contains { $0.contains("missing-decision") })
  }

  private static let table = """
    Selection rate by sex, difference, compared with F
    sex  count  value         interval  difference           interval       p
    F       40  0.000  0.000 to 0.0876   reference
    M       40  0.000  0.000 to 0.0876       0.000  −0.0876 to 0.0876   1.000
    X        1  1.000   0.207 to 1.000       1.000     0.202 to 1.000  0.0244
    largest gap: 0.000 (F and M), interval 0.000 to 0.0876
    """

  @Test("what does not exist has a reason, and prints it") func undefined() throws {
    let rates = try GroupRates(
      decisions: Array(repeating: "no", count: 80) + ["yes"], favourable: ["yes"],
      groups: ["sex": Array(repeating: "F", count: 40) + Array(repeating: "M", count: 40) + ["X"]])
    let found = try rates.compare("selection-rate", across: ["sex"], by: .ratio, against: .group(["M"]))
    #expect(found.disparity("F")?.value == nil && found.disparity("F")?.undefined == .zeroReference)
    #expect(found.description.contains("zero-reference"))
    let text = try rates.demographicParity(across: ["sex"]).description
    #expect(text == Self.table, "\(text)")
    let decoded = try JSONDecoder().decode(GroupResult.self, from: JSONEncoder().encode(found))
    #expect(decoded == found)
  }

  @Test("what is wrong is said with its mend") func errors() throws {
    let people = People(100, seed: 9)
    func made(_ body: () throws -> Void) -> String {
      do { try body() } catch { return "\(error)" }
      return ""
    }
    let unequal = made {
      _ = try GroupRates(decisions: ["yes"], favourable: ["yes"], groups: ["sex": ["F", "M"]])
    }
    #expect(unequal.contains("“sex” has 2 rows and “decisions” 1"))
    #expect(
      made { _ = try GroupRates(decisions: ["yes"], favourable: ["yes"], outcomes: ["1"], groups: ["sex": ["F"]]) }
        .contains("none is said to be positive"))
    #expect(
      made {
        _ = try GroupRates(decisions: ["yes"], favourable: ["yes"], groups: ["sex": ["F"]], weights: [-1])
      }.contains("memory:1: the weight is below 0"))
    #expect(
      made { _ = try GroupRates(decisions: [1], favourable: [1], groups: ["age": [3]], bins: ["age": [2]]) }
        .contains("bins need two or more"))
    let rates = try people.rates()
    #expect(made { _ = try rates.demographicParity(across: ["sx"]) }.contains("did you mean \"sex\"?"))
    #expect(made { _ = try rates.demographicParity(across: []) }.contains("one or more"))
    #expect(made { _ = try rates.compare("selektion-rate", across: ["sex"]) }.contains("did you mean"))
    #expect(
      made { _ = try rates.compare("selection-rate", across: ["sex"], by: .ratio, against: .target) }
        .contains("no target"))
    #expect(
      made { _ = try rates.compare("selection-rate", across: ["sex"], by: .ratio, against: .group(["F", "M"])) }
        .contains("2 labels"))
    #expect(
      made { _ = try rates.compare("selection-rate", across: ["sex"], by: .ratio, confidence: 1) }
        .contains("confidence"))
    let plain = try GroupRates(decisions: ["ja"], favourable: ["yes"], groups: ["sex": ["F"]])
    #expect(made { _ = try plain.equalOpportunity(across: ["sex"]) }.contains("outcomes"))
    #expect(made { _ = try plain.demographicParity(across: ["sex"]) }.contains("favourable label “yes”"))
    let empty = try GroupRates(decisions: [String](), favourable: ["yes"], groups: ["sex": [String]()])
    #expect(try empty.demographicParity(across: ["sex"]).estimates.isEmpty)
    let named = try GroupRates(
      decisions: ["yes", "no"], favourable: ["yes"], groups: ["decisions": ["a", "b"], "sex": ["F", "M"]])
    #expect(try named.compare("selection-rate", across: ["decisions"])["a"] == 1)
    let lists = made {
      _ = try Audit.record(
        of: Plan(
          audit: AuditDescription(title: "x"),
          recommendations: ListColumns(
            lists: ListColumns.Lists(InputTable([]), user: "u", item: "i", rank: "r"), depth: 1), metrics: []),
        values: [:])
    }
    #expect(lists.contains("RecommendedLists"))
  }
}
