public import AuditRecord
import AuditStatistics

/// One number for a whole grouping: the worst pair of a rate, or a composite of several.
public struct GroupingSummary: Sendable {
  /// The number.
  public private(set) var value: Double?
  /// Its projection interval.
  public private(set) var interval: Interval?
  /// The pair of groups that attains it.
  public private(set) var groups: [[Label]] = []
  /// The worst pair of each part, for a composite.
  public private(set) var parts: [SummaryPart] = []
  /// Groups too small to be compared.
  public private(set) var skipped: [[Label]] = []
  /// Why there is no number.
  public private(set) var undefined: UndefinedReason?
  /// The pair that differs most in each rate, and the trials of its two smallest groups, for statements about power.
  let compared: [Compared]
  /// How many pairs of groups there are in all rates together.
  let comparisons: Int

  /// One rate of a summary.
  struct Compared {
    var lower: Proportion
    var higher: Proportion
    var smallest: (Double, Double)
  }

  /// The critical values of the interval.
  let critical: CriticalValues?

  /// Summarises a metric over one grouping.
  ///
  /// - Parameters:
  ///   - card: The metric.
  ///   - families: Its rates; for a composite those of each part, in the order of the card.
  ///   - reference: `worst-pair`, or a named group.
  ///   - minimumCount: A group takes part if every denominator reaches this.
  public init(
    card: MetricCard, families: [Evidence.Family], comparison: Comparison, reference: ReferenceRule,
    minimumCount: Int, level: Double
  ) {
    var pairs: [Compared] = []
    var values: CriticalValues?
    let groups = families.first?.groups ?? []
    let eligible = groups.indices.filter { index in
      families.allSatisfy { $0.proportions[index].trials >= Double(minimumCount) }
    }
    skipped = groups.indices.filter { !eligible.contains($0) }.map { groups[$0] }
    let names = eligible.map { groups[$0] }
    var named: Int?
    if case .group(let labels) = reference {
      named = names.firstIndex(of: labels)
      if named == nil { undefined = groups.contains(labels) ? .tooFewPeople : .referenceNotObserved }
    }
    if eligible.count < 2, undefined == nil { undefined = .fewerThanTwoGroups }
    if undefined == nil {
      let proportions = families.map { family in eligible.map { family.proportions[$0] } }
      let kind: PairComparison = comparison == .ratio ? .ratio : .difference
      let combination: Composite.Combination = card.parameters["combination"] == "mean" ? .mean : .worst
      if let composite = Composite(
        parts: proportions, comparison: kind, combination: combination, reference: named, confidence: level)
      {
        value = composite.value
        interval = Interval(
          lower: composite.interval.lower, upper: composite.interval.upper, level: level, method: "projection")
        let worst = composite.parts[composite.worstPart]
        self.groups = [names[worst.lowest], names[worst.highest]]
        if !card.parts.isEmpty {
          parts = zip(card.parts, composite.parts).map { metric, part in
            SummaryPart(metric: metric, value: part.value, groups: [names[part.lowest], names[part.highest]])
          }
        }
        pairs = zip(composite.parts, proportions).map { part, rates in
          let trials = rates.map(\.trials).sorted()
          let other = named.map { rates[$0].trials } ?? trials[1]
          return Compared(lower: rates[part.lowest], higher: rates[part.highest], smallest: (trials[0], other))
        }
        values = Composite.criticalValues(
          parts: proportions.count, groups: names.count, combination: combination, reference: named,
          confidence: level)
      } else {
        undefined = .zeroReference
      }
    }
    compared = pairs
    comparisons = families.count * (named == nil ? names.count * (names.count - 1) / 2 : names.count - 1)
    critical = values
  }
}
