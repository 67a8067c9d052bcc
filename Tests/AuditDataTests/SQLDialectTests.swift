import AuditInputs
import AuditRecord
import Testing

/// The queries that count decisions where they are; engines run them in `python/tests/test_queries.py`.
struct SQLDialectTests {
  @Test func namesStandInTheQuotesOfTheirEngine() {
    let name = "a\"b`c\\d'e"
    let names = Dictionary(uniqueKeysWithValues: SQLDialect.allCases.map { ($0, $0.identifier(name)) })
    for dialect in [SQLDialect.postgresql, .redshift, .sqlite, .duckdb, .snowflake] {
      #expect(names[dialect] == "\"a\"\"b`c\\d'e\"")
    }
    for dialect in [SQLDialect.spark, .databricks] { #expect(names[dialect] == "`a\"b``c\\d'e`") }
    #expect(names[.bigquery] == "`a\"b\\`c\\\\d'e`")
  }

  @Test func theWholeQuery() {
    var columns = DecisionColumns(
      subject: "id",
      labels: DecisionLabels(decision: "hired", favourable: ["yes"], outcome: "good", positive: ["1"], count: "people"),
      groups: [GroupColumn(name: "sex"), GroupColumn(name: "age", column: "years", bins: [0, 50])],
      within: [Stratifier(column: "sex", justification: nil, approvedBy: nil)])
    columns.rows = "n"
    #expect(
      columns.counting.text(of: "SELECT * FROM t -- all", in: .sqlite) == """
        SELECT CAST(evenhand_query."hired" AS TEXT) COLLATE BINARY AS "hired",
          CAST(evenhand_query."good" AS TEXT) COLLATE BINARY AS "good",
          CAST(evenhand_query."sex" AS TEXT) COLLATE BINARY AS "sex",
          CAST(evenhand_query."years" AS TEXT) COLLATE BINARY AS "years",
          SUM(evenhand_query."n") AS evenhand_rows,
          SUM(SUM(evenhand_query."n")) OVER () AS evenhand_total,
          SUM(evenhand_query."people") AS evenhand_units,
          (SELECT COUNT(DISTINCT evenhand_query."id") FROM (
        SELECT * FROM t -- all
        ) AS evenhand_query) AS evenhand_subjects
        FROM (
        SELECT * FROM t -- all
        ) AS evenhand_query
        GROUP BY CAST(evenhand_query."hired" AS TEXT) COLLATE BINARY, CAST(evenhand_query."good" AS TEXT) COLLATE BINARY, CAST(evenhand_query."sex" AS TEXT) COLLATE BINARY, CAST(evenhand_query."years" AS TEXT) COLLATE BINARY
        """)
  }

  @Test func whatDoesNotFoldIsSaid() {
    func reason(_ change: (inout DecisionColumns) -> Void) -> String? {
      var columns = DecisionColumns(
        labels: DecisionLabels(decision: "d", favourable: ["1"]), groups: [GroupColumn(name: "g")])
      change(&columns)
      return columns.notFolding
    }
    #expect(reason { _ in } == nil && reason { $0.subject = "id" } == nil && reason { $0.labels.count = "n" } == nil)
    #expect(reason { $0.score = RowNumberColumn("s") } == "scores")
    #expect(reason { $0.amount = RowNumberColumn("a") } == "amounts")
    #expect(reason { $0.sampling.weight = "w" } == "weights")
    #expect(reason { $0.sampling.cluster = "c" } == "strata and clusters of a sample")
    #expect(reason { $0.models = [ModelColumns("m", decision: "d", score: RowNumberColumn("s"))] } == "scores")
    #expect(reason { $0.labels.isWide = true } == "groups that are counted already")
  }
}
