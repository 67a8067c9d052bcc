/// What somebody outside can work out about a count: the least and the most that it may be, everything shown being known.
///
/// The range is that of fractional tables, which is never narrower than that of whole people; it needs no trust in the search
/// for a pattern, and is used to look at what the search did.
enum CountRange {
  /// The range; nothing where it cannot be worked out.
  static func range(of cells: [Int], in system: CountSystem, hidden: [Bool]) -> ClosedRange<Double>? {
    guard let less = farthest(cells, system, hidden, up: false), let more = farthest(cells, system, hidden, up: true)
    else { return nil }
    let value = Double(system.value(of: cells))
    return (value - less)...(value + more)
  }

  /// How far a count may move in one direction.
  private static func farthest(_ cells: [Int], _ system: CountSystem, _ hidden: [Bool], up: Bool) -> Double? {
    var program = ElasticProgram()
    program.cells = system.table.map { ElasticProgram.Cell(down: Double($0), rows: []) }
    for (place, sum) in system.sums.enumerated() where !hidden[place] {
      for cell in sum.cells { program.cells[cell].rows.append(program.rows.count) }
      program.rows.append(.demand(0...0))
    }
    // Falling short of an end that nothing reaches costs less than anything else saves.
    let far = Double(system.table.reduce(0, +)) + 1
    for cell in cells { program.cells[cell].rows.append(program.rows.count) }
    program.rows.append(
      ElasticProgram.Row(lower: up ? far : -far, upper: up ? far : -far, penalty: Double(1 << 20)))
    guard program.rows.count * (program.rows.count + program.cells.count) <= 8_000_000 else { return nil }
    var pivots = 100_000
    guard let change = program.cheapest(pivots: &pivots) else { return nil }
    return (far - (change.excess.last ?? 0)).rounded(toPlaces: 6)
  }
}

extension Double {
  fileprivate func rounded(toPlaces places: Int) -> Double {
    let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
    return (self * scale).rounded() / scale
  }
}
