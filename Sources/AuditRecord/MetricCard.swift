/// What a metric needs to be declared in the plan before it can be computed.
package enum Role: OpenWord {
  /// The decision of the system.
  case decision
  /// The outcome that was observed later.
  case outcome
  /// A score of each person.
  case score
  /// What each person gets, pays or waits for.
  case amount
  /// What the system predicted of that.
  case predicted
  /// A column that splits the data into strata.
  case strata
  /// Ranked lists.
  case lists
  /// Lists whose owners are known, since people are drawn and not lists. Every plan of lists has them.
  case singleLists
  /// Who receives the lists, in groups.
  case userGroups
  /// Who should have received a list: a table of users, or an audience.
  case recipients
  /// What each user wants.
  case relevance
  /// What each user chose before.
  case history
  /// What each user was shown before.
  case before
  /// What each user would be shown without personalisation.
  case baseline
  /// Everything that can be shown.
  case items
  /// What can be shown, in groups.
  case itemGroups
  /// How often each item was chosen before.
  case popularity
  /// How much users engaged with what they were shown.
  case engagement
  /// The share that each group of items should have.
  case target
  /// The metric's own name: it is computed where the plan names it, and not by itself.
  case named
  /// Groups of people about whom decisions were made, of which a number is about all together.
  case groups
  /// The level of a control that people have over their own personalisation.
  case setting
  /// A log of what was served in which mode, and of when people chose a level.
  case log
  /// On what ground rows may be used.
  case lawfulUse
  /// What people are told.
  case notices
  /// A role that this version does not know.
  case other(String)

  /// The words that this version knows.
  package static let known: [Role] = [
    .decision, .outcome, .score, .amount, .predicted, .strata, .lists, .userGroups, .recipients, .relevance, .history,
    .before, .baseline, .items, .itemGroups, .popularity, .engagement, .target, .singleLists, .named, .groups,
    .setting, .log, .lawfulUse, .notices,
  ]

  /// The word in plans and records.
  package var rawValue: String {
    switch self {
    case .decision: "decision"
    case .outcome: "outcome"
    case .score: "score"
    case .amount: "amount"
    case .predicted: "predicted"
    case .strata: "strata"
    case .lists: "lists"
    case .singleLists: "single-lists"
    case .userGroups: "user-groups"
    case .recipients: "recipients"
    case .relevance: "relevance"
    case .history: "history"
    case .before: "before"
    case .baseline: "baseline"
    case .items: "items"
    case .itemGroups: "item-groups"
    case .popularity: "popularity"
    case .engagement: "engagement"
    case .target: "target"
    case .named: "named"
    case .groups: "groups"
    case .setting: "setting"
    case .log: "log"
    case .lawfulUse: "lawful-use"
    case .notices: "notices"
    case .other(let word): word
    }
  }

  /// True for what every plan has that can name the metric.
  package var isAlwaysThere: Bool { self == .named || self == .groups }

  /// What a plan declares for it.
  package var mend: String {
    switch self {
    case .decision: "declare `decision`"
    case .outcome: "declare `outcome` and `positive` under `columns`"
    case .score: "declare `score` under `columns`"
    case .amount: "declare `amount` under `columns`"
    case .predicted: "declare `predicted` beside `amount` under `columns`"
    case .strata: "declare `within`"
    case .lists: "declare `recommendations`"
    case .singleLists: "declare `recommendations`"
    case .userGroups: "declare `users` with `groups` under `recommendations`"
    case .recipients: "declare `users` or `audience` under `recommendations`"
    case .relevance: "declare `relevant` under `recommendations`"
    case .history: "declare `history` under `recommendations`"
    case .before: "declare `before` under `recommendations`"
    case .baseline: "declare `baseline` under `recommendations`"
    case .items: "declare `items` under `recommendations`"
    case .itemGroups: "declare `items` with `groups` under `recommendations`"
    case .popularity: "declare `popularity` under `items`"
    case .engagement: "declare `engagement` under the columns of `recommendations`"
    case .target: "declare `target`: catalogue, qualified, population, uniform, or shares of an item group"
    case .named: "name the metric under `metrics`, or in a requirement"
    case .groups: "declare `groups` under `decisions`"
    case .setting: "declare `controls` with `setting` and `levels`"
    case .log: "declare `log`, `settings` and `honours` under `controls`"
    case .lawfulUse: "declare `lawful-use`"
    case .notices: "declare `notices`"
    case .other(let role): "declare `\(role)`, with a version that knows it"
    }
  }
}

