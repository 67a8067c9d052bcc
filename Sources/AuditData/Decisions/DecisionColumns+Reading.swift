import AuditRecord

extension DecisionColumns {
  /// The layout before any row is read: groups, then strata, with the bins as labels where there are bins.
  var emptyLayout: DecisionLayout {
    DecisionLayout(
      axes: groups.map { DecisionLayout.Axis(name: $0.name, role: .group, edges: $0.bins) }
        + strata.map { DecisionLayout.Axis(name: $0, role: .stratum, edges: nil) },
      finest: [])
  }

  /// The columns in the order in which ``DecisionScanner`` takes them.
  var wanted: [WantedColumn] {
    let single = [
      (labels.decision, "decision"), (labels.outcome, "outcome"), (labels.count, "count"), (subject, "subject"),
    ]
    return single.compactMap { column, purpose in column.map { WantedColumn($0, purpose) } }
      + groups.map { WantedColumn($0.column, "group") } + strata.map { WantedColumn($0, "stratum") }
  }
}
