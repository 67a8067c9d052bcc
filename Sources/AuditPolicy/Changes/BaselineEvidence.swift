package import AuditRecord

/// The numbers of the audit that changes are judged against, and whether they mean the same as those of this one.
package final class BaselineEvidence: Sendable {
  let evidence: Evidence
  let comparability: Comparability

  /// Takes in the numbers of the baseline.
  ///
  /// - Parameter candidate: What the numbers of this audit mean.
  package init(_ baseline: AuditNumbers, candidate: AuditNumbers) {
    evidence = Evidence(baseline)
    comparability = Comparability(baseline: baseline, candidate: candidate)
  }
}
