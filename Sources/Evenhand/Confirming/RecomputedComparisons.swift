import AuditPolicy
import AuditRecord

/// Whether the comparisons, tests and worst pairs of a record are those that its estimates give.
///
/// They are made again by the same rows that an audit makes. What was drawn again from the data is not among them: a record
/// does not hold the data.
struct RecomputedComparisons {
  private let record: Record
  private let evidence: Evidence
  private(set) var failures: [String] = []
  /// Places of which some groups are kept as counts, and the groups of these places that are listed.
  private let partlyListed: Set<Place>
  private let listed: [Place: Set<[Label]>]

  /// Checks a record whose rules let comparisons be made again.
  init(_ record: Record, evidence: Evidence) {
    self.record = record
    self.evidence = evidence
    let partlyListed = Set(record.smallGroups.map { Place($0) })
    self.partlyListed = partlyListed
    listed = Dictionary(grouping: record.estimates.filter { partlyListed.contains(Place($0)) }) { Place($0) }
      .mapValues { Set($0.map(\.group)) }
    disparities()
    missing()
    summaries()
    associations()
  }

  private func isKnown(_ metric: String) -> Bool { evidence.numbers.cards[metric]?.measure.isKnown ?? false }

  // MARK: disparities

  private mutating func disparities() {
    let known = record.disparities.indices.filter { isKnown(record.disparities[$0].metric) }
    var given: [Int: Disparity] = [:]
    for (place, rows) in Dictionary(grouping: known, by: { Place(record.disparities[$0]) }) {
      for (setting, rows) in Dictionary(grouping: rows, by: { ComparisonSetting(record.disparities[$0]) }) {
        guard failures.count < Recomputation.mostFailures else { return }
        guard let setting else {
          failures.append("a comparison of \(Quoted.text(place.metric)) is made in no way that a plan can state")
          continue
        }
        guard let made = made(place, setting) else {
          failures.append("a comparison of \(Quoted.text(place.metric)) rests on no estimates of the record")
          continue
        }
        let byGroup = Dictionary(made.map { ($0.group, $0) }) { first, _ in first }
        for row in rows { given[row] = byGroup[record.disparities[row].group] }
        // Each group once, and none that is not there.
        if made.count != rows.count || Set(rows.map { record.disparities[$0].group }) != Set(byGroup.keys) {
          failures.append("the comparisons of \(Quoted.text(place.metric)) are not those of its groups")
        }
      }
    }
    // What is adjusted for is what is stored.
    let order = given.keys.sorted()
    var rows = order.compactMap { given[$0] }
    ResultBuilder.adjust(&rows, rules: record.rules)
    for (index, row) in zip(order, rows) where !Self.areSame(record.disparities[index], row) {
      failures.append("a comparison of \(Quoted.text(row.metric)) is not the one that its estimates give")
    }
  }

  /// Whether each way of comparing is there that an audit writes for estimates. Of those who are shown, some numbers are
  /// compared with nothing.
  private mutating func missing() {
    let stored = Dictionary(grouping: record.disparities.filter { isKnown($0.metric) }) { Place($0) }
      .mapValues { Set($0.map { ComparisonSetting($0) }) }
    var seen: Set<Place> = []
    for estimate in record.estimates {
      let place = Place(estimate)
      guard seen.insert(place).inserted, let card = evidence.numbers.cards[estimate.metric], card.measure.isKnown,
        !place.grouping.isEmpty
      else { continue }
      let own = stored[place] ?? []
      guard card.side != .providers || !own.isEmpty else { continue }
      let wanted = ComparisonSetting.all(
        for: card, grouping: place.grouping, requirements: record.requirements, sharePeople: estimate.others != nil
      )
      .filter { $0.reference != .worstPair && $0.comparison != .value }
      if !own.isSuperset(of: wanted) {
        failures.append("comparisons of \(Quoted.text(place.metric)) that every audit writes are not there")
      }
    }
  }

  /// The rows of one place and one way of comparing; nil where the record does not hold what they rest on.
  private func made(_ place: Place, _ setting: ComparisonSetting) -> [Disparity]? {
    guard let card = evidence.numbers.cards[place.metric] else { return nil }
    var crude: GroupNumbers?
    if let stratifier = place.stratifier {
      guard
        let base = card.crude == nil
          ? evidence.numbers.numbers(at: Place(metric: place.metric, grouping: place.grouping))
          : evidence.numbers.pooled(card, grouping: place.grouping, stratifier: stratifier.text)?.shown
      else { return nil }
      if place.within == "*" {
        let strata = evidence.numbers.strata(card.id, grouping: place.grouping, stratifier: stratifier.text)
        guard !strata.isEmpty, strata.allSatisfy({ $0.groups == base.groups }) else { return nil }
        var pooled = Pooled(
          card: card, grouping: place.grouping, stratifier: stratifier.text, strata: strata, crude: base)
        if partlyListed.contains(where: { $0.grouping == place.grouping && $0.within == nil }) {
          pooled.isSmall = SmallestCounts(record.requirements).small(
            base.numbers.map { $0.basis?.size ?? 0 }, grouping: place.grouping, stratum: nil)
        }
        return pooled.rows(setting) { evidence.numbers.sizes(of: $0, in: place.grouping) }
      }
      crude = base
    }
    guard let family = evidence.family(place), crude.map({ $0.groups == family.groups }) ?? true else { return nil }
    var measured = Measured(
      family: family, grouping: place.grouping,
      stratum: place.stratifier.map { stratifier in
        Stratum(column: stratifier.text, label: place.within ?? "")
      }, sizes: family.groups.map { _ in 0 }, crude: crude)
    if partlyListed.contains(place) {
      let listed = listed[place] ?? []
      measured.isSmall = family.groups.map { !listed.contains($0) }
    }
    var rows: [Disparity] = []
    var checks: [ReplicateCheck] = []
    DisparityRows(
      measured, sizes: { [evidence] in evidence.numbers.sizes(of: $0, in: place.grouping) }, rules: record.rules
    ).append(setting, to: &rows, checks: &checks)
    return rows
  }

