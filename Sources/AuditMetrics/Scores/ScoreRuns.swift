package import AuditData
import AuditNumerics
package import AuditStatistics

/// How many people have each score, or each number of another kind, in rising order.
///
/// Exact, and as large as there are different scores. Merging is associative and commutative with no scores as identity.
package struct ScoreRuns: Sendable, Hashable {
  /// The scores that occur, each above the one before [runs].
  package private(set) var values: [Double]
  /// How many people have each [runs]; empty where each has one.
  package private(set) var counts: [Int64]
  /// All people.
  package private(set) var people: Int64

  /// No scores.
  package init() { (values, counts, people) = ([], [], 0) }

  /// Sorts scores.
  package init(_ rows: RowNumbers) {
    if rows.counts.isEmpty {
      var sorted = rows.values
      DoubleSort.sort(&sorted)
      self.init(sorted: sorted)
    } else {
      let order = rows.values.indices.sorted { rows.values[$0] < rows.values[$1] }
      self.init(sorted: order.map { rows.values[$0] }, counts: order.map { rows.counts[$0] })
    }
  }

  /// Brings equal scores together; without counts each number is one person.
  private init(sorted: [Double], counts: [Int64] = []) {
    var (values, together) = ([Double](), [Int64]())
    let isDistinct = zip(sorted, sorted.dropFirst()).allSatisfy { $0 != $1 }
    guard !isDistinct else {
      self.init(values: sorted, counts: counts)
      return
    }
    for (index, value) in sorted.enumerated() {
      let count = counts.isEmpty ? 1 : counts[index]
      if values.last == value {
        together[together.count - 1] += count
      } else {
        values.append(value)
        together.append(count)
      }
    }
    self.init(values: values, counts: together)
  }

  private init(values: [Double], counts: [Int64]) {
    self.values = values
    people = counts.isEmpty ? Int64(values.count) : counts.reduce(0, +)
    self.counts = people == values.count ? [] : counts
  }

  /// People with the score at a place.
  @inline(__always)
  func count(_ index: Int) -> Int64 { counts.isEmpty ? 1 : counts[index] }

  /// The scores of both.
  package func merged(with other: ScoreRuns) -> ScoreRuns {
    if people == 0 { return other }
    if other.people == 0 { return self }
    var (values, counts) = ([Double](), [Int64]())
    values.reserveCapacity(self.values.count + other.values.count)
    counts.reserveCapacity(self.values.count + other.values.count)
    ScoreRuns.walk(self, other) { value, own, others in
      values.append(value)
      counts.append(own + others)
    }
    return ScoreRuns(values: values, counts: counts)
  }

  /// The scores of all of these, pair by pair.
  package static func merged(_ runs: [ScoreRuns]) -> ScoreRuns {
    var rest = runs.filter { $0.people > 0 }
    while rest.count > 1 {
      rest = stride(from: 0, to: rest.count, by: 2).map { index in
        index + 1 < rest.count ? rest[index].merged(with: rest[index + 1]) : rest[index]
      }
    }
    return rest.first ?? ScoreRuns()
  }

  /// Hands out each score that either has, in rising order, with how many people of both have it.
  @inline(__always)
  static func walk(_ one: ScoreRuns, _ other: ScoreRuns, _ body: (Double, Int64, Int64) -> Void) {
    one.values.withUnsafeBufferPointer { left in
      other.values.withUnsafeBufferPointer { right in
        one.counts.withUnsafeBufferPointer { leftCounts in
          other.counts.withUnsafeBufferPointer { rightCounts in
            var (i, j) = (0, 0)
            while i < left.count || j < right.count {
              let takesLeft = j >= right.count || i < left.count && left[i] <= right[j]
              let takesRight = i >= left.count || j < right.count && right[j] <= left[i]
              let value = takesLeft ? left[i] : right[j]
              body(
                value, takesLeft ? (leftCounts.isEmpty ? 1 : leftCounts[i]) : 0,
                takesRight ? (rightCounts.isEmpty ? 1 : rightCounts[j]) : 0)
              if takesLeft { i &+= 1 }
              if takesRight { j &+= 1 }
            }
          }
        }
      }
    }
  }

  /// The sum of a function of the scores over all people.
  @inline(__always)
  package func sum(_ body: (Double) -> Double) -> Double {
    var sum = 0.0
    for index in values.indices { sum += Double(count(index)) * body(values[index]) }
    return sum
  }

  /// People with a score above this one.
  package func people(above limit: Double) -> Int64 {
    let first = values.partition(before: limit)
    return counts.isEmpty ? Int64(values.count - first) : counts[first...].reduce(0, +)
  }

  /// The mean of the two scores in the middle, which are one where there is an odd number; nil without scores.
  package var median: Double? {
    guard people > 0 else { return nil }
    let (low, high) = (self[(people - 1) / 2], self[people / 2])
    return low == high ? low : low / 2 + high / 2
  }

  /// The score of the person at a place from 0, in rising order.
  private subscript(place: Int64) -> Double { values[self.place(of: Int(place))] }

  /// Where among the runs the person at a place from 0 stands.
  func place(of person: Int) -> Int {
    if counts.isEmpty { return person }
    var before: Int64 = 0
    for index in values.indices {
      before += counts[index]
      if before > person { return index }
    }
    preconditionFailure("a place is below the number of people")
  }

  /// People in the runs before one.
  func people(before index: Int) -> Int { counts.isEmpty ? index : Int(counts[..<index].reduce(0, +)) }

  /// The mean of a function of the scores, and the variance of that mean; the second nil for one person.
  func mean(_ body: @escaping (Double) -> Double) -> (mean: Double, variance: Double?)? {
    ScoreRuns.mean([(self, body)])
  }

  /// The mean of functions of the scores of several, one each, and the variance of that mean; nil without people.
  static func mean(_ parts: [(runs: ScoreRuns, body: (Double) -> Double)]) -> (mean: Double, variance: Double?)? {
    let people = Double(parts.reduce(0) { $0 + $1.runs.people })
    guard people > 0 else { return nil }
    let mean = parts.reduce(0) { $0 + $1.runs.sum($1.body) } / people
    let squares = parts.reduce(0) { sum, part in
      sum
        + part.runs.sum { value in
          let distance = part.body(value) - mean
          return distance * distance
        }
    }
    // What rounding makes of people who all agree is no variance.
    let isNone = squares <= 1e-24 * people * max(1, mean * mean)
    return (mean, people > 1 ? (isNone ? 0 : squares / (people - 1) / people) : nil)
  }
}

