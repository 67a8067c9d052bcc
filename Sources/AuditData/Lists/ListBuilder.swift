/// Puts the rows of each list in order and keeps what lies within the depth.
struct ListBuilder: ~Copyable {
  /// A row of the list at hand.
  private struct Entry {
    /// What orders the list, the first lowest.
    var key: UInt64
    /// Its code; −2 and below for items that are in no table.
    var item: Int32
    /// Which row of the list it was.
    var order: Int32
  }

  /// Two rows of a list that exclude each other.
  struct Repetition {
    /// Which row of the list is the second of the two.
    let order: Int
    /// Whether they share the item, not the rank.
    let isItem: Bool
  }

  private let depth: Int
  private let isRanked: Bool
  private let hasEngagement: Bool

  private var run: UnsafeMutablePointer<Entry>
  private var scratch: UnsafeMutablePointer<Int32>
  private var room = 1 << 10
  private var count = 0
  private var runEngagement: [Double] = []

  private var stamp: Int32 = 0
  private var itemStamps = UnsafeMutableBufferPointer<Int32>(start: nil, count: 0)
  private var strangerStamps = UnsafeMutableBufferPointer<Int32>(start: nil, count: 0)

  private var items: [Int32] = []
  private var engagement: [Double] = []
  private var placement: ListBatch.Placement?
  /// The users in the order of their lists, and how many entries and rows each has.
  private var owners: [Int32] = []
  private var kept: [Int32] = []
  /// The rows of the list of each user so far; 0 without a list.
  private var lengths: [Int32] = []

  private(set) var beyondDepth: Int64 = 0
  private(set) var unknownItems: Int64 = 0

  init(depth: Int, isRanked: Bool, hasEngagement: Bool) {
    self.depth = depth
    self.isRanked = isRanked
    self.hasEngagement = hasEngagement
    run = .allocate(capacity: room)
    scratch = .allocate(capacity: room)
  }

  deinit {
    run.deallocate()
    scratch.deallocate()
    itemStamps.deallocate()
    strangerStamps.deallocate()
  }

  /// Prepares for codes below the counts.
  mutating func expect(users: Int, items: Int, strangers: Int) {
    if lengths.count < users { lengths += repeatElement(0, count: users - lengths.count) }
    if itemStamps.count < items { Self.grow(&itemStamps, to: items) }
    if strangerStamps.count < strangers { Self.grow(&strangerStamps, to: strangers) }
  }

  private static func grow(_ stamps: inout UnsafeMutableBufferPointer<Int32>, to count: Int) {
    let grown = UnsafeMutableBufferPointer<Int32>.allocate(capacity: max(count, 2 * stamps.count))
    grown.initialize(repeating: 0)
    _ = grown.update(fromContentsOf: stamps)
    stamps.deallocate()
    stamps = grown
  }

  /// Whether the user's list is complete.
  func isClosed(_ user: Int32) -> Bool { lengths[Int(user)] > 0 }

  /// Adds rows to the list at hand.
  mutating func append(
    _ rows: Range<Int>, keys: UnsafePointer<UInt64>, items: UnsafePointer<Int32>, engagement: UnsafePointer<Double>
  ) {
    while count + rows.count > room { grow() }
    let run = run
    var at = count
    for row in rows {
      run[at] = Entry(key: keys[row], item: items[row], order: Int32(truncatingIfNeeded: at))
      at += 1
    }
    count = at
    if hasEngagement {
      runEngagement.append(contentsOf: UnsafeBufferPointer(start: engagement + rows.lowerBound, count: rows.count))
    }
  }

  /// Ends the list at hand.
  ///
  /// - Returns: The first row that repeats an item or a rank, in which case the list is not kept.
  mutating func close(_ user: Int32) -> Repetition? {
    guard count > 0 else { return nil }
    let repeatedItem = repeatedItem()
    let isTied = order()
    if repeatedItem != nil || (isRanked && isTied) {
      let ranks = isRanked && isTied ? repeatedRank() : nil
      count = 0
      guard let ranks else { return repeatedItem }
      return repeatedItem.map { $0.order <= ranks.order ? $0 : ranks } ?? ranks
    }
    lengths[Int(user)] = Int32(count)
    owners.append(user)
    let before = items.count
    keep(isTied: isTied)
    kept.append(Int32(items.count - before))
    count = 0
    runEngagement.removeAll(keepingCapacity: true)
    return nil
  }

  private mutating func repeatedItem() -> Repetition? {
    let (run, count) = (run, count)
    stamp += 1
    let (stamp, items, strangers) = (stamp, itemStamps, strangerStamps)
    for at in 0..<count {
      let item = Int(run[at].item)
      let last = item >= 0 ? items[item] : strangers[-2 - item]
      if last == stamp { return Repetition(order: at, isItem: true) }
      if item >= 0 { items[item] = stamp } else { strangers[-2 - item] = stamp }
    }
    return nil
  }

