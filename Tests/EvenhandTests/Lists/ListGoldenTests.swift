import Evenhand
import Testing
import _AuditTesting

/// Small vectors with published or hand-made numbers, through a whole audit.
///
/// Values from `Tests/Reference/recommendations.json` under `golden`, which names the script and its versions; the
/// p-values of the exact test by going through all 1,024 rankings.
struct ListGoldenTests {
  private static let shares = "[{group: A, share: 0.4}, {group: B, share: 0.6}]"

  @Test(
    "one list under four models of attention",
    arguments: [
      ("logarithmic", 0.5541432109622958, 0.5363917728817825, 0.9880467911684421),
      ("logarithmic-flat", 0.582664289549951, 0.47750276094936056, 0.9832176538867519),
      ("{geometric: 0.85}", 0.5779618281483893, 0.48681204801326344, 0.9840721856367795),
      ("{geometric: 0.5}", 0.9071358748778103, 0.06824712643678162, 0.8458532870502772),
    ]) func oneList(_ attention: String, _ share: Double, _ ratio: Double, _ fairness: Double) async throws
  {
    let record = try await ListTables.single("AAABABBBBB", attention: attention, target: "catalogue").record()
    #expect(isClose(record.estimates("exposure-share", "side")["A"]?.value, share))
    let exposure = record.estimates("exposure", "side")
    #expect(isClose(exposure["B"]!.value! / exposure["A"]!.value!, ratio))
    #expect(isClose(record.number("attention-weighted-rank-fairness")?.value, fairness))
    #expect(isClose(record.number("ndkl")?.value, 0.4995867842130226))
    #expect(isClose(record.number("infeasible-count")?.value, 6))
    #expect(isClose(record.number("infeasible-index")?.value, 6))
  }

