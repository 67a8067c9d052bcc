import AuditInputs
import AuditMetrics
import AuditPolicy
import AuditRecord
import AuditStatistics
import Testing

@Suite struct RecommendationsPlanTests {
  typealias Lists = ListColumns

  @Test func everyKeyOfRankedListsIsRead() throws {
    let plan = try readLists(Plans.fullLists).get()
    #expect(plan.decisions == nil)
    let semicolon = UInt8(ascii: ";")
    var expected = ListColumns(
      lists: Lists.Lists(
        InputTable(named: ["lists.csv", "shards/*.csv.gz"], delimiter: UInt8(ascii: "\t")), user: "user_id",
        item: "item_id",
        rank: "rank", score: "score", engagement: "clicked"),
      users: Lists.Users(
        InputTable(named: ["users.csv"], delimiter: semicolon), id: "person",
        groups: [GroupColumn(name: "gender"), GroupColumn(name: "years", column: "age", bins: [18, 30, 45, 66])]),
      items: Lists.Items(
        InputTable(named: ["items.csv", "more.csv"], delimiter: semicolon), id: "job",
        groups: [
          ItemGroupColumn(GroupColumn(name: "provider")),
          ItemGroupColumn(
            GroupColumn(name: "genre", column: "genres"), separator: "|", counting: .full, target: .uniform),
          ItemGroupColumn(GroupColumn(name: "topic", column: "topics"), separator: ", "),
          ItemGroupColumn(
            GroupColumn(name: "place", column: "region", rules: LabelRules(labels: ["A", "2"])),
            target: .given([Target.GroupShare("A", 0.6), Target.GroupShare("2", 0.4)])),
          ItemGroupColumn(GroupColumn(name: "pay", column: "salary", bins: [0, 10, 20])),
        ], popularity: "times"),
      relevance: Lists.Relevance(
        InputTable(named: ["relevant.csv"], delimiter: semicolon), user: "who", item: "what", grade: "rating",
        atLeast: 4),
      history: Lists.History(InputTable(named: ["history.inter"], format: .recBole), user: "user", item: "item"),
      audience: Lists.Audience(InputTable(named: ["audience.csv"], delimiter: semicolon), user: "reader"),
      depth: 20,
      attention: .geometric(patience: 0.85), intersections: [["gender", "years"]], target: .catalogue, tail: 0.3,
      unknown: ["", "unknown"])
    expected.before = Lists.ComparedLists(
      InputTable(named: ["may.csv"], delimiter: semicolon), user: "user_id", item: "item_id", rank: "place")
    expected.baseline = Lists.ComparedLists(
      InputTable(named: ["anybody.csv"], delimiter: semicolon), user: "user_id", item: "what")
    #expect(plan.recommendations == expected)
    #expect(plan.groupings(.receivers) == [["gender"], ["years"], ["gender", "years"]])
    #expect(plan.groupings(.providers) == [["provider"], ["genre"], ["topic"], ["place"], ["pay"]])
    #expect(plan.groupings(.decisions) == [])
    #expect(
      plan.roles == [
        .lists, .singleLists, .userGroups, .recipients, .relevance, .history, .before, .baseline, .items, .itemGroups,
        .popularity,
        .engagement, .target,
      ])
    #expect(
      plan.requirements == [
        Requirement(
          id: "a", metric: "quality", across: [["gender"], ["gender", "years"]], compare: .ratio, reference: .highest,
          atLeast: 0.9),
        Requirement(
          id: "b", metric: "share", across: [["genre"], ["place"]], compare: .ratio, reference: .target,
          between: [0.8, 1.25]),
        Requirement(
          id: "c", metric: "concentration", across: [[]], compare: .value, reference: .none, atMost: 0.4),
      ])
    #expect(plan.metrics == ["quality", "shown", "share", "concentration"])
  }

  @Test func whatIsLeftOutTakesItsDefault() throws {
    let lists = try #require(
      try readLists(
        Plans.smallLists + """
            users: {source: u.csv}
            items: {source: i.csv}
            relevant: {source: v.csv}
            history: {source: h.csv}
            audience: a.csv

          """
      ).get().recommendations)
    #expect(
      lists
        == ListColumns(
          lists: Lists.Lists(InputTable(named: ["r.csv"]), user: "u", item: "i", rank: "r"),
          users: Lists.Users(InputTable(named: ["u.csv"]), id: "u"),
          items: Lists.Items(InputTable(named: ["i.csv"]), id: "i"),
          relevance: Lists.Relevance(InputTable(named: ["v.csv"]), user: "u", item: "i"),
          history: Lists.History(InputTable(named: ["h.csv"]), user: "u", item: "i"),
          audience: Lists.Audience(InputTable(named: ["a.csv"]), user: "u"), depth: 10, attention: .logarithmic,
          intersections: [], target: nil, tail: 0.2, unknown: [""]))
    #expect(lists.roles == [.lists, .singleLists, .recipients, .relevance, .history, .items])
  }

  @Test func aPlanMayAuditDecisionsAndLists() throws {
    let both = Plans.small + Plans.smallLists.replacing("audit: {title: T}\n", with: "")
    let plan = try readLists(both).get()
    #expect(plan.inputs.map { $0.map(\.given) } == [["a.csv"], ["r.csv"]])
    #expect(plan.roles == [.decision, .lists, .singleLists])
    #expect(plan.metrics == ["selection-rate"])
  }

  /// The audience's id is that of the users' table; without one, that of the lists.
  @Test(arguments: [
    ("audience: a.csv", "u"), ("users: {source: u.csv, id: p}\naudience: [a.csv]", "p"),
    ("users: {source: u.csv, id: p}\naudience: {source: a.csv}", "p"),
    ("audience: {source: {files: a.user, format: recbole}, id: q}", "q"),
  ])
  func theAudienceHasTheIdOfTheUsers(lines: String, column: String) throws {
    let text = Plans.smallLists + lines.split(separator: "\n").map { "  \($0)\n" }.joined()
    #expect(try readLists(text).get().recommendations?.audience?.user == column)
  }

  // MARK: formats

  @Test(arguments: [
    ("", "rank", "score"), ("  columns: {rank: rank}\n", "rank", "score"),
    ("  columns: {score: score}\n", nil, "score"),
    ("  columns: {user: user, item: item, rank: rank, score: score}\n", "rank", "score"),
  ])
  func theColumnsOfATRECRunChooseItsOrder(columns: String, rank: String?, score: String?) throws {
    let text = "audit: {title: T}\nrecommendations:\n  source: {files: a.run, format: trec-run}\n" + columns
    #expect(
      try readLists(text).get().recommendations?.lists
        == Lists.Lists(
          InputTable(named: ["a.run"], format: .trecRun), user: "user", item: "item", rank: rank, score: score))
  }

  @Test func judgementsOfTRECHaveTheirColumns() throws {
    let text = Plans.smallLists + "  relevant: {source: {files: [a.qrels, b.qrels], format: trec-qrels}, at-least: 1}\n"
    #expect(
      try readLists(text).get().recommendations?.relevance
        == Lists.Relevance(
          InputTable(named: ["a.qrels", "b.qrels"], format: .trecQrels), user: "user", item: "item", grade: "grade",
          atLeast: 1))
  }

  @Test func recBoleTakesNoDelimiterAndSplitsSequences() throws {
    let plan = try readLists(
      """
      audit: {title: T}
      recommendations:
        source: {files: x.inter, format: recbole}
        delimiter: ;
        columns: {user: user_id, item: item_id, score: score}
        items: {source: {files: x.item, format: recbole}, groups: [{column: class, counting: full}]}

      """
    ).get()
    #expect(plan.recommendations?.lists.table == InputTable(named: ["x.inter"], format: .recBole))
    #expect(
      plan.recommendations?.items?.groups == [ItemGroupColumn(GroupColumn(name: "class"), counting: .full)])
  }

  @Test(arguments: [
    ("logarithmic", AttentionModel.logarithmic), ("logarithmic-flat", .logarithmicFlat), ("reciprocal", .reciprocal),
    ("uniform", .uniform), ("{geometric: 1}", .geometric(patience: 1)), ("{cascade: 0.5}", .cascade(patience: 0.5)),
  ])
  func everyModelOfAttentionIsRead(written: String, attention: AttentionModel) throws {
    let text = Plans.smallLists + "  relevant: {source: v.csv}\n  attention: \(written)\n"
    #expect(try readLists(text).get().recommendations?.attention == attention)
  }

  @Test(arguments: [
    ("catalogue", Target.catalogue), ("qualified", .qualified), ("population", .population), ("uniform", .uniform),
  ])
  func everyTargetIsReadAndGroupsMayHaveTheirOwn(written: String, target: Target) throws {
    let text = Plans.lists("relevant: {source: v.csv}\nhistory: {source: h.csv}", target: written)
      .replacing("[provider, genre]", with: "[provider, {column: genre, target: [{group: x, share: 1}]}]")
    let plan = try #require(try readLists(text).get().recommendations)
    #expect(plan.target == target)
    #expect(plan.target(of: ["provider"]) == target)
    #expect(plan.target(of: ["genre"]) == .given([Target.GroupShare("x", 1)]))
    #expect(plan.target(of: ["gender"]) == nil)
  }

  /// A population is what was chosen before: a history says it, or the popularity of the items.
  @Test func popularityStandsForAHistory() throws {
    let text = Plans.lists(target: "population").replacing("genre]", with: "genre], popularity: n")
    #expect(try readLists(text).get().recommendations?.target == .population)
  }

  /// Tenths do not sum to one exactly.
  @Test func sharesSumToOneButForRounding() throws {
    let shares = (0..<10).map { "{group: g\($0), share: 0.1}" }.joined(separator: ", ")
    let text = Plans.lists().replacing("genre]", with: "{column: genre, target: [\(shares)]}]")
    #expect(listErrors(text).map(\.description) == [])
  }

  @Test func allIntersectionsAreOfUsers() throws {
    let plan = try readLists(Plans.lists("intersections: all")).get()
    #expect(plan.groupings(.receivers) == [["gender"], ["years"], ["gender", "years"]])
    #expect(plan.groupings(.providers) == [["provider"], ["genre"]])
  }

  // MARK: sides

  @Test(arguments: [
    ("quality", [["gender"], ["years"]], Comparison.difference, ReferenceRule.highest),
    ("depth-read", [["gender"], ["years"]], .ratio, .highest),
    ("left-out", [["gender"], ["years"]], .difference, .highest),
    ("shown", [["provider"], ["genre"]], .ratio, .highest), ("share", [["provider"], ["genre"]], .ratio, .target),
    ("log-share", [["provider"], ["genre"]], .value, .none), ("divergence", [["provider"], ["genre"]], .value, .none),
    ("concentration", [[]], .value, .none),
    ("novelty", [[]], .value, .none),
  ])
  func aRequirementTakesTheGroupsOfItsSide(
    metric: String, across: [[String]], compare: Comparison, reference: ReferenceRule
  ) throws {
    let text = Plans.lists(
      "relevant: {source: v.csv}\nhistory: {source: h.csv}", target: "catalogue",
      requiring: "metric: \(metric)\nbetween: [-0.1, 0.5]")
    let requirement = try #require(try readLists(text).get().requirements.first)
    #expect(requirement.across == across)
    #expect(requirement.compare == compare)
    #expect(requirement.reference == reference)
  }

  /// With everything declared, each metric of the catalogue can be demanded by its name and a threshold alone.
  @Test(arguments: Catalogue.cards.filter { $0.side != .decisions && !$0.needs.contains(.setting) })
  func everyMetricOfListsCanBeDemanded(_ card: MetricCard) throws {
    let text =
      Plans.fullLists.split(separator: "requirements:")[0]
      + "requirements: [{id: r, metric: \(card.id), \(card.comparison == .ratio ? "at-least" : "at-most"): 0.5}]\nmetrics: \(card.id)\n"
    let plan = try read(String(text)).get()
    let requirement = try #require(plan.requirements.first)
    #expect(plan.metrics == [card.id])
    #expect(requirement.compare == card.comparison)
    let isWhole = card.measure == .whole && !card.needs.contains(.itemGroups)
    #expect(requirement.across == (isWhole ? [[]] : plan.groupings(card.side)))
  }

  @Test func aTargetIsNotTheReferenceOfAValue() throws {
    let text = Plans.lists(target: "uniform", requiring: "metric: share\ncompare: value\nat-least: 0.1")
    #expect(try readLists(text).get().requirements.map(\.reference) == [.none])
  }

  /// Only groups with a target have a number to be compared with it.
  @Test func groupsWithoutATargetAreLeftOutOfTheDefault() throws {
    let text = Plans.lists(requiring: "metric: share\nat-least: 0.8")
      .replacing("genre]", with: "{column: genre, target: uniform}]")
    #expect(try readLists(text).get().requirements.map(\.across) == [[["genre"]]])
  }

  @Test(arguments: ["overall", "complement"]) func sharesHaveNoOverallShare(_ reference: String) {
    let text = Plans.lists(
      target: "catalogue", requiring: "metric: share\nreference: \(reference)\nbetween: [0.5, 1.5]")
    #expect(listErrors(text).map(\.code) == [.combination])
  }

  @Test(arguments: ["highest", "lowest", "worst-pair", "{group: a}"])
  func aShareMayBeComparedWithOtherGroups(_ reference: String) {
    let text = Plans.lists(
      target: "catalogue", requiring: "metric: share\nreference: \(reference)\nbetween: [0.5, 1.5]")
    #expect(listErrors(text).map(\.description) == [])
  }

  // MARK: thresholds

  /// What the judged number can be, by the limits of the card.
  @Test(arguments: [
    ("depth-read", "value", "", ["at-least: 0"], ["at-most: -1"], ["at-most: 9", "at-least: 9"]),
    ("depth-read", "ratio", "highest", ["at-most: 1", "at-least: 0"], ["at-least: 1.5"], ["at-least: 0.8"]),
    ("depth-read", "ratio", "complement", ["at-least: 0"], ["at-most: -1"], ["at-most: 7", "between: [0.5, 2]"]),
    ("depth-read", "difference", "highest", [], ["at-least: 0.1"], ["at-least: -7", "at-most: 7"]),
    ("depth-read", "difference", "complement", [], ["at-most: -1"], ["at-least: 3", "between: [-9, 9]", "at-most: 0"]),
    ("depth-read", "difference", "lowest", ["at-least: 0"], ["between: [-2, -1]"], ["at-least: 5", "at-most: 2"]),
    ("lift", "value", "", [], [], ["at-least: -5", "at-most: -5", "between: [-1, 1]"]),
    ("lift", "ratio", "highest", [], [], ["at-least: 1.5", "at-most: -1", "between: [-2, 2]"]),
    ("lift", "difference", "highest", [], ["at-least: 1"], ["at-most: 3", "at-least: -3"]),
    ("quality", "difference", "complement", ["at-most: 1", "at-least: -1"], ["at-least: 1.5"], ["at-most: 0.1"]),
    ("share", "ratio", "target", ["at-least: 0"], ["at-most: -0.5"], ["between: [0.5, 2]", "at-least: 1.5"]),
    ("share", "difference", "target", ["at-most: 1", "at-least: -1"], ["at-least: 2"], ["at-most: 0.05"]),
    ("concentration", "value", "", ["at-most: 1"], ["at-least: 1.5"], ["at-most: 0.5"]),
    ("divergence", "value", "", ["at-least: 0"], ["at-most: -0.1"], ["at-most: 3"]),
  ])
  func aThresholdIsHeldAgainstWhatTheMetricCanBe(
    metric: String, compare: String, reference: String, alwaysMet: [String], neverMet: [String], decides: [String]
  ) {
    let rule = reference.isEmpty ? "" : "reference: \(reference)\n"
    func found(_ threshold: String) -> [PlanError] {
      listErrors(
        Plans.lists(
          "relevant: {source: v.csv}", target: "catalogue",
          requiring: "metric: \(metric)\ncompare: \(compare)\n\(rule)\(threshold)"))
    }
    for threshold in alwaysMet {
      #expect(found(threshold).map(\.message).first?.contains("cannot fail") == true, "\(threshold)")
    }
    for threshold in neverMet {
      #expect(found(threshold).map(\.message).first?.contains("cannot be met") == true, "\(threshold)")
    }
    for threshold in decides { #expect(found(threshold).map(\.description) == [], "\(threshold)") }
  }

  @Test(arguments: [
    ("metric: depth-read\nreference: complement\ncompare: ratio\nat-least: 0", "at least 0 and without an upper limit"),
    ("metric: lift\nreference: highest\nat-least: 1", "without a lower limit and at most 0"),
    ("metric: concentration\nat-most: 1", "the number itself is at least 0 and at most 1"),
    ("metric: share\nat-least: 0", "a ratio to target is at least 0"),
  ])
  func theHintSaysWhatTheNumberCanBe(lines: String, says: String) {
    let found = listErrors(Plans.lists(target: "uniform", requiring: lines))
    #expect(found.map(\.code) == [.threshold])
    #expect(found.first?.hint?.contains(says) == true, "\(found)")
  }
}
