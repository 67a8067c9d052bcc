import AuditNumerics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whether groups of people differ in any of many features within contexts, such as in the kinds of item that their lists hold: the
/// largest difference, tested by permuting the groups within contexts [WestfallYoung1993].
///
/// Feature i of person u is x_ui, z_u is 1 in group g and 0 in every other known group, n_g and n_rest are their people in context
/// s:
///
///     δᵢ = Σ_s w_s (x̄_igs − x̄_i,rest,s) ÷ Σ w_s, w_s = n_g n_rest/n_s      Dᵢ = Σ_u (z_u − z̄_s) x_ui = δᵢ Σ w_s
///     Vᵢ = Σ_s s²_is Σ_{u∈s} (z_u − z̄_s)²      T = max |Dᵢ|/√Vᵢ over features and groups
///
/// B times the groups are permuted within each context. The critical value c is the ⌈(1 − α)(B + 1)⌉-th smallest of the largest
/// |D*|/√V, and p = (1 + #{T* ≥ T})/(B + 1). With two groups they are one comparison, named by the first of them.
///
/// It holds where people of a context are exchangeable when nothing depends on the group. Features without any spread within
/// contexts take no part. The same seed gives the same bytes for any number of threads.
public struct PermutationWithin: Sendable {
  /// A difference of one feature.
  public struct Difference: Sendable, Hashable {
    /// The group; the rest are those of all other groups.
    public let group: Int
    /// The feature.
    public let feature: Int
    /// δ, with its sign.
    public let value: Double
    /// √V ÷ Σw: the standard error where nothing depends on the group.
    public let pooled: Double
    /// The standard error where both sides vary on their own.
    public let separate: Double

    /// |D|/√V.
    public var statistic: Double { value.magnitude / pooled }
    /// The larger of both standard errors.
    public var widest: Double { max(pooled, separate) }
  }

  /// What permuting gave: the largest |D*|/√V of each permutation.
  public struct Permutations: Sendable, Hashable {
    /// In rising order.
    let sorted: [Double]
    /// T.
    let own: Double

    /// How many there are.
    public var count: Int { sorted.count }

    /// The critical value at a confidence; infinite where there are too few permutations for it.
    public func critical(confidence: Double) -> Double {
      let rank = Int((confidence * Double(count + 1) - 1e-9).rounded(.up))
      return rank <= count ? sorted[max(0, rank - 1)] : .infinity
    }

    /// The chance of a T as large, where nothing depends on the group.
    public var pValue: Double {
      // Sums in another order differ in their last digits.
      let own = own * (1 - 1e-10)
      return Double(1 + sorted.count { $0 >= own }) / Double(count + 1)
    }
  }

  /// Every difference that can be tested: groups in their order, features in theirs.
  public let differences: [Difference]
  /// People in contexts that hold a group and others.
  public let people: Int
  /// Those contexts.
  public let contexts: Int

  /// People of each context, one after the other [people].
  private let order: [Int32]
  /// Where each context begins in ``order``, and the end.
  private let starts: [Int]
  private let groups: [Int32]
  private let rows: FeatureRows
  /// The groups that are compared with the rest.
  private let compared: [Int]
  /// Σ_s z̄_s Σ_{u∈s} x_ui, taken off what a group's people have together [compared × features].
  private let expected: [Double]
  /// √V of each difference, 0 where there is none [compared × features].
  private let scales: [Double]

  /// Features of people, as a sparse matrix by rows.
  public struct FeatureRows: Sendable, Hashable {
    /// How many features there are.
    public let features: Int
    /// Where each person's begin, and the end [people + 1].
    public private(set) var starts: [Int] = [0]
    /// The features.
    public private(set) var columns: [Int32] = []
    /// Their values.
    public private(set) var values: [Double] = []

    /// No people.
    public init(features: Int) { self.features = features }

