import AuditNumerics

/// What a group is compared with.
public enum Rival: Sendable, Hashable {
  /// The group at this index.
  case group(Int)
  /// All other groups together.
  case complement
  /// All groups together, the group itself included.
  case overall
  /// A number that is known exactly, such as a target.
  case constant(Double)

  /// The index of a single group.
  var group: Int? { if case .group(let index) = self { index } else { nil } }
}

/// What data show about the groups of one grouping, compared with each other: all that ``FamilyVerdict`` and ``WorstPair``
/// need to know of them.
///
/// Limits at a critical value z hold at the level of a normal deviate: at z = 1.96 each errs in 2.5 % of samples. Limits for
/// critical values z ≤ z′ are nested, and those of the pair (h, g) are those of (g, h) exchanged.
public protocol PairEvidence: Sendable {
  /// How many groups there are; they are counted from 0.
  var count: Int { get }
  /// The value of a group; nil where it is undefined.
  func estimate(of group: Int) -> Double?
  /// The comparison of a group with a rival in the data; nil where either is undefined or a ratio has no positive
  /// denominator.
  func value(_ comparison: PairComparison, of group: Int, against rival: Rival) -> Double?
  /// The values of a group that are not ruled out at a critical value; nil where nothing is known of them.
  func limits(of group: Int, z: Double) -> ConfidenceInterval?
  /// The smallest comparison of a group with a rival that is not ruled out; nil where the rival does not exist.
  func lower(_ comparison: PairComparison, of group: Int, against rival: Rival, z: Double) -> Double?
  /// The largest comparison of a group with a rival that is not ruled out; nil where the rival does not exist.
  func upper(_ comparison: PairComparison, of group: Int, against rival: Rival, z: Double) -> Double?
  /// One limit of each group against every other member, and of those the smallest or largest [groups]; the default takes
  /// them one by one. Groups and members have an estimate, and each group has a member to be compared with.
  func extremes(
    _ extreme: LimitExtreme, _ comparison: PairComparison, of groups: [Int], among members: [Int], z: Double
  ) -> [RivalLimit]
  /// One limit of every ordered pair of members, and of those the smallest or largest.
  func extreme(_ extreme: LimitExtreme, _ comparison: PairComparison, among members: [Int], z: Double) -> Double
  /// The true numbers nearest to a threshold for which this much data would have given an answer, by the standard errors that
  /// are kept; nil where none are, as for counts, of which ``PowerAnalysis`` plays the rule.
  func detectable(_ question: DetectableQuestion) -> MinimumDetectable?
  /// The limits that tables print: of a comparison, or without one of a group's own value; nil where nothing is known of it.
  func printed(
    _ comparison: PairComparison?, of group: Int, against rival: Rival, confidence: Double
  ) -> NamedInterval?
  /// Whether a group and its rival agree; nil where that cannot be tested.
  func equality(of group: Int, with rival: Rival) -> NamedTest?
  /// The standard error of a comparison on its scale; nil where none is kept.
  func standardError(_ comparison: PairComparison, of group: Int, against rival: Rival) -> Double?
  /// What a search among these groups rests on; nil where that is not known.
  func searchPrecision(_ comparison: PairComparison, of members: [Int]) -> SearchPrecision?
  /// How the limits above are found: of a comparison, or of a value.
  func method(_ comparison: PairComparison?) -> LimitMethod
  /// How the limits of one comparison are found, or of one group's value.
  func method(_ comparison: PairComparison?, of group: Int, against rival: Rival) -> LimitMethod
  /// Counts of independent people by which power is played at a critical value; nil where there are none.
  func playable(z: Double) -> ProportionEvidence?
  /// The evidence about some of the groups, in this order; nil where there is none.
  func subset(_ groups: [Int]) -> Self?
}

