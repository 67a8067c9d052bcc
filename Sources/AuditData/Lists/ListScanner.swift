/// Takes the rows of ranked lists.
///
/// As long as the rows of each list stand together, a list is put in order as soon as it ends, and nothing but what is
/// kept takes memory. When a list goes on later, all rows are gathered first.
final class ListScanner {
  /// A row that waits for the rest of its list.
  private struct Gathered {
    var key: UInt64
    var user: Int32
    var item: Int32
  }

  /// Two rows of a list that exclude each other.
  struct Repetition {
    /// Which of the rows of known users, from 0, is the second.
    let row: Int
    /// Whether they share the item, not the rank.
    let isItem: Bool
  }

  private let columns: ListColumns.Lists
  private let users: IDTable
  private let items: IDTable
  private let userUse: IDTable.Use
  private let itemUse: IDTable.Use
  /// Items that are in no table, so that repeated ones are found.
  private let strangers = IDTable("item")
  private var builder: ListBuilder

  private let gathers: Bool
  private var gathered: [Gathered] = []
  private var gatheredEngagement: [Double] = []

  private var current: Int32 = -1
  /// Rows of known users, and those before the list at hand.
  private var known = 0
  private var knownBefore = 0
  private(set) var received: Int64 = 0
  /// Entries that were handed out, and those of them in a tie.
  private(set) var entries = 0
  private(set) var tied = 0

  /// Whether a list has gone on after another began, which needs gathering.
  private(set) var isScattered = false
  private(set) var repetition: Repetition?

  private let userCodes = UnsafeMutablePointer<Int32>.allocate(capacity: TableRows.capacity)
  private let itemCodes = UnsafeMutablePointer<Int32>.allocate(capacity: TableRows.capacity)
  private let keys = UnsafeMutablePointer<UInt64>.allocate(capacity: TableRows.capacity)
  private let scores = UnsafeMutablePointer<Double>.allocate(capacity: TableRows.capacity)
  private let engagements = UnsafeMutablePointer<Double>.allocate(capacity: TableRows.capacity)

  /// - Parameters:
  ///   - addsUsers: Whether users are numbered as they come.
  ///   - addsItems: Whether items are numbered as they come.
  ///   - gathers: Whether rows of one list may stand apart.
  init(
    _ columns: ListColumns.Lists, users: IDTable, addsUsers: Bool, items: IDTable, addsItems: Bool, depth: Int,
    gathers: Bool
  ) {
    self.columns = columns
    self.users = users
    self.items = items
    userUse = addsUsers ? .add : .find
    itemUse = addsItems ? .add : .find
    self.gathers = gathers
    builder = ListBuilder(depth: depth, isRanked: columns.rank != nil, hasEngagement: columns.engagement != nil)
  }

  deinit {
    userCodes.deallocate()
    itemCodes.deallocate()
    keys.deallocate()
    scores.deallocate()
    engagements.deallocate()
  }

  /// User and item come first, then rank, score and engagement as far as they are declared.
  func absorb(_ rows: TableRows) -> TableStep {
    let fault = code(rows)
    let count = fault?.row ?? rows.count
    received += Int64(count)
    if items.count > 0 || strangers.count > 0 || users.count > 0 {
      builder.expect(users: users.count, items: items.count, strangers: strangers.count)
    }
    if gathers {
      gather(count)
    } else {
      divide(count)
      if isScattered || repetition != nil { return .stop }
    }
    return fault.map { .fail($0) } ?? .proceed
  }

  private func code(_ rows: TableRows) -> RowFault? {
    var next = 2
    func place() -> Int {
      defer { next += 1 }
      return rows.places[next]
    }
    var faults = [
      users.codes(of: rows.places[0], in: rows, use: userUse, into: userCodes),
      items.codes(of: rows.places[1], in: rows, use: itemUse, into: itemCodes),
    ]
    if columns.rank != nil { faults.append(NumberColumn.ranks(place(), in: rows, into: keys)) }
    if columns.score != nil {
      faults.append(NumberColumn(place: place(), part: .score).numbers(in: rows, into: scores))
    }
    if columns.engagement != nil {
      faults.append(NumberColumn(place: place(), part: .engagement).numbers(in: rows, into: engagements))
    }
    let fault = RowFault.first(faults)
    let count = fault?.row ?? rows.count
    if columns.rank == nil {
      for row in 0..<count { keys[row] = Self.key(scores[row]) }
    }
    if itemUse == .find {
      for row in 0..<count where itemCodes[row] < 0 && userCodes[row] >= 0 {
        itemCodes[row] = -2 - (strangers.code(of: rows.places[1], row: row, in: rows, use: .add) ?? 0)
      }
    }
    return fault
  }

