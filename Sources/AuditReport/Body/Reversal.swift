import AuditRecord

/// Why a crude number and the numbers within strata do not agree, worked out from the data.
///
/// A group's crude rate is the average of its rates in the strata, weighted by where its own people are. So two groups
/// that are treated alike in every stratum still differ when they are spread differently over strata whose rates
/// differ. How much of the crude difference that spread alone would give follows from the counts.
struct Reversal {
  /// How the two disagree.
  enum Kind: Equatable {
    /// The pooled range excludes no difference, on the other side of it.
    case reversed
    /// The crude range excludes no difference, and the pooled range does not.
    case vanishes(pointsTheOtherWay: Bool)
    /// The crude range excludes no difference, most strata lie on the other side of it, and there is no pooled range.
    case opposedInMost
    /// The crude range does not exclude no difference, and the pooled range does.
    case appears
  }

  private struct Stratum {
    let name: String
    let rate: Double
    let groupShare: Double
    let referenceShare: Double
  }

  let kind: Kind
  private let row: StratifiedRow
  private let ideal: Double
  private let strata: [Stratum]
  private let card: MetricCard?

  /// Nothing when the crude and the pooled numbers say the same.
  init?(_ row: StratifiedRow, index: RecordIndex) {
    guard let ideal = row.crude.comparison.ideal, let crude = row.crude.value,
      index.quantity(row.place.metric).isPercent
    else {
      return nil
    }
    func isOpposite(_ value: Double) -> Bool { (value - ideal) * (crude - ideal) < 0 }
    let values = row.strata.compactMap(\.row.value)
    let mostAreOpposite = values.count(where: isOpposite) * 2 > values.count
    let crudeDiffers = row.crude.interval.map { !$0.holds(ideal) } ?? false
    let pooledDiffers = row.pooled?.interval.map { !$0.holds(ideal) }
    let pooledIsOpposite = row.pooled?.value.map(isOpposite) ?? false
    switch (crudeDiffers, pooledDiffers) {
    case (true, true?) where pooledIsOpposite: kind = .reversed
    case (true, false?): kind = .vanishes(pointsTheOtherWay: pooledIsOpposite)
    case (true, nil) where mostAreOpposite: kind = .opposedInMost
    case (false, true?): kind = .appears
    default: return nil
    }
    self.row = row
    self.ideal = ideal
    card = index.card(row.place.metric)
    strata = Reversal.strata(row, index)
  }

  private static func strata(_ row: StratifiedRow, _ index: RecordIndex) -> [Stratum] {
    let counts = row.strata.compactMap { stratum -> (name: String, rate: Double, group: Double, reference: Double)? in
      let all = index.estimates(
        RecordIndex.Place(
          metric: row.place.metric, grouping: row.place.grouping, stratifier: row.place.stratifier,
          within: stratum.within))
      let among = all.reduce(0) { $0 + ($1.denominator ?? 0) }
      guard among > 0 else { return nil }
      let counted = all.reduce(0) { $0 + ($1.numerator ?? 0) }
      return (
        Words.stratum(stratum.within), counted / among,
        row.estimate(row.crude.group, within: stratum.within)?.denominator ?? 0,
        row.estimate(row.crude.reference.group, within: stratum.within)?.denominator ?? 0
      )
    }
    let group = counts.reduce(0) { $0 + $1.group }
    let reference = counts.reduce(0) { $0 + $1.reference }
    guard group > 0, reference > 0 else { return [] }
    return counts.map {
      Stratum(name: $0.name, rate: $0.rate, groupShare: $0.group / group, referenceShare: $0.reference / reference)
    }
  }

  /// The disagreement in a line.
  func message(group: String) -> String {
    switch kind {
    case .reversed: "Pooled over strata, \(group) differs in the opposite direction"
    case .vanishes(false): "The crude difference of \(group) is not seen when strata are pooled"
    case .vanishes(true):
      "The crude difference of \(group) is not seen when strata are pooled; the pooled number lies on the other side"
    case .opposedInMost: "In most strata, \(group) differs in the opposite direction"
    case .appears: "A difference of \(group) is seen only when strata are pooled"
    }
  }

