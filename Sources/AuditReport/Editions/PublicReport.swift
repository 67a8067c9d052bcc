package import AuditRecord

/// The report that everybody may read: what was checked, the answer, the counts that can be shown, and what people can do.
///
/// It reads a public record and nothing else, so that nothing hidden can reach a page.
package struct PublicReport: Sendable {
  private let record: PublicRecord
  private let cards: [String: MetricCard]

  /// The report of a public record.
  package init(_ record: PublicRecord) {
    self.record = record
    cards = Dictionary(record.metrics.map { ($0.id, $0) }) { first, _ in first }
  }

  /// The document; only its footer tells it from others, and holds no digest.
  package var document: Document {
    Document(
      title: "\(record.audit.title) – public edition",
      footer: Footer(title: record.audit.title, fingerprint: "Public edition"),
      blocks: opening + answer + checks + people + groups + hidden + risk + limits + contact + words)
  }

  private func section(_ id: String, _ title: String) -> Block { .heading(Heading(2, id: id, [.text(title)])) }

  private static let mark = "[\(PublicRecord.mark)]"

  private func text(_ count: PublicCount) -> String { count.count.map { PlainNumber.count($0) } ?? Self.mark }
}

/// What was checked, and what came out.
extension PublicReport {
  private var opening: [Block] {
    let audit = record.audit
    let system = [audit.system, audit.version.map { "version \($0)" }].compactMap(\.self).joined(separator: ", ")
    let period = [audit.window.from, audit.window.to].compactMap(\.self).joined(separator: " to ")
    var sentences = [system.isEmpty ? "The plan does not name the system." : "The system: \(system)."]
    if let purpose = audit.purpose { sentences.append("What it does: \(purpose)") }
    sentences.append(audit.organisation.map { "Who uses it: \($0)." } ?? "The plan does not say who uses it.")
    sentences.append(period.isEmpty ? "The plan does not say which period this covers." : "The period: \(period).")
    let isOfDecisions = record.groupings.contains { $0.groups.contains { !$0.shares.isEmpty } }
    sentences.append(
      (isOfDecisions
        ? "This page says how often people in different groups got the decision that they would want."
        : "This page says what was checked; its numbers are no shares of people, and stand only in the full report.")
        + " It shows counts only where nobody can be found by them."
        + (record.hiding.hidden == 0 ? "" : " \(Self.mark) stands where something is not shown; why is said below.")
    )
    return [
      .paragraph([.strong("Public edition of a bias audit report"), .text(" · \(audit.type.words)")]),
      .heading(Heading(1, id: "top", [.text(audit.title)])),
    ] + sentences.map { .paragraph([.text($0)]) } + stamp
  }

  private var stamp: [Block] {
    guard let stamp = record.audit.data.stamp else { return [] }
    return [
      .callout(
        Callout(
          .synthetic, title: [.text(Phrases.sentenceCase(record.audit.data.rawValue) + " data")],
          paragraphs: [[.text(stamp)]]))
    ]
  }

  private var answer: [Block] {
    let (title, tone): (String, Tone) =
      switch record.overall {
      case nil where record.overallHidden != nil: ("The answer over all is not shown \(Self.mark)", .neutral)
      case nil: ("Nothing was judged", .neutral)
      case .met: ("Requirements met", .met)
      case .notMet: ("Requirements not met", .notMet)
      case .cannotTell, .notEnoughData:
        ("Undecided: the data do not settle whether the requirements are met", .cannotTell)
      case .notApplicable: ("No requirement was checked", .neutral)
      case .couldNotRun: ("The audit could not be completed", .notMet)
      }
    let rows = record.findings.filter { !$0.isReference }
    let shown = rows.compactMap(\.verdict)
    let parts = VerdictWord.allCases.sorted { $0.rank > $1.rank }.compactMap { word -> String? in
      let count = shown.count { $0 == word }
      return count > 0 ? "\(PlainNumber.count(count)) \(word.short.lowercased())" : nil
    }
    let withheld = rows.count - shown.count
    var paragraphs: [[Inline]] = []
    if !parts.isEmpty {
      paragraphs.append([
        .text("Answers that are shown: \(parts.joined(separator: ", ")).")
      ])
    }
    if withheld > 0 {
      paragraphs.append([
        .text(
          "The answers of \(Phrases.counted(withheld, "row")) are not shown \(Self.mark): with them, a small count could be narrowed down."
        )
      ])
    }
    if record.hiding.findingsLeftOut > 0 {
      let count = record.hiding.findingsLeftOut
      paragraphs.append([
        .text(
          "\(Phrases.counted(count, rows.isEmpty ? "check" : "more check")) \(count == 1 ? "is" : "are") about numbers that are no shares of people, and \(count == 1 ? "stands" : "stand") only in the full report."
        )
      ])
    }
    return [
      section("answer", "The answer"), .callout(Callout(.verdict(tone), title: [.text(title)], paragraphs: paragraphs)),
    ]
  }

