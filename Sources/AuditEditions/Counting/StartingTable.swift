/// A table of whole people with given sums.
enum StartingTable {
  /// Finds one.
  ///
  /// - Parameter wanted: People by sets of cells.
  /// - Throws: Where there is none, or it would take too long to find one.
  static func find(cells: Int, _ wanted: [[Int]: Int]) throws(EditionError) -> [Int] {
    var table = [Int?](repeating: nil, count: cells)
    var open = wanted.sorted {
      ($0.key.count, $0.value, $0.key.first ?? 0) < ($1.key.count, $1.value, $1.key.first ?? 0)
    }
    // What a sum leaves to a single cell is that cell's, and what it leaves to nobody is nobody's.
    var isChanged = true
    while isChanged {
      isChanged = false
      open.removeAll { cells, value in
        let rest = cells.filter { table[$0] == nil }
        let left = value - cells.reduce(0) { $0 + (table[$1] ?? 0) }
        guard rest.count <= 1 || left == 0 else { return false }
        for cell in rest { table[cell] = left }
        isChanged = isChanged || !rest.isEmpty
        return rest.isEmpty ? left == 0 : true
      }
    }
    if !open.isEmpty {
      let free = table.indices.filter { table[$0] == nil }
      let number = Dictionary(uniqueKeysWithValues: free.enumerated().map { ($1, $0) })
      var program = ElasticProgram()
      program.cells = free.map { _ in ElasticProgram.Cell(down: 0, rows: []) }
      for (cells, value) in open {
        let rest = cells.compactMap { number[$0] }
        let left = Double(value - cells.reduce(0) { $0 + (table[$1] ?? 0) })
        for cell in rest { program.cells[cell].rows.append(program.rows.count) }
        program.rows.append(.demand(left...left))
      }
      guard program.rows.count * (program.rows.count + free.count) <= 40_000_000 else { throw .tooMany }
      var pivots = 200_000
      // A search that has spent what it may does not say that there is none.
      guard let whole = program.whole(pivots: &pivots, most: 200) else { throw pivots > 0 ? .inconsistent : .tooMany }
      for (cell, people) in zip(free, whole) { table[cell] = people }
    }
    let found = table.map { $0 ?? 0 }
    guard found.allSatisfy({ $0 >= 0 }),
      wanted.allSatisfy({ cells, value in cells.reduce(0) { $0 + found[$1] } == value })
    else { throw .inconsistent }
    return found
  }
}
