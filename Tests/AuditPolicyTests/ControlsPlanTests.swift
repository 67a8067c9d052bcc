import AuditInputs
import AuditMetrics
import AuditPolicy
import AuditRecord
import Testing
import _AuditTesting

@Suite struct ControlsPlanTests {
  /// A plan with a control; its requirement stands in line 12.
  private static let good = """
    audit: {title: T}
    controls:
      setting: personalisation
      levels: ["off", low, full]
      unpersonalised: ["off"]
      contexts: [country, device]
      kinds: genre
    recommendations:
      source: r.csv
      columns: {user: u, item: i, rank: r}
      users: {source: u.csv, groups: [personalisation, gender], id: u}
      items: {source: i.csv, groups: [provider, genre]}
      history: {source: h.csv}
    requirements:
      - {id: r, metric: history-slope, across: personalisation, only: ["off"], compare: value, at-most: 0.05}

    """

  private static func read(_ text: String) -> Result<Plan, PlanErrors> {
    Result { () throws(PlanErrors) in
      try PlanReader.read(Array(text.utf8), file: "evenhand.yaml", catalogue: Catalogue.cards)
    }
  }

  private static func errors(_ old: String, _ new: String) throws -> [String] {
    let text = good.replacing(old, with: new, maxReplacements: 1)
    try #require(text != good)
    guard case .failure(let failure) = read(text) else { return [] }
    return failure.errors.map(\.description)
  }

  @Test func isReadWhole() throws {
    let plan = try Self.read(Self.good).get()
    let controls = try #require(plan.controls)
    #expect(controls.setting == "personalisation" && controls.side == .receivers && controls.kinds == "genre")
    #expect(controls.levels == ["off", "low", "full"] && controls.unpersonalised == ["off"])
    let users = try #require(plan.recommendations?.users)
    #expect(users.contexts == ["country", "device"])
    #expect(users.groups[0].levels == ["off", "low", "full"] && users.groups[1].levels.isEmpty)
    #expect(plan.metrics.contains("history-slope"))
    let requirement = plan.requirements[0]
    #expect(requirement.only == ["off"] && requirement.signed == nil && requirement.compare == .value)
    // Without a control nothing that needs one is computed.
    let without = try Self.read(
      String(Self.good.split(separator: "requirements:")[0]).replacing(/controls:\n(?:  .*\n)*/, with: "")
    ).get()
    #expect(without.controls == nil && !without.metrics.contains("history-slope"))
  }

