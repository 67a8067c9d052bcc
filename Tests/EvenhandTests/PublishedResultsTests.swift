import Evenhand
import Testing
import _AuditTesting

/// What others have published about the data sets in `datasets/`, found again by whole audits.
struct PublishedResultsTests {
  /// ProPublica's notebook "Compas Analysis" (github.com/propublica/compas-analysis): confusion counts of "score not Low"
  /// against two-year recidivism, and the rates as it prints them.
  static let proPublica:
    [(
      group: Label, trueNegative: Double, falsePositive: Double, falseNegative: Double, truePositive: Double,
      falsePositiveRate: Double?, falseNegativeRate: Double?
    )] = [
      ("African-American", 990, 805, 532, 1369, 44.85, 27.99),
      ("Caucasian", 1139, 349, 461, 505, 23.45, 47.72),
      ("Hispanic", 318, 87, 129, 103, nil, nil),
      ("Asian", 21, 2, 3, 6, nil, nil),
      ("Native American", 5, 3, 1, 9, nil, nil),
      ("Other", 208, 36, 90, 43, nil, nil),
      ("Female", 609, 288, 195, 303, nil, nil),
      ("Male", 2072, 994, 1021, 1732, nil, nil),
    ]

  @Test func proPublicasErrorRates() async throws {
    let record = try await Support.record(dataset: "compas-two-year", plan: "as-published.yaml")
    #expect(record.units.judged == 7214)
    for row in PublishedResultsTests.proPublica {
      let falsePositive = try #require(record.estimate("false-positive-rate", [row.group]))
      let falseNegative = try #require(record.estimate("false-negative-rate", [row.group]))
      #expect(falsePositive.numerator == row.falsePositive)
      #expect(falsePositive.denominator == row.falsePositive + row.trueNegative)
      #expect(falseNegative.numerator == row.falseNegative)
      #expect(falseNegative.denominator == row.falseNegative + row.truePositive)
      if let printed = row.falsePositiveRate {
        #expect(isClose(falsePositive.value.map { $0 * 100 }, printed, within: 0.005 / printed))
      }
      if let printed = row.falseNegativeRate {
        #expect(isClose(falseNegative.value.map { $0 * 100 }, printed, within: 0.005 / printed))
      }
    }
  }

  /// R 4.2.2, PropCIs and an independent root finder: false positive rate, African-American to Caucasian.
  @Test func compasRatioAndItsInterval() async throws {
    let record = try await Support.record(dataset: "compas-two-year", plan: "as-published.yaml")
    let row = try #require(record.disparity("false-positive-rate", ["African-American"], .ratio, rule: .group))
    #expect(isClose(row.value, 1.91209264831472))
    #expect(isClose(row.interval?.lower, 1.72256830873892))
    #expect(isClose(row.interval?.upper, 2.12555026219310))
    let bootstrap = try #require(row.bootstrap)
    #expect(isClose(bootstrap.lower, 1.7226, within: 0.03))
    #expect(isClose(bootstrap.upper, 2.1256, within: 0.03))
  }

  /// R's data set UCBAdmissions, prop.test and mantelhaen.test of R 4.2.2; pooled ratio and difference by epiR.
  @Test func berkeleyCrudeAndWithinDepartments() async throws {
    let record = try await Support.record(dataset: "berkeley-admissions-1973")
    #expect(isClose(record.estimate("selection-rate", ["male"])?.value, 0.445187662578967))
    #expect(isClose(record.estimate("selection-rate", ["female"])?.value, 0.303542234332425))
    let crude = try #require(record.disparity("selection-rate", ["female"], .ratio, rule: .highest))
    #expect(isClose(crude.value, 0.681829843563068))
    #expect(
      isClose(record.disparity("selection-rate", ["female"], .difference, rule: .highest)?.value, -0.141645428246542))

