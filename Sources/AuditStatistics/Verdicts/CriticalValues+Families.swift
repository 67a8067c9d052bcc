extension CriticalValues {
  /// The values where a failure is searched for in several families that share their people, such as classes each set against the
  /// others: that for "not met" is at the level divided by their number (Bonferroni). "Met" needs every family, and no adjustment.
  ///
  /// - Parameters:
  ///   - families: Their number.
  ///   - values: The values of one family at a two-sided confidence.
  public static func searched(
    among families: Int, confidence: Double, _ values: (_ confidence: Double) -> CriticalValues
  ) -> CriticalValues {
    let plain = values(confidence)
    guard families > 1 else { return plain }
    let search = values(1 - (1 - confidence) / Double(families))
    return CriticalValues(single: plain.single, family: max(plain.single, search.family))
  }
}
