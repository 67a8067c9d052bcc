/// What everybody may read of an audit: counts that nobody can be found by, and what follows from them.
///
/// It holds no digest of anything that is not in it: records are deterministic, so that a digest would confirm guesses about
/// what is hidden. A count or number that is hidden is null, beside `"hidden": "c"`.
package struct PublicRecord: Codable, Sendable, Hashable {
  /// The format that this version writes.
  package static let currentSchema = "evenhand-public/1"
  /// The mark of what is hidden, small or not.
  package static let mark = "c"

  /// The format.
  package var schema: String
  /// The edition.
  package var edition: String
  /// The program that made it.
  package var tool: Tool
  /// What was audited.
  package var audit: PublicAudit
  /// By which rule counts are hidden, and how many are.
  package var hiding: Hiding
  /// A keyed link to the whole record, which auditors with the key can check; null without a key.
  @OrNull package var link: String?
  /// Everybody who was read, judged, or has no outcome.
  package var people: [PublicTotal]
  /// The cards of what is counted and of what was demanded.
  package var metrics: [MetricCard]
  /// Groups and their counts.
  package var groupings: [PublicGrouping]
  /// What was demanded.
  package var requirements: [Requirement]
  /// What was found, without what would tell a hidden count.
  package var findings: [PublicFinding]
  /// The verdict over all; null where it would tell a hidden count, or nothing was judged.
  @OrNull package var overall: VerdictWord?
  /// Set where the verdict over all is hidden.
  package var overallHidden: String?
  /// What can be worked out about people from what is shown.
  package var risk: PublicRisk

  /// Puts a public record together.
  package init(
    tool: Tool, audit: PublicAudit, hiding: Hiding, link: String?, people: [PublicTotal], metrics: [MetricCard],
    groupings: [PublicGrouping], requirements: [Requirement], findings: [PublicFinding], overall: VerdictWord?,
    overallHidden: String?, risk: PublicRisk
  ) {
    schema = Self.currentSchema
    edition = "public"
    self.tool = tool
    self.audit = audit
    self.hiding = hiding
    self.link = link
    self.people = people
    self.metrics = metrics
    self.groupings = groupings
    self.requirements = requirements
    self.findings = findings
    self.overall = overall
    self.overallHidden = overallHidden
    self.risk = risk
  }
}

/// What was audited, for everybody.
package struct PublicAudit: Codable, Sendable, Hashable {
  /// The title.
  package var title: String
  /// The system.
  @OrNull package var system: String?
  /// Its version.
  @OrNull package var version: String?
  /// Who audits whom.
  package var type: AuditType
  /// Where the rows come from.
  package var data: DataKind
  /// The period.
  package var window: Window
  /// What the system decides.
  @OrNull package var purpose: String?
  /// Who answers for it.
  @OrNull package var organisation: String?
  /// Where people who have a question may turn.
  @OrNull package var contact: String?
  /// Where people may complain.
  @OrNull package var authority: String?

  /// What a plan says of an audit, without any digest.
  package init(_ audit: AuditDescription) {
    title = audit.title
    system = audit.system.name
    version = audit.system.version
    type = audit.type
    data = audit.data
    window = audit.window
    purpose = audit.purpose
    organisation = audit.organisation
    contact = audit.contact
    authority = audit.authority
  }
}

/// By which rule counts are hidden.
package struct Hiding: Codable, Sendable, Hashable {
  /// Counts from 1 to one less are hidden.
  package var minimumCell: Int
  /// Which counts are kept apart.
  package var protect: ProtectedCounts
  /// Printed counts, different ones.
  package var counts: Int
  /// How many of them are hidden.
  package var hidden: Int
  /// Findings of numbers that are no shares of people, and are not in this edition.
  package var findingsLeftOut: Int

  /// Whether nobody can be found by setting this edition beside the one before it.
  package var isDefendedAgainstLast: Bool

  /// States the rule and what it did.
  package init(
    minimumCell: Int, protect: ProtectedCounts, counts: Int, hidden: Int, findingsLeftOut: Int,
    isDefendedAgainstLast: Bool = false
  ) {
    self.isDefendedAgainstLast = isDefendedAgainstLast
    self.minimumCell = minimumCell
    self.protect = protect
    self.counts = counts
    self.hidden = hidden
    self.findingsLeftOut = findingsLeftOut
  }
}

/// A count that is shown or hidden.
package struct PublicCount: Codable, Sendable, Hashable {
  /// The count; null where it is hidden.
  @OrNull package var count: Int?
  /// The mark, where it is hidden.
  package var hidden: String?

  /// A count that is shown, or the mark.
  package init(_ count: Int?) {
    self.count = count
    hidden = count == nil ? PublicRecord.mark : nil
  }
}

/// A total.
package struct PublicTotal: Codable, Sendable, Hashable {
  /// `received`, `judged`, `missing-outcome`, or the reason of an exclusion.
  package var name: String
  /// Whether it counts people who were left out.
  package var isExclusion: Bool
  /// How many.
  package var people: PublicCount

  /// States a total.
  package init(name: String, isExclusion: Bool = false, people: PublicCount) {
    self.name = name
    self.isExclusion = isExclusion
    self.people = people
  }
}

