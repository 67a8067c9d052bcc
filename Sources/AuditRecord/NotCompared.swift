/// Groups that a plan leaves out of comparisons because they are a small share of a grouping: shown, not judged, and nobody's
/// reference.
package struct NotCompared: Codable, Sendable, Hashable {
  /// The share of the people of known group below which a group is not compared.
  package var belowShare: Double
  /// Why.
  package var justification: String
  /// The groups; of an intersection those with a label that is not compared.
  @Defaulted package var groups: [[Label]]

  /// States who is not compared.
  package init(belowShare: Double, justification: String, groups: [[Label]] = []) {
    self.belowShare = belowShare
    self.justification = justification
    self.groups = groups
  }
}

/// For whom the outcome is known, in one group.
package struct OutcomeCoverage: Codable, Sendable, Hashable {
  /// The columns of the grouping.
  @Defaulted package var grouping: [String]
  /// The group.
  @Defaulted package var group: [Label]
  /// Which of several classes or models the decision is about; left out where there is one yes or no.
  package var view: DecisionView?
  /// People with the favourable decision, and those of them whose outcome is known.
  package var favourable: Int
  /// Those of them whose outcome is known.
  package var favourableKnown: Int
  /// People with another decision.
  package var others: Int
  /// Those of them whose outcome is known.
  package var othersKnown: Int

  /// Counts outcomes.
  package init(
    grouping: [String], group: [Label], favourable: Int, favourableKnown: Int, others: Int, othersKnown: Int
  ) {
    self.grouping = grouping
    self.group = group
    self.favourable = favourable
    self.favourableKnown = favourableKnown
    self.others = others
    self.othersKnown = othersKnown
  }

  /// Groups of fewer people decide nothing.
  package static let leastPeople = 30

  /// Whether outcomes are known almost only where the decision was favourable: of fewer than 5 % of the others, and of at least
  /// half of the favourable.
  package var isSelective: Bool {
    favourable.plus(others) >= Self.leastPeople && others > 0 && othersKnown.times(20) < others && favourable > 0
      && favourableKnown.times(2) >= favourable
  }
}
