/// Rows that belong to one list, or to a list of which others may follow.
struct ListRows {
  var user: Int32
  var keys: [UInt64] = []
  /// The items; −1 for those that are in no table.
  var items: [Int32] = []
  var engagement: [Double] = []
  /// Which of the user's lists; empty where there is one.
  var lists: [UInt64] = []
  /// What the items are called that are in no table, in the order of the rows.
  var unlisted: [[UInt8]] = []
}

/// Two rows of a list that exclude each other.
struct ListRepetition {
  let user: Int32
  /// Which of the rows of the user, from 0, is the second.
  let row: Int
  /// Whether they share the item, not the rank.
  let isItem: Bool
}

/// What one scanner has found in rows that follow each other.
struct ListPart {
  var received: Int64 = 0
  /// Rows of known users.
  var known: Int64 = 0
  /// The rows of the first list, which may have begun before.
  var head: ListRows?
  /// The lists between the first and the last one.
  var lists = ListPiece.none
  var beyondDepth: Int64 = 0
  var unknownItems: Int64 = 0
  /// What has ended the scan after these lists.
  var repetition: ListRepetition?
  /// The rows of the last list, which may go on.
  var tail: ListRows?
}

/// Divides rows of ranked lists where a list ends and puts each in order.
final class ListScanner: PartScanner {
  private let coder: ListCoder
  private var builder: ListBuilder
  private var part = ListPart()
  private var current: Int32 = -1
  /// Whether the list at hand is the first one.
  private var isFirst = true

  init(_ coder: ListCoder) {
    self.coder = coder
    builder = ListBuilder(coder.shape)
  }

  func absorb(_ rows: TableRows) -> TableStep {
    let fault = coder.code(rows)
    let count = fault?.row ?? rows.count
    part.received += Int64(count)
    builder.expect(items: coder.items.count, unlisted: coder.unlisted.count)
    divide(count)
    if part.repetition != nil { return .stop }
    return fault.map { .fail($0) } ?? .proceed
  }

  /// Adds rows to the list at hand, and ends it where another begins.
  private func divide(_ count: Int) {
    let codes = coder.userCodes
    var current = current
    var known = 0
    var start = 0
    while start < count {
      let user = codes[start]
      var end = start + 1
      while end < count, codes[end] == user { end += 1 }
      if user >= 0 {
        if user != current {
          endList(current)
          current = user
          guard part.repetition == nil else { break }
        }
        builder.append(
          start..<end, keys: coder.keys, items: coder.itemCodes, engagement: coder.engagements,
          lists: coder.listKeys)
        known += end - start
      }
      start = end
    }
    self.current = current
    part.known += Int64(known)
  }

  private func endList(_ user: Int32) {
    guard user >= 0 else { return }
    if isFirst {
      part.head = rows(of: user)
      isFirst = false
    } else if let found = builder.close(user) {
      part.repetition = ListRepetition(user: user, row: found.order, isItem: found.isItem)
    }
  }

  private func rows(of user: Int32) -> ListRows {
    var rows = ListRows(user: user)
    builder.abandon { key, item, engagement, list in
      rows.keys.append(key)
      rows.items.append(max(item, -1))
      if coder.shape.hasEngagement { rows.engagement.append(engagement) }
      if coder.shape.hasList { rows.lists.append(list) }
      if item < 0 { rows.unlisted.append(coder.name(ofUnlisted: item)) }
    }
    return rows
  }

  /// What has been found since this was last asked.
  func take() -> ListPart {
    var part = part
    if part.repetition == nil, current >= 0 {
      let rows = rows(of: current)
      if isFirst { part.head = rows } else { part.tail = rows }
    }
    part.lists = builder.take()
    (part.beyondDepth, part.unknownItems) = builder.takeCounts()
    self.part = ListPart()
    (current, isFirst) = (-1, true)
    return part
  }
}

/// Takes the rows of known users as they come.
final class RowScanner: PartScanner {
  /// Rows of known users.
  struct Part {
    var received: Int64 = 0
    var users: [Int32] = []
    var rows = ListRows(user: -1)
  }

  private let coder: ListCoder
  private let kept: Range<Int32>
  private let keepsRows: Bool
  private var part = Part()

  /// - Parameter kept: The users whose rows are wanted; without it, the users of all rows and nothing else.
  init(_ coder: ListCoder, kept: Range<Int32>?) {
    self.coder = coder
    self.kept = kept ?? 0..<Int32.max
    keepsRows = kept != nil
  }

  func absorb(_ rows: TableRows) -> TableStep {
    let fault = coder.code(rows)
    let count = fault?.row ?? rows.count
    part.received += Int64(count)
    if part.users.isEmpty { reserve(count) }
    let (users, kept) = (coder.userCodes, kept)
    for row in 0..<count where kept.contains(users[row]) {
      part.users.append(users[row])
      guard keepsRows else { continue }
      let item = coder.itemCodes[row]
      part.rows.keys.append(coder.keys[row])
      part.rows.items.append(max(item, -1))
      if coder.shape.hasEngagement { part.rows.engagement.append(coder.engagements[row]) }
      if coder.shape.hasList { part.rows.lists.append(coder.listKeys[row]) }
      if item < 0 { part.rows.unlisted.append(coder.name(ofUnlisted: item)) }
    }
    return fault.map { .fail($0) } ?? .proceed
  }

  private func reserve(_ count: Int) {
    part.users.reserveCapacity(count)
    guard keepsRows else { return }
    part.rows.keys.reserveCapacity(count)
    part.rows.items.reserveCapacity(count)
    if coder.shape.hasEngagement { part.rows.engagement.reserveCapacity(count) }
    if coder.shape.hasList { part.rows.lists.reserveCapacity(count) }
  }

  func take() -> Part {
    defer { part = Part() }
    return part
  }
}

/// Finds the first row that repeats another one, in another reading of the same rows.
final class RepetitionSearch {
  private let users: IDTable
  private let wanted: [Int32: ListRepetition]
  private let fault: (ListRepetition) -> FieldFault
  private var rows: [Int32: Int] = [:]
  private let codes = UnsafeMutablePointer<Int32>.allocate(capacity: TableRows.capacity)

  init(_ wanted: [ListRepetition], users: IDTable, fault: @escaping (ListRepetition) -> FieldFault) {
    self.wanted = Dictionary(wanted.map { ($0.user, $0) }) { first, _ in first }
    self.users = users
    self.fault = fault
  }

  deinit { codes.deallocate() }

  func absorb(_ rows: TableRows) -> TableStep {
    let count = users.codes(of: rows.columns[0], count: rows.count, use: .find, into: codes)?.row ?? rows.count
    for row in 0..<count where codes[row] >= 0 {
      guard let repetition = wanted[codes[row]] else { continue }
      let before = self.rows[codes[row], default: 0]
      if before == repetition.row {
        return .fail(RowFault(row: row, column: repetition.isItem ? 1 : 2, fault: fault(repetition)))
      }
      self.rows[codes[row]] = before + 1
    }
    return .proceed
  }
}