  private var checks: [Block] {
    guard !record.requirements.isEmpty else { return [] }
    return [section("checks", "What was asked, and what came out")]
      + record.requirements.enumerated().flatMap { number, requirement in checks(requirement, number + 1) }
  }

  private func checks(_ requirement: Requirement, _ number: Int) -> [Block] {
    let findings = record.findings.filter { $0.requirement == requirement.id }
    let card = cards[requirement.metric]
    let quantity = Quantity(card)
    let reference =
      requirement.compare == .value || requirement.reference == .worstPair
      ? "" : ", compared with \(requirement.reference.words(quantity))"
    var blocks: [Block] = [
      .heading(
        Heading(3, id: "check-\(number)", [.text("\(card?.name ?? requirement.metric): "), .code(requirement.id)])),
      .paragraph([
        .text(
          (card.map { $0.question + " " } ?? "") + "Asked for: \(requirement.thresholdWords(quantity))\(reference)."
            + (requirement.severity == .block ? "" : " Where it is not met, that only \(requirement.severity.effect)."))
      ]),
    ]
    guard !findings.isEmpty else {
      return blocks + [.paragraph(["This is not in the public edition; the full report has it."])]
    }
    let isGap = !(card?.parts.isEmpty ?? true) || requirement.reference == .worstPair
    let scale = Scale(requirement.compare, isRate: quantity.isPercent, isGap: isGap)
    blocks.append(
      .table(
        Table(
          caption: [.text("\(card?.name ?? requirement.metric), by group")],
          columns: [
            .words("Grouping"), .words("Group"), .words("Compared with"),
            .numbers(.text("\(scale.header) (\(Numbers.level(requirement.confidence)) range)")), .words("Answer"),
          ],
          rows: findings.map { row($0, scale, limits: requirement.threshold.limits) })))
    return blocks
  }

  private func row(_ finding: PublicFinding, _ scale: Scale, limits: [Double]) -> [[Inline]] {
    let number: String
    if let value = finding.value {
      let range = scale.range(finding.interval) ?? (finding.hidden == nil ? nil : Self.mark)
      number = scale.text(value, apartFrom: limits) + (range.map { " (\($0))" } ?? "")
    } else {
      number = finding.hidden == nil ? "none" : Self.mark
    }
    if finding.isReference {
      return [
        [.text(Words.grouping(finding.grouping))], [.text(finding.group.map(Words.group) ?? "")], ["–"], ["–"],
        [.mark(.referenceGroup)],
      ]
    }
    let answer: Inline = finding.verdict.map { .mark(Mark($0)) } ?? .text(Self.mark)
    return [
      [.text(Words.grouping(finding.grouping))], [.text(finding.group.map(Words.group) ?? "all groups together")],
      [.text(finding.reference.map(Words.group) ?? (finding.hidden == nil || finding.group == nil ? "–" : Self.mark))],
      [.text(number)], [answer],
    ]
  }
}

/// The counts.
extension PublicReport {
  private var people: [Block] {
    let rows: [[[Inline]]] = record.people.map { total in
      let name =
        switch total.name {
        case "received": "Received"
        case "judged": "Judged"
        case "missing-outcome": "Judged, and the outcome is not known"
        case "missing-decision": "Left out: the decision is missing"
        case "not-decided": "Left out: nothing was decided"
        default: (total.isExclusion ? "Left out: " : "") + Phrases.words(total.name)
        }
      return [[.text(name)], [.text(text(total.people))]]
    }
    return [
      section("people", "Whom this counts"),
      .table(
        Table(caption: ["People in the data"], columns: [.words("Step"), .numbers("People")], rows: rows)),
    ]
  }

  private var groups: [Block] {
    [section("groups", "How many got what")]
      + record.metrics.filter { card in record.groupings.contains { $0.measures.contains(card.id) } }.map { card in
        .paragraph([.strong(card.name + "."), .text(" " + card.question)])
      } + record.groupings.filter { !$0.groups.isEmpty }.map(table)
  }

  private func table(_ grouping: PublicGrouping) -> Block {
    let measures = grouping.measures
    let place =
      Words.grouping(grouping.grouping)
      + (grouping.stratifier.map { ", where \($0) is \(grouping.within.map(Words.stratum) ?? "")" } ?? "")
    let hasSizes = grouping.groups.contains { $0.people != nil }
    var rows: [[[Inline]]] = grouping.groups.map { group in
      [[.text(Words.group(group.group))]] + (hasSizes ? [[.text(group.people.map(text) ?? "–")]] : [])
        + measures.map { measure in
          [.text(group.shares.first { $0.measure == measure }.map(words) ?? "–")]
        }
    }
    if let unknown = grouping.unknown, unknown.count != 0 {
      rows.append([["not known"], [.text(text(unknown))]] + measures.map { _ in ["–"] })
    }
    return .table(
      Table(
        caption: [.text("People by \(place)")],
        columns: [.words("Group")]
          + (hasSizes || grouping.unknown.map { $0.count != 0 } == true ? [.numbers("People")] : [])
          + measures.map { .numbers(.text(cards[$0]?.name ?? $0)) },
        rows: rows))
  }

