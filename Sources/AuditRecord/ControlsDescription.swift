/// The control that people have over their own personalisation, as the plan declares it and as it was found.
public struct ControlsDescription: Codable, Sendable, Hashable {
  /// The grouping whose groups are the levels.
  public var setting: String
  /// Whose groups they are: of people who receive lists, or about whom decisions are made.
  public var side: MetricSide
  /// Every level, least personalised first.
  public var levels: [Label]
  /// The levels at which no profile may be used.
  @Defaulted public var unpersonalised: [Label]
  /// The columns of users that may shape a list that is not personalised; left out where there are none.
  public var contexts: [String]?
  /// The combinations of their labels that occur; left out where there are none.
  public var combinations: Int?
  /// The grouping of items in which taste is described; left out without groups of items.
  public var kinds: String?
  /// What the log of requests shows; left out without one.
  public var log: ControlLogDescription?
  /// What is known of the people at each level, in the order of ``levels``.
  @Defaulted public var people: [LevelPeople]

  /// Describes a control.
  public init(setting: String, side: MetricSide, levels: [Label], unpersonalised: [Label] = []) {
    self.setting = setting
    self.side = side
    self.levels = levels
    self.unpersonalised = unpersonalised
    people = []
  }
}

/// What a log of requests shows over everybody.
public struct ControlLogDescription: Codable, Sendable, Hashable {
  /// The time within which a choice takes effect, as the operator claims it [days]; left out where nothing is claimed.
  public var effectWithin: Int?
  /// Requests at levels that are judged, by the time since the choice; what is claimed is no excuse, and counted apart.
  @Defaulted public var lags: [LagCount]
  /// Requests before any choice, at a level that is judged.
  public var withoutChoice: LagCount

  /// Describes a log.
  public init(effectWithin: Int?, lags: [LagCount], withoutChoice: LagCount) {
    self.effectWithin = effectWithin
    self.withoutChoice = withoutChoice
    self.lags = lags
  }
}

/// Requests some time after a choice.
public struct LagCount: Codable, Sendable, Hashable {
  /// The most days since the choice; left out for any later.
  public var days: Int?
  /// Requests.
  public var requests: Int
  /// Those that were served in a mode that keeps the level.
  public var kept: Int

  /// Counts requests.
  public init(days: Int?, requests: Int = 0, kept: Int = 0) {
    self.days = days
    self.requests = requests
    self.kept = kept
  }
}

/// The people at one level of a control. What lists do not give is left out.
public struct LevelPeople: Codable, Sendable, Hashable {
  /// The level.
  public var level: Label
  /// People.
  public var people: Int
  /// Those who have a list.
  public var lists: Int?
  /// Those of them who have a history.
  public var withHistory: Int?
  /// The mean number of items in a history; left out for fewer than five people.
  public var historyLength: Double?
  /// People with a list and a history whose context is not known.
  public var unknownContext: Int?
  /// People whose list was set against their history, beside others of their context.
  public var compared: Int?
  /// The contexts that hold them.
  public var sharedContexts: Int?

  /// Counts people.
  public init(level: Label, people: Int) {
    self.level = level
    self.people = people
  }
}

extension ControlsDescription {
  /// The level behind one, which personalises more; nil for the last, and for what is no level.
  public func next(_ level: Label) -> Label? {
    guard let place = levels.firstIndex(of: level), place + 1 < levels.count else { return nil }
    return levels[place + 1]
  }

  /// The same group at the next level, for a grouping by the setting or by an intersection with it; nil where there is none.
  public func next(_ group: [Label], of grouping: [String]) -> [Label]? {
    guard let place = grouping.firstIndex(of: setting), group.indices.contains(place), let next = next(group[place])
    else { return nil }
    var moved = group
    moved[place] = next
    return moved
  }
}
