package import AuditInputs
public import AuditRecord

/// An audit plan with all defaults filled in: what is audited, where the rows are, what is demanded.
public struct Plan: Sendable, Hashable {
  /// What is audited; the artifact is a path, relative to the plan.
  public var audit: AuditDescription
  /// The model file whose digest enters the record, relative to the plan.
  package var artifact: String?
  /// The decisions; nothing when the plan audits lists only.
  package var decisions: DecisionColumns?
  /// The ranked lists; nothing when the plan audits decisions only.
  package var recommendations: ListColumns?
  /// The control that people have over their own personalisation.
  package var controls: ControlColumns?
  /// What people are told, set beside what rules ask.
  package var notices: [PlannedNotice] = []
  /// The same as it was found in the notices, once those are read.
  package var foundNotices: [NoticeDescription] = []
  /// The demands.
  public var requirements: [Requirement]
  /// Which classes and models requirements are about, by their ids, where decisions have several.
  package var views: [String: ViewChoice] = [:]
  /// What holds where people were left out, for requirements and for tables that do not join.
  package var leftOut: LeftOutRule
  /// Ids of the metrics to compute.
  public var metrics: [String]
  /// Metrics that the plan states by a formula.
  package var formulas: [PlannedFormula] = []
  /// Choices that metrics leave open.
  package var parameters = MetricParameters()
  /// The first digits of the record that this audit is compared with, without spaces; nil where none is named.
  package var baseline: String?
  /// Seed of every random number.
  public var seed: Int
  /// Replicates of the bootstrap.
  package var replicates: Int
  /// Whether the record says what the audit could have seen of counts, which takes as long as a small audit itself.
  package var power = true
  /// The rules and standards whose demands the report lists.
  package var regulations: [Regulation] = []
  /// How people are kept from being recognised; nothing where the plan does not say it.
  package var privacy: PrivacyRules?
  /// Who must sign.
  package var signOff: SignOffPolicy
  /// The files that the sign-off policy names.
  package var signOffFiles: SignOffFiles
  /// SHA-256 of the plan file, when there is one.
  package var sha256: String?

  /// Puts a plan together in code.
  package init(
    audit: AuditDescription, artifact: String? = nil, decisions: DecisionColumns? = nil,
    recommendations: ListColumns? = nil, requirements: [Requirement] = [], leftOut: LeftOutRule = LeftOutRule(),
    metrics: [String], seed: Int = 0, replicates: Int = 1000, signOff: SignOffPolicy = SignOffPolicy(),
    signOffFiles: SignOffFiles = SignOffFiles(),
    sha256: String? = nil
  ) {
    self.audit = audit
    self.artifact = artifact
    self.decisions = decisions
    self.recommendations = recommendations
    self.requirements = requirements
    self.leftOut = leftOut
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
  package func groupings(_ side: MetricSide) -> [[String]] {
    switch side {
    case .decisions: decisions?.groupings ?? []
    case .receivers: recommendations?.userGroupings ?? []
    case .providers: recommendations?.itemGroupings ?? []
    }
  }

  /// A table, if the plan has it; one that it has not cannot be given.
  package subscript(table name: TableName) -> InputTable? {
    get { decisions?[table: name] ?? recommendations?[table: name] }
    set {
      decisions?[table: name] = newValue
      recommendations?[table: name] = newValue
    }
  }

  /// The tables that the plan has.
  package var tableNames: [TableName] { TableName.allCases.filter { self[table: $0] != nil } }

  /// The tables that the plan has, in the order in which an audit reads them.
  package var tablesAsRead: [TableName] {
    let consents: [TableName] = [.consents]
    let lists: [TableName] = [
      .users, .items, .audience, .relevance, .history, .before, .baseline, .settings, .served, .lists,
    ]
    // Consents come before the rows that rest on them.
    let isOfDecisions = decisions?.lawful != nil
    let order = (isOfDecisions ? consents : []) + [.decisions] + (isOfDecisions ? [] : consents) + lists
    return order.filter { self[table: $0] != nil }
  }

  /// The inputs as the plan names them, table by table; a file may serve two tables.
  package var inputs: [[InputFile]] { tableNames.compactMap { self[table: $0]?.files } }

  /// What a row must show to be used; nothing where the plan does not ask.
  package var lawful: LawfulUse? { decisions?.lawful ?? recommendations?.lawful }

  /// What the declared columns can serve.
  package var roles: Set<Role> {
    (decisions?.roles ?? []).union(recommendations?.roles ?? []).union(controls == nil ? [] : [.setting])
      .union(lawful == nil ? [] : [.lawfulUse]).union(notices.isEmpty ? [] : [.notices])
  }
}
