/// What a number was compared with, as a record names it.
public enum ReferenceWord: OpenWord {
  /// The group with the highest number.
  case highest
  /// The group with the lowest number.
  case lowest
  /// Everybody whose group is known.
  case overall
  /// Everybody else whose group is known.
  case complement
  /// A group named beforehand.
  case group
  /// The share that the group should have.
  case target
  /// The two groups that differ most.
  case worstPair
  /// The same group at the next level of the setting.
  case nextLevel
  /// Nothing.
  case none
  /// A word that this version does not know.
  case other(String)

  /// The words that this version knows.
  public static let known: [ReferenceWord] = [
    .highest, .lowest, .overall, .complement, .group, .target, .worstPair, .nextLevel, .none,
  ]

  /// The word in plans and records.
  public var rawValue: String {
    switch self {
    case .highest: "highest"
    case .lowest: "lowest"
    case .overall: "overall"
    case .complement: "complement"
    case .group: "group"
    case .target: "target"
    case .worstPair: "worst-pair"
    case .nextLevel: "next-level"
    case .none: "none"
    case .other(let word): word
    }
  }
}

extension ReferenceRule {
  /// The rule's word in the record.
  public var word: ReferenceWord {
    switch self {
    case .highest: .highest
    case .lowest: .lowest
    case .overall: .overall
    case .complement: .complement
    case .group: .group
    case .target: .target
    case .worstPair: .worstPair
    case .nextLevel: .nextLevel
    case .none: .none
    }
  }

  /// The rule's name in the record.
  public var name: String { word.rawValue }

  /// The rule of a stored reference; nil for one that this version does not know.
  public init?(_ stored: ChosenReference) {
    switch stored.rule {
    case .highest: self = .highest
    case .lowest: self = .lowest
    case .overall: self = .overall
    case .complement: self = .complement
    case .group: self = .group(stored.group ?? [])
    case .target: self = .target
    case .worstPair: self = .worstPair
    case .nextLevel: self = .nextLevel
    case .none: self = .none
    case .other: return nil
    }
  }
}

/// What numbers are set against before their spread is looked at, as a record names it.
package enum SpreadBase: OpenWord {
  /// A target that follows from the same lists.
  case target
  /// A word that this version does not know.
  case other(String)

  /// The words that this version knows.
  package static let known: [SpreadBase] = [.target]

  /// The word in records.
  package var rawValue: String {
    switch self {
    case .target: "target"
    case .other(let word): word
    }
  }
}
