import AuditPolicy
import AuditRecord
import Testing
import _AuditTesting

@Suite struct RecommendationsErrorTests {
  typealias Mistake = PlanErrorTests.Mistake

  /// A small plan of lists, changed.
  static func small(_ old: String, _ new: String) -> String { Plans.smallLists.replacing(old, with: new) }

  /// A small plan of lists with more lines, from line 5 on.
  static func adding(_ lines: String) -> String { Plans.smallLists + "  \(lines)\n" }

  /// Both sides, with other groups of items, which begin at line 6, column 34.
  static func items(_ groups: String) -> String { Plans.lists().replacing("[provider, genre]", with: groups) }

  /// Both sides and one requirement, whose lines begin at line 9, or at line 11 after a target and relevance.
  static func requiring(_ lines: String, target: String = "") -> String {
    Plans.lists(target.isEmpty ? "" : "relevant: {source: v.csv}", target: target, requiring: lines)
  }

  static let tables: [Mistake] = [
    Mistake(small("  source: r.csv\n", ""), .missingKey, 3, 3, "add `source`"),
    Mistake(small("r.csv", "{format: csv}"), .missingKey, 3, 11, "add one of files"),
    Mistake(small("r.csv", "{files: r.csv, format: csw}"), .wrongType, 3, 34, "did you mean \"csv\"?"),
    Mistake(small("r.csv", "{files: r.csv, format: parquet}"), .wrongType, 3, 34, "csv, recbole, trec-run"),
    Mistake(small("r.csv", "{files: r.csv, format: trec-qrels}"), .wrongType, 3, 34, "trec-run"),
    Mistake(small("r.csv", "{files: r.csv, delimiter: ab}"), .wrongType, 3, 37, "one character"),
    Mistake(
      small("r.csv", "{files: r.csv, format: recbole, delimiter: tab}"), .combination, 3, 54, "leave `delimiter` out"),
    Mistake(small("r.csv", "[]"), .wrongType, 3, 11, "list of at least one"),
    Mistake(small("r.csv", "{files: r.csv, fromat: csv}"), .unknownKey, 3, 26, "did you mean \"format\"?"),
    Mistake(adding("delimiter: ab"), .wrongType, 5, 14, "one character"),
    Mistake(adding("relevant: {user: u}"), .missingKey, 5, 13, "add `source`"),
    Mistake(
      adding("relevant: {source: {files: x, format: trec-run}}"), .wrongType, 5, 41, "csv, recbole, trec-qrels"),
    Mistake(adding("history: {source: {files: x, format: trec-qrels}}"), .wrongType, 5, 40, "one of csv, recbole"),
    Mistake(adding("users: u.csv"), .wrongType, 5, 10, "mapping of keys"),
    Mistake(adding("audience: {id: u}"), .missingKey, 5, 13, "add `source`"),
    Mistake(small("r.csv", "\"-\"") + "  history: {source: \"-\"}\n", .combination, 3, 3, "read once"),
  ]

