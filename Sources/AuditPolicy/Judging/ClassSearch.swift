import AuditRecord
import AuditStatistics

extension Requirement {
  /// The critical values at its confidence; where a failure is searched for among several classes, which share their people, the value
  /// for "not met" is that of the level divided by their number (Bonferroni). "Met" needs every class, and no adjustment.
  func critical(_ values: (_ confidence: Double) -> CriticalValues) -> CriticalValues {
    let plain = values(confidence)
    guard let searched, searched > 1 else { return plain }
    let search = values(1 - (1 - confidence) / Double(searched))
    return CriticalValues(single: plain.single, family: max(plain.single, search.family))
  }
}
