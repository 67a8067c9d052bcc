package import AuditRecord

/// Why the numbers of a check in two audits are not about the same.
package enum Incomparability: Error, Sendable, Hashable {
  /// One of them is about data that a program made up.
  case madeUp
  /// Rules that this version does not know judged one of them.
  case unknownRules
  /// A part of what the numbers mean changed, in words.
  case changed(String)
  /// The number does not exist in one of them, or in both.
  case missing(UndefinedReason, of: Set<Side>)

  /// One of the two audits.
  package enum Side: String, Sendable, Hashable, CaseIterable {
    /// The earlier one.
    case baseline
    /// The later one.
    case candidate
  }

  /// The reason in words, after a colon.
  package var words: String {
    switch self {
    case .madeUp: "one of them is about made-up data"
    case .unknownRules: "one was judged by rules that this version does not know"
    case .changed(let what): "\(what) changed"
    case .missing(let reason, let sides):
      "\(Self.brief(reason))\(sides.count == 1 ? sides.map { " in the \($0.rawValue)" }.joined() : " in either")"
    }
  }

  private static func brief(_ reason: UndefinedReason) -> String {
    switch reason {
    case .tooFewPeople: "too few people"
    case .tooFewLists: "too few lists"
    case .referenceNotObserved: "the reference group is not"
    case .undefinedPart: "not measured"
    case .zeroReference: "the reference group’s number is 0"
    case .emptyGroup: "nobody"
    default: reason.words + ","
    }
  }
}

/// What makes the numbers of two audits comparable: that they were counted, grouped and compared alike.
package struct Comparability: Sendable {
  private let baseline: AuditNumbers
  private let candidate: AuditNumbers
  private let cards: (baseline: [String: MetricCard], candidate: [String: MetricCard])
  private let groupings: (baseline: [[String]: GroupingDescription], candidate: [[String]: GroupingDescription])

  /// Sets two audits against each other.
  package init(baseline: AuditNumbers, candidate: AuditNumbers) {
    (self.baseline, self.candidate) = (baseline, candidate)
    func cards(_ audit: AuditNumbers) -> [String: MetricCard] {
      Dictionary(audit.metrics.map { ($0.id, $0) }) { first, _ in first }
    }
    func groupings(_ audit: AuditNumbers) -> [[String]: GroupingDescription] {
      Dictionary(audit.groupings.map { ($0.grouping, $0) }) { first, _ in first }
    }
    self.cards = (cards(baseline), cards(candidate))
    self.groupings = (groupings(baseline), groupings(candidate))
  }

  /// How two requirements differ in what their numbers are; nothing if only their thresholds do.
  package static func obstacle(_ requirement: Requirement, _ other: Requirement) -> Incomparability? {
    let members: [(Bool, String)] = [
      (requirement.metric == other.metric, "the metric"), (requirement.compare == other.compare, "the comparison"),
      (requirement.reference == other.reference, "the rule for the reference group"),
      (requirement.minimumCount == other.minimumCount, "the minimum count"),
      (requirement.searched == other.searched, "the number of classes"),
      (requirement.referenceMinimum == other.referenceMinimum, "the minimum for reference groups"),
    ]
    return members.first { !$0.0 }.map { .changed($0.1) }
  }

  /// Why the numbers of a metric on a grouping are not about the same; nothing where they are.
  package func obstacle(metric: String, grouping: [String]) -> Incomparability? {
    if (baseline.audit.data == .synthetic) != (candidate.audit.data == .synthetic) { return .madeUp }
    guard baseline.rules.isKnown, candidate.rules.isKnown else { return .unknownRules }
    guard let card = cards.candidate[metric], let other = cards.baseline[metric] else { return nil }
    return changed(card, other).map { .changed($0) } ?? changedGroups(grouping).map { .changed($0) }
  }

  private func changed(_ card: MetricCard, _ other: MetricCard) -> String? {
    if card.parameters != other.parameters || card.measure != other.measure || card.parts != other.parts {
      return "what the metric counts"
    }
    // A plan may give another formula the name of an earlier one.
    if card.measure == .function, card.formula != other.formula { return "the formula" }
    func isSampled(_ audit: AuditNumbers) -> Bool {
      audit.estimates.contains { $0.metric == card.id && $0.sampling != nil }
    }
    if isSampled(candidate) != isSampled(baseline) { return "how rows weigh and hang together" }
    if card.side == .decisions, let labels = candidate.labels, let others = baseline.labels {
      func differ(_ member: (DecisionLabels) -> [Label]?) -> Bool {
        Set(member(labels) ?? []) != Set(member(others) ?? [])
      }
      if differ(\.favourable) { return "the favourable labels" }
      if card.needs.contains(.outcome), differ(\.positive) { return "the labels of a positive outcome" }
      if card.needs.contains(.amount), labels.amount?.unit != others.amount?.unit {
        return "in what amounts are counted"
      }
      if labels.classes?.labels.map(\.text).sorted() != others.classes?.labels.map(\.text).sorted() {
        return "the classes"
      }
      if differ(\.notDecided) { return "the labels that are no decision" }
      if differ(\.unknown) { return "the labels that mean “not known”" }
    }
    guard card.side != .decisions, let lists = candidate.lists, let others = baseline.lists else { return nil }
    if lists.depth != others.depth { return "the depth of the lists" }
    if card.attention, lists.attention != others.attention { return "the model of attention" }
    if card.needs.contains(.relevance), lists.relevance != others.relevance || lists.atLeast != others.atLeast {
      return "what counts as relevant"
    }
    if card.needs.contains(.target), lists.target != others.target { return "the target" }
    if card.needs.contains(.popularity), lists.tail != others.tail { return "the share of the long tail" }
    if card.side == .providers, lists.counting != others.counting { return "how items with several labels count" }
    return Set(lists.unknown) == Set(others.unknown) ? nil : "the labels that mean “not known”"
  }

  private func changedGroups(_ grouping: [String]) -> String? {
    guard let groups = groupings.candidate[grouping], let others = groupings.baseline[grouping] else { return nil }
    if groups.sharesPeople != others.sharesPeople { return "how people with several labels count" }
    for (place, column) in grouping.enumerated() {
      func labels(_ described: GroupingDescription) -> Set<Label> {
        Set(described.groups.compactMap { $0.group.indices.contains(place) ? $0.group[place] : nil })
      }
      if BinLabel.differ(labels(groups), labels(others)) { return "the bins of \(column)" }
      func joined(_ audit: [[String]: GroupingDescription]) -> [Label: Set<Label>] {
        Dictionary((audit[[column]]?.same ?? []).map { ($0.name, Set($0.labels)) }) { first, _ in first }
      }
      if joined(groupings.candidate) != joined(groupings.baseline) { return "the labels that are joined in \(column)" }
    }
    return nil
  }
}