  static let columns: [Mistake] = [
    Mistake(small("  columns: {user: u, item: i, rank: r}\n", ""), .missingKey, 3, 3, "add `columns`"),
    Mistake(small("user: u, ", ""), .missingKey, 4, 12, "add `user`"),
    Mistake(small("item: i, ", ""), .missingKey, 4, 12, "add `item`"),
    Mistake(small(", rank: r", ""), .missingKey, 4, 12, "add `rank:` or `score:`"),
    Mistake(small("rank: r", "rank: r, engagement: \"\""), .wrongType, 4, 52, "names no column"),
    Mistake(small("rank: r", "rank: u"), .columns, 4, 37, "both the user and the rank"),
    Mistake(small("rank: r", "rank: r, score: r"), .columns, 4, 47, "both the rank and the score"),
    Mistake(small("rank: r", "score: s, engagement: s"), .columns, 4, 53, "both the score and the engagement"),
    Mistake(adding("users: {source: u.csv, groups: [gender, u]}"), .columns, 5, 43, "both the user and a group"),
    Mistake(adding("items: {source: i.csv, groups: [i]}"), .columns, 5, 35, "both the item and a group"),
    Mistake(adding("items: {source: i.csv, popularity: i}"), .columns, 5, 38, "both the item and the popularity"),
    Mistake(
      adding("items: {source: i.csv, popularity: n, groups: [{column: n, bins: [0, 9]}]}"), .columns, 5, 50,
      "both the popularity and a group"),
    Mistake(adding("relevant: {source: v.csv, grade: i}"), .columns, 5, 36, "both the item and the grade"),
    Mistake(adding("relevant: {source: v.csv, item: u}"), .columns, 5, 35, "both the user and the item"),
    Mistake(adding("relevant: {source: v.csv, at-least: 4}"), .combination, 5, 39, "add `grade:`"),
    Mistake(adding("history: {source: h.csv, user: i}"), .columns, 5, 34, "both the user and the item"),
    Mistake(
      small("r.csv", "{files: r, format: trec-run}").replacing("user: u, item: i, rank: r", with: "rank: position"),
      .columns, 4, 19, "their columns are user, item, rank, score"),
    Mistake(
      small("r.csv", "{files: r, format: trec-run}")
        .replacing("user: u, item: i, rank: r", with: "engagement: clicked"), .columns, 4, 25, "have no column"),
    Mistake(
      adding("relevant: {source: {files: q, format: trec-qrels}, grade: relevance}"), .columns, 5, 61,
      "their columns are user, item, grade"),
    Mistake(
      small("r.csv", "{files: r.inter, format: recbole}").replacing("user: u", with: "user: \"u:token\""), .columns, 4,
      19, "write “u”"),
    Mistake(
      adding("users: {source: {files: u.user, format: recbole}, groups: [\"class:token_seq\"]}"), .columns, 5, 62,
      "write “class”"),
  ]

  static let groups: [Mistake] = [
    Mistake(items("[gender]"), .grouping, 6, 35, "another `name:`"),
    Mistake(items("[genre, {name: genre, column: x}]"), .grouping, 6, 42, "another `name:`"),
    Mistake(
      Plans.lists() + "decisions:\n  source: a.csv\n  columns: {decision: d, favourable: y}\n  groups: [provider]\n",
      .grouping, 6, 35, "another `name:`"),
    Mistake(items("[{column: g, multiple: \"\"}]"), .wrongType, 6, 57, "or leave it out"),
    Mistake(items("[{column: g, multiple: \"|\", bins: [0, 1]}]"), .combination, 6, 57, "keep one of them"),
    Mistake(items("[{column: g, counting: full}]"), .combination, 6, 57, "add `multiple:"),
    Mistake(items("[{column: g, multiple: \"|\", counting: half}]"), .wrongType, 6, 72, "fractional, full"),
    Mistake(items("[{column: g, bins: [0]}]"), .wrongType, 6, 53, "increasing"),
    Mistake(Plans.lists("intersections: [[gender, age]]"), .grouping, 7, 19, "declared: gender, years"),
    Mistake(Plans.lists("intersections: [[gender, yeers]]"), .grouping, 7, 19, "did you mean \"years\"?"),
    Mistake(Plans.lists("intersections: [[gender]]"), .grouping, 7, 19, "two or more"),
    Mistake(Plans.lists("intersections: [[provider, genre]]"), .notSupported, 7, 19, "groups of users"),
    Mistake(Plans.lists("intersections: [[gender, genre]]"), .notSupported, 7, 19, "is a group of items"),
    Mistake(adding("intersections: all"), .grouping, 5, 18, "declare `users` with `groups`"),
    Mistake(
      Plans.lists("intersections: all").replacing("gender, years", with: "a, b, c, d, e, f, g"), .grouping, 7, 18,
      "as [[a, b]]"),
  ]

