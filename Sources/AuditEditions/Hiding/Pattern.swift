/// Which printed counts are hidden so that no small one can be narrowed down, with the tables that prove it.
///
/// For each small count there are two tables of whole people that give every number that is still shown: in one it is at most
/// 1, in the other at least ``CountSystem/minimumCell`` − 1. Whoever reads the edition cannot tell them from the true one.
struct Pattern: Sendable {
  /// Which printed counts are hidden, by place.
  private(set) var hidden: [Bool]
  /// The tables, without repetitions.
  private(set) var tables: [[Int]] = []

  /// One of the two ends that a small count must be able to have.
  enum End: CaseIterable, Sendable { case low, high }

  /// A small count that stays narrow whatever is hidden.
  struct Undefended: Error { var counts: Int }

  private let system: CountSystem
  private let neighbourhoods: Neighbourhoods
  /// The least that a hidden count can be, as everybody knows.
  private var floors: [Int]
  private var pool: [Witness] = []
  /// What serves which end of which small count [small × ends].
  private var served: [[Service?]]
  private var budget: Int
  /// The cells of the listed groups, the smallest sets first.
  private let sizes: [[Int]]

  /// A table that has a count at one of its ends.
  private enum Service {
    /// The one that is there.
    case asItIs
    /// So many times of a witness.
    case witness(Int, multiple: Int)
  }

  /// Searches the pattern of a system.
  ///
  /// - Throws: ``Undefended`` where a small count has no two tables.
  init(_ system: CountSystem) throws(Undefended) {
    self.system = system
    neighbourhoods = Neighbourhoods(system)
    hidden = system.sums.map { _ in false }
    floors = system.sums.map { _ in 1 }
    served = system.small.map { _ in [nil, nil] }
    sizes = system.rows.compactMap(\.size).map { system.sums[$0].cells }.sorted {
      ($0.count, $0[0]) < ($1.count, $1[0])
    }
    budget = 20_000 + 50 * system.sums.count
    for small in system.small {
      guard let sum = small.sum, !system.sums[sum].isPublished else { continue }
      hidden[sum] = true
      if small.value == 0 { floors[sum] = 0 }
    }
    hideNoneBesideSmall()
    search(patience: 1)
    // What is hidden for others by then makes room for those that were given up.
    if served.contains(where: { $0.contains { $0 == nil } }) { search(patience: 8) }
    let open = system.small.indices.count { index in served[index].contains { $0 == nil } }
    guard open == 0 else { throw Undefended(counts: open) }
    giveBack()
    try prove()
  }

  /// Hides every 0 in the row of a group of which a small count is hidden. Otherwise a mark would say "not 0", and two of them
  /// "at least 2 together".
  private mutating func hideNoneBesideSmall() {
    for row in system.rows where ([row.size].compactMap(\.self) + row.counts).contains(where: { hidden[$0] }) {
      for count in row.counts where count != row.size {
        floors[count] = 0
        if system.value(count) == 0 { hidden[count] = true }
      }
    }
  }

  /// What an end of a count must be.
  private func range(_ small: CountSystem.Small, _ end: End) -> ClosedRange<Int> {
    switch end {
    case .low: (small.sum.map { floors[$0] } ?? 0)...max(1, listed(within: small.cells))
    case .high: (system.minimumCell - 1)...(1 << 30)
    }
  }

  /// How many people a count has at least since so many groups apart from each other are listed within it: that a group is
  /// listed says that somebody belongs to it.
  private func listed(within cells: [Int]) -> Int {
    let own = Set(cells)
    var taken: Set<Int> = []
    var count = 0
    let sizes = sizes.filter { $0.count < cells.count && own.contains($0[0]) }
    for size in sizes where own.isSuperset(of: size) && taken.isDisjoint(with: size) {
      taken.formUnion(size)
      count += 1
    }
    return count
  }

  private mutating func search(patience: Int) {
    for index in system.small.indices {
      for end in End.allCases where served[index][end.place] == nil {
        if serve(index, end) { continue }
        for width in neighbourhoods.tried {
          guard let witness = cheapest(index, end, width: width, patience: patience) else { continue }
          for sum in witness.moved { hidden[sum] = true }
          pool.append(witness)
          serveAll(by: pool.count - 1)
          if served[index][end.place] != nil { break }
        }
      }
    }
  }

