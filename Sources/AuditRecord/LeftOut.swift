/// People or lists that one number does not count although they might belong to it: of one group, or of none that is known.
package struct LeftOut: Codable, Sendable, Hashable {
  /// The metric's id.
  package var metric: String
  /// The columns of the grouping.
  @Defaulted package var grouping: [String]
  /// The group; null where it is not known.
  @OrNull package var group: [Label]?
  /// The column held constant, for numbers that are pooled over its values.
  @OrNull package var stratifier: String?
  /// Why they are not counted.
  package var reason: LeftOutReason
  /// What the number would make of them.
  package var completions: Completions
  /// The same by their weights; left out where all weigh the same.
  package var weighted: Completions?
  /// The same of everybody of a known group who is not in this one; left out where groups share nobody.
  package var others: Completions?

  /// Counts who was left out.
  package init(
    metric: String, grouping: [String], group: [Label]?, stratifier: String? = nil, reason: LeftOutReason,
    completions: Completions
  ) {
    self.metric = metric
    self.grouping = grouping
    self.group = group
    self.stratifier = stratifier
    self.reason = reason
    self.completions = completions
  }
}

/// Why somebody is not counted in a number.
package enum LeftOutReason: OpenWord {
  /// A label of the grouping means that the group is not known.
  case unknownGroup
  /// A number lies below the first or above the last limit of the bins.
  case outsideBins
  /// The decision is missing.
  case missingDecision
  /// The decision of the baseline is missing, or its label is none.
  case missingBaseline
  /// The outcome is missing.
  case missingOutcome
  /// The score is missing.
  case missingScore
  /// The amount is missing.
  case missingAmount
  /// The amount, or what was predicted of it, is missing.
  case missingPrediction
  /// The value of the column held constant is not known.
  case unknownStratum
  /// Nobody of another group is in the stratum. They stand in the counts of their group, and in no comparison.
  case nobodyToCompare
  /// The person is in no table of users.
  case unknownUser
  /// The person is in a table of users, and has no list.
  case noList
  /// Their level of the control is not known.
  case unknownLevel
  /// The row may not be used.
  case withoutGround(UseCause)
  /// A reason that this version does not know.
  case other(String)

  /// The words that this version knows.
  package static let known: [LeftOutReason] =
    [
      .unknownGroup, .outsideBins, .missingDecision, .missingBaseline, .missingOutcome, .missingScore, .missingAmount,
      .missingPrediction, .unknownStratum, .nobodyToCompare, .unknownUser, .noList, .unknownLevel,
    ] + UseCause.allCases.map { .withoutGround($0) }

  /// The word in records.
  package var rawValue: String {
    switch self {
    case .unknownGroup: "not-known"
    case .outsideBins: "outside-bins"
    case .missingDecision: "missing-decision"
    case .missingBaseline: "missing-baseline"
    case .missingOutcome: "missing-outcome"
    case .missingScore: "missing-score"
    case .missingAmount: "missing-amount"
    case .missingPrediction: "missing-prediction"
    case .unknownStratum: "unknown-stratum"
    case .nobodyToCompare: "nobody-to-compare"
    case .unknownUser: "unknown-user"
    case .noList: "no-list"
    case .unknownLevel: "unknown-level"
    case .withoutGround(let cause): cause.rawValue
    case .other(let word): word
    }
  }

  /// The reason in words, after a number of people.
  package var words: String {
    switch self {
    case .unknownGroup: "whose group is not known"
    case .outsideBins: "outside the bins"
    case .missingDecision: "without a decision"
    case .missingBaseline: "without a decision in the baseline"
    case .missingOutcome: "without an outcome"
    case .missingScore: "without a score"
    case .missingAmount: "without an amount"
    case .missingPrediction: "who lack an amount or a prediction of it"
    case .unknownStratum: "whose stratum is not known"
    case .nobodyToCompare: "in strata with nobody to compare them with"
    case .unknownUser: "who are in no table of users"
    case .noList: "who have no list"
    case .unknownLevel: "whose level is not known"
    case .withoutGround(let cause): cause.words
    case .other(let word): "left out as “\(word)”"
    }
  }
}