  /// The explanation.
  func blocks(group: String, reference: String) -> [Block] {
    let paragraphs = [directions(group, reference), pooled, mix, Reversal.caution].compactMap(\.self)
    return [
      .callout(
        Callout(
          .note, title: [.text("Why the two disagree")], paragraphs: paragraphs.map { [.text($0)] }))
    ]
  }

  private static let caution =
    "Which comparison is the right one is not a question of arithmetic. "
    + "If people are steered into a stratum, or kept out of it, then comparing within it hides that."

  private func directions(_ group: String, _ reference: String) -> String {
    let values = row.strata.compactMap(\.row.value)
    let higher = values.count { $0 > ideal }
    let lower = values.count { $0 < ideal }
    let same = values.count - higher - lower
    let crude = row.crude.value ?? ideal
    let direction = crude < ideal ? "lower than" : crude > ideal ? "higher than" : "equal to"
    return "Taking all strata together, the rate of \(group) is \(direction) that of \(reference). "
      + "Within strata it is higher in \(higher) of \(values.count), lower in \(lower)"
      + (same > 0 ? ", and the same in \(same)." : ".")
  }

  private var pooled: String? {
    guard let value = row.pooled?.value, let interval = row.pooled?.interval else { return nil }
    let scale = Scale(row.crude.comparison, isRate: true)
    let range = scale.range(interval) ?? ""
    let includes = interval.holds(ideal) ? "which includes no difference" : "which excludes no difference"
    let name = row.crude.comparison == .ratio ? "ratio" : "difference"
    return "Pooled over the strata, the \(name) is \(scale.text(value)) (confidence interval \(range)), \(includes)."
  }

  /// Those whom the rate counts, of a group or of all.
  private func people(_ name: String) -> String {
    card?.among.replacing("{group}", with: name) ?? "people in \(name)"
  }

  /// What the spread of both groups over the strata gives by itself.
  private var mix: String? {
    guard let lowest = strata.min(by: { $0.rate < $1.rate }), let highest = strata.max(by: { $0.rate < $1.rate }),
      lowest.rate < highest.rate,
      let groupRate = row.estimate(row.crude.group, within: nil)?.value,
      let referenceRate = row.estimate(row.crude.reference.group, within: nil)?.value
    else { return nil }
    let low = strata.filter { $0.rate < (lowest.rate + highest.rate) / 2 }
    func inHundred(_ share: Double, _ group: [Label]?) -> String {
      "\(PlainNumber.percent(share)) in every 100 \(people("the group \(Words.group(group ?? []))"))"
    }
    let (group, reference) = (row.crude.group, row.crude.reference.group)
    let groupMix = strata.reduce(0) { $0 + $1.groupShare * $1.rate }
    let referenceMix = strata.reduce(0) { $0 + $1.referenceShare * $1.rate }
    let counted = card?.counted ?? "are counted"
    return [
      "The strata differ: in \(lowest.name), \(PlainNumber.percent(lowest.rate)) in every 100 \(people("all groups together")) \(counted);",
      "in \(highest.name), \(PlainNumber.percent(highest.rate)). The groups are spread differently over them.",
      "In the strata with low rates (\(Phrases.list(low.map(\.name)))) are",
      inHundred(low.reduce(0) { $0 + $1.groupShare }, group) + ",",
      "against \(inHundred(low.reduce(0) { $0 + $1.referenceShare }, reference)).",
      "If each stratum had one rate for everybody, this spread alone would give",
      "\(inHundred(groupMix, group)), and \(inHundred(referenceMix, reference)).",
      Reversal.weighed(spread: groupMix - referenceMix, crude: groupRate - referenceRate),
    ].joined(separator: " ")
  }

  private static func weighed(spread: Double, crude: Double) -> String {
    let (part, all) = (Scale.points.text(spread), Scale.points.text(crude))
    // Only what can be read off the two numbers is said: one that is shown as zero has no direction.
    let leadsElsewhere = spread * crude < 0 && ![part, all].contains(Scale.points.text(0))
    return leadsElsewhere
      ? "That is a difference of \(part) percentage points. It leads the other way than the crude difference of \(all), so it hides a difference rather than makes one."
      : "That is a difference of \(part) percentage points, where the crude difference is \(all)."
  }
}

extension Interval {
  /// True when a value lies within; an end that does not exist excludes nothing.
  func holds(_ value: Double) -> Bool { (lower.map { $0 <= value } ?? true) && (upper.map { $0 >= value } ?? true) }
}
