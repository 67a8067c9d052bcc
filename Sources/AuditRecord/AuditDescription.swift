/// What was audited, as its plan declares it.
public struct AuditDescription: Codable, Sendable, Hashable {
  /// The title on the report.
  public var title: String
  /// The system whose decisions were audited.
  public var system: SystemDescription
  /// Who audits whom.
  public var type: AuditType
  /// What kind of data it was.
  public var data: DataKind
  /// The period that the data covers.
  package var window: Window
  /// What the system decides about people.
  @OrNull public var purpose: String?
  /// Who uses the system and answers for it.
  @OrNull public var organisation: String?
  /// Who audited, as the plan declares it.
  @OrNull package var auditor: Auditor?
  /// Where people who have a question may turn.
  @OrNull package var contact: String?
  /// Where people may complain; left out where the plan names nobody.
  package var authority: String?
  /// The fingerprint of the results of the audit before this one.
  @OrNull package var previous: String?
  /// The day on which the system was put to use, as some laws ask.
  @OrNull package var distributed: String?
  /// Whether the audit speaks of the period alone; left out where it speaks of others treated by the same system.
  package var inference: Inference?

  /// Which audits follow each other, as the plan names it; left out where it does not, and the system's name says it.
  package var series: String?

  /// Describes an audit.
  package init(
    title: String, system: SystemDescription = SystemDescription(), type: AuditType = .selfAssessment,
    data: DataKind = .historical, window: Window = Window(), purpose: String? = nil, organisation: String? = nil,
    auditor: Auditor? = nil, contact: String? = nil, previous: String? = nil, distributed: String? = nil
  ) {
    self.title = title
    self.system = system
    self.type = type
    self.data = data
    self.window = window
    self.purpose = purpose
    self.organisation = organisation
    self.auditor = auditor
    self.contact = contact
    self.previous = previous
    self.distributed = distributed
  }

  /// The series that the audit belongs to; nil where neither it nor a system is named.
  package var seriesName: String? { series ?? system.name }
}

/// An audit that speaks of one period and the people in it, and not of others whom the same system will treat [Cochran1977].
package struct Inference: Codable, Sendable, Hashable {
  /// The share of the period's people who are in the data, above 0 and up to 1: a census.
  package var sampled: Double
  /// Why the audit speaks of the period alone.
  package var justification: String

  /// States what an audit speaks of.
  package init(sampled: Double, justification: String) {
    (self.sampled, self.justification) = (sampled, justification)
  }

  /// Whether everybody of the period is in the data, so that nothing is estimated.
  package var isCensus: Bool { sampled >= 1 }

  /// What it speaks of, in a sentence.
  package var sentence: String {
    let reason = justification.hasSuffix(".") ? justification : justification + "."
    return isCensus
      ? "This audit describes its period only: nothing is estimated, and verdicts rest on the numbers of everybody who was counted. Who was left out could change them, and no share of people is passed over unless the plan says so. Ranges and tests speak of others treated by the same system, and no verdict rests on them. The plan’s reason: \(reason)"
      : "This audit describes its period only: \(PlainNumber.exact(sampled, shift: 2)) % of the people in it were counted, so verdicts, and the ranges beside them, allow for chance about the others alone. Tests, and the plain ranges of the annex, speak of others treated by the same system. The plan’s reason: \(reason)"
  }
}

/// Who audited, as the plan declares it; a signature says who it really was.
package struct Auditor: Codable, Sendable, Hashable {
  /// The printed name.
  @OrNull package var name: String?
  /// The organisation.
  @OrNull package var organisation: String?

  /// Names an auditor.
  package init(name: String?, organisation: String?) { (self.name, self.organisation) = (name, organisation) }

  /// Name and organisation.
  package var words: String { [name, organisation].compactMap(\.self).joined(separator: ", ") }
}

/// The system whose outputs were audited.
public struct SystemDescription: Codable, Sendable, Hashable {
  /// Its name.
  @OrNull public var name: String?
  /// Its version.
  @OrNull public var version: String?
  /// The last path component of the model file, when the plan names one.
  @OrNull package var artifact: String?
  /// The digest of that file.
  @OrNull public var sha256: String?

  /// Describes a system.
  public init(name: String? = nil, version: String? = nil, artifact: String? = nil, sha256: String? = nil) {
    self.name = name
    self.version = version
    self.artifact = artifact
    self.sha256 = sha256
  }
}

/// Who audits whom, and when.
public enum AuditType: String, Codable, Sendable, CaseIterable, Hashable {
  /// The people who answer for the system audit it.
  case selfAssessment = "self-assessment"
  /// Somebody who does not answer for the system audits it.
  case independentAudit = "independent-audit"
  /// A check before a version is released.
  case releaseGate = "release-gate"

  /// The kind in words.
  public var words: String {
    switch self {
    case .selfAssessment: "Self-assessment"
    // Only its plan says so.
    case .independentAudit: "Independent audit, as declared in the audit plan"
    case .releaseGate: "Release gate"
    }
  }
}

/// Where the rows come from.
public enum DataKind: String, Codable, Sendable, CaseIterable, Hashable {
  /// Decisions about real people that were really made.
  case historical
  /// Decisions made for a test.
  case test
  /// Rows that a program made up.
  case synthetic
}

