#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// One number for the worst pairs of several independent parts, such as true- and false-positive rates.
///
/// With J parts, each at the level `(1 − α)^(1/J)`, all limits that show a disparity hold together with probability 1 − α.
/// The worst of the parts needs nothing else: its other limit covers as soon as that of the one truly worst pair does.
/// A mean of parts needs every part's other limit at once; each is taken at the one-sided level `(1 − α/2)^(1/J)`, and the
/// mean of limits that hold together is a limit of the mean.
public struct Composite: Sendable, Hashable {
  /// How parts become one number.
  public enum Combination: Sendable, Hashable {
    /// The largest difference or the smallest ratio: equalised odds.
    case worst
    /// The arithmetic mean: average odds.
    case mean
  }

  /// The combined disparity in the data.
  public let value: Double
  /// The limits of ``value``.
  public let interval: ConfidenceInterval
  /// The worst pair of each part; its interval is at the level that the combination needs.
  public let parts: [WorstPair]
  /// The index of the part with the worst pair.
  public let worstPart: Int

  /// Combines `parts`, each evidence about the same two or more groups in the same order; nil where the worst pair of a part
  /// is.
  ///
  /// - Parameters:
  ///   - reference: The index of the group that all others are compared with; nil compares all pairs.
  ///   - critical: By ``criticalValues(parts:groups:combination:reference:confidence:)``.
  public init?(
    parts: [any PairEvidence], comparison: PairComparison, combination: Combination, reference: Int? = nil,
    critical: CriticalValues
  ) {
    precondition(parts.allSatisfy { $0.count == parts[0].count }, "every part is about the same groups")
    let pairs = parts.compactMap {
      WorstPair(evidence: $0, comparison: comparison, reference: reference, critical: critical)
    }
    guard !pairs.isEmpty, pairs.count == parts.count else { return nil }
    let isWorse = { (a: Double, b: Double) in comparison == .ratio ? a < b : a > b }
    let combine = { (values: [Double]) -> Double in
      switch combination {
      case .worst: values.dropFirst().reduce(values[0]) { isWorse($1, $0) ? $1 : $0 }
      case .mean: values.reduce(0, +) / Double(values.count)
      }
    }
    self.parts = pairs
    worstPart = pairs.indices.dropFirst().reduce(0) { isWorse(pairs[$1].value, pairs[$0].value) ? $1 : $0 }
    value = combine(pairs.map(\.value))
    interval = ConfidenceInterval(
      lower: combine(pairs.map(\.interval.lower)), upper: combine(pairs.map(\.interval.upper)))
  }

  /// The critical values of a composite of `parts` parts over `groups` groups.
  ///
  /// - Parameters:
  ///   - families: Among how many composites a failure is searched for, by which the level of a search is divided.
  ///   - areIndependent: Whether parts are about different people. Classes share theirs, and the level is divided by their
  ///     number (Bonferroni).
  public static func criticalValues(
    parts: Int, groups: Int, combination: Combination, reference: Int? = nil, confidence: Double, families: Int = 1,
    areIndependent: Bool = true
  ) -> CriticalValues {
    let share = 1 / Double(parts)
    let oneSided = (1 + confidence) / 2
    /// The level of each part at which all hold together.
    func together(_ level: Double) -> Double {
      areIndependent ? pow(level, share) : 1 - (1 - level) * share
    }
    let searched = families == 1 ? confidence : 1 - (1 - confidence) / Double(families)
    let simultaneous = CriticalValues(
      confidence: together(searched), groups: groups, reference: reference.map { .named($0) } ?? .highest)
    let single = Normal.quantile(combination == .worst ? oneSided : together(oneSided))
    return CriticalValues(single: single, family: max(single, simultaneous.family))
  }
}