  static let choices: [Mistake] = [
    Mistake(adding("depth: 0"), .wrongType, 5, 10, "at least 1"),
    Mistake(adding("depth: 2.5"), .wrongType, 5, 10, "whole number"),
    Mistake(adding("depth: 100001"), .wrongType, 5, 10, "at most 100000"),
    Mistake(adding("tail: 0"), .wrongType, 5, 9, "above 0 and below 1"),
    Mistake(adding("tail: 1"), .wrongType, 5, 9, "above 0 and below 1"),
    Mistake(adding("tail: \"0.2\""), .wrongType, 5, 9, "without quotes"),
    Mistake(adding("attention: logarithm"), .wrongType, 5, 14, "did you mean \"logarithmic\"?"),
    Mistake(adding("attention: geometric"), .wrongType, 5, 14, "as {geometric: …}"),
    Mistake(requiring("metric: shown\nat-least: 0.8\nreference: group"), .wrongType, 11, 16, "as {group: …}"),
    Mistake(adding("attention: {geometric: 0}"), .wrongType, 5, 26, "above 0 and at most 1"),
    Mistake(adding("attention: {geometric: 1.01}"), .wrongType, 5, 26, "above 0 and at most 1"),
    Mistake(adding("attention: {geometric: -.inf}"), .wrongType, 5, 26, "must be a number"),
    Mistake(adding("attention: {}"), .combination, 5, 14, "as {geometric: 0.85}"),
    Mistake(
      adding("relevant: {source: v.csv}\n  attention: {geometric: 0.5, cascade: 0.5}"), .combination, 6, 14,
      "two models"
    ),
    Mistake(adding("attention: {cascade: 0.85}"), .missingKey, 5, 14, "declare `relevant`"),
    Mistake(Plans.lists(target: "fair"), .wrongType, 7, 11, "catalogue, qualified, population, uniform"),
    Mistake(Plans.lists(target: "[{group: a, share: 1}]"), .wrongType, 7, 11, "one of"),
    Mistake(Plans.lists(target: "qualified"), .missingKey, 7, 11, "declare `relevant`"),
    Mistake(Plans.lists(target: "population"), .missingKey, 7, 11, "declare `history`"),
    Mistake(adding("target: catalogue"), .missingKey, 5, 11, "declare `items` with `groups`"),
    Mistake(adding("items: {source: i.csv}\n  target: uniform"), .missingKey, 6, 11, "declare `items` with `groups`"),
    Mistake(items("[{column: g, target: qualified}]"), .missingKey, 6, 55, "declare `relevant`"),
    Mistake(items("[{column: g, target: population}]"), .missingKey, 6, 55, "or `popularity`"),
    Mistake(
      items("[{column: g, target: [{group: a, share: -0.5}, {group: b, share: 1.5}]}]"), .wrongType, 6, 74, "0.25"),
    Mistake(items("[{column: g, target: [{group: a, share: 0.5}]}]"), .combination, 6, 55, "sum to 0.5"),
    Mistake(
      items("[{column: g, target: [{group: a, share: 0.5}, {group: b, share: 0.500001}]}]"), .combination, 6, 55,
      "sum to 1.000001"),
    Mistake(
      items("[{column: g, target: [{group: a, share: 0.5}, {group: a, share: 0.5}]}]"), .combination, 6, 88,
      "two shares"),
    Mistake(
      items("[{column: g, target: [{group: a, share: 0.5}, {group: unknown, share: 0.5}]}]") + "  unknown: unknown\n",
      .combination, 6, 88,
      "not known"),
    Mistake(items("[{column: g, target: [{group: a}]}]"), .missingKey, 6, 56, "add `share`"),
    Mistake(items("[{column: g, target: []}]"), .wrongType, 6, 55, "list of at least one"),
  ]

