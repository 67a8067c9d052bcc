/// What everybody may read of an audit: counts that nobody can be found by, and what follows from them.
///
/// It holds no digest of anything that is not in it: records are deterministic, so that a digest would confirm guesses about
/// what is hidden. A count or number that is hidden is null, beside `"hidden": "c"`.
public struct PublicRecord: Codable, Sendable, Hashable {
  /// The format that this version writes.
  public static let currentSchema = "evenhand-public/1"
  /// The mark of what is hidden, small or not.
  public static let mark = "c"

  /// The format.
  public var schema: String
  /// The edition.
  public var edition: String
  /// The program that made it.
  public var tool: Tool
  /// What was audited.
  public var audit: PublicAudit
  /// By which rule counts are hidden, and how many are.
  public var hiding: Hiding
  /// A keyed link to the whole record, which auditors with the key can check; null without a key.
  @OrNull public var link: String?
  /// Everybody who was read, judged, or has no outcome.
  public var people: [PublicTotal]
  /// The cards of what is counted and of what was demanded.
  public var metrics: [MetricCard]
  /// Groups and their counts.
  public var groupings: [PublicGrouping]
  /// What was demanded.
  public var requirements: [Requirement]
  /// What was found, without what would tell a hidden count.
  public var findings: [PublicFinding]
  /// The verdict over all; null where it would tell a hidden count, or nothing was judged.
  @OrNull public var overall: VerdictWord?
  /// Set where the verdict over all is hidden.
  public var overallHidden: String?
  /// What can be worked out about people from what is shown.
  public var risk: PublicRisk

  /// Puts a public record together.
  public init(
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
public struct PublicAudit: Codable, Sendable, Hashable {
  /// The title.
  public var title: String
  /// The system.
  @OrNull public var system: String?
  /// Its version.
  @OrNull public var version: String?
  /// Who audits whom.
  public var type: AuditType
  /// Where the rows come from.
  public var data: DataKind
  /// The period.
  public var window: Window
  /// What the system decides.
  @OrNull public var purpose: String?
  /// Who answers for it.
  @OrNull public var organisation: String?
  /// Where people who have a question may turn.
  @OrNull public var contact: String?
  /// Where people may complain.
  @OrNull public var authority: String?

  /// What a plan says of an audit, without any digest.
  public init(_ audit: AuditDescription) {
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
public struct Hiding: Codable, Sendable, Hashable {
  /// Counts from 1 to one less are hidden.
  public var minimumCell: Int
  /// Which counts are kept apart.
  public var protect: ProtectedCounts
  /// Printed counts, different ones.
  public var counts: Int
  /// How many of them are hidden.
  public var hidden: Int
  /// Findings of numbers that are no shares of people, and are not in this edition.
  public var findingsLeftOut: Int

  /// Whether nobody can be found by setting this edition beside the one before it.
  public var isDefendedAgainstLast: Bool

  /// States the rule and what it did.
  public init(
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
public struct PublicCount: Codable, Sendable, Hashable {
  /// The count; null where it is hidden.
  @OrNull public var count: Int?
  /// The mark, where it is hidden.
  public var hidden: String?

  /// A count that is shown, or the mark.
  public init(_ count: Int?) {
    self.count = count
    hidden = count == nil ? PublicRecord.mark : nil
  }
}

/// A total.
public struct PublicTotal: Codable, Sendable, Hashable {
  /// `received`, `judged`, `missing-outcome`, or the reason of an exclusion.
  public var name: String
  /// Whether it counts people who were left out.
  public var isExclusion: Bool
  /// How many.
  public var people: PublicCount

  /// States a total.
  public init(name: String, isExclusion: Bool = false, people: PublicCount) {
    self.name = name
    self.isExclusion = isExclusion
    self.people = people
  }
}

/// Groups of one grouping, everywhere or in one stratum.
public struct PublicGrouping: Codable, Sendable, Hashable {
  /// The columns.
  public var grouping: [String]
  /// The column that splits the data.
  @OrNull public var stratifier: String?
  /// Its value.
  @OrNull public var within: String?
  /// The groups; those with hidden counts last, each part by label.
  public var groups: [PublicGroup]
  /// People who are in no group; null for a stratum.
  @OrNull public var unknown: PublicCount?

  /// States groups.
  public init(
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
public struct PublicGroup: Codable, Sendable, Hashable {
  /// Its labels.
  public var group: [Label]
  /// Its people; null where a stratum prints none.
  @OrNull public var people: PublicCount?
  /// Its shares.
  public var shares: [PublicShare]

  /// Whether anything of it is hidden.
  public var hides: Bool { people?.count == nil && people != nil || shares.contains { $0.hides } }

  /// States a group.
  public init(group: [Label], people: PublicCount?, shares: [PublicShare]) {
    self.group = group
    self.people = people
    self.shares = shares
  }
}

/// A share of a group.
public struct PublicShare: Codable, Sendable, Hashable {
  /// What is counted.
  public var measure: String
  /// How many.
  public var numerator: PublicCount
  /// Among how many.
  public var denominator: PublicCount
  /// The share; null where a count is hidden, or nobody is counted among.
  @OrNull public var value: Double?
  /// Its range.
  @OrNull public var interval: Interval?
  /// Why there is no share, where both counts are shown.
  @OrNull public var undefined: UndefinedReason?

  /// Whether a count is hidden.
  public var hides: Bool { numerator.count == nil || denominator.count == nil }

  /// States a share.
  public init(
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
public struct PublicFinding: Codable, Sendable, Hashable {
  /// The requirement's id.
  public var requirement: String
  /// The columns of the grouping.
  public var grouping: [String]
  /// The group; null for a number about a whole grouping.
  @OrNull public var group: [Label]?
  /// Set where its groups were held equal in another column.
  @OrNull public var stratifier: String?
  /// True for the group that others were compared with; where that is hidden, its row looks like any other.
  public var isReference: Bool
  /// The group that it was compared with; null where it is hidden, or there is none.
  @OrNull public var reference: [Label]?
  /// The word; null where it is hidden.
  @OrNull public var verdict: VerdictWord?
  /// The judged number; null where it is hidden, or there is none.
  @OrNull public var value: Double?
  /// The range that was judged; null where it is hidden, or there is none.
  @OrNull public var interval: Interval?
  /// Why there is no number; null where that is hidden.
  @OrNull public var undefined: UndefinedReason?
  /// The mark, where a member is hidden.
  public var hidden: String?

  /// States a finding.
  public init(
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
public struct PublicRisk: Codable, Sendable, Hashable {
  /// The smallest count that is shown and is not 0; null where none is.
  @OrNull public var smallestCount: Int?
  /// The fewest different decisions in a group that is shown; 1 where everybody of a group had the same.
  @OrNull public var fewestDecisions: Int?
  /// The largest distance of a shown group's share of favourable decisions from everybody's.
  @OrNull public var largestDistance: Double?
  /// Groups that are shown and in which everybody had the same decision.
  public var sameForAll: [PublicGroupName]

  /// States what can be worked out.
  public init(
    smallestCount: Int?, fewestDecisions: Int?, largestDistance: Double?, sameForAll: [PublicGroupName]
  ) {
    self.smallestCount = smallestCount
    self.fewestDecisions = fewestDecisions
    self.largestDistance = largestDistance
    self.sameForAll = sameForAll
  }
}

/// A group by its columns and labels.
public struct PublicGroupName: Codable, Sendable, Hashable {
  /// The columns.
  public var grouping: [String]
  /// The labels.
  public var group: [Label]

  /// Names a group.
  public init(grouping: [String], group: [Label]) { (self.grouping, self.group) = (grouping, group) }
}
