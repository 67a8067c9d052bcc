import AuditNumerics
import Testing
import _AuditTesting

@testable import AuditStatistics

@Suite struct WithinContextSlopeTests {
  /// People with what they were shown and what they chose, by kind.
  static func sample(_ contexts: [Int32], _ shown: [[Double]], _ chosen: [[Double]]) -> ContextSample {
    let kinds = shown.first?.count ?? 1
    var sample = ContextSample(dimension: WithinContextSlope.dimension(kinds: kinds))
    for person in contexts.indices {
      sample.add(contexts[person]) { row in
        for kind in 0..<kinds {
          row[2 + kind] = shown[person][kind]
          row[2 + kinds + kind] = chosen[person][kind]
        }
        WithinContextSlope.complete(row, kinds: kinds)
      }
    }
    return sample
  }

  @Test func theWorkedExampleIsExact() throws {
    let expected = ComputedControls.values.worked
    func both(_ shares: [Double]) -> [[Double]] { shares.map { [$0, 1 - $0] } }
    let sample = Self.sample([0, 0, 0, 1, 1, 1], both(expected.l), both(expected.h))
    let slope = WithinContextSlope(sample)
    let estimate = try #require(slope.estimate)
    #expect(slope.people == 6 && slope.contexts == 2)
    #expect(isClose(slope.value, 2.0 / 5, within: 1e-14))
    #expect(isClose(estimate.variance, 1667.0 / 34680, within: 1e-12))
    #expect(estimate.degreesOfFreedom == 4)
    #expect(estimate.method == .jackknife)
    let interval = estimate.interval(confidence: 0.95)
    #expect(isClose(interval.lower, -0.208720, within: 1e-6))
    #expect(isClose(interval.upper, 1.008720, within: 1e-6))
    #expect(isClose(interval.lower, expected.interval[0], within: 1e-9))
    // Without contexts another number comes out, which is wrong.
    let pooled = WithinContextSlope(Self.sample([0, 0, 0, 0, 0, 0], both(expected.l), both(expected.h)))
    #expect(isClose(pooled.value, 148.0 / 167, within: 1e-12))
  }

  @Test(arguments: ComputedControls.values.slopes) func agreesWithNumPy(_ expected: ComputedControls.Slope) throws {
    let slope = WithinContextSlope(Self.sample(expected.contexts, expected.shown, expected.chosen))
    let estimate = try #require(slope.estimate)
    #expect(slope.people == expected.people && slope.contexts == expected.shared)
    #expect(isClose(estimate.value, expected.value, within: 1e-10))
    #expect(isClose(estimate.variance, expected.variance, tolerance: 1e-8))
    #expect(isClose(estimate.degreesOfFreedom, expected.df, tolerance: 1e-8))
  }

  /// Whole numbers that the script of the reference makes too.
  static func large(_ expected: ComputedControls.Large) -> [(context: Int32, shown: [Double], chosen: [Double])] {
    var state = 12345
    func shares(_ counts: [Int]) -> [Double] {
      let total = Double(counts.reduce(0, +))
      return counts.map { Double($0) / total }
    }
    return (0..<expected.n).map { _ in
      let row = (0..<(2 * expected.kinds + 1)).map { _ -> Int in
        state = (1_103_515_245 * state + 12345) % (1 << 31)
        return state / 65536 % 1000
      }
      let chosen = row[1...expected.kinds].map { $0 + 1 }
      let shown = zip(row[(expected.kinds + 1)...], chosen).map { $0 + 1 + $1 / 4 }
      return (Int32(row[0] % expected.contexts), shares(shown), shares(chosen))
    }
  }

  @Test(arguments: ComputedControls.values.large) func ofManyTheMomentsSuffice(_ expected: ComputedControls.Large)
    throws
  {
    let people = Self.large(expected)
    let whole = Self.sample(people.map(\.context), people.map(\.shown), people.map(\.chosen))
    let slope = WithinContextSlope(whole)
    let estimate = try #require(slope.estimate)
    #expect(whole.clusters == nil && estimate.method == .delta)
    #expect(isClose(estimate.value, expected.value, within: 1e-10))
    #expect(isClose(estimate.variance, expected.variance, tolerance: 1e-7))
    #expect(estimate.degreesOfFreedom == expected.df)
    // However the people are divided, merging gives the same.
    for size in [1000, 4000, 4500] {
      var merged = ContextSample(dimension: WithinContextSlope.dimension(kinds: expected.kinds))
      for start in stride(from: 0, to: expected.n, by: size) {
        let part = people[start..<min(start + size, expected.n)]
        merged.merge(Self.sample(part.map(\.context), part.map(\.shown), part.map(\.chosen)))
      }
      let other = WithinContextSlope(merged)
      #expect(merged.count == expected.n && other.people == slope.people)
      #expect(isClose(other.value, slope.value, within: 1e-12))
      #expect(isClose(other.estimate?.variance, estimate.variance, tolerance: 1e-9))
    }
  }

