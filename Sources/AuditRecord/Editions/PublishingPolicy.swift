/// What a plan says under `privacy` of the numbers that may be published.
///
/// It changes what public editions print, and no number and no verdict of the record.
package struct PublishingPolicy: Codable, Sendable, Hashable {
  /// The least count that is not small: counts from 1 to one less are hidden, and 0 may be shown.
  package var minimumCell: Int
  /// Which counts are kept apart.
  package var protect: ProtectedCounts
  /// Whether the period of this audit contains that of the one earlier public edition.
  package var cumulative: Bool
  /// Earlier public editions, in the order of the plan.
  @Defaulted package var published: [PublicRecord]

  /// The policy of a plan that says nothing else.
  package init(
    minimumCell: Int = 11, protect: ProtectedCounts = .counts,
    cumulative: Bool = false, published: [PublicRecord] = []
  ) {
    self.minimumCell = minimumCell
    self.protect = protect
    self.cumulative = cumulative
    self.published = published
  }
}

/// Which small counts nobody may narrow down.
package enum ProtectedCounts: String, Codable, Sendable, CaseIterable, Hashable {
  /// Every count of people that is printed or can be worked out.
  case counts
  /// Sizes of groups alone.
  case people
}
