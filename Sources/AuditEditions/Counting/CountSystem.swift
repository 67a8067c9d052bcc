/// Printed counts of people as sums of one table of cells, whatever metric, grouping or stratum prints them.
///
/// A cell is a combination of labels with a decision and an outcome, or people who were left out for one reason. The table
/// need not be the true one: any table that gives every count will do, since nothing else is known of it outside.
struct CountSystem: Sendable {
  /// A printed count.
  struct Sum: Sendable {
    /// Its cells, ascending.
    var cells: [Int]
    /// How much is lost by hiding it.
    var weight: Double
    /// Whether it was published before, so that hiding it is of no use.
    var isPublished: Bool { weight == .infinity }
  }

  /// A group that is listed.
  struct Row: Sendable {
    /// Its size; nobody would be listed without people.
    var size: Int?
    /// What else is counted of it.
    var counts: [Int]
  }

  /// A count that nobody may narrow down, printed or worked out from what is printed.
  struct Small: Sendable {
    /// Its cells, ascending.
    var cells: [Int]
    /// Its place among the printed ones; nothing where it is only worked out.
    var sum: Int?
    /// What it is.
    var value: Int
  }

  /// People in each cell.
  var table: [Int]
  /// The labels of each cell, one a column, as numbers; empty for a cell that has none.
  var labels: [[Int]]
  /// The printed counts.
  private(set) var sums: [Sum] = []
  /// Printed counts that stand in one row, each row being a group that is listed because somebody belongs to it.
  private(set) var rows: [Row] = []
  /// The counts to be kept apart, in rising order.
  private(set) var small: [Small] = []
  /// The least that a small count is not: 1 … `minimumCell` − 1 are small.
  let minimumCell: Int
  /// The printed counts of each cell.
  private(set) var sumsOfCell: [[Int]]
  private var places: [[Int]: Int] = [:]
  private var smallPlaces: Set<[Int]> = []

  /// A table with nothing printed.
  init(table: [Int], labels: [[Int]]? = nil, minimumCell: Int) {
    self.table = table
    self.labels = labels ?? table.map { _ in [] }
    self.minimumCell = minimumCell
    sumsOfCell = table.map { _ in [] }
  }

  /// Adds a count that is printed; the same count printed twice is one.
  ///
  /// - Returns: Its place among the printed ones.
  @discardableResult
  mutating func addPrinted(_ cells: [Int], weight: Double) -> Int {
    if let place = places[cells] {
      sums[place].weight = max(sums[place].weight, weight)
      return place
    }
    let place = sums.count
    places[cells] = place
    sums.append(Sum(cells: cells, weight: weight))
    for cell in cells { sumsOfCell[cell].append(place) }
    return place
  }

  /// Says that printed counts stand in the row of a group.
  mutating func list(_ row: Row) { rows.append(row) }

  /// Keeps a count apart if it is small; to be called when all are printed.
  ///
  /// - Parameters:
  ///   - evenIfNone: True for a 0 that says something about everybody of a small group.
  ///   - whatever: True for a count that may be small, although it need not be in this table.
  mutating func protect(_ cells: [Int], evenIfNone: Bool = false, whatever: Bool = false) {
    let value = self.value(of: cells)
    guard whatever || (value > 0 ? value < minimumCell : evenIfNone), !cells.isEmpty, smallPlaces.insert(cells).inserted
    else {
      return
    }
    let place = small.firstIndex { $0.value > value } ?? small.endIndex
    small.insert(Small(cells: cells, sum: places[cells], value: value), at: place)
  }

  /// The place of a printed count.
  func place(of cells: [Int]) -> Int? { places[cells] }

  /// People in cells.
  func value(of cells: [Int]) -> Int { cells.reduce(0) { $0 + table[$1] } }

  /// People of a printed count.
  func value(_ sum: Int) -> Int { value(of: sums[sum].cells) }
}
