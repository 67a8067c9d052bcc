/// One ranked list with what is known of its owner, as metrics of those who receive see it.
///
/// Entries stand in the order of their positions. Values are expectations over the orders of tied entries. Valid only during
/// the call that receives it.
package struct RankedList {
  /// Who received it.
  package let owner: Int
  /// Positions that count.
  package let depth: Int
  /// Rows of the list as received, whatever their item and depth.
  package let length: Int
  /// The items [entries].
  package let items: UnsafeBufferPointer<Int32>
  /// How much of each entry lies within the depth: 1 unless it stands in a tie that reaches beyond [entries].
  package let inclusion: UnsafeBufferPointer<Double>
  /// The discount 1/log₂(r + 1) of each entry, 0 beyond the depth [entries].
  package let discount: UnsafeBufferPointer<Double>
  /// The grade of each entry for its owner; 0 where it is not wanted [entries].
  package let grades: UnsafeBufferPointer<Double>
  /// The first position, from 1, of the tie of each entry [entries].
  package let firstPositions: UnsafeBufferPointer<Int32>
  /// The positions of the tie of each entry [entries].
  package let tieLengths: UnsafeBufferPointer<Int32>
  /// How many items the owner wants, shown or not.
  package let wanted: Int
  /// The discounted grades of the best list of `depth` positions; 0 when nothing is wanted.
  package let idealGain: Double
  /// The items that the owner chose before, ascending.
  package let history: UnsafeBufferPointer<Int32>
  /// The items of the list that the owner received before, ascending; none where there is none.
  package let before: UnsafeBufferPointer<Int32>
  /// The items of the list that the owner would receive without personalisation, ascending; none where there is none.
  package let baseline: UnsafeBufferPointer<Int32>
  /// What is known of the items.
  package let catalogue: ItemCatalogue

  /// The number of entries.
  package var count: Int { items.count }

  /// Positions of the list within the depth, items that are in no table included.
  package var positions: Int { min(length, depth) }

  /// The share of the positions that hold an item of another list; nothing where there is no such list, or no position.
  func share(in other: UnsafeBufferPointer<Int32>) -> Double? {
    guard !other.isEmpty, positions > 0 else { return nil }
    var sum = 0.0
    for entry in 0..<count where other.holds(items[entry]) { sum += inclusion[entry] }
    return sum / Double(positions)
  }

  /// The chance that two entries both lie within the depth.
  func inclusion(_ one: Int, _ other: Int) -> Double {
    guard firstPositions[one] == firstPositions[other], inclusion[one] < 1 else {
      return inclusion[one] * inclusion[other]
    }
    // Both in the tie that reaches beyond the depth.
    let length = Double(tieLengths[one])
    let inside = inclusion[one] * length
    return inside * (inside - 1) / (length * (length - 1))
  }

  /// Walks the ties in order: the entries of each, its first position and its length.
  func ties(_ body: (_ entries: Range<Int>, _ first: Int, _ length: Int) -> Void) {
    var start = 0
    while start < count {
      var end = start + 1
      while end < count, firstPositions[end] == firstPositions[start] { end += 1 }
      body(start..<end, Int(firstPositions[start]), Int(tieLengths[start]))
      start = end
    }
  }
}

/// What is known of items before the first list.
package final class ItemCatalogue: Sendable {
  /// How many items there are; without a table of items, those met so far.
  package let count: Int
  /// How often each was chosen before [items]; empty if that was not declared.
  package let popularity: [Double]
  /// Whether each belongs to the long tail [items]; empty without popularity.
  package let isTail: [Bool]
  /// The groups of items, one axis a column.
  package let axes: [ItemAxis]

  /// Takes in what was read.
  ///
  /// The long tail is the largest set of least popular items that together hold at most `tail` of all popularity; items of
  /// equal popularity come in the order of their table.
  package init(count: Int, popularity: [Double], tail: Double, axes: [ItemAxis]) {
    self.count = count
    self.popularity = popularity
    self.axes = axes
    guard !popularity.isEmpty else {
      isTail = []
      return
    }
    let limit = popularity.reduce(0, +) * tail
    var isTail = Array(repeating: false, count: popularity.count)
    var sum = 0.0
    let order = popularity.indices.sorted { (popularity[$0], $0) < (popularity[$1], $1) }
    for item in order {
      sum += popularity[item]
      // A sum of decimals may miss the limit by rounding alone.
      guard sum <= limit * (1 + 1e-12) else { break }
      isTail[item] = true
    }
    self.isTail = isTail
  }
}

/// Which groups of one column the items belong to.
package struct ItemAxis: Sendable {
  /// The number of groups.
  package let groups: Int
  /// Where the groups of each item begin, and the end [items + 1].
  package let starts: [Int32]
  /// The groups of the items, ascending within each.
  package let codes: [Int32]
  /// How much of the item belongs to the group.
  package let shares: [Double]
  /// The amount of items in each group [groups].
  package let amounts: [Double]
  /// Items with at least one known group.
  package let known: Int
  /// The group of each item that belongs to one as a whole; −1 for an item without a group, −2 for any other [items].
  let only: [Int32]

  /// Takes in memberships; codes are below `groups`.
  package init(groups: Int, starts: [Int32], codes: [Int32], shares: [Double]) {
    self.groups = groups
    self.starts = starts
    self.codes = codes
    self.shares = shares
    var amounts = Array(repeating: 0.0, count: groups)
    for (code, share) in zip(codes, shares) { amounts[Int(code)] += share }
    self.amounts = amounts
    known = zip(starts, starts.dropFirst()).count { $0 < $1 }
    only = zip(starts, starts.dropFirst()).map { start, end in
      start == end ? -1 : end - start == 1 && shares[Int(start)] == 1 ? codes[Int(start)] : -2
    }
  }

  /// The places in ``codes`` and ``shares`` of the groups of an item; none for items that came later.
  @inline(__always)
  package func range(of item: Int32) -> Range<Int> {
    let item = Int(item)
    guard item + 1 < starts.count else { return 0..<0 }
    return Int(starts[item])..<Int(starts[item + 1])
  }

  /// How much of an item belongs to a group.
  func share(of item: Int32, in group: Int32) -> Double {
    for place in range(of: item) where codes[place] == group { return shares[place] }
    return 0
  }
}

extension UnsafeBufferPointer<Int32> {
  /// Whether ascending items hold one.
  fileprivate func holds(_ item: Int32) -> Bool {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < item { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low] == item
  }
}
