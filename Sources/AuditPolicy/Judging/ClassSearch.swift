import AuditRecord
import AuditStatistics

extension Requirement {
  /// The critical values at its confidence, where a failure is searched for among several classes as well.
  func critical(_ values: (_ confidence: Double) -> CriticalValues) -> CriticalValues {
    CriticalValues.searched(among: searched ?? 1, confidence: confidence, values)
  }
}
