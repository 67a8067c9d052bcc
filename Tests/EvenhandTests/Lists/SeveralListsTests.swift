import Evenhand
import Testing
import _AuditTesting

/// Several lists a person: a list is counted, and a person is drawn.
@Suite struct SeveralListsTests {
  private static let metrics =
    "[ndcg, precision-at-k, recall-at-k, list-popularity, exposure, exposure-share, exposure-per-relevance, ndkl, infeasible-index]"

  private static func tables(_ sessions: (Int) -> [Int], replicates: Int = 0) -> ListTables {
    let people = MadeUpLists(120, seed: 5)
    var tables = people.tables(
      metrics: metrics.replacing("list-popularity, ", with: ""),
      requirements: [
        "{id: q, metric: ndcg, across: [sex], compare: ratio, reference: {group: m}, at-least: 0.8}",
        "{id: e, metric: exposure, across: [maker], compare: ratio, reference: {group: A}, at-least: 0.8}",
      ])
    tables.plan = tables.plan.replacing("rank: rank}", with: "rank: rank, list: session}")
      .replacing("replicates: 0", with: "replicates: \(replicates)")
    tables.files["lists.csv"] =
      "user,session,item,rank\n"
      + people.people.enumerated().map { number, person in
        sessions(number).map { session in
          person.items.enumerated().map { "\(person.id),s\(session),\($1),\($0 + 1)\n" }.joined()
        }.joined()
      }.joined()
    return tables
  }

  /// Numbers of a record by place.
  private static func numbers(_ record: Record) -> [String: [Double?]] {
    var found: [String: [Double?]] = [:]
    for estimate in record.estimates {
      found["\(estimate.metric) \(estimate.group)"] = [
        estimate.value, estimate.interval?.lower, estimate.interval?.upper,
      ]
    }
    for disparity in record.disparities {
      found["\(disparity.metric) \(disparity.group) \(disparity.comparison) \(disparity.reference.rule)"] = [
        disparity.value, disparity.interval?.lower, disparity.interval?.upper, disparity.test?.p,
        disparity.bootstrap?.lower, disparity.bootstrap?.upper,
      ]
    }
    for summary in record.summaries {
      found["\(summary.metric) \(summary.grouping) \(summary.comparison)"] = [
        summary.value, summary.interval?.lower, summary.interval?.upper,
      ]
    }
    for finding in record.findings {
      found["finding \(finding.requirement) \(finding.group ?? [])"] = [
        finding.value, finding.interval?.lower, finding.interval?.upper,
      ]
    }
    return found
  }

  private static func expectSame(_ one: Record, _ other: Record, _ comment: Comment) {
    let (first, second) = (numbers(one), numbers(other))
    #expect(Set(first.keys) == Set(second.keys), comment)
    #expect(first.count > 20, comment)
    for (place, values) in first {
      let others = second[place] ?? []
      #expect(values.count == others.count, "\(comment): \(place)")
      for (value, other) in zip(values, others) {
        #expect(value == nil && other == nil || isClose(value, other, tolerance: 1e-9), "\(comment): \(place)")
      }
    }
  }

  /// One list a person is what it was without the key; two equal lists a person say nothing new.
  @Test func oneListOrSeveralEqualOnesAreTheSame() async throws {
    let single = try await Self.tables({ _ in [1] }, replicates: 200).record()
    var without = Self.tables({ _ in [1] }, replicates: 200)
    without.plan = without.plan.replacing(", list: session", with: "")
    Self.expectSame(single, try await without.record(), "one list")
    let twice = try await Self.tables({ _ in [1, 2] }, replicates: 200).record()
    Self.expectSame(single, twice, "two lists")
    #expect(single.lists?.lists == 120 && twice.lists?.lists == 240 && twice.lists?.people == 120)
    #expect(twice.estimates.filter { $0.metric == "exposure" }.allSatisfy { $0.lists == 240 })
  }

  /// The mean over lists, and its jackknife over people, worked out here.
  @Test func peopleWithMoreListsCountMoreAndStayOnePerson() async throws {
    let counts = { (number: Int) in 1 + number % 3 }
    let record = try await Self.tables({ Array(0..<counts($0)) }).record()
    let people = MadeUpLists(120, seed: 5).people
    func precision(_ person: MadeUpLists.Person) -> Double { person.items.contains(person.wanted) ? 0.5 : 0 }
    for sex in ["f", "m"] {
      let own = people.enumerated().filter { $0.element.sex == sex }
      let sums = own.map {
        (value: Double(counts($0.offset)) * precision($0.element), lists: Double(counts($0.offset)))
      }
      let (value, lists) = sums.reduce((0, 0)) { ($0.0 + $1.value, $0.1 + $1.lists) }
      let estimate = try #require(record.estimate("precision-at-k", [Label(sex)]))
      #expect(isClose(estimate.value, value / lists) && estimate.lists == Int(lists))
      let without = sums.map { (value - $0.value) / (lists - $0.lists) }
      let mean = without.reduce(0, +) / Double(without.count)
      let n = Double(without.count)
      let variance = without.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } * (n - 1) / n
      let dispersion = try #require(
        record.dispersions.first {
          $0.metric == "precision-at-k" && $0.scale == .identity && $0.groups.contains([Label(sex)])
        })
      let place = try #require(dispersion.groups.firstIndex(of: [Label(sex)]))
      #expect(isClose(dispersion.covariance[place], variance, tolerance: 1e-9))
    }
  }

  @Test func sameForAnyNumberOfThreadsAndAnyMemory() async throws {
    var tables = Self.tables({ Array(0..<(1 + $0 % 4)) }, replicates: 50)
    // Rows that stand apart.
    var lines = tables.files["lists.csv"]!.split(separator: "\n").map(String.init)
    let header = lines.removeFirst()
    lines = lines.enumerated().sorted { ($0.offset % 7, $0.offset) < ($1.offset % 7, $1.offset) }.map(\.element)
    tables.files["apart.csv"] = ([header] + lines).joined(separator: "\n") + "\n"
    for file in ["lists.csv", "apart.csv"] {
      tables.plan = tables.plan.replacing("source: lists.csv", with: "source: \(file)")
      var texts: Set<String> = []
      for (threads, memory) in [(1, 1_000_000), (3, 1_000_000), (2, 2_000)] {
        (tables.threads, tables.memory) = (threads, memory)
        texts.insert(try await tables.record().canonicalText())
      }
      #expect(texts.count == 1, "\(file)")
    }
  }

  @Test func metricsThatTakeOneListAreNotOffered() async throws {
    var tables = Self.tables { _ in [1] }
    tables.plan = tables.plan.replacing("metrics: [", with: "metrics: [hit-rate, ")
    await #expect(throws: PlanErrors.self) { try await tables.record() }
    tables.plan = tables.plan.split(separator: "\n").filter { !$0.contains("metrics:") }.joined(separator: "\n")
    let metrics = Set(try await tables.record().metrics.map(\.id))
    #expect(metrics.isDisjoint(with: ["hit-rate", "catalogue-overlap", "ranked-group-representation"]))
    #expect(metrics.isSuperset(of: ["ndcg", "exposure", "received-nothing"]))
  }
}
