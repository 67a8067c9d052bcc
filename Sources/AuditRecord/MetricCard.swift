/// What a metric needs to be declared in the plan before it can be computed.
public enum Role: String, Codable, Sendable, CaseIterable, Hashable {
  /// The decision of the system.
  case decision
  /// The outcome that was observed later.
  case outcome
  /// A column that splits the data into strata.
  case strata
}

/// How two numbers are set against each other.
public enum Comparison: String, Codable, Sendable, CaseIterable, Hashable {
  /// Group divided by reference; 1 means equal.
  case ratio
  /// Group minus reference; 0 means equal.
  case difference
  /// The estimate itself.
  case value

  /// The number that stands for no disparity; a value has none.
  public var ideal: Double? {
    switch self {
    case .ratio: 1
    case .difference: 0
    case .value: nil
    }
  }
}

/// Everything that people read about a metric, written once, beside its formula.
public struct MetricCard: Codable, Sendable, Hashable {
  /// The fixed name in plans and records, in kebab case.
  public var id: String
  /// The name as the field writes it.
  public var name: String
  /// Other names that a plan may use.
  public var aliases: [String]
  /// The question that the number answers, in one plain sentence.
  public var question: String
  /// The formula in the words of its counts.
  public var formula: String
  /// What was counted, fit for "{number} in every 100 … {counted}".
  public var counted: String
  /// Who was counted, fit for "in every 100 {among}"; `{group}` stands for the group's label.
  public var among: String
  /// How to read a disparity of it.
  public var reading: String
  /// What it does not show.
  public var caveats: [String]
  /// What must be declared for it.
  public var needs: [Role]
  /// The comparison that a requirement makes when it names none.
  public var comparison: Comparison
  /// The ids of the rates that a composite compares; empty for everything else.
  public var parts: [String]
  /// The id of the rate that a pooled metric pools; null for everything else.
  @OrNull public var crude: String?
  /// Fixed choices that the number depends on.
  public var parameters: [String: String]
  /// Full citations.
  public var sources: [String]

  /// Writes a card.
  public init(
    id: String, name: String, aliases: [String] = [], question: String, formula: String, counted: String,
    among: String, reading: String, caveats: [String] = [], needs: [Role], comparison: Comparison = .ratio,
    parts: [String] = [], crude: String? = nil, parameters: [String: String] = [:], sources: [String]
  ) {
    self.id = id
    self.name = name
    self.aliases = aliases
    self.question = question
    self.formula = formula
    self.counted = counted
    self.among = among
    self.reading = reading
    self.caveats = caveats
    self.needs = needs
    self.comparison = comparison
    self.parts = parts
    self.crude = crude
    self.parameters = parameters
    self.sources = sources
  }
}
