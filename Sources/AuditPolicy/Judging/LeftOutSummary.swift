import AuditRecord
import AuditStatistics

/// How a number for a whole grouping would read if those who were left out were counted.
///
/// The two groups that could be driven furthest apart are, in each part of a composite for itself. Parts share people, so that
/// the worst end of a composite is a bound that none need attain; its best end is not looked for.
struct LeftOutSummary {
  let card: MetricCard
  let families: [GroupFamily]
  /// Who was left out of each part.
  let tables: [LeftOutTable]
  let requirement: Requirement
  /// The verdict about a number.
  let decided: (FamilySummary) -> VerdictWord

  /// Who was left out of any group, in the part that lacks the largest share.
  func bounds(_ counted: VerdictWord) -> FindingBounds? {
    zip(families, tables).map { family, table in
      FindingBounds(
        table, groups: family.groups,
        trials: family.numbers.numbers.reduce(0) { $0 + $1.counted(byWeight: table.isWeighted) }, counted: counted)
    }.max { $0.share < $1.share }
  }

  /// Fills in the ends and the tipping point.
  func complete(_ bounds: inout FindingBounds, value: Double) {
    guard bounds.leftOut > 0 else {
      bounds.worst = BoundEnd(value: value, verdict: bounds.counted)
      bounds.best = bounds.worst
      return
    }
    guard let comparison = requirement.compare.pair,
      requirement.atLeast != nil && comparison == .ratio || requirement.atMost != nil && comparison == .difference
    else { return }
    let found = families.indices.map { furthest(.low, $0, comparison) }
    let completed = zip(families, found).compactMap { family, found in
      found.flatMap { family.completed($0.additions) }.map(family.replacing)
    }
    guard completed.count == families.count else { return }
    let worst = summary(completed)
    bounds.worst = BoundEnd(value: worst.value, verdict: worst.value == nil ? .cannotTell : decided(worst))
    if families.count == 1 { bounds.best = best(comparison) }
    guard bounds.worst?.verdict != bounds.counted, !tables.contains(where: \.isWeighted) else { return }
    let part = found.indices.min { (found[$0]?.value ?? 0) < (found[$1]?.value ?? 0) } ?? 0
    bounds.tipping = found[part].map { tipping(bounds, part: part, $0.ends) }
  }

  private func summary(_ families: [GroupFamily]) -> FamilySummary {
    FamilySummary(
      card: card, families: families, comparison: requirement.compare, reference: requirement.reference,
      minimumCount: requirement.minimumCount, level: requirement.confidence, searched: requirement.searched)
  }

  /// The ordered pairs that are compared: the lower group first.
  private var pairs: [(Int, Int)] {
    let enough = families.map { $0.eligible(minimumCount: requirement.minimumCount) }
    let members = families[0].groups.indices.filter { index in enough.allSatisfy { $0[index] } }
    guard members.count <= GroupFamily.mostGroups else { return [] }
    let all = members.flatMap { low in members.compactMap { $0 == low ? nil : (low, $0) } }
    guard case .group(let labels) = requirement.reference else { return all }
    return all.filter { families[0].groups[$0.0] == labels || families[0].groups[$0.1] == labels }
  }

  /// The pair whose comparison can be driven furthest below equality, with what drives it there.
  private func furthest(
    _ direction: ExtremeCompletion.Direction, _ part: Int, _ comparison: PairComparison
  ) -> (ends: (LeftOutEnds, Int), additions: LeftOutEnds.Additions, value: Double)? {
    let pairs = pairs
    return pairs.compactMap { pair -> (ends: (LeftOutEnds, Int), additions: LeftOutEnds.Additions, value: Double)? in
      guard direction == .low || isInOrder(pair, part),
        let ends = ends(part, pair, comparison), let additions = ends.completed(direction, of: pair.0),
        let value = families[part].completed(additions)?.value(comparison, of: pair.0, against: .group(pair.1))
      else { return nil }
      return ((ends, pair.0), additions, value)
    }.min { $0.value < $1.value }
  }

  private func isInOrder(_ pair: (Int, Int), _ part: Int) -> Bool {
    let numbers = families[part].numbers.numbers
    let (low, high) = (numbers[pair.0].value ?? 0, numbers[pair.1].value ?? 0)
    return low < high || low == high && pair.0 < pair.1
  }

  private func ends(_ part: Int, _ pair: (Int, Int), _ comparison: PairComparison) -> LeftOutEnds? {
    LeftOutEnds(
      family: families[part], table: tables[part], requirement: requirement,
      claim: FamilyVerdict.Claim(requirement.threshold), comparison: comparison, reference: .named(pair.1),
      members: [pair.0, pair.1], references: [pair.1],
      critical: requirement.critical { CriticalValues(confidence: $0, groups: 2, reference: .named(0)) })
  }

  /// The pair that stays furthest apart at best, judged alone; groups that can be made equal are.
  private func best(_ comparison: PairComparison) -> BoundEnd? {
    guard let found = furthest(.high, 0, comparison), families[0].isCounted, let second = found.ends.0.rival,
      let rates = (families[0].completed(found.additions) as? ProportionEvidence)?.proportions
    else { return nil }
    let pair = [found.ends.1, second]
    var own = pair.map { rates[$0] }
    let isCrossed = found.value > (comparison == .ratio ? 1 : 0)
    if isCrossed {
      let together = own[0].adding(successes: own[1].successes, failures: own[1].trials - own[1].successes)
      let rate = together.successes / together.trials
      own = own.map { Proportion(successes: rate * $0.trials, trials: $0.trials) }
    }
    let summary = summary([
      GroupFamily(
        families[0].card,
        counted: GroupNumbers(
          groups: pair.map { families[0].groups[$0] },
          numbers: own.map { GroupNumber(successes: $0.successes, trials: $0.trials) }))
    ])
    return summary.value.map { BoundEnd(value: $0, verdict: decided(summary)) }
  }

  private func tipping(_ bounds: FindingBounds, part: Int, _ ends: (LeftOutEnds, Int)) -> Int {
    var (from, to) = (0, bounds.leftOut)
    while to - from > 1 {
      let middle = (from + to) / 2
      var completed = families
      if let evidence = ends.0.completed(.low, of: ends.1, people: Double(middle)).flatMap(families[part].completed) {
        completed[part] = families[part].replacing(evidence)
      }
      if decided(summary(completed)) == bounds.counted { from = middle } else { to = middle }
    }
    return to
  }
}
