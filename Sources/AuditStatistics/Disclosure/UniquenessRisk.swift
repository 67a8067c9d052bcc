#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How easily people of a file could be told apart by what else is known of them, from how many share each combination.
public struct UniquenessRisk: Sendable, Hashable {
  /// People.
  public let people: Int
  /// Combinations that occur.
  public let classes: Int
  /// People whose combination nobody else has.
  public let unique: Int
  /// People whose combination fewer people have than asked for.
  public let below: Int
  /// The largest chance of naming somebody rightly who is known to be in the file: 1 ÷ the smallest combination.
  public let largest: Double
  /// The mean of these chances over people: combinations ÷ people.
  public let mean: Double
  /// The mean chance for somebody of the population of which the file is a part; nil where its share is not known.
  public let populationMean: Double?

  /// Counts combinations; nil without people.
  ///
  /// - Parameters:
  ///   - sizes: How many people have each combination, 1 or more each [combinations].
  ///   - minimum: Below how many people a combination is counted as small.
  ///   - share: The share of the population that the file holds, above 0 and at most 1.
  public init?(sizes: [Int], minimum: Int, populationShare share: Double? = nil) {
    guard !sizes.isEmpty, sizes.allSatisfy({ $0 > 0 }), share.map({ $0 > 0 && $0 <= 1 }) ?? true else { return nil }
    people = sizes.reduce(0, +)
    classes = sizes.count
    unique = sizes.count { $0 == 1 }
    below = sizes.reduce(0) { $0 + ($1 < minimum ? $1 : 0) }
    largest = 1 / Double(sizes.min() ?? 1)
    mean = Double(sizes.count) / Double(people)
    populationMean = share.map { share in
      let counts = Dictionary(sizes.map { ($0, 1) }, uniquingKeysWith: +)
      let sum = counts.sorted { $0.key < $1.key }.reduce(0) {
        $0 + Double($1.key) * Double($1.value) * Self.chance($1.key, share: share)
      }
      return sum / Double(sizes.reduce(0, +))
    }
  }

  /// E(1/F | f): the mean chance where a combination of f people in the file has F = f + NegativeBinomial(f, share) people in the
  /// population [BenedettiFranconi1998]. It is π∫₀¹ v^(f−1)/(π + (1−π)v) dv.
  static func chance(_ f: Int, share: Double) -> Double {
    let rest = 1 - share
    guard rest > 0 else { return 1 / Double(f) }
    guard f >= 64 || share > rest else {
      // π·I(f) + (1−π)·I(f+1) = 1/f, where errors shrink on the way up.
      return share * (1..<f).reduce(-log(share) / rest) { (1 / Double($1) - share * $0) / rest }
    }
    // Σ (1−π)^k k!(f−1)!/(f+k)!, whose terms are all above 0.
    var (term, sum, k) = (1 / Double(f), 0.0, 0.0)
    while term > sum * 1e-17 {
      sum += term
      term *= rest * (k + 1) / (Double(f) + k + 1)
      k += 1
    }
    return share * sum
  }
}
