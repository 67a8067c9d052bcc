/// What a group is compared with.
public enum ReferenceRule: Codable, Sendable, Hashable {
  /// The group with the highest estimate.
  case highest
  /// The group with the lowest estimate.
  case lowest
  /// Everybody whose group is known.
  case overall
  /// Everybody else whose group is known.
  case complement
  /// A group named beforehand.
  case group([Label])
  /// The share that the group should have, as the plan's target says.
  case target
  /// The two groups that differ most.
  case worstPair
  /// The same group at the next level of the setting, which personalises more.
  case nextLevel
  /// Nothing: the estimate itself is judged.
  case none

  private struct Named: Codable { var group: [Label] }

  /// Reads the rule as a plan writes it.
  public init(from decoder: any Decoder) throws {
    if let named = try? Named(from: decoder) {
      self = .group(named.group)
      return
    }
    let container = try decoder.singleValueContainer()
    let word = try container.decode(String.self)
    let all: [ReferenceRule] = [.highest, .lowest, .overall, .complement, .target, .worstPair, .nextLevel, .none]
    guard let rule = all.first(where: { $0.name == word }) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "unknown reference rule")
    }
    self = rule
  }

  /// Writes the rule as a plan writes it.
  public func encode(to encoder: any Encoder) throws {
    if case .group(let labels) = self { return try Named(group: labels).encode(to: encoder) }
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}

extension ReferenceRule {
  /// True where a group is compared with one other group, named or chosen.
  package var isGroup: Bool {
    switch self {
    case .highest, .lowest, .group: true
    case .overall, .complement, .target, .worstPair, .nextLevel, .none: false
    }
  }
}

/// What happens when a requirement is not met.
public enum Severity: String, Codable, Sendable, CaseIterable, Hashable {
  /// The release stops.
  case block
  /// People are told.
  case warn
  /// It is written down.
  case inform
}

/// What is set against the threshold.
public enum DecisionBasis: String, Codable, Sendable, CaseIterable, Hashable {
  /// The whole interval.
  case interval
  /// The point estimate alone.
  case point
}

/// Which of a grouping's numbers a requirement judges, where that is not each of them.
package enum GroupExtreme: String, Codable, Sendable, CaseIterable, Hashable {
  /// The lowest.
  case minimum
  /// The highest.
  case maximum

  /// "lowest", or "highest".
  package var words: String { self == .minimum ? "lowest" : "highest" }
}

/// A demand on a metric, with all defaults filled in.
public struct Requirement: Codable, Sendable, Hashable {
  /// The plan's name for it.
  public var id: String
  /// The metric's id.
  public var metric: String
  /// The groupings that it is judged on.
  @Defaulted public var across: [[String]]
  /// What is judged.
  public var compare: Comparison
  /// Which group's number is judged; nil, and not written, where each group's is.
  package var extreme: GroupExtreme?
  /// What a group is compared with.
  public var reference: ReferenceRule
  /// Labels of which a group that is judged has one; nil, and not written, where every group is judged.
  package var only: [Label]?
  /// The levels of the setting within which the number is judged; nil, and not written, where those are that may use no profile, and
  /// for numbers that are not judged within levels.
  package var at: [Label]?
  /// In what lists of groups are set beside each other; nil, and not written, elsewhere.
  package var by: SeparationFeatures?
  /// The levels of the setting that count in a share of people; nil, and not written, elsewhere.
  package var of: [Label]?
  /// True where `atMost` bounds a difference itself, and not its size; nil, and not written, elsewhere.
  package var signed: Bool?
  /// The least that is accepted.
  @OrNull public var atLeast: Double?
  /// The most that is accepted; for a difference, of its absolute value.
  @OrNull public var atMost: Double?
  /// The least and the most that are accepted.
  @OrNull public var between: [Double]?
  /// By how much the number may be worse than in the baseline; null where the demand is on the number itself.
  @OrNull package var noWorseThanBaseline: NoWorse?
  /// What is set against the threshold.
  public var decide: DecisionBasis
  /// Among how many classes a failure is searched for, this one's among them; nil, and not written, where it is no search.
  package var searched: Int?
  /// The plan's name for it, where it is one of several of a demand on all classes or models; nil, and not written, elsewhere.
  package var demand: String?
  /// When data that come window by window raise an alarm; nil, and not written, where they are not monitored.
  package var monitor: MonitorRule?
  /// Two-sided confidence.
  public var confidence: Double
  /// The smallest denominator that is judged.
  public var minimumCount: Int
  /// What happens when it is not met.
  public var severity: Severity
  /// Where the threshold comes from.
  @OrNull public var origin: String?
  /// What holds where people were left out; null in records of rules 1, which did not ask.
  @OrNull package var leftOut: LeftOutRule?
  /// What a group must have to be the one that the data choose to compare others with; null where every group that is judged
  /// may be it.
  @OrNull package var referenceMinimum: ReferenceMinimum?
  /// What a finding does that neither holds nor fails.
  @Defaulted package var undecided: Undecided
  /// What people call it; nil, and not written, where the plan does not say.
  package var title: String?
  /// Who answers for the requirement.
  @OrNull package var owner: String?
  /// The day on which it was agreed to.
  @OrNull package var approved: String?

