import AuditInputs
import AuditRecord

/// Looks at the first rows of the lists, before they are read: where ranks begin, and whether they order anything.
struct ListProbe {
  private let columns: ListColumns
  private let reader: TableReader
  /// The most rows that are looked at.
  private static let mostRows = 20_000

  init(_ columns: ListColumns, _ options: SourceOptions) {
    self.columns = columns
    var options = options
    options.progress = nil
    reader = TableReader(
      table: columns.lists.table, wanted: columns.lists.wanted, options: options,
      workers: Workers(count: 1, digests: nil), progress: TableProgress())
  }

  /// What the rows have, and what is odd about their ranks.
  func shape() -> (shape: ListShape, warnings: [DataWarning]) {
    var shape = ListShape(columns)
    guard shape.isRanked, columns.lists.table.files.allSatisfy({ !$0.isStream }) else { return (shape, []) }
    let lists = firstLists()
    // In a run of TREC the score orders; ranks that say nothing are passed over.
    if columns.lists.table.format == .trecRun, shape.hasScore,
      let first = lists.first(where: { $0.count > 1 }), first.allSatisfy({ $0 == first[0] })
    {
      shape = ListShape(columns, isRanked: false)
      return (shape, [warning(.ranksEqual)])
    }
    guard lists.first?.contains(0) == true else { return (shape, []) }
    shape.firstRank = 0
    return (shape, [warning(.ranksFromZero)])
  }

  private func warning(_ code: DataWarningCode) -> DataWarning {
    DataWarning(code, table: TableReading.Part.lists.rawValue, column: columns.lists.rank, role: "rank")
  }

  /// The ranks of the first lists; faults are left to the reading that follows.
  private func firstLists() -> [[Double]] {
    var lists: [[Double]] = []
    var last: (user: [UInt8], list: [UInt8])?
    var rows = 0
    let place = columns.lists.list.map { _ in reader.wanted.count - 1 }
    _ = try? reader.read { block in
      for row in 0..<block.count {
        let own = (user: block.columns[0].content(row), list: place.map { block.columns[$0].content(row) } ?? [])
        if let last, last == own {} else { lists.append([]) }
        last = own
        lists[lists.count - 1].append(NumberColumn.number(block.columns[2], row) ?? -1)
        rows += 1
        guard rows < Self.mostRows else { return .stop }
      }
      return .proceed
    }
    return lists
  }
}