    /// Adds a person; a feature that is not named is 0.
    public mutating func add(_ entries: some Sequence<(feature: Int, value: Double)>) {
      for entry in entries where entry.value != 0 {
        columns.append(Int32(entry.feature))
        values.append(entry.value)
      }
      starts.append(columns.count)
    }

    /// How many people there are.
    public var people: Int { starts.count - 1 }
  }

  /// Lays out people; nil where no context holds two groups.
  ///
  /// - Parameters:
  ///   - contexts: Of each person.
  ///   - groups: Of each person, below `groupCount`.
  public init?(contexts: [Int32], groups: [Int32], groupCount: Int, features rows: FeatureRows) {
    precondition(contexts.count == groups.count && rows.people == groups.count, "people have one row each")
    let sorted = groups.indices.sorted { (contexts[$0], $0) < (contexts[$1], $1) }
    var order: [Int32] = []
    var starts = [0]
    var place = 0
    while place < sorted.count {
      var end = place
      while end < sorted.count, contexts[sorted[end]] == contexts[sorted[place]] { end += 1 }
      let members = sorted[place..<end]
      place = end
      // A context of one group says nothing of groups.
      guard members.contains(where: { groups[$0] != groups[members.first!] }) else { continue }
      order += members.map { Int32($0) }
      starts.append(order.count)
    }
    guard starts.count > 1 else { return nil }
    self.order = order
    self.starts = starts
    self.groups = groups
    self.rows = rows
    people = order.count
    self.contexts = starts.count - 1
    let present = (0..<groupCount).filter { group in order.contains { groups[Int($0)] == Int32(group) } }
    compared = present.count == 2 ? [present[0]] : present
    let features = rows.features
    var expected = [Double](repeating: 0, count: compared.count * features)
    var variances = expected
    var sums = expected
    var separate = expected
    var weights = [Double](repeating: 0, count: compared.count)
    // Sums of a context, of all its people and of each group.
    var whole = [(sum: Double, square: Double)](repeating: (0, 0), count: features)
    var own = [(sum: Double, square: Double)](repeating: (0, 0), count: features)
    for context in 0..<(starts.count - 1) {
      let members = order[starts[context]..<starts[context + 1]]
      let n = Double(members.count)
      func add(_ people: some Sequence<Int32>, to sums: inout [(sum: Double, square: Double)]) -> [Int] {
        var touched: [Int] = []
        for person in people {
          for entry in rows.starts[Int(person)]..<rows.starts[Int(person) + 1] {
            let (column, value) = (Int(rows.columns[entry]), rows.values[entry])
            if sums[column].square == 0 { touched.append(column) }
            sums[column].sum += value
            sums[column].square += value * value
          }
        }
        return touched
      }
      let touched = add(members, to: &whole)
      for (at, group) in compared.enumerated() {
        let mine = members.filter { groups[Int($0)] == Int32(group) }
        let count = Double(mine.count)
        guard !mine.isEmpty, mine.count < members.count else {
          // Everybody, or nobody, is of the group, whatever is permuted.
          for column in touched where !mine.isEmpty { expected[at * features + column] += whole[column].sum }
          continue
        }
        let rest = n - count
        weights[at] += count * rest / n
        _ = add(mine, to: &own)
        for column in touched {
          let (all, part) = (whole[column], own[column])
          let index = at * features + column
          expected[index] += count / n * all.sum
          sums[index] += part.sum - count / n * all.sum
          let spread = PermutationWithin.squares(all.sum, all.square, n)
          variances[index] += spread / (n - 1) * count * rest / n
          let weight = count * rest / n
          if count > 1 {
            separate[index] +=
              weight * weight * PermutationWithin.squares(part.sum, part.square, count) / (count - 1) / count
          }
          if rest > 1 {
            let others = (all.sum - part.sum, max(0, all.square - part.square))
            separate[index] +=
              weight * weight * PermutationWithin.squares(others.0, others.1, rest) / (rest - 1) / rest
          }
          own[column] = (0, 0)
        }
      }
      for column in touched { whole[column] = (0, 0) }
    }
    var differences: [Difference] = []
    var scales = variances
    for (at, group) in compared.enumerated() {
      for feature in 0..<features {
        let index = at * features + feature
        scales[index] = variances[index] > 1e-18 ? variances[index].squareRoot() : 0
        guard scales[index] > 0, weights[at] > 0 else { continue }
        differences.append(
          Difference(
            group: group, feature: feature, value: sums[index] / weights[at], pooled: scales[index] / weights[at],
            separate: separate[index].squareRoot() / weights[at]))
      }
    }
    self.expected = expected
    self.scales = scales
    self.differences = differences
  }

