import AuditRecord

/// Which data, and where every row of it went.
enum DataSection {
  static let section = Section(id: "data", title: "Data and exclusions", blocks: blocks)

  static func blocks(_ index: RecordIndex) -> [Block] {
    let record = index.record
    return [
      .paragraph([.strong("Kind of data."), .text(" \(record.audit.data.words(record)).")]), inputs(record),
    ] + warnings(record) + (record.labels != nil || record.tables.isEmpty ? [rowFlow(record)] : [])
      + ListTables.flow(record)
      + missing(record) + outcomes(record) + undecided(record) + groupings(index).map(Block.table)
      + (record.labels.map { [.definitions(labels($0))] } ?? []) + stratifiers(record) + ListTables.declared(record)
  }

  /// Everything that is odd, where the first page has no room for it.
  private static func warnings(_ record: Record) -> [Block] {
    let warnings = DataWords.warnings(record)
    guard !warnings.isEmpty else { return [] }
    return [
      .heading(Heading(3, id: "data-warnings", ["Odd in the data"])), .list(warnings.map { [.text($0)] }),
    ]
  }

  private static func inputs(_ record: Record) -> Block {
    .table(
      Table(
        caption: ["Inputs, as stored"],
        columns: [.words("File"), .numbers("Rows"), .numbers("Bytes"), .words("SHA-256")],
        rows: record.inputs.map { input in
          [
            [.text(input.name + holding(input))], [.text(PlainNumber.count(input.rows))],
            [.text(input.bytes.map { PlainNumber.count($0) } ?? "[–] not stored")],
            [input.sha256.map { .code($0) } ?? "[x] not computed, so the file cannot be checked"],
          ]
        }))
  }

  /// What an input holds, where it is no file of rows.
  private static func holding(_ input: InputDescription) -> String {
    switch (input.of, input.query != nil) {
    case (.counts?, true): " (counted by a database)"
    case (.counts?, false): " (counts)"
    case (_, true): " (answer of a query)"
    default: ""
    }
  }

  private static func rowFlow(_ record: Record) -> Block {
    let counts = record.labels?.count != nil
    let columns: [Table.Column] =
      [.words("Step"), .numbers("Rows")] + (counts ? [.numbers("People they stand for")] : [])
    func row(_ step: String, _ rows: Int, _ units: Int?) -> [[Inline]] {
      [[.text(step)], [.text(PlainNumber.count(rows))]]
        + (counts ? [[.text(units.map { PlainNumber.count($0) } ?? "0")]] : [])
    }
    let (flow, units) = (record.rows.without(lists: record), record.units.without(lists: record))
    let reasons = flow.excluded.map { exclusion in
      row(
        "Left out: " + reason(exclusion.reason), exclusion.rows,
        units.excluded.first { $0.reason == exclusion.reason }?.rows)
    }
    return .table(
      Table(
        caption: [
          .text(
            "Every row \(record.lists == nil ? "" : "of decisions ")that was received is judged or left out for a stated reason"
          )
        ], columns: columns,
        rows: [row("Received", flow.received, units.received)] + reasons
          + [row("Judged", flow.judged, units.judged)]
          + record.withoutNumbers.map { entry in
            // Of rows that stand for several people, their people are counted.
            [
              [.text("Judged, \(entry.reason.words)")],
              [.text(counts ? "[z]" : (entry.isLeast ? "at least " : "") + PlainNumber.count(entry.people))],
            ] + (counts ? [[.text((entry.isLeast ? "at least " : "") + PlainNumber.count(entry.people))]] : [])
          }))
  }

  private static func reason(_ reason: String) -> String {
    switch reason {
    case "missing-decision": "the decision is missing"
    case "not-decided": "nothing was decided"
    default: Phrases.words(reason)
    }
  }

