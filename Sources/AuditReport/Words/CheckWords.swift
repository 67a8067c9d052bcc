package import AuditRecord

/// Requirements and findings in the words of a line, for terminals, logs and exports, which have no room for a sentence.
///
/// All spaces are plain ones, and labels stand as the data have them: whoever prints them makes them harmless.
package struct CheckWords {
  /// A requirement in words.
  package struct Demand: Sendable, Hashable {
    /// What is measured, as "selection rate".
    package var metric: String
    /// What is judged, as "ratio to M"; nothing where the number itself is.
    package var comparison: String?
    /// What is accepted, as "at least 0.8".
    package var threshold: String
    /// What happens otherwise, as "blocks".
    package var effect: String
  }

  /// A finding in words.
  package struct Line: Sendable, Hashable {
    /// Shape and word of the verdict.
    package var mark: Mark
    /// Columns and group, as "race × sex: African-American × Male".
    package var place: String
    /// The group, or the two groups that differ most.
    package var group: String
    /// What the number is, as "ratio".
    package var noun: String
    /// The judged number; nothing of too few people.
    package var number: String?
    /// Its range.
    package var range: String?
    /// What was compared, as "41.2 % and 79.0 % Other"; without a number, why there is none.
    package var detail: String?

    /// True where nothing but their number is said of people or lists, since they are too few.
    package var isTooFew: Bool { mark.isTooFew }
    /// "too few people", or "too few lists".
    package var tooFew: String

    /// What is accepted, as "at least 0.8".
    package var threshold: String

    /// Group, number, range and what is accepted, as "African-American: ratio 0.52 (0.47 to 0.57), at least 0.8 (41.2 % and
    /// 79.0 % Other)".
    package var sentence: String {
      guard let result else { return place + (detail.map { ": \($0)" } ?? "") }
      let demand = threshold.isEmpty ? "" : ", \(threshold)"
      return "\(place): \(noun) \(result)\(demand)" + (detail.map { " (\($0))" } ?? "")
    }

    /// Number and range, as "0.52 (0.47 to 0.57)".
    package var result: String? { number.map { $0 + (range.map { " (\($0))" } ?? "") } }
  }

  private let words: FindingWords
  private let requirements: [String: Requirement]
  private let cards: [String: MetricCard]

  /// The words of this record.
  package init(_ record: Record) {
    words = FindingWords(record)
    requirements = Dictionary(record.requirements.map { ($0.id, $0) }) { first, _ in first }
    cards = Dictionary(record.metrics.map { ($0.id, $0) }) { first, _ in first }
  }

  /// What a finding's numbers are; nil where this version does not know its rules.
  package func facts(of finding: Finding) -> FindingFacts? { words.facts(of: finding) }

  private func quantity(_ metric: String) -> Quantity { Quantity(cards[metric]) }

  /// A requirement in words.
  package func demand(_ requirement: Requirement) -> Demand {
    let quantity = quantity(requirement.metric)
    let name = cards[requirement.metric]?.name ?? requirement.metric
    let reference =
      if case .group(let labels) = requirement.reference {
        Words.group(labels)
      } else {
        requirement.reference.words(quantity)
      }
    let comparison: String? =
      switch (requirement.compare, requirement.reference) {
      case (.value, _): requirement.extreme.map { "the \($0.words) group" }
      case (.ratio, .worstPair): "lowest ÷ highest"
      case (.difference, .worstPair): "largest gap"
      case (.ratio, _): "ratio to \(reference)"
      case (.difference, _): "difference from \(reference)"
      }
    let only = requirement.only.map { " in \(Phrases.list($0.map { Words.group([$0]) }))" } ?? ""
    return Demand(
      metric: (quantity.isOfPeople && quantity.measure != .average ? MetricName.inSentence(name) : name) + only,
      comparison: comparison,
      threshold: threshold(requirement, quantity),
      effect: requirement.severity.effect)
  }

  private func threshold(_ requirement: Requirement, _ quantity: Quantity) -> String {
    if let rule = requirement.noWorseThanBaseline {
      let margin = PlainNumber.exact(rule.margin, shift: quantity.isPercent ? 2 : 0)
      return "at most \(margin)\(quantity.isPercent ? " points" : "") worse than in the baseline"
    }
    return Self.plain(requirement.shortThreshold(isRate: quantity.isPercent))
  }

  /// A finding in words.
  package func line(_ finding: Finding) -> Line {
    let quantity = quantity(finding.metric)
    let mark = Mark(finding, quantity)
    let facts = words.facts(of: finding)
    let scale = Scale(finding.comparison, isRate: quantity.isPercent, isGap: finding.group == nil)
    let value = finding.verdict == .notEnoughData ? nil : finding.value
    let limits = finding.threshold.values
    let group = Self.group(finding, facts)
    let within = finding.held
    let columns = finding.grouping.isEmpty ? "" : Words.grouping(finding.grouping) + ": "
    let leftOut = finding.bounds.flatMap { bounds in
      bounds.leftOut > 0 && bounds.counted != finding.verdict
        ? "\(PlainNumber.percent(bounds.share)) % left out" : nil
    }
    let detail =
      value == nil
      ? cause(finding, quantity, facts) : Self.compared(finding, facts, quantity)
    return Line(
      mark: mark, place: columns + group + within,
      group: finding.group.map { JudgedGroups.name($0, finding.grouping) } ?? group,
      noun: finding.change == nil ? scale.shortHeader.lowercased() : "change for the better",
      number: value.map { Self.plain(scale.brief($0, apartFrom: limits) + (scale.isInPoints ? " points" : "")) },
      range: value.flatMap { _ in scale.briefRange(finding.interval, apartFrom: limits) }.map(Self.plain),
      detail: [detail, leftOut].compactMap(\.self).joined(separator: ", ").nonEmpty,
      tooFew: quantity.isOfPeople ? "too few people" : "too few lists",
      threshold: requirements[finding.requirement].map { threshold($0, quantity) } ?? "")
  }

  /// The group, the two groups that differ most, or how many groups are too small.
  private static func group(_ finding: Finding, _ facts: FindingFacts?) -> String {
    if let group = finding.group { return Words.group(group) }
    if let small = finding.smallGroups { return Words.smallGroups(small.groups) }
    let pair = facts?.summary?.groups ?? []
    return pair.count == 2
      ? Phrases.list(pair.map { Words.group($0) }) : finding.grouping.isEmpty ? "all" : "all groups"
  }

  /// The numbers of the group and of what it is compared with, or what a share was counted from.
  private static func compared(_ finding: Finding, _ facts: FindingFacts?, _ quantity: Quantity) -> String? {
    // A pooled number is no quotient of the rates over everybody.
    guard finding.stratifier == nil, let own = facts?.own else { return nil }
    guard finding.comparison != .value else {
      if let sampling = own.sampling { return SamplingWords.effective(sampling).map { "effective size \(plain($0))" } }
      return own.quotient.map { "\(Numbers.count($0.part)) of \(Numbers.count($0.whole))" }
    }
    guard let value = own.value, let other = facts?.other?.value, let reference = finding.reference else { return nil }
    let name =
      switch (reference.rule, reference.group) {
      case (.target, _): "target"
      case (_, let group?): Words.group(group)
      case (.overall, _): "together"
      default: "others"
      }
    return "\(plain(quantity.scale.text(value))) and \(plain(quantity.scale.text(other))) \(name)"
  }

  /// Why there is no number.
  private func cause(_ finding: Finding, _ quantity: Quantity, _ facts: FindingFacts?) -> String? {
    if let small = finding.smallGroups {
      return "\(quantity.counted(small.people)) together, too few in each to judge"
    }
    if finding.verdict == .couldNotRun { return facts?.obstacle?.words ?? "its result is unknown" }
    return words.brief(of: finding) ?? finding.undefined?.words(quantity)
  }

  private static func plain(_ text: String) -> String { text.replacing("\u{A0}", with: " ") }
}

extension Record {
  /// That the rows are no decisions about real people, where they are not.
  package var stamp: String? { audit.data.stamp }
}

extension String {
  /// The text, if there is any.
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
