import AuditRecord

/// The worst finding in sentences for somebody who reads nothing else.
struct Headline {
  let finding: Finding
  let index: RecordIndex

  /// Nothing where a finding has no number; then ``FindingWords`` say why.
  var words: [Inline]? {
    guard finding.value != nil, !index.words.isStored(finding),
      let entry = index.families.first(where: { $0.family == RecordIndex.Family(finding) }),
      let requirement = index.requirement(finding.requirement)
    else { return nil }
    let family = JudgedGroups(entry.family, entry.findings, index)
    let interval = family.range(finding).map {
      " (\(Numbers.level(requirement.confidence)) confidence interval \($0))"
    }
    let number = (family.number(finding) ?? "") + (interval ?? "")
    let demand = requirement.thresholdWords(family.quantity)
    let undecided =
      finding.verdict == .cannotTell && finding.bounds?.counted != .met
      ? " The interval holds values on both sides, so the data fit both answers." : ""
    guard let row = family.rows.first(where: { $0.finding == finding }) else {
      let what = finding.comparison == .value ? "It" : "The gap"
      return [
        .strong("\(index.name(finding.metric)), \(Words.by(finding.grouping))."),
        .text(" \(what) is \(number)\(family.pair(finding).map { ", \($0)" } ?? ""). Required: \(demand).\(undecided)"),
      ] + leftOut
    }
    let noun =
      switch finding.comparison {
      case .ratio: both(row, family) + " The ratio is"
      case .difference:
        both(row, family)
          + (finding.change == nil ? " The difference is" : " The change for the better since the baseline is")
      case .value: "\(index.name(finding.metric)) is"
      }
    return [
      .strong("\(family.name(row))."), .text(" \(noun) \(number). Required: \(demand).\(undecided)"),
    ]
      + leftOut
  }

  private var leftOut: [Inline] {
    let said = index.words.leftOut(of: finding)
    return said.isEmpty ? [] : [.text(" " + said.joined(separator: " "))]
  }

  /// The group's number and that of its reference group.
  private func both(_ row: JudgedGroups.Row, _ family: JudgedGroups) -> String {
    let card = index.card(finding.metric)
    guard let own = row.estimate?.value else { return "" }
    let other = family.rows.first { $0.group == finding.reference?.group }
    let otherValue = other?.estimate?.value
    let isCounted = row.estimate?.numerator != nil && card?.question.hasPrefix("Of every 100") == true
    let write = isCounted ? Self.people(own, otherValue) : { family.quantity.scale.text($0) }
    let reference = otherValue.map { value in
      " In the reference group (\(other.map(family.name) ?? "")) it is \(write(value))."
    }
    let question =
      isCounted ? "\(card?.question ?? "") It is \(write(own))." : "\(index.name(finding.metric)) is \(write(own))."
    return question + (reference ?? "")
  }

  /// Whole people of every hundred; with a decimal where two would read alike.
  private static func people(_ own: Double, _ other: Double?) -> (Double) -> String {
    func whole(_ share: Double) -> String { DecimalDigits(share).fixed(0, shift: 2) }
    let isClose = other.map { whole($0) == whole(own) } ?? false
    return { share in
      share > 0 && share < 0.01 ? "fewer than 1" : isClose ? DecimalDigits(share).fixed(1, shift: 2) : whole(share)
    }
  }
}
