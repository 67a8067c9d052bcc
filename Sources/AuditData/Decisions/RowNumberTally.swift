/// Numbers of people as they were read, in any order.
package struct RowNumbers: Sendable, Hashable {
  /// The numbers [rows].
  package var values: [Double]
  /// How many people each stands for [rows]; empty where each is one.
  package var counts: [Int64]

  /// Numbers of single people, or of as many as `counts` says.
  package init(_ values: [Double] = [], counts: [Int64] = []) {
    self.values = values
    self.counts = counts
  }

  mutating func append(_ other: RowNumbers) {
    values += other.values
    counts += other.counts
  }
}

/// The numbers of one kind of judged rows, by finest group and outcome.
package struct RowNumberTally: Sendable, Hashable {
  /// The outcomes: positive, negative, missing.
  package static let outcomes = 3

  /// The numbers [finest groups × outcomes].
  package var rows: [RowNumbers]
  /// People without one [finest groups × outcomes].
  package var missing: [Int64]

  /// Numbers of as many groups.
  package init(rows: [RowNumbers], missing: [Int64]) {
    self.rows = rows
    self.missing = missing
  }

  /// Adds the numbers of another reading, whose groups have other numbers; those of this one stay.
  mutating func merge(_ other: RowNumberTally, mapping: [Int32], groups: Int) {
    while rows.count < groups * Self.outcomes {
      rows.append(RowNumbers())
      missing.append(0)
    }
    for (group, new) in mapping.enumerated() {
      for outcome in 0..<Self.outcomes {
        let (from, to) = (Self.outcomes * group + outcome, Self.outcomes * Int(new) + outcome)
        rows[to].append(other.rows[from])
        missing[to] += other.missing[from]
      }
    }
  }

  /// The same of groups that are numbered otherwise.
  func regrouped(by mapping: [Int32], count: Int) -> RowNumberTally {
    var result = RowNumberTally(
      rows: Array(repeating: RowNumbers(), count: count * Self.outcomes),
      missing: Array(repeating: 0, count: count * Self.outcomes))
    for (group, new) in mapping.enumerated() {
      for outcome in 0..<Self.outcomes {
        let (from, to) = (Self.outcomes * group + outcome, Self.outcomes * Int(new) + outcome)
        if result.rows[to].values.isEmpty { result.rows[to] = rows[from] } else { result.rows[to].append(rows[from]) }
        result.missing[to] += missing[from]
      }
    }
    return result
  }
}

/// Gathers numbers of one kind while rows are read: one growing list for each finest group and outcome.
final class RowNumberGatherer {
  /// A list whose memory grows in place.
  private struct List<Element> {
    var elements: UnsafeMutablePointer<Element>
    var count = 0
    var capacity = 16

    init() { elements = .allocate(capacity: 16) }

    @inline(__always)
    mutating func append(_ element: Element) {
      if count == capacity { grow() }
      (elements + count).initialize(to: element)
      count &+= 1
    }

    @inline(never)
    private mutating func grow() {
      let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
      larger.moveInitialize(from: elements, count: count)
      elements.deallocate()
      (elements, capacity) = (larger, capacity * 2)
    }
  }

  private var values: [List<Double>] = []
  private var counts: [List<Int64>] = []
  private var missing: [Int64] = []
  private let isCounted: Bool

  /// - Parameter isCounted: Whether rows stand for several people.
  init(isCounted: Bool) { self.isCounted = isCounted }

  deinit {
    for list in values { list.elements.deallocate() }
    for list in counts { list.elements.deallocate() }
  }

  /// Makes room for so many finest groups.
  func prepare(groups: Int) {
    while missing.count < groups * RowNumberTally.outcomes {
      missing.append(0)
      values.append(List())
      if isCounted { counts.append(List()) }
    }
  }

  /// Adds the number of a row, NaN where there is none.
  @inline(__always)
  func add(_ number: Double, people: Int64, to place: Int) {
    guard !number.isNaN else {
      missing[place] &+= people
      return
    }
    if isCounted {
      guard people > 0 else { return }
      counts[place].append(people)
    }
    values[place].append(number)
  }

  /// What has been gathered of so many finest groups.
  func tally(groups: Int) -> RowNumberTally {
    prepare(groups: groups)
    return RowNumberTally(
      rows: values.indices.map { index in
        RowNumbers(
          Array(UnsafeBufferPointer(start: values[index].elements, count: values[index].count)),
          counts: isCounted
            ? Array(UnsafeBufferPointer(start: counts[index].elements, count: counts[index].count)) : [])
      }, missing: missing)
  }
}
