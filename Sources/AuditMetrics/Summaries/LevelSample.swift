import AuditNumerics

/// People at one level of a control with their lists, as many as are compared with each other.
///
/// They live in the process only. Of more than ``mostPeople`` those are kept whose random numbers are lowest; a person's number depends
/// on the seed and the person's place in the table of users, so that neither pieces nor threads change who is kept.
package struct LevelSample: Sendable, Hashable {
  /// People that are kept.
  package static let mostPeople = 20_000

  /// A person with their list.
  package struct Person: Sendable, Hashable {
    /// The random number by which people are kept.
    let number: UInt64
    /// The person.
    let owner: Int32
    /// Their finest group.
    package let group: Int32
    /// Their context.
    package let context: Int32
    /// The shares of the list's attention by kind [kinds]; empty without kinds, and for a list of no known kind.
    package let mix: [Double]
    /// The items of the list.
    package let items: [Int32]
    /// How much of each lies within the depth [items].
    package let inclusion: [Double]
  }

  /// People so far.
  package private(set) var count = 0
  private var kept: [Person] = []

  /// Nobody.
  package init() {}

  mutating func add(_ person: Person) {
    count += 1
    kept.append(person)
    if kept.count > 2 * LevelSample.mostPeople { kept = people }
  }

  /// Adds other people.
  package mutating func merge(_ other: LevelSample) {
    count += other.count
    kept += other.kept
    if kept.count > 2 * LevelSample.mostPeople { kept = people }
  }

  /// Those who are kept, in the order of their numbers; sorted anew each time that it is asked for.
  package var people: [Person] {
    Array(kept.sorted { ($0.number, $0.owner) < ($1.number, $1.owner) }.prefix(LevelSample.mostPeople))
  }

  /// The random number of a person.
  static func number(of owner: Int, seed: UInt64) -> UInt64 {
    var stream = CounterStream(seed: seed, stream: 0x6c65_7665_6c73, replicate: UInt64(owner))
    return stream.next()
  }
}

/// The levels of a control at which lists of groups are compared.
package struct SampledLevels: Sendable {
  /// The axis of users that says the level.
  package let axis: Int
  /// The codes of the labels of each level [levels]; none for a level that nobody has.
  package let codes: [[Int32]]
  /// The axis of items whose groups are kinds; nothing without one, or with too many kinds.
  package let kinds: Int?

  /// States levels.
  package init(axis: Int, codes: [[Int32]], kinds: Int?) {
    self.axis = axis
    self.codes = codes
    self.kinds = kinds
  }
}
