package import AuditRecord

/// One column of some rows, whatever they come from.
package enum Column {
  /// Fields as they are written in text.
  case text(TextColumn)
  /// Entries of a dictionary by their number [rows]; a negative number stands for nothing.
  case coded([Int32], dictionary: LabelDictionary)
  /// Numbers [rows]; one that is not a number stands for nothing.
  case numbers([Double])
  /// The labels `true` and `false` [rows].
  case truth([Bool])

  /// The text of a field; empty for nothing.
  func label(_ row: Int) -> Label {
    switch self {
    case .text(let text): Label(FieldText.string(text.field(row)))
    case .coded(let codes, let dictionary): codes[row] < 0 ? "" : dictionary.labels[Int(codes[row])]
    case .numbers(let numbers): numbers[row].isNaN ? "" : Label(Bins.text(numbers[row]))
    case .truth(let truth): LabelDictionary.truth.labels[truth[row] ? 1 : 0]
    }
  }

  /// The bytes of a field's text.
  func content(_ row: Int) -> [UInt8] {
    guard case .text(let text) = self else { return Array(label(row).text.utf8) }
    return FieldText.content(of: text.field(row))
  }

  /// Some of the rows.
  /// - Precondition: It is not text, whose rows end with their block.
  func rows(_ rows: Range<Int>) -> Column {
    switch self {
    case .text: preconditionFailure("text is handed out as it is read")
    case .coded(let codes, let dictionary): .coded(Array(codes[rows]), dictionary: dictionary)
    case .numbers(let numbers): .numbers(Array(numbers[rows]))
    case .truth(let truth): .truth(Array(truth[rows]))
    }
  }
}

/// One field of each of some rows of text, as written.
///
/// Valid until the reader that made the block is asked for the next one.
package struct TextColumn {
  let block: RowBlock
  /// For each row, the index of its first field within the positions of the block.
  let bases: UnsafePointer<UInt32>
  /// Which field it is.
  let field: Int
  /// Whether the header says that the field holds several labels between spaces.
  let isSequence: Bool

  /// The field of a row, quotes included.
  @inline(__always)
  func field(_ row: Int) -> UnsafeRawBufferPointer {
    let base = Int(bases[row]) + field
    let start = Int(block.positions[base] &+ 1)
    return UnsafeRawBufferPointer(start: block.bytes + start, count: Int(block.positions[base + 1]) - start)
  }
}

/// What the codes of a column stand for.
///
/// A class, so that readers know a dictionary again and look at each of its entries once. The columns of all rows of a
/// source share one.
package final class LabelDictionary: Sendable {
  /// The labels by code.
  package let labels: [Label]

  /// A dictionary.
  package init(_ labels: [Label]) { self.labels = labels }

  static let truth = LabelDictionary(["false", "true"])
}

/// Hands out rows column by column, some at a time: the seam for whatever is not delimited text.
package protocol ColumnSource {
  /// Replaces the columns by those of the rows that follow, in the order in which they were asked for.
  ///
  /// - Parameter atMost: The most rows to hand out.
  /// - Returns: The number of rows; 0 at the end.
  mutating func next(_ columns: inout [Column], atMost: Int) throws(ReadError) -> Int

  /// The error for a fault in a row of those that were handed out last.
  func error(_ fault: RowFault) -> ReadError
}

/// A fault in some rows, before its place is known.
package struct RowFault {
  /// The row, from 0, of those that were handed out.
  let row: Int
  /// Which of the columns it is in; nothing for the row as a whole.
  let column: Int?
  let fault: FieldFault

  init(row: Int, column: Int?, fault: FieldFault) {
    self.row = row
    self.column = column
    self.fault = fault
  }

  /// What was found in a column, if anything.
  init?(_ found: (row: Int, fault: FieldFault)?, column: Int) {
    guard let found else { return nil }
    self.init(row: found.row, column: column, fault: found.fault)
  }

  /// The first of several faults in the order of rows; of a row, the one that was looked for first.
  static func first(_ faults: [RowFault?]) -> RowFault? {
    faults.compactMap { $0 }.reduce(nil as RowFault?) { first, next in
      first.map { next.row < $0.row ? next : $0 } ?? next
    }
  }
}