  @Test func whatCannotBeSaidIsNotSaid() {
    // Nobody, and everybody alone in their context.
    let nobody = WithinContextSlope(ContextSample(dimension: 6))
    #expect(nobody.people == 0 && nobody.value == nil && nobody.estimate == nil)
    let alone = WithinContextSlope(Self.sample([0, 1, 2], [[1, 0], [0, 1], [1, 0]], [[1, 0], [0, 1], [0, 1]]))
    #expect(alone.people == 0 && alone.contexts == 0 && alone.value == nil)
    // Histories that are equal within each context show nothing, although they differ between contexts.
    let equal = WithinContextSlope(
      Self.sample(
        [0, 0, 1, 1], [[1, 0], [0, 1], [1, 0], [0, 1]], [[0.1, 0.9], [0.1, 0.9], [0.7, 0.3], [0.7, 0.3]]))
    #expect(equal.people == 4 && equal.value == nil)
    // A slope that rests on one person has no range.
    let one = WithinContextSlope(
      Self.sample([0, 0, 0], [[1, 0], [0, 1], [0, 1]], [[1, 0], [0.5, 0.5], [0.5, 0.5]]))
    #expect(one.value != nil && one.estimate == nil)
  }

  /// One list for everybody of a context leaves no trace, and a mirror is a slope of 1; neither varies.
  @Test func noTraceAndAMirror() {
    let chosen = (0..<40).map { [Double($0) / 40, 1 - Double($0) / 40] }
    let contexts = (0..<40).map { Int32($0 % 3) }
    let same = WithinContextSlope(
      Self.sample(contexts, contexts.map { [0.2 * Double($0), 1 - 0.2 * Double($0)] }, chosen))
    #expect(isClose(same.value, 0, within: 1e-15) && same.estimate?.variance == 0)
    let mirror = WithinContextSlope(Self.sample(contexts, chosen, chosen))
    #expect(isClose(mirror.value, 1, within: 1e-15) && mirror.estimate?.variance == 0)
  }
}

@Suite struct FiellerTests {
  @Test(arguments: ComputedControls.values.quotients) func agreesWithSciPy(_ expected: ComputedControls.Quotient) {
    func side(_ numbers: [Double]) -> Fieller.Side {
      Fieller.Side(value: numbers[0], variance: numbers[1], degreesOfFreedom: numbers[2])
    }
    let limits = Fieller.interval(
      side(expected.dividend), over: side(expected.divisor), z: Normal.twoSided(confidence: 0.95))
    #expect((limits == nil) == (expected.limits == nil))
    if let limits, let known = expected.limits {
      #expect(isClose(limits.lower, known[0], within: 1e-9) && isClose(limits.upper, known[1], within: 1e-9))
    }
  }

  @Test func theWorkedExampleIsExact() throws {
    let off = Fieller.Side(value: 0.02, variance: 0.0001, degreesOfFreedom: 200)
    let full = Fieller.Side(value: 0.62, variance: 0.0009, degreesOfFreedom: 200)
    let t = Student.quantile(0.975, degreesOfFreedom: 200)
    let limits = try #require(Fieller.interval(off, over: full, t: t))
    #expect(isClose(off.value / full.value, 0.032258, within: 1e-6))
    #expect(isClose(limits.lower, 0.000453, within: 1e-6) && isClose(limits.upper, 0.064656, within: 1e-6))
    let weak = Fieller.Side(value: 0.05, variance: 0.0009, degreesOfFreedom: 200)
    #expect(Fieller.interval(off, over: weak, t: t) == nil)
  }

  /// As evidence: limits of a share kept are those of Fieller, and a weak reference rules out nothing.
  @Test func isTheEvidenceOfNumbersOfEitherSign() throws {
    let dispersion = ClusterDispersion(
      scale: .identity, groups: [0, 1, 2], covariance: [1e-4, 9e-4, 9e-4], degreesOfFreedom: [200, 200, 200],
      isIndependent: true, method: .jackknife)
    let evidence = try #require(
      EstimateEvidence(
        values: [-0.02, 0.62, 0.05], identity: dispersion, logarithm: nil, quotients: .fieller))
    let z = Normal.twoSided(confidence: 0.95)
    let kept = try #require(evidence.interval(.ratio, of: 0, against: .group(1), z: z))
    #expect(kept.lower < -0.06 && kept.upper < 0 && kept.upper > -0.01)
    #expect(evidence.method(.ratio, of: 0) == .fieller && evidence.method(.difference, of: 0) == .jackknife)
    #expect(evidence.interval(.ratio, of: 0, against: .group(2), z: z)?.upper == .infinity)
    #expect(evidence.isWeakReference(2, z: z) && !evidence.isWeakReference(1, z: z))
    #expect(evidence.printed(.ratio, of: 0, against: .group(2), confidence: 0.95) == nil)
    #expect(evidence.printed(.ratio, of: 0, against: .group(1), confidence: 0.95)?.method == .fieller)
  }
}
