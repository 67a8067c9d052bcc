import AuditPolicy
import AuditRecord
import AuditStatistics

/// Whether numbers of scores fit what is stored beside them.
struct ScoreStructure {
  /// Each place at which they do not.
  private(set) var failures: [String] = []
  private let sizes: [[String]: [[Label]: Int]]
  private let record: Record

  /// Checks the scored estimates of a record.
  init(_ record: Record) {
    self.record = record
    let scored = record.estimates.filter { $0.scored != nil }
    guard !scored.isEmpty else {
      sizes = [:]
      return
    }
    sizes = Dictionary(
      record.groupings.map { grouping in
        (grouping.grouping, Dictionary(grouping.groups.map { ($0.group, $0.count) }) { first, _ in first })
      }
    ) { first, _ in first }
    for estimate in scored {
      guard let details = estimate.scored else { continue }
      if !follows(estimate, from: details) || !isSized(details, estimate) {
        failures.append("a stored estimate of \(Quoted.text(estimate.metric)) is not the one that its scores give")
      }
    }
    // The median is that of everybody, whatever the group; each model has scores of its own.
    let models = Dictionary(record.metrics.map { ($0.id, $0.view?.model) }) { first, _ in first }
    let medians = Dictionary(grouping: scored) { models[$0.metric].flatMap(\.self) }
    if medians.values.contains(where: { Set($0.compactMap { $0.scored?.median }).count > 1 }) {
      failures.append("the stored numbers of scores name more than one median of everybody")
    }
  }

  /// Whether a number of scores rests on no more people than the group has, and than what is stored beside it counts.
  private func isSized(_ scored: ScoreDetails, _ estimate: Estimate) -> Bool {
    if estimate.within == nil, let size = sizes[estimate.grouping]?[estimate.group], size != estimate.count {
      return false
    }
    var most = estimate.count
    if let bins = scored.bins {
      var people = 0
      for bin in bins { people = people.plus(bin.people) }
      most = min(most, people)
    }
    if let own = scored.own { most = min(most, own.people) }
    if estimate.lists == nil, let counted = estimate.denominator { most = min(most, Int(bounded: counted)) }
    var smallest = scored.people
    for area in [scored.area, scored.reverse].compactMap(\.self) {
      smallest = min(smallest, area.positives, area.negatives)
    }
    if let others = scored.others { smallest = min(smallest, others.people) }
    return (0...max(0, most)).contains(scored.people) && (0...max(0, smallest)).contains(scored.smallest)
      && (scored.contributing.map { (0...scored.people).contains($0) } ?? true)
  }

  /// Whether a number is that of the area, the bins, the moments or the blocks that are stored beside it.
  private func follows(_ estimate: Estimate, from scored: ScoreDetails) -> Bool {
    if let area = scored.area, !Closeness.areSame(estimate.value, area.value) { return false }
    if let moments = scored.moments,
      !isMean(moments, of: estimate.metric) || !Closeness.areSame(estimate.value, SkewedMean(scored)?.value)
    {
      return false
    }
    if scored.blocks != nil, estimate.value.flatMap({ BlockedMedian(scored, value: $0) }) == nil { return false }
    guard let bins = scored.bins else { return true }
    guard areBeside(bins), let found = CalibrationBins(scored), found.bins.count == bins.count else { return false }
    let ranges = bins.allSatisfy { bin in
      let share = Proportion(successes: Double(bin.positives), trials: Double(bin.people))
      let level = bin.interval?.level ?? Defaults.level
      guard Requirement.isInRange(level, 1), let range = Wilson.interval(share, confidence: level) else { return false }
      return Closeness.areSame(bin.interval?.lower, range.lower) && Closeness.areSame(bin.interval?.upper, range.upper)
    }
    return ranges && Closeness.areSame(estimate.value, found.error)
      && Closeness.areSame(scored.squareLessChance, found.squareLessChance)
      && Closeness.areSame(estimate.test?.statistic, found.test?.statistic)
      && Closeness.areSame(estimate.test?.degreesOfFreedom, found.test?.degreesOfFreedom)
      && Closeness.areSame(estimate.test?.p, found.test?.pValue)
  }

  /// Whether a mean lies between what its metric can be, which of amounts themselves is what the record says of them.
  private func isMean(_ moments: ScoreMoments, of metric: String) -> Bool {
    guard let card = record.metrics.first(where: { $0.id == metric }) else { return false }
    let (amount, isOfAmounts) = (record.labels?.amount, !card.needs.contains(.predicted))
    return Closeness.areSame(moments.least, card.least) && Closeness.areSame(moments.most, card.most)
      && (!isOfAmounts || Closeness.areSame(card.least, amount?.least) && Closeness.areSame(card.most, amount?.most))
  }

  /// Whether each bin begins where the one before ends, and its mean score lies within.
  private func areBeside(_ bins: [ScoreBin]) -> Bool {
    guard bins.first?.above == nil, bins.last?.upTo == nil else { return false }
    return zip(bins, bins.dropFirst()).allSatisfy { $0.upTo != nil && $0.upTo == $1.above }
      && bins.allSatisfy { bin in
        (bin.above.map { bin.score >= $0 - 1e-9 } ?? true) && (bin.upTo.map { bin.score <= $0 + 1e-9 } ?? true)
      }
  }
}