  /// For whom the outcome is known, where it is not for everybody.
  private static func outcomes(_ record: Record) -> [Block] {
    guard !record.outcomeKnown.isEmpty else { return [] }
    func share(_ known: Int, _ all: Int) -> [Inline] {
      let among = "\(PlainNumber.count(known))\u{A0}of\u{A0}\(PlainNumber.count(all))"
      return [.text(all == 0 ? "nobody" : "\(among) (\(Numbers.percent(Double(known) / Double(all))))")]
    }
    let selective = record.outcomeKnown.filter(\.isSelective)
    let view = record.outcomeKnown[0].view
    let decision =
      (view?.classWords.map { "the decision \($0)" } ?? "favourable decision")
      + (view?.modelWords.map { ", \($0)" } ?? "")
    let note: [Block] =
      selective.isEmpty
      ? []
      : [
        .paragraph([
          .text(
            "Outcomes are known almost only where the decision was \(view?.classWords ?? "favourable"). Rates over both kinds of decision, such as the true positive rate and accuracy, would be what that makes them, and are not estimated."
          )
        ])
      ]
    return note + [
      .table(
        Table(
          caption: ["For whom the outcome is known"],
          columns: [
            .words("Grouping"), .words("Group"), .numbers(.text(Phrases.sentenceCase(decision))),
            .numbers("Other decisions"),
          ],
          rows: record.outcomeKnown.map { row in
            [
              [.text(Words.grouping(row.grouping))], [.text(Words.group(row.group))],
              share(row.favourableKnown, row.favourable), share(row.othersKnown, row.others),
            ]
          }))
    ]
  }

  private static func missing(_ record: Record) -> [Block] {
    guard let missing = record.missingOutcome else { return [] }
    return [
      .paragraph([
        .text(
          missing == 0
            ? "Every judged decision has an outcome."
            : "\(PlainNumber.count(missing)) of \(PlainNumber.count(record.units.without(lists: record).judged)) judged decisions have no outcome. They count wherever no outcome is needed, and nowhere else."
        )
      ])
    ]
  }

  /// How many of each group have no decision.
  private static func undecided(_ record: Record) -> [Block] {
    guard !record.undecided.isEmpty else { return [] }
    func points(_ value: Double) -> String { Numbers.percent(value).replacing("%", with: "points") }
    func range(_ interval: Interval?, _ text: (Double) -> String) -> String {
      guard let lower = interval?.lower, let upper = interval?.upper else { return "[x]" }
      return "\(text(lower)) to \(text(upper))"
    }
    return [
      .table(
        Table(
          caption: ["Nothing was decided: how many of each group, and how far from all others"],
          columns: [
            .words("Grouping"), .words("Group"), .numbers("Not decided"), .numbers("Of"), .numbers("Share"),
            .numbers("95\u{A0}% CI"), .numbers("Less that of all others"), .numbers("95\u{A0}% CI"),
          ],
          rows: record.undecided.map { row in
            [
              [.text(Words.grouping(row.grouping))], [.text(Words.group(row.group))],
              [.text(PlainNumber.count(row.count))], [.text(PlainNumber.count(row.of))],
              [.text(Numbers.percent(row.share))], [.text(range(row.interval) { Numbers.percent($0) })],
              [.text(row.difference.map(points) ?? "[x]")], [.text(range(row.differenceInterval, points))],
            ]
          }))
    ]
  }

  /// One table for people and one for items.
  private static func groupings(_ index: RecordIndex) -> [Table] {
    let record = index.record
    let items = record.groupings.filter { $0.side == .providers }
    let people = record.groupings.filter { $0.side != .providers }
    return [
      people.isEmpty && !items.isEmpty
        ? nil
        : groupings(people, "Groups and their sizes; a group that is not known is never an estimate", "People", index),
      items.isEmpty
        ? nil
        : groupings(
          items, "Groups of items and their sizes; a group that is not known is never an estimate", "Items", index),
    ].compactMap(\.self)
  }

  private static func groupings(
    _ groupings: [GroupingDescription], _ caption: String, _ members: String, _ index: RecordIndex
  ) -> Table {
    Table(
      caption: [.text(caption)],
      columns: [.words("Grouping"), .words("Group"), .numbers(.text(members)), .numbers("Share of the known")],
      rows: groupings.flatMap { rows($0, index) })
  }

