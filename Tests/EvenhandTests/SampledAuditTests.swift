import Evenhand
import Testing
import _AuditTesting

/// Audits of rows that weigh differently, or repeat people.
@Suite struct SampledAuditTests {
  private typealias Row = (id: String, group: String, decision: String, weight: String)

  private static func plan(
    _ sampling: SamplingColumns, subject: String? = nil, requirements: [Requirement] = requirements, power: Bool = false
  ) -> Plan {
    var plan = Support.plan(
      requirements: requirements,
      metrics: ["selection-rate", "true-positive-rate", "equalized-odds", "false-positive-rate"])
    plan.decisions?.subject = subject
    plan.decisions?.sampling = sampling
    plan.power = power
    return plan
  }

  private static let requirements = [
    Requirement(
      id: "highest", metric: "selection-rate", across: [["group"]], compare: .ratio, reference: .highest, atLeast: 0.8),
    Requirement(
      id: "complement", metric: "selection-rate", across: [["group"]], compare: .difference, reference: .complement,
      atMost: 0.1),
    Requirement(
      id: "overall", metric: "true-positive-rate", across: [["group"]], compare: .ratio, reference: .overall,
      atLeast: 0.8),
    Requirement(
      id: "named", metric: "selection-rate", across: [["group"]], compare: .ratio, reference: .group(["a"]),
      atLeast: 0.8),
    Requirement(
      id: "worst", metric: "selection-rate", across: [["group"]], compare: .difference, reference: .worstPair,
      atMost: 0.2),
    Requirement(
      id: "value", metric: "selection-rate", across: [["group"]], compare: .value, reference: .none, atLeast: 0.2),
    Requirement(
      id: "odds", metric: "equalized-odds", across: [["group"]], compare: .difference, reference: .worstPair,
      atMost: 0.2),
  ]

  /// People with up to `most` rows each.
  private static func rows(_ people: Int, most: Int, spread: Double) -> [Row] {
    var random = SeededGenerator(seed: 5)
    return (0..<people).flatMap { person -> [Row] in
      let group = ["a", "b", "c"][person % 3]
      let lean = Double.random(in: 0..<1, using: &random)
      return (0..<Int.random(in: 1...most, using: &random)).map { _ in
        let weight = 1 + (spread * Double.random(in: 0..<1, using: &random) * 1000).rounded() / 1000
        return (
          "p\(person)", group, Double.random(in: 0..<1, using: &random) < 0.2 + 0.5 * lean ? "1" : "0", "\(weight)"
        )
      }
    }
  }

  private static func values(_ rows: [Row]) -> [String: [String]] {
    [
      "group": rows.map(\.group), "decision": rows.map(\.decision), "id": rows.map(\.id), "weight": rows.map(\.weight),
      "outcome": rows.indices.map { ["1", "0", "1", "1", "0"][$0 % 5] },
    ]
  }

  /// Every kind of requirement is judged, and a gate finds the same in the stored numbers.
  @Test(
    arguments: [
      (SamplingColumns(weight: "weight"), nil, 1), (SamplingColumns(), "id", 6),
      (SamplingColumns(weight: "weight"), "id", 6),
      (SamplingColumns(weight: "weight", stratum: "group"), "id", 4), (SamplingColumns(cluster: "id"), nil, 4),
    ] as [(SamplingColumns, String?, Int)])
  func everyRequirementIsJudged(sampling: SamplingColumns, subject: String?, most: Int) throws {
    let rows = Self.rows(900, most: most, spread: sampling.weight == nil ? 0 : 3)
    let record = try Audit.record(of: Self.plan(sampling, subject: subject), values: Self.values(rows))
    #expect(record.sampling?.changesNothing == false)
    for finding in record.findings {
      #expect(finding.interval != nil && finding.undefined == nil, "\(finding.requirement) \(finding.sentence)")
    }
    let confirmed = Confirmation(of: record)
    #expect(confirmed.structure == .holds && confirmed.numbers == .holds, "\(confirmed)")
    for estimate in record.estimates {
      let known = try #require(estimate.sampling)
      #expect(known.effective.map { $0 > 0 && $0 <= estimate.denominator ?? 0 } == true)
    }
    #expect(record.disparities.contains { $0.test?.name.rawValue == "linearised-t" } && record.associations.isEmpty)
    #expect(!record.disparities.contains { $0.bootstrap != nil })
  }

  /// A person a row: declaring who they are changes no number.
  @Test func onePersonARow() throws {
    let values = Self.values(Self.rows(300, most: 1, spread: 0))
    var plain = try Audit.record(of: Self.plan(SamplingColumns()), values: values)
    let subject = try Audit.record(of: Self.plan(SamplingColumns(), subject: "id"), values: values)
    plain.labels?.subject = "id"
    #expect(try SealedRecord(plain).digest == SealedRecord(subject).digest && subject.sampling == nil)
    // Equal weights say nothing either.
    var equal = try Audit.record(of: Self.plan(SamplingColumns(weight: "weight")), values: values)
    #expect(equal.sampling?.changesNothing == true)
    equal.sampling = nil
    plain.labels?.subject = nil
    #expect(try SealedRecord(plain).digest == SealedRecord(equal).digest)
  }

