#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What is known of a group's mean besides its spread: how many people it is made of, and between which values each of theirs
/// lies.
///
/// It gives limits where a spread says nothing: where all people agree, and where hardly anybody has anything but 0.
public struct MeanRange: Sendable, Hashable {
  /// People, each drawn on their own; nil where that is not known.
  public let people: Double?
  /// Those at most who have anything but 0.
  public let contributing: Double
  /// The least that one of them can have; nil without a limit.
  public let least: Double?
  /// The most that one of them can have; nil without a limit.
  public let most: Double?

  /// Fewer than so many make a mean of which Student's t knows too little.
  public static let fewContributing = 10.0

  /// Nothing is known.
  public static let unknown = MeanRange(people: nil, contributing: .infinity, least: nil, most: nil)

  /// States what is known.
  public init(people: Double?, contributing: Double, least: Double?, most: Double?) {
    self.people = people
    self.contributing = contributing
    self.least = least
    self.most = most
  }

  /// The same with more people, of whom some have anything but 0.
  func adding(people more: Double, contributing: Double) -> MeanRange {
    MeanRange(
      people: people.map { $0 + more }, contributing: self.contributing + contributing, least: least, most: most)
  }

  /// True where a bound takes the place of Student's t although the people differ.
  public var boundsFew: Bool {
    contributing < MeanRange.fewContributing && people != nil && least == 0 && most != nil
  }

  /// The means that are not ruled out where all people have `value`; infinite where nothing bounds what others have.
  ///
  /// If a share q of all people had another value, n would agree with probability (1 − q)ⁿ, and the mean lies within q of
  /// the way to the end of the range.
  func agreeing(on value: Double, z: Double) -> ConfidenceInterval {
    guard let people, people > 0 else { return ConfidenceInterval(lower: -.infinity, upper: .infinity) }
    let share = -expm1(log(Normal.upperTail(z)) / people)
    return ConfidenceInterval(
      lower: least.map { value - max(0, value - $0) * share } ?? -.infinity,
      upper: most.map { value + max(0, $0 - value) * share } ?? .infinity)
  }

  /// The means of 0 and more that are not ruled out where few people have anything: the most of one of them times the upper
  /// limit of ``ClopperPearson`` of their share; nil where they are not few, or nothing bounds what they have.
  func few(z: Double) -> ConfidenceInterval? {
    guard boundsFew, let people, let most, people >= contributing else { return nil }
    let share = ClopperPearson.upper(
      Proportion(successes: contributing, trials: people), tail: Normal.upperTail(z))
    return ConfidenceInterval(lower: 0, upper: most * share)
  }
}

/// Limits of a comparison of two values from limits of each alone: the method of variance estimates recovery
/// [ZouDonner2008].
enum MoverLimits {
  /// A value and its limits.
  struct Side {
    let value: Double
    let limits: ConfidenceInterval
  }

  /// The limits of group − reference.
  static func difference(_ group: Side, _ reference: Side) -> ConfidenceInterval {
    let value = group.value - reference.value
    return ConfidenceInterval(
      lower: value - hypot(group.value - group.limits.lower, reference.limits.upper - reference.value),
      upper: value + hypot(group.limits.upper - group.value, reference.value - reference.limits.lower))
  }

  /// The limits of group ÷ reference on the logarithm; 0 and +∞ where a side gives none.
  ///
  /// A group at 0 has no logarithm: its upper limit is set against both limits of the reference, u/√(l (2θ − l))
  /// [DonnerZou2012].
  static func ratio(_ group: Side, _ reference: Side) -> ConfidenceInterval {
    guard group.value >= 0, reference.value > 0 else { return ConfidenceInterval(lower: 0, upper: .infinity) }
    var (lower, upper) = (0.0, Double.infinity)
    let centre = log(group.value / reference.value)
    if group.limits.lower > 0, reference.limits.upper < .infinity {
      lower = exp(
        centre - hypot(log(group.value / group.limits.lower), log(reference.limits.upper / reference.value)))
    }
    if group.limits.upper < .infinity, reference.limits.lower > 0 {
      upper =
        group.value > 0
        ? exp(centre + hypot(log(group.limits.upper / group.value), log(reference.value / reference.limits.lower)))
        : group.limits.upper
          / (reference.limits.lower * (2 * reference.value - reference.limits.lower)).squareRoot()
    }
    return ConfidenceInterval(lower: lower, upper: upper)
  }

  /// A weighted sum of values that are independent.
  static func sum(_ sides: [(side: Side, weight: Double)]) -> Side {
    let value = sides.reduce(0) { $0 + $1.weight * $1.side.value }
    let (below, above) = sides.reduce((0.0, 0.0)) { sums, entry in
      let (low, high) = (entry.side.value - entry.side.limits.lower, entry.side.limits.upper - entry.side.value)
      return (hypot(sums.0, entry.weight * low), hypot(sums.1, entry.weight * high))
    }
    return Side(value: value, limits: ConfidenceInterval(lower: value - below, upper: value + above))
  }
}
