import AuditPolicy
import AuditRecord
import AuditStatistics
import Testing

@Suite struct ReferenceChoiceTests {
  static let groups: [[Label]] = [["a"], ["b"], ["c"], ["d"]]
  static let rates: [(Double, Double)] = [(30, 60), (40, 50), (45, 50), (9, 9)]

  static func choice(_ rule: ReferenceRule, _ rates: [(Double, Double)] = rates, least: Int = 30) -> ReferenceChoice {
    ReferenceChoice(
      rule: rule, groups: groups, values: rates.map { $0.1 > 0 ? $0.0 / $0.1 : nil },
      eligible: rates.map { $0.1 >= Double(least) })
  }

  @Test func extremesAreChosenAmongGroupsThatAreLargeEnough() {
    #expect(Self.choice(.highest) == .group(2))
    #expect(Self.choice(.highest, least: 9) == .group(3))
    #expect(Self.choice(.lowest) == .group(0))
    #expect(Self.choice(.highest, least: 100) == .none(.noEligibleReference))
  }

  @Test func tiesGoToTheFirstLabel() {
    let ties: [(Double, Double)] = [(10, 100), (40, 80), (20, 40), (5, 50)]
    #expect(Self.choice(.highest, ties) == .group(1))
    #expect(Self.choice(.lowest, ties) == .group(0))
    #expect(Self.choice(.lowest, [(9, 90), (5, 50), (4, 40), (30, 30)]) == .group(0))
  }

  @Test func aNamedGroupIsFoundWhateverItsSize() {
    #expect(Self.choice(.group(["d"])) == .group(3))
    #expect(Self.choice(.group(["e"])) == .none(.referenceNotObserved))
  }

  @Test func overallHoldsTheGroupAndTheComplementDoesNot() {
    let proportions = Self.rates.map { Proportion(successes: $0.0, trials: $0.1) }
    #expect(Self.choice(.overall).proportion(for: 1, among: proportions) == Proportion(successes: 124, trials: 169))
    #expect(Self.choice(.complement).proportion(for: 1, among: proportions) == Proportion(successes: 84, trials: 119))
    #expect(Self.choice(.highest).proportion(for: 1, among: proportions) == proportions[2])
  }
}
