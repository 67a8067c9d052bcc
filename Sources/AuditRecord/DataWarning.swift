/// Something about the data that may mislead whoever reads the verdict: a fact, whose words ``DataWords`` makes.
///
/// It names labels of decision, outcome, group and stratum columns, and never an id or another value of a person.
package struct DataWarning: Codable, Sendable, Hashable {
  /// What is odd.
  package var code: DataWarningCode
  /// The table, as in ``TableFlow/table``; empty where it is about no table.
  @Defaulted package var table: String
  /// The column, if it is about one.
  @OrNull package var column: String?
  /// What the plan uses the column for: `decision`, `outcome`, `group`, `stratum`, or an id's `user` and `item`.
  @OrNull package var role: String?
  /// The grouping, where it is about groups.
  @Defaulted package var grouping: [String]
  /// The group, if it is about one.
  @OrNull package var group: [Label]?
  /// The labels, with how often they occur.
  @Defaulted package var labels: [LabelCount]
  /// Rows that are concerned, if rows are.
  @OrNull package var rows: Int?
  /// What those rows stand for: people, or items.
  @OrNull package var units: Int?
  /// The share of all that are concerned, from 0 to 1.
  @OrNull package var share: Double?
  /// The requirement's id, if it is about one.
  @OrNull package var requirement: String?

  /// States a fact.
  package init(
    _ code: DataWarningCode, table: String = "", column: String? = nil, role: String? = nil, grouping: [String] = [],
    group: [Label]? = nil, labels: [LabelCount] = [], rows: Int? = nil, units: Int? = nil, share: Double? = nil,
    requirement: String? = nil
  ) {
    self.code = code
    self.table = table
    self.column = column
    self.role = role
    self.grouping = grouping
    self.group = group
    self.labels = labels
    self.rows = rows
    self.units = units
    self.share = share
    self.requirement = requirement
  }
}

/// A label with how often it occurs.
package struct LabelCount: Codable, Sendable, Hashable {
  /// The label as it stands in the data.
  package var label: Label
  /// Rows that have it.
  package var rows: Int
  /// What those rows stand for: people, or items.
  package var units: Int

  /// Counts a label.
  package init(_ label: Label, rows: Int, units: Int) {
    self.label = label
    self.rows = rows
    self.units = units
  }
}

/// What is odd about data.
package enum DataWarningCode: OpenWord {
  /// Words for a missing value, such as `NULL`, were taken for that.
  case missingWords
  /// Labels of one column differ only in case, blanks, Unicode form, or in how a number is written.
  case labelsAlike
  /// Labels that the plan declares stand in no row.
  case unseenLabels
  /// Numbers lie outside the bins of the plan.
  case outsideBins
  /// No row of a table is used.
  case unusedTable
  /// A group has no decision more often, or less often, than all others.
  case undecidedApart
  /// Of a group, more lack a number or an outcome than of all others.
  case missingApart
  /// People whose level in the table of users is not the last one of their choices.
  case levelsDisagree
  /// A group's counts are the sum of all others.
  case totalGroup
  /// Rows are copies of others: of single ones, told apart by a column, or without a column, of all rows alike.
  case repeatedRows
  /// The ranks of lists begin with 0.
  case ranksFromZero
  /// All ranks of a list are equal, and the score orders.
  case ranksEqual
  /// Ids would be found in another table if they were written as there.
  case idsAlike
  /// Rows of a table name users or items that are in no table.
  case lostJoin
  /// The group that others are compared with is so small that little can be shown with it.
  case weakReference
  /// Decision and outcome agree less often than by chance, in every group.
  case directionsDisagree
  /// Decision and outcome are the same for everybody.
  case outcomeRepeatsDecision
  /// A group does better than those it is compared with in one stratum, and worse in another, further than chance explains.
  case strataDisagree
  /// Rows weigh nothing.
  case zeroWeights
  /// Rows have decisions of some models and lack those of others.
  case partlyDecided
  /// Numbers with decimals, all of them whole, were read as whole ones and are labels.
  case wholeNumbers
  /// People have a list, and none that it is set against.
  case noOtherList
  /// Lines of counts are copies of other lines, and were added to them.
  case repeatedCounts
  /// A word of a later version.
  case other(String)

  /// The words that this version knows.
  package static let known: [DataWarningCode] = [
    .missingWords, .labelsAlike, .unseenLabels, .outsideBins, .unusedTable, .undecidedApart, .missingApart,
    .levelsDisagree,
    .totalGroup, .repeatedRows, .ranksFromZero, .ranksEqual, .idsAlike, .lostJoin, .weakReference, .directionsDisagree,
    .outcomeRepeatsDecision, .strataDisagree, .zeroWeights, .partlyDecided, .wholeNumbers, .noOtherList,
    .repeatedCounts,
  ]

  /// The word.
  package var rawValue: String {
    switch self {
    case .missingWords: "missing-words"
    case .labelsAlike: "labels-alike"
    case .unseenLabels: "unseen-labels"
    case .outsideBins: "outside-bins"
    case .unusedTable: "unused-table"
    case .undecidedApart: "undecided-apart"
    case .missingApart: "missing-apart"
    case .levelsDisagree: "levels-disagree"
    case .totalGroup: "total-group"
    case .repeatedRows: "repeated-rows"
    case .repeatedCounts: "repeated-counts"
    case .ranksFromZero: "ranks-from-zero"
    case .ranksEqual: "ranks-equal"
    case .idsAlike: "ids-alike"
    case .lostJoin: "lost-join"
    case .weakReference: "weak-reference"
    case .directionsDisagree: "directions-disagree"
    case .outcomeRepeatsDecision: "outcome-repeats-decision"
    case .strataDisagree: "strata-disagree"
    case .zeroWeights: "zero-weights"
    case .partlyDecided: "partly-decided"
    case .wholeNumbers: "whole-numbers"
    case .noOtherList: "no-other-list"
    case .other(let word): word
    }
  }
}