  /// Looks whether a witness that is there already serves an end.
  private mutating func serve(_ index: Int, _ end: End) -> Bool {
    if range(system.small[index], end).contains(system.small[index].value) {
      served[index][end.place] = .asItIs
      return true
    }
    for witness in pool.indices where serve(index, end, by: witness) { return true }
    return false
  }

  private mutating func serve(_ index: Int, _ end: End, by witness: Int) -> Bool {
    let small = system.small[index]
    guard pool[witness].moved.allSatisfy({ hidden[$0] }) else { return false }
    guard
      let multiple = pool[witness].multiple(
        bringing: small.cells, from: small.value, into: range(small, end))
    else { return false }
    served[index][end.place] = .witness(witness, multiple: multiple)
    return true
  }

  private mutating func serveAll(by witness: Int) {
    for index in system.small.indices {
      for end in End.allCases where served[index][end.place] == nil { _ = serve(index, end, by: witness) }
    }
  }

  /// The cheapest way to bring a count to one of its ends.
  ///
  /// Cost is by counts rather than by people: what moves a count a little is made dearer than what moves it much, again and
  /// again, so that few are moved.
  private func cheapest(_ index: Int, _ end: End, width: Int, patience: Int) -> Witness? {
    let small = system.small[index]
    let cells = neighbourhoods.cells(near: small.cells, width: width)
    var program = Part(system, cells: cells, hidden: hidden, floors: floors)
    program.demand(small, range(small, end))
    guard program.isAffordable else { return nil }
    var pivots = program.pivots * patience
    var last: Set<Int> = []
    for _ in 0..<4 {
      guard let change = program.program.cheapest(pivots: &pivots) else { return nil }
      let moved = program.reweigh(by: change.excess)
      if moved == last { break }
      last = moved
    }
    guard let whole = program.program.whole(pivots: &pivots) else { return nil }
    return program.witness(whole)
  }

  /// The same with every count that is shown held, and nothing more to hide.
  private mutating func held(_ index: Int, _ end: End, width: Int) -> Witness? {
    let small = system.small[index]
    var program = Part(
      system, cells: neighbourhoods.cells(near: small.cells, width: width), hidden: hidden, floors: floors)
    program.hold()
    program.demand(small, range(small, end))
    guard program.isAffordable, let whole = program.program.whole(pivots: &budget, most: 5) else { return nil }
    return program.witness(whole)
  }

  /// Shows again what need not be hidden, dearest first, as long as every small count keeps both its ends.
  private mutating func giveBack() {
    let isSmall = Set(system.small.compactMap(\.sum))
    let places = hidden.indices.filter { hidden[$0] && !isSmall.contains($0) && system.value($0) > 0 }
      .sorted { (system.sums[$0].weight, $1) > (system.sums[$1].weight, $0) }
    for place in places {
      let before = (pool, served)
      hidden[place] = false
      if !serveAgain(without: place) {
        (pool, served) = before
        hidden[place] = true
      }
    }
  }

  private mutating func serveAgain(without place: Int) -> Bool {
    for index in system.small.indices {
      for end in End.allCases {
        guard case .witness(let current, _) = served[index][end.place], pool[current].moved.contains(place) else {
          continue
        }
        served[index][end.place] = nil
        if serve(index, end) { continue }
        guard budget > 0, let width = neighbourhoods.tried.first,
          let witness = held(index, end, width: width)
        else { return false }
        pool.append(witness)
        guard serve(index, end, by: pool.count - 1) else { return false }
      }
    }
    return true
  }

