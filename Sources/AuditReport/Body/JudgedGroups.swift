import AuditRecord

/// The groups of one grouping under one requirement, as summary and findings show them.
struct JudgedGroups {
  /// A group with what is known of it.
  struct Row {
    let group: [Label]
    let estimate: Estimate?
    let disparity: Disparity?
    let finding: Finding?
  }

  let family: RecordIndex.Family
  let findings: [Finding]
  let requirement: Requirement?
  let index: RecordIndex
  let quantity: Quantity
  /// The groups, the worst verdict first and the reference group last.
  let rows: [Row]

  init(_ family: RecordIndex.Family, _ findings: [Finding], _ index: RecordIndex) {
    self.family = family
    self.findings = findings
    self.index = index
    requirement = index.requirement(family.requirement)
    quantity = index.quantity(findings[0].metric)
    rows = Self.rows(family, findings, index.requirement(family.requirement), index)
  }

  private static func rows(
    _ family: RecordIndex.Family, _ findings: [Finding], _ requirement: Requirement?, _ index: RecordIndex
  ) -> [Row] {
    let first = findings[0]
    guard first.group != nil || first.smallGroups != nil else { return [] }
    let place = RecordIndex.Place(
      metric: first.metric, grouping: family.grouping, stratifier: first.stratifier, within: first.within)
    let disparities = index.disparities(place).filter { row in
      row.comparison == (requirement?.compare ?? first.comparison) && row.reference.rule == first.reference?.rule
        && (requirement.map {
          row.minimumCount == $0.minimumCount && row.level == $0.confidence
            && row.referenceMinimum == $0.referenceMinimum
        } ?? true)
    }
    let estimateOf = Dictionary(index.estimates(place).map { ($0.group, $0) }) { first, _ in first }
    let disparityOf = Dictionary(disparities.map { ($0.group, $0) }) { first, _ in first }
    let findingOf = Dictionary(findings.compactMap { finding in finding.group.map { ($0, finding) } }) { first, _ in
      first
    }
    let groups = ((index.described(family.grouping)?.groups.map(\.group) ?? []) + findings.compactMap(\.group)).unique
    // A group that nothing is said of is one that is too small to be listed.
    let rows = groups.map {
      Row(group: $0, estimate: estimateOf[$0], disparity: disparityOf[$0], finding: findingOf[$0])
    }.filter { $0.finding != nil || $0.disparity?.isReference == true }
    return rows.enumerated().sorted { left, right in
      (-(left.element.finding?.verdict.rank ?? -1), left.offset)
        < (-(right.element.finding?.verdict.rank ?? -1), right.offset)
    }.map(\.element)
  }

  private var first: Finding { findings[0] }
  private var limits: [Double] { first.threshold.values }

  /// The unit of what is judged; a gap between any two groups has no sign.
  var scale: Scale { Scale(first.comparison, isRate: quantity.isPercent, isGap: first.group == nil) }

  /// The grouping, and what its groups are compared with.
  var title: String {
    let place = Words.by(family.grouping) + (family.stratifier.map { ", within \($0)" } ?? "")
    guard first.comparison != .value, let reference = findings.lazy.compactMap(\.reference).first else { return place }
    if reference.rule == .nextLevel { return "\(place); compared with \(ReferenceRule.nextLevel.words(quantity))" }
    guard let group = reference.group else { return "\(place); compared with \(reference.words(quantity))" }
    return "\(place); reference group \(Self.name(group, family.grouping))"
  }

  // MARK: words

  /// A group's name; a label that says nothing alone has its column before it.
  static func name(_ group: [Label], _ grouping: [String]) -> String {
    let bare: Set<String> = ["yes", "no", "0", "1", "true", "false", "y", "n"]
    guard group.count == grouping.count else { return Words.group(group) }
    return zip(group, grouping).map { label, column in
      bare.contains(label.text.lowercased()) ? "\(column): \(Words.label(label))" : Words.label(label)
    }.joined(separator: " × ")
  }

  func name(_ row: Row) -> String { Self.name(row.group, family.grouping) }

