/// The cells near a count: those whose labels are its own or are among the most populous.
struct Neighbourhoods: Sendable {
  private let system: CountSystem
  /// The labels of each column, the most populous first.
  private let populous: [[Int]]
  private let cellsOfLabels: [[Int]: [Int]]
  private let loose: [Int]

  /// How many people's cells a search starts from.
  private static let mostSeeds = 10

  init(_ system: CountSystem) {
    self.system = system
    var cells: [[Int]: [Int]] = [:]
    var people: [[Int: Int]] = []
    for (cell, labels) in system.labels.enumerated() {
      cells[labels, default: []].append(cell)
      if people.count < labels.count { people += labels.dropFirst(people.count).map { _ in [:] } }
      for (column, label) in labels.enumerated() { people[column][label, default: 0] += system.table[cell] }
    }
    populous = people.map { counts in
      counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map(\.key)
    }
    loose = cells.removeValue(forKey: []) ?? []
    cellsOfLabels = cells
  }

  /// How wide neighbourhoods get; 0 is the narrowest.
  var widths: Int { max(1, (populous.map(\.count).max() ?? 1)) }

  /// The widths that are tried, one after the other.
  var tried: [Int] {
    let first = populous.count > 3 ? 1 : 2
    return Array(Set([first, first + 1, first + 2, widths].map { min($0, widths) })).sorted()
  }

  /// The cells near a count, ascending; all where cells have no labels.
  func cells(near count: [Int], width: Int) -> [Int] {
    guard !cellsOfLabels.isEmpty else { return Array(system.table.indices) }
    if width >= widths { return Array(system.table.indices) }
    let own = count.sorted { (system.table[$0], $1) > (system.table[$1], $0) }
    var seeds: [[Int]] = []
    for cell in own where !system.labels[cell].isEmpty && !seeds.contains(system.labels[cell]) {
      seeds.append(system.labels[cell])
      if seeds.count == Self.mostSeeds { break }
    }
    if seeds.isEmpty { seeds = [populous.map { $0[0] }] }
    var found: Set<Int> = Set(loose)
    for seed in seeds {
      var labels: [[Int]] = [[]]
      for (column, label) in seed.enumerated() {
        let choices = [label] + populous[column].prefix(width).filter { $0 != label }
        labels = labels.flatMap { start in choices.map { start + [$0] } }
      }
      for tuple in labels { found.formUnion(cellsOfLabels[tuple] ?? []) }
    }
    return found.sorted()
  }
}
