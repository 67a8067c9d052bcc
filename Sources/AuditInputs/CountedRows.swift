import AuditRecord

/// The columns of a table of counts that the query names which `evenhand sql` prints: one row for all that are equal.
package enum CountedRows {
  /// How many rows are equal to this one.
  package static let rows = "evenhand_rows"
  /// How many rows were counted in all: the same in each row, so that a result that was cut off is noticed.
  package static let total = "evenhand_total"
  /// What the equal rows stand for, where the plan has a column of counts.
  package static let units = "evenhand_units"
  /// How many people all rows are about, where the plan has a column of people: the same in each row.
  package static let subjects = "evenhand_subjects"
}

extension DecisionColumns {
  /// The column that says for how many equal rows a row stands; nothing where each is one.
  package var rowsColumn: String? { table.isCounted ? CountedRows.rows : rows }

  /// The column that says what the rows stand for that a row is; nothing where they stand for themselves.
  package var countColumn: String? { labels.count.map { table.isCounted ? CountedRows.units : $0 } }

  /// The column of people as it is read row by row; nothing where rows are counts, which know of no person.
  package var readSubject: String? { table.isCounted ? nil : subject }

  /// What keeps equal rows from being counted together, in words; nothing where they may be.
  package var notFolding: String? {
    if score != nil || models.contains(where: { $0.score != nil }) { return "scores" }
    if amount != nil { return "amounts" }
    if sampling.weight != nil { return "weights" }
    if sampling.isDeclared { return "strata and clusters of a sample" }
    if lawful != nil { return "grounds of use" }
    return labels.isWide == true ? "groups that are counted already" : nil
  }
}
