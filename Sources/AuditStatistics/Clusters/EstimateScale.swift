#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The scale on which an estimate is nearest to normal, and on which its standard error is meant.
public enum EstimateScale: Sendable, Hashable, CaseIterable {
  /// The value itself: differences, and means of either sign.
  case identity
  /// ln θ: ratios, and means that cannot be negative.
  case logarithm
  /// ln (θ/(1 − θ)): shares.
  case logit

  /// The value on the scale; nil outside it: not above 0 for the logarithm, not between 0 and 1 for the logit.
  public func apply(_ value: Double) -> Double? {
    switch self {
    case .identity: value.isFinite ? value : nil
    case .logarithm: value > 0 && value.isFinite ? log(value) : nil
    case .logit: value > 0 && value < 1 ? log(value / (1 - value)) : nil
    }
  }

  /// The value that lies at this place of the scale.
  public func revert(_ scaled: Double) -> Double {
    switch self {
    case .identity: scaled
    case .logarithm: exp(scaled)
    case .logit: 1 / (1 + exp(-scaled))
    }
  }

  /// The derivative of ``apply(_:)`` at a value on the scale.
  func derivative(at value: Double) -> Double {
    switch self {
    case .identity: 1
    case .logarithm: 1 / value
    case .logit: 1 / (value * (1 - value))
    }
  }
}
