import AuditRecord

/// Users who were left out for want of a ground: whatever names them in another table is left out too.
///
/// Unchecked: whoever adds one is alone with it, and it is sealed before several threads look somebody up.
final class WithheldUsers: @unchecked Sendable {
  private let ids = IDTable("user")

  /// Adds the users of rows, none of whom may have been added before.
  ///
  /// - Parameter codes: A buffer for as many numbers.
  func add(_ column: Column, count: Int, _ codes: UnsafeMutablePointer<Int32>) -> (row: Int, fault: FieldFault)? {
    ids.codes(of: column, count: count, use: .addNew, into: codes)
  }

  /// The first of some rows whose user was left out.
  func first(_ column: Column, count: Int, _ codes: UnsafeMutablePointer<Int32>) -> Int? {
    find(column, count: count, codes)
    return (0..<count).first { codes[$0] >= 0 }
  }

  /// The rows whose user, who stands first, was not left out.
  func rest(of rows: TableRows, _ selection: RowSelection) -> TableRows {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: max(1, rows.count)) { buffer in
      guard let codes = buffer.baseAddress else { return rows }
      find(rows.columns[0], count: rows.count, codes)
      return selection.take(rows, upTo: rows.count) { codes[$0] < 0 }
    }
  }

  /// Whoever is not named, and everybody behind, is not found: that row is a fault for whoever takes it.
  private func find(_ column: Column, count: Int, _ codes: UnsafeMutablePointer<Int32>) {
    codes.initialize(repeating: -1, count: count)
    _ = ids.codes(of: column, count: count, use: .find, into: codes)
  }

  /// Makes finding fast once all are known.
  func seal() { ids.seal() }
}
