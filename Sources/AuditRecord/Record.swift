/// The one result of an audit: everything that a gate, a report, an export or a signature reads.
///
/// It holds no clock, host, duration or path, and no row, id or value of a person. Its canonical bytes are its identity.
public struct Record: Codable, Sendable, Hashable {
  /// The format that this version writes.
  package static let currentSchema = "evenhand-record/1"

  /// The format.
  public var schema: String
  /// The program that made it.
  public var tool: Tool
  /// The rules by which its numbers became verdicts.
  @Defaulted package var rules: Rules
  /// What was audited.
  public var audit: AuditDescription
  /// The plan by its digest.
  package var plan: PlanReference
  /// The inputs by their digests.
  @Defaulted public var inputs: [InputDescription]
  /// What the decisions hold, whatever stored them; left out without decisions, and by version 0.1.
  package var content: ContentDescription?
  /// Where every physical row went.
  public var rows: RowFlow
  /// The same in units, where a row stands for several.
  public var units: RowFlow
  /// Units without an outcome, when an outcome is declared; they take part in everything that needs none.
  @OrNull package var missingOutcome: Int?
  /// The labels that were counted; null without decisions.
  @OrNull package var labels: DecisionLabels?
  /// What the ranked lists were; null without lists.
  @OrNull package var lists: ListsDescription?
  /// The control that people have over their own personalisation; left out where the plan declares none.
  package var controls: ControlsDescription?
  /// Which rows were used without a ground; left out where the plan does not ask.
  package var lawfulUse: LawfulUseDescription?
  /// What people are told, set beside what rules name; left out where the plan names no notice.
  package var notices: [NoticeDescription]?
  /// How rows of decisions were sampled; left out where each is a person of one row and weighs the same.
  package var sampling: SamplingDescription?
  /// Where the rows of each table went; empty where decisions are all there is.
  @Defaulted package var tables: [TableFlow]
  /// What is odd in the data and may mislead, in the order of tables and columns; its words are those of ``DataWords``.
  @Defaulted package var warnings: [DataWarning]
  /// How many of each group have no decision, where the plan names labels that are none.
  @Defaulted package var undecided: [UndecidedShare]
  /// The groupings with their sizes.
  @Defaulted public var groupings: [GroupingDescription]
  /// The columns within which people were compared.
  @Defaulted package var stratifiers: [Stratifier]
  /// Who was left out of numbers although they might belong to them.
  @Defaulted package var leftOut: [LeftOut]
  /// For whom the outcome is known; empty where it is for everybody, or none is declared.
  @Defaulted package var outcomeKnown: [OutcomeCoverage]
  /// The seed of every random number.
  public var seed: Int
  /// Replicates of the bootstrap.
  package var replicates: Int
  /// The cards of the metrics that were computed.
  @Defaulted public var metrics: [MetricCard]
  /// One metric of one group each.
  @Defaulted public var estimates: [Estimate]
  /// Counts of groups of intersections that are too small to be listed one by one.
  @Defaulted package var smallGroups: [SmallGroups]
  /// One group against its reference group each.
  @Defaulted public var disparities: [Disparity]
  /// How estimates that are averages vary, alone and together.
  @Defaulted package var dispersions: [Dispersion]
  /// One number for a whole grouping each.
  @Defaulted public var summaries: [SummaryResult]
  /// What groups of items get from rank to rank.
  @Defaulted package var profiles: [RankProfile]
  /// How the attention is spread over all items; null without lists.
  @OrNull package var lorenz: LorenzCurve?
  /// Numbers under another model of attention.
  @Defaulted package var sensitivities: [Sensitivity]
  /// Tests over all groups of a grouping.
  @Defaulted package var associations: [Association]
  /// The demands, with all defaults filled in.
  @Defaulted public var requirements: [Requirement]
  /// What was found.
  @Defaulted public var findings: [Finding]
  /// What could have been seen.
  @Defaulted package var detectable: [Detectable]
  /// The earlier audit that the plan names; null where it names none.
  @OrNull package var baseline: Baseline?
  /// The rules and standards whose demands are set beside what is here.
  @Defaulted package var regulations: [Regulation]
  /// What the plan says of what may be published; left out where it says nothing.
  package var privacy: PublishingPolicy?
  /// Who must sign.
  package var signOff: SignOffPolicy
  /// The verdict over all.
  public var verdict: Verdict

  /// Puts a record together.
  package init(
    tool: Tool, audit: AuditDescription, plan: PlanReference, inputs: [InputDescription], rows: RowFlow,
    units: RowFlow, missingOutcome: Int?, labels: DecisionLabels?, lists: ListsDescription? = nil,
    tables: [TableFlow] = [], warnings: [DataWarning] = [], undecided: [UndecidedShare] = [],
    groupings: [GroupingDescription], stratifiers: [Stratifier], leftOut: [LeftOut] = [],
    outcomeKnown: [OutcomeCoverage] = [], seed: Int, replicates: Int,
    metrics: [MetricCard], estimates: [Estimate], smallGroups: [SmallGroups] = [],
    disparities: [Disparity], dispersions: [Dispersion] = [], summaries: [SummaryResult],
    profiles: [RankProfile] = [], lorenz: LorenzCurve? = nil, sensitivities: [Sensitivity] = [],
    associations: [Association], requirements: [Requirement], findings: [Finding], detectable: [Detectable],
    baseline: Baseline? = nil, regulations: [Regulation] = [], signOff: SignOffPolicy, verdict: Verdict
  ) {
    schema = Record.currentSchema
    rules = Rules.current
    self.tool = tool
    self.audit = audit
    self.plan = plan
    self.inputs = inputs
    self.rows = rows
    self.units = units
    self.missingOutcome = missingOutcome
    self.labels = labels
    self.lists = lists
    self.tables = tables
    self.warnings = warnings
    self.undecided = undecided
    self.groupings = groupings
    self.stratifiers = stratifiers
    self.leftOut = leftOut
    self.outcomeKnown = outcomeKnown
    self.seed = seed
    self.replicates = replicates
    self.metrics = metrics
    self.estimates = estimates
    self.smallGroups = smallGroups
    self.disparities = disparities
    self.dispersions = dispersions
    self.summaries = summaries
    self.profiles = profiles
    self.lorenz = lorenz
    self.sensitivities = sensitivities
    self.associations = associations
    self.requirements = requirements
    self.findings = findings
    self.detectable = detectable
    self.baseline = baseline
    self.regulations = regulations
    self.signOff = signOff
    self.verdict = verdict
  }

  /// The card of a metric in this record.
  public func card(_ metric: String) -> MetricCard? { metrics.first { $0.id == metric } }
}

/// The program that made a record.
public struct Tool: Codable, Sendable, Hashable {
  /// Its name.
  public var name: String
  /// Its version.
  public var version: String

  /// Names a program.
  package init(name: String = "evenhand", version: String) {
    self.name = name
    self.version = version
  }
}

extension Tool {
  /// Name and version, as people read them.
  package var words: String { "\(name) \(version)" }
}

/// The plan, by its digest; null when the audit was set up in code.
package struct PlanReference: Codable, Sendable, Hashable {
  /// SHA-256 of the plan file's bytes.
  @OrNull package var sha256: String?

  /// Names a plan.
  package init(sha256: String?) { self.sha256 = sha256 }
}
