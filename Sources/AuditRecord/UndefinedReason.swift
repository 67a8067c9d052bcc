/// Why a number does not exist.
public enum UndefinedReason: OpenWord {
  /// Nobody in the group.
  case emptyGroup
  /// Nobody whom the rate could count.
  case emptyDenominator
  /// The reference group's rate is zero, so nothing can be divided by it.
  case zeroReference
  /// The reference group's own number does not exist.
  case undefinedReference
  /// No group is large enough to be compared with.
  case noEligibleReference
  /// The group has fewer people than the plan demands.
  case tooFewPeople
  /// The reference group's rate is 0 or 100 %.
  case extremeReference
  /// The plan names a reference group that the data do not hold.
  case referenceNotObserved
  /// Fewer than two groups can be compared.
  case fewerThanTwoGroups
  /// A part of the number does not exist.
  case undefinedPart
  /// No stratum holds both groups.
  case noCommonStratum
  /// The data hold one list, and nothing says how another would differ.
  case singleList
  /// Fewer lists than the plan demands, or too few that contribute anything.
  case tooFewLists
  /// The number depends on all lists at once, and no honest range for it is known.
  case realisedValue
  /// The number rests on one person alone, or is 0 or 1 with no room for a range.
  case noSpread
  /// All people agree, and nothing bounds what others would have.
  case noVariance
  /// More groups than can be compared with each other.
  case tooManyGroups
  /// The target gives the group no share.
  case zeroTarget
  /// No list has an order, and groups of all its items, that are certain enough for the exact test.
  case noTestableList
  /// The number would need more memory than is granted.
  case tooLarge
  /// No requirement could block anything.
  case nothingToJudge
  /// The outcome is known almost only where the decision was favourable.
  case outcomeOnlyAfterFavourable
  /// The plan compares no groups that are so small a share of all.
  case belowShare
  /// The plan turns statements about power off.
  case powerOff
  /// Power was not worked out for so many comparisons.
  case powerNotDrawn
  /// Power is not worked out for changes since a baseline.
  case changeHasNoPower
  /// A stratum holds one primary sampling unit, so that nobody knows how others of it would differ.
  case lonelyPSU
  /// The method knows counts of people of one row each, who weigh the same.
  case needsUnweighted
  /// Groups share people, and the method knows groups that share nobody.
  case sharedPeople
  /// Fewer than ten people in one of the counts that a number is made of.
  case fewInACount
  /// Power is not worked out for numbers of this kind.
  case kindHasNoPower
  /// Power is not worked out for areas, errors and distances of scores, nor for amounts.
  case scoresHaveNoPower
  /// Everybody in the group has the same outcome.
  case oneOutcome
  /// Some scores lie outside 0 to 1.
  case scoresNotProbabilities
  /// Too few people for limits of a median.
  case fewForRange
  /// So few people that the number would tell what one of them has.
  case fewToTell
  /// A number of a ratio is below 0.
  case negativeNumber
  /// Nobody in the group has a history.
  case noHistory
  /// Within each context nothing differs.
  case noContrast
  /// The number that others are divided by is not told from 0.
  case weakReference
  /// No context holds both people of the group and others.
  case noSharedContext
  /// The number needs permutations, and the plan draws none.
  case noReplicates
  /// No list of the table of baselines is that of these people.
  case noBaseline
  /// Everything was counted, so that nothing is estimated.
  case countedWhole
  /// No formula for how hard a text is to read is known for its language.
  case noReadingFormula
  /// A reason that this version does not know.
  case other(String)

  /// The words that this version knows.
  public static let known: [UndefinedReason] = [
    .emptyGroup, .emptyDenominator, .zeroReference, .undefinedReference, .noEligibleReference, .tooFewPeople,
    .extremeReference, .referenceNotObserved, .fewerThanTwoGroups, .undefinedPart, .noCommonStratum, .singleList,
    .tooFewLists, .realisedValue, .noSpread, .noVariance, .tooManyGroups, .zeroTarget, .noTestableList, .tooLarge,
    .nothingToJudge, .outcomeOnlyAfterFavourable, .belowShare, .powerOff, .powerNotDrawn, .changeHasNoPower,
    .lonelyPSU, .needsUnweighted, .sharedPeople,
    .fewInACount, .kindHasNoPower,
    .scoresHaveNoPower, .oneOutcome, .scoresNotProbabilities, .fewForRange, .fewToTell, .negativeNumber, .noHistory,
    .noContrast,
    .weakReference,
    .noSharedContext, .noReplicates, .noBaseline, .countedWhole, .noReadingFormula,
  ]

  /// True where counts are there and no number may be made of them: the data are of a kind for which it would mislead.
  package var isOfTheData: Bool { self == .outcomeOnlyAfterFavourable || self == .needsUnweighted }

