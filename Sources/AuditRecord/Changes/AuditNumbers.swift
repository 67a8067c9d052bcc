/// What one audit measured and found, with what its numbers mean: all that another audit needs to be compared with it.
///
/// A record holds those of its baseline, of what its plan compares, so that it can be judged again from itself alone.
package struct AuditNumbers: Codable, Sendable, Hashable {
  /// The digest of the record that they are from; empty for one that is not sealed yet.
  package var record: String
  /// The rules that judged it.
  @Defaulted package var rules: Rules
  /// What was audited.
  package var audit: AuditDescription
  /// People about whom decisions were made, or who received lists.
  package var people: Int
  /// The inputs by their digests.
  @Defaulted package var inputs: [InputDescription]
  /// The labels that were counted; null without decisions.
  @OrNull package var labels: DecisionLabels?
  /// What the ranked lists were; null without lists.
  @OrNull package var lists: ListsDescription?
  /// The groupings with their sizes.
  @Defaulted package var groupings: [GroupingDescription]
  /// The columns within which people were compared.
  @Defaulted package var stratifiers: [Stratifier]
  /// The cards of the metrics.
  @Defaulted package var metrics: [MetricCard]
  /// One metric of one group each.
  @Defaulted package var estimates: [Estimate]
  /// Counts of groups of intersections that are too small to be listed one by one.
  @Defaulted package var smallGroups: [SmallGroups]
  /// How estimates that are averages vary.
  @Defaulted package var dispersions: [Dispersion]
  /// One number about everything each.
  @Defaulted package var summaries: [SummaryResult]
  /// Who was left out of the numbers.
  @Defaulted package var leftOut: [LeftOut]
  /// The demands.
  @Defaulted package var requirements: [Requirement]
  /// What was found.
  @Defaulted package var findings: [Finding]

  /// Those of a record.
  ///
  /// - Parameter digest: The record's identity, where it is known.
  package init(_ record: Record, digest: Digest? = nil) {
    self.record = digest?.hex ?? ""
    rules = record.rules
    audit = record.audit
    people = record.people
    inputs = record.inputs
    labels = record.labels
    lists = record.lists
    groupings = record.groupings
    stratifiers = record.stratifiers
    metrics = record.metrics
    estimates = record.estimates
    smallGroups = record.smallGroups
    dispersions = record.dispersions
    summaries = record.summaries
    leftOut = record.leftOut
    requirements = record.requirements
    findings = record.findings
  }

  /// The same without what neither its own requirements nor these ask for.
  package func asked(by others: [Requirement]) -> AuditNumbers {
    var kept = self
    let cards = Dictionary(metrics.map { ($0.id, $0) }) { first, _ in first }
    var places: Set<Place> = []
    for requirement in requirements + others {
      let card = cards[requirement.metric]
      let ids = [requirement.metric] + (card?.parts ?? []) + [card?.crude].compactMap(\.self)
      for grouping in requirement.across { places.formUnion(ids.map { Place(metric: $0, grouping: grouping) }) }
    }
    func isAsked(_ metric: String, _ grouping: [String]) -> Bool {
      places.contains(Place(metric: metric, grouping: grouping))
    }
    let ids = Set(places.map(\.metric))
    let used = Set(places.map(\.grouping))
    kept.metrics = metrics.filter { ids.contains($0.id) }
    // Labels that are joined stand with the columns that an intersection is made of.
    let columns = Set(used.flatMap { $0.map { [$0] } })
    kept.groupings = groupings.filter { used.contains($0.grouping) || columns.contains($0.grouping) }
    kept.leftOut = leftOut.filter { isAsked($0.metric, $0.grouping) }
    kept.estimates = estimates.filter { isAsked($0.metric, $0.grouping) }
    kept.smallGroups = smallGroups.filter { isAsked($0.metric, $0.grouping) }
    kept.dispersions = dispersions.filter { isAsked($0.metric, $0.grouping) }
    kept.summaries = summaries.filter { isAsked($0.metric, $0.grouping) }
    return kept
  }
}
