import Evenhand
import Testing
import _AuditTesting

/// What tests outside the project read in a record.
struct RecordContractTests {
  static let plans = [
    ("berkeley-admissions-1973", "evenhand.yaml"), ("compas-two-year", "evenhand.yaml"),
    ("compas-two-year", "as-published.yaml"), ("compas-two-year", "classes.yaml"),
  ]

  @Test(arguments: plans) func everyRecordSatisfiesItsSchemaAndTheSchemaDescribesEveryMember(
    _ dataset: String, _ plan: String
  ) async throws {
    let text = try await Support.record(dataset: dataset, plan: plan).canonicalText()
    let document = try JSONValue(parsing: Array(text.utf8))
    #expect(JSONSchemaValidator(schema: RecordSchema.document, isStrict: true).problems(of: document) == [])
    #expect(document.canonical == text)
  }

  @Test(arguments: plans) func everyRowIsAccountedFor(_ dataset: String, _ plan: String) async throws {
    let record = try await Support.record(dataset: dataset, plan: plan)
    for flow in [record.rows, record.units] {
      #expect(flow.received == flow.judged + flow.excluded.reduce(0) { $0 + $1.rows })
    }
    for grouping in record.groupings {
      #expect(grouping.groups.reduce(grouping.unknown) { $0 + $1.count } == record.units.judged)
    }
  }

  @Test(arguments: plans) func keysAreUniqueAndReferencesHaveTheirRow(_ dataset: String, _ plan: String) async throws {
    let record = try await Support.record(dataset: dataset, plan: plan)
    var seen: Set<String> = []
    for row in record.disparities {
      let key =
        "\(row.metric)|\(row.grouping)|\(row.group)|\(row.comparison)|\(row.reference)|\(row.minimumCount)|\(row.level)|\(row.stratifier ?? "")|\(row.within ?? "")"
      #expect(seen.insert(key).inserted, "\(key)")
      #expect((row.value == nil) == (row.undefined != nil), "\(key)")
      if row.isReference {
        #expect(row.value == row.comparison.ideal || row.undefined != nil)
        #expect(row.interval == nil)
        #expect(row.test == nil)
      }
      if let value = row.value, let interval = row.interval {
        #expect((interval.lower ?? -.infinity) <= value + 1e-12 && value <= (interval.upper ?? .infinity) + 1e-12)
      }
      if let adjusted = row.test?.adjusted { #expect((0...1).contains(adjusted.p)) }
    }
    for estimate in record.estimates {
      #expect((estimate.value == nil) == (estimate.undefined != nil))
      #expect(estimate.count >= Int(estimate.denominator ?? 0))
    }
    for requirement in record.requirements {
      #expect(record.findings.contains { $0.requirement == requirement.id })
    }
    #expect(record.findings.count == record.detectable.count)
    #expect(record.verdict.counts.values.reduce(0, +) == record.findings.count)
  }

  @Test(arguments: plans) func listsAreInPlanOrderThenByLabelBytes(_ dataset: String, _ plan: String) async throws {
    let record = try await Support.record(dataset: dataset, plan: plan)
    for grouping in record.groupings {
      let groups = grouping.groups.map(\.group)
      #expect(groups == groups.sorted { [Label].areInOrder($0, $1) })
    }
  }

  @Test(arguments: plans) func theGateFindsWhatTheAuditFound(_ dataset: String, _ plan: String) async throws {
    let record = try await Support.record(dataset: dataset, plan: plan)
    let read = try Record(parsing: Array(record.canonicalText().utf8))
    #expect(Confirmation(of: read).numbers == .holds && Confirmation(of: read).structure == .holds)
    var changed = read
    changed.findings[0].verdict = changed.findings[0].verdict == .met ? .notMet : .met
    #expect(!Confirmation(of: changed).failures.isEmpty)
  }

  @Test func unknownIsCountedAndNeverAnEstimate() throws {
    let record = try Audit.record(
      of: Support.plan(
        groups: [GroupColumn(name: "group"), GroupColumn(name: "age", bins: [0, 25, 45, 120])],
        intersections: [["group", "age"]]),
      values: [
        "group": ["a", "a", "", "b", "b"], "age": ["20", "", "30", "45", "121"], "decision": ["1", "0", "1", "", "1"],
        "outcome": ["1", "", "0", "1", "0"],
      ])
    #expect(record.rows == RowFlow(received: 5, judged: 4, excluded: [Exclusion(reason: "missing-decision", rows: 1)]))
    #expect(record.groupings.map(\.unknown) == [1, 2, 3])
    // Of whoever is 45 the decision is missing.
    #expect(record.groupings[1].groups.map(\.group) == [["[0, 25)"], ["[25, 45)"], ["[45, 120]"]])
    #expect(record.groupings[1].groups.map(\.count) == [1, 1, 0])
    #expect(record.missingOutcome == 1)
    #expect(!record.estimates.contains { $0.group.contains("") })
  }

  @Test func zeroReferencesAndEmptyDenominatorsHaveReasons() throws {
    let record = try Audit.record(
      of: Support.plan(requirements: [
        Requirement(
          id: "r", metric: "selection-rate", across: [["group"]], compare: .ratio, reference: .group(["a"]),
          atLeast: 0.8, minimumCount: 1)
      ]),
      values: [
        "group": ["a", "a", "b", "b"], "decision": ["0", "0", "1", "0"], "outcome": ["0", "0", "1", "1"],
      ])
    let row = try #require(record.disparity("selection-rate", ["b"], .ratio, rule: .group))
    #expect(row.value == nil && row.undefined == .zeroReference)
    #expect(record.findings.map(\.verdict) == [.cannotTell])
    #expect(record.estimate("true-positive-rate", ["a"])?.undefined == .emptyDenominator)
    #expect(record.verdict.overall == .cannotTell)
    #expect(ExitStatus(record) == .cannotJudge)
  }

  @Test func aStratumCalledStarIsNotThePooledRow() throws {
    var plan = Support.plan(metrics: [])
    plan.metrics = ["conditional-selection-rate"]
    plan.decisions?.within = [Stratifier(column: "place", justification: nil, approvedBy: nil)]
    let record = try Audit.record(
      of: plan,
      values: [
        "group": ["a", "b", "a", "b"], "place": ["*", "*", "x", "x"], "decision": ["1", "0", "1", "1"],
        "outcome": ["", "", "", ""],
      ])
    let names = Set(record.disparities.filter { $0.metric == "conditional-selection-rate" }.compactMap(\.within))
    #expect(names == ["*", "\\*", "x"])
  }

  @Test func composedAndDecomposedAccentsAreTwoGroups() throws {
    let record = try Audit.record(
      of: Support.plan(metrics: ["selection-rate"]),
      values: [
        "group": ["caf\u{E9}", "cafe\u{301}", "caf\u{E9}"], "decision": ["1", "0", "1"], "outcome": ["", "", ""],
      ])
    #expect(record.groupings[0].groups.map(\.count) == [1, 2])
    #expect(record.estimate("selection-rate", ["caf\u{E9}"])?.value == 1)
  }

  @Test func syntheticDataIsStamped() throws {
    var plan = Support.plan(metrics: ["selection-rate"])
    plan.audit.data = .synthetic
    let record = try Audit.record(of: plan, values: ["group": ["a"], "decision": ["1"], "outcome": [""]])
    #expect(record.verdict.synthetic)
    #expect(record.verdict.overall == nil)
    #expect(record.verdict.undefined == .nothingToJudge)
  }
}