  /// Sorts the rows by key and item unless they are in order; true if keys are equal.
  private func order() -> Bool {
    let (run, count) = (run, count)
    var (isSorted, isTied) = (true, false)
    for at in 1..<max(count, 1) {
      let (one, two) = (run[at - 1], run[at])
      isTied = isTied || one.key == two.key
      isSorted = isSorted && (one.key < two.key || (one.key == two.key && one.item < two.item))
    }
    guard !isSorted else { return isTied }
    var rows = UnsafeMutableBufferPointer(start: run, count: count)
    rows.sort {
      $0.key == $1.key ? $0.item < $1.item : $0.key < $1.key
    }
    for at in 1..<count where run[at - 1].key == run[at].key { return true }
    return false
  }

  /// The first row whose rank an earlier one has.
  private func repeatedRank() -> Repetition? {
    var first: Int32?
    var start = 0
    while start < count {
      var end = start + 1
      while end < count, run[end].key == run[start].key { end += 1 }
      if end - start > 1 {
        let second = (start..<end).map { run[$0].order }.sorted()[1]
        first = min(first ?? second, second)
      }
      start = end
    }
    return first.map { Repetition(order: Int($0), isItem: false) }
  }

  /// Keeps the rows within the depth, ties whole.
  private mutating func keep(isTied: Bool) {
    let (run, scratch, count) = (run, scratch, count)
    var end = min(depth, count)
    if isTied { while end < count, run[end].key == run[end - 1].key { end += 1 } }
    var strangers = 0
    for at in 0..<end {
      scratch[at] = run[at].item
      strangers += run[at].item < 0 ? 1 : 0
    }
    beyondDepth += Int64(count - end)
    unknownItems += Int64(strangers)

    let isPlain = strangers == 0 && !(isTied && (1..<max(end, 1)).contains { run[$0 - 1].key == run[$0].key })
    if !isPlain, placement == nil { placement = plainPlacement() }
    if placement != nil { place(end) }
    if hasEngagement {
      for at in 0..<end where run[at].item >= 0 { engagement.append(runEngagement[Int(run[at].order)]) }
    }
    if strangers == 0 {
      items.append(contentsOf: UnsafeBufferPointer(start: scratch, count: end))
    } else {
      items.append(contentsOf: UnsafeBufferPointer(start: scratch, count: end).lazy.filter { $0 >= 0 })
    }
  }

  private mutating func place(_ end: Int) {
    var start = 0
    while start < end {
      var stop = start + 1
      while stop < end, run[stop].key == run[start].key { stop += 1 }
      for at in start..<stop where run[at].item >= 0 {
        placement?.firstPosition.append(Int32(start + 1))
        placement?.tieLength.append(Int32(stop - start))
      }
      start = stop
    }
  }

  /// Where the entries stand that have been kept so far, all of them plainly.
  private func plainPlacement() -> ListBatch.Placement {
    var placement = ListBatch.Placement(firstPosition: [], tieLength: Array(repeating: 1, count: items.count))
    placement.firstPosition.reserveCapacity(items.count)
    for count in kept where count > 0 { placement.firstPosition.append(contentsOf: 1...count) }
    return placement
  }

  private mutating func grow() {
    let old = run
    room *= 2
    run = .allocate(capacity: room)
    run.update(from: old, count: count)
    old.deallocate()
    scratch.deallocate()
    scratch = .allocate(capacity: room)
  }

  /// Entries of complete lists that wait to be handed out.
  var waiting: Int { items.count }

  /// The complete lists that have not been handed out; nothing if there is none.
  mutating func drain() -> ListBatch? {
    guard !owners.isEmpty else { return nil }
    var starts: [Int] = [0]
    starts.reserveCapacity(owners.count + 1)
    for size in kept { starts.append(starts[starts.count - 1] + Int(size)) }
    let batch = ListBatch(
      owners: owners, starts: starts, items: items, placement: placement, engagement: engagement,
      lengths: owners.map { lengths[Int($0)] })
    owners.removeAll(keepingCapacity: true)
    kept.removeAll(keepingCapacity: true)
    items.removeAll(keepingCapacity: true)
    engagement.removeAll(keepingCapacity: true)
    placement = nil
    return batch
  }

  /// The rows of the list of each of `users` users; 0 without a list.
  mutating func finish(users: Int) -> [Int32] {
    expect(users: users, items: 0, strangers: 0)
    return Array(lengths.prefix(users))
  }
}
