import AuditRecord

extension Finding {
  /// What is held constant: a column, or one level of it.
  var held: String {
    guard let stratifier else { return "" }
    guard let within, within != "*" else { return ", within \(stratifier)" }
    return ", at \(Words.stratum(within)) of \(Words.grouping([stratifier]))"
  }
}

/// A finding about a whole grouping: a worst pair, or a composite with its parts.
struct WholeFinding {
  let family: JudgedGroups
  let finding: Finding
  let requirement: Requirement?
  let index: RecordIndex

  private var summary: SummaryResult? { index.summary(of: finding) }
  private var quantity: Quantity { index.quantity(finding.metric) }
  private var scale: Scale { Scale(finding.comparison, isRate: quantity.isPercent, isGap: true) }
  /// A number about everything lies between no groups.
  private var isPair: Bool { finding.comparison != .value }

  /// False where a sentence says everything.
  var isShown: Bool { finding.verdict != .couldNotRun && !index.words.isStored(finding) }

  /// Who is not compared, and what is odd.
  var notes: [Block] {
    var notes: [String] = []
    if let skipped = summary?.skipped, !skipped.isEmpty {
      notes.append(
        "Not compared \(Words.by(finding.grouping)): \(Phrases.list(skipped.map { JudgedGroups.name($0, finding.grouping) })). A number of theirs rests on too few, does not exist, or the plan leaves them out."
      )
    }
    if let skipped = summary?.skippedGroups {
      notes.append("Too small to be compared: \(PlainNumber.count(skipped)) groups.")
    }
    // What lies apart stands in no column.
    if index.words.facts(of: finding)?.summary?.separation != nil { notes.append(index.words.sentence(of: finding)) }
    return notes.map { .paragraph([.text($0)]) }
  }

  /// One table for all groupings of a requirement.
  func table(of findings: [WholeFinding], name: String) -> Block {
    .table(
      Table(
        caption: [.text("\(name): \(isPair ? "the largest gap" : "the number") of each grouping")],
        columns: [
          .words("Grouping"), .words("Verdict"), .numbers(.text(scale.header)),
          .numbers(.text("\(requirement.map { Numbers.level($0.confidence) } ?? "") CI")),
        ] + (isPair ? [.words("Between")] : []),
        rows: findings.flatMap(\.rows)))
  }

  private var rows: [[[Inline]]] {
    let limits = finding.threshold.values
    let parts = summary?.parts ?? []
    let reason = index.words.brief(of: finding)
    let value: [Inline] =
      finding.value == nil && reason != nil
      ? [.text(reason ?? "")] : Cells.value(finding.value, finding.undefined, scale, quantity, apartFrom: limits)
    let place = Words.by(finding.grouping) + finding.held
    let whole: [[Inline]] =
      [
        [.text(place)], [.mark(Mark(finding, quantity))], value,
        Cells.range(finding.interval, without: summary?.withoutInterval, scale, quantity, apartFrom: limits),
      ] + (isPair ? [groups(summary?.groups ?? [])] : [])
    return [whole]
      + parts.map { part in
        [
          [.text("\(place), component: \(index.name(part.metric))")], ["–"],
          Cells.value(
            part.value, .undefinedPart,
            Scale(finding.comparison, isRate: index.quantity(part.metric).isPercent, isGap: true), quantity),
          ["–"], groups(part.groups),
        ]
      }
  }

  private func groups(_ groups: [[Label]]) -> [Inline] {
    groups.isEmpty
      ? ["–"] : [.text(Phrases.list(groups.map { JudgedGroups.name($0, finding.grouping) }))]
  }
}
