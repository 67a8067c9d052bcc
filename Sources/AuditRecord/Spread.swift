/// The scale on which a spread is meant, and on which ranges are symmetric.
package enum SpreadScale: String, Codable, Sendable, CaseIterable, Hashable {
  /// The number itself: differences.
  case identity
  /// Its natural logarithm: ratios.
  case logarithm
  /// ln (x/(1 − x)): shares.
  case logit
}

/// How far one number would be elsewhere, had other people been sampled.
package struct Spread: Codable, Sendable, Hashable {
  /// The scale of the standard error.
  package var scale: SpreadScale
  /// The standard error on the scale.
  package var standardError: Double
  /// Degrees of freedom of Student's t.
  package var degreesOfFreedom: Double
  /// `jackknife` or `delta`.
  package var method: MethodName

  /// States a spread.
  package init(scale: SpreadScale, standardError: Double, degreesOfFreedom: Double, method: MethodName) {
    self.scale = scale
    self.standardError = standardError
    self.degreesOfFreedom = degreesOfFreedom
    self.method = method
  }
}

/// How the estimates of one metric vary, alone and together, over the groups of one grouping.
///
/// People are sampled. Groups of people are independent; groups of items are seen by the same people, so their numbers vary
/// together. A gate judges from this and the estimates alone.
package struct Dispersion: Codable, Sendable, Hashable {
  /// The metric's id.
  package var metric: String
  /// The columns of the grouping.
  @Defaulted package var grouping: [String]
  /// The column held constant; left out for numbers over everybody.
  package var stratifier: String?
  /// Its value.
  package var within: String?
  /// The groups with a spread, in the order of the estimates.
  @Defaulted package var groups: [[Label]]
  /// What the numbers are set against before they are looked at: null for the numbers themselves, `target` for their ratio
  /// to, or difference from, a target that follows from the same lists.
  @OrNull package var against: SpreadBase?
  /// The scale of the covariance.
  package var scale: SpreadScale
  /// The variance of each group [groups] where groups are independent; else the covariance matrix, its lower triangle row
  /// by row: (0,0), (1,0), (1,1), (2,0), …
  @Defaulted package var covariance: [Double]
  /// Degrees of freedom in the same layout: of each group, and of the comparison of each pair; or one number that serves
  /// all.
  @Defaulted package var degreesOfFreedom: [Double]
  /// True where groups share nobody.
  package var isIndependent: Bool
  /// `jackknife` or `delta`.
  package var method: MethodName

  /// States a dispersion.
  package init(
    metric: String, grouping: [String], groups: [[Label]], against: SpreadBase? = nil, scale: SpreadScale,
    covariance: [Double], degreesOfFreedom: [Double], isIndependent: Bool, method: MethodName
  ) {
    self.metric = metric
    self.grouping = grouping
    self.groups = groups
    self.against = against
    self.scale = scale
    self.covariance = covariance
    self.degreesOfFreedom = degreesOfFreedom
    self.isIndependent = isIndependent
    self.method = method
  }
}
