/// In what lists of groups are set beside each other.
public enum SeparationFeatures: String, Codable, Sendable, CaseIterable, Hashable {
  /// The shares of a list's attention by kind of item.
  case kinds
  /// Each item that enough lists hold, in a list or not.
  case items
}

/// How far lists of groups lie apart at one level of a control, and what the range of that number follows from.
public struct Separation: Codable, Sendable, Hashable {
  /// In what they are set beside each other.
  public var by: SeparationFeatures
  /// People whose lists were compared.
  public var people: Int
  /// People of whom these were drawn; left out where they are all.
  public var of: Int?
  /// Contexts that hold people of several groups.
  public var contexts: Int
  /// How often the groups were permuted within contexts.
  public var permutations: Int
  /// How many standard errors the largest difference reaches by chance, in so many of 100 permutations as the level says.
  public var critical: Double
  /// The difference whose limit is the lower end of the range, and the one whose limit is the upper.
  public var lower: SeparationEnd
  /// The upper end.
  public var upper: SeparationEnd
  /// The largest difference of each group, in the order of the groups.
  @Defaulted public var largest: [SeparationDifference]
  /// The difference that is clearest: the most standard errors from 0.
  public var clearest: SeparationDifference

  /// States a separation.
  public init(
    by: SeparationFeatures, people: Int, of: Int?, contexts: Int, permutations: Int, critical: Double,
    lower: SeparationEnd, upper: SeparationEnd, largest: [SeparationDifference], clearest: SeparationDifference
  ) {
    self.by = by
    self.people = people
    self.of = of
    self.contexts = contexts
    self.permutations = permutations
    self.critical = critical
    self.lower = lower
    self.upper = upper
    self.clearest = clearest
    self.largest = largest
  }

  /// The limits that follow, the lower one at least 0; nil where what is stored gives none.
  public var limits: (lower: Double, upper: Double)? {
    let numbers = [critical, lower.difference, lower.standardError, upper.difference, upper.standardError]
    guard numbers.allSatisfy({ $0.isFinite && $0 >= 0 }) else { return nil }
    let low = max(0, lower.difference - critical * lower.standardError)
    let high = upper.difference + critical * upper.standardError
    return low <= high && high.isFinite ? (low, high) : nil
  }

  /// The largest difference of all.
  public var widest: SeparationDifference? { largest.max { $0.difference.magnitude < $1.difference.magnitude } }
}

/// The size of a difference and the standard error that its limit is made with.
public struct SeparationEnd: Codable, Sendable, Hashable {
  /// The size.
  public var difference: Double
  /// The standard error.
  public var standardError: Double

  /// States an end.
  public init(difference: Double, standardError: Double) {
    self.difference = difference
    self.standardError = standardError
  }
}

/// How much more the lists of a group give to one kind, or how much more often they hold one item, than lists of others in the same
/// context.
public struct SeparationDifference: Codable, Sendable, Hashable {
  /// The group.
  public var group: [Label]
  /// The kind; that of the item, where items are compared and it has one.
  public var kind: Label?
  /// The item's place in the table of items, from 1; left out where kinds are compared. No id leaves the readers.
  public var item: Int?
  /// The difference.
  public var difference: Double
  /// Its standard error where lists do not depend on the group.
  public var standardError: Double

  /// States a difference.
  public init(group: [Label], kind: Label?, item: Int?, difference: Double, standardError: Double) {
    self.group = group
    self.kind = kind
    self.item = item
    self.difference = difference
    self.standardError = standardError
  }
}
