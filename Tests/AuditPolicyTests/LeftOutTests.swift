import AuditMetrics
import AuditPolicy
import AuditRecord
import Testing
import _AuditTesting

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Ends that `Tests/Reference/left-out.py` finds by trying every completion in exact fractions, and worked values.
@Suite struct LeftOutTests {
  typealias Counts = (successes: Double, trials: Double)

  /// The findings of groups a, b, c … with those who were left out of each, and of none that is known.
  static func findings(
    _ groups: [Counts], left: [Completions] = [], unknown: Completions = Completions(), _ requirement: Requirement,
    rules: Rules = .current
  ) -> [Finding] {
    let labels = groups.indices.map { $0 < 26 ? Label(String(UnicodeScalar(UInt8(97 + $0)))) : Label("z\($0)") }
    let estimates = Evidences.estimates(
      "selection-rate", zip(labels, groups).map { (group: $0, successes: $1.successes, trials: $1.trials) })
    let leftOut =
      zip(labels, left).map { label, completions in
        LeftOut(
          metric: "selection-rate", grouping: ["sex"], group: [label], reason: .missingOutcome,
          completions: completions)
      } + [
        LeftOut(
          metric: "selection-rate", grouping: ["sex"], group: nil, reason: .unknownGroup, completions: unknown)
      ]
    return Judge(
      evidence: Evidence(
        cards: Catalogue.cards.filter { $0.id == "selection-rate" },
        groupings: [GroupingDescription(grouping: ["sex"], groups: [], unknown: 0)], stratifiers: [],
        estimates: estimates, leftOut: leftOut.filter { $0.completions.total > 0 }, rules: rules)
    ).judge([requirement]).findings
  }

  static func bounds(
    _ groups: [Counts], left: [Completions] = [], unknown: Completions = Completions(), _ requirement: Requirement
  ) throws -> FindingBounds {
    try #require(findings(groups, left: left, unknown: unknown, requirement).first?.bounds)
  }

  struct Case: Decodable, Sendable {
    var groups: [[Double]]
    var left: [[String: Double]]
    var unknown: [String: Double]
    var group: Int
    var reference: Reference
    var comparison: String
    var threshold: Double
    var low: Double
    var high: Double
    var tipping: Int?

