import AuditStatistics
import Testing
import _AuditTesting

@Suite struct IntervalTests {
  @Test(arguments: R.values.wilson)
  func wilsonAgreesWithR(_ expected: R.Limits) throws {
    let interval = try #require(Wilson.interval(expected.proportion.proportion, confidence: expected.confidence))
    #expect(isClose(interval.lower, expected.interval[0]))
    #expect(isClose(interval.upper, expected.interval[1]))
  }

  @Test(arguments: R.values.clopperPearson)
  func clopperPearsonAgreesWithR(_ expected: R.Limits) throws {
    let interval = try #require(
      ClopperPearson.interval(expected.proportion.proportion, confidence: expected.confidence))
    #expect(isClose(interval.lower, expected.interval[0]))
    #expect(isClose(interval.upper, expected.interval[1]))
  }

  @Test(arguments: Published.values.limits)
  func publishedLimits(_ expected: Published.Limits) throws {
    let group = expected.group.proportion
    let confidence = expected.confidence ?? 0.95
    let pair = (group, expected.reference?.proportion ?? group, confidence)
    let limits: ConfidenceInterval? =
      switch expected.method {
      case "wilson": Wilson.interval(group, confidence: confidence)
      case "clopper-pearson": ClopperPearson.interval(group, confidence: confidence)
      case "katz": Katz.interval(group: pair.0, reference: pair.1, confidence: pair.2)
      case "koopman": Koopman.interval(group: pair.0, reference: pair.1, confidence: pair.2)
      case "newcombe": Newcombe.interval(group: pair.0, reference: pair.1, confidence: pair.2)
      case "mee": MiettinenNurminen.meeInterval(group: pair.0, reference: pair.1, confidence: pair.2)
      default: MiettinenNurminen.interval(group: pair.0, reference: pair.1, confidence: pair.2)
      }
    let interval = try #require(limits)
    let halfUnit = (0..<expected.digits).reduce(0.5) { unit, _ in unit / 10 }
    #expect(abs(interval.lower - expected.interval[0]) <= halfUnit * 1.01)
    #expect(abs(interval.upper - expected.interval[1]) <= halfUnit * 1.01)
  }

  @Test(arguments: HighPrecision.values.limits)
  func scoreLimitsAgreeWithHighPrecision(_ expected: HighPrecision.Limits) throws {
    let (group, reference) = (expected.group.proportion, expected.reference.proportion)
    let confidence = 1 - 2 * Normal.upperTail(expected.z)
    let limits: ConfidenceInterval? =
      switch (expected.method, expected.comparison) {
      case ("koopman", _): Koopman.interval(group: group, reference: reference, confidence: confidence)
      case ("mee", _): MiettinenNurminen.meeInterval(group: group, reference: reference, confidence: confidence)
      case ("miettinen-nurminen", _):
        MiettinenNurminen.interval(group: group, reference: reference, confidence: confidence)
      case (_, "ratio"): GuardedScore.ratio(group: group, reference: reference, z: expected.z)
      default: GuardedScore.difference(group: group, reference: reference, z: expected.z)
      }
    let interval = try #require(limits)
    #expect(isClose(interval.lower, expected.interval[0]))
    #expect(isClose(interval.upper, expected.interval[1] ?? .infinity))
  }

  /// Counts that make methods stumble: empty, full, tiny, lopsided, large and fractional.
  static let proportions = [
    (0, 1), (1, 1), (0, 10), (10, 10), (1, 30), (29, 30), (3, 3000), (2990, 3000), (12, 40), (250, 500), (0.25, 7.5),
    (450_000, 1_000_000),
  ].map { Proportion(successes: $0.0, trials: $0.1) }

  static let confidences = [0.5, 0.9, 0.95, 0.99, 0.9999]

  @Test func oneProportion() throws {
    for method in [Wilson.interval, ClopperPearson.interval] as [(Proportion, Double) -> ConfidenceInterval?] {
      #expect(method(Proportion(successes: 0, trials: 0), 0.95) == nil)
      for proportion in Self.proportions {
        let estimate = try #require(proportion.estimate)
        let intervals = try Self.confidences.map { try #require(method(proportion, $0)) }
        for (narrow, wide) in zip(intervals, intervals.dropFirst()) {
          #expect(wide.lower <= narrow.lower && narrow.upper <= wide.upper)
        }
        #expect(intervals.allSatisfy { $0.lower <= estimate && estimate <= $0.upper })
        #expect(intervals.allSatisfy { $0.lower >= 0 && $0.upper <= 1 && $0.lower < $0.upper })
      }
    }
  }

  @Test(arguments: proportions)
  func ratios(of group: Proportion) throws {
    let methods: [(Proportion, Proportion, Double) -> ConfidenceInterval?] = [
      { Koopman.interval(group: $0, reference: $1, confidence: $2) },
      { Katz.interval(group: $0, reference: $1, confidence: $2) },
      { GuardedScore.ratio(group: $0, reference: $1, z: Normal.twoSided(confidence: $2)) },
    ]
    for (number, method) in methods.enumerated() {
      for reference in Self.proportions {
        let intervals = Self.confidences.compactMap { method(group, reference, $0) }
        let isDefined =
          number != 1
          || group.successes > 0 && reference.successes > 0
            && (group.successes < group.trials || reference.successes < reference.trials)
        #expect(intervals.count == (isDefined ? Self.confidences.count : 0))
        for (narrow, wide) in zip(intervals, intervals.dropFirst()) {
          #expect(wide.lower <= narrow.lower && narrow.upper <= wide.upper)
        }
        for (interval, confidence) in zip(intervals, Self.confidences) {
          #expect(interval.lower >= 0)
          if group.successes + reference.successes > 0 {
            let estimate = (group.successes / group.trials) / (reference.successes / reference.trials)
            #expect(interval.lower <= estimate * (1 + 1e-12) && estimate <= interval.upper * (1 + 1e-12))
          }
          let mirrored = try #require(method(reference, group, confidence))
          #expect(isClose(interval.lower, 1 / mirrored.upper, tolerance: 1e-10))
          #expect(isClose(interval.upper, 1 / mirrored.lower, tolerance: 1e-10))
        }
      }
    }
  }

  @Test(arguments: proportions)
  func differences(from group: Proportion) throws {
    let methods: [(Proportion, Proportion, Double) -> ConfidenceInterval?] = [
      { Newcombe.interval(group: $0, reference: $1, confidence: $2) },
      { MiettinenNurminen.interval(group: $0, reference: $1, confidence: $2) },
      { MiettinenNurminen.meeInterval(group: $0, reference: $1, confidence: $2) },
      { GuardedScore.difference(group: $0, reference: $1, z: Normal.twoSided(confidence: $2)) },
    ]
    for method in methods {
      for reference in Self.proportions {
        let estimate = try #require(group.estimate) - #require(reference.estimate)
        let intervals = try Self.confidences.map { try #require(method(group, reference, $0)) }
        for (narrow, wide) in zip(intervals, intervals.dropFirst()) {
          #expect(wide.lower <= narrow.lower && narrow.upper <= wide.upper)
        }
        for (interval, confidence) in zip(intervals, Self.confidences) {
          #expect(interval.lower >= -1 - 1e-12 && interval.upper <= 1 + 1e-12)
          #expect(interval.lower <= estimate + 1e-12 && estimate <= interval.upper + 1e-12)
          let mirrored = try #require(method(reference, group, confidence))
          #expect(isClose(interval.lower, -mirrored.upper, within: 1e-10))
          #expect(isClose(interval.upper, -mirrored.lower, within: 1e-10))
        }
      }
    }
  }

  @Test func noSuccesses() throws {
    let none = Proportion(successes: 0, trials: 20)
    let some = Proportion(successes: 7, trials: 20)
    #expect(try #require(Koopman.interval(group: none, reference: some, confidence: 0.95)).lower == 0)
    #expect(try #require(Koopman.interval(group: some, reference: none, confidence: 0.95)).upper == .infinity)
    let both = ConfidenceInterval(lower: 0, upper: .infinity)
    #expect(Koopman.interval(group: none, reference: none, confidence: 0.95) == both)
    #expect(GuardedScore.ratio(group: none, reference: none, z: 3) == both)
  }

  @Test func noTrials() {
    let empty = Proportion(successes: 0, trials: 0)
    let some = Proportion(successes: 7, trials: 20)
    #expect(empty.estimate == nil)
    #expect(Koopman.interval(group: empty, reference: some, confidence: 0.95) == nil)
    #expect(Katz.interval(group: some, reference: empty, confidence: 0.95) == nil)
    #expect(Newcombe.interval(group: empty, reference: some, confidence: 0.95) == nil)
    #expect(MiettinenNurminen.interval(group: empty, reference: some, confidence: 0.95) == nil)
    #expect(GuardedScore.ratio(group: empty, reference: some, z: 2) == ConfidenceInterval(lower: 0, upper: .infinity))
    #expect(GuardedScore.difference(group: some, reference: empty, z: 2) == ConfidenceInterval(lower: -1, upper: 1))
  }

  @Test func guardIsKoopmanWithManyCounts() throws {
    let group = Proportion(successes: 34, trials: 76)
    let reference = Proportion(successes: 50, trials: 92)
    let z = Normal.twoSided(confidence: 0.95)
    let koopman = try #require(Koopman.interval(group: group, reference: reference, confidence: 0.95))
    let mee = try #require(MiettinenNurminen.meeInterval(group: group, reference: reference, confidence: 0.95))
    for (guarded, plain) in [
      (GuardedScore.ratio(group: group, reference: reference, z: z), koopman),
      (GuardedScore.difference(group: group, reference: reference, z: z), mee),
    ] {
      #expect(isClose(guarded.lower, plain.lower) && isClose(guarded.upper, plain.upper))
    }
  }

  @Test(arguments: proportions)
  func guardOnlyWidens(_ group: Proportion) throws {
    for reference in Self.proportions {
      for confidence in [0.9, 0.95, 0.9995] {
        let z = Normal.twoSided(confidence: confidence)
        let guarded = GuardedScore.ratio(group: group, reference: reference, z: z)
        let plain = try #require(Koopman.interval(group: group, reference: reference, confidence: confidence))
        #expect(guarded.lower <= plain.lower * (1 + 1e-12) && plain.upper <= guarded.upper * (1 + 1e-12))
      }
    }
  }

  @Test func overallIsTheComplementTransformed() throws {
    let group = Proportion(successes: 30, trials: 100)
    let complement = Proportion(successes: 200, trials: 300)
    let ratio = try #require(Koopman.interval(group: group, reference: complement, confidence: 0.95))
    let overall = try #require(AgainstOverall.koopman(group: group, complement: complement, confidence: 0.95))
    #expect(isClose(overall.lower, ratio.lower / (0.25 * ratio.lower + 0.75)))
    #expect(isClose(overall.upper, ratio.upper / (0.25 * ratio.upper + 0.75)))
    let difference = try #require(Newcombe.interval(group: group, reference: complement, confidence: 0.95))
    let shrunken = try #require(AgainstOverall.newcombe(group: group, complement: complement, confidence: 0.95))
    #expect(isClose(shrunken.lower, 0.75 * difference.lower))
    #expect(isClose(shrunken.upper, 0.75 * difference.upper))

    let none = Proportion(successes: 0, trials: 300)
    let unbounded = AgainstOverall.guardedScore(.ratio, group: group, complement: none, z: 2)
    #expect(unbounded.upper == 4)
  }
}
