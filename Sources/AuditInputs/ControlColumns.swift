public import AuditRecord

/// A control that people have over their own personalisation: the group column that says which level was in force.
///
/// The columns of contexts stand with the users, whose table they are read from.
public struct ControlColumns: Sendable, Hashable {
  /// The name of the grouping.
  public var setting: String
  /// Whose grouping it is: that of people who receive lists, or about whom decisions are made.
  public var side: MetricSide
  /// Every level, least personalised first.
  public var levels: [Label]
  /// The levels at which no profile may be used.
  public var unpersonalised: [Label]
  /// The grouping of items in which taste is described; nothing without groups of items.
  public var kinds: String?

  /// Declares a control.
  public init(
    setting: String, side: MetricSide, levels: [Label], unpersonalised: [Label] = [], kinds: String? = nil
  ) {
    self.setting = setting
    self.side = side
    self.levels = levels
    self.unpersonalised = unpersonalised
    self.kinds = kinds
  }
}
