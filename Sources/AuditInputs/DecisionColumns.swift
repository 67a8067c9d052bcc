package import AuditRecord

/// Where decisions are, which columns hold what, and what their labels mean.
///
/// Column names and labels are compared by their bytes.
package struct DecisionColumns: Sendable, Hashable {
  /// The files; none for rows that are in memory.
  package var table: InputTable

  /// Who was decided about; never kept. Rows of one person belong together, as those of a cluster do where a plan names no other.
  package var subject: String?

  /// The column that says for how many equal rows a row stands, where somebody has counted them; nothing where each is one.
  package var rows: String?

  /// How rows were sampled.
  package var sampling = SamplingColumns()

  /// The columns of the decision, the outcome and the count, and the labels that are counted. An empty decision leaves the
  /// row out; an empty outcome is missing. Where the other labels are listed, any further label is an error.
  package var labels: DecisionLabels

  /// How likely, or how good, the system says that somebody is; nothing where only decisions are known.
  package var score: RowNumberColumn?

  /// What somebody gets, pays or waits for; nothing where the data have no such number.
  package var amount: RowNumberColumn?

  /// What the system predicted of the amount; nothing where it predicts none.
  package var predicted: RowNumberColumn?

  /// In what amounts are counted, as `EUR` or `days`; nothing where the plan does not say it.
  package var amountUnit: String?

  /// The models whose decisions or scores stand side by side; none where there is one system.
  package var models: [ModelColumns] = []

  /// The column of another decision about the same people that changes are judged against, with labels as those of the decision;
  /// nothing where the plan names none.
  package var baseline: String?

  /// Whether these columns are those of a baseline, whose decision is read beside another.
  package var isBaseline = false

  /// The groups.
  package var groups: [GroupColumn]

  /// The combined groups, each a list of group names in plan order.
  package var intersections: [[String]]

  /// The columns within which groups are compared, and why.
  package var within: [Stratifier]

  /// What separates labels in the columns whose groups share people, by name.
  package var separators: [String: String] {
    Dictionary(
      groups.compactMap { group in group.countsEach ? group.separator.map { (group.name, $0) } : nil }
    ) { first, _ in first }
  }

  /// What the plan says of the labels of columns within which groups are compared, by column.
  package var strataRules: [String: LabelRules]

  /// What each row must show to be used; nothing where the plan does not ask.
  package var lawful: LawfulUse?

  /// The meaning of the columns.
  package init(
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
  package var tables: [InputTable] { [table] + [lawful?.consents?.table].compactMap(\.self) }

  /// Every grouping: single columns first, then intersections.
  package var groupings: [[String]] { groups.map { [$0.name] } + intersections }

  /// The names of the columns within which groups are compared.
  package var strata: [String] { within.map(\.column) }

  /// What the declared columns can serve.
  package var roles: Set<Role> {
    var roles: Set<Role> = labels.hasDecision ? [.decision] : []
    if score != nil { roles.insert(.score) }
    if amount != nil { roles.insert(.amount) }
    if predicted != nil { roles.insert(.predicted) }
    if labels.outcome != nil { roles.insert(.outcome) }
    if !within.isEmpty { roles.insert(.strata) }
    return roles
  }

  /// The numbers of each row of which metrics are made.
  package var rowNumbers: [RowNumber] { RowNumber.allCases.filter { !columns(of: $0).isEmpty } }

  /// The columns that a number follows from; none where the plan does not name them all.
  package func columns(of number: RowNumber) -> [RowNumberColumn] {
    switch number {
    case .score: [score].compactMap(\.self)
    case .amount: [amount].compactMap(\.self)
    case .error: if let amount, let predicted { [amount, predicted] } else { [] }
    }
  }
}
