import AuditRecord

/// Why a check of counts is undecided, and what more people would do.
struct Inconclusive {
  private let index: RecordIndex
  private let findings: [Finding]

  /// The findings of one requirement on one grouping.
  init(_ findings: [Finding], _ index: RecordIndex) {
    self.findings = findings.filter { $0.verdict == .cannotTell && $0.group != nil }
    self.index = index
  }

  /// One point for each group that was undecided; nothing where power was not worked out.
  var blocks: [Block] {
    guard findings.count <= LongTables.mostGroups else { return [] }
    var points = findings.compactMap(point)
    if !points.isEmpty, let weak = reference { points.append(weak) }
    return points.isEmpty
      ? []
      : [.paragraph(["What an audit of this size could have shown of the groups that are undecided:"]), .list(points)]
  }

  private func point(_ finding: Finding) -> [Inline]? {
    guard let power = index.power(of: finding), power.undefined == nil, power.allMetWhenEqual != nil,
      let group = finding.group
    else { return nil }
    let place = RecordIndex.Place(
      metric: finding.metric, grouping: finding.grouping, stratifier: finding.stratifier, within: finding.within)
    let quantity = index.quantity(finding.metric)
    let people = index.estimates(place).first { $0.group == group }?.denominator.map { Int(bounded: $0) }
    let size = people.map { " (\(quantity.counted($0)))" } ?? ""
    let chance = "\(Inconclusive.percent(power.power)) chance"
    let scale = Scale(finding.comparison, isRate: quantity.isPercent)
    let subject = finding.comparison == .ratio ? "ratio" : "difference"
    var text: String
    if let met = power.shownMet {
      text =
        "at least \(chance.article) of showing the requirement as met only at a true \(subject) of about \(scale.text(met))\(scale.isInPoints ? " points" : "")."
    } else {
      text = "less than \(chance.article) of showing the requirement as met, whatever the true \(subject)."
    }
    if let more = power.morePeople, let people {
      text +=
        more > people.times(10)
        ? " More people would hardly help: the estimate is too close to the threshold."
        : " About \(PlainNumber.count(Inconclusive.rounded(more))) more people in this group would give \(chance.article) of showing it as met, if the true rates are as estimated."
    }
    return [.strong("\(Words.group(group))"), .text("\(size): \(text)")]
  }

  /// Where the comparison group is small, or known less well than a group that was undecided, it widens every range.
  private var reference: [Inline]? {
    guard let first = findings.first, let group = first.reference?.group else { return nil }
    let place = RecordIndex.Place(
      metric: first.metric, grouping: first.grouping, stratifier: first.stratifier, within: first.within)
    let estimates = Dictionary(index.estimates(place).map { ($0.group, $0) }) { first, _ in first }
    let quantity = index.quantity(first.metric)
    func width(_ group: [Label]?) -> Double? {
      guard let interval = group.flatMap({ estimates[$0]?.interval }), let lower = interval.lower,
        let upper = interval.upper
      else { return nil }
      return upper - lower
    }
    guard let own = estimates[group], let people = own.denominator, let value = own.value,
      let range = quantity.scale.range(own.interval), let reach = width(group)
    else { return nil }
    let isWider = findings.contains { width($0.group).map { $0 < reach } ?? false }
    guard people < Inconclusive.fewPeople || isWider else { return nil }
    return [
      .text(
        "The comparison group \(Words.group(group)) has \(quantity.counted(Int(bounded: people))); its \(quantity.noun) of \(quantity.scale.text(value)) is itself uncertain (\(range)), which widens every range here."
      )
    ]
  }

  /// A comparison group of fewer people is small.
  private static let fewPeople = 200.0

  /// Two digits, rounded up.
  static func rounded(_ people: Int) -> Int {
    var unit = 1
    while people / unit >= 100 { unit *= 10 }
    return (people / unit + (people % unit > 0 ? 1 : 0)).times(unit)
  }

  private static func percent(_ share: Double) -> String {
    PlainNumber.percent(share).replacing(".0", with: "") + "\u{A0}%"
  }
}

extension String {
  /// With the indefinite article of a percentage.
  fileprivate var article: String { (hasPrefix("8") || hasPrefix("11") || hasPrefix("18") ? "an " : "a ") + self }
}
