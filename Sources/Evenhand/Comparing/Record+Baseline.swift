import AuditPolicy
import AuditRecord

extension Record {
  /// Fills in what is found of the record's requirements, and what could have been seen.
  ///
  /// - Parameter earlier: The audit that changes are judged against, of which the record keeps what is compared; without it
  ///   that which it holds already.
  mutating func judge(against earlier: SealedRecord?, draws: PowerDraws?) {
    if let earlier {
      baseline = Baseline(
        audit: AuditNumbers(earlier.record, digest: earlier.digest).asked(by: requirements),
        changes: ChangeTable(checks: [], judgedInNeither: 0, notes: []))
    }
    (findings, detectable) = Judge(record: self).judge(requirements, draws: draws)
    verdict = Verdict(findings: findings, synthetic: audit.data == .synthetic)
  }

  /// Whether the numbers that the record holds of its baseline are those of this audit; nil where its baseline is another.
  package func holds(_ earlier: SealedRecord) -> Bool? {
    guard let baseline, baseline.audit.record == earlier.digest.hex else { return nil }
    return AuditNumbers(earlier.record, digest: earlier.digest).asked(by: requirements) == baseline.audit
  }

  /// Fills in how the record's checks differ from those of its baseline.
  mutating func compareWithBaseline() {
    guard let earlier = baseline else { return }
    let numbers = AuditNumbers(self).asked(by: earlier.audit.requirements)
    baseline?.changes = AuditComparison.changes(from: earlier, to: numbers).table
  }
}
