import AuditRecord
import AuditStatistics

/// Findings in words: the same templates for every metric, filled from its card.
struct Sentences {
  let requirement: Requirement
  let card: MetricCard

  /// A group as a sentence names it.
  static func name(_ group: [Label]?) -> String {
    guard let group else { return "the comparison group" }
    return "the group \(group.joined)"
  }

  func among(_ who: String) -> String { card.among.replacing("{group}", with: who) }

  /// What the reference is called in a sentence.
  static func name(of reference: ChosenReference) -> String {
    switch reference.rule {
    case "overall": "all groups together"
    case "complement": "all other groups together"
    default: name(reference.group)
    }
  }

  /// Both rates, the disparity with its range, the demand, and why the verdict follows.
  func judged(
    _ group: [Label], own: Proportion, reference: Proportion?, named: ChosenReference?, value: Double?,
    bounds: ConfidenceInterval?, word: VerdictWord, undefined: UndefinedReason?, isPooled: Bool, more: Int?
  ) -> String {
    var parts = ["\(word.words)."]
    if let rate = own.estimate {
      let shown = requirement.compare == .value ? share(rate) : PlainNumber.percent(rate)
      var sentence = isPooled ? "Over everybody, " : ""
      sentence += "\(shown) in every 100 \(among(Sentences.name(group))) \(card.counted)"
      if let base = reference?.estimate, let named {
        sentence += ", against \(PlainNumber.percent(base)) in every 100 \(among(Sentences.name(of: named)))"
      }
      parts.append(sentence + ".")
    }
    if let value {
      parts.append(disparity(value, bounds: bounds, isPooled: isPooled))
    } else if let undefined {
      parts.append("There is no number to judge: \(undefined.words).")
    }
    parts.append(demand)
    if value != nil { parts.append(reason(word, hasBounds: bounds != nil)) }
    if word == .cannotTell, let more, more > 0 {
      parts.append(
        "If the true rate is near this estimate, about \(PlainNumber.count(more)) more \(among(Sentences.name(group))) would be needed to settle it."
      )
    }
    return parts.joined(separator: " ")
  }

  private func disparity(_ value: Double, bounds: ConfidenceInterval?, isPooled: Bool) -> String {
    let within = isPooled ? "Within strata, and pooled over them, the rate is" : "That is"
    switch requirement.compare {
    case .ratio:
      let range = bounds.map { " (likely range \(percentRange($0)))" } ?? ""
      return "\(within) \(share(value)) % of the comparison rate\(range)."
    case .difference:
      let range = bounds.map { " (likely range \(share($0.lower)) to \(share($0.upper)))" } ?? ""
      if value == 0 { return "\(within) exactly as high\(range)." }
      let direction = value < 0 ? "lower" : "higher"
      return "\(within) \(share(value.magnitude, isSize: true)) percentage points \(direction)\(range)."
    case .value:
      return bounds.map { "The likely range is \(percentRange($0))." } ?? ""
    }
  }

  /// A number in per cent that reads as a limit of the demand only if it is one.
  func share(_ value: Double, isSize: Bool = false) -> String {
    let limit = requirement.threshold.nearest(to: value)
    let isMirrored = requirement.compare == .difference && (requirement.atMost != nil || isSize) && value * limit < 0
    guard limit.magnitude < 1e100 else { return PlainNumber.percent(value) }
    return PlainNumber.percent(value, apartFrom: isMirrored ? -limit : limit)
  }

  func percentRange(_ bounds: ConfidenceInterval) -> String {
    let high = bounds.upper.isFinite ? "\(share(bounds.upper)) %" : "no upper limit"
    return "\(share(bounds.lower)) % to \(high)"
  }

  /// The demand in words.
  var demand: String {
    let isPair = requirement.reference == .worstPair
    let unit =
      switch requirement.compare {
      case .ratio: isPair ? "% of the higher rate" : "% of the comparison rate"
      case .difference: "percentage points"
      case .value: "%"
      }
    func number(_ limit: Double) -> String {
      // Thresholds are written with as few decimals as they need.
      let rounded = (limit * 100 * 1e9).rounded() / 1e9
      let text = CanonicalNumber.text(rounded.isFinite ? rounded : limit)
      return text.hasPrefix("-") ? "−" + text.dropFirst() : text
    }
    let subject = requirement.compare == .difference && requirement.atMost != nil ? "a gap of at most" : "at most"
    switch requirement.threshold {
    case .atLeast(let limit): return "The requirement is at least \(number(limit)) \(unit)."
    case .atMost(let limit): return "The requirement is \(subject) \(number(limit)) \(unit)."
    case .between(let low, let high): return "The requirement is between \(number(low)) and \(number(high)) \(unit)."
    }
  }

