public import AuditNumerics

/// One number for each group of a grouping, estimated from people, and how these numbers vary.
///
/// While the vectors are kept variances and covariances are the jackknife's, degrees of freedom come from the influences,
/// and from those of the difference for each pair; with the moments only, the delta method and n − 1. All as for
/// ``ClusteredEstimate``, which gives the same numbers for a single group.
public struct ClusterFamily: Sendable {
  /// The value of each group; nil where undefined.
  public let values: [Double?]
  /// True where groups share nobody.
  public let isIndependent: Bool
  /// One for each group when independent, else one for all.
  private let parts: [JointVariation?]
  private let isAlone: Bool

  /// Groups of people who share nobody, each with its own sample and function.
  public init(independent groups: [(sample: ClusterSample, function: MeanFunction)]) {
    values = groups.map { group in group.sample.moments.means.flatMap { group.function.value(at: $0) } }
    parts = groups.map { JointVariation([$0.function], of: $0.sample) }
    isIndependent = true
    isAlone = false
  }

  /// Groups seen by the same people: functions of one sample.
  public init(_ functions: [MeanFunction], of sample: ClusterSample) {
    values = functions.map { function in sample.moments.means.flatMap { function.value(at: $0) } }
    parts = [JointVariation(functions, of: sample)]
    isIndependent = false
    isAlone = false
  }

  /// Numbers from the same people that are never compared with each other, such as those of thousands of groups: variances
  /// without covariances, laid out as for independent groups.
  public init(alone functions: [MeanFunction], of sample: ClusterSample) {
    values = functions.map { function in sample.moments.means.flatMap { function.value(at: $0) } }
    parts = [JointVariation(functions, of: sample)]
    isIndependent = true
    isAlone = true
  }

  /// How the groups vary on a scale; without those that do not exist there, or would not without one of the people. Nil
  /// where none is left.
  public func dispersion(on scale: EstimateScale) -> ClusterDispersion? {
    var groups: [Int] = []
    var covariance: [Double] = []
    var degrees: [Double] = []
    if isAlone {
      guard let all = parts.first??.variances(on: scale) else { return nil }
      (groups, covariance, degrees) = (all.groups, all.variances, all.degreesOfFreedom)
    } else if isIndependent {
      for (group, part) in parts.enumerated() {
        guard let own = part?.covariance(on: scale), !own.groups.isEmpty else { continue }
        groups.append(group)
        covariance.append(own.matrix[0, 0])
        degrees.append(own.degreesOfFreedom[0, 0])
      }
    } else if let all = parts.first??.covariance(on: scale) {
      groups = all.groups
      for row in groups.indices {
        for column in 0...row {
          covariance.append(all.matrix[row, column])
          degrees.append(all.degreesOfFreedom[row, column])
        }
      }
      if let first = degrees.first, parts.first??.method == .delta { degrees = [first] }
    }
    guard !groups.isEmpty else { return nil }
    return ClusterDispersion(
      scale: scale, groups: groups, covariance: covariance, degreesOfFreedom: degrees, isIndependent: isIndependent,
      method: method)
  }

  /// The estimate of each group on a scale; nil where it has no spread there.
  public func estimates(on scale: EstimateScale) -> [ClusteredEstimate?] {
    guard let dispersion = dispersion(on: scale) else { return values.map { _ in nil } }
    return values.enumerated().map { group, value in
      guard let value, let spread = dispersion.spread(of: group) else { return nil }
      return ClusteredEstimate(
        value: value, scale: scale, variance: spread.variance, degreesOfFreedom: spread.degreesOfFreedom,
        method: (parts.count == 1 ? parts[0] : parts[group])?.method ?? method)
    }
  }

  /// The evidence for verdicts about these groups.
  ///
  /// - Parameter weights: Of each group in the overall value, such as its number of people; nil weighs all alike.
  public func evidence(weights: [Double]? = nil) -> EstimateEvidence? {
    EstimateEvidence(
      values: values, identity: dispersion(on: .identity), logarithm: dispersion(on: .logarithm), weights: weights)
  }

  private var method: ClusteredEstimate.Method {
    parts.contains { $0?.method == .delta } ? .delta : .jackknife
  }
}
