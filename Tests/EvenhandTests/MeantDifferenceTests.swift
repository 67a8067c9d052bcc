import Evenhand
import Foundation
import Testing
import _AuditTesting

/// Where rates, averages and pooled numbers are treated unlike on purpose; everything else about them is one.
@Suite struct MeantDifferenceTests {
  // MARK: records

  typealias Counts = [(group: String, successes: Int, trials: Int)]

  static func rates(_ counts: Counts, outcomes: Bool = false) throws -> Record {
    var (groups, decisions, truth): ([String], [String], [String]) = ([], [], [])
    for (group, successes, trials) in counts {
      for number in 0..<trials {
        groups.append(group)
        decisions.append(number < successes ? "1" : "0")
        truth.append(outcomes ? number < successes ? "1" : "0" : "")
      }
    }
    return try Audit.record(
      of: Support.plan(requirements: [], metrics: ["selection-rate", "true-positive-rate"]),
      values: ["group": groups, "decision": decisions, "outcome": truth])
  }

  /// People of each group with one list of two items; `hits` of them want its first item, the others want none of both.
  static func averages(
    _ people: [(group: String, hits: Int, count: Int)], target: String = "catalogue", requirements: [String] = []
  ) async throws -> Record {
    var (users, wanted, lists) = ("user,sex\n", "user,item\n", "user,item,rank\n")
    var number = 0
    for (group, hits, count) in people {
      for place in 0..<count {
        users += "u\(number),\(group)\n"
        wanted += "u\(number),\(place < hits ? place % 3 == 0 ? "b1" : "a1" : "b2")\n"
        lists += "u\(number),a1,1\nu\(number),b1,2\n"
        number += 1
      }
    }
    return try await ListTables(
      """
        source: lists.csv
        columns: {user: user, item: item, rank: rank}
        users: {source: users.csv, groups: [sex]}
        items: {source: items.csv, groups: [{column: maker, target: \(target)}]}
        relevant: {source: relevant.csv}
        depth: 2
      metrics: [ndcg, exposure-share]
      replicates: 0
      """,
      files: [
        "users.csv": users, "items.csv": "item,maker\na1,A\na2,A\nb1,B\nb2,B\n", "relevant.csv": wanted,
        "lists.csv": lists,
      ], requirements: requirements
    ).record()
  }

  static func requirement(
    _ metric: String, across: String, compare: Comparison = .ratio, reference: ReferenceRule, atLeast: Double? = nil,
    atMost: Double? = nil
  ) -> Requirement {
    Requirement(
      id: "r", metric: metric, across: [[across]], compare: compare, reference: reference, atLeast: atLeast,
      atMost: atMost)
  }

  static func judged(_ record: Record, _ requirement: Requirement) -> Record {
    Gate.judge(record, by: [requirement])
  }

  // MARK: 1

