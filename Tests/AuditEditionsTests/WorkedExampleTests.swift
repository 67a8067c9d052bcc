import Testing

@testable import AuditEditions

/// Small tables whose ranges and patterns are worked out by hand; the script is `Tests/Reference/editions-scipy.py`.
struct WorkedExampleTests {
  /// A table of rows × columns with every cell, every margin and the total printed.
  private struct Grid {
    var system: CountSystem
    var columns: Int
    init(_ rows: [[Int]]) {
      columns = rows[0].count
      let columns = columns
      system = CountSystem(table: rows.flatMap(\.self), minimumCell: 11)
      let all = Array(system.table.indices)
      system.addPrinted(all, weight: 20)
      for row in rows.indices { system.addPrinted(all.filter { $0 / columns == row }, weight: 6) }
      for column in 0..<columns { system.addPrinted(all.filter { $0 % columns == column }, weight: 6) }
      for cell in all { system.addPrinted([cell], weight: 1) }
      for cell in all { system.protect([cell]) }
    }

    func hidden(_ cells: [Int]) -> [Bool] {
      let places = Set(cells.compactMap { system.place(of: [$0]) })
      return system.sums.indices.map { places.contains($0) }
    }

    func cells(hiddenBy pattern: Pattern) -> [Int] {
      system.table.indices.filter { cell in system.place(of: [cell]).map { pattern.hidden[$0] } ?? false }
    }
  }

  @Test("of two columns, the cheaper other row is hidden, and the small count may be 0 to 32")
  func twoColumns() throws {
    let grid = Grid([[40, 52], [7, 31], [25, 18]])
    let pattern = try Pattern(grid.system)
    #expect(grid.cells(hiddenBy: pattern) == [2, 3, 4, 5])
    #expect(pattern.hidden.count { $0 } == 4)
    let range = CountRange.range(of: [2], in: grid.system, hidden: pattern.hidden)
    #expect(range.map { [$0.lowerBound, $0.upperBound] } == [0, 32])
  }

  @Test("hiding a 0 with it is not enough: the small count could be narrowed down to 3 to 15")
  func zero() throws {
    let grid = Grid([[12, 0, 30], [3, 15, 0], [20, 16, 40]])
    func range(_ cells: [Int]) -> [Double]? {
      CountRange.range(of: [3], in: grid.system, hidden: grid.hidden(cells)).map { [$0.lowerBound, $0.upperBound] }
    }
    #expect(range([3, 4, 0, 1]) == [3, 15])
    #expect(range([3, 4, 6, 7]) == [0, 18])
    let pattern = try Pattern(grid.system)
    #expect(grid.cells(hiddenBy: pattern) == [3, 4, 6, 7])
  }

  @Test("of three counts with their total, hiding the first leaves the small one anywhere from 0 to 125")
  func rates() throws {
    var system = CountSystem(table: [120, 280, 5, 495, 90, 210], minimumCell: 11)
    for group in 0..<3 {
      system.addPrinted([2 * group, 2 * group + 1], weight: 9)
      system.addPrinted([2 * group], weight: 6)
    }
    system.addPrinted([0, 1, 2, 3, 4, 5], weight: 30)
    system.addPrinted([0, 2, 4], weight: 20)
    system.protect([2])
    var hidden = system.sums.map { _ in false }
    for cells in [[0], [2]] { hidden[try #require(system.place(of: cells))] = true }
    let range = CountRange.range(of: [2], in: system, hidden: hidden)
    #expect(range.map { [$0.lowerBound, $0.upperBound] } == [0, 125])
    #expect(try Pattern(system).hidden.count { $0 } == 2)
  }

  @Test("a ratio beside its group's size tells the count, so that numbers follow their counts")
  func ratio() {
    // n 60, and a ratio of .333 to 30 of 100: .3325 … .3335 × .3 × 60.
    let ends = [0.3325, 0.3335].map { $0 * 0.3 * 60 }
    #expect(abs(ends[0] - 5.985) < 1e-9 && abs(ends[1] - 6.003) < 1e-9)
    #expect((1...60).filter { Double($0) >= ends[0] && Double($0) <= ends[1] } == [6])
  }

  @Test("of an edition that contains the last one, what came is a count like others")
  func cumulative() throws {
    // Cells: those of last time, then those who came.
    var system = CountSystem(table: [212, 340, 95, 7, 31, 35], minimumCell: 11)
    for group in 0..<3 { system.addPrinted([group, group + 3], weight: 6) }
    system.addPrinted([0, 1, 2, 3, 4, 5], weight: 20)
    // What was published is known.
    for group in 0..<3 { system.addPrinted([group], weight: 10_000) }
    for group in 0..<3 { system.protect([group + 3]) }
    func range(_ cells: [[Int]]) throws -> [Double]? {
      var hidden = system.sums.map { _ in false }
      for sum in cells { hidden[try #require(system.place(of: sum))] = true }
      return CountRange.range(of: [3], in: system, hidden: hidden).map { [$0.lowerBound, $0.upperBound] }
    }
    #expect(try range([]) == [7, 7])
    #expect(try range([[0, 3], [1, 4]]) == [0, 38])
    #expect(try range([[0, 3], [2, 5]]) == [0, 42])
    let pattern = try Pattern(system)
    #expect(pattern.hidden[0] && pattern.hidden.count { $0 } == 2)
  }
}

struct PatternTests {
  @Test("every small count of random tables has both ends, in tables that give all that is shown", arguments: 0..<20)
  func random(seed: Int) throws {
    var state = UInt64(seed * 2 + 1)
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    let (rows, columns) = (2 + next(3), 3 + next(4))
    let table = (0..<rows * columns * 2).map { _ in next(3) == 0 ? next(6) : 10 + next(80) }
    var system = CountSystem(
      table: table, labels: table.indices.map { [$0 / 2 / columns, $0 / 2 % columns] }, minimumCell: 11)
    let all = Array(table.indices)
    func parts(_ belongs: (Int) -> Bool, _ weight: Double) {
      let cells = all.filter(belongs)
      system.addPrinted(cells, weight: weight * 1.5)
      system.addPrinted(cells.filter { $0 % 2 == 0 }, weight: weight)
    }
    parts({ _ in true }, 20)
    for row in 0..<rows { parts({ $0 / 2 / columns == row }, 6) }
    for column in 0..<columns { parts({ $0 / 2 % columns == column }, 6) }
    for cell in 0..<rows * columns { parts({ $0 / 2 == cell }, 1) }
    for cell in 0..<rows * columns {
      system.protect([2 * cell, 2 * cell + 1])
      system.protect([2 * cell])
      system.protect([2 * cell + 1])
    }
    let pattern = try Pattern(system)
    for small in system.small {
      let values = pattern.tables.map { table in small.cells.reduce(0) { $0 + table[$1] } } + [small.value]
      #expect(values.min()! <= 1)
      #expect(values.max()! >= 10)
      let range = try #require(CountRange.range(of: small.cells, in: system, hidden: pattern.hidden))
      #expect(range.lowerBound <= 1 && range.upperBound >= 10)
    }
    for table in pattern.tables {
      for (sum, isHidden) in zip(system.sums, pattern.hidden) where !isHidden {
        #expect(sum.cells.reduce(0) { $0 + table[$1] } == system.value(of: sum.cells))
      }
    }
  }

  @Test("a small count that is its own total cannot be kept apart")
  func undefended() {
    var system = CountSystem(table: [4], minimumCell: 11)
    system.addPrinted([0], weight: 1)
    system.protect([0])
    // Nothing else is printed, so hiding it is enough.
    #expect(throws: Never.self) { _ = try Pattern(system) }
  }
}