  /// States a requirement.
  package init(
    id: String, metric: String, across: [[String]], compare: Comparison, reference: ReferenceRule,
    atLeast: Double? = nil, atMost: Double? = nil, between: [Double]? = nil, noWorseThanBaseline: NoWorse? = nil,
    decide: DecisionBasis = .interval, confidence: Double = 0.95, minimumCount: Int = 30, severity: Severity = .block,
    origin: String? = nil,
    leftOut: LeftOutRule? = LeftOutRule(), referenceMinimum: ReferenceMinimum? = nil, undecided: Undecided = .block,
    owner: String? = nil, approved: String? = nil, extreme: GroupExtreme? = nil
  ) {
    self.extreme = extreme
    self.owner = owner
    self.approved = approved
    self.id = id
    self.metric = metric
    self.across = across
    self.compare = compare
    self.reference = reference
    self.atLeast = atLeast
    self.atMost = atMost
    self.between = between
    self.noWorseThanBaseline = noWorseThanBaseline
    self.decide = decide
    self.confidence = confidence
    self.minimumCount = minimumCount
    self.severity = severity
    self.origin = origin
    self.leftOut = leftOut
    self.referenceMinimum = referenceMinimum
    self.undecided = undecided
  }

  /// The demand on the judged number; of a change, how much better it must be at least.
  package var threshold: Threshold {
    if let rule = noWorseThanBaseline { return .atLeast(-rule.margin) }
    if let atLeast { return .atLeast(atLeast) }
    if let atMost { return .atMost(atMost) }
    if let between, between.count == 2 { return .between(between[0], between[1]) }
    return .between(-Double.infinity, Double.infinity)
  }

  /// Whether a single number satisfies the demand.
  package func isSatisfied(by value: Double) -> Bool {
    threshold.isSatisfied(by: value, comparison: signed == true ? .value : judged)
  }

  /// What findings are: a comparison of groups, or a change, which is a difference of two audits whatever is compared in each.
  package var judged: Comparison { noWorseThanBaseline == nil ? compare : .difference }
}

/// When data that come window by window raise an alarm.
package struct MonitorRule: Codable, Sendable, Hashable {
  /// The most that the chance may be of ever raising it although the requirement holds in every window.
  package var falseAlarm: Double

  /// Bounds the chance.
  package init(falseAlarm: Double) { self.falseAlarm = falseAlarm }
}

/// A demand on a number.
package enum Threshold: Sendable, Hashable {
  /// The number must reach this.
  case atLeast(Double)
  /// The number must not exceed this.
  case atMost(Double)
  /// The number must lie within these.
  case between(Double, Double)

  /// The limits, the lower first.
  package var limits: [Double] {
    switch self {
    case .atLeast(let limit), .atMost(let limit): [limit]
    case .between(let low, let high): [low, high]
    }
  }

  /// Which side of the limits is accepted.
  package var bound: Bound {
    switch self {
    case .atLeast: .atLeast
    case .atMost: .atMost
    case .between: .between
    }
  }
}

/// Which side of its limits a threshold accepts.
public enum Bound: String, Codable, Sendable, CaseIterable, Hashable {
  /// The limit and more.
  case atLeast = "at-least"
  /// The limit and less; for a difference, in either direction.
  case atMost = "at-most"
  /// What lies between the limits, and the limits themselves.
  case between
}

/// The limit of a threshold, written as a number; or both, written as a list.
public struct Limits: Codable, Sendable, Hashable {
  /// The limits, the lower first.
  public var values: [Double]

  /// States limits.
  package init(_ values: [Double]) { self.values = values }

  /// Reads a number or a list of numbers.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    do { values = [try container.decode(Double.self)] } catch { values = try container.decode([Double].self) }
  }

  /// Writes a number where there is one limit, else a list.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if values.count == 1 { try container.encode(values[0]) } else { try container.encode(values) }
  }
}