  private static func rows(_ grouping: GroupingDescription, _ index: RecordIndex) -> [[[Inline]]] {
    let known = grouping.knownUnits
    let name: [Inline] = [.text(Words.grouping(grouping.grouping))]
    func row(_ words: String, _ count: Int) -> [[Inline]] {
      [name, [.text(words)], [.text(PlainNumber.count(count))], [.text(share(count, of: known))]]
    }
    func note(_ text: String) -> [[Inline]] { [name, [.text(text)], ["[z]"], ["[z]"]] }
    func count(_ what: String, _ people: Int) -> [[Inline]] {
      [name, [.text(what)], [.text(PlainNumber.count(people))], ["[z]"]]
    }
    let inhabited = grouping.inhabited
    let small = Set(index.smallGroups(grouping.grouping)?.groups ?? [])
    let listed = inhabited.indices.filter { !small.contains($0) }.map { inhabited[$0] }
    let (shown, others) = (listed.prefix(LongTables.mostRows), listed.dropFirst(LongTables.mostRows))
    var rows = shown.map { row(Words.group($0.group), $0.count) }
    if !others.isEmpty {
      rows.append(row("\(PlainNumber.count(others.count)) more groups", others.map(\.count).together))
    }
    if !small.isEmpty {
      rows.append(row(Words.smallGroups(small.count), known.minus(listed.map(\.count).together)))
    }
    rows += grouping.groups.filter { $0.count == 0 }.map { row(Words.group($0.group), 0) }
    rows += grouping.same.map { note(joined($0)) }
    if grouping.sharesPeople == true {
      rows.append(
        note("People with several labels count in the group of each, so that sizes add up to more than the known"))
    }
    if let rule = grouping.notCompared { rows.append(note(notCompared(rule))) }
    if grouping.outside > 0 { rows.append(count("Outside the bins", grouping.outside)) }
    rows.append(count("Not known", grouping.unknown.minus(grouping.outside)))
    return rows
  }

  private static func notCompared(_ rule: NotCompared) -> String {
    let groups = rule.groups.isEmpty ? "no group" : Phrases.list(rule.groups.map(Words.group))
    return
      "Not compared, as less than \(PlainNumber.exact(rule.belowShare, shift: 2)) % of the known: \(groups). \(rule.justification)"
  }

  private static func joined(_ same: JoinedLabels) -> String {
    "\(Words.label(same.name)) stands for \(Phrases.list(same.labels.map(Words.label)))"
  }

  /// A share; one that is too small to show is bounded, since 0.0 % would read as nobody.
  private static func share(_ count: Int, of known: Int) -> String {
    guard known > 0 else { return "[x]" }
    let share = Double(count) / Double(known)
    return count > 0 && share < 0.0005 ? "<\u{A0}0.1\u{A0}%" : Numbers.percent(share)
  }

  /// The classes of a decision, and the models whose decisions or scores are read.
  private static func views(_ labels: DecisionLabels) -> [Definition] {
    let columns = labels.models.map { $0.compactMap(\.decision) } ?? [labels.decision]
    let place =
      columns.isEmpty ? "" : ", in \(columns.count == 1 ? "the column" : "the columns") \(Phrases.list(columns))"
    var lines: [Definition] = []
    if let classes = labels.classes {
      var words = Phrases.list(classes.labels.map(Words.label)) + place
      if classes.isFound == true { words += "; the plan names none, and these are the labels that the data have" }
      if classes.isOrdered == true { words += "; from the lowest to the highest, as the plan says" }
      lines.append(Definition(["Classes"], [.text(words)]))
      if classes.isOfOutcome == true, let outcome = labels.outcome {
        lines.append(Definition(["Outcome"], [.text("one of the same classes, in the column \(outcome)")]))
      }
    } else if !columns.isEmpty {
      lines.append(
        Definition(
          ["Favourable decision"], [.text(Phrases.list(labels.favourable.map(Words.label), "or") + place)]))
    }
    for model in labels.models ?? [] {
      let parts = [model.decision.map { "decisions in \($0)" }, model.score.map { "scores in \($0)" }]
      lines.append(
        Definition(
          [.text("Model \(Words.label(Label(model.name)))")],
          [.text(Phrases.list(parts.compactMap(\.self)))]))
    }
    return lines
  }

