import AuditRecord

/// How an engine writes SQL.
package enum SQLDialect: String, Sendable, Hashable, CaseIterable {
  case postgresql, redshift, sqlite, duckdb, spark, databricks, bigquery, snowflake

  /// A name, whatever stands in it.
  package func identifier(_ name: String) -> String {
    switch self {
    case .postgresql, .redshift, .sqlite, .duckdb, .snowflake: "\"" + name.replacing("\"", with: "\"\"") + "\""
    case .spark, .databricks: "`" + name.replacing("`", with: "``") + "`"
    case .bigquery:
      "`" + name.replacing("\\", with: "\\\\").replacing("`", with: "\\`").replacing("\n", with: "\\n") + "`"
    }
  }

  /// The text of a column, compared by its bytes: without that an engine may take labels as equal that differ in case or accents.
  package func label(_ column: String) -> String {
    switch self {
    case .postgresql: "CAST(\(column) AS TEXT) COLLATE \"C\""
    // Without a length, Redshift cuts off behind 256 bytes.
    case .redshift: "CAST(\(column) AS VARCHAR(65535))"
    case .sqlite: "CAST(\(column) AS TEXT) COLLATE BINARY"
    case .duckdb: "decode(encode(CAST(\(column) AS VARCHAR)))"
    case .spark, .databricks: "CAST(\(column) AS STRING)"
    case .bigquery: "COLLATE(CAST(\(column) AS STRING), '')"
    case .snowflake: "COLLATE(CAST(\(column) AS VARCHAR), '')"
    }
  }

  /// The text of a column as it is handed over.
  package func text(_ column: String) -> String {
    switch self {
    case .postgresql: "CAST(\(column) AS TEXT)"
    case .duckdb: "CAST(\(column) AS VARCHAR)"
    default: column
    }
  }
}

/// What a query counts: rows that are equal in some columns.
package struct CountingQuery: Sendable, Hashable {
  /// The columns whose labels are told apart, each once.
  package var labels: [String]
  /// The column that says for how many rows a row stands; nothing where each is one.
  package var rows: String?
  /// The column that says what a row stands for; nothing where rows stand for themselves.
  package var units: String?
  /// The column of people, who are counted and not told apart; nothing where the plan names none.
  package var subject: String?

  /// The whole query: counts of what a SELECT answers with.
  package func text(of select: String, in dialect: SQLDialect) -> String {
    func column(_ name: String) -> String { "evenhand_query." + dialect.identifier(name) }
    let inner = "FROM (\n\(select)\n) AS evenhand_query"
    let expressions = labels.map { dialect.label(column($0)) }
    var wanted = zip(expressions, labels).map { "\($0) AS \(dialect.identifier($1))" }
    let count = rows.map { "SUM(\(column($0)))" } ?? "COUNT(*)"
    wanted += ["\(count) AS \(CountedRows.rows)", "SUM(\(count)) OVER () AS \(CountedRows.total)"]
    if let units { wanted.append("SUM(\(column(units))) AS \(CountedRows.units)") }
    if let subject {
      wanted.append("(SELECT COUNT(DISTINCT \(column(subject))) \(inner)) AS \(CountedRows.subjects)")
    }
    // A name in GROUP BY may be that of a column, which compares as it was made to.
    let groups =
      labels.isEmpty
      ? ""
      : "\nGROUP BY " + (dialect == .sqlite ? expressions : labels.indices.map { "\($0 + 1)" }).joined(separator: ", ")
    return "SELECT \(wanted.joined(separator: ",\n  "))\n\(inner)\(groups)"
  }
}

extension DecisionColumns {
  /// What a query counts in place of handing over the rows.
  ///
  /// - Precondition: The rows fold, see ``notFolding``.
  package var counting: CountingQuery {
    var labels: [String] = []
    for name in readings.flatMap({ [$0.labels.decision] + [$0.labels.outcome].compactMap(\.self) })
      + groups.map(\.column) + strata where !labels.contains(name) && !name.isEmpty
    {
      labels.append(name)
    }
    return CountingQuery(labels: labels, rows: rows, units: self.labels.count, subject: subject)
  }
}
