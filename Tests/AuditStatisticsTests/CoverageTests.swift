import AuditStatistics
import Testing

/// Exact coverage by summing over all outcomes; only the true rates are chosen.
@Suite struct CoverageTests {
  /// The binomial probabilities of 0…trials successes.
  private func masses(_ trials: Int, _ rate: Double) -> [Double] {
    var values = [1.0]
    for _ in 0..<trials {
      values = (0...values.count).map { k in
        (k < values.count ? values[k] * (1 - rate) : 0) + (k > 0 ? values[k - 1] * rate : 0)
      }
    }
    return values
  }

  private func coverage(
    trials: Int, rate: Double, _ method: (Proportion) -> ConfidenceInterval?
  ) throws -> Double {
    var covered = 0.0
    for (successes, mass) in masses(trials, rate).enumerated() {
      let interval = try #require(method(Proportion(successes: Double(successes), trials: Double(trials))))
      if interval.lower <= rate && rate <= interval.upper { covered += mass }
    }
    return covered
  }

  @Test(arguments: [10, 30, 200])
  func oneProportion(trials: Int) throws {
    let rates = [0.01, 0.02, 0.05, 0.1, 0.23, 0.37, 0.5, 0.71, 0.9, 0.97]
    var total = 0.0
    for rate in rates {
      let wilson = try coverage(trials: trials, rate: rate) { Wilson.interval($0, confidence: 0.95) }
      let exact = try coverage(trials: trials, rate: rate) { ClopperPearson.interval($0, confidence: 0.95) }
      #expect(exact >= 0.95)
      #expect(wilson > 0.83)
      total += wilson
    }
    #expect(abs(total / Double(rates.count) - 0.95) < 0.02)
  }

  typealias Method = @Sendable (Proportion, Proportion) -> ConfidenceInterval?

  /// Coverage of the ratio and difference of the true rates over all outcomes of both binomials.
  private func coverage(
    _ first: (trials: Int, rate: Double), _ second: (trials: Int, rate: Double), truth: Double, _ method: Method
  ) -> Double {
    let (x, y) = (masses(first.trials, first.rate), masses(second.trials, second.rate))
    var covered = 0.0
    for (i, massX) in x.enumerated() where massX > 1e-7 {
      for (j, massY) in y.enumerated() where massY > 1e-7 {
        let interval = method(
          Proportion(successes: Double(i), trials: Double(first.trials)),
          Proportion(successes: Double(j), trials: Double(second.trials)))
        if let interval, interval.lower <= truth, truth <= interval.upper { covered += massX * massY }
      }
    }
    return covered
  }

  static let settings: [((Int, Double), (Int, Double))] = [
    ((15, 0.1), (40, 0.2)), ((30, 0.5), (30, 0.5)), ((20, 0.9), (60, 0.95)), ((40, 0.04), (40, 0.05)),
  ]

  @Test(arguments: settings)
  func ratios(_ first: (Int, Double), _ second: (Int, Double)) {
    let truth = first.1 / second.1
    let koopman = coverage(first, second, truth: truth) {
      Koopman.interval(group: $0, reference: $1, confidence: 0.95)
    }
    let guarded = coverage(first, second, truth: truth) {
      GuardedScore.ratio(group: $0, reference: $1, z: Normal.twoSided(confidence: 0.95))
    }
    #expect(koopman > 0.93 && koopman < 0.995)
    #expect(guarded >= koopman)
  }

  @Test(arguments: settings)
  func differences(_ first: (Int, Double), _ second: (Int, Double)) {
    let truth = first.1 - second.1
    let newcombe = coverage(first, second, truth: truth) {
      Newcombe.interval(group: $0, reference: $1, confidence: 0.95)
    }
    let score = coverage(first, second, truth: truth) {
      MiettinenNurminen.interval(group: $0, reference: $1, confidence: 0.95)
    }
    #expect(newcombe > 0.93)
    #expect(score > 0.93 && score < 0.995)
  }

  /// One-sided errors of the guarded limits in the case that breaks the plain score: few against many, far in the tail.
  @Test(arguments: [1.96, 3.5438])
  func guardHoldsWithUnequalSizes(z: Double) {
    let first = (trials: 30, rate: 0.05)
    let second = (trials: 600, rate: 0.05)
    let (x, y) = (masses(first.trials, first.rate), masses(second.trials, second.rate))
    var (below, above) = (0.0, 0.0)
    for (i, massX) in x.enumerated() where massX > 1e-9 {
      for (j, massY) in y.enumerated() where massX * massY > 1e-8 {
        let interval = GuardedScore.ratio(
          group: Proportion(successes: Double(i), trials: 30), reference: Proportion(successes: Double(j), trials: 600),
          z: z)
        if interval.lower > 1 { below += massX * massY }
        if interval.upper < 1 { above += massX * massY }
      }
    }
    #expect(max(below, above) < 1.6 * Normal.upperTail(z))
  }
}
