import AuditRecord

/// Puts lists together whose rows stand apart: those of as many users at a time as fit into memory, in the order of the
/// users.
final class ListGatherer {
  private let users: IDTable
  private let items: IDTable
  private let shape: ListShape
  private let unlisted = IDTable("item")
  private var builder: ListBuilder
  private var cutter: ListCutter

  private(set) var received: Int64 = 0
  /// The rows of each user.
  private var counts: [Int32] = []
  private var beyondDepth: Int64 = 0
  private var unknownItems: Int64 = 0
  /// Of each user with rows that exclude each other, the first one.
  private(set) var repetitions: [ListRepetition] = []
  /// Whether a row had no place.
  private var isOverfull = false

  /// The users at hand, and where the next row of each goes.
  private var range: Range<Int32> = 0..<0
  private var next: [Int] = []
  private var keys = UnsafeMutableBufferPointer<UInt64>(start: nil, count: 0)
  private var codes = UnsafeMutableBufferPointer<Int32>(start: nil, count: 0)
  private var engagement = UnsafeMutableBufferPointer<Double>(start: nil, count: 0)
  private var lists = UnsafeMutableBufferPointer<UInt64>(start: nil, count: 0)

  /// The places of the lists of each user.
  private var lengths: [Int32] = []

  /// Entries of lists that are handed on together.
  private static let handedEntries = 32_768

  init(_ coder: ListCoder, users: IDTable, pieceLists: Int) {
    self.users = users
    items = coder.items
    shape = coder.shape
    builder = ListBuilder(coder.shape)
    cutter = ListCutter(lists: pieceLists)
  }

  deinit { release() }

  /// What a row takes [bytes].
  static func bytes(_ shape: ListShape) -> Int { 12 + (shape.hasEngagement ? 8 : 0) + (shape.hasList ? 8 : 0) }

  /// Sets the rank of the first place, before the first list is ended.
  func begin(withRank first: UInt64) { builder.firstRank = first }

  /// Counts the rows of each user.
  func count(_ part: RowScanner.Part) {
    received += part.received
    if counts.count < users.count { counts += repeatElement(0, count: users.count - counts.count) }
    counts.withUnsafeMutableBufferPointer { counts in
      for user in part.users { counts[Int(user)] += 1 }
    }
  }

  /// Ranges of users that follow each other, the rows of each no more than `memory` [bytes], or those of one user.
  func ranges(memory: Int) -> [Range<Int32>] {
    let most = memory / Self.bytes(shape)
    var ranges: [Range<Int32>] = []
    var (start, rows) = (0, 0)
    for (user, count) in counts.enumerated() {
      if rows > 0, rows + Int(count) > most {
        ranges.append(Int32(start)..<Int32(user))
        (start, rows) = (user, 0)
      }
      rows += Int(count)
    }
    if rows > 0 { ranges.append(Int32(start)..<Int32(counts.count)) }
    return ranges
  }

  /// Makes room for the rows of some users.
  func begin(_ range: Range<Int32>) {
    release()
    self.range = range
    next = []
    next.reserveCapacity(range.count)
    var sum = 0
    for user in range {
      next.append(sum)
      sum += Int(counts[Int(user)])
    }
    keys = .allocate(capacity: sum)
    codes = .allocate(capacity: sum)
    if shape.hasEngagement { engagement = .allocate(capacity: sum) }
    if shape.hasList { lists = .allocate(capacity: sum) }
  }

  /// Takes those of the rows that belong to these users.
  func gather(_ part: RowScanner.Part) {
    let items = unlisted.codes(of: part.rows)
    let (range, keys, codes, engagement, lists, shape) = (range, keys, codes, engagement, lists, shape)
    next.withUnsafeMutableBufferPointer { next in
      for (row, user) in part.users.enumerated() where range.contains(user) {
        let place = next[Int(user - range.lowerBound)]
        guard place < keys.count else {
          isOverfull = true
          return
        }
        next[Int(user - range.lowerBound)] = place + 1
        keys[place] = part.rows.keys[row]
        codes[place] = items[row]
        if shape.hasEngagement { engagement[place] = part.rows.engagement[row] }
        if shape.hasList { lists[place] = part.rows.lists[row] }
      }
    }
  }

  /// Whether every user at hand has as many rows as were counted.
  var isComplete: Bool {
    var sum = 0
    for (user, end) in zip(range, next) {
      sum += Int(counts[Int(user)])
      if end != sum { return false }
    }
    return !isOverfull
  }

  /// Puts the lists of these users in order and hands out the pieces that are full.
  func end(_ hand: ([ListPiece]) -> Void) {
    builder.expect(items: items.count, unlisted: unlisted.count)
    var start = 0
    for (user, end) in zip(range, next) where start < end {
      builder.append(
        start..<end, keys: keys.baseAddress!, items: codes.baseAddress!, engagement: engagement.baseAddress,
        lists: lists.baseAddress)
      if let found = builder.close(user) {
        repetitions.append(ListRepetition(user: user, row: found.order, isItem: found.isItem))
      }
      start = end
      if builder.lists.items.count >= Self.handedEntries { handOut(hand) }
    }
    handOut(hand)
    release()
  }

  private func handOut(_ hand: ([ListPiece]) -> Void) {
    let lists = builder.take()
    if lengths.count < users.count { lengths += repeatElement(0, count: users.count - lengths.count) }
    for (owner, length) in zip(lists.owners, lists.lengths) {
      lengths[Int(owner)] = Int32(clamping: Int(lengths[Int(owner)]) + Int(length))
    }
    if repetitions.isEmpty { hand(cutter.add(lists)) }
  }

  /// The last pieces.
  func finish() -> [ListPiece] { cutter.cut() }

  private func release() {
    keys.deallocate()
    codes.deallocate()
    engagement.deallocate()
    lists.deallocate()
    (keys, codes) = (.init(start: nil, count: 0), .init(start: nil, count: 0))
    (engagement, lists) = (.init(start: nil, count: 0), .init(start: nil, count: 0))
  }

  /// What was found.
  func finding() -> ListFinding {
    let (beyond, unknown) = builder.takeCounts()
    if counts.count < users.count { counts += repeatElement(0, count: users.count - counts.count) }
    if lengths.count < users.count { lengths += repeatElement(0, count: users.count - lengths.count) }
    return ListFinding(
      lengths: lengths, entries: cutter.entries, tied: cutter.tied,
      tally: RowFlow(
        received: received,
        [
          .unknownUser: received - counts.reduce(0) { $0 + Int64($1) }, .beyondDepth: beyond, .unknownItem: unknown,
        ]))
  }
}
