/// The control that people have over their own personalisation, as the plan declares it and as it was found.
package struct ControlsDescription: Codable, Sendable, Hashable {
  /// The grouping whose groups are the levels.
  package var setting: String
  /// Whose groups they are: of people who receive lists, or about whom decisions are made.
  package var side: MetricSide
  /// Every level, least personalised first.
  package var levels: [Label]
  /// The levels at which no profile may be used.
  @Defaulted package var unpersonalised: [Label]
  /// The columns of users that may shape a list that is not personalised; left out where there are none.
  package var contexts: [String]?
  /// The combinations of their labels that occur; left out where there are none.
  package var combinations: Int?
  /// The grouping of items in which taste is described; left out without groups of items.
  package var kinds: String?
  /// What the log of requests shows; left out without one.
  package var log: ControlLogDescription?
  /// What is known of the people at each level, in the order of ``levels``.
  @Defaulted package var people: [LevelPeople]

  /// Describes a control.
  package init(setting: String, side: MetricSide, levels: [Label], unpersonalised: [Label] = []) {
    self.setting = setting
    self.side = side
    self.levels = levels
    self.unpersonalised = unpersonalised
    people = []
  }
}

/// What a log of requests shows over everybody.
package struct ControlLogDescription: Codable, Sendable, Hashable {
  /// The time within which a choice takes effect, as the operator claims it [days]; left out where nothing is claimed.
  package var effectWithin: Int?
  /// Requests at levels that are judged, by the time since the choice; what is claimed is no excuse, and counted apart.
  @Defaulted package var lags: [LagCount]
  /// Requests before any choice, at a level that is judged.
  package var withoutChoice: LagCount

  /// Describes a log.
  package init(effectWithin: Int?, lags: [LagCount], withoutChoice: LagCount) {
    self.effectWithin = effectWithin
    self.withoutChoice = withoutChoice
    self.lags = lags
  }
}

/// Requests some time after a choice.
package struct LagCount: Codable, Sendable, Hashable {
  /// The most days since the choice; left out for any later.
  package var days: Int?
  /// Requests.
  package var requests: Int
  /// Those that were served in a mode that keeps the level.
  package var kept: Int

  /// Counts requests.
  package init(days: Int?, requests: Int = 0, kept: Int = 0) {
    self.days = days
    self.requests = requests
    self.kept = kept
  }
}

/// The people at one level of a control. What lists do not give is left out.
package struct LevelPeople: Codable, Sendable, Hashable {
  /// The level.
  package var level: Label
  /// People.
  package var people: Int
  /// Those who have a list.
  package var lists: Int?
  /// Those of them who have a history.
  package var withHistory: Int?
  /// The mean number of items in a history; left out for fewer than five people.
  package var historyLength: Double?
  /// People with a list and a history whose context is not known.
  package var unknownContext: Int?
  /// People whose list was set against their history, beside others of their context.
  package var compared: Int?
  /// The contexts that hold them.
  package var sharedContexts: Int?

  /// Counts people.
  package init(level: Label, people: Int) {
    self.level = level
    self.people = people
  }
}

extension ControlsDescription {
  /// The level behind one, which personalises more; nil for the last, and for what is no level.
  package func next(_ level: Label) -> Label? {
    guard let place = levels.firstIndex(of: level), place + 1 < levels.count else { return nil }
    return levels[place + 1]
  }

  /// The same group at the next level, for a grouping by the setting or by an intersection with it; nil where there is none.
  package func next(_ group: [Label], of grouping: [String]) -> [Label]? {
    guard let place = grouping.firstIndex(of: setting), group.indices.contains(place), let next = next(group[place])
    else { return nil }
    var moved = group
    moved[place] = next
    return moved
  }
}
