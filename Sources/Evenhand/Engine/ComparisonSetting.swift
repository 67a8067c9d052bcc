import AuditPolicy
import AuditRecord

/// One way of comparing the groups of a grouping, as a requirement or the defaults ask for it.
struct ComparisonSetting: Hashable, Sendable {
  var comparison: Comparison
  var reference: ReferenceRule
  var minimumCount: Int
  var level: Double
  var referenceMinimum: ReferenceMinimum?

  /// True where the data choose the reference group.
  var isChosenByData: Bool { reference.isChosenByData }

  /// Which groups the data may choose to compare others with, by their sizes alone.
  func allowed(_ numbers: GroupNumbers, sizes: ([[Label]]) -> [Int]) -> [Bool] {
    referenceMinimum.map { $0.allows(numbers.numbers.map(\.basis), sizes: sizes(numbers.groups)) }
      ?? numbers.groups.map { _ in true }
  }

  /// The same with another reference.
  func with(reference: ReferenceRule) -> ComparisonSetting {
    var setting = self
    setting.reference = reference
    if !reference.isChosenByData { setting.referenceMinimum = nil }
    return setting
  }

  /// The settings for one metric on one grouping, without repetition: what requirements ask for, then the defaults.
  ///
  /// Both the ratio and the difference are always there. Where no requirement speaks, they are taken against the default
  /// reference of the metric; where one does, at its minimum count and level.
  /// Groups that share people are set against everybody else alone.
  static func all(
    for card: MetricCard, grouping: [String], requirements: [Requirement], sharePeople: Bool = false
  ) -> [ComparisonSetting] {
    let asked = requirements.filter { $0.metric == card.id && $0.across.contains(grouping) }
    let usual = sharePeople ? .complement : ReferenceRule.usual(for: card)
    let minimumCount = asked.first?.minimumCount ?? Defaults.minimumCount
    let level = asked.first?.confidence ?? Defaults.level
    // Each level has a reference of its own; the finding holds what came of it.
    var settings = asked.filter { $0.compare != .value && $0.reference != .nextLevel }.map {
      ComparisonSetting(
        comparison: $0.compare, reference: $0.reference, minimumCount: $0.minimumCount, level: $0.confidence,
        referenceMinimum: $0.reference.isChosenByData ? $0.referenceMinimum : nil)
    }
    // A ratio of numbers of either sign says nothing.
    if card.references == [] { return [] }
    let isSigned = card.least.map { $0 < 0 } ?? card.measure.isEstimated
    for comparison in [Comparison.ratio, .difference]
    where card.allows(usual.word) && (comparison == .difference || !isSigned) {
      settings.append(
        ComparisonSetting(comparison: comparison, reference: usual, minimumCount: minimumCount, level: level))
    }
    var seen: Set<ComparisonSetting> = []
    return settings.filter { seen.insert($0).inserted }
  }
}

extension ReferenceRule {
  /// The reference of a metric when nothing else is asked for.
  static func usual(for card: MetricCard) -> ReferenceRule {
    if card.hasTarget { return .target }
    if !card.parts.isEmpty { return .worstPair }
    return card.allows(.highest) ? .highest : .complement
  }
}
