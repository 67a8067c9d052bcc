package import AuditRecord

extension Requirement {
  /// Why this metric cannot be compared in this way, and what to do instead; nothing if it can.
  package func combinationProblem(of card: MetricCard) -> (message: String, hint: String?)? {
    let confidence = RequirementRules.numbers(self).filter { $0.key == "confidence" }
    return (RequirementRules.combination(self, card: card) + confidence).first.map { ($0.message, $0.hint) }
  }
}

/// What no requirement may ask: thresholds that cannot fail or cannot be met, and parts that do not go together.
enum RequirementRules {
  /// Something wrong with a requirement.
  struct Problem {
    var code: PlanError.Code
    var key: String
    var message: String
    var hint: String?
  }

  /// Everything wrong with `requirement`.
  ///
  /// - Parameter isCompared: Whether the plan says how it is compared.
  static func problems(of requirement: Requirement, card: MetricCard, isCompared: Bool) -> [Problem] {
    combination(requirement, card: card) + threshold(requirement, card: card, isCompared: isCompared)
      + numbers(requirement)
  }

  fileprivate static func combination(_ requirement: Requirement, card: MetricCard) -> [Problem] {
    var problems: [Problem] = []
    let isComposite = !card.parts.isEmpty
    let isPooled = card.needs.contains(.strata)
    func refuse(_ key: String, _ message: String, _ hint: String) {
      problems.append(Problem(code: .combination, key: key, message: message, hint: hint))
    }
    if isComposite {
      switch requirement.reference {
      case .worstPair, .group, .none: break
      default:
        refuse(
          "reference", "\(card.id) compares the worst pair, or every group with a named one",
          "use `worst-pair` or {group: …}")
      }
      if requirement.compare == .value {
        refuse("compare", "\(card.id) is itself a comparison", "use `difference` or `ratio`")
      }
    }
    if card.measure == .logRatio || card.measure == .whole && card.side == .decisions,
      requirement.noWorseThanBaseline != nil
    {
      refuse(
        "no-worse-than-baseline", "no interval of a change of \(card.id) is known", "state a threshold of its own")
    }
    if card.measure == .function, [.overall, .complement].contains(requirement.reference) {
      refuse(
        "reference", "\(card.id) is made of counts of a group, and everybody’s is no mean of those of groups",
        "use `highest`, `lowest` or {group: …}")
    }
    if let extreme = requirement.extreme, requirement.noWorseThanBaseline != nil {
      refuse(
        "compare", "which group is \(extreme.words) may differ between two audits, so no change of it is judged",
        "use `value`, which judges the change of each group")
    }
    if requirement.signed == true, requirement.compare != .difference || requirement.atMost == nil {
      refuse(
        "signed", "`signed` says that `at-most` bounds a difference itself, and this is none",
        "use it with `compare: difference` and `at-most`, or leave it out")
    }
    if requirement.only != nil {
      if requirement.reference.isChosenByData || requirement.reference == .worstPair || requirement.extreme != nil {
        refuse(
          "only", "`only` takes a reference that does not depend on who is judged",
          "use {group: …}, `complement`, `overall` or `next-level`, or leave `only` out")
      } else if card.isOneNumber || !card.parts.isEmpty || requirement.noWorseThanBaseline != nil {
        refuse("only", "`only` names groups whose own numbers are judged, and here none is", "leave `only` out")
      }
    }
    if requirement.reference == .nextLevel,
      card.needs.contains(.strata) || !card.parts.isEmpty || requirement.noWorseThanBaseline != nil
    {
      refuse("reference", "`next-level` compares the numbers of two levels of one audit", "use {group: …}")
    }
    if requirement.reference == .target, !card.hasTarget, !isComposite {
      refuse(
        "reference", "\(card.id) has no target: only a group's share of what is shown is compared with one",
        "use `highest`, `complement` or {group: …}")
    }
    if isPooled {
      if requirement.compare == .value {
        refuse("compare", "\(card.id) is itself a comparison", "use `ratio` or `difference`")
      }
      if [.overall, .worstPair].contains(requirement.reference) {
        refuse(
          "reference", "a pooled comparison is of two groups that share nobody",
          "use `highest`, `complement` or {group: …}")
      }
    }
    if requirement.referenceMinimum != nil, !requirement.reference.isChosenByData {
      refuse(
        "reference-minimum", "only the data's own choice of a reference group needs a minimum",
        "use `reference: highest` or `lowest`, or leave `reference-minimum` out")
    }
    if card.side == .providers, card.measure == .proportion, requirement.compare != .value {
      refuse("compare", "\(card.id) is a share of lists that all groups appear in", "use `value`")
    }
    if card.hasTarget, [.overall, .complement].contains(requirement.reference) {
      refuse(
        "reference", "shares of one whole have no overall share to be compared with",
        "use `target`, `highest` or {group: …}")
    }
    if let references = card.references, requirement.compare != .value {
      if references.isEmpty {
        refuse("compare", "\(card.id) is judged by itself: nothing is known of its comparisons", "use `compare: value`")
      } else if !references.contains(requirement.reference.word) {
        refuse(
          "reference", "\(card.id) cannot be compared with \(requirement.reference.name)",
          "use " + references.map { $0 == .group ? "{group: …}" : "`\($0.rawValue)`" }.joined(separator: " or "))
      }
    }
    for grouping in requirement.across {
      if case .group(let labels) = requirement.reference, labels.count != grouping.count {
        refuse(
          "reference",
          "the reference group has \(labels.count) labels and \(grouping.joined(separator: " × ")) needs \(grouping.count)",
          "write one requirement a grouping, each with its own reference")
      }
    }
    return problems
  }

