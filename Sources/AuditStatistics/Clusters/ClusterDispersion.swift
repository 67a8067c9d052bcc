#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How the estimates of several groups vary, alone and together, on one scale.
///
/// Groups of people are independent. Groups of items are seen by the same people, so that their numbers vary together and
/// a comparison needs their covariance.
public struct ClusterDispersion: Sendable, Hashable {
  /// The scale of the covariance.
  public let scale: EstimateScale
  /// The indices of the groups with a spread, rising; the layout below has these and no others.
  public let groups: [Int]
  /// The variance of each group [groups] where groups are independent; else the covariance matrix, its lower triangle row by
  /// row: (0,0), (1,0), (1,1), (2,0), …
  public let covariance: [Double]
  /// Degrees of freedom in the same layout: of each group, and of the comparison of each pair; or one number for all.
  public let degreesOfFreedom: [Double]
  /// True where groups share nobody.
  public let isIndependent: Bool
  /// How the covariance was found; the delta method if any group's was.
  public let method: ClusteredEstimate.Method

  /// States a dispersion; nil where lengths do not fit, indices do not rise, a number is not finite, a variance is negative
  /// or a number of degrees of freedom is not above 0.
  public init?(
    scale: EstimateScale, groups: [Int], covariance: [Double], degreesOfFreedom: [Double], isIndependent: Bool,
    method: ClusteredEstimate.Method
  ) {
    let length = isIndependent ? groups.count : groups.count * (groups.count + 1) / 2
    let diagonal = groups.indices.map { isIndependent ? $0 : $0 * ($0 + 3) / 2 }
    guard covariance.count == length, degreesOfFreedom.count == length || degreesOfFreedom.count == 1,
      zip(groups, groups.dropFirst()).allSatisfy({ $0 < $1 }), (groups.first ?? 0) >= 0,
      covariance.allSatisfy(\.isFinite), diagonal.allSatisfy({ covariance[$0] >= 0 }),
      degreesOfFreedom.allSatisfy({ $0 > 0 && $0.isFinite })
    else { return nil }
    self.scale = scale
    self.groups = groups
    self.covariance = covariance
    self.degreesOfFreedom = degreesOfFreedom
    self.isIndependent = isIndependent
    self.method = method
  }

  /// The variance of a combination of groups on the scale, and the degrees of freedom of its t interval.
  public struct Spread: Sendable, Hashable {
    /// The square of the standard error.
    public let variance: Double
    /// The degrees of freedom of Student's t.
    public let degreesOfFreedom: Double

    /// The standard error.
    public var standardError: Double { variance.squareRoot() }

    /// How far from an estimate limits lie at a critical value of normal deviates, by the t quantile with the same tail.
    func reach(z: Double) -> Double {
      guard variance > 0 else { return 0 }
      return Student.quantile(sameTailAs: z, degreesOfFreedom: degreesOfFreedom) * standardError
    }
  }

  /// The spread of one group; nil where it has none.
  public func spread(of group: Int) -> Spread? {
    guard let place = place(of: group) else { return nil }
    let index = element(place, place)
    return Spread(variance: covariance[index], degreesOfFreedom: degrees(index))
  }

  /// The spread of the difference on the scale between two groups; nil where one has none.
  ///
  /// Independent groups: degrees of freedom by Welch and Satterthwaite.
  public func spread(of group: Int, minus reference: Int) -> Spread? {
    guard group != reference else {
      return spread(of: group).map { Spread(variance: 0, degreesOfFreedom: $0.degreesOfFreedom) }
    }
    guard let first = place(of: group), let second = place(of: reference) else { return nil }
    let (own, other) = (element(first, first), element(second, second))
    let sum = covariance[own] + covariance[other]
    if isIndependent { return satterthwaite([(covariance[own], degrees(own)), (covariance[other], degrees(other))]) }
    let shared = element(first, second)
    return finite(Self.centred(sum - 2 * covariance[shared], size: sum), degrees(shared))
  }