  /// Σ(x − x̄)², without what rounding makes of equal numbers.
  private static func squares(_ sum: Double, _ square: Double, _ count: Double) -> Double {
    let found = square - sum * sum / count
    return found > 1e-12 * square ? found : 0
  }

  /// T.
  public var statistic: Double { differences.map(\.statistic).max() ?? 0 }

  /// The largest |D|/√V with other groups [people as laid out].
  func statistic(_ labels: [Int32], into sums: inout [Double]) -> Double {
    let features = rows.features
    var largest = 0.0
    for (at, group) in compared.enumerated() {
      sums.withUnsafeMutableBufferPointer { sums in
        sums.update(repeating: 0)
        for (place, person) in order.enumerated() where labels[place] == Int32(group) {
          for entry in rows.starts[Int(person)]..<rows.starts[Int(person) + 1] {
            sums[Int(rows.columns[entry])] += rows.values[entry]
          }
        }
        for feature in 0..<features where scales[at * features + feature] > 0 {
          let found = (sums[feature] - expected[at * features + feature]).magnitude / scales[at * features + feature]
          largest = max(largest, found)
        }
      }
    }
    return largest
  }

  /// The groups as laid out [people].
  var labels: [Int32] { order.map { groups[Int($0)] } }

  /// Permutes the groups within contexts.
  ///
  /// - Parameters:
  ///   - permutations: B, at least 1.
  ///   - seed: With `stream`, determines every draw.
  public func permute(_ permutations: Int, seed: UInt64, stream: UInt64) -> Permutations {
    precondition(permutations >= 1, "a test needs permutations")
    let labels = labels
    let pieces = 64
    let found = Parallel.map(pieces) { piece -> [Double] in
      var sums = [Double](repeating: 0, count: rows.features)
      return (permutations * piece / pieces..<permutations * (piece + 1) / pieces).map { replicate in
        var stream = CounterStream(seed: seed, stream: stream, replicate: UInt64(replicate))
        var shuffled = labels
        shuffled.withUnsafeMutableBufferPointer { shuffled in
          for context in 0..<(starts.count - 1) {
            var last = starts[context + 1] - 1
            while last > starts[context] {
              let width = UInt64(last - starts[context] + 1)
              // A product's high half is uniform to 1 in 2⁶⁴/width.
              let other = starts[context] + Int(width.multipliedFullWidth(by: stream.next()).high)
              shuffled.swapAt(last, other)
              last -= 1
            }
          }
        }
        return statistic(shuffled, into: &sums)
      }
    }.flatMap(\.self)
    return Permutations(sorted: found.sorted(), own: statistic)
  }

  /// The differences whose limits are the ends of the range of the largest |δ| at a critical value; nil without a range.
  public func ends(critical: Double) -> (lower: Difference, upper: Difference)? {
    guard critical.isFinite,
      let lower = differences.max(by: {
        $0.value.magnitude - critical * $0.pooled < $1.value.magnitude - critical * $1.pooled
      }),
      let upper = differences.max(by: {
        $0.value.magnitude + critical * $0.widest < $1.value.magnitude + critical * $1.widest
      })
    else { return nil }
    return (lower, upper)
  }

  /// The largest |δ|.
  public var largest: Difference? { differences.max { $0.value.magnitude < $1.value.magnitude } }

  /// The largest |D|/√V.
  public var clearest: Difference? { differences.max { $0.statistic < $1.statistic } }
}