  fileprivate static func numbers(_ requirement: Requirement) -> [Problem] {
    var problems: [Problem] = []
    if !(0.5...Requirement.highestConfidence).contains(requirement.confidence) {
      problems.append(
        Problem(
          code: .wrongType, key: "confidence", message: "`confidence` must be at least 0.5 and at most 0.999999",
          hint: "0.95 is usual"))
    }
    let limits = [
      requirement.atLeast != nil, requirement.atMost != nil, requirement.between != nil,
      requirement.noWorseThanBaseline != nil,
    ].count { $0 }
    if limits != 1 {
      problems.append(
        Problem(
          code: .threshold, key: "id",
          message: limits == 0 ? "the requirement has no threshold" : "the requirement has more than one threshold",
          hint: "give one of `at-least`, `at-most`, `between`, `no-worse-than-baseline`"))
    }
    return problems
  }

  /// The values that the judged number can take.
  private static func range(of requirement: Requirement, card: MetricCard) -> ClosedRange<Double> {
    // A composite is the size of a gap, whatever its reference; a pooled number need not keep to the crude order.
    if !card.parts.isEmpty { return 0...1 }
    let reference = card.needs.contains(.strata) ? .complement : requirement.reference
    let isSigned = (card.least ?? -.infinity) < 0
    let span = span(of: card)
    return switch (requirement.compare, reference) {
    case (.value, _): (card.least ?? -.infinity)...(card.most ?? .infinity)
    case (.ratio, _) where isSigned: -.infinity ... .infinity
    case (.ratio, .highest), (.ratio, .worstPair): 0...1
    case (.ratio, .lowest): 1 ... .infinity
    case (.ratio, _): 0 ... .infinity
    case (.difference, .highest): -span...0
    case (.difference, .lowest), (.difference, .worstPair): 0...span
    case (.difference, _): -span...span
    }
  }

  /// How far two values can lie apart.
  private static func span(of card: MetricCard) -> Double {
    guard let least = card.least, let most = card.most else { return .infinity }
    return most - least
  }

  private static func threshold(_ requirement: Requirement, card: MetricCard, isCompared: Bool) -> [Problem] {
    var range = range(of: requirement, card: card)
    var (key, low, high) = ("at-least", requirement.atLeast ?? -.infinity, Double.infinity)
    if let atMost = requirement.atMost {
      (key, low, high) = ("at-most", -.infinity, atMost)
      if requirement.compare == .difference, requirement.signed != true { range = 0...span(of: card) }
    } else if let between = requirement.between, between.count == 2 {
      (key, low, high) = ("between", between[0], between[1])
    } else if requirement.atLeast == nil {
      return []
    }
    if low <= range.lowerBound, high >= range.upperBound {
      return [
        Problem(
          code: .threshold, key: key, message: "this threshold cannot fail: every possible value satisfies it",
          hint: meaning(of: requirement, range: range))
      ]
    }
    // A number that would be a threshold of a ratio.
    if !isCompared, requirement.compare == .difference, case .highest = requirement.reference, key == "at-least",
      low > range.upperBound, low < 1
    {
      return [
        Problem(
          code: .threshold, key: key,
          message:
            "\(card.id) is compared by difference unless compare says ratio; \(CanonicalNumber.text(low)) cannot be met by a difference from the highest",
          hint: "add compare: ratio")
      ]
    }
    if low > range.upperBound || high < range.lowerBound {
      return [
        Problem(
          code: .threshold, key: key, message: "this threshold cannot be met: no possible value satisfies it",
          hint: meaning(of: requirement, range: range))
      ]
    }
    // Equality would fail.
    let isAlone = requirement.atLeast == nil || requirement.atMost == nil
    func asksForDisparity(_ limit: Double, _ end: String, _ mend: String, _ direction: String) -> [Problem] {
      [
        Problem(
          code: .threshold, key: key,
          message:
            "`\(key): \(CanonicalNumber.text(limit))` asks that groups differ: the ratio to the \(end) is 1 where they are equal, and never \(direction)",
          hint: "did you mean `\(mend): \(CanonicalNumber.text(limit))`?")
      ]
    }
    if isAlone, requirement.compare == .ratio, key == "at-most", range == 0...1 {
      return asksForDisparity(high, "highest", "at-least", "more")
    }
    if isAlone, requirement.compare == .ratio, key == "at-least", range.lowerBound == 1 {
      return asksForDisparity(low, "lowest", "at-most", "less")
    }
    return []
  }

  private static func meaning(of requirement: Requirement, range: ClosedRange<Double>) -> String {
    let what =
      switch requirement.compare {
      case .value: "the number itself"
      case .ratio: "a ratio to \(requirement.reference.name)"
      case .difference:
        requirement.atMost == nil ? "a difference from \(requirement.reference.name)" : "the size of a difference"
      }
    let bottom =
      range.lowerBound.isFinite ? "at least \(CanonicalNumber.text(range.lowerBound))" : "without a lower limit"
    let top = range.upperBound.isFinite ? "at most \(CanonicalNumber.text(range.upperBound))" : "without an upper limit"
    return "\(what) is \(bottom) and \(top)"
  }
}
