import AuditData
import AuditMetrics
import AuditNumerics
import AuditRecord
import AuditStatistics
import Testing
import _AuditTesting

@Suite struct RateTableTests {
  /// Decision and outcome of each cell, in the order of the cells; nothing for an outcome that is not known.
  static let cells: [(favourable: Bool, positive: Bool?)] = [
    (true, true), (true, false), (true, nil), (false, true), (false, false), (false, nil),
  ]

  /// The published definitions, cell by cell: what is counted, and among which.
  private typealias Definition = (
    id: String, counted: @Sendable (Bool, Bool?) -> Bool, among: @Sendable (Bool, Bool?) -> Bool
  )
  private static let definitions: [Definition] = [
    ("selection-rate", { decision, _ in decision }, { _, _ in true }),
    ("base-rate", { _, outcome in outcome == true }, { _, outcome in outcome != nil }),
    ("true-positive-rate", { decision, outcome in decision && outcome == true }, { _, outcome in outcome == true }),
    (
      "false-positive-rate", { decision, outcome in decision && outcome == false }, { _, outcome in outcome == false }
    ),
    (
      "true-negative-rate", { decision, outcome in !decision && outcome == false }, { _, outcome in outcome == false }
    ),
    ("false-negative-rate", { decision, outcome in !decision && outcome == true }, { _, outcome in outcome == true }),
    (
      "positive-predictive-value", { decision, outcome in decision && outcome == true },
      { decision, outcome in decision && outcome != nil }
    ),
    (
      "negative-predictive-value", { decision, outcome in !decision && outcome == false },
      { decision, outcome in !decision && outcome != nil }
    ),
    (
      "false-discovery-rate", { decision, outcome in decision && outcome == false },
      { decision, outcome in decision && outcome != nil }
    ),
    (
      "false-omission-rate", { decision, outcome in !decision && outcome == true },
      { decision, outcome in !decision && outcome != nil }
    ),
    ("accuracy", { decision, outcome in outcome == decision }, { _, outcome in outcome != nil }),
    ("conditional-selection-rate", { decision, _ in decision }, { _, _ in true }),
  ]

  /// The definition of a rate; within strata that of the rate which is pooled.
  private static func definition(_ id: String) -> Definition? {
    definitions.first { $0.id == id } ?? definitions.first { "conditional-" + $0.id == id }
  }

  @Test func everyRateHasADefinitionHere() {
    #expect(Catalogue.rates.allSatisfy { Self.definition($0.card.id) != nil })
    #expect(Self.definitions.allSatisfy { definition in Catalogue.rates.contains { $0.card.id == definition.id } })
  }

  @Test(arguments: 0..<20)
  func ratesAreWhatALoopOverCellsCounts(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let groups = Int.random(in: 1...9, using: &generator)
    let counts = randomCounts(groups: groups, below: 1_000, from: &generator)
    let table = RateTable(metrics: Catalogue.rates, counts: Contingency(counts: counts).matrix)
    for (index, metric) in Catalogue.rates.enumerated() {
      let definition = try #require(Self.definition(metric.card.id))
      for group in 0..<groups {
        var (counted, among) = (0.0, 0.0)
        for (cell, (decision, outcome)) in Self.cells.enumerated() {
          let count = counts[group * 6 + cell]
          if definition.counted(decision, outcome) { counted += count }
          if definition.among(decision, outcome) { among += count }
        }
        #expect(table.proportion(metric: index, group: group) == Proportion(successes: counted, trials: among))
      }
    }
  }

  @Test func columnsAreGroupsOrReplicates() {
    var generator = SeededGenerator(seed: 5)
    let counts = Contingency(counts: randomCounts(groups: 4, below: 50, from: &generator)).matrix
    var columns = Matrix(rows: counts.columns, columns: counts.rows)
    for group in 0..<counts.rows {
      for cell in 0..<counts.columns { columns[cell, group] = counts[group, cell] }
    }
    let byGroup = RateTable(metrics: Catalogue.rates, counts: counts)
    let byColumn = RateTable(metrics: Catalogue.rates, cells: columns)
    #expect(byGroup.numerators == byColumn.numerators)
    #expect(byGroup.denominators == byColumn.denominators)
  }

  /// The example of Fairlearn's documentation (user guide, assessment): 18 rows, three groups.
  @Test func fairlearnsExampleAgrees() throws {
    let outcome = [0, 1, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1]
    let decision = [0, 0, 1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0]
    let group = Array("gbbabbcccaacabccbcc".dropFirst()).map { Int32($0.asciiValue! - 97) }
    var table = Contingency()
    table.absorb(
      units((0..<18).map { (group[$0], UInt8(3 * (1 - decision[$0]) + (1 - outcome[$0])), 1) }))
    func rates(_ id: String) throws -> [Double] {
      let metric = try #require(Catalogue.rates.first { $0.card.id == id })
      return proportions(metric, table.counts).map { $0.estimate ?? -1 }
    }
    func agrees(_ values: [Double], _ expected: [Double]) -> Bool {
      zip(values, expected).allSatisfy { isClose($0, $1, within: 5e-7) }
    }
    #expect(agrees(try rates("true-positive-rate"), [0.5, 0.6, 0.4]))
    #expect(agrees(try rates("false-positive-rate"), [1, 0, 0.666667]))
    #expect(agrees(try rates("selection-rate"), [0.75, 0.5, 0.5]))
    #expect((0..<3).map { group in table.counts[group * 6..<group * 6 + 6].reduce(0, +) } == [4, 6, 8])
  }
}
