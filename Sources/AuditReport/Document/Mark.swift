package import AuditRecord

/// What a mark says about; it chooses the colour, which never stands alone.
package enum Tone: String, Sendable, Hashable, CaseIterable {
  /// A requirement is met.
  case met
  /// A requirement is not met.
  case notMet = "not-met"
  /// The interval straddles the threshold.
  case cannotTell = "cannot-tell"
  /// Nothing could be judged, or nothing was to be judged.
  case neutral
}

/// A shape and a word that say one thing together, in colour, in grey and read aloud.
package struct Mark: Sendable, Hashable {
  /// The shape.
  package var symbol: String
  /// The word.
  package var word: String
  /// The tone.
  package var tone: Tone

  /// States a mark.
  package init(symbol: String, word: String, tone: Tone) {
    self.symbol = symbol
    self.word = word
    self.tone = tone
  }

  /// The mark of a verdict, in the short words of a table.
  package init(_ verdict: VerdictWord) {
    self.init(symbol: verdict.symbol, word: verdict.short, tone: verdict.tone)
  }

  /// The mark of a finding: what there is too little of is named.
  init(_ finding: Finding, _ quantity: Quantity) {
    self.init(finding.verdict)
    guard finding.verdict == .notEnoughData, finding.smallGroups == nil else { return }
    word =
      switch finding.undefined {
      case nil, .tooFewPeople, .tooFewLists: Self.tooFew + (quantity.isOfPeople ? "people" : "lists")
      case .emptyGroup: "Nobody in the data"
      default: "No value"
      }
  }

  private static let tooFew = "Too few "

  /// True where nothing but their number is said of people, since they are too few.
  var isTooFew: Bool { word.hasPrefix(Self.tooFew) }

  /// The mark of a reference group's own row.
  package static let referenceGroup = Mark(symbol: "■", word: "Reference group", tone: .neutral)
}

extension VerdictWord {
  /// The verdict in the words of a table.
  var short: String {
    switch self {
    case .met: "Met"
    case .notMet: "Not met"
    case .cannotTell: "Inconclusive"
    case .notEnoughData: "Too few people"
    case .notApplicable: "Not checked"
    case .couldNotRun: "Failed to run"
    }
  }

  /// The tone of the verdict.
  var tone: Tone {
    switch self {
    case .met: .met
    case .notMet, .couldNotRun: .notMet
    case .cannotTell: .cannotTell
    case .notEnoughData, .notApplicable: .neutral
    }
  }
}
