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

/// The earlier audit that a plan names, and how this one differs from it.
package struct Baseline: Codable, Sendable, Hashable {
  /// What it measured and found, of what is compared.
  package var audit: AuditNumbers
  /// How the checks of this audit differ from its own.
  package var changes: ChangeTable

  /// States a baseline.
  package init(audit: AuditNumbers, changes: ChangeTable) {
    self.audit = audit
    self.changes = changes
  }
}