/// Whom a metric's groups are made of.
public enum MetricSide: String, Codable, Sendable, CaseIterable, Hashable, Defaultable {
  /// People about whom decisions were made.
  case decisions
  /// People who receive lists.
  case receivers
  /// Items that are shown, or those who provide them.
  case providers

  /// People about whom decisions were made.
  public static let whenMissing = MetricSide.decisions
}

/// What kind of number a metric gives, which decides how its range is made and how it is compared.
package enum Measure: OpenWord, Defaultable {
  /// A share of people, counted: one number a group.
  case proportion
  /// A function of averages over people or their lists: one number a group.
  case average
  /// A number that follows from a share of people, counted: one number a group.
  case mapped
  /// A function of several counts of people: one number a group.
  case function
  /// The largest logarithm of a ratio of two groups' rates, of a result or its opposite: one number for a grouping.
  case logRatio
  /// One number for a grouping, or for everything.
  case whole
  /// A kind that this version does not know: its numbers can be shown, and neither judged nor compared.
  case other(String)

  /// The kinds that this version knows.
  package static let known: [Measure] = [.proportion, .average, .whole, .mapped, .function, .logRatio]

  /// A share, counted.
  package static let whenMissing = Measure.proportion

  /// The word in records.
  package var rawValue: String {
    switch self {
    case .proportion: "proportion"
    case .average: "average"
    case .whole: "whole"
    case .mapped: "mapped"
    case .function: "function"
    case .logRatio: "log-ratio"
    case .other(let word): word
    }
  }
}

extension Measure {
  /// True for numbers that are kept with how they vary; every other is made of counts.
  package var isEstimated: Bool { self == .average || self == .function }
}

/// How two numbers are set against each other.
public enum Comparison: String, Codable, Sendable, CaseIterable, Hashable, Defaultable {
  /// Group divided by reference; 1 means equal.
  case ratio
  /// Group minus reference; 0 means equal.
  case difference
  /// The estimate itself.
  case value

  /// What cards of rates say.
  public static let whenMissing = Comparison.ratio

  /// The number that stands for no disparity; a value has none.
  public var ideal: Double? {
    switch self {
    case .ratio: 1
    case .difference: 0
    case .value: nil
    }
  }
}

/// How the numbers of a metric are read.
package enum MetricUnit: OpenWord {
  /// A share, in per cent.
  case share
  /// A plain number.
  case number
  /// A unit that this version does not know; its numbers are shown plain.
  case other(String)

  /// The units that this version knows.
  package static let known: [MetricUnit] = [.share, .number]

  /// The word in records.
  package var rawValue: String {
    switch self {
    case .share: "share"
    case .number: "number"
    case .other(let word): word
    }
  }
}

/// What the numbers of a metric rest on, of which a requirement asks for so many.
package enum MetricBasis: OpenWord {
  /// People counted.
  case people
  /// Lists averaged or counted.
  case lists
  /// Something that this version does not know.
  case other(String)

  /// The words that this version knows.
  package static let known: [MetricBasis] = [.people, .lists]

  /// The word in records.
  package var rawValue: String {
    switch self {
    case .people: "people"
    case .lists: "lists"
    case .other(let word): word
    }
  }
}

/// How the disparities of the parts of a composite become one number.
package enum MetricCombination: String, Codable, Sendable, CaseIterable, Hashable {
  /// The worst of them.
  case worst
  /// Their mean.
  case mean
}

