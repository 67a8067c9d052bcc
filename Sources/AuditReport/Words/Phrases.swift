package import AuditRecord

/// Small helpers for sentences.
enum Phrases {
  /// "one check", "12 checks".
  static func counted(_ count: Int, _ singular: String, _ plural: String? = nil) -> String {
    "\(PlainNumber.count(count)) \(count == 1 ? singular : plural ?? singular + "s")"
  }

  /// "a", "a and b", "a, b and c".
  static func list(_ items: [String], _ conjunction: String = "and") -> String {
    guard let last = items.last else { return "" }
    return items.count == 1 ? last : items.dropLast().joined(separator: ", ") + " \(conjunction) " + last
  }

  /// The text with a capital letter at its start.
  static func sentenceCase(_ text: String) -> String { text.capitalisedFirst }

  /// A name in kebab case as words.
  static func words(_ kebab: String) -> String { kebab.split(separator: "-").joined(separator: " ") }
}

extension ChosenReference {
  /// The reference group as a table names it.
  func words(_ quantity: Quantity) -> String {
    switch (rule, group) {
    case (.highest, nil): ReferenceRule.highest.words(quantity)
    case (.lowest, nil): ReferenceRule.lowest.words(quantity)
    case (.highest, let group?): "\(Words.group(group)), the highest \(quantity.noun)"
    case (.lowest, let group?): "\(Words.group(group)), the lowest \(quantity.noun)"
    case (.target, _): "its target share"
    case (_, let group?): Words.group(group)
    case (.overall, nil): ReferenceRule.overall.words(quantity)
    case (.complement, nil): ReferenceRule.complement.words(quantity)
    case (.nextLevel, nil): ReferenceRule.nextLevel.words(quantity)
    case (.worstPair, nil): ReferenceRule.worstPair.words(quantity)
    default: "no group"
    }
  }
}

extension ReferenceRule {
  /// The rule as a table names it.
  func words(_ quantity: Quantity) -> String {
    switch self {
    case .highest: "the group with the highest \(quantity.noun)"
    case .lowest: "the group with the lowest \(quantity.noun)"
    case .overall: quantity.side == .providers ? "all items whose group is known" : "everybody whose group is known"
    case .complement:
      quantity.side == .providers ? "all other items whose group is known" : "everybody else whose group is known"
    case .group(let labels): "\(Words.group(labels)), named in the plan"
    case .target: "the share that the plan’s target gives the group"
    case .worstPair: "the two groups that differ most"
    case .nextLevel: "the same group at the next level, which personalises more"
    case .none: "nothing: the number itself is judged"
    }
  }
}

extension Severity {
  /// What follows where a requirement is not met.
  package var effect: String {
    switch self {
    case .block: "blocks"
    case .warn: "warns"
    case .inform: "informs"
    }
  }

  /// What the severity means, as a table says it.
  var words: String {
    switch self {
    case .block: "Blocks the release"
    case .warn: "Warns"
    case .inform: "For information"
    }
  }
}

extension DataKind {
  /// The kind in words.
  func words(_ record: Record) -> String {
    let isDecided = record.labels?.decision.isEmpty == false
    let made =
      record.labels == nil
      ? "lists that people really received"
      : isDecided ? "decisions that were really made about people" : "\(record.outputs) of people as they really were"
    return switch self {
    case .historical:
      "Historical: \(made)"
        + (record.labels != nil && record.lists != nil ? ", and lists that they really received" : "")
    case .test: "Test: \(record.outputs) made for a test"
    case .synthetic: "Synthetic: rows that a program made up"
    }
  }

  /// What data of this kind cannot show; nothing for what really happened.
  var stamp: String? {
    switch self {
    case .historical: nil
    case .test, .synthetic:
      "This uses \(rawValue) data. It shows how the calculation behaves, not what happened to real people."
    }
  }
}

extension Record {
  /// What the system puts out: "decisions", "lists", or both; of people nobody decides about, "scores" or "amounts".
  var outputs: String {
    let people = labels.map { labels -> String in
      guard labels.decision.isEmpty else { return "decisions" }
      return Phrases.list(
        [labels.score.map { _ in "scores" }, labels.amount.map { _ in "amounts" }].compactMap(\.self))
    }
    return Phrases.list([people, lists == nil ? nil : "lists"].compactMap(\.self))
  }
}

extension Requirement {
  /// The threshold in a line of words.
  func thresholdWords(_ quantity: Quantity) -> String {
    let isRate = quantity.isPercent
    if let rule = noWorseThanBaseline {
      return "no worse than in the baseline by more than \(points(rule.margin, isRate))"
    }
    let who = extreme.map { "the \($0.words) group " } ?? ""
    if signed == true, case .atMost(let most) = threshold {
      return "the difference (group minus reference group) is at most \(points(most, isRate))"
    }
    switch (compare, threshold) {
    case (.ratio, .atLeast(let least)): return "ratio at least \(PlainNumber.exact(least))"
    case (.ratio, .atMost(let most)): return "ratio at most \(PlainNumber.exact(most))"
    case (.ratio, .between(let low, let high)):
      return "ratio between \(PlainNumber.exact(low)) and \(PlainNumber.exact(high))"
    case (.difference, .atLeast(let least)):
      return "the difference (group minus reference group) is at least \(points(least, isRate))"
    case (.difference, .atMost(let most)):
      return "a gap of at most \(points(most, isRate))" + (reference == .worstPair ? "" : ", in either direction")
    case (.difference, .between(let low, let high)):
      return
        "the difference (group minus reference group) is between \(points(low, isRate)) and \(points(high, isRate))"
    case (.value, .atLeast(let least)): return "\(who)at least \(value(least, isRate))"
    case (.value, .atMost(let most)): return "\(who)at most \(value(most, isRate))"
    case (.value, .between(let low, let high)): return "\(who)between \(value(low, isRate)) and \(value(high, isRate))"
    }
  }

  private func percent(_ value: Double) -> String { PlainNumber.exact(value, shift: 2) + "\u{A0}%" }

  private func points(_ value: Double, _ isRate: Bool) -> String {
    isRate ? PlainNumber.exact(value, shift: 2) + " percentage points" : PlainNumber.exact(value)
  }

  private func value(_ value: Double, _ isRate: Bool) -> String {
    isRate ? percent(value) : PlainNumber.exact(value)
  }
}
