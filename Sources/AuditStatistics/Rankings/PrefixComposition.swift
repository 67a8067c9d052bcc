public import AuditNumerics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How much of each class is among the first k positions of one ranking, for every k.
public struct PrefixComposition: Sendable, Hashable {
  /// The amounts among the first 1, 2, …, n positions [n × classes].
  public let cumulative: Matrix

  /// The composition of a ranking with one class at each position, numbered from 0, from the first position on.
  public init(classes: [Int], count: Int) {
    var memberships = Matrix(rows: classes.count, columns: count)
    for (position, index) in classes.enumerated() { memberships[position, index] = 1 }
    self.init(memberships)
  }

  /// The composition of a ranking whose positions may belong to several classes in parts that sum to 1 [n × classes].
  public init(_ memberships: Matrix) {
    var sums = memberships
    for position in 0..<sums.rows {
      let start = position * sums.columns
      let row = memberships.elements[start..<start + sums.columns]
      precondition(row.allSatisfy { $0 >= 0 } && abs(row.reduce(0, +) - 1) < 1e-9, "memberships are parts of 1")
      guard position > 0 else { continue }
      for index in start..<start + sums.columns { sums.elements[index] += sums.elements[index - sums.columns] }
    }
    cumulative = sums
  }

  /// The number of positions.
  public var length: Int { cumulative.rows }

  /// The amounts among the first `depth` positions [classes].
  public func amounts(depth: Int) -> [Double] {
    precondition(depth > 0 && depth <= length, "the depth lies outside the ranking")
    return Array(cumulative.elements[(depth - 1) * cumulative.columns..<depth * cumulative.columns])
  }

  /// The skew of each class among the first `depth` positions against its target share [classes]; see
  /// ``Divergence/skew(amount:of:target:)``.
  public func skews(depth: Int, target: [Double]) -> [Double?] {
    zip(amounts(depth: depth), shares(target)).map { amount, share in
      Divergence.skew(amount: min(amount, Double(depth)), of: Double(depth), target: share)
    }
  }

  /// The normalised discounted cumulative divergence of the prefixes from the target, in nats [Geyik2019]:
  ///
  ///     NDKL = Σ KL(first k ‖ target)/log₂(k + 1)  ÷  Σ 1/log₂(k + 1)        k = 1…n
  ///
  /// +∞ when the ranking has a class that the target has not; nil for an empty ranking.
  public func normalizedDiscountedDivergence(target: [Double]) -> Double? {
    guard length > 0 else { return nil }
    let target = shares(target)
    var (sum, weights) = (0.0, 0.0)
    for depth in 1...length {
      let weight = 1 / log2(Double(depth) + 1)
      sum += weight * (Divergence.kullbackLeibler(amounts(depth: depth), from: target) ?? 0)
      weights += weight
    }
    return sum / weights
  }

  /// The number of prefixes in which some class has less than its target share of the positions, rounded down
  /// [Geyik2019].
  public func infeasibleIndex(target: [Double]) -> Int {
    shortfalls(target).count { $0 > 0 }
  }

  /// The number of pairs of a prefix and a class in which the class has less than its target share of the positions,
  /// rounded down [Geyik2019].
  public func infeasibleCount(target: [Double]) -> Int {
    shortfalls(target).reduce(0, +)
  }

  /// The number of classes that lack members, for each prefix [n].
  private func shortfalls(_ target: [Double]) -> [Int] {
    let target = shares(target)
    return (0..<length).map { position in
      target.indices.count { index in
        cumulative[position, index] + 1e-9 < Self.floor(target[index], of: position + 1)
      }
    }
  }

  /// ⌊share · k⌋ for a share that stands for a decimal or a ratio of counts: 0.29 · 100 is 29, although the product of the
  /// doubles is 28.999999999999996.
  private static func floor(_ share: Double, of k: Int) -> Double {
    let product = share * Double(k)
    return (product + 1e-12 * max(1, product)).rounded(.down)
  }

  /// The target as shares that sum to 1, unless they do up to rounding.
  private func shares(_ target: [Double]) -> [Double] {
    let total = target.reduce(0, +)
    precondition(target.count == cumulative.columns, "a target has an amount for each class")
    precondition(target.allSatisfy { $0 >= 0 } && total > 0, "a target has amounts that are not negative")
    return abs(total - 1) < 1e-12 ? target : target.map { $0 / total }
  }
}
