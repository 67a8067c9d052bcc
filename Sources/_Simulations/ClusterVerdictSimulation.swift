import AuditNumerics
import AuditStatistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How often ``FamilyVerdict`` and ``WorstPair`` are right about averages over people.
enum ClusterVerdictSimulation {
  private static let threshold = 0.8
  private static let confidence = 0.95

  private enum Quality: String {
    /// e^(0.8 z), with 0.6 z of the person added where groups share people.
    case lognormal = "lognormal"
    /// 0 for 70 %, else uniform; a person's own factor where groups share people.
    case mostlyZero = "0 for 70 %"

    /// The number of one person for one group.
    func draw(common: Double, from stream: inout CounterStream) -> Double {
      switch self {
      case .lognormal: return exp(0.6 * common + 0.8 * normal(&stream))
      case .mostlyZero:
        let isZero = stream.uniform() < 0.7
        return (isZero ? 0 : stream.uniform()) * exp(0.4 * common)
      }
    }
  }

  private struct Shares {
    var naive = 0.0
    var notMet = 0.0
    var allMet = 0.0
    var ratio = 0.0
    var difference = 0.0
  }

  private static func normal(_ stream: inout CounterStream) -> Double { Normal.quantile(stream.uniform()) }

  /// The expected number of a person for a group that is not treated worse.
  private static func mean(_ quality: Quality, isJoint: Bool) -> Double {
    switch quality {
    case .lognormal: exp((isJoint ? 0.36 : 0) / 2 + 0.32)
    case .mostlyZero: 0.15 * (isJoint ? exp(0.08) : 1)
    }
  }

  private static func evidence(
    _ quality: Quality, groups: Int, people: Int, isJoint: Bool, ratio: Double, from stream: inout CounterStream
  ) -> EstimateEvidence? {
    let factor = { (group: Int) in group == 0 ? ratio : 1 }
    if isJoint {
      var vectors = Matrix(rows: people, columns: groups)
      for person in 0..<people {
        let common = normal(&stream)
        for group in 0..<groups {
          vectors.elements[person * groups + group] = factor(group) * quality.draw(common: common, from: &stream)
        }
      }
      return ClusterFamily((0..<groups).map { .mean($0) }, of: ClusterSample(vectors)).evidence()
    }
    let samples = (0..<groups).map { group in
      let elements = (0..<people).map { _ in factor(group) * quality.draw(common: 0, from: &stream) }
      return (
        sample: ClusterSample(Matrix(rows: people, columns: 1, elements: elements)), function: MeanFunction.mean(0)
      )
    }
    return ClusterFamily(independent: samples).evidence()
  }

  private static func simulate(
    _ quality: Quality, groups: Int, people: Int, isJoint: Bool, ratio: Double, runs: Int,
    stream: (Int) -> CounterStream
  ) -> Shares {
    let eligible = Array(repeating: true, count: groups)
    let critical = CriticalValues(confidence: confidence, groups: groups, reference: .highest)
    let gap = (1 - ratio) * mean(quality, isJoint: isJoint)
    var shares = Shares()
    for run in 0..<runs {
      var source = stream(run)
      guard
        let evidence = evidence(
          quality, groups: groups, people: people, isJoint: isJoint, ratio: ratio, from: &source)
      else { continue }
      let verdict = FamilyVerdict(
        evidence: evidence, eligible: eligible, comparison: .ratio, reference: .highest, claim: .atLeast(threshold),
        critical: critical)
      let findings = verdict.findings.compactMap { $0 }
      if findings.contains(where: { $0.decision == .notMet }) { shares.notMet += 1 }
      if findings.allSatisfy({ $0.decision == .met }) { shares.allMet += 1 }
      let top = verdict.reference ?? 0
      let isNaivelyNotMet = (0..<groups).contains { group in
        guard group != top else { return false }
        let plain = evidence.interval(.ratio, of: group, against: .group(top), confidence: confidence)
        return plain.map { $0.upper < threshold } ?? false
      }
      if isNaivelyNotMet { shares.naive += 1 }
      for comparison in PairComparison.allCases {
        guard let worst = WorstPair(evidence: evidence, comparison: comparison, critical: critical) else { continue }
        let truth = comparison == .ratio ? ratio : gap
        let isCovered = worst.interval.lower <= truth + 1e-12 && truth <= worst.interval.upper + 1e-12
        guard isCovered else { continue }
        if comparison == .ratio { shares.ratio += 1 } else { shares.difference += 1 }
      }
    }
    let scale = 1 / Double(runs)
    return Shares(
      naive: shares.naive * scale, notMet: shares.notMet * scale, allMet: shares.allMet * scale,
      ratio: shares.ratio * scale, difference: shares.difference * scale)
  }

  static func printTables(runs: Int) {
    var streams = Streams(after: 300)
    let some = max(1, runs / 10)
    print(
      """

      ## Verdicts about averages over people

      Requirement: at least 0.8 of the highest mean, decided by intervals at 95 %. Shares of runs in per cent for three truths:
      all groups equal / one at 0.8 of the others / one at 0.7; a tenth of the runs, so that with 1,000 the standard error is
      0.5 points at 2.5 %. "Apart": groups share nobody, and each has this many people. "Shared": every person counts in every
      group, as with groups of items. "Naive" compares each group with the sample's highest by its plain interval. The worst
      pair's intervals are for the true ratio and the true difference.

      | people's numbers | groups, people | naive: any not met | any not met | all met | worst ratio covered | worst difference covered |
      |---|---|---|---|---|---|---|
      """)
    for (quality, isJoint) in [
      (Quality.lognormal, false), (.mostlyZero, false), (.lognormal, true), (.mostlyZero, true),
    ] {
      for groups in [2, 6, 20] {
        for people in [50, 200] {
          let shares = [1, 0.8, 0.7].map { ratio in
            simulate(
              quality, groups: groups, people: people, isJoint: isJoint, ratio: ratio, runs: some,
              stream: streams.next())
          }
          let join = { (value: (Shares) -> Double) in shares.map { value($0).percent }.joined(separator: " / ") }
          print(
            "| \(quality.rawValue), \(isJoint ? "shared" : "apart") | \(groups), \(people) | \(join(\.naive))",
            "| \(join(\.notMet)) | \(join(\.allMet)) | \(join(\.ratio)) | \(join(\.difference)) |")
        }
      }
    }
  }
}
