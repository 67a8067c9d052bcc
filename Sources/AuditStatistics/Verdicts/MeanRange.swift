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
    guard boundsFew, let people, let most, contributing >= 0, people >= contributing else { return nil }
    let share = ClopperPearson.upper(
      Proportion(successes: contributing, trials: people), tail: Normal.upperTail(z))
    return ConfidenceInterval(lower: 0, upper: most * share)
  }
}