  /// Numbers in the opposite order of scores.
  private static func key(_ score: Double) -> UInt64 {
    // Both zeros are one.
    let bits = (score + 0).bitPattern
    return bits >> 63 == 0 ? ~(bits | 1 << 63) : bits
  }

  /// Adds rows to the list at hand, and ends it where another begins.
  private func divide(_ count: Int) {
    var start = 0
    while start < count {
      let user = userCodes[start]
      var end = start + 1
      while end < count, userCodes[end] == user { end += 1 }
      if user >= 0 {
        if user != current {
          endList()
          guard repetition == nil else { return }
          isScattered = builder.isClosed(user)
          guard !isScattered else { return }
          current = user
        }
        builder.append(start..<end, keys: keys, items: itemCodes, engagement: engagements)
        known += end - start
      }
      start = end
    }
  }

  private func endList() {
    guard current >= 0 else { return }
    if let found = builder.close(current) {
      repetition = Repetition(row: knownBefore + found.order, isItem: found.isItem)
    }
    knownBefore = known
    current = -1
  }

  private func gather(_ count: Int) {
    for row in 0..<count where userCodes[row] >= 0 {
      gathered.append(Gathered(key: keys[row], user: userCodes[row], item: itemCodes[row]))
      if columns.engagement != nil { gatheredEngagement.append(engagements[row]) }
    }
    known = gathered.count
  }

  /// The complete lists, once there are enough of them to be worth handing out.
  func batch() -> ListBatch? {
    guard builder.waiting >= Self.batchEntries, repetition == nil, !isScattered else { return nil }
    return drained()
  }

  /// Entries of a batch, about.
  private static let batchEntries = 32_768

  private func drained() -> ListBatch? {
    guard let batch = builder.drain() else { return nil }
    entries += batch.items.count
    tied += batch.tied
    return batch
  }

  /// Ends the last list, or puts all gathered rows in order, and hands out what is left; then `repetition` is known.
  ///
  /// After a repetition nothing more is handed out.
  func close(_ hand: (ListBatch) -> Void) {
    closeLists(hand)
    if repetition == nil, let batch = drained() { hand(batch) }
  }

  private func closeLists(_ hand: (ListBatch) -> Void) {
    guard gathers else { return endList() }
    var next = [Int](repeating: 0, count: users.count + 1)
    for row in gathered { next[Int(row.user) + 1] += 1 }
    for user in 0..<users.count { next[user + 1] += next[user] }
    let starts = next
    var order = [UInt32](repeating: 0, count: gathered.count)
    for (at, row) in gathered.enumerated() {
      order[next[Int(row.user)]] = UInt32(at)
      next[Int(row.user)] += 1
    }
    for user in 0..<users.count where starts[user] < starts[user + 1] {
      let rows = starts[user]..<starts[user + 1]
      for place in rows {
        let row = Int(order[place])
        keys[0] = gathered[row].key
        itemCodes[0] = gathered[row].item
        if columns.engagement != nil { engagements[0] = gatheredEngagement[row] }
        builder.append(0..<1, keys: keys, items: itemCodes, engagement: engagements)
      }
      guard let found = builder.close(Int32(user)) else {
        if let batch = batch() { hand(batch) }
        continue
      }
      let row = Int(order[rows.lowerBound + found.order])
      if row < repetition?.row ?? .max { repetition = Repetition(row: row, isItem: found.isItem) }
    }
    gathered = []
    gatheredEngagement = []
  }

  /// The rows of each user's list, and where the rows went.
  func finish() -> (lengths: [Int32], tally: Tally) {
    let tally = Tally(
      received: received,
      [
        .unknownUser: received - Int64(known), .beyondDepth: builder.beyondDepth, .unknownItem: builder.unknownItems,
      ])
    return (builder.finish(users: users.count), tally)
  }

  /// Finds the second of two rows that exclude each other in another reading of the same rows.
  final class Search {
    private let users: IDTable
    private let wanted: Repetition
    private let fault: FieldFault
    private var known = 0
    private let codes = UnsafeMutablePointer<Int32>.allocate(capacity: TableRows.capacity)

    init(_ wanted: Repetition, _ fault: FieldFault, users: IDTable) {
      self.wanted = wanted
      self.fault = fault
      self.users = users
    }

    deinit { codes.deallocate() }

    func absorb(_ rows: TableRows) -> TableStep {
      let count = users.codes(of: rows.places[0], in: rows, use: .find, into: codes)?.row ?? rows.count
      for row in 0..<count where codes[row] >= 0 {
        if known == wanted.row {
          return .fail(RowFault(row: row, place: rows.places[wanted.isItem ? 1 : 2], fault: fault))
        }
        known += 1
      }
      return .proceed
    }
  }
}