/// What people who were left out may turn out to be in one rate, whole numbers.
///
/// A number of another kind counts those whose value is anything between its least and its most in `either`.
package struct Completions: Codable, Sendable, Hashable {
  /// Counted among the denominator and in the numerator.
  package var counted: Double
  /// Counted among the denominator alone.
  package var uncounted: Double
  /// In the numerator, or not in the denominator at all.
  package var countedOrNot: Double
  /// In the denominator alone, or not at all.
  package var uncountedOrNot: Double
  /// In the denominator, and perhaps in the numerator.
  package var either: Double

  /// Numbers of people.
  package init(
    counted: Double = 0, uncounted: Double = 0, countedOrNot: Double = 0, uncountedOrNot: Double = 0,
    either: Double = 0
  ) {
    self.counted = counted
    self.uncounted = uncounted
    self.countedOrNot = countedOrNot
    self.uncountedOrNot = uncountedOrNot
    self.either = either
  }

  /// Everybody.
  package var total: Double { counted + uncounted + countedOrNot + uncountedOrNot + either }

  /// Those of both.
  package static func + (left: Completions, right: Completions) -> Completions {
    Completions(
      counted: left.counted + right.counted, uncounted: left.uncounted + right.uncounted,
      countedOrNot: left.countedOrNot + right.countedOrNot,
      uncountedOrNot: left.uncountedOrNot + right.uncountedOrNot, either: left.either + right.either)
  }
}

/// How many may be left out of a comparison before "met" needs the worst table too.
package struct LeftOutRule: Codable, Sendable, Hashable {
  /// The largest share that is passed over.
  package var atMost: Double
  /// What holds beyond it.
  package var beyond: Beyond
  /// Why more may be passed over.
  @OrNull package var justification: String?

  /// What holds where more were left out.
  package enum Beyond: String, Codable, Sendable, CaseIterable, Hashable {
    /// "Met" needs the worst table.
    case cannotTell = "cannot-tell"
    /// Nothing changes.
    case ignore
  }

  /// States a rule.
  package init(atMost: Double = 0.05, beyond: Beyond = .cannotTell, justification: String? = nil) {
    self.atMost = atMost
    self.beyond = beyond
    self.justification = justification
  }
}

/// What leaving people out of one finding may have done.
package struct FindingBounds: Codable, Sendable, Hashable {
  /// How many were left out of the group or of what it is compared with, or have no known group.
  package var leftOut: Int
  /// Their share of themselves and those who were counted, of the metric's own denominator.
  package var share: Double
  /// The same by reason.
  @Defaulted package var causes: [LeftOutCause]
  /// The verdict of those who were counted, before ``Requirement/leftOut`` was applied.
  package var counted: VerdictWord
  /// The finding if all of them turned out as is worst for the requirement; null where no such table can be made.
  @OrNull package var worst: BoundEnd?
  /// The finding if all of them turned out as is best for it; null as the worst.
  @OrNull package var best: BoundEnd?
  /// The least number of them that, placed at worst, changes the verdict of those who were counted; null where all do not.
  @OrNull package var tipping: Int?

  /// States bounds.
  package init(
    leftOut: Int, share: Double, causes: [LeftOutCause], counted: VerdictWord, worst: BoundEnd? = nil,
    best: BoundEnd? = nil, tipping: Int? = nil
  ) {
    self.leftOut = leftOut
    self.share = share
    self.causes = causes
    self.counted = counted
    self.worst = worst
    self.best = best
    self.tipping = tipping
  }
}

/// People who were left out for one reason.
package struct LeftOutCause: Codable, Sendable, Hashable {
  /// The reason.
  package var reason: LeftOutReason
  /// How many.
  package var count: Int

  /// Counts a cause.
  package init(reason: LeftOutReason, count: Int) {
    self.reason = reason
    self.count = count
  }
}

/// The number and the verdict of one way in which people who were left out may turn out.
package struct BoundEnd: Codable, Sendable, Hashable {
  /// The judged number; null where it does not exist.
  @OrNull package var value: Double?
  /// The verdict.
  package var verdict: VerdictWord

  /// States an end.
  package init(value: Double?, verdict: VerdictWord) {
    self.value = value.flatMap { $0.isFinite ? $0 : nil }
    self.verdict = verdict
  }
}