  @Test(arguments: [
    ("  setting: personalisation\n", "", "3:3", "\"controls\" has no \"setting\""),
    (
      "setting: personalisation", "setting: personalization", "3:12",
      "“personalization” is no declared group of users or decisions (did you mean “personalisation”?)"
    ),
    (
      "unpersonalised: [\"off\"]", "unpersonalised: [none]", "5:19",
      "the level “none” of `unpersonalised` is not among `levels`"
    ),
    ("[\"off\", low, full]", "[\"off\"]", "4:11", "`levels` must be two or more different labels"),
    ("[\"off\", low, full]", "[\"off\", low, low]", "4:11", "`levels` must be two or more different labels"),
    (
      "contexts: [country, device]", "contexts: [country, personalisation]", "6:13",
      "the column “personalisation” is both a context and the setting"
    ),
    ("kinds: genre", "kinds: gendre", "7:10", "“gendre” is no declared group"),
    (
      "  history: {source: h.csv}\n", "", "14:21",
      "history-slope needs history, which the plan does not declare (declare `history` under `recommendations`)"
    ),
    (
      "across: personalisation, only: [\"off\"], compare: value",
      "across: gender, compare: value", "15:44",
      "history-slope is about one level at a time, and groups of “gender” mix levels"
    ),
    (
      "only: [\"off\"]", "only: [of]", "15:67", "the level “of” of `only` is not among `levels` (did you mean “off”?)"
    ),
    (
      "only: [\"off\"], compare: value", "only: [full], compare: difference, reference: next-level", "15:107",
      "the level “full” has no next level, so `only: [full]` leaves nothing to judge"
    ),
    (
      "metric: history-slope, across: personalisation, only: [\"off\"], compare: value",
      "metric: intra-list-diversity, across: gender, compare: difference, reference: next-level", "15",
      "`next-level` compares levels, and “gender” is not the setting of `controls`"
    ),
    ("compare: value", "compare: value, signed: true", "15", "`signed` says that `at-most` bounds a difference itself"),
    (
      "metric: history-slope, across: personalisation, only: [\"off\"], compare: value",
      "metric: intra-list-diversity, across: gender, only: [f], compare: ratio, reference: highest", "15",
      "`only` takes a reference that does not depend on who is judged"
    ),
    (
      "metric: history-slope, across: personalisation, only: [\"off\"]",
      "metric: group-separation, across: gender, at: [of]",
      "15", "the level “of” of `at` is not among `levels` (did you mean “off”?)"
    ),
    (
      "metric: history-slope, across: personalisation, only: [\"off\"]",
      "metric: group-separation, across: personalisation", "15", "group-separation compares groups within a level"
    ),
    ("compare: value", "by: items", "15", "`by` is for group-separation, and history-slope is judged without it"),
    (
      "  - {id: r, metric: history-slope",
      "  - {id: q, metric: group-separation, across: gender, at-most: 0.1, by: kind}\n  - {id: r, metric: history-slope",
      "15", "must be one of kinds, items"
    ),
    (
      "  kinds: genre\n", "  kinds: genre\n  log: {source: s.csv, at: t, mode: m}\n", "8:8",
      "a `log` of modes says nothing without `settings` and `honours`"
    ),
    (
      "  kinds: genre\n", "  kinds: genre\n  effect-within: 21d\n", "8:18",
      "`effect-within` is about requests, and `controls` has no `log` of them"
    ),
    (
      "  kinds: genre\n",
      "  kinds: genre\n  log: {source: s.csv, at: t, mode: m}\n  settings: {source: c.csv, from: t, level: l}\n  honours: {of: [x]}\n",
      "10:13", "the level “of” of `honours` is not among `levels` (did you mean “off”?)"
    ),
    (
      "compare: value", "compare: ratio, reference: highest", "15", "history-slope cannot be compared with highest"
    ),
  ])
  func mistakesAreNamed(old: String, new: String, place: String, words: String) throws {
    let found = try Self.errors(old, new)
    #expect(found.contains { $0.hasPrefix("evenhand.yaml:\(place)") && $0.contains(words) }, "\(found)")
  }

  /// The unquoted word is a truth value elsewhere; here a scalar keeps its text.
  @Test func offNeedsNoQuotes() throws {
    let plan = try Self.read(Self.good.replacing("[\"off\", low, full]", with: "[off, low, full]")).get()
    #expect(plan.controls?.levels == ["off", "low", "full"])
  }

  @Test func ofDecisionsToo() throws {
    let text = """
      audit: {title: T}
      controls: {setting: tracking, levels: [refused, allowed]}
      decisions:
        source: d.csv
        columns: {decision: d, favourable: y}
        groups: [tracking, gender]
      requirements:
        - {id: r, metric: selection-rate, across: tracking, compare: ratio, reference: {group: allowed}, at-least: 0.9}
      """
    let plan = try Self.read(text).get()
    #expect(plan.controls?.side == .decisions && plan.decisions?.groups[0].levels == ["refused", "allowed"])
    guard case .failure(let failure) = Self.read(text.replacing("allowed]}\n", with: "allowed], contexts: [x]}\n"))
    else {
      Issue.record("contexts are columns of users")
      return
    }
    #expect(failure.errors.contains { $0.description.contains("`contexts` are columns of users") })
  }
}