  /// The word in plans and records.
  public var rawValue: String {
    switch self {
    case .emptyGroup: "empty-group"
    case .emptyDenominator: "empty-denominator"
    case .zeroReference: "zero-reference"
    case .undefinedReference: "undefined-reference"
    case .noEligibleReference: "no-eligible-reference"
    case .tooFewPeople: "too-few-people"
    case .extremeReference: "extreme-reference"
    case .referenceNotObserved: "reference-not-observed"
    case .fewerThanTwoGroups: "fewer-than-two-groups"
    case .undefinedPart: "undefined-part"
    case .noCommonStratum: "no-common-stratum"
    case .singleList: "single-list"
    case .tooFewLists: "too-few-lists"
    case .realisedValue: "realised-value"
    case .noSpread: "no-spread"
    case .noVariance: "no-variance"
    case .tooManyGroups: "too-many-to-compare"
    case .zeroTarget: "zero-target"
    case .noTestableList: "no-testable-list"
    case .tooLarge: "too-large"
    case .nothingToJudge: "nothing-to-judge"
    case .outcomeOnlyAfterFavourable: "outcome-only-after-favourable"
    case .belowShare: "below-share"
    case .powerOff: "power-off"
    case .powerNotDrawn: "power-not-drawn"
    case .changeHasNoPower: "change-has-no-power"
    case .lonelyPSU: "lonely-psu"
    case .needsUnweighted: "needs-unweighted"
    case .sharedPeople: "shared-people"
    case .fewInACount: "few-in-a-count"
    case .kindHasNoPower: "kind-has-no-power"
    case .scoresHaveNoPower: "scores-have-no-power"
    case .oneOutcome: "one-outcome"
    case .scoresNotProbabilities: "scores-not-probabilities"
    case .fewForRange: "few-for-range"
    case .fewToTell: "few-to-tell"
    case .negativeNumber: "negative-number"
    case .noHistory: "no-history"
    case .noContrast: "no-contrast"
    case .weakReference: "weak-reference"
    case .noSharedContext: "no-shared-context"
    case .noReplicates: "no-replicates"
    case .noBaseline: "no-baseline"
    case .countedWhole: "counted-whole"
    case .noReadingFormula: "no-reading-formula"
    case .other(let word): word
    }
  }

  /// True for a reason why there is a number but no range.
  package var concernsRange: Bool {
    [.singleList, .realisedValue, .noSpread, .noVariance, .lonelyPSU, .fewForRange, .countedWhole].contains(self)
  }

  /// The reason in words.
  public var words: String {
    switch self {
    case .emptyGroup: "nobody in the data"
    case .emptyDenominator: "nobody in this group could be counted for this number"
    case .zeroReference: "the value of the reference group is zero, so a ratio to it does not exist"
    case .undefinedReference: "the value of the reference group does not exist"
    case .noEligibleReference: "no group is large enough to compare with"
    case .tooFewPeople: "the group, or what it is compared with, has fewer people than the plan demands"
    case .extremeReference: "the rate of the reference group is 0 or 100 %, so this was not worked out"
    case .referenceNotObserved: "the reference group that the plan names is not in the data"
    case .fewerThanTwoGroups: "fewer than two groups are large enough to compare"
    case .undefinedPart: "a part of this number does not exist"
    case .noCommonStratum: "no stratum holds people of both groups"
    case .singleList: "there is one list only, and nothing says how another would differ"
    case .tooFewLists: "fewer lists than the plan demands, or fewer than ten of them contribute to this number"
    case .realisedValue: "the number depends on all lists at once, and no honest range for it is known"
    case .noSpread: "the number lies at the edge of what it can be, or rests on one person alone"
    case .noVariance: "all of them agree, and nothing bounds by how much another could differ"
    case .tooManyGroups: "there are too many groups to compare each with every other"
    case .zeroTarget: "the target gives this group no share"
    case .noTestableList:
      "no list could be tested, since each has ties, or an item of no group or of several"
    case .tooLarge: "the number would take more memory than an audit is granted"
    case .nothingToJudge: "no blocking requirement had anything to judge"
    case .outcomeOnlyAfterFavourable:
      "the outcome is known almost only where the decision was favourable, so the rate cannot be estimated"
    case .belowShare: "the plan does not compare groups that are so small a share of all"
    case .powerOff: "not worked out, as the plan says"
    case .powerNotDrawn: "not worked out for so many comparisons; evenhand power does it for a record"
    case .changeHasNoPower: "not worked out for changes since a baseline"
    case .lonelyPSU:
      "a stratum of the sample holds one sampling unit only, and nothing says how another would differ; `center: grand` in the plan takes all units as its neighbours"
    case .sharedPeople: "its groups share people, and it needs groups that share nobody"
    case .needsUnweighted:
      "it needs rows of one person each that weigh the same, and these weigh differently or repeat people"
    case .fewInACount: "one of the counts that this number is made of has fewer than ten people"
    case .kindHasNoPower: "not worked out for numbers of this kind"
    case .scoresHaveNoPower: "not worked out for areas, errors and distances of scores, nor for amounts"
    case .oneOutcome: "everybody whose outcome is known has the same one, here or among those compared with"
    case .scoresNotProbabilities: "some scores lie outside 0 to 1, so that they are no probabilities"
    case .fewForRange: "there are too few people for a range of a median"
    case .fewToTell: "so few people have it that the number would tell what one of them has"
    case .negativeNumber: "a number is below 0, so that a ratio says nothing; compare the difference"
    case .noHistory:
      "nobody here has a history, so that dependence on it cannot be tested from these data; that may be as it should be"
    case .noContrast: "within each context nothing differs, so that nothing can depend on it"
    case .weakReference:
      "the number of the reference group is not told from 0, so that a share of it cannot be given"
    case .noSharedContext: "no context holds people of both sides"
    case .noReplicates: "the plan draws no replicates, and the range of this number is made of permutations"
    case .noBaseline: "no list to compare with belongs to these people"
    case .countedWhole: "everything was counted, so that there is nothing to estimate"
    case .noReadingFormula: "no formula for how hard a text is to read is known for its language"
    case .other(let reason): "a later version gave the reason “\(reason)”, for which this one has no words"
    }
  }
}
