import AuditMetrics
import AuditRecord

extension ControlsDescription {
  /// What a record says of a control that does not fit its other numbers.
  func misfits(_ record: Record) -> [String] {
    guard let grouping = record.groupings.first(where: { $0.grouping == [setting] && $0.side == side }) else {
      return ["the setting of its control is none of its groupings"]
    }
    let sizes = Dictionary(grouping.groups.map { ($0.group, $0.count) }) { first, _ in first }
    let compared = Dictionary(
      record.estimates.filter { $0.metric == "history-slope" && $0.grouping == [setting] && $0.within == nil }
        .map { ($0.group, $0.lists) }
    ) { first, _ in first }
    let areLevels =
      Set(levels).count == levels.count && people.map(\.level) == levels && levels.count > 1
      && unpersonalised.allSatisfy(levels.contains)
      && grouping.groups.allSatisfy { $0.group.allSatisfy(levels.contains) }
    guard areLevels else { return ["the levels of its control are not those of its setting"] }
    let shares = record.metrics.filter(\.countsLevels)
    let areCounted = record.requirements.allSatisfy { requirement in
      guard let own = shares.first(where: { $0.id == requirement.metric }) else { return requirement.of == nil }
      guard let levels = requirement.of, levels.allSatisfy(self.levels.contains) else { return false }
      return SettingShare.card(own, levels: levels) == own
    }
    guard areCounted else { return ["the levels that its requirements count are not those that were counted"] }
    if let log, !log.fits(record, setting: setting) {
      return ["what it says of requests is not what the log of its control gives"]
    }
    let isCounted = people.allSatisfy { level in
      let lists = level.lists ?? level.people
      let histories = level.withHistory ?? lists
      return level.people == sizes[[level.level]] ?? 0 && (0...max(0, level.people)).contains(lists)
        && (0...max(0, lists)).contains(histories) && (0...max(0, histories)).contains(level.unknownContext ?? 0)
        && (compared[[level.level]] ?? level.compared) == level.compared
        && (level.historyLength.map { histories >= 5 && $0 >= 1 } ?? true)
        && (level.sharedContexts.map { (0...max(0, histories / 2)).contains($0) } ?? true)
    }
    return isCounted ? [] : ["what it says of the people at the levels of its control is not what it counts"]
  }
}

extension ControlLogDescription {
  /// Whether parts are no more than wholes, and the requests of all groups no more than those of everybody.
  fileprivate func fits(_ record: Record, setting: String) -> Bool {
    let counts = lags + [withoutChoice]
    guard counts.allSatisfy({ $0.requests >= 0 && (0...$0.requests).contains($0.kept) }) else { return false }
    let estimates = record.estimates.filter { $0.metric == "setting-honoured" && $0.grouping == [setting] }
    let kept = estimates.reduce(0) { $0 + ($1.numerator ?? 0) }
    let all = estimates.reduce(0) { $0 + ($1.denominator ?? 0) }
    let total = counts.reduce((0, 0)) { ($0.0.plus($1.kept), $0.1.plus($1.requests)) }
    return kept <= Double(total.0) && all <= Double(total.1)
  }
}

extension SummaryResult {
  /// Whether a number is the largest of the differences that are stored beside it, and its range follows from them.
  func fits(_ record: Record) -> Bool {
    guard let separation else { return by == nil || interval == nil && (value.map { (0...1).contains($0) } ?? true) }
    guard let value, let limits = separation.limits, separation.by == by, let widest = separation.widest,
      let controls = record.controls, controls.setting == stratifier, let within,
      controls.levels.contains(Label(within))
    else { return false }
    let differences = separation.largest + [separation.clearest]
    let groups = Set(record.groupings.first { $0.grouping == grouping }?.groups.map(\.group) ?? [])
    return Closeness.areSame(value, min(1, widest.difference.magnitude))
      && differences.allSatisfy { $0.standardError > 0 && $0.standardError.isFinite && groups.contains($0.group) }
      && Closeness.areSame(interval?.lower, min(1, limits.lower))
      && Closeness.areSame(interval?.upper, min(1, limits.upper))
      && separation.upper.difference <= value * (1 + 1e-9) && separation.lower.difference <= value * (1 + 1e-9)
      && separation.people >= 0 && separation.people == lists && separation.permutations == record.replicates
  }
}

extension Record {
  /// Whether everybody of a group agrees, by how its number varies.
  func hasNoVariance(_ estimate: Estimate) -> Bool {
    dispersions.contains { row in
      guard row.metric == estimate.metric, row.grouping == estimate.grouping, row.against == nil,
        row.scale == .identity, row.isIndependent, row.stratifier == estimate.stratifier,
        row.within == estimate.within, let place = row.groups.firstIndex(of: estimate.group)
      else { return false }
      return row.covariance.indices.contains(place) && row.covariance[place] == 0
    }
  }
}
