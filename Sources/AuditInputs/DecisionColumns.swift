public import AuditRecord

/// Where decisions are, which columns hold what, and what their labels mean.
///
/// Column names and labels are compared by their bytes.
public struct DecisionColumns: Sendable, Hashable {
  /// The files; none for rows that are in memory.
  public var table: InputTable

  /// Who was decided about; never kept. Rows of one person belong together, as those of a cluster do where a plan names no other.
  public var subject: String?

  /// The column that says for how many equal rows a row stands, where somebody has counted them; nothing where each is one.
  public var rows: String?

  /// How rows were sampled.
  public var sampling = SamplingColumns()

  /// The columns of the decision, the outcome and the count, and the labels that are counted. An empty decision leaves the
  /// row out; an empty outcome is missing. Where the other labels are listed, any further label is an error.
  public var labels: DecisionLabels

  /// How likely, or how good, the system says that somebody is; nothing where only decisions are known.
  public var score: RowNumberColumn?

  /// What somebody gets, pays or waits for; nothing where the data have no such number.
  public var amount: RowNumberColumn?

  /// What the system predicted of the amount; nothing where it predicts none.
  public var predicted: RowNumberColumn?

  /// In what amounts are counted, as `EUR` or `days`; nothing where the plan does not say it.
  public var amountUnit: String?

  /// The models whose decisions or scores stand side by side; none where there is one system.
  public var models: [ModelColumns] = []

  /// The groups.
  public var groups: [GroupColumn]

  /// The combined groups, each a list of group names in plan order.
  public var intersections: [[String]]

  /// The columns within which groups are compared, and why.
  public var within: [Stratifier]

  /// What the plan says of the labels of columns within which groups are compared, by column.
  public var strataRules: [String: LabelRules]

  /// What each row must show to be used; nothing where the plan does not ask.
  public var lawful: LawfulUse?

  /// The meaning of the columns.
  public init(
    _ table: InputTable = InputTable([]), subject: String? = nil, labels: DecisionLabels, score: RowNumberColumn? = nil,
    groups: [GroupColumn] = [],
    intersections: [[String]] = [], within: [Stratifier] = [], strataRules: [String: LabelRules] = [:]
  ) {
    self.table = table
    self.subject = subject
    self.labels = labels
    self.score = score
    self.groups = groups
    self.intersections = intersections
    self.within = within
    self.strataRules = strataRules
  }

  /// The tables: that of the decisions, then those that it is looked up in.
  public var tables: [InputTable] { [table] + [lawful?.consents?.table].compactMap(\.self) }

  /// Every grouping: single columns first, then intersections.
  public var groupings: [[String]] { groups.map { [$0.name] } + intersections }

  /// The names of the columns within which groups are compared.
  public var strata: [String] { within.map(\.column) }

  /// What the declared columns can serve.
  public var roles: Set<Role> {
    var roles: Set<Role> = labels.hasDecision ? [.decision] : []
    if score != nil { roles.insert(.score) }
    if amount != nil { roles.insert(.amount) }
    if predicted != nil { roles.insert(.predicted) }
    if labels.outcome != nil { roles.insert(.outcome) }
    if !within.isEmpty { roles.insert(.strata) }
    return roles
  }

  /// The numbers of each row of which metrics are made.
  public var rowNumbers: [RowNumber] { RowNumber.allCases.filter { !columns(of: $0).isEmpty } }

  /// The columns that a number follows from; none where the plan does not name them all.
  public func columns(of number: RowNumber) -> [RowNumberColumn] {
    switch number {
    case .score: [score].compactMap(\.self)
    case .amount: [amount].compactMap(\.self)
    case .error: if let amount, let predicted { [amount, predicted] } else { [] }
    }
  }
}
