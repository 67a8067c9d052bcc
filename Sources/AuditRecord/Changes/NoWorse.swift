/// The demand that a number is no worse than in a baseline by more than a margin.
public struct NoWorse: Codable, Sendable, Hashable {
  /// By how much it may be worse, on its own scale: a ratio that was 0.63 may fall to 0.61 by 0.02.
  public var margin: Double
  /// Which change is for the worse.
  public var worse: Worsening

  /// States a margin.
  public init(margin: Double, worse: Worsening) {
    self.margin = margin
    self.worse = worse
  }
}

/// Both numbers of a finding about a change, of which the finding's own is how much better the later one is.
public struct FindingChange: Codable, Sendable, Hashable {
  /// The number in the baseline; null where there is none.
  @OrNull public var baseline: Double?
  /// The number now; null where there is none.
  @OrNull public var now: Double?
  /// Why there is no change to judge, in words; null where there is one.
  @OrNull public var reason: String?

  /// States both numbers.
  public init(baseline: Double?, now: Double?, reason: String? = nil) {
    self.baseline = baseline
    self.now = now
    self.reason = reason
  }
}

/// The earlier audit that a plan names, and how this one differs from it.
public struct Baseline: Codable, Sendable, Hashable {
  /// What it measured and found, of what is compared.
  public var audit: AuditNumbers
  /// How the checks of this audit differ from its own.
  public var changes: ChangeTable

  /// States a baseline.
  public init(audit: AuditNumbers, changes: ChangeTable) {
    self.audit = audit
    self.changes = changes
  }
}
