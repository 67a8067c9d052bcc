import AuditStatistics
import Evenhand
import Foundation
import Testing
import _AuditTesting

/// Every number about ranked lists against `Tests/Reference/recommendations.py`, which shares no line with the program.
@Suite("Ranked lists against an independent implementation") struct ListWitnessTests {
  /// One way of auditing a case: a target, and the column of items that comes first.
  struct Variant: Sendable, CustomTestStringConvertible {
    var name: String
    var target: String
    var first: String
    var testDescription: String { "\(name), \(target), \(first) first" }
  }

  static let variants: [Variant] =
    [
      ("jobs", ["employer_size", "sector"]), ("hand-graded", ["provider", "genre"]),
      ("hand-binary", ["provider", "genre"]), ("hand-ungraded", ["provider", "genre"]),
      ("hand-crossing", ["provider", "genre"]),
    ].flatMap { name, columns in
      ["catalogue", "uniform", "qualified", "given"].enumerated().map { number, target in
        Variant(name: name, target: target, first: columns[number % 2])
      }
    }
    + ["logarithmic-flat", "{geometric: 0.85}", "reciprocal", "uniform", "{cascade: 0.8}"].map {
      let text = $0.replacing(": ", with: "-").replacing("{", with: "").replacing("}", with: "")
      return Variant(name: "hand-\(text)", target: "catalogue", first: "provider")
    }

  struct Spread: Decodable {
    var scale: String?
    var se: Double?
    var df: Double?
    var interval: [Double]?
  }

  struct Entry: Decodable {
    var metric: String
    var grouping: [String]
    var group: [String]?
    var reference: [String]?
    var comparison: String?
    var value: Double?
    var corrected: Double?
    var count: Double?
    var numerator: Double?
    var wilson: [Double]?
    var identity: Spread?
    var logarithm: Spread?
    var welch: Spread?
    var joint: Spread?
    var items: String?
    var pairs: String?
    var target: String?
    var shares: [Double]?
    var tested: Double?
    var failed: Double?
    var share: Double?
  }

  struct Case: Decodable {
    var name: String
    var depth: Int
    var attention: String
    var lists: Int
    var estimates: [Entry]
    var disparities: [Entry]
    var summaries: [Entry]
  }

  private struct Reference: Decodable { var cases: [Case] }

  static let cases: [Case] = {
    let path = Support.checkout + "/Tests/Reference/recommendations.json"
    guard let data = FileManager.default.contents(atPath: path) else { return [] }
    do { return try JSONDecoder().decode(Reference.self, from: data).cases } catch {
      Issue.record(error)
      return []
    }
  }()

  // MARK: the plan of a case

  private func plan(_ variant: Variant, _ expected: Case) -> (text: String, folder: String) {
    let all = expected.estimates + expected.summaries
    func target(_ column: String, _ labels: [String]) -> String {
      guard variant.target == "given" else { return variant.target }
      let shares = all.first { $0.target == "given" && $0.grouping == [column] }?.shares ?? []
      let listed = zip(labels, shares).map { "{group: \"\($0)\", share: \($1)}" }
      return "[\(listed.joined(separator: ", "))]"
    }
    if variant.name == "jobs" {
      let sectors = ["care", "construction", "education", "hospitality", "retail", "technology", "transport"]
      let columns = [
        "{column: employer_size, target: \(target("employer_size", ["large", "medium", "small"]))}",
        "{name: sector, column: sectors, multiple: \"|\", counting: fractional, target: \(target("sector", sectors))}",
      ]
      let ordered = variant.first == "employer_size" ? columns : columns.reversed()
      return (
        """
        audit: {title: Witness}
        recommendations:
          source: recommendations.csv
          columns: {user: seeker, item: job, rank: rank, engagement: applied}
          users: {source: users.csv, id: seeker, groups: [gender, age_band]}
          items: {source: jobs.csv, id: job, popularity: popularity, groups: [\(ordered.joined(separator: ", "))]}
          relevant: {source: relevant.csv, user: seeker, item: job, grade: grade, at-least: 3}
          history: {source: history.csv, user: seeker, item: job}
          audience: audience.csv
          depth: 10
          intersections: [[gender, age_band]]
        """, Support.checkout + "/datasets/job-recommendations"
      )
    }
    let labels = ["provider": ["P", "Q", "R"], "genre": ["x", "y", "z"]]
    let counting = ["hand-binary", "hand-ungraded"].contains(variant.name) ? "full" : "fractional"
    let columns = [
      "{column: provider, target: \(target("provider", labels["provider"]!))}",
      "{column: genre, multiple: \"|\", counting: \(counting), target: \(target("genre", labels["genre"]!))}",
    ]
    let ordered = variant.first == "provider" ? columns : columns.reversed()
    let grade =
      variant.name == "hand-binary"
      ? ", grade: grade, at-least: 2" : variant.name == "hand-ungraded" ? "" : ", grade: grade"
    let attention = Self.attention(variant.name)
    return (
      """
      audit: {title: Witness}
      recommendations:
        source: \(variant.name == "hand-crossing" ? "lists-crossing.csv" : "lists.csv")
        columns: {user: user, item: item, score: score, engagement: clicks}
        users: {source: users.csv, id: user, groups: [gender, region]}
        items: {source: items.csv, id: item, popularity: popularity, groups: [\(ordered.joined(separator: ", "))]}
        relevant: {source: relevant.csv, user: user, item: item\(grade)}
        history: {source: history.csv, user: user, item: item}
        audience: audience.csv
        depth: \(expected.depth)
        attention: \(attention)
      """, Support.checkout + "/Tests/Reference/recommendations"
    )
  }

