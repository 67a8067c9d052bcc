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

  private let shape: ListShape
  private let depth: Int
  /// The rank of the first place, for ranks that say places.
  var firstRank: UInt64

  private var run: UnsafeMutablePointer<Entry>
  private var scratch: UnsafeMutablePointer<Int32>
  private var room = 1 << 10
  private var count = 0
  private var runEngagement: [Double] = []
  /// Which of the user's lists each row belongs to; empty where there is one.
  private var runLists: [UInt64] = []

  private var stamp: Int32 = 0
  private var itemStamps = UnsafeMutableBufferPointer<Int32>(start: nil, count: 0)
  private var unlistedStamps = UnsafeMutableBufferPointer<Int32>(start: nil, count: 0)

  /// The complete lists that have not been taken.
  private(set) var lists = ListPiece.none

  private var beyondDepth: Int64 = 0
  private var unknownItems: Int64 = 0

  init(_ shape: ListShape) {
    self.shape = shape
    depth = shape.depth
    firstRank = shape.firstRank
    run = .allocate(capacity: room)
    scratch = .allocate(capacity: room)
  }

  deinit {
    run.deallocate()
    scratch.deallocate()
    itemStamps.deallocate()
    unlistedStamps.deallocate()
  }

  /// Prepares for codes below the counts.
  mutating func expect(items: Int, unlisted: Int) {
    if itemStamps.count < items { Self.grow(&itemStamps, to: items) }
    if unlistedStamps.count < unlisted { Self.grow(&unlistedStamps, to: unlisted) }
  }

  private static func grow(_ stamps: inout UnsafeMutableBufferPointer<Int32>, to count: Int) {
    let grown = UnsafeMutableBufferPointer<Int32>.allocate(capacity: max(count, 2 * stamps.count))
    grown.initialize(repeating: 0)
    _ = grown.update(fromContentsOf: stamps)
    stamps.deallocate()
    stamps = grown
  }

  /// Adds rows to the list at hand.
  mutating func append(
    _ rows: Range<Int>, keys: UnsafePointer<UInt64>, items: UnsafePointer<Int32>, engagement: UnsafePointer<Double>?,
    lists: UnsafePointer<UInt64>?
  ) {
    while count + rows.count > room { grow() }
    let run = run
    var at = count
    for row in rows {
      run[at] = Entry(key: keys[row], item: items[row], order: Int32(truncatingIfNeeded: at))
      at += 1
    }
    count = at
    if shape.hasList, let lists {
      runLists.append(contentsOf: UnsafeBufferPointer(start: lists + rows.lowerBound, count: rows.count))
    }
    if shape.hasEngagement, let engagement {
      runEngagement.append(contentsOf: UnsafeBufferPointer(start: engagement + rows.lowerBound, count: rows.count))
    }
  }

  /// Rows of the list at hand.
  var waiting: Int { count }

  /// Forgets the list at hand, and says what its rows were.
  mutating func abandon(_ row: (_ key: UInt64, _ item: Int32, _ engagement: Double, _ list: UInt64) -> Void) {
    for at in 0..<count {
      row(
        run[at].key, run[at].item, shape.hasEngagement ? runEngagement[at] : 0, shape.hasList ? runLists[at] : 0)
    }
    clear()
  }

  /// Ends the lists of a user, which follow each other in the order of their first rows.
  ///
  /// - Returns: The first row that repeats an item or a rank of its list, in which case none of the lists is kept.
  mutating func close(_ user: Int32) -> Repetition? {
    guard count > 0 else { return nil }
    defer { clear() }
    guard shape.hasList, runLists.contains(where: { $0 != runLists[0] }) else { return closeList(user) }
    let rows = (0..<count).map { run[$0] }
    var members: [UInt64: Int] = [:]
    var lists: [[Int]] = []
    for (row, list) in runLists.enumerated() {
      if let number = members[list] {
        lists[number].append(row)
      } else {
        members[list] = lists.count
        lists.append([row])
      }
    }
    var first: Repetition?
    for list in lists {
      count = list.count
      for (at, row) in list.enumerated() { run[at] = rows[row] }
      if let found = closeList(user), found.order < first?.order ?? .max { first = found }
    }
    return first
  }

  /// Ends the list whose rows are at hand.
  private mutating func closeList(_ user: Int32) -> Repetition? {
    let repeatedItem = repeatedItem()
    let isTied = order()
    if repeatedItem != nil || (shape.isRanked && isTied) {
      let ranks = shape.isRanked && isTied ? repeatedRank() : nil
      guard let ranks else { return repeatedItem }
      return repeatedItem.map { $0.order <= ranks.order ? $0 : ranks } ?? ranks
    }
    keep(isTied: isTied)
    lists.owners.append(user)
    lists.lengths.append(places)
    lists.starts.append(lists.items.count)
    return nil
  }

  /// The places that the list at hand takes, empty ones included.
  private var places: Int32 {
    guard shape.keepsPlaces else { return Int32(count) }
    return Int32(clamping: run[count - 1].key &+ 1 &- firstRank)
  }

  private mutating func clear() {
    count = 0
    runEngagement.removeAll(keepingCapacity: true)
    runLists.removeAll(keepingCapacity: true)
  }

  /// Whether no two items of a short list share their last bits, so that they all differ; nothing is looked up for it.
  private func differAtOnce() -> Bool {
    let (run, count) = (run, count)
    guard count <= 64 else { return false }
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 64) { bits in
      bits.initialize(repeating: 0)
      var isShared: UInt64 = 0
      for at in 0..<count {
        let item = UInt32(bitPattern: run[at].item)
        let word = Int(truncatingIfNeeded: (item &>> 6) & 63)
        let bit = 1 as UInt64 &<< UInt64(item & 63)
        isShared |= bits[word] & bit
        bits[word] |= bit
      }
      return isShared == 0
    }
  }

  private mutating func repeatedItem() -> Repetition? {
    guard !differAtOnce() else { return nil }
    let (run, count) = (run, count)
    stamp += 1
    let (stamp, items, unlisted) = (stamp, itemStamps, unlistedStamps)
    for at in 0..<count {
      let item = Int(run[at].item)
      let last = item >= 0 ? items[item] : unlisted[-2 - item]
      if last == stamp { return Repetition(order: Int(run[at].order), isItem: true) }
      if item >= 0 { items[item] = stamp } else { unlisted[-2 - item] = stamp }
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
    // A list without gaps has its last row where its count says.
    let hasGaps = shape.keepsPlaces && (places != count || run[0].key != firstRank)
    if hasGaps { end = (0..<end).first { run[$0].key &- firstRank >= UInt64(depth) } ?? end }
    var unlisted = 0
    for at in 0..<end {
      scratch[at] = run[at].item
      unlisted += run[at].item < 0 ? 1 : 0
    }
    beyondDepth += Int64(count - end)
    unknownItems += Int64(unlisted)

    let isPlain =
      unlisted == 0 && !(hasGaps && (0..<end).contains { run[$0].key &- firstRank != UInt64($0) })
      && !(isTied && (1..<max(end, 1)).contains { run[$0 - 1].key == run[$0].key })
    if !isPlain, lists.placement == nil { lists.place() }
    if lists.placement != nil { if hasGaps { placeByRank(end) } else { place(end) } }
    if shape.hasEngagement {
      for at in 0..<end where run[at].item >= 0 { lists.engagement.append(runEngagement[Int(run[at].order)]) }
    }
    if unlisted == 0 {
      lists.items.append(contentsOf: UnsafeBufferPointer(start: scratch, count: end))
    } else {
      lists.items.append(contentsOf: UnsafeBufferPointer(start: scratch, count: end).lazy.filter { $0 >= 0 })
    }
  }

  private mutating func placeByRank(_ end: Int) {
    for at in 0..<end where run[at].item >= 0 {
      lists.placement?.firstPosition.append(Int32(run[at].key &- firstRank) + 1)
      lists.placement?.tieLength.append(1)
    }
  }

  private mutating func place(_ end: Int) {
    var start = 0
    while start < end {
      var stop = start + 1
      while stop < end, run[stop].key == run[start].key { stop += 1 }
      for at in start..<stop where run[at].item >= 0 {
        lists.placement?.firstPosition.append(Int32(start + 1))
        lists.placement?.tieLength.append(Int32(stop - start))
      }
      start = stop
    }
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

  /// The complete lists that have not been taken.
  mutating func take() -> ListPiece {
    defer { lists = .none }
    return lists
  }

  /// The rows beyond the depth and those of items in no table, since this was last asked.
  mutating func takeCounts() -> (beyondDepth: Int64, unknownItems: Int64) {
    defer { (beyondDepth, unknownItems) = (0, 0) }
    return (beyondDepth, unknownItems)
  }
}
