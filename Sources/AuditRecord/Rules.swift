/// The rules by which numbers become verdicts, by name.
///
/// The number is raised whenever equal numbers may get another verdict. Under other rules a verdict cannot be recomputed; it
/// is neither right nor wrong for that.
package struct Rules: RawRepresentable, Codable, Sendable, Hashable, Defaultable {
  /// The name, as `evenhand-rules/1`.
  package let rawValue: String

  /// Rules of this name.
  package init(rawValue: String) { self.rawValue = rawValue }

  /// The rules of this version. The second read words for a missing value, and labels that differ only in how they are
  /// written, for what they are, and let who was left out reach the verdict, by the facts that records of the first lack. The
  /// third hold where the second did not: without variance, over strata, at limits near equality. The fourth know worst tables of
  /// comparisons that the third passed as undecided.
  package static let current = Rules(rawValue: "evenhand-rules/4")

  /// Records of version 0.1 name no rules; they were judged by the first.
  package static let whenMissing = Rules(rawValue: "evenhand-rules/1")

  /// Whether this version gives the same verdicts for the same numbers as these rules.
  package var isKnown: Bool { number != nil }

  /// Their number; nil for rules that this version does not know.
  private var number: Int? { (1...4).first { rawValue == "evenhand-rules/\($0)" } }

  private func hold(from first: Int) -> Bool { (number ?? 0) >= first }

  /// Whether requirements say what holds where people were left out, many small groups share one finding, and comparisons
  /// can be made again from what a record holds.
  package var askWhoWasLeftOut: Bool { hold(from: 2) }
  /// Whether means of people who all agree, or of whom hardly any has anything, have limits of their own.
  package var boundMeansWithoutVariance: Bool { hold(from: 3) }
  /// Whether pooled findings rest on the score over strata, else on the pooled estimate with its standard error.
  package var poolByScore: Bool { hold(from: 3) }
  /// Whether the critical value of a search knows how far its limit lies from equality.
  package var searchFromTheLimit: Bool { hold(from: 3) }
  /// Whether an exact test is adjusted by its own p-value, and Holm's family is one grouping.
  package var adjustExactly: Bool { hold(from: 3) }
  /// Whether what could have been seen of counts was found by playing the rule; before, it was approximated, and is not
  /// worked out again.
  package var playPower: Bool { hold(from: 3) }
  /// Whether worst tables are made of comparisons with everybody together, and of more than a hundred groups.
  package var boundEveryComparison: Bool { hold(from: 4) }
  /// Whether findings say which comparison set each end of their range.
  package var sayWhoSetTheRange: Bool { hold(from: 3) }
}