  @Test func ratesPrintOtherLimitsThanTheyAreJudgedByAndAveragesDoNot() async throws {
    let rates = try Self.rates([("a", 8, 40), ("b", 200, 400)])
    let finding = try #require(
      Self.judged(rates, Self.requirement("selection-rate", across: "group", reference: .highest, atLeast: 0.8))
        .findings.first)
    let row = try #require(rates.disparity("selection-rate", ["a"], .ratio, rule: .highest))
    #expect(row.interval?.method.rawValue == "koopman")
    #expect(
      rates.disparity("selection-rate", ["a"], .difference, rule: .highest)?.interval?.method.rawValue == "newcombe")
    #expect(finding.interval?.method.rawValue == "guarded-score")
    #expect(finding.value == row.value)
    #expect(finding.interval?.lower != row.interval?.lower)

    let lists = try await Self.averages([("f", 40, 60), ("m", 50, 60)])
    let average = try #require(
      Self.judged(lists, Self.requirement("ndcg", across: "sex", reference: .highest, atLeast: 0.8)).findings.first)
    let printed = try #require(lists.disparity("ndcg", ["f"], .ratio, rule: .highest))
    #expect(printed.interval?.method.rawValue == "jackknife" && average.interval?.method.rawValue == "jackknife")
    #expect(isClose(average.interval?.lower, printed.interval?.lower, tolerance: 1e-12))
    #expect(isClose(average.interval?.upper, printed.interval?.upper, tolerance: 1e-12))
  }

  // MARK: 2

  @Test(arguments: [ReferenceRule.complement, .overall])
  func whatARateIsComparedWithMustBeLargeEnoughToo(_ rule: ReferenceRule) async throws {
    let rates = try Self.rates([("a", 300, 1_000), ("b", 5, 12)])
    let findings = Self.judged(
      rates, Self.requirement("selection-rate", across: "group", reference: rule, atLeast: 0.8)
    ).findings
    #expect(findings.map(\.verdict) == [.notEnoughData, .notEnoughData])
    #expect(
      findings[0].sentence.contains(
        rule == .complement
          ? "Too few people in all other groups together: 12; the plan needs at least 30."
          : "Fewer than two groups are large enough to compare."))
    let lists = try await Self.averages([("f", 40, 60), ("m", 10, 20)])
    let averages = Self.judged(
      lists, Self.requirement("ndcg", across: "sex", reference: rule, atLeast: 0.8)
    ).findings
    #expect(averages.map(\.verdict) == [.notEnoughData, .notEnoughData])
    #expect(averages.allSatisfy { !$0.sentence.contains("together") })
  }

  // MARK: 3

  @Test func theReferenceRowOfARateIsComputedAndThatOfAnAverageIsTheIdeal() async throws {
    func reference(_ record: Record, _ metric: String, _ comparison: Comparison) throws -> Disparity {
      try #require(record.disparities.first { $0.metric == metric && $0.comparison == comparison && $0.isReference })
    }
    let zero = try Self.rates([("a", 0, 40), ("b", 0, 50), ("small", 1, 2)])
    #expect(try reference(zero, "selection-rate", .ratio).undefined == .zeroReference)
    #expect(try reference(zero, "selection-rate", .difference).value == 0)
    let some = try Self.rates([("a", 10, 40), ("b", 20, 50)])
    #expect(try reference(some, "selection-rate", .ratio).value == 1)

    let lists = try await Self.averages([("f", 0, 40), ("m", 0, 40)])
    #expect(lists.estimate("ndcg", ["f"])?.value == 0)
    #expect(lists.disparities.filter { $0.metric == "ndcg" && $0.isReference }.map(\.value) == [1, 0])
    let half = try await Self.averages([("f", 0, 40), ("m", 20, 40)])
    #expect(try reference(half, "ndcg", .ratio).value == 1)
    #expect(try reference(half, "ndcg", .difference).value == 0)
    let named = try await Self.averages(
      [("f", 0, 40), ("m", 20, 40)],
      requirements: ["{id: r, metric: ndcg, across: [sex], compare: ratio, reference: {group: f}, at-least: 0.8}"])
    let row = try #require(named.disparity("ndcg", ["f"], .ratio, rule: .group))
    #expect(row.isReference && row.value == 1)
  }

  // MARK: 4

  @Test func onlyAveragesHaveAMostNumberOfGroupsAndALeastNumberOfContributions() async throws {
    let many = try Self.rates((0...100).map { ("g\(1_000 + $0)", 15, 30) })
    let counted = Self.judged(
      many, Self.requirement("selection-rate", across: "group", reference: .highest, atLeast: 0.1))
    #expect(counted.findings.count == 100 && counted.findings.allSatisfy { $0.verdict != .notEnoughData })
    let lists = try await Self.averages((0...100).map { ("g\(1_000 + $0)", 15, 30) })
    let averaged = Self.judged(lists, Self.requirement("ndcg", across: "sex", reference: .highest, atLeast: 0.1))
    #expect(averaged.findings.count == 101 && averaged.findings.allSatisfy { $0.undefined == .tooManyGroups })
    #expect(lists.disparities.filter { $0.metric == "ndcg" }.allSatisfy { $0.undefined == .tooManyGroups })

    let rare = try Self.rates([("a", 9, 100), ("b", 90, 100)])
    let rarely = Self.judged(
      rare, Self.requirement("selection-rate", across: "group", reference: .group(["b"]), atLeast: 0.8))
    #expect(rarely.findings.map(\.verdict) == [.notMet])
    let few = try await Self.averages([("f", 9, 100), ("m", 90, 100)])
    let fewer = Self.judged(few, Self.requirement("ndcg", across: "sex", reference: .group(["m"]), atLeast: 0.8))
    #expect(fewer.findings.map(\.verdict) == [.notMet] && fewer.findings.first?.interval?.method.rawValue == "mover")
    // Where nothing bounds what one list can have, ten must contribute.
    #expect(Basis.averaged(over: 100, contributing: 9).shortfall(30) == .tooFewLists)
    #expect(Basis.averaged(over: 100, contributing: 9, isBounded: true).shortfall(30) == nil)
  }

  @Test func onlyAveragesHaveATarget() async throws {
    let lists = try await Self.averages(
      [("f", 40, 60), ("m", 50, 60)], target: "[{group: A, share: 1}, {group: B, share: 0}]")
    let requirement = Self.requirement("exposure-share", across: "maker", reference: .target, atLeast: 0.8)
    let findings = Self.judged(lists, requirement).findings
    #expect(findings.map(\.group) == [["A"], ["B"]])
    #expect(findings.last?.undefined == .zeroTarget)
    #expect(lists.disparity("exposure-share", ["B"], .ratio, rule: .target)?.undefined == .zeroTarget)
    let rates = try Self.rates([("a", 30, 100), ("b", 40, 100)])
    let refused = Self.judged(
      rates, Self.requirement("selection-rate", across: "group", reference: .target, atLeast: 0.8))
    #expect(refused.findings.map(\.verdict) == [.couldNotRun])
    #expect(refused.findings.first?.sentence.contains("a rate has no target") == true)
  }

  // MARK: 5

  @Test func neitherShowsAComparisonThatIsTooSmall() async throws {
    let rates = try Self.rates([("a", 34, 100), ("b", 800, 2_000), ("c", 5, 20)])
    let findings = Self.judged(
      rates, Self.requirement("selection-rate", across: "group", reference: .group(["b"]), atLeast: 0.8)
    ).findings
    #expect(findings.map(\.verdict) == [.cannotTell, .notEnoughData])
    #expect(findings[1].value == nil)

    let lists = try await Self.averages([("f", 20, 60), ("m", 30, 60), ("x", 10, 20)])
    let averages = Self.judged(
      lists, Self.requirement("ndcg", across: "sex", reference: .group(["m"]), atLeast: 0.8)
    ).findings
    #expect(averages.map(\.verdict) == [.cannotTell, .notEnoughData])
    #expect(!averages[0].sentence.contains("would be needed"))
    #expect(averages[1].value == nil)
    #expect(averages[1].sentence.contains("Too few lists for the group x: 20; the plan needs at least 30."))
  }

  // MARK: 6; the pooled interval: `whatAPooledComparisonCouldHaveSeenRestsOnThePooledError` of the judge

  @Test func powerComesFromTheRatesOrFromTheSpread() async throws {
    let z = 1.959963984540054
    let (power, tail) = (0.8416212335729143, 0.8)
    let rates = try Self.rates([("a", 34, 100), ("b", 800, 2_000)])
    let seen = try #require(
      Self.judged(
        rates, Self.requirement("selection-rate", across: "group", reference: .group(["b"]), atLeast: tail)
      ).detectable.first)
    // Not the standard error of the data: the score statistic has that of the stated rates.
    let held = ((1 - 0.34) / 34 + (1 - 0.4) / 800).squareRoot()
    #expect(try abs(#require(seen.shownMet) - tail * exp((z + power) * held)) > 0.02)

    let lists = try await Self.averages([("f", 20, 60), ("m", 30, 60)])
    let spread = try #require(
      lists.dispersions.first { $0.metric == "ndcg" && $0.scale == .logarithm && $0.against == nil })
    let found = try #require(
      Self.judged(lists, Self.requirement("ndcg", across: "sex", reference: .group(["m"]), atLeast: tail))
        .detectable.first)
    let error = (spread.covariance[0] + spread.covariance[1]).squareRoot()
    let met = try #require(found.shownMet)
    let notMet = try #require(found.shownNotMet)
    // Symmetric on the logarithm, and as far as some 100 degrees of freedom make it.
    #expect(isClose(met * notMet, tail * tail, tolerance: 1e-12))
    let reach = log(met / tail) / error
    #expect(reach > z + power && reach < z + power + 0.06)
  }
}
