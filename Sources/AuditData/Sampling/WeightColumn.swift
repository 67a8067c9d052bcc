import AuditRecord

/// A column of sampling weights: numbers of 0 or more.
struct WeightColumn {
  /// Between these weights sums, and sums of powers, are exact; 0 leaves the row out.
  static let least = 1e-9
  static let most = 1e9

  /// Writes the weight of each of the first `count` rows.
  ///
  /// - Returns: The first row whose weight is none, with the fault.
  static func weights(
    of column: Column, count: Int, into weights: UnsafeMutablePointer<Double>
  ) -> (row: Int, fault: FieldFault)? {
    for row in 0..<count {
      guard let weight = NumberColumn.number(column, row), weight.isFinite else { return (row, fault(column, row)) }
      guard weight >= 0 else {
        return (
          row,
          fault("the weight is below 0", "a weight says of how many people a row tells; is this the right column?")
        )
      }
      guard weight == 0 || (least...most).contains(weight) else {
        return (
          row,
          fault(
            "the weight is not between 1e-9 and 1e9",
            "only how weights compare with each other counts: divide all of them by their mean")
        )
      }
      weights[row] = weight
    }
    return nil
  }

  private static func fault(_ message: String, _ hint: String) -> FieldFault {
    FieldFault(code: .badWeight, message: message, hint: hint)
  }

  private static func fault(_ column: Column, _ row: Int) -> FieldFault {
    let content = column.content(row)
    if content.isEmpty {
      return fault(
        "this row has no weight",
        "fill it in: a 0 would take its people out of their group; or leave `weight:` out of the plan")
    }
    guard let form = NumberForm(content) else {
      return fault("the weight is not a number", "write 1.25; is this the column of weights?")
    }
    return fault("the weight \(form.words)", form == .decimalComma ? "write 0.5, not 0,5" : "write 1200, not 1,200")
  }
}