  /// Makes the tables and checks them in whole numbers, from the system alone: no solver is believed.
  private mutating func prove() throws(Undefended) {
    var seen: Set<[Int]> = []
    var open = 0
    for (index, small) in system.small.enumerated() {
      for end in End.allCases {
        let table: [Int]? =
          switch served[index][end.place] {
          case nil: nil
          case .asItIs: system.table
          case .witness(let witness, let multiple): pool[witness].table(multiple, of: system.table)
          }
        guard let table else {
          open += 1
          continue
        }
        guard isPossible(table), range(small, end).contains(small.cells.reduce(0) { $0 + table[$1] }) else {
          open += 1
          continue
        }
        if seen.insert(table).inserted { tables.append(table) }
      }
    }
    guard open == 0 else { throw Undefended(counts: open) }
  }

  private func isPossible(_ table: [Int]) -> Bool {
    table.allSatisfy { $0 >= 0 }
      && system.sums.enumerated().allSatisfy { place, sum in
        let value = sum.cells.reduce(0) { $0 + table[$1] }
        return hidden[place] ? value >= floors[place] : value == system.value(of: sum.cells)
      }
  }
}

extension Pattern.End {
  fileprivate var place: Int { self == .low ? 0 : 1 }
}

/// The program of a part of the table.
private struct Part {
  private let system: CountSystem
  private let floors: [Int]
  private let cells: [Int]
  private var sums: [Int] = []
  private var weights: [Double] = []
  private(set) var program = ElasticProgram()

  init(_ system: CountSystem, cells: [Int], hidden: [Bool], floors: [Int]) {
    self.system = system
    self.floors = floors
    var rowOfSum: [Int: Int] = [:]
    var free: [Int] = []
    for cell in cells {
      // Who is counted by a 0 that is shown is nobody in every table.
      let isNone = system.sumsOfCell[cell].contains { !hidden[$0] && system.value($0) == 0 }
      guard !isNone else { continue }
      var rows: [Int] = []
      for sum in system.sumsOfCell[cell] {
        let row = rowOfSum[sum] ?? sums.count
        if row == sums.count {
          rowOfSum[sum] = row
          sums.append(sum)
          let value = Double(system.value(sum))
          // Of two counts of one weight the smaller is hidden.
          let weight = system.sums[sum].weight * (1 + value / Double(1 << 20))
          weights.append(weight)
          program.rows.append(
            hidden[sum]
              ? ElasticProgram.Row(lower: Double(floors[sum]) - value, upper: .infinity)
              : ElasticProgram.Row(lower: 0, upper: 0, penalty: system.sums[sum].isPublished ? nil : weight))
        }
        rows.append(row)
      }
      free.append(cell)
      program.cells.append(ElasticProgram.Cell(down: Double(system.table[cell]), rows: rows))
    }
    self.cells = free
  }

  /// Demands what a count must be.
  mutating func demand(_ small: CountSystem.Small, _ range: ClosedRange<Int>) {
    let row = program.rows.count
    program.rows.append(
      ElasticProgram.Row(
        lower: Double(range.lowerBound - small.value),
        upper: range.upperBound >= 1 << 30 ? .infinity : Double(range.upperBound - small.value)))
    let own = Set(small.cells)
    for (index, cell) in cells.enumerated() where own.contains(cell) { program.cells[index].rows.append(row) }
  }

  /// Whether its table of rows and columns is small enough to be worked on.
  var isAffordable: Bool { program.rows.count * (program.rows.count + program.cells.count) <= 16_000_000 }

  /// The pivots that one search may take: fewer where each takes long.
  var pivots: Int {
    min(4_000, max(200, 400_000_000 / max(1, program.rows.count * (program.rows.count + program.cells.count))))
  }

  /// Holds every count that is shown.
  mutating func hold() {
    for row in program.rows.indices { program.rows[row].penalty = nil }
  }

  /// Makes dearer what moves a little; says which rows move.
  mutating func reweigh(by excess: [Double]) -> Set<Int> {
    var moved: Set<Int> = []
    for row in sums.indices where program.rows[row].penalty != nil {
      if excess[row] > ElasticProgram.closeness { moved.insert(row) }
      program.rows[row].penalty = weights[row] / (excess[row] + 0.5)
    }
    return moved
  }

  func witness(_ change: [Int]) -> Witness? {
    Witness(zip(cells, change).map { .init(cell: $0, people: $1) }, in: system, floors: floors)
  }
}
