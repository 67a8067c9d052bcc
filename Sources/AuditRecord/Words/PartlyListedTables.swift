import Synchronization

/// Tables of which small groups are not listed, put together when they are asked for: there may be many of them, and a
/// judgement asks for few.
final class PartlyListedTables: Sendable {
  private let small: [Place: SmallGroups]
  private let listed: [Place: [Estimate]]
  private let orders: [[String]: GroupOrder]
  private let sizes: [[String]: [Int]]
  private let known = Mutex<[Place: GroupNumbers]>([:])

  /// Takes in counts of small groups; those that do not fit their grouping are passed over.
  init(_ groupings: [GroupingDescription], small: [SmallGroups], listed: [Place: [Estimate]]) {
    var orders: [[String]: GroupOrder] = [:]
    var sizes: [[String]: [Int]] = [:]
    var tables: [Place: SmallGroups] = [:]
    if !small.isEmpty {
      let described = Dictionary(groupings.map { ($0.grouping, $0) }) { first, _ in first }
      for table in small {
        guard let groups = described[table.grouping]?.inhabited, table.fits(groups: groups.count) else { continue }
        if orders[table.grouping] == nil {
          orders[table.grouping] = GroupOrder(groups.map(\.group))
          sizes[table.grouping] = groups.map(\.count)
        }
        tables[Place(table)] = table
      }
    }
    self.small = tables
    self.orders = orders
    self.sizes = sizes
    self.listed = tables.isEmpty ? [:] : listed.filter { tables[$0.key] != nil }
  }

  /// The places of the tables.
  var places: [Place] { Array(small.keys) }

  /// Whether a table is one of these.
  func contains(_ place: Place) -> Bool { small[place] != nil }

  /// The numbers of all groups of a table; nil where it is none of these.
  func numbers(at place: Place) -> GroupNumbers? {
    guard let table = small[place], let order = orders[place.grouping] else { return nil }
    return known.withLock { known in
      if let found = known[place] { return found }
      let made = GroupNumbers(
        order: order, estimates: listed[place] ?? [], small: table,
        sizes: place.stratifier == nil ? sizes[place.grouping] ?? [] : [])
      known[place] = made
      return made
    }
  }
}