  private static func areSame(_ stored: Disparity, _ given: Disparity) -> Bool {
    stored.reference == given.reference && stored.isReference == given.isReference
      && stored.undefined == given.undefined && Closeness.areSame(stored.value, given.value)
      && Closeness.areSame(stored.interval, given.interval) && areSame(stored.test, given.test)
  }

  private static func areSame(_ stored: TestResult?, _ given: TestResult?) -> Bool {
    guard let stored, let given else { return stored == nil && given == nil }
    return stored.name == given.name && Closeness.areSame(stored.statistic, given.statistic)
      && Closeness.areSame(stored.degreesOfFreedom, given.degreesOfFreedom) && Closeness.areSame(stored.p, given.p)
      && stored.adjusted?.method == given.adjusted?.method && Closeness.areSame(stored.adjusted?.p, given.adjusted?.p)
  }

  // MARK: numbers for a whole grouping

  private mutating func summaries() {
    for stored in record.summaries where stored.comparison != .value && isKnown(stored.metric) {
      guard failures.count < Recomputation.mostFailures else { return }
      guard let card = evidence.numbers.cards[stored.metric], let rule = ReferenceRule(stored.reference),
        Requirement.isInRange(stored.level, stored.minimumCount)
      else {
        continue
      }
      let ids = card.parts.isEmpty ? [card.id] : card.parts
      let families = ids.compactMap { id in
        evidence.family(
          Place(
            metric: id, grouping: stored.grouping, stratifier: stored.stratifier.map { Label($0) },
            within: stored.within.map { Label($0) }))
      }
      guard families.count == ids.count, families.allSatisfy({ $0.groups == families[0].groups }) else { continue }
      let given = FamilySummary(
        card: card, families: families, comparison: stored.comparison, reference: rule,
        minimumCount: stored.minimumCount, level: stored.level)
      let isSame =
        Closeness.areSame(stored.value, given.value) && Closeness.areSame(stored.interval, given.interval)
        && stored.undefined == given.undefined && stored.groups == given.groups
        && stored.skipped.count.plus(stored.skippedGroups ?? 0) == given.skipped.count
        && stored.parts.map(\.metric) == given.parts.map(\.metric)
        && zip(stored.parts, given.parts).allSatisfy { Closeness.areSame($0.value, $1.value) && $0.groups == $1.groups }
      if !isSame {
        failures.append(
          "a number of \(Quoted.text(stored.metric)) for all groups is not the one that its estimates give")
      }
    }
  }

  // MARK: tests over all groups

  private mutating func associations() {
    for stored in record.associations {
      guard let card = evidence.numbers.cards[stored.metric], card.measure == .proportion else { continue }
      let strata =
        stored.stratifier.map { evidence.numbers.strata(card.id, grouping: stored.grouping, stratifier: $0) }
        ?? [evidence.numbers.numbers(at: Place(metric: card.id, grouping: stored.grouping))].compactMap { $0 }
      guard Set(strata.map(\.groups.count)).count == 1 else { continue }
      let given = ResultBuilder.association(
        card, stored.grouping, stratifier: stored.stratifier, strata.map { $0.numbers.map(\.proportion) })
      if !Self.areSame(stored.test, given.first?.test) {
        failures.append(
          "a test of \(Quoted.text(stored.metric)) over all groups is not the one that its estimates give")
      }
    }
  }
}

extension Place {
  /// Where a comparison belongs.
  fileprivate init(_ row: Disparity) {
    self.init(
      metric: row.metric, grouping: row.grouping, stratifier: row.stratifier.map { Label($0) },
      within: row.within.map { Label($0) })
  }
}

extension ComparisonSetting {
  /// The way of comparing of a stored row; nil for a rule that this version does not know.
  fileprivate init?(_ row: Disparity) {
    guard let rule = ReferenceRule(row.reference), Requirement.isInRange(row.level, row.minimumCount) else {
      return nil
    }
    guard row.referenceMinimum.map({ $0.isInRange && rule.isChosenByData }) ?? true else { return nil }
    self.init(
      comparison: row.comparison, reference: rule, minimumCount: row.minimumCount, level: row.level,
      referenceMinimum: row.referenceMinimum)
  }
}
