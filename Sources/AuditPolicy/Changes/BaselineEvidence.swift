package import AuditRecord

/// The numbers of the audit that changes are judged against, and whether they mean the same as those of this one.
package final class BaselineEvidence: Sendable {
  let evidence: Evidence
  let comparability: Comparability
  /// How both decisions agree; nil where the baseline is an earlier audit.
  let paired: PairedDecisions?

  /// Takes in the numbers of the baseline.
  ///
  /// - Parameter candidate: What the numbers of this audit mean.
  package init(_ baseline: Baseline, candidate: AuditNumbers) {
    evidence = Evidence(baseline.audit)
    comparability = Comparability(baseline: baseline.audit, candidate: candidate)
    paired = PairedDecisions(baseline)
  }
}
