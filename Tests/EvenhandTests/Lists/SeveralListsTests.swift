import Evenhand
import Testing
import _AuditTesting

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

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

  /// Hit rates by pandas, overlaps by looking at every pair of lists (`Tests/Reference/several-lists.py`).
  @Test func sharesOfListsRestOnPeople() async throws {
    let file = try Witness.read()
    let record = try await file.tables(
      metrics: "[hit-rate, catalogue-overlap]",
      requirements: [
        "{id: h, metric: hit-rate, across: [sex], compare: ratio, reference: {group: m}, at-least: 0.8}",
        "{id: o, metric: hit-rate, across: [sex], compare: ratio, reference: complement, at-least: 0.8}",
      ]
    ).record()
    for (sex, hits) in file.hits {
      let estimate = try #require(record.estimate("hit-rate", [Label(sex)]))
      #expect(isClose(estimate.value, hits.value) && estimate.numerator == Double(hits.hits))
      let sampling = try #require(estimate.sampling)
      #expect(estimate.denominator == Double(hits.lists) && sampling.people == hits.people)
      #expect(isClose(sampling.standardError, hits.standardError, tolerance: 1e-9))
      // The regression differs by terms of order 1/people.
      #expect(abs((sampling.standardError ?? 0) / hits.statsmodels - 1) < 2 / Double(hits.people))
      let variance = hits.standardError * hits.standardError
      #expect(isClose(sampling.effective, hits.value * (1 - hits.value) / variance, tolerance: 1e-9))
      #expect(isClose(record.estimate("catalogue-overlap", [Label(sex)])?.value, file.overlap[sex]))
    }
    // Against everybody else of two groups is against the other one.
    let (named, others) = (record.findings[0], record.findings.first { $0.requirement == "o" && $0.group == ["f"] })
    #expect(named.verdict == .cannotTell && isClose(named.value, others?.value))
    #expect(named.sentence.contains("Each list counts, several of one person too."))
    let again = Judge(record: record).judge(record.requirements).findings
    #expect(again.map(\.verdict) == record.findings.map(\.verdict))
  }

  /// What one list has does not depend on whose it is: each session as a person of its own gives the same values.
  @Test func valuesAreThoseOfLists() async throws {
    let metrics =
      "[hit-rate, ndcg, precision-at-k, recall-at-k, average-precision, reciprocal-rank, exposure, exposure-share, exposure-per-relevance, ranked-group-representation, top-k-share, skew, ndkl, infeasible-index, exposure-gini, coverage, exposure-entropy]"
    let file = try Witness.read()
    let several = try await file.tables(metrics: metrics).record()
    let apart = try await file.tables(metrics: metrics, isApart: true).record()
    #expect(several.estimates.count == apart.estimates.count && several.estimates.count > 20)
    for estimate in several.estimates {
      let other = apart.estimate(estimate.metric, estimate.group)
      #expect(isClose(estimate.value, other?.value, tolerance: 1e-9), "\(estimate.metric) \(estimate.group)")
      if estimate.lists != nil { #expect(estimate.people ?? 0 < estimate.lists ?? 0, "\(estimate.metric)") }
    }
    // People who have several lists tell no more than as many people would.
    for metric in ["hit-rate", "ranked-group-representation"] {
      let found = several.estimates.filter { $0.metric == metric && $0.value != nil }
      #expect(!found.isEmpty && found.allSatisfy { ($0.sampling?.effective ?? .infinity) <= ($0.denominator ?? 0) })
    }
    for summary in several.summaries where summary.comparison == .value && summary.withoutInterval == .realisedValue {
      let other = apart.summaries.first { $0.metric == summary.metric && $0.grouping == summary.grouping }
      #expect(isClose(summary.value, other?.value, tolerance: 1e-9), "\(summary.metric)")
    }
  }

  /// However many lists they have, few people are too few.
  @Test func fewPeopleWithManyListsAreNotJudged() async throws {
    var tables = Self.tables { Array(0..<($0 < 20 ? 30 : 0)) }
    tables.requirements = [
      "{id: q, metric: ndcg, across: [sex], compare: value, at-least: 0.1}",
      "{id: h, metric: hit-rate, across: [sex], compare: value, at-least: 0.1}",
    ]
    tables.plan = tables.plan.replacing("metrics: [", with: "metrics: [hit-rate, ")
    let record = try await tables.record()
    #expect(record.findings.count == 4 && record.findings.allSatisfy { $0.verdict == .notEnoughData })
    let sentence = try #require(record.findings.first { $0.requirement == "q" }?.sentence)
    #expect(sentence.contains("lists for the group f are those of 10; the plan needs at least 30"), "\(sentence)")
    #expect(record.findings.filter { $0.requirement == "q" }.allSatisfy { $0.undefined == .tooFewPeople })
  }

  private struct Witness: Decodable {
    struct Hits: Decodable {
      var people: Int
      var lists: Int
      var hits: Int
      var value: Double
      var standardError: Double
      var statsmodels: Double

      enum CodingKeys: String, CodingKey {
        case people, lists, hits, value, statsmodels
        case standardError = "standard-error"
      }
    }

    var users: [[String]]
    var relevant: [[String]]
    var lists: [[Cell]]
    var hits: [String: Hits]
    var overlap: [String: Double]

    struct Cell: Decodable {
      var text: String
      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        text = try (try? container.decode(Int.self)).map { "\($0)" } ?? container.decode(String.self)
      }
    }

    static func read() throws -> Witness {
      let here = #filePath.split(separator: "/", omittingEmptySubsequences: false)
      let path = (here.dropLast(3) + ["Reference", "several-lists.json"]).joined(separator: "/")
      return try JSONDecoder().decode(Witness.self, from: Data(contentsOf: URL(filePath: path)))
    }

    /// - Parameter isApart: Whether each list is a person of its own.
    func tables(metrics: String, requirements: [String] = [], isApart: Bool = false) -> ListTables {
      let rows = lists.map { $0.map(\.text) }
      let sessions = Dictionary(grouping: rows, by: { $0[0] }).mapValues { Set($0.map { $0[1] }).sorted() }
      func owners(_ user: String) -> [String] {
        isApart ? (sessions[user] ?? []).map { "\(user)-\($0)" } : [user]
      }
      func table(_ header: String, _ pairs: [[String]]) -> String {
        header + pairs.flatMap { pair in owners(pair[0]).map { "\($0),\(pair[1])\n" } }.joined()
      }
      return ListTables(
        """
          source: lists.csv
          columns: {user: user, item: item, rank: rank\(isApart ? "" : ", list: session")}
          users: {source: users.csv, groups: [sex]}
          items: {source: items.csv, groups: [maker]}
          relevant: {source: relevant.csv}
          depth: 3
          target: catalogue
        metrics: \(metrics)
        replicates: 0
        """,
        files: [
          "users.csv": table("user,sex\n", users), "relevant.csv": table("user,item\n", relevant),
          "items.csv": "item,maker\n" + (0..<12).map { "i\($0),\($0 % 3 == 0 ? "A" : "B")\n" }.joined(),
          "lists.csv": "user,session,item,rank\n"
            + rows.map { "\(isApart ? "\($0[0])-\($0[1])" : $0[0]),\($0[1]),\($0[2]),\($0[3])\n" }.joined(),
        ], requirements: requirements)
    }
  }
}
