extension DataWarningCode {
  /// What is odd, what it does to the numbers, and what to look at.
  package var meaning: String {
    switch self {
    case .missingWords:
      "A column holds words for a missing value, such as NULL or N/A, and the plan does not name them: these rows are in no group, or in no rate, and are counted among those left out. If the word is a real label, name it in the plan."
    case .labelsAlike:
      "Labels of one column differ only in case, blanks, Unicode form or in how a number is written. They count as different groups, each smaller than the people whom it means; join them with same in the plan if they are one."
    case .unseenLabels:
      "The plan names labels that no row has. A misspelt label counts nobody; check the spelling."
    case .outsideBins:
      "Numbers lie outside the limits of the plan's bins. Those people are in no group and are counted as left out; add limits to count them."
    case .unusedTable:
      "A table was read and none of its rows belongs to anything else. Its ids are probably written in another way than those of the other tables."
    case .undecidedApart:
      "In one group far more people, or far fewer, than in all others have no decision yet. Rates speak only of those who were decided about, so that a difference may lie in who waits."
    case .missingApart:
      "In one group far more people, or far fewer, than in all others lack an outcome, a score or an amount. Numbers speak only of those who have one."
    case .levelsDisagree:
      "The level in the table of users is not the last one that these people chose. Lists are judged by the one and requests by the other; both tables should be of one day."
    case .totalGroup:
      "The counts of one group are the sums of all others: it looks like a row of totals, and everybody counts twice. Name it as unknown in the plan."
    case .repeatedRows:
      "Rows are copies of other rows. Whoever is copied counts several times, and every interval is narrower than the data allow. Leave each row in once; if people were decided about several times, name the column that tells them apart as subject."
    case .repeatedCounts:
      "Lines of a table of counts are copies of other lines, the count included, and were added to them. If the table was put together twice, its people count twice. Leave each line in once; if lines are of different months or places, keep the column that says so."
    case .ranksFromZero:
      "The ranks of lists begin with 0. It was read as the first place, and all others move by one."
    case .ranksEqual: "All ranks of a list are equal, so that its scores ordered it, as trec_eval does."
    case .idsAlike:
      "Ids are in no other table as they stand, and would be without “.0”, zeros in front or blanks. Those rows were left out; write ids alike in all tables."
    case .lostJoin:
      "More than one row in a hundred names a user or an item that is in no table. Those rows were left out; check that ids are written the same way in all files."
    case .weakReference:
      "The group that others are compared with is so small that its own chance decides every comparison. Audit more people; or let the next plan, written before its data are looked at, compare each group with everybody else (reference: complement) or with the group that your rule names. Against a group with a low rate no group can miss a demand, so do not choose one for its size alone."
    case .directionsDisagree:
      "Decision and outcome agree less often than by chance in every group. Either the system decides against what happens, or favourable and positive name opposite ends."
    case .outcomeRepeatsDecision:
      "Decision and outcome are the same for everybody who has both. Where the outcome was made from the decision, as a default for those who were turned down, true and false positive rates and precision are 0 or 100 % in every group, whatever the system does."
    case .strataDisagree:
      "In one stratum the group has a higher rate than those it is compared with, and in another a lower one, each by more than chance explains. A number that is pooled over strata is an average of both and may say equality where there is none; look at each stratum, and let the plan judge strata by themselves if its rule is about each."
    case .zeroWeights:
      "Rows have the weight 0 and are in no number. A weight that is not known must not be written as 0: it takes people out of their group."
    case .partlyDecided:
      "Rows have decisions of some models and lack those of others. They are left out of every model, so that all models are compared over the same people."
    case .wholeNumbers:
      "A column of labels is stored as numbers with decimals, all of them whole. They were read as whole numbers, so that 1.0 is the label 1."
    case .noOtherList:
      "People have a list and none of the table that it is set against. They are in no number of how far the two agree."
    case .other(let word): "A later version of this program says “\(word)” of the data."
    }
  }
}
