package import AuditRecord

/// The columns that say how rows of decisions were sampled.
package struct SamplingColumns: Sendable, Hashable {
  /// What a row weighs: a number above 0; rows that weigh 0 are left out. Nothing means that all weigh the same.
  package var weight: String?

  /// Strata that were sampled apart.
  package var stratum: String?

  /// Primary sampling units, whose rows belong together. Nothing means the subject.
  package var cluster: String?

  /// What a unit is centred at whose stratum has no other.
  package var center: SamplingCenter

  /// Names the columns.
  package init(
    weight: String? = nil, stratum: String? = nil, cluster: String? = nil, center: SamplingCenter = .stratum
  ) {
    self.weight = weight
    self.stratum = stratum
    self.cluster = cluster
    self.center = center
  }

  /// Whether the plan names any of them.
  package var isDeclared: Bool { weight != nil || stratum != nil || cluster != nil }
}
