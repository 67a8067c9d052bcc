import AuditRecord

/// Joins the lists of parts in the order of the file.
///
/// A list that crosses the border of two parts is put together here. When a list goes on after another one began, the
/// rows have to be gathered, see ``ListGatherer``.
final class ListJoiner {
  private let users: IDTable
  private let items: IDTable
  private let unlisted = IDTable("item")
  private var builder: ListBuilder
  private var cutter: ListCutter
  /// The rows of the list of each user so far; 0 without a complete list.
  private var lengths: [Int32] = []
  private var current: Int32 = -1

  private(set) var received: Int64 = 0
  private var known: Int64 = 0
  private var beyondDepth: Int64 = 0
  private var unknownItems: Int64 = 0

  /// Whether a list has gone on after another began.
  private(set) var isScattered = false
  private(set) var repetition: ListRepetition?
  /// Whether nothing more is wanted.
  var isStopped: Bool { isScattered || repetition != nil }

  init(_ coder: ListCoder, users: IDTable, pieceLists: Int) {
    self.users = users
    items = coder.items
    builder = ListBuilder(coder.shape)
    cutter = ListCutter(lists: pieceLists)
  }

  /// Takes the next part, and returns the pieces that are full.
  func join(_ part: ListPart) -> [ListPiece] {
    guard !isStopped else { return [] }
    received += part.received
    known += part.known
    beyondDepth += part.beyondDepth
    unknownItems += part.unknownItems
    if lengths.count < users.count { lengths += repeatElement(0, count: users.count - lengths.count) }
    var pieces: [ListPiece] = []
    if let head = part.head { pieces += extend(head) }
    if part.lists.count > 0 || part.repetition != nil { pieces += endList() }
    guard !isStopped else { return [] }
    guard note(part.lists) else { return [] }
    pieces += cutter.add(part.lists)
    if let found = part.repetition {
      if lengths[Int(found.user)] > 0 { isScattered = true } else { repetition = found }
    }
    if !isStopped, let tail = part.tail { pieces += extend(tail) }
    return isStopped ? [] : pieces
  }

  /// The last pieces.
  func finish() -> [ListPiece] {
    let pieces = endList()
    return isStopped ? [] : pieces + cutter.cut()
  }

  /// Takes note of the lengths of lists; false if one of the users has a list already.
  private func note(_ lists: ListPiece) -> Bool {
    lengths.withUnsafeMutableBufferPointer { lengths in
      var last: Int32 = -1
      for (owner, length) in zip(lists.owners, lists.lengths) {
        // The lists of a user follow each other.
        guard lengths[Int(owner)] == 0 || owner == last else {
          isScattered = true
          return false
        }
        lengths[Int(owner)] = Int32(clamping: Int(lengths[Int(owner)]) + Int(length))
        last = owner
      }
      return true
    }
  }

  private func extend(_ rows: ListRows) -> [ListPiece] {
    var pieces: [ListPiece] = []
    if rows.user != current {
      pieces = endList()
      guard !isStopped else { return [] }
      isScattered = lengths[Int(rows.user)] > 0
      guard !isScattered else { return [] }
      current = rows.user
    }
    let codes = unlisted.codes(of: rows)
    builder.expect(items: items.count, unlisted: unlisted.count)
    builder.append(rows, items: codes)
    return pieces
  }

  private func endList() -> [ListPiece] {
    guard current >= 0 else { return [] }
    let user = current
    current = -1
    if let found = builder.close(user) {
      repetition = ListRepetition(user: user, row: found.order, isItem: found.isItem)
      return []
    }
    let list = builder.take()
    return note(list) ? cutter.add(list) : []
  }

  /// What was found.
  func finding() -> ListFinding {
    let (beyond, unknown) = builder.takeCounts()
    beyondDepth += beyond
    unknownItems += unknown
    return ListFinding(
      lengths: lengths, entries: cutter.entries, tied: cutter.tied,
      tally: RowFlow(
        received: received,
        [
          .unknownUser: received - known, .beyondDepth: beyondDepth, .unknownItem: unknownItems,
        ]))
  }
}

/// What is known of all lists once they are read.
struct ListFinding {
  /// The places of the lists of each user; 0 without a list.
  var lengths: [Int32]
  /// Entries that were handed out, and those of them in a tie.
  var entries: Int
  var tied: Int
  /// Where the rows went.
  var tally: RowFlow
}

extension IDTable {
  /// The items of rows, those in no table numbered downwards from −2.
  func codes(of rows: ListRows) -> [Int32] {
    guard !rows.unlisted.isEmpty else { return rows.items }
    var next = 0
    return rows.items.map { item in
      guard item < 0 else { return item }
      defer { next += 1 }
      var name = rows.unlisted[next]
      return -2 - (code(of: &name) ?? 0)
    }
  }
}

extension ListBuilder {
  /// Adds rows to the list at hand.
  mutating func append(_ rows: ListRows, items: [Int32]) {
    rows.keys.withUnsafeBufferPointer { keys in
      items.withUnsafeBufferPointer { items in
        rows.engagement.withUnsafeBufferPointer { engagement in
          rows.lists.withUnsafeBufferPointer { lists in
            guard let keys = keys.baseAddress, let codes = items.baseAddress else { return }
            // Without engagement or lists nobody reads them.
            append(
              0..<items.count, keys: keys, items: codes, engagement: engagement.baseAddress, lists: lists.baseAddress)
          }
        }
      }
    }
  }
}