    let pooled = try #require(
      record.disparity("conditional-selection-rate", ["female"], .ratio, rule: .group, within: "*"))
    #expect(isClose(pooled.value, 1.05830742358921))
    #expect(isClose(pooled.interval?.lower, 0.970439153254446))
    #expect(isClose(pooled.interval?.upper, 1.15413171353193))
    #expect(pooled.interval?.method.rawValue == "greenland-robins")
    #expect(isClose(pooled.test?.statistic, 1.42694622858669))
    #expect(isClose(pooled.test?.p, 0.232263462817048))
    let difference = try #require(
      record.disparity("conditional-selection-rate", ["female"], .difference, rule: .highest, within: "*"))
    #expect(isClose(difference.value, 0.0184251961908525))
    #expect(isClose(difference.interval?.lower, -0.0106320430, within: 1e-9))
    #expect(isClose(difference.interval?.upper, 0.0474824354, within: 1e-9))

    let departmentA = try #require(
      record.disparity("conditional-selection-rate", ["female"], .ratio, rule: .highest, within: "A"))
    #expect(isClose(departmentA.test?.p, 1.66918932838912e-05))
    #expect(isClose(departmentA.value, (89.0 / 108) / (512.0 / 825)))
    let held = try #require(record.associations.first { $0.stratifier == "department" })
    #expect(isClose(held.test.statistic, 1.52460666044344))
    #expect(isClose(held.test.p, 0.216923697055518))
  }

  /// The table in Fairlearn's user guide, "Performing a Fairness Assessment" and its API examples.
  @Test func fairlearnsUserGuide() throws {
    let outcome = "0 1 1 1 1 0 1 0 1 0 0 0 1 1 1 1 1 1"
    let decision = "0 0 1 0 1 1 1 0 0 1 1 1 1 0 0 1 1 0"
    let group = "b b a b b c c c a a c a b c c b c c"
    let second = "8 6 8 8 8 8 6 6 6 8 6 6 6 6 8 6 6 6"
    func split(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
    let requirements =
      ["true-positive-rate", "false-positive-rate", "selection-rate"].flatMap { metric in
        [
          Requirement(
            id: metric, metric: metric, across: [["group"]], compare: .difference, reference: .worstPair, atMost: 0.5,
            minimumCount: 1),
          Requirement(
            id: metric + "-ratio", metric: metric, across: [["group"]], compare: .ratio, reference: .worstPair,
            atLeast: 0.5, minimumCount: 1),
          Requirement(
            id: metric + "-overall", metric: metric, across: [["group"]], compare: .difference, reference: .overall,
            atMost: 0.5, minimumCount: 1),
        ]
      } + [
        Requirement(
          id: "odds", metric: "equalized-odds", across: [["group"]], compare: .difference, reference: .worstPair,
          atMost: 0.5, minimumCount: 1)
      ]
    let record = try Audit.record(
      of: Support.plan(
        requirements: requirements, groups: [GroupColumn(name: "group"), GroupColumn(name: "second")],
        intersections: [["group", "second"]]),
      values: [
        "group": split(group), "second": split(second), "decision": split(decision), "outcome": split(outcome),
      ])
    #expect(isClose(record.estimate("true-positive-rate", ["a"])?.value, 0.5))
    #expect(isClose(record.estimate("true-positive-rate", ["b"])?.value, 0.6))
    #expect(isClose(record.estimate("true-positive-rate", ["c"])?.value, 0.4))
    #expect(isClose(record.estimate("false-positive-rate", ["c"])?.value, 2.0 / 3))
    #expect(isClose(record.estimate("selection-rate", ["a"])?.value, 0.75))
    #expect(isClose(record.summary("true-positive-rate", .difference, grouping: ["group"])?.value, 0.2))
    #expect(isClose(record.summary("false-positive-rate", .difference, grouping: ["group"])?.value, 1))
    #expect(isClose(record.summary("selection-rate", .difference, grouping: ["group"])?.value, 0.25))
    #expect(isClose(record.summary("true-positive-rate", .ratio, grouping: ["group"])?.value, 2.0 / 3))
    #expect(isClose(record.summary("false-positive-rate", .ratio, grouping: ["group"])?.value, 0))
    #expect(isClose(record.summary("selection-rate", .ratio, grouping: ["group"])?.value, 2.0 / 3))
    #expect(isClose(record.summary("equalized-odds", .difference, grouping: ["group"])?.value, 1))
    // method="to_overall"
    func farthest(_ metric: String) -> Double {
      record.disparities.filter {
        $0.metric == metric && $0.grouping == ["group"] && $0.reference.rule == .overall
          && $0.comparison == .difference
      }.compactMap { $0.value?.magnitude }.max() ?? -1
    }
    #expect(isClose(farthest("true-positive-rate"), 0.1))
    #expect(isClose(farthest("false-positive-rate"), 2.0 / 3))
    #expect(isClose(farthest("selection-rate"), 0.75 - 10.0 / 18))
    let recalls: [(Label, Label, Double)] = [
      ("a", "6", 0), ("a", "8", 1), ("b", "6", 2.0 / 3), ("b", "8", 0.5), ("c", "6", 0.5), ("c", "8", 0),
    ]
    for (one, two, recall) in recalls {
      #expect(isClose(record.estimate("true-positive-rate", [one, two])?.value, recall))
    }
  }

  /// 29 CFR 1607.4(D): the example of the Adoption Questions and Answers (1979), no. 12: 80 applicants White, 48 hired;
  /// 40 Black, 12 hired; selection rates 60 % and 30 %, impact ratio 50 %.
  @Test func uniformGuidelinesExample() throws {
    let decision =
      [String](repeating: "1", count: 48) + [String](repeating: "0", count: 32)
      + [String](repeating: "1", count: 12) + [String](repeating: "0", count: 28)
    let group = [String](repeating: "White", count: 80) + [String](repeating: "Black", count: 40)
    let record = try Audit.record(
      of: Support.plan(metrics: ["selection-rate"]),
      values: ["group": group, "decision": decision, "outcome": decision.map { _ in "" }])
    #expect(isClose(record.disparity("selection-rate", ["Black"], .ratio, rule: .highest)?.value, 0.5))
    #expect(record.missingOutcome == 120)
  }
}
