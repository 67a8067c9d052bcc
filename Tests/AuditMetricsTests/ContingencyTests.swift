import AuditMetrics
import AuditNumerics
import Testing
import _AuditTesting

@Suite struct ContingencyTests {
  static let batches: [[Int64]] = {
    var generator = SeededGenerator(seed: 1)
    return (0..<6).map { number in
      units(
        (0..<(number == 3 ? 0 : 200)).map { _ in
          (
            Int32.random(in: 0..<7, using: &generator), UInt8.random(in: 0..<6, using: &generator),
            Int64.random(in: 0..<5, using: &generator)
          )
        })
    }
  }()

  static let regroupings = [
    SummaryLaws.Regrouping(mapping: [0, 1, 2, 3, 4, 5, 6], count: 7),
    SummaryLaws.Regrouping(mapping: [6, 5, 4, 3, 2, 1, 0], count: 7),
    SummaryLaws.Regrouping(mapping: [0, 0, 1, 1, 1, -1, 2], count: 4),
    SummaryLaws.Regrouping(mapping: [-1, -1, -1, -1, -1, -1, -1], count: 0),
  ]

  @Test func theLawsOfSummariesHold() {
    let faults = SummaryLaws.broken(
      empty: Contingency(groups: 7), batches: Self.batches, regroupings: Self.regroupings, regroup: regroup)
    #expect(faults == [])
  }

  @Test func rowsAreCountedOneByOne() {
    var table = Contingency()
    table.absorb(units([(1, 0, 1), (0, 5, 3), (1, 0, 2), (1, 3, 1)]))
    #expect(table.groups == 2)
    #expect(table.counts == [0, 0, 0, 0, 0, 3, 3, 0, 0, 1, 0, 0])
  }

  @Test func anEmptyBatchAddsNothing() {
    var table = Contingency()
    table.absorb(units([]))
    #expect(table == Contingency())
  }

  @Test func mergingGrowsToTheLargerTable() {
    var small = Contingency(counts: [1, 0, 0, 0, 0, 0])
    small.merge(Contingency(counts: [2, 0, 0, 0, 0, 1, 0, 0, 4, 0, 0, 0]))
    #expect(small.counts == [3, 0, 0, 0, 0, 1, 0, 0, 4, 0, 0, 0])
  }

  @Test(arguments: regroupings.dropLast())
  func hardGroupsAreSharesOfZeroAndOne(_ regrouping: SummaryLaws.Regrouping) {
    var table = Contingency(groups: 7)
    for batch in Self.batches { table.absorb(batch) }
    var membership = Matrix(rows: regrouping.count, columns: 7)
    for (group, target) in regrouping.mapping.enumerated() where target >= 0 { membership[Int(target), group] = 1 }
    #expect(table.regrouped(by: membership) == table.regrouped(by: regrouping.mapping, count: regrouping.count))
  }

  @Test func membershipInSharesSplitsCounts() {
    let table = Contingency(counts: [8, 4, 0, 2, 6, 0, 1, 1, 1, 1, 1, 1])
    let membership = Matrix(rows: 2, columns: 2, elements: [0.25, 1, 0.75, 0])
    #expect(
      table.regrouped(by: membership).counts == [3, 2, 1, 1.5, 2.5, 1, 6, 3, 0, 1.5, 4.5, 0])
  }

  @Test func groupsWithoutAMappingGoNowhere() {
    let table = Contingency(counts: [1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0])
    #expect(table.regrouped(by: [1], count: 2).counts == [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0])
  }
}

@Suite struct SummaryLawsTests {
  /// Merging keeps the larger number instead of the sum; regrouping forgets a group.
  struct Broken: BatchSummary {
    var counts: [Int: Int] = [:]

    mutating func absorb(_ batch: [Int]) {
      for group in batch { counts[group, default: 0] += 1 }
    }

    mutating func merge(_ other: Broken) {
      for (group, count) in other.counts { counts[group] = max(counts[group] ?? 0, count) }
    }

    func regrouped(by mapping: [Int32], count: Int) -> Broken {
      var result = Broken()
      for (group, number) in counts where mapping[group] >= 0 { result.counts[Int(mapping[group])] = number }
      return result
    }
  }

  /// Subtracts where it should add.
  struct Contrary: BatchSummary {
    var total = 0
    mutating func absorb(_ batch: [Int]) { total += batch.count }
    mutating func merge(_ other: Contrary) { total -= other.total }
    func regrouped(by mapping: [Int32], count: Int) -> Contrary { self }
  }

  /// Remembers the last batch.
  struct Forgetful: BatchSummary {
    var last: [Int] = []
    mutating func absorb(_ batch: [Int]) { last = batch }
    mutating func merge(_ other: Forgetful) { if !other.last.isEmpty { last = other.last } }
    func regrouped(by mapping: [Int32], count: Int) -> Forgetful { self }
  }

  static func faults(_ empty: some BatchSummary<[Int]>) -> [String] {
    SummaryLaws.broken(
      empty: empty, batches: [[0, 1], [1, 1], [2]],
      regroupings: [SummaryLaws.Regrouping(mapping: [0, 0, 1], count: 2)]
    ) { batch, mapping in batch.map { Int(mapping[$0]) } }
  }

  @Test func aMergeThatIsNoSumIsFound() {
    let faults = Self.faults(Broken())
    #expect(faults.contains("absorbing in parts and merging differs from absorbing at once"))
    #expect(faults.contains("regrouping 0 does not commute with absorbing"))
    #expect(!faults.contains("the order of batches matters"))
  }

  @Test func aMergeThatSubtractsIsFound() {
    let faults = Self.faults(Contrary())
    #expect(faults.contains("the empty summary is no identity on the left of part 0"))
    #expect(faults.contains("merging parts 1 and 2 is not commutative"))
    #expect(faults.contains("merging parts from 0 is not associative"))
    #expect(faults.contains("regrouping 0 does not commute with merging"))
  }

  @Test func aSummaryThatForgetsIsFound() {
    let faults = Self.faults(Forgetful())
    #expect(faults.contains("the order of batches matters"))
    #expect(faults.contains("merging parts 0 and 1 is not commutative"))
  }
}
