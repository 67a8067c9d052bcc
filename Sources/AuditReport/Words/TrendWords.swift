package import AuditRecord

/// The numbers of a finding from audit to audit, as tables and the terminal write them.
package struct TrendWords {
  private let scale: Scale

  /// - Parameter isGap: True for a number about a whole grouping.
  package init(_ comparison: Comparison, unit: MetricUnit, isGap: Bool) {
    scale = Scale(comparison, isRate: unit == .share, isGap: isGap)
  }

  /// The number with its range: "0.77 (0.70 to 0.86)"; nothing of too few people.
  package func number(_ finding: Finding) -> String {
    guard let value = finding.value, [.met, .notMet, .cannotTell].contains(finding.verdict) else { return "" }
    let limits = finding.threshold.values
    let unit = scale.isInPoints ? " points" : ""
    return scale.brief(value, apartFrom: limits) + unit
      + (scale.briefRange(finding.interval, apartFrom: limits).map { " (\($0))" } ?? "")
  }

  /// The demand: "at least 0.8".
  package func demand(_ finding: Finding) -> String {
    let limits = finding.threshold.values.map { PlainNumber.exact($0, shift: isPercent ? 2 : 0) + unit }
    return switch (finding.bound, limits.count) {
    case (.atMost, 1...): "at most \(limits[0])"
    case (.between, 2): "\(limits[0]) to \(limits[1])"
    case (_, 1...): "at least \(limits[0])"
    default: ""
    }
  }

  private var isPercent: Bool { scale.isInPoints || scale.isShare }
  private var unit: String { scale.isInPoints ? " points" : scale.isShare ? " %" : "" }
}

extension Scale {
  /// True where numbers are shown as per cent.
  fileprivate var isShare: Bool { if case .rate = self { true } else { false } }
}