  private static func attention(_ name: String) -> String {
    switch name {
    case "hand-logarithmic-flat": "logarithmic-flat"
    case "hand-geometric-0.85": "{geometric: 0.85}"
    case "hand-reciprocal": "reciprocal"
    case "hand-uniform": "uniform"
    case "hand-cascade-0.8": "{cascade: 0.8}"
    default: "logarithmic"
    }
  }

  // MARK: comparing

  private func id(_ entry: Entry) -> String {
    entry.metric == "pairwise-accuracy" && entry.pairs == "intra" ? "intra-group-pairwise-accuracy" : entry.metric
  }

  private func concerns(_ entry: Entry, _ variant: Variant) -> Bool {
    // Where a tie reaches beyond the depth, the witness averages divergences over orders, the program takes the divergence
    // of the expected mix.
    if variant.name == "hand-crossing", entry.metric == "miscalibration" { return false }
    return (entry.target ?? variant.target) == variant.target && (entry.items ?? variant.first) == variant.first
  }

  @Test("estimates, spreads, pairs and whole numbers", arguments: variants) func agrees(_ variant: Variant) async throws
  {
    let expected = try #require(Self.cases.first { $0.name == variant.name })
    let (text, folder) = plan(variant, expected)
    let plan = try PlanReader.read(Array(text.utf8), file: "plan.yaml", catalogue: Catalogue.cards)
    let record = try Audit.run(plan, folder: folder)
    #expect(record.lists?.lists == expected.lists)
    var compared = 0
    for entry in expected.estimates where concerns(entry, variant) {
      compared += 1
      let found = try #require(
        record.estimates.first {
          $0.metric == id(entry) && $0.grouping == entry.grouping && $0.group.map(\.text) == entry.group
        }, "\(id(entry)) \(entry.grouping) \(entry.group ?? [])")
      let place = Comment(rawValue: "\(id(entry)) \(entry.grouping) \(entry.group ?? [])")
      #expect(isClose(found.value, entry.value), place)
      if let numerator = entry.numerator { #expect(isClose(found.numerator, numerator), place) }
      if let wilson = entry.wilson {
        #expect(isClose(found.interval?.lower, wilson[0]) && isClose(found.interval?.upper, wilson[1]), place)
      } else if entry.metric != "catalogue-overlap" {
        checkSpread(record, found, entry, place)
      }
    }
    for entry in expected.disparities where concerns(entry, variant) { try checkPair(record, entry) }
    for entry in expected.summaries where concerns(entry, variant) { try checkWhole(record, entry) }
    // Every reason is true: a group with a target lacks lists that can be tested, not a target.
    for found in record.estimates where found.metric == "ranked-group-representation" && found.value == nil {
      let hasTarget = found.target.map { $0 > 0 && $0 < 1 } ?? false
      #expect(found.undefined == .noTestableList || !hasTarget)
    }
    #expect(compared > 5)
  }

