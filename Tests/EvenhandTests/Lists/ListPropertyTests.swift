import Evenhand
import Testing
import _AuditTesting

/// How whole audits of ranked lists answer to a change of the data.
struct ListPropertyTests {
  @Test func otherNamesOfGroupsPermuteTheResults() async throws {
    var lists = MadeUpLists(120, seed: 1)
    let metrics =
      "[ndcg, precision-at-k, hit-rate, received-nothing, exposure, exposure-share, skew, ndkl, top-k-share]"
    let record = try await lists.tables(metrics: metrics).record()
    // The new names sort the other way.
    lists.labels = ["f": "z", "m": "y", "A": "Z", "B": "Y"]
    let renamed = try await lists.tables(metrics: metrics).record()
    let names: [Label: Label] = ["f": "z", "m": "y", "A": "Z", "B": "Y"]
    #expect(record.estimates.count == renamed.estimates.count && record.estimates.count > 12)
    for estimate in record.estimates {
      let other = renamed.estimate(estimate.metric, estimate.group.map { names[$0] ?? $0 })
      #expect(isClose(other?.value, estimate.value ?? .nan, within: 1e-12), "\(estimate.metric)")
      #expect(isClose(other?.interval?.lower ?? 0, estimate.interval?.lower ?? 0, within: 1e-10), "\(estimate.metric)")
      #expect(isClose(other?.interval?.upper ?? 0, estimate.interval?.upper ?? 0, within: 1e-10), "\(estimate.metric)")
    }
    // Between equal groups, the first label is the reference.
    for row in record.disparities where row.value != nil && row.value != row.comparison.ideal {
      let other = renamed.disparities.first {
        $0.metric == row.metric && $0.group == row.group.map { names[$0] ?? $0 } && $0.comparison == row.comparison
          && $0.reference.rule == row.reference.rule
      }
      #expect(isClose(other?.value, row.value ?? .nan, within: 1e-12), "\(row.metric)")
      #expect(isClose(other?.test?.p ?? 0, row.test?.p ?? 0, within: 1e-9), "\(row.metric)")
    }
    #expect(isClose(renamed.number("ndkl")?.value, record.number("ndkl")?.value ?? .nan, within: 1e-12))
  }

  @Test func twiceThePeopleLeaveTheNumbersAndNarrowTheRanges() async throws {
    var lists = MadeUpLists(150, seed: 2)
    let once = try await lists.tables(requirements: MadeUpLists.bothWays).record()
    lists.people += lists.people.map { person in
      var person = person
      person.id += "x"
      return person
    }
    let twice = try await lists.tables(requirements: MadeUpLists.bothWays).record()
    var compared = 0
    func width(_ interval: Interval?) -> Double { (interval?.upper ?? .nan) - (interval?.lower ?? .nan) }
    for (one, two) in zip(once.estimates, twice.estimates) {
      #expect(isClose(two.value, one.value ?? .nan, within: 1e-12))
      let shrinkage = width(two.interval) / width(one.interval)
      #expect((0.69...0.72).contains(shrinkage), "\(one.metric) \(one.group): \(shrinkage)")
      compared += 1
    }
    for (one, two) in zip(once.disparities, twice.disparities) where one.interval != nil {
      #expect(isClose(two.value, one.value ?? .nan, within: 1e-12))
      #expect(width(two.interval) < 0.73 * width(one.interval), "\(one.metric)")
      compared += 1
    }
    #expect(compared >= 10)
  }

  @Test func groupAndReferenceExchangedInvertTheRatio() async throws {
    let record = try await MadeUpLists(200, seed: 3).tables(requirements: MadeUpLists.bothWays).record()
    for (metric, one, other) in [("ndcg", "f", "m"), ("exposure", "A", "B")] as [(String, Label, Label)] {
      let there = try #require(record.pair(metric, one, against: other, .ratio))
      let back = try #require(record.pair(metric, other, against: one, .ratio))
      #expect(isClose(there.value, 1 / (back.value ?? .nan), within: 1e-12))
      #expect(isClose(there.interval?.lower, 1 / (back.interval?.upper ?? .nan)))
      #expect(isClose(there.interval?.upper, 1 / (back.interval?.lower ?? .nan)))
      #expect(isClose(there.test?.p, back.test?.p ?? .nan))
    }
    let there = try #require(record.pair("ndcg", "f", against: "m", .difference))
    let back = try #require(record.pair("ndcg", "m", against: "f", .difference))
    #expect(isClose(there.value, -(back.value ?? .nan), within: 1e-12))
    #expect(isClose(there.interval?.lower, -(back.interval?.upper ?? .nan)))
  }

  @Test func aGroupingIsTheMarginOfItsIntersections() async throws {
    let path = Support.checkout + "/datasets/job-recommendations"
    var plan = try PlanFile(path: path + "/evenhand.yaml").plan
    plan.requirements = []
    plan.replicates = 0
    let both = try Audit.run(plan, folder: path)
    plan.recommendations?.intersections = []
    plan.recommendations?.users?.groups.removeAll { $0.name == "age_band" }
    let alone = try Audit.run(plan, folder: path)
    var compared = 0
    for estimate in alone.estimates where estimate.grouping == ["gender"] {
      let other = both.estimate(estimate.metric, estimate.group)
      #expect(isClose(other?.value, estimate.value ?? .nan, within: 1e-12), "\(estimate.metric)")
      #expect(isClose(other?.interval?.lower ?? 0, estimate.interval?.lower ?? 0, within: 1e-12), "\(estimate.metric)")
      // The same lists once more, from the cells of the intersection.
      let cells = both.estimates.filter {
        $0.metric == estimate.metric && $0.grouping == ["gender", "age_band"] && $0.group[0] == estimate.group[0]
      }
      if let numerator = estimate.numerator,
        both.groupings.allSatisfy({ $0.grouping != ["age_band"] || $0.unknown == 0 })
      {
        #expect(isClose(cells.reduce(0) { $0 + ($1.numerator ?? 0) }, numerator, within: 1e-12), "\(estimate.metric)")
      }
      compared += 1
    }
    #expect(compared > 30)
  }
}