  private func words(_ share: PublicShare) -> String {
    let counts = "\(text(share.numerator)) of \(text(share.denominator))"
    guard let value = share.value else { return counts }
    return counts + " = " + Numbers.percent(value)
      + (Scale.rate.range(share.interval).map { " (\($0))" } ?? "")
  }
}

/// What is hidden, what is left to work out, and what people can do.
extension PublicReport {
  private var hidden: [Block] {
    let hiding = record.hiding
    let most = hiding.minimumCell - 1
    let whose = hiding.protect == .people ? "Sizes of groups" : "Counts"
    let link =
      record.link.map { "This edition is linked to the full record by a key that auditors have: \($0)." }
      ?? "This edition is not linked to a full record."
    return [
      section("hidden", "What is hidden, and why"),
      .paragraph([
        .strong(Self.mark),
        .text(
          " stands where a count is hidden. \(whose) from 1 to \(most) are hidden, since whoever knows one of so few people could learn about the others. More counts are hidden with them, so that no small one can be worked out from those that are shown. One mark stands for both, and says nothing about the size. A number that is made of a hidden count is hidden too."
        ),
      ]),
      .paragraph([
        .text(
          hiding.hidden == 0
            ? "No count of this page had to be hidden."
            : "Of \(Phrases.counted(hiding.counts, "different count")), \(PlainNumber.count(hiding.hidden)) \(hiding.hidden == 1 ? "is" : "are") hidden. For every hidden small count, tables of whole people were made that give everything on this page and have it at both ends of 1 to \(most)."
        )
      ]),
      .paragraph(["Groups with hidden counts stand last, by name; their order says nothing."]),
      .paragraph([.text(link)]),
    ]
  }

  private var risk: [Block] {
    let risk = record.risk
    var points: [[Inline]] = [
      [
        .text(
          risk.smallestCount.map { "The smallest count that is shown, other than 0, is \(PlainNumber.count($0))." }
            ?? "No count but 0 is shown.")
      ]
    ]
    if risk.fewestDecisions == 1 {
      let groups = risk.sameForAll.map { "\(Words.group($0.group)) (\(Words.grouping($0.grouping)))" }
      points.append([
        .text(
          "Everybody in \(groups.count == 1 ? "this group" : "each of these groups") had the same decision, so it is known of everyone who belongs to it: \(Phrases.list(groups))."
        )
      ])
    } else if risk.fewestDecisions != nil {
      points.append(["In every group that is shown, some people had the decision and some did not."])
    }
    if let distance = risk.largestDistance {
      points.append([
        .text(
          "In the group that is farthest from all shown groups together, \(PlainNumber.exact((100 * distance).rounded())) more or fewer of every 100 people got the decision. So much does the group alone say about a person."
        )
      ])
    }
    return [section("risk", "What can be worked out about people from this page"), .list(points)]
  }

  private var limits: [Block] {
    [
      section("limits", "What this does not show"),
      .list([
        ["It compares groups. It does not say whether the decision about one person was right."],
        ["It shows that numbers differ, or do not. It does not say why."],
        ["“Cannot tell” and “too few people” are no good news and no bad news: the data do not settle it."],
        [
          .text(
            "Several editions of the same people side by side may show more than each alone; "
              + (record.hiding.isDefendedAgainstLast
                ? "this edition was checked against the one before it, and against no other."
                : "this edition was not checked against others."))
        ],
      ]),
    ]
  }

  private var contact: [Block] {
    let audit = record.audit
    return [
      section("ask", "How to ask a question or complain"),
      .list([
        [.text(audit.contact.map { "Ask: \($0)" } ?? "The operator names no contact.")],
        [.text(audit.authority.map { "Complain: \($0)" } ?? "The operator names no authority to complain to.")],
        ["You can ask who decided about you, by which rule, and to have it looked at again."],
        ["You can ask for what is kept about you, and to have it put right."],
      ]),
    ]
  }

  private var words: [Block] {
    [
      section("words", "Words used here"),
      .definitions([
        Definition(["Group"], ["People who have the same label, such as the same age band."]),
        Definition(["Range"], ["Where the number may lie, given how few or many people were counted."]),
        Definition(["Ratio"], ["The number of the group, divided by that of the group it is compared with."]),
        Definition(["Met, not met"], ["Whether the whole range is on the side that was asked for, or none of it."]),
        Definition(["Cannot tell, inconclusive"], ["The range lies on both sides."]),
      ]),
    ]
  }
}

extension PublicGrouping {
  /// What is counted of its groups, in the order of the groups.
  fileprivate var measures: [String] { groups.flatMap { $0.shares.map(\.measure) }.unique }
}
