/// The cheapest small change of a table of counts that keeps some sums, moves others, and pays for those that it should keep.
///
/// Every cell may go up and down within its room, at a small cost a person. A row is the change of one sum: it stays in its
/// range, or leaves it at a penalty a person; a row without a penalty never leaves it.
struct ElasticProgram: Sendable {
  /// How far a cell may go from where it is.
  struct Cell: Sendable {
    /// People that it may lose, at most all it has.
    var down: Double
    /// People that it may gain.
    var up = Double.infinity
    /// The rows whose sums it belongs to.
    var rows: [Int]
  }

  /// The change of a sum.
  struct Row: Sendable {
    /// The least change that costs nothing.
    var lower: Double
    /// The most.
    var upper: Double
    /// What leaving the range costs a person; nothing where that is not allowed.
    var penalty: Double?

    /// A sum that must change by so much.
    static func demand(_ range: ClosedRange<Double>) -> Row { Row(lower: range.lowerBound, upper: range.upperBound) }
  }

  /// The cells.
  var cells: [Cell] = []
  /// The rows.
  var rows: [Row] = []

  /// A change, cell by cell, and by how much each row leaves its range.
  struct Change: Sendable {
    /// By how much each cell changes.
    var cells: [Double]
    /// By how much each row is outside its range.
    var excess: [Double]
  }

  /// How close to a whole number counts as one.
  static let closeness = 1e-6

  /// The cheapest change, or nothing where there is none or the pivots are used up.
  ///
  /// - Parameter pivots: What may still be spent; lowered by what was.
  func cheapest(pivots: inout Int) -> Change? {
    var simplex = DualSimplex(self)
    return simplex.solve(pivots: &pivots) ? simplex.change : nil
  }

  /// A cheap change in whole people: the cheapest one, and where that has fractions, cells are held at the nearest whole
  /// number one by one.
  func whole(pivots: inout Int, most: Int = 40) -> [Int]? {
    var program = self
    for _ in 0...most {
      guard let change = program.cheapest(pivots: &pivots) else { return nil }
      var nearest: (cell: Int, distance: Double)?
      for (cell, value) in change.cells.enumerated() {
        let distance = abs(value - value.rounded())
        if distance > Self.closeness, nearest.map({ distance < $0.distance }) ?? true { nearest = (cell, distance) }
      }
      guard let nearest else {
        let whole = change.cells.compactMap { Int(exactly: $0.rounded()) }
        return whole.count == change.cells.count ? whole : nil
      }
      let held = change.cells[nearest.cell].rounded()
      program.cells[nearest.cell].rows.append(program.rows.count)
      program.rows.append(.demand(held...held))
    }
    return nil
  }
}
