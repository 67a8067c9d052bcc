package import AuditRecord

extension Evidence {
  /// Takes in the numbers of an audit that another is compared with.
  package init(_ audit: AuditNumbers) {
    self.init(
      cards: audit.metrics, groupings: audit.groupings, stratifiers: audit.stratifiers, estimates: audit.estimates,
      smallGroups: audit.smallGroups, dispersions: audit.dispersions, summaries: audit.summaries,
      leftOut: audit.leftOut, rules: audit.rules)
  }
}
