import AuditRecord

/// The rows of some row groups of a Parquet file.
struct ParquetRows: ColumnSource {
  private let file: ParquetFile
  private let columns: [Int]
  /// The row groups that are still to be read.
  private var groups: Range<Int>
  /// What reads each column in the row group at hand, and the rows that are left of it.
  private var readers: [ParquetColumnReader] = []
  private var left = 0
  /// The rows of the file before those that were handed out last, and how many these were.
  private var before: Int
  private var handed = 0

  init(_ file: ParquetFile, _ groups: Range<Int>, columns: [Int]) {
    (self.file, self.groups, self.columns) = (file, groups, columns)
    before = file.starts[groups.lowerBound]
  }

  mutating func next(_ columns: inout [Column], atMost: Int) throws(ReadError) -> Int {
    before += handed
    handed = 0
    while left == 0 {
      guard let group = groups.popFirst() else { return 0 }
      try begin(group)
    }
    var count = min(left, atMost)
    for reader in readers { count = min(count, try reader.ready()) }
    columns.removeAll(keepingCapacity: true)
    for reader in readers { columns.append(reader.take(count)) }
    left -= count
    handed = count
    return count
  }

  private mutating func begin(_ group: Int) throws(ReadError) {
    left = file.footer.groups[group].rows
    var chunks: [ParquetFooter.Chunk] = []
    do throws(ThriftReader.Fault) {
      chunks = try file.footer.chunks(of: group, leaves: columns.map { file.footer.columns[$0].leaf })
    } catch {
      throw ReadError(
        .corruptParquet, file: file.shared.file.given,
        message: "row group \(group + 1): its description in the footer is damaged", hint: ParquetColumnReader.mend)
    }
    guard left > 0 else { return }
    readers = []
    for (column, chunk) in zip(columns, chunks) {
      readers.append(try ParquetColumnReader(file, group: group, column: column, chunk, wanted: columns))
    }
  }

  func error(_ fault: RowFault) -> ReadError {
    ReadError(
      fault.fault, file: file.shared.file.given, row: before + fault.row + 1,
      column: fault.column.map { file.footer.columns[columns[$0]].name })
  }
}