  /// Each row twice under one person tells no more than once.
  @Test func copiesOfAPersonTellNothing() throws {
    let once = Self.rows(600, most: 3, spread: 0)
    let one = try Audit.record(of: Self.plan(SamplingColumns(), subject: "id"), values: Self.values(once))
    let two = try Audit.record(
      of: Self.plan(SamplingColumns(), subject: "id"),
      values: Self.values(once).mapValues { $0.flatMap { [$0, $0] } })
    for (first, second) in zip(one.estimates, two.estimates) {
      #expect(isClose(first.value, second.value, tolerance: 1e-12))
      #expect(isClose(first.sampling?.standardError, second.sampling?.standardError, tolerance: 1e-9))
      #expect(first.sampling?.people == second.sampling?.people)
    }
    #expect(one.findings.map(\.verdict) == two.findings.map(\.verdict))
  }

  /// Only how weights compare counts.
  @Test func theScaleOfWeights() throws {
    let rows = Self.rows(500, most: 1, spread: 3)
    let one = try Audit.record(of: Self.plan(SamplingColumns(weight: "weight")), values: Self.values(rows))
    let two = try Audit.record(
      of: Self.plan(SamplingColumns(weight: "weight")),
      values: Self.values(rows.map { ($0.id, $0.group, $0.decision, "\((Double($0.weight) ?? 0) * 1024)") }))
    for (first, second) in zip(one.findings, two.findings) {
      #expect(first.verdict == second.verdict && isClose(first.value, second.value, tolerance: 1e-12))
      #expect(isClose(first.interval?.lower, second.interval?.lower, tolerance: 1e-9))
    }
  }

  /// Power is played with as many independent people as would know the rates as well.
  @Test func power() throws {
    let rows = Self.rows(400, most: 4, spread: 0)
    let record = try Audit.record(
      of: Self.plan(SamplingColumns(), subject: "id", requirements: [Self.requirements[0]], power: true),
      values: Self.values(rows))
    #expect(record.detectable.allSatisfy { $0.undefined == nil && $0.shownNotMet != nil })
    #expect(Confirmation(of: record).numbers == .holds)
  }

  /// Whether there is enough is asked of people, not of their rows.
  @Test func enoughPeople() throws {
    var rows = Self.rows(300, most: 1, spread: 0)
    for copy in 0..<40 { rows.append(("q\(copy % 10)", "few", copy % 3 == 0 ? "1" : "0", "1")) }
    let record = try Audit.record(of: Self.plan(SamplingColumns(), subject: "id"), values: Self.values(rows))
    let finding = record.findings.first { $0.requirement == "highest" && $0.group == ["few"] }
    #expect(finding?.verdict == .notEnoughData)
    #expect(record.estimate("selection-rate", ["few"])?.sampling?.people == 10)
    #expect(finding?.sentence.contains("10") == true, "\(finding?.sentence ?? "")")
  }

  /// People of no known group by their weights; the larger their share, the more a verdict depends on them.
  @Test func whoWasLeftOut() throws {
    var rows = Self.rows(900, most: 1, spread: 3)
    for index in stride(from: 0, to: 900, by: 20) { rows[index].group = "" }
    let record = try Audit.record(of: Self.plan(SamplingColumns(weight: "weight")), values: Self.values(rows))
    let bounds = try #require(record.findings.first { $0.requirement == "highest" }?.bounds)
    #expect(bounds.leftOut == 45 && bounds.worst?.value != nil && bounds.best?.value != nil)
    let entry = try #require(record.leftOut.first { $0.metric == "selection-rate" && $0.group == nil })
    #expect(entry.completions.total == 45 && (entry.weighted?.total ?? 0) > 60)
    #expect(Confirmation(of: record).numbers == .holds)
  }

  /// Pooling over strata is refused with its reason, and a stratum of one unit has no range.
  @Test func whatIsRefused() throws {
    var plan = Self.plan(
      SamplingColumns(), subject: "id",
      requirements: [
        Requirement(
          id: "pooled", metric: "conditional-selection-rate", across: [["group"]], compare: .ratio, reference: .highest,
          atLeast: 0.8)
      ])
    plan.metrics = ["conditional-selection-rate"]
    plan.decisions?.within = [Stratifier(column: "site", justification: "j", approvedBy: "h")]
    let rows = Self.rows(300, most: 4, spread: 0)
    var values = Self.values(rows)
    values["site"] = rows.map { $0.id.hasSuffix("1") ? "x" : "y" }
    let record = try Audit.record(of: plan, values: values)
    #expect(record.findings.allSatisfy { $0.verdict == .cannotTell && $0.undefined == .needsUnweighted })
    #expect(Confirmation(of: record).numbers == .holds)

    var lonely = Self.plan(
      SamplingColumns(stratum: "site"), subject: "id", requirements: [Self.requirements[3], Self.requirements[5]])
    values["site"] = rows.map { $0.id == "p1" ? "x" : "y" }
    let refused = try Audit.record(of: lonely, values: values)
    #expect(refused.estimate("selection-rate", ["b"])?.withoutInterval == .lonelyPSU)
    for finding in refused.findings where finding.group == ["b"] {
      #expect(finding.undefined == .lonelyPSU && finding.verdict == .cannotTell)
    }
    #expect(Confirmation(of: refused).numbers == .holds)
    lonely.decisions?.sampling.center = .grand
    let centred = try Audit.record(of: lonely, values: values)
    #expect(centred.findings.allSatisfy { $0.interval != nil } && centred.sampling?.center == .grand)
  }
}