  static let requirements: [Mistake] = [
    // sides
    Mistake(
      requiring("metric: shown\nat-least: 0.8\nacross: gender"), .grouping, 11, 13, "its groups: provider, genre"),
    Mistake(
      requiring("metric: depth-read\nat-least: 0.8\nacross: [years, genre]"), .grouping, 11, 21,
      "takes groups of users, and “genre” is one of groups of items"),
    Mistake(requiring("metric: shown\nat-least: 0.8\nacross: genres"), .grouping, 11, 13, "did you mean \"genre\"?"),
    Mistake(
      requiring("metric: shown\nat-least: 0.8\nacross: [[provider, genre]]"), .notSupported, 11, 14, "groups of users"),
    Mistake(
      requiring("metric: depth-read\nat-least: 0.8\nacross: [[gender, genre]]"), .grouping, 11, 14,
      "its groups: gender, years"),
    Mistake(
      requiring("metric: quality\nat-most: 0.1"), .metric, 9, 13,
      "quality needs relevance, which the plan does not declare (declare `relevant`"),
    Mistake(Plans.smallLists + "metrics: depth-read\n", .metric, 5, 10, "declare `users` with `groups`"),
    Mistake(Plans.smallLists + "metrics: [selection-rate]\n", .metric, 5, 11, "needs decision"),
    Mistake(Plans.lists() + "metrics: [clicked]\n", .metric, 7, 11, "declare `engagement`"),
    Mistake(Plans.lists() + "metrics: [share]\n", .metric, 7, 11, "declare `target`"),
    // one number
    Mistake(
      requiring("metric: concentration\nat-most: 0.4\nacross: provider"), .grouping, 11, 13, "leave `across` out"),
    Mistake(
      requiring("metric: concentration\nat-most: 0.4\ncompare: ratio"), .combination, 11, 14, "leave `compare` out"),
    Mistake(
      requiring("metric: concentration\nat-most: 0.4\nreference: highest"), .combination, 11, 16,
      "leave `reference` out"),
    Mistake(
      requiring("metric: divergence\nat-most: 0.4\ncompare: difference", target: "uniform"), .combination, 13, 14,
      "leave `compare` out"),
    Mistake(
      requiring("metric: divergence\nat-most: 0.4\nreference: target", target: "uniform"), .combination, 13, 16,
      "leave `reference` out"),
    // targets
    Mistake(
      requiring("metric: shown\nat-least: 0.8\nreference: target", target: "uniform"), .combination, 13, 16,
      "has no target"),
    Mistake(
      requiring("metric: log-share\nat-most: 0.8\ncompare: difference\nreference: target", target: "uniform"),
      .combination, 14, 16, "has no target"),
    Mistake(
      requiring("metric: depth-read\nat-least: 0.8\nreference: target"), .combination, 11, 16, "use `highest`"),
    Mistake(
      requiring("metric: share\nat-least: 0.8\nacross: provider")
        .replacing("genre]", with: "{column: genre, target: uniform}]"), .combination, 11, 13, "add `target`"),
    Mistake(
      requiring("metric: share\nbetween: [0.8, 1.2]\ncompare: value\nreference: target", target: "uniform"),
      .combination, 14, 16, "leave `reference` out"),
    Mistake(
      Plans.requiring("metric: recall\nat-least: 0.8\nreference: target", groups: "[sex]"), .combination, 10, 16,
      "has no target"),
    Mistake(
      Plans.requiring("metric: equalized-odds\nat-most: 0.1\nreference: target", groups: "[sex]"), .combination, 10, 16,
      "worst-pair"),
  ]

  @Test(arguments: tables + columns + groups + choices + requirements)
  func aMistakeIsNamedWithItsPlaceAndItsMend(_ mistake: Mistake) throws {
    let found = listErrors(mistake.text)
    #expect(found.count == 1, "\(found.map(\.description))")
    let error = try #require(found.first)
    #expect(error.code == mistake.code)
    #expect(error.file == "evenhand.yaml")
    #expect(error.line == mistake.line, "\(error)")
    #expect(error.column == mistake.column, "\(error)")
    #expect(error.description.contains(mistake.says), "\(error)")
    #expect(error.hint?.isEmpty == false || error.message.contains("must be"))
    #expect(WordingLint.violations(in: error.description) == [])
  }

  @Test func allErrorsOfListsAreReportedAtOnce() {
    let found = listErrors(
      """
      audit: {title: T}
      recommendations:
        source: r.csv
        columns: {user: u, item: i}
        users: {source: u.csv, groups: [g]}
        items: {source: i.csv, groups: [g, {column: h, multiple: ""}]}
        attention: {geometric: 2}
        tail: 7
        target: qualified

      """)
    #expect(
      found.map(\.code) == [.missingKey, .grouping, .wrongType, .wrongType, .wrongType, .missingKey],
      "\(found.map(\.description))")
    #expect(found.map(\.line) == [4, 6, 6, 7, 8, 9])
  }

  @Test func aPlanWithoutEitherPartIsRefused() {
    let found = errors("audit: {title: T}\nseed: 1\n")
    #expect(found.map(\.code) == [.missingKey])
    #expect(found.first?.description.contains("\"decisions\" nor \"recommendations\"") == true)
    #expect(found.first?.line == 1)
  }
}
