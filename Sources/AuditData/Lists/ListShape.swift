import AuditInputs

/// What the rows of lists have, and where their ranks begin.
struct ListShape: Sendable {
  /// Positions of a list that count.
  let depth: Int
  /// Whether a rank orders lists, not a score.
  let isRanked: Bool
  /// Whether a rank is the place in the list, so that gaps are empty places.
  let keepsPlaces: Bool
  /// The rank of the first place: 0 or 1.
  var firstRank: UInt64 = 1
  let hasScore: Bool
  let hasEngagement: Bool
  /// Whether a user may have several lists.
  let hasList: Bool

  /// - Parameter isRanked: Whether a rank orders lists, if there is one.
  init(_ columns: ListColumns, isRanked: Bool = true) {
    depth = columns.depth
    let isRanked = isRanked && columns.lists.rank != nil
    self.isRanked = isRanked
    keepsPlaces = isRanked && columns.lists.ranks == .stated
    hasScore = columns.lists.score != nil
    hasEngagement = columns.lists.engagement != nil
    hasList = columns.lists.list != nil
  }
}
