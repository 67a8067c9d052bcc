public import AuditRecord

/// An audit plan with all defaults filled in: what is audited, where the rows are, what is demanded.
public struct Plan: Sendable, Hashable {
  /// What is audited; the artifact is a path, relative to the plan.
  public var audit: AuditDescription
  /// The model file whose digest enters the record, relative to the plan.
  public var artifact: String?
  /// The decisions; nothing when the plan audits lists only.
  public var decisions: DecisionsPlan?
  /// The ranked lists; nothing when the plan audits decisions only.
  public var recommendations: RecommendationsPlan?
  /// The demands.
  public var requirements: [Requirement]
  /// Ids of the metrics to compute.
  public var metrics: [String]
  /// Seed of every random number.
  public var seed: Int
  /// Replicates of the bootstrap.
  public var replicates: Int
  /// Who must sign.
  public var signOff: SignOffPolicy
  /// The files that the sign-off policy names.
  public var signOffFiles: SignOffFiles
  /// SHA-256 of the plan file, when there is one.
  public var sha256: String?

  /// Puts a plan together in code.
  public init(
    audit: AuditDescription, artifact: String? = nil, decisions: DecisionsPlan? = nil,
    recommendations: RecommendationsPlan? = nil, requirements: [Requirement] = [], metrics: [String], seed: Int = 0,
    replicates: Int = 1000, signOff: SignOffPolicy = SignOffPolicy(), signOffFiles: SignOffFiles = SignOffFiles(),
    sha256: String? = nil
  ) {
    self.audit = audit
    self.artifact = artifact
    self.decisions = decisions
    self.recommendations = recommendations
    self.requirements = requirements
    self.metrics = metrics
    self.seed = seed
    self.replicates = replicates
    self.signOff = signOff
    self.signOffFiles = signOffFiles
    self.sha256 = sha256
  }
}

extension Plan {
  /// The groupings of one side.
  public func groupings(_ side: MetricSide) -> [[String]] {
    switch side {
    case .decisions: decisions?.groupings ?? []
    case .receivers: recommendations?.userGroupings ?? []
    case .providers: recommendations?.itemGroupings ?? []
    }
  }

  /// The inputs as the plan names them, table by table; a file may serve two tables.
  public var inputs: [[String]] { (decisions.map { [$0.source] } ?? []) + (recommendations?.tables ?? []) }

  /// What the declared columns can serve.
  public var roles: Set<Role> { (decisions?.roles ?? []).union(recommendations?.roles ?? []) }
}

/// Where decisions are and what their columns mean.
public struct DecisionsPlan: Sendable, Hashable {
  /// Files, globs or `-`, relative to the plan.
  public var source: [String]
  /// The separator, when the plan names one.
  public var delimiter: UInt8?
  /// The person's id.
  public var subject: String?
  /// The labels that are counted, and their columns.
  public var labels: DecisionLabels
  /// The group columns.
  public var groups: [GroupPlan]
  /// The combined groups, each a list of group names in plan order.
  public var intersections: [[String]]
  /// The columns within which people are compared.
  public var within: [Stratifier]

  /// Describes decisions.
  public init(
    source: [String], delimiter: UInt8? = nil, subject: String? = nil, labels: DecisionLabels, groups: [GroupPlan],
    intersections: [[String]] = [], within: [Stratifier] = []
  ) {
    self.source = source
    self.delimiter = delimiter
    self.subject = subject
    self.labels = labels
    self.groups = groups
    self.intersections = intersections
    self.within = within
  }

  /// Every grouping: single columns first, then intersections.
  public var groupings: [[String]] { groups.map { [$0.name] } + intersections }

  /// What the declared columns can serve.
  public var roles: Set<Role> {
    var roles: Set<Role> = [.decision]
    if labels.outcome != nil { roles.insert(.outcome) }
    if !within.isEmpty { roles.insert(.strata) }
    return roles
  }
}

/// A group column.
public struct GroupPlan: Sendable, Hashable {
  /// How the grouping is called.
  public var name: String
  /// The column.
  public var column: String
  /// Limits of its ranges, for a column of numbers.
  public var bins: [Double]?

  /// Describes a group column.
  public init(name: String, column: String? = nil, bins: [Double]? = nil) {
    self.name = name
    self.column = column ?? name
    self.bins = bins
  }
}
