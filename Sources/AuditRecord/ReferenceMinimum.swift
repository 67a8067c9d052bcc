/// How large a group must be for others to be compared with it, where the data choose the reference group.
///
/// A group that is smaller is judged all the same.
package struct ReferenceMinimum: Codable, Sendable, Hashable {
  /// The smallest denominator.
  package var count: Int
  /// The smallest share of all people whose group is known.
  package var share: Double

  /// States both.
  package init(count: Int, share: Double) {
    self.count = count
    self.share = share
  }

  /// Whether a plan can state it.
  package var isInRange: Bool { count >= 1 && share >= 0 && share <= 1 }

  /// Which groups are large enough.
  ///
  /// - Parameters:
  ///   - basis: What the number of each group rests on [groups].
  ///   - sizes: People of each group [groups].
  package func allows(_ basis: [Basis?], sizes: [Int]) -> [Bool] {
    let known = Double(sizes.together)
    return zip(basis, sizes).map { basis, size in
      (basis?.size ?? 0) >= count && Double(size) >= share * known
    }
  }
}

/// What a finding does that neither holds nor fails.
package enum Undecided: String, Codable, Sendable, CaseIterable, Hashable, Defaultable {
  /// The release stops, as for what fails.
  case block
  /// People are told, and the release goes on.
  case warn

  /// The release stops.
  package static let whenMissing = Undecided.block
}

/// The groups that a comparison with set the ends of a range.
package struct RangeSetters: Codable, Sendable, Hashable {
  /// That of the low end; null where it is not one group.
  @OrNull package var lower: [Label]?
  /// That of the high end; null where it is not one group.
  @OrNull package var upper: [Label]?

  /// Names groups.
  package init(lower: [Label]?, upper: [Label]?) {
    self.lower = lower
    self.upper = upper
  }
}
