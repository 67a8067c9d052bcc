import AuditNumerics
import AuditPolicy
import AuditRecord
import Testing

/// What the record says could have been seen, played through: audits drawn at the stated true values are judged by the
/// judge itself, and the share of them that answer is counted. 600 audits each: standard error at most 0.02.
@Suite struct PowerTests {
  struct Case: Sendable, CustomStringConvertible {
    var sizes: [Double]
    var rate: Double
    var requirement: Requirement
    /// The most by which the power may exceed 0.8: where several comparisons must all be met it is a lower bound.
    var slack: Double
    var description: String { "\(sizes) \(rate) \(requirement.compare) \(requirement.reference.name)" }
  }

  static let cases: [Case] = [
    Case(sizes: [900, 900], rate: 0.5, requirement: Evidences.requirement(atLeast: 0.8), slack: 0.07),
    Case(
      sizes: [400, 5_000], rate: 0.3, requirement: Evidences.requirement(reference: .group(["g1"]), atLeast: 0.8),
      slack: 0.07),
    Case(
      sizes: [133, 4_000], rate: 0.5, requirement: Evidences.requirement(reference: .group(["g1"]), atLeast: 0.8),
      slack: 0.07),
    Case(
      sizes: [244, 1_488], rate: 0.23, requirement: Evidences.requirement(reference: .group(["g1"]), atMost: 1.25),
      slack: 0.07),
    Case(
      sizes: [800, 1_200], rate: 0.4,
      requirement: Evidences.requirement(compare: .difference, reference: .group(["g1"]), atMost: 0.1), slack: 0.07),
    Case(
      sizes: [800, 1_200], rate: 0.4,
      requirement: Evidences.requirement(compare: .difference, reference: .overall, atMost: 0.1), slack: 0.08),
    Case(
      sizes: [3_000, 3_000, 3_000, 2_000, 4_000], rate: 0.4, requirement: Evidences.requirement(atLeast: 0.8),
      slack: 0.2),
  ]

  @Test(arguments: cases) func theStatedValuesGiveTheStatedPower(_ each: Case) throws {
    let expected = each.sizes.enumerated().map { index, size in
      (group: Label("g\(index)"), successes: (size * each.rate * (index == 0 ? 0.97 : 1)).rounded(), trials: size)
    }
    let counts = expected.enumerated().map { index, row in
      // The second group is the highest by a hair, so that the rule names it.
      index == 1 ? (group: row.group, successes: row.successes + 1, trials: row.trials) : row
    }
    let seen = try #require(
      Evidences.judge(Evidences.estimates("selection-rate", counts)).judge([each.requirement]).detectable.first {
        $0.group == ["g0"]
      })
    let base = counts[1].successes / counts[1].trials
    for (stated, word) in [(seen.shownMet, VerdictWord.met), (seen.shownNotMet, .notMet)] {
      let value = try #require(stated, "\(word)")
      let rate = Self.rate(value, base: base, each: each)
      var hits = 0
      for run in 0..<600 {
        var stream = CounterStream(seed: 7, stream: word == .met ? 1 : 2, replicate: UInt64(run))
        let drawn = each.sizes.enumerated().map { index, size in
          (
            group: Label("g\(index)"),
            successes: Double(
              BinomialSampler.draw(trials: Int(size), probability: index == 0 ? rate : base, from: &stream)),
            trials: size
          )
        }
        let findings = Evidences.findings(drawn, each.requirement)
        // Against the highest, the drawn audit may take g0 itself for it; then the others are judged against g0.
        let found =
          findings.first { $0.group == ["g0"] }?.verdict ?? (findings.allSatisfy { $0.verdict == .met } ? .met : nil)
        if found == word { hits += 1 }
      }
      let power = Double(hits) / 600
      #expect(power > 0.75 && power <= 0.8 + each.slack, "\(word) at \(value): \(power)")
    }
  }

  private static func rate(_ value: Double, base: Double, each: Case) -> Double {
    let share = each.sizes[0] / each.sizes.reduce(0, +)
    switch (each.requirement.compare, each.requirement.reference) {
    case (.ratio, _): return value * base
    case (_, .overall): return base + value / (1 - share)
    default: return base + value
    }
  }

  @Test func noValueIsStatedThatAGroupCannotHave() throws {
    let counts: Evidences.Counts = [("small", 24, 32), ("large", 1_600, 2_454), ("other", 298, 377)]
    for requirement in [
      Evidences.requirement(atLeast: 0.8), Evidences.requirement(reference: .worstPair, atLeast: 0.8),
      Evidences.requirement(compare: .difference, reference: .worstPair, atMost: 0.1),
    ] {
      for seen in Evidences.judge(Evidences.estimates("selection-rate", counts)).judge([requirement]).detectable {
        for value in [seen.shownMet, seen.shownNotMet].compactMap({ $0 }) { #expect((0...1).contains(value)) }
      }
    }
  }
}
