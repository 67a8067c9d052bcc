import AuditRecord

/// Cells that several tables share, with the same marks for the same reasons.
enum Cells {
  /// Fewer people than this make a rate that a few of them could move a lot.
  static let reliableCount = 30.0

  static let notAvailable: [Inline] = ["[x]"]
  static let notApplicable: [Inline] = ["[z]"]

  /// Explains the marks in square brackets.
  static func legend(hasLists: Bool) -> Block {
    .paragraph([
      .text("Marks in the tables. "), .strong("[u]"),
      .text(" rests on fewer than 30 \(hasLists ? "people or lists" : "people"): read it with care. "),
      .strong("[x]"), " does not exist, for the reason beside it. ", .strong("[z]"), " does not apply.",
    ])
  }

  /// "30.4 % (28.5 % to 32.5 %)", flagged when it rests on few people; or why there is no rate.
  static func rate(_ estimate: Estimate?, _ quantity: Quantity) -> [Inline] {
    guard let estimate else { return notAvailable }
    guard let value = estimate.value else { return reason(estimate.undefined, quantity) }
    let scale = quantity.scale
    let without = estimate.interval == nil ? estimate.withoutInterval.flatMap(inBrief) : nil
    let range = (scale.range(estimate.interval, isBesideValue: true) ?? without).map { "\u{A0}(\($0))" } ?? ""
    return [.text(scale.text(value) + range + (isUnreliable(estimate) ? "\u{A0}[u]" : ""))]
  }

  /// Why a number has no interval, in a few words.
  private static func inBrief(_ reason: UndefinedReason) -> String? {
    switch reason {
    case .realisedValue: "realised value"
    case .countedWhole: "counted"
    case .singleList: "one list only"
    default: nil
    }
  }

  /// "95 % CI", or "CI" when the levels differ.
  static func range(at levels: [Double]) -> String {
    let levels = levels.unique
    return levels.count == 1 ? "\(Numbers.level(levels[0]))\u{A0}CI" : "CI"
  }

  /// A comparison with its interval, or why there is none.
  static func value(
    _ value: Double?, _ interval: Interval?, _ undefined: UndefinedReason?, _ scale: Scale, _ quantity: Quantity
  ) -> [Inline] {
    guard let value else { return reason(undefined, quantity) }
    return [.text(scale.text(value) + (scale.range(interval, isBesideValue: true).map { "\u{A0}(\($0))" } ?? " ([x])"))]
  }

  /// True when few people, or few lists, stand behind the number.
  static func isUnreliable(_ estimate: Estimate) -> Bool {
    if let scored = estimate.scored { return Double(scored.smallest) < reliableCount }
    return (estimate.lists.map(Double.init) ?? estimate.denominator ?? reliableCount) < reliableCount
  }

  /// "557 of 1,835", or how many lists a number is averaged over.
  static func counted(_ estimate: Estimate?) -> [Inline] {
    if let people = estimate?.lists { return [.text(PlainNumber.count(people))] }
    if let people = estimate?.scored?.people, estimate?.numerator == nil { return [.text(PlainNumber.count(people))] }
    guard let numerator = estimate?.numerator, let denominator = estimate?.denominator else {
      return [.text(estimate.map { PlainNumber.count($0.count) } ?? "[x]")]
    }
    return [.text("\(Numbers.count(numerator))\u{A0}of\u{A0}\(Numbers.count(denominator))")]
  }

  /// A number on its scale, or why there is none.
  static func value(
    _ value: Double?, _ undefined: UndefinedReason?, _ scale: Scale, _ quantity: Quantity,
    apartFrom limits: [Double] = []
  ) -> [Inline] { value.map { [.text(scale.text($0, apartFrom: limits))] } ?? reason(undefined, quantity) }

  /// A range on its scale.
  static func range(_ interval: Interval?, _ scale: Scale, apartFrom limits: [Double] = []) -> [Inline] {
    scale.range(interval, apartFrom: limits).map { [.text($0)] } ?? notAvailable
  }

  /// Why a number does not exist.
  static func reason(_ reason: UndefinedReason?, _ quantity: Quantity) -> [Inline] {
    [.text(reason.map { "[x] \($0.words(quantity))" } ?? "[x]")]
  }

  /// A range, or in few words why there is none beside a number.
  static func range(
    _ interval: Interval?, without reason: UndefinedReason?, _ scale: Scale, _ quantity: Quantity,
    apartFrom limits: [Double] = []
  ) -> [Inline] {
    if let range = scale.range(interval, apartFrom: limits) { return [.text(range)] }
    return reason.flatMap(inBrief).map { [.text("[x] \($0)")] } ?? self.reason(reason, quantity)
  }

  /// A p-value.
  static func probability(_ p: Double?) -> [Inline] { p.map { [.text(Numbers.probability($0))] } ?? notAvailable }

  /// An adjusted p-value, never below the plain one beside it: of an exact test another statistic adjusts.
  static func adjusted(_ test: TestResult?) -> [Inline] {
    probability(test?.adjusted.map { max($0.p, test?.p ?? 0) })
  }

  /// A group's name.
  static func group(_ labels: [Label]) -> [Inline] { [.text(Words.group(labels))] }
}
