import AuditInputs
import AuditMetrics
import AuditPolicy
import AuditRecord
import Testing

@Suite struct LawfulUsePlanTests {
  /// A plan that asks for everything; `lawful-use` stands in line 7.
  private static let good = """
    audit: {title: T}
    decisions:
      source: a.csv
      columns: {subject: id, decision: d, favourable: y}
      groups: [sex, health]
    lawful-use:
      of: decisions
      as-of: 2026-10-01
      extract: complete
      columns: {used: at, collected: since, purpose: why, basis: on, age: age, guardian: guardian}
      consents: {source: c.csv, purpose: why, from: granted, until: withdrawn}
      consent-basis: [consent]
      covers: {ranking: [ranking, personalisation]}
      retention: 730d
      minimum-age: 16
      special: [{grouping: health, ground: "Art. 4a"}]
    requirements:
      - {id: ground, metric: use-without-ground, at-most: 0}

    """

  private static func errors(_ old: String, _ new: String) throws -> [String] {
    let text = good.replacing(old, with: new, maxReplacements: 1)
    try #require(text != good)
    guard case .failure(let failure) = read(text) else { return [] }
    return failure.errors.map(\.description)
  }

  @Test func isReadWhole() throws {
    let plan = try read(Self.good).get()
    let lawful = try #require(plan.decisions?.lawful)
    #expect(lawful.of == .decisions && lawful.asOf == "2026-10-01" && lawful.extract == .complete)
    #expect(lawful.columns.used == "at" && lawful.columns.guardian == "guardian")
    #expect(lawful.consents?.subject == "id" && lawful.consents?.until == "withdrawn")
    #expect(lawful.rules.covers == [UseCover("ranking", by: ["ranking", "personalisation"])])
    #expect(lawful.rules.retentionDays == 730 && lawful.rules.minimumAge == 16)
    #expect(lawful.causes == UseCause.allCases && !lawful.countsGroups)
    #expect(plan.inputs.map { $0.map(\.given) } == [["a.csv"], ["c.csv"]])
    // A count of everything is judged by itself.
    #expect(plan.requirements[0].decide == .point && plan.requirements[0].across == [[]])
    #expect(plan.metrics.contains("use-without-ground"))
    // What is not asked is no cause.
    let text = Self.good.replacing(/\ \ consents:(?:.*\n){6}/, with: "  retention: 730d\n").replacing(
      /columns: \{used.*/, with: "columns: {collected: since}")
    #expect(try read(text).get().decisions?.lawful?.causes == [.pastRetention])
    // Without it nothing is measured of it.
    let without = try read(
      Self.good.replacing(/lawful-use:\n(?:  .*\n)*/, with: "").replacing(
        /requirements:(?:.*\n)*/, with: "requirements: []\n")
    ).get()
    #expect(without.lawful == nil && !without.metrics.contains("use-without-ground"))
  }

  @Test(arguments: [
    (
      "  as-of: 2026-10-01\n", "",
      "evenhand.yaml:7:3: `lawful-use` has no `as-of` (a record holds no clock; write the day for which retention and ages are judged)"
    ),
    ("2026-10-01", "2026-10-32", "evenhand.yaml:8:10: “2026-10-32” is no day (write it as 2026-07-01)"),
    (
      "  extract: complete\n", "", "evenhand.yaml:7:3: \"lawful-use\" has no \"extract\""
    ),
    (
      "extract: complete", "extract: sample",
      "evenhand.yaml:18:55: this threshold cannot be met: the extract is a sample, and no sample can show that there is none (declare `extract: complete`, or allow a share)"
    ),
    (
      "at-most: 0}", "at-most: 0, decide: interval}",
      "evenhand.yaml:18:66: use-without-ground counts everything and has no interval (leave `decide` out)"
    ),
    (
      "of: decisions", "of: recommendations",
      "evenhand.yaml:7:7: `lawful-use` is of the people who receive lists, and the plan declares no table of users"
    ),
    (
      "favourable: y}", "favourable: y, count: n}",
      "evenhand.yaml:7:3: a row that counts several people shows the ground of none of them (give one row a decision, or leave `lawful-use` out)"
    ),
    (
      "favourable: y}", "favourable: y, weight: w}",
      "evenhand.yaml:7:3: who is left out of a weighted sample changes its weights"
    ),
    ("ground: \"Art. 4a\"", "ground: \" \"", "evenhand.yaml:16:40: a `ground` without words is none"),
    (
      "consent-basis: [consent]", "consent-basis: [consent, \"\"]",
      "evenhand.yaml:12:18: `consent-basis` holds an empty label"
    ),
    (
      "subject: id, ", "",
      "evenhand.yaml:11:13: `consents` are of people, and `decisions.columns` names no `subject` (add `subject`, the column of the person's id)"
    ),
    (
      "used: at, ", "",
      "evenhand.yaml:11:13: `consents` hold at times, and no column says when a row was used (add `used` under `columns`)"
    ),
    (
      "purpose: why, basis", "basis",
      "evenhand.yaml:11:38: `consents` name purposes, and no column says for which a row was used (add `purpose` under `columns`)"
    ),
    (
      "c.csv, purpose: why", "c.csv",
      "evenhand.yaml:10:50: rows have purposes, and `consents` name none (add `purpose` under `consents`, or leave it out here)"
    ),
    (
      "  consent-basis: [consent]\n", "",
      "evenhand.yaml:10:62: nothing says which `basis` rests on consent (add `consent-basis`, as [consent])"
    ),
    (
      "basis: on, ", "",
      "evenhand.yaml:12:18: `consent-basis` names labels of a `basis`, and no such column is declared"
    ),
    (
      "collected: since, ", "",
      "evenhand.yaml:14:14: `retention` needs the column `collected` (add `collected` under `columns`)"
    ),
    (
      "age: age, ", "", "evenhand.yaml:15:16: `minimum-age` needs the column `age` (add `age` under `columns`)"
    ),
    (
      "  minimum-age: 16\n", "",
      "evenhand.yaml:10:71: `age` is read for `minimum-age`, which is not there (add `minimum-age`, or leave it out)"
    ),
    (
      "minimum-age: 16", "minimum-age: -1", "evenhand.yaml:15:16: `minimum-age` must be a number of years from 0 to 150"
    ),
    ("grouping: health", "grouping: helth", "evenhand.yaml:16:24: “helth” is no declared group"),
    ("retention: 730d", "retention: 2y", "evenhand.yaml:14:14: \"lawful-use.retention\" must be a number of days"),
    ("of: decisions", "of: decisons", "evenhand.yaml:7:7: \"lawful-use.of\" must be one of decisions, recommendations"),
    ("  consents: {", "  consent: {", "evenhand.yaml:11:3: unknown key “consent” in \"lawful-use\""),
  ]) func wrongPlansAreRefused(_ old: String, _ new: String, _ words: String) throws {
    let found = try Self.errors(old, new)
    #expect(found.contains { $0.hasPrefix(words) }, "\(found)")
  }

  @Test func aPlanThatAsksNothingIsRefused() throws {
    let text = Self.good.replacing(/\ \ columns: \{used(?:.*\n){7}/, with: "")
    guard case .failure(let failure) = read(text) else {
      Issue.record("nothing is refused")
      return
    }
    #expect(failure.errors.map(\.message) == ["`lawful-use` asks nothing of a row"])
    // What is about consent needs a table of them.
    let found = try Self.errors("  consents: {source: c.csv, purpose: why, from: granted, until: withdrawn}\n", "")
    #expect(
      found.count == 3 && found.allSatisfy { $0.contains("is about consent, and `lawful-use` has no `consents`") })
  }
}
