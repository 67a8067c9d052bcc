import AuditInputs
import AuditPolicy
import AuditRecord
import Testing

/// Plans of several classes and models: what they say, and what is refused.
@Suite struct ViewPlanTests {
  private static func plan(
    _ columns: String, models: String? = nil, requirement: String? = nil, more: String = ""
  ) -> String {
    """
    audit: {title: T}
    decisions:
      source: a.csv
      columns: {\(columns)}
    \(models.map { "  models: \($0)\n" } ?? "")  groups: [sex]
    \(requirement.map { "requirements:\n  - {id: r, \($0)}\n" } ?? "")\(more)

    """
  }

  private static let three = "decision: d, classes: [low, middle, high]"
  private static let two = "[{name: a, decision: x}, {name: b, decision: y}]"
  private static let yes = "favourable: y, unfavourable: n"

  @Test func eachClassIsACheckOfItsOwn() throws {
    let plan = try read(Self.plan(Self.three, requirement: "metric: selection-rate, at-least: 0.8")).get().expanded()
    #expect(plan.requirements.map(\.id) == ["r/class=low", "r/class=middle", "r/class=high"])
    #expect(plan.requirements.map(\.metric) == ["low", "middle", "high"].map { "selection-rate/class=\($0)" })
    #expect(plan.requirements.allSatisfy { $0.searched == 3 && $0.demand == "r" })
    // What is expanded once stays.
    #expect(plan.expanded() == plan)
  }

  @Test func oneClassIsSearchedForAmongNone() throws {
    let text = Self.plan(Self.three, requirement: "metric: selection-rate, class: high, at-least: 0.8")
    let plan = try read(text).get().expanded()
    #expect(plan.requirements.map(\.id) == ["r"] && plan.requirements[0].searched == nil)
    #expect(plan.requirements[0].metric == "selection-rate/class=high" && plan.requirements[0].demand == nil)
  }

  @Test func someClassesAreSearchedForAmongThem() throws {
    let text = Self.plan(Self.three, requirement: "metric: selection-rate, class: [low, high], at-least: 0.8")
    #expect(try read(text).get().expanded().requirements.map(\.searched) == [2, 2])
  }

  @Test func modelsAreNoSearch() throws {
    let text = Self.plan(Self.yes, models: Self.two, requirement: "metric: selection-rate, at-least: 0.8")
    let plan = try read(text).get().expanded()
    #expect(plan.requirements.map(\.id) == ["r/model=a", "r/model=b"])
    #expect(plan.requirements.allSatisfy { $0.searched == nil && $0.demand == "r" })
  }

  @Test func classesOfModelsAreNamedByBoth() throws {
    let text = Self.plan(
      "classes: [l, h], outcome: o", models: Self.two, requirement: "metric: recall, model: b, at-least: 0.8")
    let plan = try read(text).get()
    #expect(plan.decisions?.labels.classes?.isOfOutcome == true)
    #expect(plan.expanded().requirements.map(\.id) == ["r/model=b/class=l", "r/model=b/class=h"])
    #expect(plan.decisions?.views.count == 4)
  }

