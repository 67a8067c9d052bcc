import AuditRecord

/// The answer for somebody who reads nothing else.
enum AnswerSection {
  static let section = Section(id: "answer", title: "The answer on one page", blocks: blocks)

  private static let mostFindings = 3

  static func blocks(_ index: RecordIndex) -> [Block] {
    let record = index.record
    let overall = Overall(record)
    var blocks: [Block] = [
      .callout(
        Callout(.verdict(overall.mark.tone), title: [.mark(overall.mark)], paragraphs: [[.text(overall.counts)]]))
    ]
    blocks += warnings(record)
    let worst = index.findingsWorstFirst
    if !worst.isEmpty {
      blocks.append(.heading(Heading(3, id: "answer-findings", ["What was found"])))
      blocks.append(.list(worst.prefix(mostFindings).map { $0.said(index.words, place: Words.place($0)) }))
      let rest = worst.dropFirst(mostFindings).count { $0.verdict.rank > VerdictWord.met.rank }
      if rest > 0 {
        blocks.append(
          .paragraph([
            .text("\(Phrases.counted(rest, "more check")) \(rest == 1 ? "is" : "are") not met or not settled: see "),
            .reference(id: "findings", "Findings"), ".",
          ]))
      }
    }
    blocks.append(.heading(Heading(3, id: "answer-limits", ["What this does not show"])))
    blocks.append(.list(limits(record).map { [.text($0)] }))
    return blocks
  }

  private static let mostWarnings = 3

  /// What is odd in the data, and what counts without being declared: it stands with the verdict.
  private static func warnings(_ record: Record) -> [Block] {
    let warnings = DataWords.warnings(record)
    var paragraphs: [[Inline]] = warnings.prefix(mostWarnings).map { [.text($0)] }
    if warnings.count > mostWarnings {
      paragraphs.append([
        .text("\(Phrases.counted(warnings.count - mostWarnings, "more")): see "), .reference(id: "data", "the data"),
        ".",
      ])
    }
    return
      (paragraphs.isEmpty
      ? [] : [.callout(Callout(.note, title: ["Odd in the data"], paragraphs: paragraphs))])
      + DataWords.notes(record).map { .paragraph([.text($0)]) }
  }

  private static func limits(_ record: Record) -> [String] {
    var limits = [
      "It shows that groups differ, or that no difference was found. It does not show why.",
      "It speaks of the data below, and of the groups that the data name. It says nothing of other people, periods or groups.",
    ]
    if let labels = record.labels {
      limits += [
        "It does not show that a decision about any one person was right or wrong.",
        labels.subject.map { "Each person appears once (column \($0))." }
          ?? "It takes every decision as one person’s. Where people appear more than once, the ranges are too narrow.",
      ]
    }
    if record.labels?.outcome != nil {
      limits.append(
        "It takes the recorded outcome as it stands. Where outcomes were recorded differently for different groups, rates that use them differ too."
      )
    }
    if let lists = record.lists { limits += ListWords.limits(lists) }
    if let stamp = record.audit.data.stamp { limits.insert(stamp, at: 0) }
    limits.append("It is no legal opinion.")
    return limits
  }
}