/// Groups of one grouping, everywhere or in one stratum.
package struct PublicGrouping: Codable, Sendable, Hashable {
  /// The columns.
  package var grouping: [String]
  /// The column that splits the data.
  @OrNull package var stratifier: String?
  /// Its value.
  @OrNull package var within: String?
  /// The groups; those with hidden counts last, each part by label.
  package var groups: [PublicGroup]
  /// People who are in no group; null for a stratum.
  @OrNull package var unknown: PublicCount?

  /// States groups.
  package init(
    grouping: [String], stratifier: String?, within: String?, groups: [PublicGroup], unknown: PublicCount?
  ) {
    self.grouping = grouping
    self.stratifier = stratifier
    self.within = within
    self.groups = groups
    self.unknown = unknown
  }
}

/// A group and what is counted of it.
package struct PublicGroup: Codable, Sendable, Hashable {
  /// Its labels.
  package var group: [Label]
  /// Its people; null where a stratum prints none.
  @OrNull package var people: PublicCount?
  /// Its shares.
  package var shares: [PublicShare]

  /// Whether anything of it is hidden.
  package var hides: Bool { people?.count == nil && people != nil || shares.contains { $0.hides } }

  /// States a group.
  package init(group: [Label], people: PublicCount?, shares: [PublicShare]) {
    self.group = group
    self.people = people
    self.shares = shares
  }
}

/// A share of a group.
package struct PublicShare: Codable, Sendable, Hashable {
  /// What is counted.
  package var measure: String
  /// How many.
  package var numerator: PublicCount
  /// Among how many.
  package var denominator: PublicCount
  /// The share; null where a count is hidden, or nobody is counted among.
  @OrNull package var value: Double?
  /// Its range.
  @OrNull package var interval: Interval?
  /// Why there is no share, where both counts are shown.
  @OrNull package var undefined: UndefinedReason?

  /// Whether a count is hidden.
  package var hides: Bool { numerator.count == nil || denominator.count == nil }

  /// States a share.
  package init(
    measure: String, numerator: PublicCount, denominator: PublicCount, value: Double?, interval: Interval?,
    undefined: UndefinedReason?
  ) {
    self.measure = measure
    self.numerator = numerator
    self.denominator = denominator
    self.value = value
    self.interval = interval
    self.undefined = undefined
  }
}

/// What was found, as far as it tells no hidden count.
package struct PublicFinding: Codable, Sendable, Hashable {
  /// The requirement's id.
  package var requirement: String
  /// The columns of the grouping.
  package var grouping: [String]
  /// The group; null for a number about a whole grouping.
  @OrNull package var group: [Label]?
  /// Set where its groups were held equal in another column.
  @OrNull package var stratifier: String?
  /// True for the group that others were compared with; where that is hidden, its row looks like any other.
  package var isReference: Bool
  /// The group that it was compared with; null where it is hidden, or there is none.
  @OrNull package var reference: [Label]?
  /// The word; null where it is hidden.
  @OrNull package var verdict: VerdictWord?
  /// The judged number; null where it is hidden, or there is none.
  @OrNull package var value: Double?
  /// The range that was judged; null where it is hidden, or there is none.
  @OrNull package var interval: Interval?
  /// Why there is no number; null where that is hidden.
  @OrNull package var undefined: UndefinedReason?
  /// The mark, where a member is hidden.
  package var hidden: String?

  /// States a finding.
  package init(
    requirement: String, grouping: [String], group: [Label]?, stratifier: String?, isReference: Bool = false,
    reference: [Label]?,
    verdict: VerdictWord?, value: Double?, interval: Interval?, undefined: UndefinedReason?, hides: Bool
  ) {
    self.requirement = requirement
    self.grouping = grouping
    self.group = group
    self.stratifier = stratifier
    self.isReference = isReference
    self.reference = reference
    self.verdict = verdict
    self.value = value
    self.interval = interval
    self.undefined = undefined
    hidden = hides ? PublicRecord.mark : nil
  }
}

/// What can be worked out about people from what is shown.
package struct PublicRisk: Codable, Sendable, Hashable {
  /// The smallest count that is shown and is not 0; null where none is.
  @OrNull package var smallestCount: Int?
  /// The fewest different decisions in a group that is shown; 1 where everybody of a group had the same.
  @OrNull package var fewestDecisions: Int?
  /// The largest distance of a shown group's share of favourable decisions from everybody's.
  @OrNull package var largestDistance: Double?
  /// Groups that are shown and in which everybody had the same decision.
  package var sameForAll: [PublicGroupName]

  /// States what can be worked out.
  package init(
    smallestCount: Int?, fewestDecisions: Int?, largestDistance: Double?, sameForAll: [PublicGroupName]
  ) {
    self.smallestCount = smallestCount
    self.fewestDecisions = fewestDecisions
    self.largestDistance = largestDistance
    self.sameForAll = sameForAll
  }
}

/// A group by its columns and labels.
package struct PublicGroupName: Codable, Sendable, Hashable {
  /// The columns.
  package var grouping: [String]
  /// The labels.
  package var group: [Label]

  /// Names a group.
  package init(grouping: [String], group: [Label]) { (self.grouping, self.group) = (grouping, group) }
}
