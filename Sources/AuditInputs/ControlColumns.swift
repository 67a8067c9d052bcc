package import AuditRecord

/// A control that people have over their own personalisation: the group column that says which level was in force.
///
/// The columns of contexts stand with the users, whose table they are read from.
package struct ControlColumns: Sendable, Hashable {
  /// The name of the grouping.
  package var setting: String
  /// Whose grouping it is: that of people who receive lists, or about whom decisions are made.
  package var side: MetricSide
  /// Every level, least personalised first.
  package var levels: [Label]
  /// The levels at which no profile may be used.
  package var unpersonalised: [Label]
  /// The grouping of items in which taste is described; nothing without groups of items.
  package var kinds: String?

  /// Declares a control.
  package init(
    setting: String, side: MetricSide, levels: [Label], unpersonalised: [Label] = [], kinds: String? = nil
  ) {
    self.setting = setting
    self.side = side
    self.levels = levels
    self.unpersonalised = unpersonalised
    self.kinds = kinds
  }
}
