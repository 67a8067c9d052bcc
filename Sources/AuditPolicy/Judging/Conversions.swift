package import AuditRecord
package import AuditStatistics

// What the record and statistics name alike, each way once.

extension EstimateScale {
  /// The scale as statistics know it.
  package init(_ scale: SpreadScale) {
    switch scale {
    case .identity: self = .identity
    case .logarithm: self = .logarithm
    case .logit: self = .logit
    }
  }
}

extension SpreadScale {
  /// The scale as the record names it.
  package init(_ scale: EstimateScale) {
    switch scale {
    case .identity: self = .identity
    case .logarithm: self = .logarithm
    case .logit: self = .logit
    }
  }
}

extension MappedEvidence.Map {
  /// The map as statistics know it; nil for one that this version does not know.
  package init?(_ map: ShareMap) {
    switch map {
    case .f1: self = .f1
    case .odds: self = .odds
    case .other: return nil
    }
  }
}

extension Comparison {
  /// The comparison of two numbers; nothing for a number itself.
  package var pair: PairComparison? {
    switch self {
    case .ratio: .ratio
    case .difference: .difference
    case .value: nil
    }
  }
}

extension FamilyVerdict.Claim {
  /// A demand as statistics know it.
  init(_ threshold: Threshold) {
    switch threshold {
    case .atLeast(let limit): self = .atLeast(limit)
    case .atMost(let limit): self = .atMost(limit)
    case .between(let low, let high): self = .between(low, high)
    }
  }
}

extension VerdictWord {
  /// A decision as the record names it.
  init(_ decision: FamilyVerdict.Decision) {
    switch decision {
    case .met: self = .met
    case .notMet: self = .notMet
    case .cannotTell: self = .cannotTell
    }
  }
}

extension RangeSetters {
  /// Who set limits, by name; nil where no single group did.
  init?(_ setters: FamilyVerdict.Setters, groups: [[Label]]) {
    guard setters.lower != nil || setters.upper != nil else { return nil }
    self.init(lower: setters.lower.map { groups[$0] }, upper: setters.upper.map { groups[$0] })
  }
}

extension ReferenceRule {
  /// Whether the data choose the reference group.
  package var isChosenByData: Bool { self == .highest || self == .lowest }

  /// The labels of a named group.
  package var labels: [Label]? { if case .group(let labels) = self { labels } else { nil } }
}

extension MethodName {
  /// The name of a way to limits.
  package init(_ method: LimitMethod) { self.init(rawValue: method.rawValue) }
  /// The name of a test of equality.
  package init(_ name: NamedTest.Name) { self.init(rawValue: name.rawValue) }
}

extension Interval {
  /// Limits as the record holds them.
  package init(_ limits: ConfidenceInterval, level: Double, method: LimitMethod) {
    self.init(lower: limits.lower, upper: limits.upper, level: level, method: MethodName(method))
  }
}
