/// Some rows of those that were handed out, for whoever takes rows that stand together.
///
/// Of text the fields stay where they are, and only where rows begin is written anew.
final class RowSelection {
  private let capacity: Int
  /// Where the rows begin, for each place in which texts have theirs: one for all columns of a text file, one for each column
  /// of any other.
  private var bases: [UnsafeMutablePointer<UInt32>] = []
  /// Which rows they were.
  private(set) var rows: [Int] = []

  /// - Parameter capacity: The most rows.
  init(capacity: Int) { self.capacity = capacity }

  deinit { for bases in bases { bases.deallocate() } }

  /// The rows that are asked for, in their order; valid as long as the rows that they are of, and until the next are taken.
  func take(_ all: TableRows, upTo limit: Int, where isWanted: (Int) -> Bool) -> TableRows {
    rows.removeAll(keepingCapacity: true)
    for row in 0..<limit where isWanted(row) { rows.append(row) }
    var known: [UnsafePointer<UInt32>] = []
    let columns = all.columns.map { column -> Column in
      guard case .text(let text) = column else { return column.selected(rows) }
      let place = known.firstIndex(of: text.bases) ?? known.count
      if place == known.count {
        known.append(text.bases)
        if place == bases.count { bases.append(.allocate(capacity: capacity)) }
        for (at, row) in rows.enumerated() { bases[place][at] = text.bases[row] }
      }
      return .text(
        TextColumn(block: text.block, bases: bases[place], field: text.field, isSequence: text.isSequence))
    }
    return TableRows(count: rows.count, columns: columns)
  }

  /// A fault of these rows as one of those that they are of.
  func placed(_ fault: RowFault?) -> RowFault? {
    fault.map { RowFault(row: rows[$0.row], column: $0.column, fault: $0.fault) }
  }
}

extension Column {
  /// Some of the rows.
  /// - Precondition: It is not text.
  fileprivate func selected(_ rows: [Int]) -> Column {
    switch self {
    case .text: preconditionFailure("text stays where it is")
    case .coded(let codes, let dictionary): .coded(rows.map { codes[$0] }, dictionary: dictionary)
    case .numbers(let numbers): .numbers(rows.map { numbers[$0] })
    case .truth(let truth): .truth(rows.map { truth[$0] })
    }
  }
}
