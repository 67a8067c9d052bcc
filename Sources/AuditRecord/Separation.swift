/// In what lists of groups are set beside each other.
package enum SeparationFeatures: String, Codable, Sendable, CaseIterable, Hashable {
  /// The shares of a list's attention by kind of item.
  case kinds
  /// Each item that enough lists hold, in a list or not.
  case items
}

/// How far lists of groups lie apart at one level of a control, and what the range of that number follows from.
package struct Separation: Codable, Sendable, Hashable {
  /// In what they are set beside each other.
  package var by: SeparationFeatures
  /// People whose lists were compared.
  package var people: Int
  /// People of whom these were drawn; left out where they are all.
  package var of: Int?
  /// Contexts that hold people of several groups.
  package var contexts: Int
  /// How often the groups were permuted within contexts.
  package var permutations: Int
  /// How many standard errors the largest difference reaches by chance, in so many of 100 permutations as the level says.
  package var critical: Double
  /// The difference whose limit is the lower end of the range, and the one whose limit is the upper.
  package var lower: SeparationEnd
  /// The upper end.
  package var upper: SeparationEnd
  /// The largest difference of each group, in the order of the groups.
  @Defaulted package var largest: [SeparationDifference]
  /// The difference that is clearest: the most standard errors from 0.
  package var clearest: SeparationDifference

  /// States a separation.
  package init(
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
  package var limits: (lower: Double, upper: Double)? {
    let numbers = [critical, lower.difference, lower.standardError, upper.difference, upper.standardError]
    guard numbers.allSatisfy({ $0.isFinite && $0 >= 0 }) else { return nil }
    let low = max(0, lower.difference - critical * lower.standardError)
    let high = upper.difference + critical * upper.standardError
    return low <= high && high.isFinite ? (low, high) : nil
  }

  /// The largest difference of all.
  package var widest: SeparationDifference? { largest.max { $0.difference.magnitude < $1.difference.magnitude } }
}

/// The size of a difference and the standard error that its limit is made with.
package struct SeparationEnd: Codable, Sendable, Hashable {
  /// The size.
  package var difference: Double
  /// The standard error.
  package var standardError: Double

  /// States an end.
  package init(difference: Double, standardError: Double) {
    self.difference = difference
    self.standardError = standardError
  }
}

/// How much more the lists of a group give to one kind, or how much more often they hold one item, than lists of others in the same
/// context.
package struct SeparationDifference: Codable, Sendable, Hashable {
  /// The group.
  package var group: [Label]
  /// The kind; that of the item, where items are compared and it has one.
  package var kind: Label?
  /// The item's place in the table of items, from 1; left out where kinds are compared. No id leaves the readers.
  package var item: Int?
  /// The difference.
  package var difference: Double
  /// Its standard error where lists do not depend on the group.
  package var standardError: Double

  /// States a difference.
  package init(group: [Label], kind: Label?, item: Int?, difference: Double, standardError: Double) {
    self.group = group
    self.kind = kind
    self.item = item
    self.difference = difference
    self.standardError = standardError
  }
}