  @Test func aSingleListHasNoRangeAndSaysWhy() async throws {
    let record = try await ListTables.single("AAABABBBBB", target: "catalogue").record()
    var without = 0
    for estimate in record.estimates where estimate.value != nil {
      #expect(estimate.interval == nil && estimate.withoutInterval == .singleList, "\(estimate.metric)")
      without += 1
    }
    for summary in record.summaries where summary.value != nil && summary.comparison == .value {
      #expect(summary.interval == nil && summary.withoutInterval == .singleList, "\(summary.metric)")
      without += 1
    }
    for row in record.disparities { #expect(row.interval == nil && row.test == nil, "\(row.metric)") }
    #expect(without > 15)
  }

  @Test func skewOfTheFirstFive() async throws {
    let record = try await ListTables.single("AAABABBBBB", depth: 5, target: "catalogue").record()
    #expect(isClose(record.estimates("skew", "side")["A"]?.value, 0.6931471805599453))
    let other = try await ListTables.single(
      "mmmmfmmmff", depth: 5, target: "[{group: m, share: 0.7}, {group: f, share: 0.3}]"
    )
    .record()
    #expect(isClose(other.estimates("skew", "side")["f"]?.value, -0.4054651081081643))
    #expect(isClose(other.estimates("skew", "side")["m"]?.value, 0.13353139262452277))
  }

  @Test(
    "divergence of three rankings",
    arguments: [
      ("fffffmmmmm", "uniform", 0.4783867384451794), ("fmfmfmfmfm", "uniform", 0.16166361867396412),
      ("mmmmfmmmff", "[{group: m, share: 0.7}, {group: f, share: 0.3}]", 0.21891943962525504),
    ]) func divergence(_ ranking: String, _ target: String, _ value: Double) async throws
  {
    let record = try await ListTables.single(ranking, target: target).record()
    #expect(isClose(record.number("ndkl")?.value, value))
  }

  @Test("as TREC 2022", arguments: [(0.5, 0.9490555120197185), (0.7, 0.9931957277658626)])
  func trec(_ share: Double, _ value: Double) async throws {
    let record = try await ListTables.single(
      "mmmmfmmmff", attention: "logarithmic-flat",
      target: "[{group: m, share: \(share)}, {group: f, share: \(1 - share)}]"
    ).record()
    #expect(isClose(record.number("attention-weighted-rank-fairness")?.value, value))
  }

  @Test func theExactTest() async throws {
    let record = try await ListTables.single("AAABABBBBB", target: Self.shares).record()
    let found = record.estimates("ranked-group-representation", "side")
    // B has none among the first three: a draw by its share leaves it so far behind somewhere with probability 0.115.
    #expect(found["A"]?.value == 0 && found["B"]?.value == 0)
    #expect(isClose(found["A"]?.test?.p, 0.8268407808))
    #expect(isClose(found["B"]?.test?.p, 0.1153441792))
    // The table for ten positions and a share of 0.4 is 0 0 0 0 0 1 1 1 2 2.
    for (ranking, fails, p) in [
      ("BBBBBABBAB", 0.0, nil), ("BBBBBBABAB", 1, 0.0708424704), ("BBBBBABBBA", 1, nil),
    ] as [(String, Double, Double?)] {
      let record = try await ListTables.single(ranking, target: Self.shares).record()
      let found = record.estimates("ranked-group-representation", "side")["A"]
      #expect(found?.value == fails && found?.denominator == 1, "\(ranking)")
      if let p { #expect(isClose(found?.test?.p, p)) }
    }
  }

  @Test func expectedExposureOfFourDocuments() async throws {
    var tables = ListTables.single("abcd", attention: "{geometric: 0.5}", target: "catalogue")
    tables.plan += "\n  relevant: {source: relevant.csv}"
    tables.files["relevant.csv"] = "user,item\nu,i1\nu,i2\n"
    let record = try await tables.record()
    #expect(isClose(record.number("expected-exposure-disparity")?.value, 1.328125))
    #expect(isClose(record.number("expected-exposure-relevance")?.value, 0.7734375))
    #expect(isClose(record.number("expected-exposure-loss")?.value, 0.9765625))
    #expect(record.number("expected-exposure-loss")?.withoutInterval == .singleList)
  }

  @Test func gradesOfMoreItemsThanTheDepth() async throws {
    var tables = ListTables.single("abcdef", depth: 2, target: "catalogue")
    tables.plan += "\n  relevant: {source: relevant.csv, grade: grade}"
    tables.files["relevant.csv"] = "user,item,grade\nu,i0,1\nu,i1,2\nu,i2,3\nu,i3,4\nu,i4,5\nu,i5,6\n"
    let record = try await tables.record()
    // The best list has the grades 6 and 5; ideal attention goes to them alone.
    let second = 0.6309297535714574
    #expect(
      isClose(
        record.estimates.first { $0.metric == "ndcg" }?.value ?? record.number("expected-exposure-loss")?.value,
        2 + 2 * second * second))
    #expect(isClose(record.number("expected-exposure-relevance")?.value, 0))
  }

  @Test func concentrationOfCounts() async throws {
    let counts = ["u1": ["e", "d", "c"], "u2": ["e", "d"], "u3": ["e", "d"], "u4": ["e"], "u5": ["e"], "u6": ["e"]]
    let rows = counts.sorted { $0.key < $1.key }.flatMap { user, items in
      items.enumerated().map { "\(user),\($1),\($0 + 1)\n" }
    }
    let tables = ListTables(
      """
        source: lists.csv
        columns: {user: user, item: item, rank: rank}
        items: {source: items.csv}
        depth: 3
        attention: uniform
      """, files: ["lists.csv": "user,item,rank\n" + rows.joined(), "items.csv": "item\na\nb\nc\nd\ne\n"])
    let record = try await tables.record()
    #expect(isClose(record.number("exposure-gini")?.value, 0.6))
    #expect(isClose(record.number("exposure-entropy")?.value, 0.8979457248567797))
    #expect(isClose(record.number("coverage")?.value, 0.6))
    #expect(record.number("exposure-gini")?.withoutInterval == .realisedValue)
  }
}