/// Everything that people read about a metric, written once, beside its formula.
public struct MetricCard: Codable, Sendable, Hashable {
  /// The fixed name in plans and records, in kebab case.
  public var id: String
  /// The name as the field writes it.
  @Defaulted public var name: String
  /// Other names that a plan may use.
  @Defaulted public var aliases: [String]
  /// The question that the number answers, in one plain sentence.
  @Defaulted public var question: String
  /// The formula in the words of its counts.
  @Defaulted public var formula: String
  /// What was counted, fit for "{number} in every 100 … {counted}".
  @Defaulted package var counted: String
  /// Who was counted, fit for "in every 100 {among}"; `{group}` stands for the group's label.
  @Defaulted package var among: String
  /// How to read a disparity of it.
  @Defaulted package var reading: String
  /// What it does not show.
  @Defaulted package var caveats: [String]
  /// What must be declared for it.
  @Defaulted package var needs: [Role]
  /// Whom its groups are made of.
  @Defaulted public var side: MetricSide
  /// What kind of number it is.
  @Defaulted package var measure: Measure
  /// The values that it can take; null where there is no limit.
  @OrNull package var least: Double?
  /// The largest value that it can take; null where there is no limit.
  @OrNull package var most: Double?
  /// The value of a whole-population metric when there is no disparity; null for everything else.
  @OrNull package var ideal: Double?
  /// How its numbers are read.
  package var unit: MetricUnit
  /// The scale on which the range of one group's number is symmetric.
  package var scale: SpreadScale
  /// What its numbers rest on.
  package var basis: MetricBasis
  /// True when its numbers depend on a model of attention.
  package var attention: Bool
  /// How the disparities of its parts become one number; null for everything but a composite.
  @OrNull package var combination: MetricCombination?
  /// How its numbers follow from the share that is counted; nil, and not written, where they are it.
  package var map: ShareMap?
  /// The comparison that a requirement makes when it names none.
  @Defaulted package var comparison: Comparison
  /// The ids of the rates that a composite compares; empty for everything else.
  @Defaulted public var parts: [String]
  /// The id of the rate that a pooled metric pools; null for everything else.
  @OrNull package var crude: String?
  /// The id of the rate of which this is 1 minus, so that one table can hold both; null for everything else.
  @OrNull package var complement: String?
  /// The rules of a reference group that its numbers can be compared by, none where they are only judged by themselves; left out
  /// where every rule will do.
  package var references: [ReferenceWord]?
  /// True for an average that may lie on either side of 0 and is compared all the same: the limits of its ratios are Fieller's. Left
  /// out of all others.
  package var isSigned: Bool?
  /// Which of several classes or models it is about; left out where there is one yes or no.
  package var view: DecisionView?
  /// The id of the metric without its view, as a plan and the catalogue name it; left out where it is the id.
  package var plain: String?
  /// Fixed choices that the number depends on.
  @Defaulted package var parameters: [String: String]
  /// Full citations.
  @Defaulted package var sources: [String]

  /// Writes a card.
  package init(
    id: String, name: String, aliases: [String] = [], question: String, formula: String, counted: String,
    among: String, reading: String, caveats: [String] = [], needs: [Role], side: MetricSide = .decisions,
    measure: Measure = .proportion, least: Double? = 0, most: Double? = 1, ideal: Double? = nil,
    comparison: Comparison = .ratio, parts: [String] = [], crude: String? = nil,
    complement: String? = nil, parameters: [String: String] = [:],
    unit: MetricUnit = .share, scale: SpreadScale = .identity, basis: MetricBasis = .people,
    combination: MetricCombination? = nil, attention: Bool = false, map: ShareMap? = nil,
    references: [ReferenceWord]? = nil, isSigned: Bool? = nil, sources: [String]
  ) {
    self.map = map
    self.isSigned = isSigned
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
    self.side = side
    self.measure = measure
    self.least = least
    self.most = most
    self.ideal = ideal
    self.unit = unit
    self.scale = scale
    self.basis = basis
    self.attention = attention
    self.combination = combination
    self.comparison = comparison
    self.parts = parts
    self.crude = crude
    self.complement = complement
    self.references = references
    self.parameters = parameters
    self.sources = sources
  }

  /// True where its groups are levels of the setting, or parts of one.
  package var isOfLevels: Bool { references?.contains(.nextLevel) ?? false }

  /// True for one number of a grouping that is judged within levels of the setting.
  package var isWithinLevels: Bool { isOneNumber && needs.contains(.setting) }

