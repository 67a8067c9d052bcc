/// Turns rows of ranked lists into numbers.
final class ListCoder {
  let items: IDTable
  /// Items that are in no table, so that repeated ones are found.
  let unlisted = IDTable("item")
  private let users: IDTable
  private let userUse: IDTable.Use
  private let itemUse: IDTable.Use
  /// What the rows have.
  let shape: ListShape
  /// Whether the rank column is read over, since the score orders.
  private let skipsRank: Bool
  /// The smallest rank that there may be.
  private let leastRank: UInt64
  private let itemColumn: String
  /// Whether rows have been coded before.
  private var hasRows = false
  private var names: [[UInt8]] = []

  /// Of the rows that were last coded: the user, −1 for none; the item, −2 and below for those in no table; what orders
  /// the list, the first lowest; the engagement.
  let userCodes = UnsafeMutablePointer<Int32>.allocate(capacity: TableRows.capacity)
  let itemCodes = UnsafeMutablePointer<Int32>.allocate(capacity: TableRows.capacity)
  let keys = UnsafeMutablePointer<UInt64>.allocate(capacity: TableRows.capacity)
  let engagements = UnsafeMutablePointer<Double>.allocate(capacity: TableRows.capacity)
  /// What tells the lists of a user apart: the same for the same text, and different for others.
  let listKeys = UnsafeMutablePointer<UInt64>.allocate(capacity: TableRows.capacity)
  private let scores = UnsafeMutablePointer<Double>.allocate(capacity: TableRows.capacity)

  /// - Parameters:
  ///   - addsUsers: Whether users are numbered as they come.
  ///   - addsItems: Whether items are numbered as they come.
  ///   - leastRank: The smallest rank that there may be.
  init(
    _ columns: ListColumns.Lists, _ shape: ListShape, users: IDTable, addsUsers: Bool, items: IDTable, addsItems: Bool,
    leastRank: UInt64
  ) {
    self.users = users
    self.items = items
    itemColumn = columns.item
    userUse = addsUsers ? .add : .find
    itemUse = addsItems ? .add : .find
    self.shape = shape
    self.leastRank = leastRank
    skipsRank = columns.rank != nil && !shape.isRanked
  }

  deinit {
    userCodes.deallocate()
    itemCodes.deallocate()
    keys.deallocate()
    engagements.deallocate()
    listKeys.deallocate()
    scores.deallocate()
  }

  /// Codes rows: user and item come first, then rank, score and engagement as far as they are declared.
  ///
  /// - Returns: The first row with a fault; those before it are coded.
  func code(_ rows: TableRows) -> RowFault? {
    if !hasRows, rows.count > 0 {
      if let fault = CellList.fault(rows.columns[1].content(0), column: itemColumn) {
        return RowFault(row: 0, column: 1, fault: fault)
      }
      hasRows = true
    }
    var faults: [RowFault?] = []
    func check(_ find: (Column) -> (row: Int, fault: FieldFault)?) {
      faults.append(RowFault(find(rows.columns[faults.count]), column: faults.count))
    }
    check { users.codes(of: $0, count: rows.count, use: userUse, into: userCodes) }
    check { items.codes(of: $0, count: rows.count, use: itemUse, into: itemCodes) }
    if shape.isRanked { check { NumberColumn.ranks(of: $0, count: rows.count, least: leastRank, into: keys) } }
    if skipsRank { check { _ in nil } }
    if shape.hasScore { check { NumberColumn(part: .score).numbers(of: $0, count: rows.count, into: scores) } }
    if shape.hasEngagement {
      check { NumberColumn(part: .engagement).numbers(of: $0, count: rows.count, into: engagements) }
    }
    if shape.hasList { check { codeLists($0, rows.count) } }
    let fault = RowFault.first(faults)
    let count = fault?.row ?? rows.count
    if !shape.isRanked {
      // Variables of a class are slower in loops.
      let (ordering, numbers) = (keys, scores)
      for row in 0..<count { ordering[row] = Self.key(numbers[row]) }
    }
    if itemUse == .find { codeUnlisted(rows.columns[1], count) }
    return fault
  }

  /// Writes what tells the lists of a user apart.
  private func codeLists(_ column: Column, _ count: Int) -> (row: Int, fault: FieldFault)? {
    var last: [UInt8] = []
    for row in 0..<count {
      let content = column.content(row)
      guard !content.isEmpty else {
        return (
          row,
          FieldFault(
            code: .missingIdentifier, message: "this row has no list",
            hint: "fill it in; without it nobody knows which list the row belongs to")
        )
      }
      if row > 0, content == last {
        listKeys[row] = listKeys[row - 1]
        continue
      }
      var hasher = Hasher()
      content.withUnsafeBytes { hasher.combine(bytes: $0) }
      listKeys[row] = UInt64(bitPattern: Int64(hasher.finalize()))
      last = content
    }
    return nil
  }

  /// Writes the codes of the items that are in no table.
  private func codeUnlisted(_ column: Column, _ count: Int) {
    let (userCodes, itemCodes) = (userCodes, itemCodes)
    for row in 0..<count where itemCodes[row] < 0 && userCodes[row] >= 0 {
      let code = unlisted.code(of: column, row, .add) ?? 0
      if Int(code) == names.count { names.append(column.content(row)) }
      itemCodes[row] = -2 - code
    }
  }

  /// What an item in no table is called.
  func name(ofUnlisted code: Int32) -> [UInt8] { names[Int(-2 - code)] }

  /// Numbers in the opposite order of scores.
  private static func key(_ score: Double) -> UInt64 {
    // Both zeros are one.
    let bits = (score + 0).bitPattern
    return bits >> 63 == 0 ? ~(bits | 1 << 63) : bits
  }
}