/// How limits were found; the raw values are the words of a record.
public enum LimitMethod: String, Sendable, Hashable {
  /// The score interval of one rate.
  case wilson
  /// ``Wilson``'s, and the wider of these and exact ones where groups are searched for one that fails.
  case wilsonExact = "wilson-exact"
  /// ``Koopman``, for the ratio of two rates.
  case koopman
  /// ``ClopperPearson`` at the size that a sampled rate effectively has.
  case kornGraubard = "korn-graubard"
  /// ``Newcombe``, for the difference of two rates.
  case newcombe
  /// ``GuardedScore``, for verdicts about two rates.
  case guardedScore = "guarded-score"
  /// Student's t with the jackknife's variance.
  case jackknife
  /// Student's t with the variance of the delta method.
  case delta
  /// ``Fieller``, for the ratio of two numbers of either sign.
  case fieller
  /// ``PermutationWithin``: the largest of many differences, at one critical value for all.
  case maximum = "max-t-permutation"
  /// ``MeanRange``, for one mean.
  case exact
  /// The exact interval of one proportion.
  case clopperPearson = "clopper-pearson"
  /// ``MoverLimits``, for two values of which a mean has no spread.
  case mover
  /// ``OddsRatio/logarithmic(group:reference:z:)``, for the ratio of two quotients of counts.
  case woolf
  /// ``OddsRatio/limits(group:reference:z:)``, for verdicts about such a ratio.
  case conditionalExact = "conditional-exact"
  /// ``StratifiedScore``, for verdicts that are pooled over strata.
  case stratifiedScore = "stratified-score"
  /// What the limits of all pairs allow together.
  case projection
  /// ``AreaUnderCurve``, on the logit by DeLong's variance.
  case logit = "delong-logit"
  /// ``AreaUnderCurve``, for verdicts.
  case newcombeArea = "newcombe-area"
  /// ``CalibrationBins``: the limits of all bins at once.
  case binProjection = "bin-projection"
  /// ``ScoreDistance``: bands around both distribution functions.
  case simultaneousBands = "simultaneous-bands"
  /// ``SkewedMean``, in tables.
  case student
  /// ``SkewedMean``, for verdicts.
  case johnson
  /// ``BlockedMedian``.
  case signTest = "sign-test-blocks"
  /// Nothing is known of them.
  case none
}

/// Which limit of many pairs.
public enum LimitExtreme: Sendable, Hashable, CaseIterable {
  /// The smallest lower limit.
  case smallestLower
  /// The largest lower limit.
  case largestLower
  /// The smallest upper limit.
  case smallestUpper
  /// The largest upper limit.
  case largestUpper
}

/// A limit, and the group that a comparison with set it.
public struct RivalLimit: Sendable, Hashable {
  /// The limit.
  public let value: Double
  /// The group at this index; nil where it is not one group.
  public let rival: Int?

  /// States both.
  public init(_ value: Double, setBy rival: Int?) {
    self.value = value
    self.rival = rival
  }
}

extension PairEvidence {
  /// Nothing: counts keep no standard errors.
  public func detectable(_ question: DetectableQuestion) -> MinimumDetectable? { nil }

  /// Nothing: counts need none.
  public func standardError(_ comparison: PairComparison, of group: Int, against rival: Rival) -> Double? { nil }

  /// As of any other.
  public func method(_ comparison: PairComparison?, of group: Int, against rival: Rival) -> LimitMethod {
    method(comparison)
  }

  /// Nothing: of values with a covariance the standard error says what could have been seen.
  public func playable(z: Double) -> ProportionEvidence? { nil }

  /// Nothing.
  public func searchPrecision(_ comparison: PairComparison, of members: [Int]) -> SearchPrecision? { nil }

  /// Both limits of a comparison; nil where the rival does not exist.
  public func interval(
    _ comparison: PairComparison, of group: Int, against rival: Rival, z: Double
  ) -> ConfidenceInterval? {
    guard let lower = lower(comparison, of: group, against: rival, z: z),
      let upper = upper(comparison, of: group, against: rival, z: z)
    else { return nil }
    return ConfidenceInterval(lower: lower, upper: upper)
  }

  /// The limits of all pairs one by one.
  public func extremes(
    _ extreme: LimitExtreme, _ comparison: PairComparison, of groups: [Int], among members: [Int], z: Double
  ) -> [RivalLimit] {
    Parallel.map(groups.count) { number in
      let group = groups[number]
      let limits = members.lazy.filter { $0 != group }.compactMap { rival -> RivalLimit? in
        let limit =
          extreme.isLower
          ? lower(comparison, of: group, against: .group(rival), z: z)
          : upper(comparison, of: group, against: .group(rival), z: z)
        return limit.map { RivalLimit($0, setBy: rival) }
      }
      guard let limit = extreme.most(of: limits) else { preconditionFailure("limits of no pairs") }
      return limit
    }
  }

  /// The most extreme of ``extremes(_:_:of:among:z:)``.
  public func extreme(
    _ extreme: LimitExtreme, _ comparison: PairComparison, among members: [Int], z: Double
  ) -> Double {
    let limits = extremes(extreme, comparison, of: members, among: members, z: z)
    guard let limit = extreme.most(of: limits.lazy.map(\.value)) else { preconditionFailure("limits of no pairs") }
    return limit
  }
}

extension LimitExtreme {
  var isLower: Bool { self == .smallestLower || self == .largestLower }

  /// The smallest or the largest of these.
  func most(of limits: some Sequence<Double>) -> Double? {
    self == .smallestLower || self == .smallestUpper ? limits.min() : limits.max()
  }

  /// The smallest or the largest of these, the first of several.
  func most(of limits: some Sequence<RivalLimit>) -> RivalLimit? {
    let isSmallest = self == .smallestLower || self == .smallestUpper
    return limits.reduce(nil) { best, limit in
      guard let best else { return limit }
      return isSmallest ? (limit.value < best.value ? limit : best) : (limit.value > best.value ? limit : best)
    }
  }
}
