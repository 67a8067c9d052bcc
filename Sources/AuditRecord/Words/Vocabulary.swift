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

  /// Why a group's number does not exist although the group has people; nil where that is not known.
  func lacking(_ group: [Label], _ number: GroupNumber) -> String? {
    if let undefined = number.undefined, [.oneOutcome, .scoresNotProbabilities, .needsUnweighted].contains(undefined) {
      return undefined.words
    }
    guard isCounted, let size = number.size, size > 0 else { return nil }
    let who = "\(Vocabulary.name(group)) (\(PlainNumber.count(size)) \(size == 1 ? "person" : "people"))"
    if number.undefined == .outcomeOnlyAfterFavourable {
      let bounds = bounds(number).map {
        "; it lies between \(PlainNumber.percent($0.0)) % and \(PlainNumber.percent($0.1)) %"
      }
      return
        "in \(who) the \(title) cannot be estimated: outcomes are known almost only where the decision was \(card.view?.classWords ?? "favourable")\(bounds ?? "")"
    }
    guard number.undefined == .emptyDenominator, let rest = among.split(separator: "{group}", maxSplits: 1).last else {
      return nil
    }
    let words: String
    switch rest.drop(while: { $0 == " " }) {
    case let rest where rest.hasPrefix("with "): words = "has " + rest.dropFirst(5)
    case let rest where rest.hasPrefix("who "): words = String(rest.dropFirst(4))
    case let rest where rest.hasPrefix("whose outcome is known"): words = "has a known outcome"
    default: return nil
    }
    return "nobody in \(who) \(words), so the \(title) does not exist"
  }

  /// Between what a rate lies, whatever the outcomes that nobody knows.
  private func bounds(_ number: GroupNumber) -> (Double, Double)? {
    guard case .counted(let successes, let trials, _) = number.basis, let left = number.leftOut else { return nil }
    let against = left.uncounted + left.uncountedOrNot + left.either
    let inFavour = left.counted + left.countedOrNot + left.either
    guard trials + against > 0, trials + inFavour > 0 else { return nil }
    return (successes / (trials + against), (successes + inFavour) / (trials + inFavour))
  }

  private var among: String { card.among }

  /// What a number counts, after how many of them there are.
  func units(_ count: Int) -> String {
    count == 1 ? card.basis == .people ? "person" : "list" : units
  }

  /// The metric's name within a sentence.
  var title: String { isCounted ? MetricName.inSentence(card.name) : card.name }

  /// What was counted or averaged, for a group or for all of several.
  func among(_ who: String) -> String { card.among.replacing("{group}", with: who) }

  /// Whom there are too few of.
  func few(_ who: String) -> String { isCounted || card.basis == .people ? among(who) : "lists for \(who)" }

  /// What a ratio is a share of.
  func base(_ rule: ReferenceWord?) -> String {
    switch rule {
    case .target: isCounted ? "reference group’s rate" : "target"
    case .worstPair: "higher \(number)"
    default: isCounted ? "reference group’s rate" : "reference group’s value"
    }
  }

  /// A group as a sentence names it.
  static func name(_ group: [Label]?) -> String {
    guard let group else { return "the reference group" }
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
