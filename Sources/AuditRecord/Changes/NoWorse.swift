/// The demand that a number is no worse than in a baseline by more than a margin.
package struct NoWorse: Codable, Sendable, Hashable {
  /// By how much it may be worse, on its own scale: a ratio that was 0.63 may fall to 0.61 by 0.02.
  package var margin: Double
  /// Which change is for the worse.
  package var worse: Worsening

  /// States a margin.
  package init(margin: Double, worse: Worsening) {
    self.margin = margin
    self.worse = worse
  }
}

/// Both numbers of a finding about a change, of which the finding's own is how much better the later one is.
package struct FindingChange: Codable, Sendable, Hashable {
  /// The number in the baseline; null where there is none.
  @OrNull package var baseline: Double?
  /// The number now; null where there is none.
  @OrNull package var now: Double?
  /// Why there is no change to judge, in words; null where there is one.
  @OrNull package var reason: String?

  /// States both numbers.
  package init(baseline: Double?, now: Double?, reason: String? = nil) {
    self.baseline = baseline
    self.now = now
    self.reason = reason
  }
}

/// What changes are judged against, and how this audit differs from it: an earlier audit that the plan names, or other decisions
/// about the same people.
package struct Baseline: Codable, Sendable, Hashable {
  /// What it measured and found, of what is compared.
  package var audit: AuditNumbers
  /// How the checks of this audit differ from its own.
  package var changes: ChangeTable
  /// The column of the other decisions; nil, and not written, where it is an earlier audit.
  package var column: String?
  /// Who counts in a rate both times; nil, and not written, where it is an earlier audit.
  package var joint: [JointCount]?

  /// States a baseline.
  package init(audit: AuditNumbers, changes: ChangeTable, column: String? = nil, joint: [JointCount]? = nil) {
    self.audit = audit
    self.changes = changes
    self.column = column
    self.joint = joint
  }
}

/// How many people of a group count in a rate by both decisions about them.
package struct JointCount: Codable, Sendable, Hashable {
  /// The rate.
  package var metric: String
  /// The grouping.
  package var grouping: [String]
  /// The group.
  package var group: [Label]
  /// Counted by both.
  package var both: Int
  /// Among whom, of those who have both.
  package var among: Int

  /// Counts people.
  package init(metric: String, grouping: [String], group: [Label], both: Int, among: Int) {
    self.metric = metric
    self.grouping = grouping
    self.group = group
    self.both = both
    self.among = among
  }
}
