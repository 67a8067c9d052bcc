public import AuditRecord

/// A log of what was served in which mode, and of when people chose a level.
public struct ControlLog: Sendable, Hashable {
  /// The requests, one a row.
  public var served: Served
  /// The choices, one a row.
  public var settings: Settings
  /// The level of everybody before their first choice; nothing where that is not known.
  public var start: Label?
  /// Every level.
  public var levels: [Label]
  /// The modes that keep a level; requests at a level that is not named are not judged.
  public var honours: [Honoured]
  /// The time within which a choice takes effect, as the operator claims it [days].
  public var effectWithin: Int?

  /// A log.
  public init(
    served: Served, settings: Settings, start: Label?, levels: [Label], honours: [Honoured], effectWithin: Int?
  ) {
    self.served = served
    self.settings = settings
    self.start = start
    self.levels = levels
    self.honours = honours
    self.effectWithin = effectWithin
  }

  /// Requests: one row each.
  public struct Served: Sendable, Hashable {
    /// The files.
    public var table: InputTable
    /// Who was served.
    public var user: String
    /// When.
    public var at: String
    /// In which mode.
    public var mode: String

    /// Requests.
    public init(_ table: InputTable, user: String, at: String, mode: String) {
      (self.table, self.user, self.at, self.mode) = (table, user, at, mode)
    }
  }

  /// Choices of a level: one row each.
  public struct Settings: Sendable, Hashable {
    /// The files.
    public var table: InputTable
    /// Who chose.
    public var user: String
    /// From when on.
    public var from: String
    /// The level.
    public var level: String

    /// Choices.
    public init(_ table: InputTable, user: String, from: String, level: String) {
      (self.table, self.user, self.from, self.level) = (table, user, from, level)
    }
  }

  /// The modes that keep a level.
  public struct Honoured: Sendable, Hashable {
    /// The level.
    public var level: Label
    /// The modes.
    public var modes: [Label]

    /// Names modes.
    public init(_ level: Label, modes: [Label]) { (self.level, self.modes) = (level, modes) }
  }
}