    enum Reference: Decodable, Sendable {
      case word(String)
      case index(Int)
      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let index = try? container.decode(Int.self) {
          self = .index(index)
        } else {
          self = .word(try container.decode(String.self))
        }
      }
    }
  }

  struct File: Decodable { var cases: [Case] }

  static func cases() throws -> [Case] {
    let here = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    let path = (here.dropLast(2) + ["Reference", "left-out.json"]).joined(separator: "/")
    return try JSONDecoder().decode(File.self, from: Data(contentsOf: URL(filePath: path))).cases
  }

  static func completions(_ kinds: [String: Double]) -> Completions {
    Completions(
      counted: kinds["counted"] ?? 0, uncounted: kinds["uncounted"] ?? 0,
      countedOrNot: kinds["counted-or-not"] ?? 0, uncountedOrNot: kinds["uncounted-or-not"] ?? 0,
      either: kinds["either"] ?? 0)
  }

  @Test func endsAndTippingPointsAreThoseOfAllCompletions() throws {
    let cases = try Self.cases()
    #expect(cases.count == 90)
    for (number, tested) in cases.enumerated() {
      let rule: ReferenceRule =
        switch tested.reference {
        case .word("complement"): .complement
        case .word("highest"): .highest
        case .word("overall"): .overall
        case .index: .group(["b"])
        case .word: .none
        }
      let compare: Comparison = rule == .none ? .value : tested.comparison == "ratio" ? .ratio : .difference
      let requirement = Evidences.requirement(
        compare: compare, reference: rule, atLeast: tested.threshold, decide: .point, minimumCount: 1)
      let found = Self.findings(
        tested.groups.map { (successes: $0[0], trials: $0[1]) }, left: tested.left.map(Self.completions),
        unknown: Self.completions(tested.unknown), requirement)
      // The highest group has no finding.
      guard let finding = found.first(where: { $0.group == ["a"] }), let bounds = finding.bounds else { continue }
      let isSharp = rule != .highest || tested.groups.count == 2
      guard bounds.leftOut > 0 else { continue }
      let open = (tested.left[0]["counted-or-not"] ?? 0) + (tested.unknown["counted-or-not"] ?? 0)
      if rule == .overall, open > 0 {
        #expect(bounds.worst == nil, "case \(number)")
        continue
      }
      let worst = try #require(bounds.worst?.value)
      let best = try #require(bounds.best?.value)
      #expect(isClose(worst, tested.low), "case \(number)")
      #expect(isSharp ? isClose(best, tested.high) : best >= tested.high - 1e-12, "case \(number)")
      #expect(bounds.tipping == tested.tipping, "case \(number)")
    }
  }

  /// Horowitz and Manski's bounds for two groups, with Koopman's limits of both ends.
  @Test func peopleOfNoKnownGroupBoundTheRatio() throws {
    let unknown = Completions(counted: 12, uncounted: 18)
    func ends(_ threshold: Double) throws -> FindingBounds {
      try Self.bounds(
        [(180, 400), (250, 500)], unknown: unknown,
        Evidences.requirement(reference: .group(["b"]), atLeast: threshold))
    }
    let bounds = try ends(0.7)
    #expect(isClose(bounds.worst?.value, 0.841520873662, within: 1e-11))
    #expect(isClose(bounds.best?.value, 0.965592233010, within: 1e-11))
    #expect(bounds.leftOut == 30 && isClose(bounds.share, 30.0 / 930))
    #expect(try ends(0.731188132).worst?.verdict == .met)
    #expect(try ends(0.731188133).worst?.verdict == .cannotTell)
    #expect(try ends(1.10577892).best?.verdict == .cannotTell)
    #expect(try ends(1.10577893).best?.verdict == .notMet)
  }

  @Test func peopleOfAKnownGroupBoundTheRatio() throws {
    let requirement = Evidences.requirement(reference: .group(["b"]), atLeast: 0.8, decide: .point)
    let known = try Self.bounds(
      [(50, 100), (60, 100)], left: [Completions(either: 10), Completions(either: 5)], requirement)
    #expect(isClose(known.worst?.value, 0.734265734266, within: 1e-12))
    #expect(isClose(known.best?.value, 0.954545454545, within: 1e-12))
    #expect(known.tipping == 5 && known.worst?.verdict == .notMet)
    // Worst at an end of the split, best within.
    let unknown = try Self.bounds([(50, 100), (60, 100)], unknown: Completions(either: 15), requirement)
    #expect(isClose(unknown.worst?.value, 50.0 / 69))
    #expect(isClose(unknown.best?.value, 999.0 / 1_040))
  }

  @Test func metNeedsFewLeftOutOrTheWorstTable() throws {
    func finding(_ unknown: Double, _ rule: LeftOutRule?) -> Finding {
      var requirement = Evidences.requirement(reference: .group(["b"]), atLeast: 0.8)
      requirement.leftOut = rule
      return Self.findings([(450, 1_000), (500, 1_000)], unknown: Completions(counted: unknown), requirement)[0]
    }
    // 105 of 2,105 are less than 5 %, 106 of 2,106 more.
    #expect(finding(105, LeftOutRule()).verdict == .met)
    let beyond = finding(106, LeftOutRule())
    #expect(beyond.verdict == .cannotTell && beyond.bounds?.counted == .met)
    #expect(beyond.sentence.contains("106 people whose group is not known are left out, 5.0 % of this comparison."))
    #expect(beyond.sentence.contains("So this is no pass."))
    #expect(finding(106, LeftOutRule(atMost: 0.1)).verdict == .met)
    let ignored = finding(200, LeftOutRule(beyond: .ignore, justification: "Asked again"))
    #expect(ignored.verdict == .met && ignored.sentence.hasSuffix("The plan passes over them: Asked again."))
    #expect(finding(200, nil).verdict == .met && finding(200, nil).bounds == nil)
    // Whatever they are: the worst table is met too.
    let robust = Self.findings(
      [(900, 1_000), (900, 1_000)], unknown: Completions(counted: 200), Evidences.requirement(atLeast: 0.8))
    #expect(robust.allSatisfy { $0.verdict == .met && $0.bounds?.worst?.verdict == .met })
  }

  @Test func notMetStays() {
    let finding = Self.findings(
      [(300, 1_000), (500, 1_000)], unknown: Completions(either: 900), Evidences.requirement(atLeast: 0.8))[0]
    #expect(finding.verdict == .notMet && finding.bounds?.tipping == nil)
  }

  @Test func aGapHasTwoBadDirections() throws {
    let requirement = Evidences.requirement(
      compare: .difference, reference: .group(["b"]), atMost: 0.1, decide: .point)
    let bounds = try Self.bounds([(50, 100), (52, 100)], unknown: Completions(either: 20), requirement)
    // Split 11 to 9: both at an equal number would be nearer.
    #expect(isClose(bounds.worst?.value, 50.0 / 111 - 61.0 / 109))
    #expect((bounds.best?.value ?? 1).magnitude < 0.005 && bounds.best?.verdict == .met)
    let tipping = try #require(bounds.tipping)
    func worst(_ people: Int) -> Double {
      (0...people).map { 50.0 / Double(100 + $0) - Double(52 + people - $0) / Double(100 + people - $0) }.min() ?? 0
    }
    #expect(worst(tipping) < -0.1 && worst(tipping - 1) >= -0.1)
  }

  @Test func worstPairsAreDrivenApart() throws {
    let requirement = Evidences.requirement(reference: .worstPair, atLeast: 0.8, decide: .point)
    let bounds = try Self.bounds(
      [(50, 100), (45, 100), (48, 100)], left: [Completions(), Completions(either: 20)], requirement)
    #expect(isClose(bounds.worst?.value, (45.0 / 120) / 0.5))
    #expect(isClose(bounds.best?.value, 0.48 / (0.5)) || (bounds.best?.value ?? 0) >= 0.9)
    #expect(bounds.worst?.verdict == .notMet && bounds.leftOut == 20)
    // 45 of 112.5 are 80 % of a half.
    #expect(bounds.tipping == 13)
  }

  /// Half of those of no known group join each side: (50 ÷ 125) ÷ (125 ÷ 250). Rules 3 knew no such table.
  @Test func everybodyTogetherHasAWorstTable() throws {
    let requirement = Evidences.requirement(reference: .overall, atLeast: 0.5)
    func finding(_ rules: Rules) -> Finding {
      Self.findings([(50, 100), (50, 100)], unknown: Completions(either: 50), requirement, rules: rules)[0]
    }
    let found = finding(.current)
    #expect(found.verdict == .met && isClose(found.bounds?.worst?.value, 0.8))
    let before = finding(Rules(rawValue: "evenhand-rules/3"))
    #expect(before.verdict == .cannotTell && before.bounds?.worst == nil && before.bounds?.counted == .met)
  }

  /// Of 150 groups each could be the highest.
  @Test func manyGroupsHaveWorstTables() throws {
    let groups = (0..<150).map { _ in (successes: 500.0, trials: 1_000.0) }
    let requirement = Evidences.requirement(reference: .group(["a"]), atLeast: 0.5)
    func bounds(_ requirement: Requirement, _ rules: Rules) -> FindingBounds? {
      Self.findings(groups, unknown: Completions(either: 400), requirement, rules: rules).first {
        $0.group == ["b"]
      }?.bounds
    }
    let named = try #require(bounds(requirement, .current))
    // (500 ÷ (1,000 + a)) ÷ ((900 − a) ÷ (1,400 − a)) is least where 150 join the group.
    let values = (0...400).map { joining -> Double in
      let a = Double(joining)
      let (own, other): (Double, Double) = (500 / (1_000 + a), (900 - a) / (1_400 - a))
      return own / other
    }
    #expect(named.worst?.verdict == .met && isClose(named.worst?.value, values.min()))
    #expect(bounds(requirement, Rules(rawValue: "evenhand-rules/3"))?.worst == nil)
    let highest = try #require(bounds(Evidences.requirement(atLeast: 0.5), .current))
    #expect(highest.worst?.verdict == .met && isClose(highest.worst?.value, values.min()))
  }

  @Test func hostileCountsAreNobody() throws {
    for broken in [-1, 0.5, .nan, .infinity, 1e17] {
      let bounds = try Self.bounds(
        [(50, 100), (50, 100)], unknown: Completions(either: broken), Evidences.requirement(atLeast: 0.5))
      #expect(bounds.leftOut == 0 && bounds.worst?.verdict == .met)
    }
  }
}
