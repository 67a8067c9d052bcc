import AuditData
import AuditInputs
import AuditRecord

/// Who was left out for want of a ground, by grouping.
struct GroundsLeftOut {
  let lawful: LawfulUse
  let tally: GroundTally
  /// What the groups of those left out mean; no groups where they are not counted so.
  let layout: DecisionLayout

  /// Nothing where the plan asks for no ground.
  init?(_ lawful: LawfulUse?, _ tally: GroundTally?, layout: DecisionLayout = DecisionLayout(axes: [], finest: [])) {
    guard let lawful, let tally else { return nil }
    self.lawful = lawful
    self.tally = tally
    self.layout = layout
  }

  /// Whose numbers lack them.
  var side: MetricSide { lawful.of == .decisions ? .decisions : .receivers }

  /// Those of each group and cause; of no group where that is not known, or not asked.
  func counts(_ grouping: [String]) -> [UseGroupCount] {
    guard !tally.byGroup.isEmpty else {
      return UseCause.allCases.enumerated().filter { tally.causes[$0.offset] > 0 }.map {
        UseGroupCount(grouping: grouping, group: nil, cause: $0.element, rows: Int(tally.causes[$0.offset]))
      }
    }
    let places = grouping.compactMap { name in layout.axes.firstIndex { $0.name == name && $0.role == .group } }
    let width = UseCause.allCases.count
    var sums: [[Label]?: [Int64]] = [:]
    for (row, tuple) in layout.finest.enumerated() {
      let isKnown = places.allSatisfy { tuple[$0] >= 0 }
      let group = isKnown ? places.map { layout.axes[$0].labels[Int(tuple[$0])] } : nil
      for cause in 0..<width {
        let count = tally.byGroup[row * width + cause]
        if count > 0 { sums[group, default: Array(repeating: 0, count: width)][cause] += count }
      }
    }
    return sums.flatMap { group, counts in
      UseCause.allCases.enumerated().filter { counts[$0.offset] > 0 }.map {
        UseGroupCount(grouping: grouping, group: group, cause: $0.element, rows: Int(counts[$0.offset]))
      }
    }
    .sorted { left, right in
      guard left.group == right.group else {
        // Those of no known group come last.
        guard let own = left.group, let other = right.group else { return left.group != nil }
        return own.lexicographicallyPrecedes(other)
      }
      return left.cause.order < right.cause.order
    }
  }

  /// What a record says of them.
  func described(_ groupings: [[String]]) -> LawfulUseDescription {
    let causes = lawful.causes
    let asks = (age: causes.contains(.minor), collected: causes.contains(.pastRetention))
    return LawfulUseDescription(
      of: lawful.of, asOf: lawful.asOf, extract: lawful.extract, rules: lawful.rules, rows: Int(tally.rows),
      causes: causes.map { UseCauseCount($0, rows: Int(tally.causes[$0.order])) },
      unknownAge: asks.age ? Int(tally.unknownAge) : nil,
      unknownCollected: asks.collected ? Int(tally.unknownCollected) : nil,
      groups: lawful.countsGroups ? groupings.flatMap(counts) : nil)
  }
}

extension MeasuredSet {
  /// Adds to every number about groups those who were left out for want of a ground: nothing that is asked of them was looked at, so
  /// that they may turn out to be anything.
  mutating func leaveOut(_ grounds: GroundsLeftOut) {
    var places: [CountedPlace] = []
    for entry in entries {
      switch entry {
      case .family(let measured) where measured.stratum == nil && measured.family.card.side == grounds.side:
        places.append(CountedPlace(metric: measured.family.card.id, grouping: measured.grouping))
      case .pooled(let pooled):
        places.append(
          CountedPlace(metric: pooled.card.id, grouping: pooled.grouping, stratifier: pooled.stratifier))
      case .whole(let summary) where grounds.side == .decisions:
        places.append(CountedPlace(metric: summary.metric, grouping: summary.grouping))
      case .family, .composite, .whole: break
      }
    }
    var seen: Set<CountedPlace> = []
    for place in places where seen.insert(place).inserted {
      leftOut += grounds.counts(place.grouping).map { count in
        LeftOut(
          metric: place.metric, grouping: place.grouping, group: count.group, stratifier: place.stratifier,
          reason: .withoutGround(count.cause), completions: Completions(either: Double(count.rows)))
      }
    }
  }

  private struct CountedPlace: Hashable {
    var metric: String
    var grouping: [String]
    var stratifier: String?
  }
}
