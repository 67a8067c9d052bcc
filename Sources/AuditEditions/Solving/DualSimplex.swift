/// The dual simplex method for an ``ElasticProgram``, on a dense table of its rows.
///
/// Changing nothing is dual feasible, since every cost is positive, so no first phase is needed. Costs are multiples of a
/// power of two and entries are mostly 0 and ±1, so that most of the arithmetic is exact and the same everywhere. Its answers
/// are believed by nobody: tables made of them are checked in whole numbers.
struct DualSimplex {
  /// Three variables share a column of the table: up and down of a cell; inside, above and below the range of a row.
  private static let kinds = 3
  private static let tolerance = 1e-7

  private let rows: Int
  private let columns: Int
  private let cells: Int
  private var low: [Double] = []
  private var high: [Double] = []
  private var cost: [Double] = []
  private var sign: [Double] = []
  /// The table, row by row [rows × columns].
  private var table: [Double]
  /// What the basis makes a column cost [columns].
  private var price: [Double]
  /// The basic variable of each row, and its value [rows].
  private var basis: [Int]
  private var value: [Double]
  /// Of a variable out of the basis, whether it is at its high end.
  private var isHigh: [Bool]
  private var isBasic: [Bool]

  init(_ program: ElasticProgram) {
    rows = program.rows.count
    cells = program.cells.count
    columns = cells + rows
    table = [Double](repeating: 0, count: rows * columns)
    price = [Double](repeating: 0, count: columns)
    value = [Double](repeating: 0, count: rows)
    for (index, cell) in program.cells.enumerated() {
      // Uneven by cell, so that few choices are ties.
      let person = 1 / Double(1 << 14) + Double((index &* 40_503) & 0xFFFF) / Double(1 << 34)
      low += [0, 0, 0]
      high += [cell.up, cell.down, 0]
      cost += [person, person, 0]
      sign += [1, -1, 1]
      for row in cell.rows { table[row * columns + index] = -1 }
    }
    for (index, row) in program.rows.enumerated() {
      let room = row.penalty == nil ? 0 : Double.infinity
      low += [row.lower, 0, 0]
      high += [row.upper, room, room]
      cost += [0, row.penalty ?? 0, row.penalty ?? 0]
      sign += [1, 1, -1]
      table[index * columns + cells + index] = 1
    }
    basis = (0..<rows).map { [cells] in ($0 + cells) * Self.kinds }
    isHigh = [Bool](repeating: false, count: columns * Self.kinds)
    isBasic = isHigh
    for variable in basis { isBasic[variable] = true }
  }

  /// Looks for the cheapest change.
  ///
  /// - Returns: False where there is none, or the pivots are used up.
  mutating func solve(pivots: inout Int) -> Bool {
    while true {
      guard let (row, needsMore) = leaving() else { return true }
      guard pivots > 0, let entering = entering(row, needsMore: needsMore) else { return false }
      pivots -= 1
      pivot(row, entering, needsMore: needsMore)
    }
  }

  /// The row to be mended first, and whether its value is too low: the steepest edge of the dual, which is the distance out of its
  /// range by the length of its row of the basis' inverse.
  private func leaving() -> (row: Int, needsMore: Bool)? {
    var worst = 0.0
    var found: (Int, Bool)?
    table.withUnsafeBufferPointer { table in
      for row in 0..<rows {
        let variable = basis[row]
        let below = low[variable] - value[row]
        let distance = max(below, value[row] - high[variable])
        guard distance > Self.tolerance else { continue }
        var length = 0.0
        let line = table.baseAddress! + row * columns
        for column in cells..<columns { length += line[column] * line[column] }
        let score = distance * distance / length
        if score > worst * (1 + 1e-9) { (worst, found) = (score, (row, below > 0)) }
      }
    }
    return found
  }

  /// The variable that can mend a row at the least cost.
  private func entering(_ row: Int, needsMore: Bool) -> Int? {
    var best: (variable: Int, ratio: Double, size: Double)?
    for column in 0..<columns {
      let entry = table[row * columns + column]
      guard abs(entry) > Self.tolerance else { continue }
      for kind in 0..<Self.kinds {
        let variable = column * Self.kinds + kind
        guard !isBasic[variable], high[variable] > low[variable] else { continue }
        let slope = sign[variable] * entry
        guard (slope < 0) == (needsMore != isHigh[variable]) else { continue }
        let reduced = cost[variable] - sign[variable] * price[column]
        let ratio = max(0, isHigh[variable] ? -reduced : reduced) / abs(slope)
        let isBetter =
          best.map { best in
            ratio < best.ratio - 1e-12 || (ratio < best.ratio + 1e-12 && abs(slope) > best.size + 1e-9)
          } ?? true
        if isBetter { best = (variable, ratio, abs(slope)) }
      }
    }
    return best?.variable
  }

  private mutating func pivot(_ row: Int, _ entering: Int, needsMore: Bool) {
    let column = entering / Self.kinds
    let leaving = basis[row]
    let slope = sign[entering] * table[row * columns + column]
    let step = (value[row] - (needsMore ? low[leaving] : high[leaving])) / slope
    let reduced = (cost[entering] - sign[entering] * price[column]) / slope
    let columns = columns
    let rows = rows
    let direction = sign[entering]
    table.withUnsafeMutableBufferPointer { table in
      let own = table.baseAddress! + row * columns
      var entries: [Int] = []
      for place in 0..<columns where own[place] != 0 {
        price[place] += reduced * own[place]
        own[place] /= slope
        entries.append(place)
      }
      for other in 0..<rows where other != row {
        let line = table.baseAddress! + other * columns
        let factor = direction * line[column]
        guard factor != 0 else { continue }
        value[other] -= factor * step
        for place in entries {
          let entry = line[place] - factor * own[place]
          // What differences of equal numbers leave is nothing, and must not be divided by.
          line[place] = abs(entry) < 1e-10 ? 0 : entry
        }
      }
    }
    value[row] = (isHigh[entering] ? high[entering] : low[entering]) + step
    isBasic[leaving] = false
    isHigh[leaving] = !needsMore
    isBasic[entering] = true
    basis[row] = entering
  }

  /// The change that was found.
  var change: ElasticProgram.Change {
    var values = (0..<columns * Self.kinds).map { isHigh[$0] ? high[$0] : low[$0] }
    for row in 0..<rows { values[basis[row]] = value[row] }
    return ElasticProgram.Change(
      cells: (0..<cells).map { values[$0 * Self.kinds] - values[$0 * Self.kinds + 1] },
      excess: (cells..<columns).map { values[$0 * Self.kinds + 1] + values[$0 * Self.kinds + 2] })
  }
}
