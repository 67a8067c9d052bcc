import AuditData
import AuditMetrics
import AuditPolicy
import AuditRecord
import AuditStatistics
import Testing
import _AuditTesting

@Suite struct FamilySummaryTests {
  static func family(_ rate: any RateMetric, _ example: Example) -> GroupFamily {
    let groups = Set(example.rows.map(\.group)).sorted()
    let proportions = groups.map { group in
      let rows = example.rows.filter { $0.group == group }
      func count(_ mask: CellMask) -> Double {
        rows.filter { mask.contains(CellMask($0.cell)) }.reduce(0) { $0 + Double($1.count) }
      }
      return Proportion(successes: count(rate.numerator), trials: count(rate.denominator))
    }
    return GroupFamily(rate.card, groups: groups.map { [$0] }, proportions: proportions)
  }

  @Test func theExampleOfEveryCompositeHolds() throws {
    for composite in Catalogue.composites {
      let summary = FamilySummary(
        card: composite.card, families: composite.parts.map { Self.family($0, composite.example) },
        comparison: .difference, reference: .worstPair, minimumCount: 1, level: 0.95)
      #expect(isClose(summary.value, composite.example.difference, within: 1e-15))
      #expect(summary.parts.map(\.metric) == composite.card.parts)
    }
  }

  /// Fairlearn's documentation: equalized odds difference 1.0, ratio 0.0; demographic parity difference .25, ratio .66666.
  @Test func fairlearnsExampleAgrees() throws {
    func family(_ rates: [(Double, Double)]) -> GroupFamily {
      GroupFamily(
        SelectionRate().card, groups: [["a"], ["b"], ["c"]],
        proportions: rates.map { Proportion(successes: $0.0, trials: $0.1) })
    }
    let odds = [family([(1, 2), (3, 5), (2, 5)]), family([(2, 2), (0, 1), (2, 3)])]
    let selection = [family([(3, 4), (3, 6), (4, 8)])]
    func value(_ id: String, _ families: [GroupFamily], _ comparison: Comparison) throws -> Double? {
      let card = try #require(Catalogue.metric(named: id)?.card)
      return FamilySummary(
        card: card, families: families, comparison: comparison, reference: .worstPair, minimumCount: 1, level: 0.95
      ).value
    }
    #expect(try value("equalized-odds", odds, .difference) == 1)
    #expect(try value("equalized-odds", odds, .ratio) == 0)
    #expect(try value("selection-rate", selection, .difference) == 0.25)
    #expect(isClose(try value("selection-rate", selection, .ratio), 2.0 / 3, within: 1e-15))
  }

  @Test func groupsThatAreTooSmallAreNamed() {
    let family = GroupFamily(
      SelectionRate().card, groups: [["a"], ["b"], ["c"]],
      proportions: [(30, 60), (1, 29), (20, 60)].map { Proportion(successes: $0.0, trials: $0.1) })
    let summary = FamilySummary(
      card: SelectionRate().card, families: [family], comparison: .ratio, reference: .worstPair, minimumCount: 30,
      level: 0.95)
    #expect(summary.skipped == [["b"]])
    #expect(Set(summary.groups) == [["a"], ["c"]])
    #expect(isClose(summary.value, 2.0 / 3, within: 1e-15))
  }

  @Test(arguments: [
    (ReferenceRule.group(["z"]), 1, UndefinedReason.referenceNotObserved), (.group(["b"]), 30, .tooFewPeople),
    (.worstPair, 1_000, .fewerThanTwoGroups),
  ])
  func whereThereIsNoNumberThereIsAReason(rule: ReferenceRule, least: Int, reason: UndefinedReason) {
    let family = GroupFamily(
      SelectionRate().card, groups: [["a"], ["b"], ["c"]],
      proportions: [(30, 60), (1, 29), (20, 60)].map { Proportion(successes: $0.0, trials: $0.1) })
    let summary = FamilySummary(
      card: SelectionRate().card, families: [family], comparison: .ratio, reference: rule, minimumCount: least,
      level: 0.95)
    #expect(summary.undefined == reason)
    #expect(summary.value == nil)
    #expect(summary.interval == nil)
  }
}

extension GroupFamily {
  fileprivate init(_ card: MetricCard, groups: [[Label]], proportions: [Proportion]) {
    self.init(
      card,
      counted: GroupNumbers(
        groups: groups, numbers: proportions.map { GroupNumber(successes: $0.successes, trials: $0.trials) }))
  }
}
