/// Sums of counts that a record holds. Whoever wrote it may have written any number; a sum that no `Int` holds is the largest
/// or the smallest one instead, so that a check may go on to refuse it.
extension Int {
  /// This count and another.
  package func plus(_ other: Int) -> Int {
    let (sum, isBeyond) = addingReportingOverflow(other)
    return isBeyond ? (other > 0 ? .max : .min) : sum
  }

  /// This count without another.
  package func minus(_ other: Int) -> Int {
    let (rest, isBeyond) = subtractingReportingOverflow(other)
    return isBeyond ? (other > 0 ? .min : .max) : rest
  }
}

extension Sequence where Element == Int {
  /// All counts together.
  package var together: Int { reduce(0) { $0.plus($1) } }
}
