extension Sentences {
  /// Who was left out of a judged comparison, between what it would lie if they were counted, and what that means; nothing
  /// where nobody was left out.
  func leftOut(_ finding: Finding) -> [String] {
    guard let bounds = finding.bounds, bounds.leftOut > 0 else { return [] }
    let causes = bounds.causes.map { cause in
      "\(PlainNumber.count(cause.count)) \(words.units(cause.count)) \(cause.reason.words)"
    }
    let share = bounds.share < 0.0005 ? "less than 0.1" : PlainNumber.percent(bounds.share)
    let verb = bounds.leftOut == 1 ? "is" : "are"
    let isChosen = requirement.reference == .highest || requirement.reference == .lowest
    let whole =
      isChosen
      ? "up to \(share) % of a comparison of two groups" : "\(share) % of this comparison"
    var sentences = ["\(DataWords.joined(causes)) \(verb) left out, \(whole)."]
    if let (low, high) = between(bounds) {
      // The best of a demand with two sides lies within what is possible.
      sentences.append(
        isTwoSided
          ? "Had they been counted, \(quantity) could be as bad for the requirement as \(low), and as good as \(high)."
          : "Had they been counted, \(quantity) could lie anywhere between \(low) and \(high).")
    }
    return sentences + [meaning(finding, bounds)].compactMap(\.self)
  }

  private var quantity: String {
    switch requirement.compare {
    case .ratio: "the ratio"
    case .difference: "the difference"
    case .value: "the number"
    }
  }

  private var isTwoSided: Bool {
    switch requirement.threshold {
    case .between: true
    case .atMost:
      requirement.compare == .difference && requirement.reference != .highest && requirement.reference != .lowest
        && requirement.signed != true
    case .atLeast: false
    }
  }

  private func between(_ bounds: FindingBounds) -> (String, String)? {
    guard let worst = bounds.worst?.value, let best = bounds.best?.value else { return nil }
    let (low, high) = isTwoSided ? (worst, best) : (min(worst, best), max(worst, best))
    switch requirement.compare {
    case .ratio: return (amounts.ratio(low), amounts.ratio(high))
    case .difference:
      return (amounts.difference(low), amounts.difference(high) + (words.isShare ? " percentage points" : ""))
    case .value: return (amounts.value(low), amounts.value(high))
    }
  }

  private func meaning(_ finding: Finding, _ bounds: FindingBounds) -> String? {
    if bounds.counted == .met, finding.verdict == .cannotTell, let rule = requirement.leftOut {
      let enough =
        bounds.tipping.map {
          $0 == 1 ? ", and one of them could change that" : ", and \(PlainNumber.count($0)) of them could change that"
        } ?? ""
      return
        "Those who were counted meet the requirement, but more than \(PlainNumber.exact(rule.atMost, shift: 2)) % are left out\(enough). So this is no pass."
    }
    if let rule = requirement.leftOut, rule.beyond == .ignore, bounds.share > rule.atMost {
      let reason = rule.justification.map { ": \($0)" } ?? ""
      return "The plan passes over them\(reason)\(reason.hasSuffix(".") ? "" : ".")"
    }
    guard let worst = bounds.worst, let best = bounds.best else { return nil }
    if worst.verdict == bounds.counted, best.verdict == bounds.counted { return "The verdict is the same either way." }
    guard let tipping = bounds.tipping else { return nil }
    return tipping == 1
      ? "One of them could change the verdict." : "\(PlainNumber.count(tipping)) of them could change the verdict."
  }
}