  func reason(_ word: VerdictWord, hasBounds: Bool) -> String {
    if requirement.decide == .point {
      let shown = hasBounds ? "; the range is shown for information" : ""
      return "The plan decides on the best estimate alone\(shown)."
    }
    guard hasBounds else { return "There is no range to set against the requirement." }
    let isOneSided = requirement.compare != .difference || requirement.atMost == nil
    switch (word, requirement.threshold) {
    case (.met, .atLeast): return "Even the low end of the range meets the requirement."
    case (.notMet, .atLeast): return "Even the high end of the range falls short of the requirement."
    case (.met, .atMost) where isOneSided: return "Even the high end of the range meets the requirement."
    case (.notMet, .atMost) where isOneSided: return "Even the low end of the range exceeds the requirement."
    case (.met, _): return "The whole range meets the requirement."
    case (.notMet, _): return "No part of the range meets the requirement."
    default: return "That range includes values that meet the requirement and values that do not."
    }
  }

  /// Too few people on either side.
  func tooSmall(
    _ group: [Label], own: Proportion, reference: Proportion?, named: ChosenReference?, undefined: UndefinedReason?,
    stratifier: String?
  ) -> String {
    let known = stratifier.map { " whose \($0) is known" } ?? ""
    let least = PlainNumber.count(requirement.minimumCount)
    func few(_ proportion: Proportion, _ who: String) -> String {
      "Too few \(among(who))\(known): \(PlainNumber.count(Int(proportion.trials))); the plan needs at least \(least)."
    }
    var cause = "Fewer than two groups are large enough to compare."
    if own.trials < Double(requirement.minimumCount) {
      cause = few(own, Sentences.name(group))
    } else if let undefined {
      cause = undefined.words.prefix(1).uppercased() + undefined.words.dropFirst() + "."
    } else if let reference, let named, reference.trials < Double(requirement.minimumCount) {
      cause = few(reference, Sentences.name(of: named))
    }
    return "Not enough data to judge. \(cause) This is not a pass."
  }

  /// A number about the whole grouping.
  func whole(_ summary: GroupingSummary, word: VerdictWord) -> String {
    guard let value = summary.value, let interval = summary.interval else {
      let reason = summary.undefined ?? .undefinedPart
      if reason == .zeroReference { return "Cannot tell. There is no number to judge: \(reason.words). \(demand)" }
      var cause = reason.words.prefix(1).uppercased() + reason.words.dropFirst()
      if reason == .fewerThanTwoGroups {
        cause += " (at least \(PlainNumber.count(requirement.minimumCount)) people each)"
      }
      return "Not enough data to judge. \(cause). This is not a pass."
    }
    let pair = summary.groups.map { Sentences.name($0) }.joined(separator: " and ")
    let range = ConfidenceInterval(lower: interval.lower ?? -.infinity, upper: interval.upper ?? .infinity)
    var sentence: String
    if card.parts.isEmpty {
      sentence = "In “\(card.name.lowercased())”, \(pair) differ most"
    } else if card.parameters["combination"] == "mean" {
      sentence = "On average over \(summary.parts.count) rates, the groups that differ most are"
    } else {
      let worst = summary.parts.first { $0.groups == summary.groups && $0.value == value }
      sentence = "The largest gap is between \(pair)"
      if let worst { sentence += ", in the \(worst.metric.replacing("-", with: " "))" }
    }
    switch requirement.compare {
    case .ratio:
      sentence +=
        card.parameters["combination"] == "mean" ? " at " : ": the lower rate is "
      sentence +=
        "\(share(value)) % of the \(card.parameters["combination"] == "mean" ? "comparison rate" : "higher one") (likely range \(percentRange(range)))."
    default:
      sentence += card.parameters["combination"] == "mean" ? " " : ": "
      sentence +=
        "\(share(value)) percentage points apart (likely range \(share(range.lower)) to \(share(range.upper)))."
    }
    return "\(word.words). \(sentence) \(demand) \(reason(word, hasBounds: true))"
  }
}

extension Threshold {
  /// The limit that lies nearest to a value.
  func nearest(to value: Double) -> Double {
    switch self {
    case .atLeast(let limit), .atMost(let limit): limit
    case .between(let low, let high): (value - low).magnitude <= (value - high).magnitude ? low : high
    }
  }

  /// Whether a single number satisfies the demand; `atMost` on a difference bounds its absolute value.
  func isSatisfied(by value: Double, comparison: Comparison) -> Bool {
    switch self {
    case .atLeast(let limit): value >= limit
    case .atMost(let limit): (comparison == .difference ? value.magnitude : value) <= limit
    case .between(let low, let high): value >= low && value <= high
    }
  }
}