  @Test func orderedClassesHaveSteps() throws {
    let text = Self.plan(
      Self.three + ", ordered: true",
      requirement: "metric: selection-rate, class: {at-least: middle}, at-least: 0.8")
    let plan = try read(text).get()
    #expect(plan.expanded().requirements.map(\.metric) == ["selection-rate/at-least=middle"])
    #expect(
      plan.decisions?.views.map { $0.name("m") } == ["low", "middle", "high"].map { "m/class=\($0)" } + [
        "m/at-least=middle"
      ])
    // Nothing is above the highest.
    let highest = Self.plan(
      Self.three + ", ordered: true", requirement: "metric: selection-rate, class: {at-least: high}, at-least: 0.8")
    #expect(try read(highest).get().expanded().requirements.map(\.metric) == ["selection-rate/class=high"])
  }

  /// Checks of single classes and models have names of their own, which no requirement may have.
  @Test(arguments: ["r/class=high", "r/at-least=middle", "r/model=a", "r/macro-average"])
  func namesOfViewsAreNoRequirements(_ id: String) {
    let text = Self.plan(Self.three, requirement: "metric: selection-rate, at-least: 0.8")
      .replacing("id: r,", with: "id: \(id),")
    #expect(text.contains(id))
    guard case .failure(let errors) = read(text) else {
      Issue.record("the plan was taken")
      return
    }
    #expect("\(errors)".contains("is how checks of single classes and models are called"))
  }

  @Test func aMeanOverClassesIsOneNumber() throws {
    let text = Self.plan(Self.three, requirement: "metric: selection-rate, macro-average: true, at-most: 0.1")
    let requirement = try #require(try read(text).get().expanded().requirements.first)
    #expect(requirement.metric == "selection-rate/macro-average" && requirement.id == "r")
    #expect(requirement.reference == .worstPair && requirement.compare == .difference && requirement.searched == nil)
  }

  @Test func classesThatAreFoundAreNamedLater() throws {
    let text = Self.plan(
      "decision: d, classes: found", requirement: "metric: selection-rate, class: rare, at-least: 0.8")
    let plan = try read(text).get()
    #expect(plan.decisions?.views == [])
    let named = plan.naming(classes: ["b", "a"])
    // What a requirement names is a class, whoever has it.
    #expect(named.decisions?.labels.classes?.labels == ["a", "b", "rare"])
    #expect(named.expanded().requirements.map(\.metric) == ["selection-rate/class=rare"])
  }

  @Test(
    arguments: [
      ("decision: d, favourable: y, classes: [a, b]", nil, nil, "makes a yes or no"),
      ("decision: d, classes: [a]", nil, nil, "two or more different"),
      ("decision: d, classes: [a, a]", nil, nil, "two or more different"),
      ("decision: d, classes: [a, \"\"]", nil, nil, "empty label"),
      ("classes: [a, b]", nil, nil, "no `decision` column"),
      ("decision: d, classes: [\((0..<21).map { "c\($0)" }.joined(separator: ", "))]", nil, nil, "at most 20"),
      ("decision: d, classes: found, ordered: true", nil, nil, "do not say which"),
      ("decision: d, favourable: y, ordered: true", nil, nil, "`ordered` says"),
      ("decision: d, classes: [a, b], not-decided: b", nil, nil, "a class and no decision"),
      ("decision: d, classes: [a, b], score: s", nil, nil, "beside `classes` are not supported"),
      ("decision: d, classes: [a, b], outcome: o, negative: n", nil, nil, "without `positive`"),
      ("decision: d, favourable: y", two, nil, "stands with each of the `models`"),
      (yes, "[{name: a, decision: x}]", nil, "two or more models"),
      (yes, "[{name: a, decision: x}, {name: a, decision: y}]", nil, "two models are called"),
      (yes, "[{name: a, decision: x}, {name: b, decision: x}]", nil, "serves two models"),
      (yes, "[{name: a, decision: x}, {name: b, decision: sex}]", nil, "used for something else"),
      (yes, "[{name: a, decision: x}, {name: b, score: y}]", nil, "cannot stand side by side"),
      (yes, "[{name: a}, {name: b}]", nil, "neither a `decision` nor a `score`"),
      ("favourable: y", two, nil, "need `unfavourable`"), ("unfavourable: n", two, nil, "no \"favourable\""),
      (yes + ", amount: m", two, nil, "amounts beside `models`"),
      ("decision: d, favourable: y", nil, "metric: selection-rate, class: a, at-least: 0.8", "`class` is about"),
      ("decision: d, favourable: y", nil, "metric: selection-rate, model: a, at-least: 0.8", "`model` names one"),
      (three, nil, "metric: selection-rate, class: hihg, at-least: 0.8", "none of the `classes`"),
      (three, nil, "metric: selection-rate, class: [low, low], at-least: 0.8", "a class twice"),
      (three, nil, "metric: selection-rate, class: {at-least: high}, at-least: 0.8", "nothing says that they are"),
      (
        three + ", ordered: true", nil, "metric: selection-rate, class: {at-least: low}, at-least: 0.8", "everybody has"
      ),
      (three, nil, "metric: selection-rate, class: low, macro-average: true, at-most: 0.1", "keep one of them"),
      (three + ", outcome: o", nil, "metric: f1, macro-average: true, at-most: 0.1", "made of rates"),
      (three, nil, "metric: differential-fairness, at-most: 0.1", "takes a favourable decision"),
      (three, nil, "metric: selection-rate, macro-average: true, reference: highest, at-most: 0.1", "worst-pair"),
      (yes, two, "metric: selection-rate, model: c, at-least: 0.8", "no model"),
      (yes, two, "metric: selection-rate, model: [a, a], at-least: 0.8", "a model twice"),
    ] as [(String, String?, String?, String)])
  func whatDoesNotGoTogetherIsRefused(columns: String, models: String?, requirement: String?, says: String) {
    let found = errors(Self.plan(columns, models: models, requirement: requirement))
    #expect(found.contains { "\($0)".contains(says) }, "\(found)")
    #expect(found.allSatisfy { $0.line != nil && $0.hint != nil }, "\(found)")
  }

  @Test func numbersOfEverybodyNeedAFavourableDecision() {
    let found = errors(Self.plan(Self.three + ", outcome: o", more: "metrics: [theil]\n"))
    #expect(found.map(\.message) == ["theil takes a favourable decision, and `classes` has none"])
  }

  @Test func profilesAndCountsAreAboutAYesOrNo() {
    #expect(
      errors(Self.plan(Self.three, more: "profiles: four-fifths\n")).contains {
        $0.message.contains("profiles are about")
      })
    let counts = """
      audit: {title: T}
      decisions:
        source: a.csv
        counts: {selected: s, people: p}
        models: \(Self.two)
        groups: [sex]

      """
    #expect(errors(counts).contains { $0.message.contains("`counts` is for a row a group") })
  }
}
