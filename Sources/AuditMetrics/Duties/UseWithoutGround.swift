package import AuditRecord

/// Rows that were used without a ground that the plan names.
package struct UseWithoutGround: CountedMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "use-without-ground", name: "Use without a ground",
    question: "How many rows were used without consent or another ground that the plan names?",
    formula: "rows with a cause ÷ rows; a row counts once, under its first cause",
    counted: "were used without a ground that the plan names", among: "of all rows of {group}",
    reading: "0 means that each row shows a ground, and nothing about whether that ground is valid.",
    caveats: [
      "It takes the table of consents as it is: whether consent was free and informed, no table shows.",
      "Of a sample it has the exact range of a proportion, and no sample shows that there is none.",
    ],
    needs: [.lawfulUse], side: .decisions, measure: .whole, least: 0, most: 1, ideal: 0, comparison: .value,
    unit: .share, basis: .people, sources: [Bibliography.gdpr])

  /// Rows with a cause, of all.
  package func counts(of record: Record) -> SummaryCounts? {
    record.lawfulUse.map { SummaryCounts($0.withoutGround, of: $0.rows) }
  }
}
