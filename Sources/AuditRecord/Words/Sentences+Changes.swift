extension Sentences {
  /// A change since the baseline: both numbers, the change with its range, the demand, and why the verdict follows.
  ///
  /// "The ratio was 63.2 % and is 68.1 %, a change of 4.9 points for the better (95 % confidence interval 3.1 to 6.7)."
  func changed(_ group: [Label]?, _ finding: Finding, _ change: FindingChange, _ rule: NoWorse) -> String {
    let who = group.map { " of \(Vocabulary.name($0))" } ?? ""
    guard let before = change.baseline, let now = change.now, let value = finding.value else {
      return
        "Not enough data to judge. \(finding.undefined?.words.capitalisedFirst ?? "A number does not exist"). This is not a pass."
    }
    let isSize = rule.worse == .apart
    let noun =
      switch requirement.compare {
      case .ratio: "ratio"
      case .difference: isSize ? "gap" : "difference"
      case .value: words.number
      }
    func number(_ value: Double) -> String {
      switch requirement.compare {
      case .ratio: "\(PlainNumber.percent(value)) %"
      case .difference: words.isShare ? "\(PlainNumber.percent(value)) points" : PlainNumber.number(value)
      case .value: amounts.value(value)
      }
    }
    let isPoints = words.isShare
    func size(_ value: Double) -> String { isPoints ? PlainNumber.percent(value) : PlainNumber.number(value) }
    let unit = isPoints ? " points" : ""
    let direction = value == 0 ? "" : " for the \(value > 0 ? "better" : "worse")"
    let range = finding.interval.map { interval in
      let level = PlainNumber.percent(requirement.confidence).replacing(".0", with: "")
      let ends = "\(interval.lower.map(size) ?? "no lower limit") to \(interval.upper.map(size) ?? "no upper limit")"
      return " (\(level) % confidence interval of the change for the better \(ends))"
    }
    let reason = reason(finding)
    let sentence =
      "\(finding.verdict.words). The \(noun)\(who) was \(number(before)) in the baseline and is \(number(now)), a change of \(size(value.magnitude))\(unit)\(direction)\(range ?? "")."
    let demand = "It may be worse by at most \(PlainNumber.percentOrNumber(rule.margin, isPoints: isPoints))\(unit)."
    return ([sentence, demand, reason] + leftOut(finding)).joined(separator: " ")
  }
}

extension PlainNumber {
  /// A margin with as few digits as it needs.
  fileprivate static func percentOrNumber(_ value: Double, isPoints: Bool) -> String {
    exact(value, shift: isPoints ? 2 : 0)
  }
}