extension [Double] {
  /// How many of these numbers, which rise, are not above a limit.
  fileprivate func partition(before limit: Double) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] <= limit { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension AreaUnderCurve {
  /// The area of positives against negatives, with DeLong's variance by midranks [SunXu2014]; nil where a side has nobody.
  package init?(positives: ScoreRuns, negatives: ScoreRuns) {
    let (m, n) = (positives.people, negatives.people)
    guard m > 0, n > 0 else { return nil }
    // Twice the pairs in which the positive is above, ties counting half: whole numbers.
    var (twice, below) = (0.0, Int64(0))
    ScoreRuns.walk(positives, negatives) { _, own, others in
      twice += Double(own) * Double(2 * below + others)
      below += others
    }
    let (people, others) = (Double(m), Double(n))
    let area = twice / (2 * people * others)
    var (ofPositives, ofNegatives, before) = (0.0, 0.0, Int64(0))
    below = 0
    ScoreRuns.walk(positives, negatives) { _, own, other in
      if own > 0 {
        let distance = Double(2 * below + other) / (2 * others) - area
        ofPositives += Double(own) * distance * distance
      }
      if other > 0 {
        let distance = 1 - Double(2 * before + own) / (2 * people) - area
        ofNegatives += Double(other) * distance * distance
      }
      below += other
      before += own
    }
    let variance =
      (m > 1 ? ofPositives / (people - 1) / people : 0) + (n > 1 ? ofNegatives / (others - 1) / others : 0)
    // A person alone on a side says nothing of the spread of that side.
    self.init(
      value: min(1, max(0, area)), variance: m > 1 && n > 1 ? variance : 0, positives: people, negatives: others)
  }
}
