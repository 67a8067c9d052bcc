package import AuditRecord
import AuditStatistics

/// One number for a whole grouping: the two groups that differ most, or a composite of several metrics.
package struct FamilySummary: Sendable {
  /// The smallest ratio or the largest difference, or what a composite makes of those of its parts.
  package private(set) var value: Double?
  /// Its projection interval.
  package private(set) var interval: Interval?
  /// The pair of groups that attains it.
  package private(set) var groups: [[Label]] = []
  /// The worst pair of each part, for a composite.
  package private(set) var parts: [SummaryPart] = []
  /// Groups that rest on too little to be compared.
  package private(set) var skipped: [[Label]] = []
  /// Those of them that some of several numbers rest on enough people of.
  package private(set) var skippedInPart: [[Label]] = []
  /// Why there is no number.
  package private(set) var undefined: UndefinedReason?
  /// What statements about power rest on; nil where there is no number.
  private var compared: Compared?

  private struct Compared {
    var evidence: [any PairEvidence]
    var pairs: [WorstPair]
    var reference: Int?
    var critical: CriticalValues
    var comparisons: Int
    var comparison: PairComparison
    var combination: Composite.Combination
  }

  /// Summarises a metric over one grouping.
  ///
  /// - Parameters:
  ///   - card: The metric.
  ///   - families: Its numbers; for a composite those of each part, in the order of the card.
  ///   - reference: `worst-pair`, or a named group.
  ///   - minimumCount: A group takes part if each of its numbers rests on as much.
  ///   - searched: Among how many classes a failure is searched for; nil for none.
  package init(
    card: MetricCard, families: [GroupFamily], comparison: Comparison, reference: ReferenceRule, minimumCount: Int,
    level: Double, searched: Int? = nil
  ) {
    let groups = families.first?.groups ?? []
    let enough = families.map { $0.eligible(minimumCount: minimumCount) }
    let members = groups.indices.filter { index in enough.allSatisfy { $0[index] } }
    skipped = groups.indices.filter { index in !enough.allSatisfy { $0[index] } }.map { groups[$0] }
    skippedInPart = groups.indices.filter { index in
      !enough.allSatisfy { $0[index] } && enough.contains { $0[index] }
    }.map { groups[$0] }
    let names = members.map { groups[$0] }
    var named: Int?
    if case .group(let labels) = reference {
      named = names.firstIndex(of: labels)
      if named == nil { undefined = groups.contains(labels) ? .tooFewPeople : .referenceNotObserved }
    }
    if undefined == nil, members.count > families.map(\.mostCompared).min() ?? 0 { undefined = .tooManyGroups }
    if undefined == nil, members.count < 2 {
      let reasons = families.lazy.flatMap(\.numbers.numbers).compactMap(\.undefined)
      undefined = reasons.first(where: \.isOfTheData) ?? .fewerThanTwoGroups
    }
    let evidence = families.compactMap { $0.evidence.subset(members) }
    guard undefined == nil, let pair = comparison.pair, evidence.count == families.count else {
      undefined = undefined ?? .undefinedPart
      return
    }
    let combination: Composite.Combination = card.combination == .mean ? .mean : .worst
    let critical = Composite.criticalValues(
      parts: families.count, groups: members.count, combination: combination, reference: named, confidence: level,
      families: searched ?? 1, areIndependent: card.view?.isMean != true)
    guard
      let composite = Composite(
        parts: evidence, comparison: pair, combination: combination, reference: named, critical: critical)
    else {
      undefined = families.contains(where: \.hasNegative) ? .negativeNumber : .zeroReference
      return
    }
    value = composite.value
    if composite.interval.lower.isFinite, composite.interval.lower > 0 || composite.interval.upper < .infinity {
      interval = Interval(
        lower: composite.interval.lower, upper: composite.interval.upper, level: level, method: .projection)
    }
    let worst = composite.parts[composite.worstPart]
    self.groups = [names[worst.lowest], names[worst.highest]]
    if !card.parts.isEmpty {
      parts = zip(card.parts, composite.parts).map { metric, part in
        SummaryPart(metric: metric, value: part.value, groups: [names[part.lowest], names[part.highest]])
      }
    }
    let pairs = named == nil ? members.count * (members.count - 1) / 2 : members.count - 1
    compared = Compared(
      evidence: evidence, pairs: composite.parts, reference: named, critical: critical,
      comparisons: families.count * pairs, comparison: pair, combination: combination)
  }

  /// How the power of a number about counts is played; nil for averages, and where the higher rate of a pair is 0 or 1.
  func played(_ claim: FamilyVerdict.Claim, verdict: VerdictWord) -> PlayedFinding? {
    guard let compared else { return nil }
    let counts = compared.evidence.compactMap { $0.playable(z: compared.critical.single) }
    guard counts.count == compared.evidence.count else { return nil }
    return PlayedFinding(
      parts: Array(zip(counts, compared.pairs)), compared.comparison, combination: compared.combination,
      claim: claim,
      rule: CompositeRule(
        parts: counts.count, comparison: compared.comparison, combination: compared.combination,
        reference: compared.reference, claim: claim, critical: compared.critical), verdict: verdict)
  }

  /// The true values nearest to a demand that would have been answered: the part that is hardest to see.
  ///
  /// "Not met" needs the pair that differs most, in every part where parts are averaged. "Met" needs every pair of every
  /// part.
  func detectable(_ demand: Demand, comparison: PairComparison, power: Double) -> MinimumDetectable? {
    guard let compared else { return nil }
    let found = zip(compared.evidence, compared.pairs).map { evidence, pair in
      evidence.detectable(
        DetectableQuestion(
          .worstPair(reference: compared.reference, comparisons: compared.comparisons), comparison: comparison,
          of: pair.lowest, against: .group(pair.highest), demand: demand, critical: compared.critical, power: power))
    }
    guard found.allSatisfy({ $0 != nil }) else { return nil }
    /// A ratio of the lower to the higher number is at most 1, a gap has no direction.
    func hardest(_ values: [Double?]) -> Double? {
      let known = values.compactMap { $0 }
      guard known.count == values.count,
        let far = known.max(by: { ($0 - demand.limit).magnitude < ($1 - demand.limit).magnitude })
      else { return nil }
      if comparison == .difference { return far <= 0 ? far.magnitude : nil }
      return far <= 1 ? far : nil
    }
    return MinimumDetectable(
      shownMet: hardest(found.map { $0?.shownMet }), shownNotMet: hardest(found.map { $0?.shownNotMet }))
  }
}