/// The first and the last day that the data covers, as the plan writes them.
package struct Window: Codable, Sendable, Hashable {
  /// The first day.
  @OrNull package var from: String?
  /// The last day.
  @OrNull package var to: String?

  /// A period; either end may be open.
  package init(from: String? = nil, to: String? = nil) {
    self.from = from
    self.to = to
  }

  /// The period in words; nil where the plan names neither day.
  package var words: String? {
    switch (from, to) {
    case (let from?, let to?): "\(from) to \(to)"
    case (let from?, nil): "from \(from)"
    case (nil, let to?): "up to \(to)"
    case (nil, nil): nil
    }
  }
}

/// The labels that the audit counts with.
package struct DecisionLabels: Codable, Sendable, Hashable {
  /// The decision's column; empty where only scores are known.
  package var decision: String
  /// Labels that people want.
  @Defaulted package var favourable: [Label]
  /// The other labels, when the plan lists them.
  @OrNull package var unfavourable: [Label]?
  /// Labels that are no decision; whoever has one is left out and counted.
  @Defaulted package var notDecided: [Label]
  /// The outcome's column, when declared.
  @OrNull package var outcome: String?
  /// Labels of a positive outcome.
  @OrNull package var positive: [Label]?
  /// The other labels, when the plan lists them.
  @OrNull package var negative: [Label]?
  /// The column that says how many identical rows a row stands for.
  @OrNull package var count: String?
  /// The column of people's ids; null where the plan names none. Each stands in one row unless ``Record/sampling`` says otherwise.
  @OrNull package var subject: String?
  /// The column of scores; left out where the plan names none.
  package var score: String?
  /// The column of amounts; left out where the plan names none.
  package var amount: AmountDescription?
  /// True where a row is a group with two counts: the decision's column says how many were selected, and the column of the count
  /// how many people there were. No label is counted then.
  @OrNull package var isWide: Bool?
  /// The classes of the decision; left out where the plan says which labels people want.
  package var classes: DecisionClasses?
  /// The models whose decisions stand side by side; left out where there is one system.
  package var models: [DecisionModel]?
  /// How the plan calls people and decisions; left out where it does not.
  package var phrases: DecisionPhrases?
  /// Group labels that mean: group not known.
  @Defaulted package var unknown: [Label]
  /// Declared labels of the decision and the outcome that no row has; most often a slip in the plan.
  @Defaulted package var unseen: [Label]
  /// Labels of the decision that the plan does not name and that count as not favourable, in the order of their bytes.
  @Defaulted package var remainder: [LabelCount]
  /// Labels of the outcome that the plan does not name and that count as not positive, in the order of their bytes.
  @Defaulted package var outcomeRemainder: [LabelCount]

  /// Names the labels.
  package init(
    decision: String, favourable: [Label], unfavourable: [Label]? = nil, notDecided: [Label] = [],
    outcome: String? = nil,
    positive: [Label]? = nil, negative: [Label]? = nil, count: String? = nil, unknown: [Label] = [""],
    isWide: Bool? = nil, unseen: [Label] = [], remainder: [LabelCount] = [], outcomeRemainder: [LabelCount] = []
  ) {
    self.decision = decision
    self.favourable = favourable
    self.unfavourable = unfavourable
    self.notDecided = notDecided
    self.outcome = outcome
    self.positive = positive
    self.negative = negative
    self.count = count
    self.unknown = unknown
    self.isWide = isWide
    self.unseen = unseen
    self.remainder = remainder
    self.outcomeRemainder = outcomeRemainder
  }
}

/// The column of what people get, pay or wait for.
package struct AmountDescription: Codable, Sendable, Hashable {
  /// The column.
  package var column: String
  /// In what it is counted; left out where the plan does not say it.
  package var unit: String?
  /// The least that there can be; left out where the plan does not say it.
  package var least: Double?
  /// The most that there can be; left out where the plan does not say it.
  package var most: Double?
  /// The column of what was predicted; left out where the plan names none.
  package var predicted: String?

  /// Describes a column.
  package init(column: String, unit: String? = nil, least: Double? = nil, most: Double? = nil, predicted: String? = nil)
  {
    self.column = column
    self.unit = unit
    self.least = least
    self.most = most
    self.predicted = predicted
  }
}

extension DecisionLabels {
  /// Whether decisions are known at all.
  package var hasDecision: Bool { !decision.isEmpty }
}

/// A column that splits the data, with the reason why splitting by it is right.
package struct Stratifier: Codable, Sendable, Hashable {
  /// The column.
  package var column: String
  /// Why people may be compared within its values.
  @OrNull package var justification: String?
  /// Who agreed to that.
  @OrNull package var approvedBy: String?
  /// Its values, in the order of their bytes.
  @Defaulted package var strata: [Label]
  /// Units whose value of it is not known.
  package var unknown: Int

  /// Describes a stratifier.
  package init(column: String, justification: String?, approvedBy: String?, strata: [Label] = [], unknown: Int = 0) {
    self.column = column
    self.justification = justification
    self.approvedBy = approvedBy
    self.strata = strata
    self.unknown = unknown
  }
}
