/// Numbers of a finding as they are read: none reads as a limit of the demand that it is not.
struct Amounts {
  private let requirement: Requirement
  private let isShare: Bool

  init(_ requirement: Requirement, isShare: Bool) {
    self.requirement = requirement
    self.isShare = isShare
  }

  /// A ratio or a share in per cent, without the sign.
  func share(_ value: Double) -> String { share(value, isSize: false) }

  private func share(_ value: Double, isSize: Bool) -> String {
    let limit = requirement.threshold.nearest(to: value)
    let isMirrored = requirement.compare == .difference && (requirement.atMost != nil || isSize) && value * limit < 0
    guard limit.magnitude < 1e100 else { return PlainNumber.percent(value) }
    return PlainNumber.percent(value, apartFrom: isMirrored ? -limit : limit)
  }

  /// A ratio as a number.
  func ratio(_ value: Double) -> String { PlainNumber.number(value, apartFrom: limits) }

  /// A number itself: a share in per cent, everything else plain.
  func value(_ value: Double) -> String {
    let isJudged = requirement.compare == .value
    if isShare { return (isJudged ? share(value) : PlainNumber.percent(value)) + " %" }
    return PlainNumber.number(value, apartFrom: isJudged ? [requirement.threshold.nearest(to: value)] : [])
  }

  /// A difference with its sign, without its unit.
  func difference(_ value: Double) -> String {
    isShare ? share(value) : PlainNumber.number(value, apartFrom: limits)
  }

  /// A difference without its sign, with its unit.
  func size(_ value: Double) -> String {
    isShare ? "\(share(value, isSize: true)) percentage points" : PlainNumber.number(value, apartFrom: limits)
  }

  private var limits: [Double] {
    switch requirement.threshold {
    case .atLeast(let limit), .atMost(let limit): [limit, -limit]
    case .between(let low, let high): [low, high]
    }
  }
}

extension Threshold {
  /// The limit that lies nearest to a value.
  package func nearest(to value: Double) -> Double {
    switch self {
    case .atLeast(let limit), .atMost(let limit): limit
    case .between(let low, let high): (value - low).magnitude <= (value - high).magnitude ? low : high
    }
  }

  /// Whether a single number satisfies the demand; `atMost` on a difference bounds its absolute value.
  package func isSatisfied(by value: Double, comparison: Comparison) -> Bool {
    switch self {
    case .atLeast(let limit): value >= limit
    case .atMost(let limit): (comparison == .difference ? value.magnitude : value) <= limit
    case .between(let low, let high): value >= low && value <= high
    }
  }
}
