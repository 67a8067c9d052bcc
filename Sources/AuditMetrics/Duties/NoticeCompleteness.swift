package import AuditRecord

/// What of that which rules name is in the notices.
package struct NoticeCompleteness: CountedMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "notice-completeness", name: "Completeness of notices",
    question: "How much of what the rules name do the notices say?",
    formula: "fields that are present ÷ fields that are present or missing, over all notices of the plan",
    counted: "are in the notices", among: "of the fields that rules name, of {group}",
    reading:
      "1 means that a passage is quoted for each field. Whether a notice satisfies a rule is not for a number to say.",
    caveats: [
      "A passage that is quoted is there; whether it answers the field, a reader has to see.",
      "Fields that somebody calls not applicable are left out, with the reason and the name.",
    ],
    needs: [.notices], side: .decisions, measure: .whole, least: 0, most: 1, ideal: 1, comparison: .value,
    unit: .share, basis: .people, sources: [Bibliography.gdpr, Bibliography.digitalServicesAct])

  /// Fields that are present, of those that are present or missing.
  package func counts(of record: Record) -> SummaryCounts? {
    record.notices.map { notices in
      let present = notices.map { $0.count(.present) }.together
      return SummaryCounts(present, of: present.plus(notices.map { $0.count(.missing) }.together))
    }
  }
}
