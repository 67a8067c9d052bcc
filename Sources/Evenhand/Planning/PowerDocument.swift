import AuditPolicy
import AuditRecord
import AuditReport
import AuditStatistics

/// What an audit of given sizes would say, and the sizes that it would need, as a document.
package struct PowerDocument: Sendable {
  private let question: PowerQuestion
  private let title: String
  private let answer: PowerQuestion.Answer?
  private let needed: [PowerQuestion.Needed]
  private let groups: Int

  /// Answers a question.
  ///
  /// - Parameters:
  ///   - title: What is asked about, such as a requirement and a grouping.
  ///   - groups: How many groups there will be, where the question names none.
  package init(_ question: PowerQuestion, title: String, groups: Int? = nil) throws(PowerQuestion.Problem) {
    self.question = question
    self.title = title
    answer = question.groups.isEmpty ? nil : try question.answer()
    self.groups = groups ?? question.groups.count - (answer?.tooSmall.count ?? 0)
    needed = try question.needed(groups: self.groups)
  }

  private var isRatio: Bool { question.requirement.compare == .ratio }
  private var noun: String { isRatio ? "True ratio" : "True difference" }
  private var chance: String { Self.share(question.power) + " %" }

  private static func share(_ share: Double) -> String {
    let text = DecimalDigits(share).fixed(1, shift: 2)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// A number with just the digits that it has.
  private static func exact(_ value: Double) -> String {
    var text = DecimalDigits(value).fixed(6)
    while text.hasSuffix("0") { text.removeLast() }
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }

  private func value(_ value: Double) -> String {
    isRatio ? DecimalDigits(value).fixed(3) : "\(DecimalDigits(value).fixed(1, shift: 2)) points"
  }

  private var threshold: String {
    func words(_ limit: Double) -> String {
      isRatio ? Self.exact(limit) : "\(DecimalDigits(limit).fixed(1, shift: 2)) points"
    }
    switch question.requirement.threshold {
    case .atLeast(let limit): return "at least \(words(limit))"
    case .atMost(let limit): return "at most \(words(limit))\(isRatio ? "" : ", in either direction")"
    case .between(let low, let high): return "between \(words(low)) and \(words(high))"
    }
  }

  private var reference: String {
    switch question.requirement.reference {
    case .group(let labels): Words.group(labels)
    case .highest: "the group with the highest rate"
    case .lowest: "the group with the lowest rate"
    case .overall: "everybody"
    case .complement: "everybody else"
    case .target, .worstPair, .nextLevel, .none: "no group"
    }
  }

  // MARK: blocks

  /// The content: the rule, chances by group, sizes.
  package var blocks: [Block] {
    let requirement = question.requirement
    let rule =
      "\(isRatio ? "Ratio" : "Difference") to \(reference): \(threshold), judged at \(Self.share(requirement.confidence)) % confidence"
      + (requirement.decide == .point ? " by the number alone" : "")
      + "; groups of fewer than \(PlainNumber.count(requirement.minimumCount)) are not judged. The reference group, and every group that is not asked about, has a true rate of \(Self.share(question.rate)) %."
    return [.heading(Heading(2, id: "power", [.text(title)])), .paragraph([.text(rule)])]
      + (answer.map(known) ?? []) + wanted
  }

  private func known(_ answer: PowerQuestion.Answer) -> [Block] {
    let equal =
      "Had all groups the same rate, all of them would be shown as met in about \(Self.share(answer.allMetWhenEqual)) of 100 audits."
    let small =
      answer.tooSmall.isEmpty
      ? "" : " Too small to be judged: \(answer.tooSmall.map(Words.group).joined(separator: ", "))."
    let summary = Table(
      caption: [
        .text("True values that an audit of these sizes would show in \(Self.share(question.power)) of 100 cases")
      ],
      columns: [
        .words("Group"), .numbers("People"), .numbers("Shown as not met"), .numbers("Shown as met"),
        .numbers("All groups met"),
      ],
      rows: answer.groups.map { group in
        [
          [.text(Words.group(group.name))], [.text(PlainNumber.count(group.people))],
          [.text(group.shownNotMet.map(value) ?? "none")], [.text(group.shownMet.map(value) ?? "none")],
          [.text(group.allShownMet.map(value) ?? "none")],
        ]
      })
    return [.paragraph([.text(equal + small)]), .table(summary)] + answer.groups.map { .table(chances($0)) }
  }

  private func chances(_ group: PowerQuestion.GroupPower) -> Table {
    Table(
      caption: [
        .text(
          "\(Words.group(group.name)), \(PlainNumber.count(group.people)) people: chance of each verdict (● met, ○ cannot tell, ✕ not met)"
        )
      ],
      columns: [
        .numbers(.text(noun)), .numbers("Met"), .numbers("Cannot tell"), .numbers("Not met"), .words("0 to 100 %"),
      ],
      rows: group.chances.map { value, chances in
        [
          [.text(self.value(value))], [.text("\(Self.share(chances.met)) %")],
          [.text("\(Self.share(chances.cannotTell)) %")], [.text("\(Self.share(chances.notMet)) %")],
          [.text(Self.bar(chances))],
        ]
      })
  }

  /// Twenty marks, each five of a hundred audits.
  private static func bar(_ chances: PowerAnalysis.Chances) -> String {
    let width = 20
    let met = Int((chances.met * Double(width)).rounded())
    let notMet = min(width - met, Int((chances.notMet * Double(width)).rounded()))
    return String(repeating: "●", count: met) + String(repeating: "○", count: width - met - notMet)
      + String(repeating: "✕", count: notMet)
  }

  private var wanted: [Block] {
    func people(_ count: Int?) -> String { count.map(PlainNumber.count) ?? "more than a million" }
    return [
      .table(
        Table(
          caption: [
            .text(
              "People that each of \(groups) groups needs, all as many, for a chance of \(chance); one group has the true value, the others are equal"
            )
          ],
          columns: [
            .numbers(.text(noun)), .words("Verdict"), .numbers("People a group"), .numbers("All groups met"),
          ],
          rows: needed.filter { $0.decision != .cannotTell }.map { row in
            [
              [.text(value(row.value))], [.text(row.decision == .met ? "● met" : "✕ not met")],
              [.text(people(row.people))], [.text(row.decision == .met ? people(row.allMet) : "–")],
            ]
          }))
    ]
  }

  // MARK: texts

  /// Several documents as Markdown.
  package static func markdown(_ documents: [PowerDocument]) -> String {
    MarkdownRenderer().render(
      Document(
        title: "Power", footer: Footer(title: "Power", fingerprint: ""), blocks: documents.flatMap(\.blocks)))
  }

  /// Several documents as text with columns, for a terminal.
  package static func terminal(_ documents: [PowerDocument]) -> String {
    documents.flatMap(\.blocks).map { block in
      switch block {
      case .heading(let heading): Escaping.terminal(heading.text.plain)
      case .paragraph(let text): Escaping.terminal(text.plain)
      case .table(let table): lines(table)
      default: ""
      }
    }.joined(separator: "\n\n") + "\n"
  }

  private static func lines(_ table: Table) -> String {
    let cells = [table.columns.map(\.header)] + table.rows
    let texts = cells.map { $0.map { Escaping.terminal($0.plain) } }
    let widths = table.columns.indices.map { column in texts.map { $0[column].count }.max() ?? 0 }
    let rows = texts.map { row -> String in
      var line = "  "
      for (column, text) in row.enumerated() {
        let space = String(repeating: " ", count: widths[column] - text.count)
        line += (table.columns[column].alignment == .trailing ? space + text : text + space) + "  "
      }
      while line.last == " " { line.removeLast() }
      return line
    }
    return ([Escaping.terminal(table.caption.plain)] + rows).joined(separator: "\n")
  }

  /// Several documents as one JSON array, canonical.
  package static func json(_ documents: [PowerDocument]) -> String {
    JSONValue.array(documents.map(\.json)).canonical + "\n"
  }

  private var json: JSONValue {
    func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    func count(_ value: Int?) -> JSONValue { number(value.map(Double.init)) }
    func name(_ labels: [Label]) -> JSONValue { .array(labels.map { .string($0.text) }) }
    let found: JSONValue =
      answer.map { answer in
        .object([
          ("all-met-when-equal", .number(answer.allMetWhenEqual)), ("too-small", .array(answer.tooSmall.map(name))),
          (
            "groups",
            .array(
              answer.groups.map { group in
                .object([
                  ("group", name(group.name)), ("people", count(group.people)),
                  ("shown-not-met", number(group.shownNotMet)), ("shown-met", number(group.shownMet)),
                  ("all-shown-met", number(group.allShownMet)),
                  (
                    "chances",
                    .array(
                      group.chances.map { value, chances in
                        .object([
                          ("value", .number(value)), ("met", .number(chances.met)),
                          ("cannot-tell", .number(chances.cannotTell)), ("not-met", .number(chances.notMet)),
                        ])
                      })
                  ),
                ])
              })
          ),
        ])
      } ?? .null
    return .object([
      ("title", .string(title)), ("rate", .number(question.rate)), ("power", .number(question.power)),
      ("confidence", .number(question.requirement.confidence)), ("sizes", found),
      (
        "needed",
        .array(
          needed.filter { $0.decision != .cannotTell }.map { row in
            .object([
              ("value", .number(row.value)), ("verdict", .string(row.decision == .met ? "met" : "not-met")),
              ("people", count(row.people)), ("all-met", count(row.allMet)),
            ])
          })
      ),
    ])
  }
}

extension PowerQuestion {
  /// The questions of a record: each requirement on counted rates of each grouping, with its sizes and the rate of the group
  /// that it was compared with. Groupings of more groups than can be looked at one by one are left out.
  ///
  /// - Parameter requirement: Only this one; nil takes all.
  package static func questions(of record: Record, requirement: String? = nil) -> [(
    title: String, question: PowerQuestion
  )] {
    let evidence = Evidence(record: record)
    return record.requirements.filter { requirement == nil || $0.id == requirement }.flatMap { wanted in
      wanted.across.compactMap { grouping -> (title: String, question: PowerQuestion)? in
        guard let family = evidence.family(Place(metric: wanted.metric, grouping: grouping)), family.isCounted,
          !family.sharePeople,
          family.card.map == nil,
          let reference = record.findings.first(where: {
            $0.requirement == wanted.id && $0.grouping == grouping && $0.reference != nil
          })?.reference
        else { return nil }
        guard family.groups.count <= PowerQuestion.mostGroups else { return nil }
        // Of a sample as many independent people as would know its rates as well.
        let played = family.evidence.playable(z: Normal.twoSided(confidence: wanted.confidence))
        guard let all = family.isSampled ? played?.proportions : family.numbers.numbers.map(\.proportion) else {
          return nil
        }
        let chosen = reference.group.flatMap { family.numbers.index(of: $0) }
        let whole = Proportion(
          successes: all.reduce(0) { $0 + $1.successes }, trials: all.reduce(0) { $0 + $1.trials })
        guard let rate = (chosen.map { all[$0] } ?? whole).estimate, rate > 0, rate < 1 else { return nil }
        var question = PowerQuestion(
          groups: zip(family.groups, all).map { ($0, Int(bounded: $1.trials)) }, rate: rate, requirement: wanted)
        question.seed = record.seed
        let unit = family.isSampled ? ", in independent people" : ""
        return ("\(wanted.id), \(Words.by(grouping))\(unit)", question)
      }
    }
  }

  /// The requirements of a record, on which grouping each, that are not played, each with the reason in a sentence.
  package static func unplayed(of record: Record, requirement: String? = nil) -> [String] {
    let played = Set(questions(of: record, requirement: requirement).map(\.title))
    return record.requirements.filter { requirement == nil || $0.id == requirement }.flatMap { wanted in
      wanted.across.compactMap { grouping -> String? in
        let title = grouping.isEmpty ? wanted.id : "\(wanted.id), \(Words.by(grouping))"
        guard !played.contains(where: { $0 == title || $0.hasPrefix(title + ", in ") }) else { return nil }
        let reason = zip(record.findings, record.detectable).first {
          $0.0.requirement == wanted.id && $0.0.grouping == grouping && $0.1.undefined != nil
        }?.1.undefined
        return "\(title): not played; \(reason?.words ?? Problem.kind.rawValue)"
      }
    }
  }
}