  /// True for shares of people who have some of the levels of the setting.
  package var countsLevels: Bool { measure == .proportion && needs.contains(.setting) && !needs.contains(.log) }

  /// True for a rate of decisions over everybody, which groups that share people can have, each against everybody else.
  package var fitsSharedPeople: Bool {
    side == .decisions && measure == .proportion && map == nil && parts.isEmpty
      && Set(needs).isDisjoint(with: [.strata, .score, .amount, .setting])
  }

  /// Whether its numbers can be compared by a rule.
  package func allows(_ rule: ReferenceWord) -> Bool { references?.contains(rule) ?? true }
}

extension MetricCard {
  /// Reads a card. What records of version 0.1 do not say of a metric follows from what they do.
  public init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    func read<Value: Codable & Sendable & Hashable & Defaultable>(_ key: CodingKeys) throws -> Value {
      try members.decode(Defaulted<Value>.self, forKey: key).wrappedValue
    }
    func readOrNull<Value: Codable & Sendable & Hashable>(_ key: CodingKeys) throws -> Value? {
      try members.decode(OrNull<Value>.self, forKey: key).wrappedValue
    }
    try self.init(
      id: members.decode(String.self, forKey: .id), name: read(.name), aliases: read(.aliases),
      question: read(.question), formula: read(.formula), counted: read(.counted), among: read(.among),
      reading: read(.reading), caveats: read(.caveats), needs: read(.needs), side: read(.side),
      measure: read(.measure), least: readOrNull(.least), most: readOrNull(.most), ideal: readOrNull(.ideal),
      comparison: read(.comparison), parts: read(.parts), crude: readOrNull(.crude),
      complement: readOrNull(.complement),
      parameters: read(.parameters),
      sources: read(.sources))
    references = try members.decodeIfPresent([ReferenceWord].self, forKey: .references)
    isSigned = try members.decodeIfPresent(Bool.self, forKey: .isSigned)
    view = try members.decodeIfPresent(DecisionView.self, forKey: .view)
    plain = try members.decodeIfPresent(String.self, forKey: .plain)
    unit = try members.decodeIfPresent(MetricUnit.self, forKey: .unit) ?? (isShareByKind ? .share : .number)
    scale = try members.decodeIfPresent(SpreadScale.self, forKey: .scale) ?? scaleByKind
    basis =
      try members.decodeIfPresent(MetricBasis.self, forKey: .basis)
      ?? (!parts.isEmpty || isOfPeopleByKind ? .people : .lists)
    attention =
      try members.decodeIfPresent(Bool.self, forKey: .attention)
      ?? (id.contains("exposure") || id.contains("attention") || id == "ndkl")
    map = try members.decodeIfPresent(ShareMap.self, forKey: .map)
    combination =
      try readOrNull(.combination)
      ?? (parts.isEmpty ? nil : parameters["combination"] == "mean" ? .mean : .worst)
  }

  private var isOfPeopleByKind: Bool {
    switch measure {
    case .proportion: side != .providers
    case .mapped, .function, .logRatio: true
    case .whole: side == .decisions
    case .average, .other: false
    }
  }

  private var isShareByKind: Bool {
    switch measure {
    case .proportion: true
    case .mapped, .function, .logRatio: false
    case .average: side == .providers && least == 0 && most == 1
    case .whole: !parts.isEmpty
    case .other: false
    }
  }

  private var scaleByKind: SpreadScale {
    if measure == .function, least == 0, most == 1 { return .logit }
    guard measure == .average else { return .identity }
    if isShareByKind { return .logit }
    return side == .providers && least == 0 ? .logarithm : .identity
  }

  /// True for one number about a grouping or about everything, which is compared with nothing; a composite is itself a
  /// comparison.
  package var isOneNumber: Bool { (measure == .whole || measure == .logRatio) && parts.isEmpty }

  /// True when a group's number is a share, compared with the one that the group should have; a number that is judged by
  /// itself, such as a skew, is already set against it.
  package var hasTarget: Bool {
    measure == .average && unit == .share && needs.contains(.target) && comparison != .value
  }
}
