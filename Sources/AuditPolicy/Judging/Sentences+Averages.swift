import AuditRecord
import AuditStatistics

/// Findings about averages over lists, in words.
extension Sentences {
  /// A number as it is read: a share in per cent, everything else plain.
  func number(_ value: Double) -> String {
    let limit = requirement.compare == .value ? [requirement.threshold.nearest(to: value)] : []
    return card.isShare
      ? PlainNumber.percent(value, apartFrom: limit.first) + " %" : PlainNumber.number(value, apartFrom: limit)
  }

  /// Both numbers, the disparity with its range, the demand, and why the verdict follows.
  func average(
    _ group: [Label], own: Double?, other: Double?, named: ChosenReference?, value: Double?,
    bounds: ConfidenceInterval?, word: VerdictWord, undefined: UndefinedReason?
  ) -> String {
    var parts = ["\(word.words)."]
    if let own {
      var sentence = "The \(card.counted) is \(number(own)) for \(among(Sentences.name(group)))"
      if let other, let named {
        sentence +=
          named.rule == "target"
          ? "; the target is \(number(other))" : ", against \(number(other)) for \(among(Sentences.name(of: named)))"
      }
      parts.append(sentence + ".")
    }
    if let value {
      parts.append(disparity(value, bounds: bounds, named: named))
    } else if let undefined {
      parts.append("There is no number to judge: \(undefined.words).")
    }
    parts.append(averageDemand)
    if value != nil { parts.append(reason(word, hasBounds: bounds != nil)) }
    return parts.filter { !$0.isEmpty }.joined(separator: " ")
  }

  private func disparity(_ value: Double, bounds: ConfidenceInterval?, named: ChosenReference?) -> String {
    let basis = named?.rule == "target" ? "of the target" : "of the number it is compared with"
    switch requirement.compare {
    case .ratio:
      let range = bounds.map { " (likely range \(percentRange($0)))" } ?? ""
      return "That is \(share(value)) % \(basis)\(range)."
    case .difference:
      let range = bounds.map { " (likely range \(differenceRange($0)))" } ?? ""
      if value == 0 { return "That is exactly as high\(range)." }
      return "That is \(size(value.magnitude)) \(value < 0 ? "lower" : "higher")\(range)."
    case .value:
      return bounds.map { "The likely range is \(valueRange($0))." } ?? ""
    }
  }

  /// A difference without its sign.
  private func size(_ value: Double) -> String {
    card.isShare ? "\(share(value, isSize: true)) percentage points" : PlainNumber.number(value, apartFrom: limits)
  }

  private var limits: [Double] {
    switch requirement.threshold {
    case .atLeast(let limit), .atMost(let limit): [limit, -limit]
    case .between(let low, let high): [low, high]
    }
  }

  private func differenceRange(_ bounds: ConfidenceInterval) -> String {
    func end(_ value: Double) -> String {
      card.isShare ? share(value) : PlainNumber.number(value, apartFrom: limits)
    }
    return range(bounds, end)
  }

  private func valueRange(_ bounds: ConfidenceInterval) -> String { range(bounds, number) }

  private func range(_ bounds: ConfidenceInterval, _ text: (Double) -> String) -> String {
    let low = bounds.lower.isFinite ? text(bounds.lower) : "no lower limit"
    let high = bounds.upper.isFinite ? text(bounds.upper) : "no upper limit"
    return "\(low) to \(high)"
  }

  /// The demand in words.
  var averageDemand: String {
    func number(_ limit: Double, scale: Double) -> String {
      let rounded = (limit * scale * 1e9).rounded() / 1e9
      let text = CanonicalNumber.text(rounded.isFinite ? rounded : limit)
      return text.hasPrefix("-") ? "−" + text.dropFirst() : text
    }
    let isPair = requirement.reference == .worstPair
    let (unit, scale): (String, Double) =
      switch requirement.compare {
      case .ratio:
        (
          requirement.reference == .target
            ? " % of the target" : isPair ? " % of the higher number" : " % of the number it is compared with", 100
        )
      case .difference: card.isShare ? (" percentage points", 100) : ("", 1)
      case .value: card.isShare ? (" %", 100) : ("", 1)
      }
    let subject = requirement.compare == .difference && requirement.atMost != nil ? "a gap of at most" : "at most"
    switch requirement.threshold {
    case .atLeast(let limit): return "The requirement is at least \(number(limit, scale: scale))\(unit)."
    case .atMost(let limit): return "The requirement is \(subject) \(number(limit, scale: scale))\(unit)."
    case .between(let low, let high):
      return
        "The requirement is between \(number(low, scale: scale)) and \(number(high, scale: scale))\(unit)."
    }
  }

  /// Too few lists, or nothing to compare with.
  func tooFewLists(_ group: [Label]?, lists: Int, contributing: Int, reason: UndefinedReason) -> String {
    var cause = reason.words.prefix(1).uppercased() + reason.words.dropFirst() + "."
    if reason == .tooFewLists {
      let least = PlainNumber.count(requirement.minimumCount)
      let whom = group.map { Sentences.name($0) } ?? "this number"
      cause =
        lists < requirement.minimumCount
        ? "Too few lists for \(whom): \(PlainNumber.count(lists)); the plan needs at least \(least)."
        : "Only \(PlainNumber.count(contributing)) of \(PlainNumber.count(lists)) lists contribute anything for \(whom); at least \(AverageFamily.leastContributing) are needed."
    }
    return "Not enough data to judge. \(cause) This is not a pass."
  }

  /// The two groups that differ most.
  func averagePair(_ summary: AverageSummary, word: VerdictWord) -> String {
    guard let value = summary.value else {
      let reason = summary.undefined ?? .undefinedPart
      if reason == .zeroReference {
        return "Cannot tell. There is no number to judge: \(reason.words). \(averageDemand)"
      }
      return
        "Not enough data to judge. \(reason.words.prefix(1).uppercased() + reason.words.dropFirst()) (at least \(PlainNumber.count(requirement.minimumCount)) lists each). This is not a pass."
    }
    let pair = summary.groups.map { Sentences.name($0) }.joined(separator: " and ")
    let bounds = summary.interval.map {
      ConfidenceInterval(lower: $0.lower ?? -.infinity, upper: $0.upper ?? .infinity)
    }
    let size =
      requirement.compare == .ratio
      ? "the lower number is \(share(value)) % of the higher one"
        + (bounds.map { " (likely range \(percentRange($0)))" } ?? "")
      : "\(self.size(value)) apart" + (bounds.map { " (likely range \(differenceRange($0)))" } ?? "")
    return
      "\(word.words). In “\(card.name)”, \(pair) differ most: \(size). \(averageDemand) \(reason(word, hasBounds: bounds != nil))"
  }

  /// A number about everything.
  func population(_ summary: SummaryResult, bounds: ConfidenceInterval?, word: VerdictWord) -> String {
    guard let value = summary.value else {
      let reason = summary.undefined ?? .undefinedPart
      return
        "Not enough data to judge. \(reason.words.prefix(1).uppercased() + reason.words.dropFirst()). This is not a pass."
    }
    var parts = ["\(word.words). The \(card.counted) is \(number(value))."]
    if let bounds {
      parts.append("The likely range is \(valueRange(bounds)).")
    } else if let reason = summary.withoutInterval {
      parts.append("It has no range: \(reason.words).")
    }
    parts.append(averageDemand)
    parts.append(reason(word, hasBounds: bounds != nil))
    return parts.joined(separator: " ")
  }
}
