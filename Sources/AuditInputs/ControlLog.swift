package import AuditRecord

/// A log of what was served in which mode, and of when people chose a level.
package struct ControlLog: Sendable, Hashable {
  /// The requests, one a row.
  package var served: Served
  /// The choices, one a row.
  package var settings: Settings
  /// The level of everybody before their first choice; nothing where that is not known.
  package var start: Label?
  /// Every level.
  package var levels: [Label]
  /// The modes that keep a level; requests at a level that is not named are not judged.
  package var honours: [Honoured]
  /// The time within which a choice takes effect, as the operator claims it [days].
  package var effectWithin: Int?

  /// A log.
  package init(
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
  package struct Served: Sendable, Hashable {
    /// The files.
    package var table: InputTable
    /// Who was served.
    package var user: String
    /// When.
    package var at: String
    /// In which mode.
    package var mode: String

    /// Requests.
    package init(_ table: InputTable, user: String, at: String, mode: String) {
      (self.table, self.user, self.at, self.mode) = (table, user, at, mode)
    }
  }

  /// Choices of a level: one row each.
  package struct Settings: Sendable, Hashable {
    /// The files.
    package var table: InputTable
    /// Who chose.
    package var user: String
    /// From when on.
    package var from: String
    /// The level.
    package var level: String

    /// Choices.
    package init(_ table: InputTable, user: String, from: String, level: String) {
      (self.table, self.user, self.from, self.level) = (table, user, from, level)
    }
  }

  /// The modes that keep a level.
  package struct Honoured: Sendable, Hashable {
    /// The level.
    package var level: Label
    /// The modes.
    package var modes: [Label]

    /// Names modes.
    package init(_ level: Label, modes: [Label]) { (self.level, self.modes) = (level, modes) }
  }
}
