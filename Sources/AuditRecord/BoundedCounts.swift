/// Counts that a record or data hold. Whoever wrote them may have written any number; a count that no `Int` holds is the
/// largest or the smallest one instead, so that a check may go on to refuse it. Every conversion of such a number goes this way.
extension Int {
  /// The whole part of a number; 0 of what is none.
  package init(bounded number: Double) {
    // Every `Int` is below this power of two, and no double lies between the last of them and it.
    self = number.isNaN ? 0 : number >= 0x1p63 ? .max : number < -0x1p63 ? .min : Int(number)
  }

  /// This count and another.
  package func plus(_ other: Int) -> Int {
    let (sum, isBeyond) = addingReportingOverflow(other)
    return isBeyond ? (other > 0 ? .max : .min) : sum
  }

  /// This count so many times.
  package func times(_ other: Int) -> Int {
    let (product, isBeyond) = multipliedReportingOverflow(by: other)
    return isBeyond ? ((self < 0) == (other < 0) ? .max : .min) : product
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
