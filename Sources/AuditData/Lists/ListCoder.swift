/// Turns rows of ranked lists into numbers.
final class ListCoder {
  let items: IDTable
  /// Items that are in no table, so that repeated ones are found.
  let strangers = IDTable("item")
  private let users: IDTable
  private let userUse: IDTable.Use
  private let itemUse: IDTable.Use
  private let hasScore: Bool
  let isRanked: Bool
  let hasEngagement: Bool
  private var names: [[UInt8]] = []

  /// Of the rows that were last coded: the user, −1 for none; the item, −2 and below for those in no table; what orders
  /// the list, the first lowest; the engagement.
  let userCodes = UnsafeMutablePointer<Int32>.allocate(capacity: TableRows.capacity)
  let itemCodes = UnsafeMutablePointer<Int32>.allocate(capacity: TableRows.capacity)
  let keys = UnsafeMutablePointer<UInt64>.allocate(capacity: TableRows.capacity)
  let engagements = UnsafeMutablePointer<Double>.allocate(capacity: TableRows.capacity)
  private let scores = UnsafeMutablePointer<Double>.allocate(capacity: TableRows.capacity)

  /// - Parameters:
  ///   - addsUsers: Whether users are numbered as they come.
  ///   - addsItems: Whether items are numbered as they come.
  init(_ columns: ListColumns.Lists, users: IDTable, addsUsers: Bool, items: IDTable, addsItems: Bool) {
    self.users = users
    self.items = items
    userUse = addsUsers ? .add : .find
    itemUse = addsItems ? .add : .find
    isRanked = columns.rank != nil
    hasScore = columns.score != nil
    hasEngagement = columns.engagement != nil
  }

  deinit {
    userCodes.deallocate()
    itemCodes.deallocate()
    keys.deallocate()
    engagements.deallocate()
    scores.deallocate()
  }

  /// Codes rows: user and item come first, then rank, score and engagement as far as they are declared.
  ///
  /// - Returns: The first row with a fault; those before it are coded.
  func code(_ rows: TableRows) -> RowFault? {
    var next = 2
    func place() -> Int {
      defer { next += 1 }
      return rows.places[next]
    }
    var faults = [
      users.codes(of: rows.places[0], in: rows, use: userUse, into: userCodes),
      items.codes(of: rows.places[1], in: rows, use: itemUse, into: itemCodes),
    ]
    if isRanked { faults.append(NumberColumn.ranks(place(), in: rows, into: keys)) }
    if hasScore { faults.append(NumberColumn(place: place(), part: .score).numbers(in: rows, into: scores)) }
    if hasEngagement {
      faults.append(NumberColumn(place: place(), part: .engagement).numbers(in: rows, into: engagements))
    }
    let fault = RowFault.first(faults)
    let count = fault?.row ?? rows.count
    let (userCodes, itemCodes, keys, scores) = (userCodes, itemCodes, keys, scores)
    if !isRanked {
      for row in 0..<count { keys[row] = Self.key(scores[row]) }
    }
    if itemUse == .find {
      for row in 0..<count where itemCodes[row] < 0 && userCodes[row] >= 0 {
        itemCodes[row] = stranger(rows.field(row, rows.places[1]))
      }
    }
    return fault
  }

  private func stranger(_ field: UnsafeRawBufferPointer) -> Int32 {
    let code = strangers.code(written: field, .add) ?? 0
    if Int(code) == names.count { names.append(FieldText.content(of: field)) }
    return -2 - code
  }

  /// What an item in no table is called.
  func name(ofStranger code: Int32) -> [UInt8] { names[Int(-2 - code)] }

  /// Numbers in the opposite order of scores.
  private static func key(_ score: Double) -> UInt64 {
    // Both zeros are one.
    let bits = (score + 0).bitPattern
    return bits >> 63 == 0 ? ~(bits | 1 << 63) : bits
  }
}