  /// The spread of Σ weightᵢ · groupᵢ on the scale; nil where a group of weight other than 0 has none.
  ///
  /// Degrees of freedom: Satterthwaite's for independent groups, the smallest of any group or pair involved for others.
  func spread(ofCombination weights: [(group: Int, weight: Double)]) -> Spread? {
    let involved = weights.filter { $0.weight != 0 }
    let places = involved.compactMap { place(of: $0.group) }
    guard places.count == involved.count, !places.isEmpty else { return nil }
    if isIndependent {
      return satterthwaite(
        zip(places, involved).map { place, term in
          (term.weight * term.weight * covariance[place], degrees(place))
        })
    }
    var (variance, size, smallest) = (0.0, 0.0, Double.infinity)
    for (i, first) in places.enumerated() {
      for (j, second) in places.enumerated().prefix(i + 1) {
        let index = element(first, second)
        let term = involved[i].weight * involved[j].weight * covariance[index] * (i == j ? 1 : 2)
        variance += term
        size += abs(term)
        smallest = min(smallest, degrees(index))
      }
    }
    return finite(Self.centred(variance, size: size), smallest)
  }

  /// The dispersion of some groups, at their new places, which keep their order; nil where none of them has a spread.
  func subset(_ places: [Int: Int]) -> ClusterDispersion? {
    let kept = groups.indices.filter { places[groups[$0]] != nil }
    guard !kept.isEmpty else { return nil }
    func cut(_ elements: [Double]) -> [Double] {
      if elements.count == 1, groups.count > 1 { return elements }
      if isIndependent { return kept.map { elements[$0] } }
      return kept.enumerated().flatMap { position, row in
        kept[...position].map { elements[row * (row + 1) / 2 + $0] }
      }
    }
    return ClusterDispersion(
      scale: scale, groups: kept.compactMap { places[groups[$0]] }, covariance: cut(covariance),
      degreesOfFreedom: cut(degreesOfFreedom), isIndependent: isIndependent, method: method)
  }

  private func satterthwaite(_ parts: [(variance: Double, degrees: Double)]) -> Spread? {
    let total = parts.reduce(0) { $0 + $1.variance }
    guard total > 0 else { return finite(total, parts.reduce(0) { $0 + $1.degrees }) }
    let squares = parts.reduce(0) { $0 + $1.variance * $1.variance / $1.degrees }
    let degrees = total * total / squares
    if squares.isNormal, degrees.isNormal { return finite(total, degrees) }
    // The squares leave the range of doubles; their shares do not.
    return finite(total, 1 / parts.reduce(0) { $0 + ($1.variance / total) * ($1.variance / total) / $1.degrees })
  }

  /// A spread of numbers; nil where somebody wrote variances into a record that add up to none.
  private func finite(_ variance: Double, _ degrees: Double) -> Spread? {
    guard variance.isFinite, degrees.isFinite, degrees > 0 else { return nil }
    return Spread(variance: variance, degreesOfFreedom: degrees)
  }

  /// A variance that rounding alone explains is 0.
  private static func centred(_ variance: Double, size: Double) -> Double {
    variance > 1e-12 * size ? variance : 0
  }

  func place(of group: Int) -> Int? {
    var (low, high) = (0, groups.count)
    while low < high {
      let middle = (low + high) / 2
      if groups[middle] < group { low = middle + 1 } else { high = middle }
    }
    return low < groups.count && groups[low] == group ? low : nil
  }

  func element(_ first: Int, _ second: Int) -> Int {
    let (row, column) = (max(first, second), min(first, second))
    return isIndependent ? row : row * (row + 1) / 2 + column
  }

  func degrees(_ index: Int) -> Double {
    degreesOfFreedom.count == 1 ? degreesOfFreedom[0] : degreesOfFreedom[index]
  }
}

extension Student {
  /// The critical value whose tail is that of the normal deviate `z`, because few clusters know their spread badly.
  static func quantile(sameTailAs z: Double, degreesOfFreedom: Double) -> Double {
    precondition(z > 0, "a critical value is above 0")
    // Far out Student's quantile is not needed to more than the tail of a double.
    return -quantile(max(Normal.upperTail(z), 1e-15), degreesOfFreedom: degreesOfFreedom)
  }
}