  func mark(_ row: Row) -> Mark { row.finding.map { Mark($0, quantity) } ?? .referenceGroup }

  /// On how many the group's number rests, and the number: "1,522 of 3,696 = 41.2 %".
  func counted(_ row: Row) -> String {
    let size = row.estimate.map(\.size)
    guard let estimate = row.estimate, let value = estimate.value, row.finding?.verdict != .notEnoughData else {
      // Of scores the fewest of those that are set against each other are too few.
      let fewest = row.estimate.flatMap(\.scored).flatMap { $0.smallest < $0.people ? $0.smallest : nil }
      return (size.map(quantity.counted) ?? "")
        + (fewest.map { ", \(PlainNumber.count($0)) in the smaller set" } ?? "")
    }
    guard let part = estimate.numerator, let whole = estimate.denominator, estimate.lists == nil else {
      return "\(quantity.scale.text(value))" + (size.map { ", \(quantity.counted($0))" } ?? "")
    }
    guard let sampling = estimate.sampling else {
      // A number that follows from the counts is no quotient of them.
      let sign = abs(value - part / whole) <= 1e-9 ? " =" : ":"
      return "\(Numbers.count(part)) of \(Numbers.count(whole))\(sign) \(quantity.scale.text(value))"
    }
    return "\(Numbers.count(part)) of \(Numbers.count(whole))\(sampling.isWeighted ? ", weighted" : " =") "
      + quantity.scale.text(value) + (SamplingWords.effective(sampling).map { "; effective \($0)" } ?? "")
  }

  /// The judged number of a group, and its range; nothing of too few people.
  func drawn(_ row: Row) -> (value: Double?, interval: Interval?) {
    guard let finding = row.finding else { return (first.comparison == .value ? nil : first.comparison.ideal, nil) }
    return mark(row).isTooFew ? (nil, nil) : (finding.value, finding.interval)
  }

  /// The judged number in words, or why there is none.
  func number(_ row: Row) -> String {
    guard let finding = row.finding else {
      return first.comparison == .value ? "" : scale.brief(first.comparison.ideal ?? 1)
    }
    if mark(row).isTooFew { return "" }
    if let value = finding.value { return number(value) }
    if finding.verdict == .notApplicable { return "left out by the plan" }
    return index.words.brief(of: finding) ?? finding.undefined?.words(quantity) ?? ""
  }

  /// A judged number in words.
  func number(_ value: Double) -> String {
    scale.brief(value, apartFrom: limits) + (scale.isInPoints ? " points" : "")
  }

  /// The judged range in words.
  func range(_ row: Row) -> String? { mark(row).isTooFew ? nil : row.finding.flatMap(range) }

  /// The judged range of a finding in words.
  func range(_ finding: Finding) -> String? {
    guard finding.value != nil else { return nil }
    return scale.briefRange(finding.interval, apartFrom: limits)
  }

  // MARK: numbers about the whole grouping

  /// The finding about the whole grouping, if that is what is judged.
  var whole: Finding? { rows.isEmpty && first.group == nil && first.smallGroups == nil ? first : nil }

  /// The judged number of the whole grouping in words.
  func number(_ finding: Finding) -> String? { finding.value.map(number) }

  /// Between which groups the number of the whole grouping lies.
  func pair(_ finding: Finding) -> String? {
    let groups = index.summary(of: finding)?.groups ?? []
    guard groups.count == 2 else { return nil }
    return "between " + Phrases.list(groups.map { Self.name($0, family.grouping) })
  }
}

extension RecordIndex {
  /// The number for a whole grouping that a finding judges.
  func summary(of finding: Finding) -> SummaryResult? {
    let requirement = requirement(finding.requirement)
    return summaries(finding.grouping).first { summary in
      summary.metric == finding.metric && summary.comparison == finding.comparison
        && summary.reference.rule == finding.reference?.rule ?? ReferenceWord.none
        && summary.stratifier == finding.stratifier && summary.within == finding.within
        && (requirement.map { summary.minimumCount == $0.minimumCount && summary.level == $0.confidence } ?? true)
    }
  }
}
