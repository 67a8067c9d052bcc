import AuditData
import AuditInputs
import AuditMetrics
import AuditRecord

extension ControlsDescription {
  /// What a record says of a control: counts of whole levels alone.
  ///
  /// - Parameters:
  ///   - record: What was measured.
  ///   - lists: What was read of lists.
  ///   - users: The table of those who receive them.
  init(_ declared: ControlColumns, of record: Record, lists: ListInput.Outcome?, users: ListColumns.Users?) {
    self.init(
      setting: declared.setting, side: declared.side, levels: declared.levels, unpersonalised: declared.unpersonalised)
    let sizes = record.groupings.first { $0.grouping == [declared.setting] && $0.side == declared.side }
    people = declared.levels.map { level in
      LevelPeople(level: level, people: sizes?.groups.first { $0.group == [level] }?.count ?? 0)
    }
    kinds = declared.kinds
    if let users, !users.contexts.isEmpty {
      contexts = users.contexts
      combinations = lists?.context.users.contexts?.count
    }
    if let served = lists?.context.served {
      log = ControlLogDescription(
        effectWithin: served.effectWithin, lags: served.lags, withoutChoice: served.withoutChoice)
    }
    guard let lists, declared.side == .receivers else { return }
    let compared = record.estimates.filter {
      $0.metric == HistorySlope().card.id && $0.grouping == [declared.setting] && $0.within == nil
    }
    for (index, found) in LevelCounts.all(declared, lists.context, lists.reading).enumerated() {
      people[index].lists = found.lists
      people[index].compared = compared.first { $0.group == [declared.levels[index]] }?.lists
      guard lists.context.history != nil else { continue }
      people[index].withHistory = found.histories
      people[index].historyLength = found.histories >= 5 ? Double(found.items) / Double(found.histories) : nil
      people[index].unknownContext = contexts == nil ? nil : found.unknownContext
      people[index].sharedContexts = found.contexts.values.count { $0 > 1 }
    }
  }
}

/// What people at one level have.
private struct LevelCounts {
  var lists = 0
  var histories = 0
  /// Items of all histories.
  var items = 0
  var unknownContext = 0
  /// People with a list and a history in each context.
  var contexts: [Int32: Int] = [:]

  /// Those of all levels, in their order.
  static func all(_ declared: ControlColumns, _ context: ListContext, _ reading: ListReading) -> [LevelCounts] {
    var counts = declared.levels.map { _ in LevelCounts() }
    guard let axis = context.users.axes.firstIndex(where: { $0.name == declared.setting }) else { return counts }
    let places = context.users.axes[axis].labels.map { declared.levels.firstIndex(of: $0) }
    for (user, length) in reading.lengths.enumerated() where length > 0 && user < context.users.count {
      let code = Int(context.users.codes[axis][user])
      guard code >= 0, let place = places[code] else { continue }
      counts[place].lists += 1
      let items = context.history?.range(of: user).count ?? 0
      guard items > 0 else { continue }
      counts[place].histories += 1
      counts[place].items += items
      let context = context.context(of: user)
      if context == ListContext.Contexts.unknown {
        counts[place].unknownContext += 1
      } else {
        counts[place].contexts[context, default: 0] += 1
      }
    }
    return counts
  }
}