  @Test("lists that cannot be tested are no missing target") func untested() async throws {
    try await Support.inFolder { folder in
      try Files.write(Array("user,item,rank\nu,i,1\nu,j,2\n".utf8), to: "\(folder)/lists.csv")
      try Files.write(Array("item,genre\ni,a|b\nj,a\n".utf8), to: "\(folder)/items.csv")
      let text = """
        audit: {title: Untested}
        recommendations:
          source: lists.csv
          columns: {user: user, item: item, rank: rank}
          items: {source: items.csv, id: item, groups: [{column: genre, multiple: "|", target: uniform}]}
          depth: 2
        metrics: [ranked-group-representation]
        """
      let plan = try PlanReader.read(Array(text.utf8), file: "plan.yaml", catalogue: Catalogue.cards)
      let record = try Audit.run(plan, folder: folder)
      #expect(record.estimates.map(\.undefined) == [.noTestableList, .noTestableList])
    }
  }

  private func checkSpread(_ record: Record, _ found: Estimate, _ entry: Entry, _ place: Comment) {
    // The witness takes a target that follows from the lists as fixed.
    if found.metric == "skew", record.lists?.target == "qualified" { return }
    for (scale, spread) in [(SpreadScale.identity, entry.identity), (.logarithm, entry.logarithm)] {
      guard let spread, let se = spread.se, let df = spread.df, se > 0 else { continue }
      let stored = record.dispersions.first {
        $0.metric == found.metric && $0.grouping == found.grouping && $0.scale == scale && $0.against == nil
      }
      guard let stored, let index = stored.groups.firstIndex(of: found.group) else {
        // A change and a logarithm are read on the identity scale alone.
        #expect(scale == .logarithm && ["popularity-lift", "bias-disparity", "skew"].contains(found.metric), place)
        continue
      }
      let at = stored.isIndependent ? index : index * (index + 3) / 2
      #expect(isClose(stored.covariance[at].squareRoot(), se, within: 1e-7), place)
      let own = stored.degreesOfFreedom.count == 1 ? stored.degreesOfFreedom[0] : stored.degreesOfFreedom[at]
      #expect(isClose(own, df, within: 1e-6), place)
    }
  }

  private func checkPair(_ record: Record, _ entry: Entry) throws {
    guard let group = entry.group?.map({ Label($0) }), let reference = entry.reference?.map({ Label($0) }),
      let comparison = Comparison(rawValue: entry.comparison ?? "")?.pair,
      let card = record.card(id(entry)), card.measure == .average, entry.metric != "catalogue-overlap",
      comparison == .difference || (card.least ?? -1) >= 0
    else { return }
    let place = Comment(rawValue: "\(id(entry)) \(entry.grouping) \(group) against \(reference), \(comparison)")
    // Student's t for every pair, also with those who all agree: rules 3 give these other limits.
    var record = record
    record.rules = Rules(rawValue: "evenhand-rules/2")
    let evidence = Evidence(record: record)
    let family = try #require(evidence.family(Place(metric: id(entry), grouping: entry.grouping)), place)
    let own = try #require(family.groups.firstIndex(of: group), place)
    let other = try #require(family.groups.firstIndex(of: reference), place)
    guard let value = entry.value else { return }
    #expect(isClose(family.evidence.value(comparison, of: own, against: .group(other)), value), place)
    guard let spread = entry.welch ?? entry.joint, let interval = spread.interval, spread.se.map({ $0 > 0 }) ?? false
    else { return }
    let found = family.evidence.interval(comparison, of: own, against: .group(other), z: 1.959963984540054)
    #expect(isClose(found?.lower, interval[0], within: 1e-7) && isClose(found?.upper, interval[1], within: 1e-7), place)
  }

  private func checkWhole(_ record: Record, _ entry: Entry) throws {
    let place = Comment(rawValue: "\(entry.metric) \(entry.grouping) \(entry.target ?? "")")
    if entry.metric == "ranked-group-representation" {
      guard record.lists?.target != "qualified" else { return }
      let found = try #require(
        record.estimates.first {
          $0.metric == entry.metric && $0.grouping == entry.grouping && $0.group.map(\.text) == entry.group
        }, place)
      if let share = found.target, let wanted = entry.share, abs(share - wanted) > 1e-12 { return }
      #expect(isClose(found.numerator, entry.failed) && isClose(found.denominator, entry.tested), place)
      return
    }
    let found = try #require(
      record.summaries.first { $0.metric == entry.metric && $0.grouping == entry.grouping && $0.comparison == .value },
      place)
    #expect(isClose(found.value, entry.corrected ?? entry.value), place)
    if let se = entry.identity?.se, se > 0, let df = entry.identity?.df {
      #expect(isClose(found.spread?.standardError, se, within: 1e-6), place)
      // Influences are leave-one-out values here, derivatives there.
      #expect(isClose(found.spread?.degreesOfFreedom, df, within: 0.1), place)
    }
  }
}
