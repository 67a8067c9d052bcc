import Evenhand
import Testing

/// A record's comparisons, tests and worst pairs follow from its estimates: each of them that was changed is found.
struct RecomputedComparisonsTests {
  private static let samples: [(String, String)] = [
    ("berkeley-admissions-1973", "evenhand.yaml"), ("compas-two-year", "evenhand.yaml"),
    ("job-recommendations", "evenhand.yaml"),
  ]

  /// A millionth more; of 0 a millionth.
  private static func changed(_ number: Double) -> Double { number == 0 ? 1e-6 : number * (1 + 1e-6) }

  @Test(arguments: samples) func everyChangedNumberIsFound(_ dataset: String, _ plan: String) async throws {
    let record = try await Support.record(dataset: dataset, plan: plan)
    #expect(Confirmation(of: record).failures == [])

    typealias Change = (name: String, of: (inout Disparity) -> Bool)
    let changes: [Change] = [
      ("value", { row in row.value.map { row.value = Self.changed($0) } != nil }),
      ("lower", { row in row.interval?.lower.map { row.interval?.lower = Self.changed($0) } != nil }),
      ("upper", { row in row.interval?.upper.map { row.interval?.upper = Self.changed($0) } != nil }),
      ("statistic", { row in row.test?.statistic.map { row.test?.statistic = Self.changed($0) } != nil }),
      ("p", { row in row.test?.p.map { row.test?.p = Self.changed($0) } != nil }),
      ("adjusted", { row in row.test?.adjusted.map { row.test?.adjusted?.p = Self.changed($0.p) } != nil }),
      ("method", { row in row.test?.adjusted.map { _ in row.test?.adjusted?.method = MethodName.notKnown } != nil }),
      (
        "reference",
        { row in row.reference.group.map { _ in row.reference.group = row.group } != nil && !row.isReference }
      ),
      (
        "reason",
        { row in row.undefined.map { row.undefined = $0 == .zeroReference ? .tooLarge : .zeroReference } != nil }
      ),
    ]
    // All changes of one kind at once are as many failures; each is one row's.
    for change in changes {
      var forged = record
      let touched = forged.disparities.indices.count { change.of(&forged.disparities[$0]) }
      let tiny = record.disparities.count { row in
        // What is next to 0 is compared as such.
        change.name == "p" && (row.test?.p ?? 1) < 1e-5
          || change.name == "adjusted" && (row.test?.adjusted?.p ?? 1) < 1e-5
      }
      guard touched > 0 else { continue }
      let found = Confirmation(of: forged).failures.count {
        $0.contains("comparison of") || $0.contains("disparity of")
      }
      #expect(found >= touched - tiny, "\(change.name): \(found) of \(touched)")
    }

    for index in record.summaries.indices where record.summaries[index].comparison != .value {
      var forged = record
      if let value = forged.summaries[index].value {
        forged.summaries[index].value = Self.changed(value)
      } else {
        forged.summaries[index].undefined = .tooLarge
      }
      #expect(!Confirmation(of: forged).failures.isEmpty, "summary \(index)")
    }
    for index in record.associations.indices {
      var forged = record
      forged.associations[index].test.statistic = forged.associations[index].test.statistic.map(Self.changed)
      #expect(!Confirmation(of: forged).failures.isEmpty, "association \(index)")
    }
    for index in [0, record.disparities.count / 2] {
      for group in [["nobody"], record.disparities[index == 0 ? 1 : 0].group] {
        var forged = record
        forged.disparities[index].group = group
        #expect(!Confirmation(of: forged).failures.isEmpty, "row \(index) is about \(group)")
      }
    }
    if record.disparities.count > 1 {
      var forged = record
      forged.disparities.remove(at: 1)
      #expect(!Confirmation(of: forged).failures.isEmpty)
    }
  }
  /// Rows that are not there say nothing false, and hide what an audit says.
  @Test func comparisonsThatWereTakenAwayAreMissed() async throws {
    let record = try await Support.record(dataset: "berkeley-admissions-1973")
    let compared = Set(record.disparities.filter { $0.within != "*" }.map(\.metric))
    for metric in compared {
      for comparison in [Comparison.ratio, .difference] {
        var forged = record
        forged.disparities.removeAll { $0.metric == metric && $0.comparison == comparison }
        guard forged.disparities.count < record.disparities.count else { continue }
        #expect(!Confirmation(of: forged).failures.isEmpty, "\(metric), \(comparison)")
      }
    }
  }

  @Test(arguments: samples) func aComparisonOfWhatWasNotEstimatedIsFound(_ dataset: String, _ plan: String) async throws
  {
    let record = try await Support.record(dataset: dataset, plan: plan)
    var forged = record
    var row = record.disparities[0]
    (row.stratifier, row.within) = ("nowhere", "never")
    forged.disparities.append(row)
    #expect(Confirmation(of: forged).failures.contains { $0.contains("rests on no estimates") })
  }

  /// A megabyte that names thousands of groups and thousands of requirements, of which none has a finding.
  @Test func aRecordOfManyRequirementsIsRefusedInTime() async throws {
    var record = try await Support.record(dataset: "berkeley-admissions-1973")
    let (requirement, estimate) = (record.requirements[0], record.estimates[0])
    record.groupings[0].groups = (0..<300).map { GroupSize(group: [Label("\($0)")], count: 50) }
    record.estimates = (0..<300).map { index in
      var own = estimate
      (own.group, own.interval, own.count) = ([Label("\(index)")], nil, 50)
      (own.numerator, own.denominator, own.value) = (Double(index % 50), 50, Double(index % 50) / 50)
      return own
    }
    record.requirements = (0..<300).map { index in
      var own = requirement
      own.id = "r\(index)"
      return own
    }
    (record.findings, record.detectable, record.disparities, record.summaries) = ([], [], [], [])
    // Each requirement fails; after some of them nobody judges the others.
    #expect((100...110).contains(Confirmation(of: record).numbers.failures.count))
  }
}
