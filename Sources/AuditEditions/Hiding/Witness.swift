/// A way to move people between cells that nothing printed would show.
struct Witness: Sendable, Hashable {
  /// By how much cells change, those that do, by cell.
  let change: [Cell]
  /// The printed counts that it moves, all of them hidden.
  let moved: [Int]
  /// The multiples of it that leave every count what it could be.
  let multiples: ClosedRange<Int>

  /// The change of one cell.
  struct Cell: Sendable, Hashable {
    var cell: Int
    var people: Int
  }

  /// A change, if it moves anybody; its multiples are those that keep cells from going below 0 and hidden counts from
  /// going below what a hidden count must be.
  init?(_ change: [Cell], in system: CountSystem, floors: [Int]) {
    let step = change.reduce(0) { Self.divisor($0, abs($1.people)) }
    guard step > 0 else { return nil }
    self.change = change.filter { $0.people != 0 }.map { Cell(cell: $0.cell, people: $0.people / step) }
      .sorted { $0.cell < $1.cell }
    var range = -(1 << 30)...(1 << 30)
    var ofSums: [Int: Int] = [:]
    for part in self.change {
      for sum in system.sumsOfCell[part.cell] { ofSums[sum, default: 0] += part.people }
      guard Self.narrow(&range, room: system.table[part.cell], by: part.people) else { return nil }
    }
    moved = ofSums.filter { $0.value != 0 }.map(\.key).sorted()
    for sum in moved {
      guard Self.narrow(&range, room: system.value(sum) - floors[sum], by: ofSums[sum] ?? 0) else { return nil }
    }
    multiples = range
  }

  private static func divisor(_ one: Int, _ other: Int) -> Int {
    var (one, other) = (one, other)
    while other != 0 { (one, other) = (other, one % other) }
    return one
  }

  private static func narrow(_ range: inout ClosedRange<Int>, room: Int, by step: Int) -> Bool {
    // A number that has `room` people to lose and changes by `step` each time.
    guard room >= 0 else { return false }
    guard step != 0 else { return true }
    let least = step > 0 ? -(room / step) : range.lowerBound
    let most = step < 0 ? room / -step : range.upperBound
    range = max(range.lowerBound, least)...min(range.upperBound, most)
    return true
  }

  /// By how much a count changes.
  func change(of cells: [Int]) -> Int {
    var total = 0
    var index = 0
    for part in change {
      while index < cells.count, cells[index] < part.cell { index += 1 }
      guard index < cells.count else { break }
      if cells[index] == part.cell { total += part.people }
    }
    return total
  }

  /// The multiple nearest to 0 that brings a count into a range; nothing where none does.
  func multiple(bringing cells: [Int], from value: Int, into range: ClosedRange<Int>) -> Int? {
    let step = change(of: cells)
    guard step != 0 else { return range.contains(value) ? 0 : nil }
    if range.contains(value) { return 0 }
    let missing = value < range.lowerBound ? range.lowerBound - value : range.upperBound - value
    let times = (abs(missing) + abs(step) - 1) / abs(step) * ((missing < 0) == (step < 0) ? 1 : -1)
    return multiples.contains(times) && range.contains(value + times * step) ? times : nil
  }

  /// The table after so many times of it.
  func table(_ multiple: Int, of table: [Int]) -> [Int] {
    var table = table
    for part in change { table[part.cell] += multiple * part.people }
    return table
  }
}
