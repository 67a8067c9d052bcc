import AuditRecord

/// Cells that several tables share, with the same marks for the same reasons.
enum Cells {
  /// Fewer people than this make a rate that a few of them could move a lot.
  static let reliableCount = 30.0

  static let notAvailable: [Inline] = ["[x]"]
  static let notApplicable: [Inline] = ["[z]"]

  /// Explains the marks in square brackets.
  static let legend: Block = .paragraph([
    .text("Marks in the tables. "), .strong("[u]"), " rests on fewer than 30 people: read it with care. ",
    .strong("[x]"), " does not exist, for the reason beside it. ", .strong("[z]"), " does not apply.",
  ])

  /// "30.4 % (28.5 % to 32.5 %)", flagged when it rests on few people; or why there is no rate.
  static func rate(_ estimate: Estimate?, isRate: Bool) -> [Inline] {
    guard let estimate else { return notAvailable }
    guard let value = estimate.value else { return reason(estimate.undefined) }
    let scale: Scale = isRate ? .rate : .plain
    let range = scale.range(estimate.interval).map { " (\($0))" } ?? ""
    return [.text(scale.text(value) + range + (isUnreliable(estimate) ? "\u{A0}[u]" : ""))]
  }

  /// The header of such a column, with the confidence level when all ranges share one.
  static func rateHeader(_ estimates: [Estimate], isRate: Bool) -> String {
    "\(isRate ? "Rate" : "Value") (\(range(at: estimates.compactMap(\.interval?.level))))"
  }

  /// "95 % range", or "range" when the levels differ.
  static func range(at levels: [Double]) -> String {
    let levels = levels.unique
    return levels.count == 1 ? "\(Numbers.level(levels[0])) range" : "range"
  }

  /// True when few people stand behind the number.
  static func isUnreliable(_ estimate: Estimate) -> Bool { (estimate.denominator ?? reliableCount) < reliableCount }

  /// "557 of 1,835".
  static func counted(_ estimate: Estimate?) -> [Inline] {
    guard let numerator = estimate?.numerator, let denominator = estimate?.denominator else {
      return [.text(estimate.map { PlainNumber.count($0.count) } ?? "[x]")]
    }
    return [.text("\(Numbers.count(numerator)) of \(Numbers.count(denominator))".unbroken)]
  }

  /// A number on its scale, or why there is none.
  static func value(_ value: Double?, _ undefined: UndefinedReason?, _ scale: Scale, apartFrom limits: [Double] = [])
    -> [Inline]
  { value.map { [.text(scale.text($0, apartFrom: limits))] } ?? reason(undefined) }

  /// A range on its scale.
  static func range(_ interval: Interval?, _ scale: Scale, apartFrom limits: [Double] = []) -> [Inline] {
    scale.range(interval, apartFrom: limits).map { [.text($0)] } ?? notAvailable
  }

  /// Why a number does not exist.
  static func reason(_ reason: UndefinedReason?) -> [Inline] {
    [.text(reason.map { "[x] \($0.words)" } ?? "[x]")]
  }

  /// A p-value.
  static func probability(_ p: Double?) -> [Inline] { p.map { [.text(Numbers.probability($0))] } ?? notAvailable }

  /// A group's name.
  static func group(_ labels: [Label]) -> [Inline] { [.text(Phrases.group(labels))] }
}
