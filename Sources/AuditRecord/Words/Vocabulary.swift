/// What the numbers of a metric, and what they rest on, are called in sentences.
struct Vocabulary {
  /// True for shares of people or lists, which read "41.2 in every 100".
  let isCounted: Bool
  /// True for numbers that are read in per cent.
  let isShare: Bool
  private let card: MetricCard

  init(_ card: MetricCard) {
    self.card = card
    isCounted = card.measure == .proportion || !card.parts.isEmpty
    isShare = card.unit == .share
  }

  /// The number: a rate where people are counted.
  var number: String { isCounted ? "rate" : "number" }

  /// What a group has too few of.
  var units: String { card.basis == .people ? "people" : "lists" }

  /// What a number counts, after how many of them there are.
  func units(_ count: Int) -> String {
    count == 1 ? card.basis == .people ? "person" : "list" : units
  }

  /// The metric's name within a sentence.
  var title: String { isCounted ? card.name.lowercased() : card.name }

  /// What was counted or averaged, for a group or for all of several.
  func among(_ who: String) -> String { card.among.replacing("{group}", with: who) }

  /// Whom there are too few of.
  func few(_ who: String) -> String { isCounted ? among(who) : "lists for \(who)" }

  /// What a ratio is a share of.
  func base(_ rule: ReferenceWord?) -> String {
    switch rule {
    case .target: isCounted ? "comparison rate" : "target"
    case .worstPair: "higher \(number)"
    default: isCounted ? "comparison rate" : "number it is compared with"
    }
  }

  /// A group as a sentence names it.
  static func name(_ group: [Label]?) -> String {
    guard let group else { return "the comparison group" }
    return "the group \(Words.group(group))"
  }

  /// What the reference is called in a sentence.
  static func name(of reference: ChosenReference) -> String {
    switch reference.rule {
    case .overall: "all groups together"
    case .complement: "all other groups together"
    default: name(reference.group)
    }
  }
}
