import AuditRecord

/// Why a crude number and the numbers within strata do not agree, worked out from the data.
///
/// A group's crude rate is the average of its rates in the strata, weighted by where its own people are. So two groups
/// that are treated alike in every stratum still differ when they are spread differently over strata whose rates
/// differ. How much of the crude difference that spread alone would give follows from the counts.
struct Reversal {
  /// How the two disagree.
  enum Kind {
    /// The pooled number, or most strata, lie on the other side of no difference.
    case reversed
    /// The crude range excludes no difference, and the pooled range does not.
    case vanishes
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
    guard let ideal = row.crude.comparison.ideal, let crude = row.crude.value, index.isRate(row.place.metric) else {
      return nil
    }
    func side(_ value: Double) -> Int { value < ideal ? -1 : value > ideal ? 1 : 0 }
    let values = row.strata.compactMap(\.row.value)
    let opposite = values.count { side($0) == -side(crude) && side(crude) != 0 }
    let pooledIsOpposite = row.pooled?.value.map { side($0) == -side(crude) && side(crude) != 0 } ?? false
    let crudeDiffers = row.crude.interval.map { !$0.holds(ideal) } ?? false
    let pooledDiffers = row.pooled?.interval.map { !$0.holds(ideal) }
    if crudeDiffers, pooledIsOpposite || opposite * 2 > values.count {
      kind = .reversed
    } else if crudeDiffers, pooledDiffers == false {
      kind = .vanishes
    } else if !crudeDiffers, pooledDiffers == true {
      kind = .appears
    } else {
      return nil
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
        StrataSection.label(stratum.within), counted / among,
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
    case .reversed: "Crude and within strata, \(group) differs in opposite directions"
    case .vanishes: "The crude difference of \(group) is not seen within strata"
    case .appears: "A difference of \(group) is seen only within strata"
    }
  }

  /// The explanation.
  func blocks(group: String, reference: String) -> [Block] {
    var paragraphs: [[Inline]] = [[.text(directions(group, reference))]]
    if let mix { paragraphs.append([.text(mix)]) }
    paragraphs.append([
      "Which comparison is the right one is not a question of arithmetic. If people are steered into a stratum, or kept out of it, then comparing within it hides that."
    ])
    return [.callout(Callout(.note, title: [.text("Why the two disagree: " + message(group: group).lowercasedFirst)], paragraphs: paragraphs))]
  }

  private func directions(_ group: String, _ reference: String) -> String {
    let values = row.strata.compactMap(\.row.value)
    let higher = values.count { $0 > ideal }
    let lower = values.count { $0 < ideal }
    let crude = row.crude.value ?? ideal
    let all = "Taking all strata together, the rate of \(group) is \(crude < ideal ? "lower" : "higher") than that of \(reference)."
    let within =
      "Within strata it is higher in \(higher) of \(values.count), lower in \(lower)"
      + (higher + lower < values.count ? ", and the same in \(values.count - higher - lower)." : ".")
    return all + " " + within
  }

  /// Those whom the rate counts, of a group.
  private func people(_ group: [Label]?) -> String {
    let name = "the group \(Phrases.group(group ?? []))"
    return card?.among.replacing("{group}", with: name) ?? "people in \(name)"
  }

  private var mix: String? {
    guard let lowest = strata.min(by: { $0.rate < $1.rate }), let highest = strata.max(by: { $0.rate < $1.rate }),
      strata.count > 1, lowest.rate < highest.rate,
      let groupRate = row.estimate(row.crude.group, within: nil)?.value,
      let referenceRate = row.estimate(row.crude.reference.group, within: nil)?.value
    else { return nil }
    let groupMix = strata.reduce(0) { $0 + $1.groupShare * $1.rate }
    let referenceMix = strata.reduce(0) { $0 + $1.referenceShare * $1.rate }
    let middle = (lowest.rate + highest.rate) / 2
    let low = strata.filter { $0.rate < middle }
    let counted = card?.counted ?? "are counted"
    let spread =
      "The strata differ: \(Numbers.inHundred(lowest.rate)) in every 100 people \(counted) in \(lowest.name), and \(Numbers.inHundred(highest.rate)) in \(highest.name). "
      + "The groups are spread differently over them: \(Numbers.inHundred(low.reduce(0) { $0 + $1.groupShare })) in every 100 \(people(row.crude.group)) are in the strata with low rates (\(Phrases.list(low.map(\.name)))), against \(Numbers.inHundred(low.reduce(0) { $0 + $1.referenceShare })) in every 100 \(people(row.crude.reference.group)). "
    let alone =
      "If each stratum had one rate for everybody, this spread alone would give \(Numbers.inHundred(groupMix)) in every 100 \(people(row.crude.group)) and \(Numbers.inHundred(referenceMix)) in every 100 \(people(row.crude.reference.group)). "
    let crude = groupRate - referenceRate
    let part = groupMix - referenceMix
    let weigh =
      crude * part > 0
      ? "That is a difference of \(Scale.points.text(part)) percentage points, where the crude difference is \(Scale.points.text(crude))."
      : "That spread does not lead in the direction of the crude difference, which is \(Scale.points.text(crude)) percentage points: it hides rather than makes it."
    return spread + alone + weigh
  }
}

extension Interval {
  /// True when a value lies within; an end that does not exist excludes nothing.
  func holds(_ value: Double) -> Bool { (lower.map { $0 <= value } ?? true) && (upper.map { $0 >= value } ?? true) }
}

extension String {
  /// The text with a small letter at its start.
  var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
