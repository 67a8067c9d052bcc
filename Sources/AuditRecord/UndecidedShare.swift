/// How many of one group have a label that is no decision, among those who have a decision or such a label.
///
/// They are in no rate. Where they are more in one group than in others, the rates of those who are left may mislead.
package struct UndecidedShare: Codable, Sendable, Hashable {
  /// The columns of the grouping.
  @Defaulted package var grouping: [String]
  /// The group.
  @Defaulted package var group: [Label]
  /// Units without a decision.
  package var count: Int
  /// Units with a decision, or with a label that is none.
  package var of: Int
  /// The range of the share.
  @OrNull package var interval: Interval?
  /// The share, less that of all other groups together; null where there are none.
  @OrNull package var difference: Double?
  /// The range of the difference.
  @OrNull package var differenceInterval: Interval?
  /// Whether the data rule out that the group's share is that of all others, however many groups there are.
  package var isApart: Bool

  /// The share.
  package var share: Double { of > 0 ? Double(count) / Double(of) : 0 }

  /// States a share.
  package init(
    grouping: [String], group: [Label], count: Int, of: Int, interval: Interval?, difference: Double?,
    differenceInterval: Interval?, isApart: Bool
  ) {
    self.grouping = grouping
    self.group = group
    self.count = count
    self.of = of
    self.interval = interval
    self.difference = difference
    self.differenceInterval = differenceInterval
    self.isApart = isApart
  }
}
