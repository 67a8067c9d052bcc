/// How a plan calls people and what is decided about them, in the words of those who know them.
package struct DecisionPhrases: Codable, Sendable, Hashable {
  /// The people: `applicants`; nil, and not written, where they are people.
  package var people: String?
  /// What those received whom the decision favours: `were invited to an interview`.
  package var favourable: String?
  /// What the others received: `were turned down`.
  package var unfavourable: String?
  /// What the positive outcome was: `were hired`.
  package var positive: String?
  /// What the other outcome was: `were not hired`.
  package var negative: String?

  /// States phrases.
  package init(
    people: String? = nil, favourable: String? = nil, unfavourable: String? = nil, positive: String? = nil,
    negative: String? = nil
  ) {
    (self.people, self.favourable, self.unfavourable) = (people, favourable, unfavourable)
    (self.positive, self.negative) = (positive, negative)
  }

  /// Characters at most.
  package static let longest = 60
}

extension MetricCard {
  /// The card in the words of a plan: only who is counted, what they received, and the question that the metric asks.
  package func phrased(_ phrases: DecisionPhrases?) -> MetricCard {
    guard let phrases, side == .decisions else { return self }
    var card = self
    let verbs = [
      ("received the favourable decision", phrases.favourable),
      ("received the unfavourable decision", phrases.unfavourable), ("had a positive outcome", phrases.positive),
      ("had a negative outcome", phrases.negative),
    ]
    for (plain, own) in verbs {
      guard let own else { continue }
      card.counted = card.counted.replacing(plain, with: own)
      card.question = card.question.replacing("how many \(plain)", with: "how many \(own)")
    }
    for (plain, own) in [("with a positive outcome", phrases.positive), ("with a negative outcome", phrases.negative)] {
      guard let own else { continue }
      card.among = card.among.replacing(plain, with: "who \(own)")
      card.question = card.question.replacing("in the group \(plain)", with: "in the group who \(own)")
    }
    if let people = phrases.people {
      if card.among.hasPrefix("people ") { card.among = people + card.among.dropFirst("people".count) }
      card.question = card.question.replacing("Of every 100 people ", with: "Of every 100 \(people) ")
    }
    return card
  }
}
