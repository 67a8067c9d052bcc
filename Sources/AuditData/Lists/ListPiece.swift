/// Some ranked lists, whole ones, as they came: what is measured at once.
///
/// Which lists are one piece depends on the lists alone. An item that is in no table of items takes its position and is left out here.
package struct ListPiece: Sendable, Hashable {
  /// How many lists precede these.
  package var before = 0
  /// Who received each list [lists]; nobody stands in two pieces, or twice in one.
  package var owners: [Int32]
  /// Where the entries of each list begin, and the end [lists + 1].
  package var starts: [Int]
  /// The items [entries]: by position, those of a tie by number.
  package var items: [Int32]
  /// Where the entries stand if that does not follow from their order: there are ties, or items left out.
  package var placement: Placement?
  /// The engagement with each entry [entries]; empty if that was not declared.
  package var engagement: [Double]
  /// The rows of each list as received, whatever their item and depth [lists].
  package var lengths: [Int32]

  /// Lists.
  package init(
    before: Int = 0, owners: [Int32], starts: [Int], items: [Int32], placement: Placement? = nil,
    engagement: [Double] = [], lengths: [Int32]
  ) {
    self.before = before
    self.owners = owners
    self.starts = starts
    self.items = items
    self.placement = placement
    self.engagement = engagement
    self.lengths = lengths
  }

  /// The number of lists.
  package var count: Int { owners.count }

  /// The entries of a list.
  package func entries(of list: Int) -> Range<Int> { starts[list]..<starts[list + 1] }

  /// The first position, from 1, of the tie to which an entry of `list` belongs; its own position without a tie.
  package func firstPosition(_ entry: Int, of list: Int) -> Int {
    placement.map { Int($0.firstPosition[entry]) } ?? entry - starts[list] + 1
  }

  /// How many positions the tie has to which an entry belongs; 1 without a tie. They may reach beyond the depth.
  package func tieLength(_ entry: Int) -> Int { placement.map { Int($0.tieLength[entry]) } ?? 1 }

  /// How many entries stand in a tie.
  package var tied: Int { placement?.tieLength.count { $0 > 1 } ?? 0 }

  /// No lists.
  static var none: ListPiece { ListPiece(owners: [], starts: [0], items: [], lengths: []) }

  /// Adds some lists of another piece behind these.
  mutating func append(_ lists: Range<Int>, of other: ListPiece) {
    let entries = other.starts[lists.lowerBound]..<other.starts[lists.upperBound]
    if placement == nil, !other.isPlain(lists) { place() }
    if placement != nil {
      let added = other.placement ?? other.plainPlacement(lists)
      let range = other.placement == nil ? 0..<entries.count : entries
      placement?.firstPosition.append(contentsOf: added.firstPosition[range])
      placement?.tieLength.append(contentsOf: added.tieLength[range])
    }
    let shift = items.count - entries.lowerBound
    owners.append(contentsOf: other.owners[lists])
    starts.append(contentsOf: other.starts[(lists.lowerBound + 1)..<(lists.upperBound + 1)].lazy.map { $0 + shift })
    items.append(contentsOf: other.items[entries])
    if !other.engagement.isEmpty { engagement.append(contentsOf: other.engagement[entries]) }
    lengths.append(contentsOf: other.lengths[lists])
  }

  /// Whether the places of entries follow from their order.
  private func isPlain(_ lists: Range<Int>) -> Bool {
    guard let placement else { return true }
    return lists.allSatisfy { list in
      entries(of: list).allSatisfy {
        Int(placement.firstPosition[$0]) == $0 - starts[list] + 1 && placement.tieLength[$0] == 1
      }
    }
  }

  /// Says where the entries stand, all of which follow from their order so far.
  mutating func place() { placement = plainPlacement(owners.indices) }

  private func plainPlacement(_ lists: Range<Int>) -> Placement {
    let count = starts[lists.upperBound] - starts[lists.lowerBound]
    var placement = Placement(firstPosition: [], tieLength: Array(repeating: 1, count: count))
    placement.firstPosition.reserveCapacity(count)
    for list in lists {
      placement.firstPosition.append(contentsOf: (0..<entries(of: list).count).map { Int32($0 + 1) })
    }
    return placement
  }

  /// Where entries stand.
  package struct Placement: Sendable, Hashable {
    /// The first position, from 1, of the tie [entries].
    package var firstPosition: [Int32]
    /// How many positions the tie has [entries]; 1 without a tie.
    package var tieLength: [Int32]

    /// Places of entries.
    package init(firstPosition: [Int32], tieLength: [Int32]) {
      self.firstPosition = firstPosition
      self.tieLength = tieLength
    }
  }
}