  static func labels(_ labels: DecisionLabels) -> [Definition] {
    let hasViews = labels.classes != nil || labels.models != nil
    func line(_ label: String, _ column: String, _ values: [Label]) -> Definition {
      Definition([.text(label)], [.text("\(Phrases.list(values.map(Words.label), "or")), in the column \(column)")])
    }
    var lines =
      labels.isWide == true
      ? [
        Definition(
          ["Favourable decision"],
          [.text("the column \(labels.decision) says how many received it, of the people in \(labels.count ?? "")")])
      ]
      : hasViews
        ? views(labels)
        : labels.hasDecision
          ? [line("Favourable decision", labels.decision, labels.favourable)]
          : [
            Definition(
              ["Decision"],
              [
                .text(
                  "none is declared: the audit is about "
                    + Phrases.list(
                      [labels.score.map { _ in "scores" }, labels.amount.map { _ in "amounts" }].compactMap(\.self)))
              ])
          ]
    if let score = labels.score {
      lines.append(Definition(["Score"], [.text("the column \(score)")]))
    }
    if let amount = labels.amount {
      var words = "the column \(amount.column)"
      if let unit = amount.unit { words += ", in \(unit)" }
      if let least = amount.least, let most = amount.most {
        words += ", from \(PlainNumber.exact(least)) to \(PlainNumber.exact(most))"
      }
      lines.append(Definition(["Amount"], [.text(words)]))
      if let predicted = amount.predicted {
        lines.append(Definition(["Predicted amount"], [.text("the column \(predicted)")]))
      }
    }
    func decided(_ label: String, _ values: [Label]) -> Definition {
      labels.models == nil
        ? line(label, labels.decision, values)
        : Definition([.text(label)], [.text(Phrases.list(values.map(Words.label), "or"))])
    }
    if let others = labels.unfavourable { lines.append(decided("Other decisions", others)) }
    if !labels.notDecided.isEmpty { lines.append(decided("No decision", labels.notDecided)) }
    if let outcome = labels.outcome, let positive = labels.positive {
      lines.append(line("Positive outcome", outcome, positive))
      if let negative = labels.negative { lines.append(line("Negative outcome", outcome, negative)) }
    }
    if let phrases = labels.phrases {
      let words = [
        ("people", phrases.people), ("those who received the favourable decision", phrases.favourable),
        ("those who did not", phrases.unfavourable), ("those with a positive outcome", phrases.positive),
        ("those with a negative outcome", phrases.negative),
      ].compactMap { plain, own in own.map { "“\($0)” for \(plain)" } }
      if !words.isEmpty {
        lines.append(
          Definition(["Words of the plan"], [.text(words.joined(separator: "; ") + ". Sentences use them.")]))
      }
    }
    if let count = labels.count, labels.isWide != true {
      lines.append(Definition(["Rows that stand for several"], [.text("the column \(count) says for how many people")]))
    }
    for (what, counts) in [("decisions", labels.remainder), ("outcomes", labels.outcomeRemainder)] where !counts.isEmpty
    {
      let named = counts.map { "\(Words.label($0.label)) (\(Phrases.counted($0.rows, "row")))" }
      lines.append(Definition([.text("Other \(what), not named in the plan")], [.text(Phrases.list(named))]))
    }
    if !labels.unseen.isEmpty {
      lines.append(
        Definition(
          ["In the plan, but in no row"],
          [.text("\(Phrases.list(labels.unseen.map(Words.label))); most often a slip in the plan")]))
    }
    lines.append(
      Definition(
        ["Group not known"],
        [.text(labels.unknown.isEmpty ? "no label means this" : Phrases.list(labels.unknown.map(Words.label), "or"))])
    )
    return lines
  }

  private static func stratifiers(_ record: Record) -> [Block] {
    guard !record.stratifiers.isEmpty else { return [] }
    return [
      .table(
        Table(
          caption: ["Columns within which people are compared"],
          columns: [
            .words("Column"), .words("Strata"), .numbers("Not known"), .words("Why comparing within it is right"),
            .words("Agreed to by"),
          ],
          rows: record.stratifiers.map { stratifier in
            [
              [.text(stratifier.column)], [.text(Phrases.list(stratifier.strata.map(Words.label)))],
              [.text(PlainNumber.count(stratifier.unknown))],
              [stratifier.justification.map { .text($0) } ?? "No justification stated"],
              [stratifier.approvedBy.map { .text($0) } ?? "Nobody named"],
            ]
          }))
    ]
  }
}
