import AuditRecord

/// The first page: the verdict, all checks, what follows, and what the report does not show.
enum SummarySection {
  static let title = "Summary"

  /// - Parameter status: Who has signed; nothing in the report that people sign.
  static func blocks(_ index: RecordIndex, _ status: (SignOffStatus, SignOffState)? = nil) -> [Block] {
    let record = index.record
    return [
      .heading(Heading(2, id: "summary", [.text("1\u{2002}\(title)")], isForReadersAloud: true)), verdict(index),
    ] + warnings(record) + SummaryMatrix.blocks(index) + [.cards(Cards(cards: cards(index, status)))]
      + [
        .heading(Heading(3, id: "summary-limits", ["What this report does not show"])),
        .paragraph([.text(limits(record).joined(separator: " "))]),
      ]
  }

  private static func verdict(_ index: RecordIndex) -> Block {
    let overall = Overall(index.record)
    var paragraphs: [[Inline]] = [[.text(overall.counts)]]
    if let worst = index.findingsWorstFirst.first, worst.verdict.rank > VerdictWord.met.rank {
      let name = worst.group.map { JudgedGroups.name($0, worst.grouping) } ?? Words.place(worst)
      paragraphs.append(
        Headline(finding: worst, index: index).words
          ?? [.strong("\(name)."), .text(" " + index.words.sentence(of: worst).replacing(" %", with: "\u{A0}%"))])
    }
    return .callout(Callout(.verdict(overall.mark.tone), title: [.mark(overall.mark)], paragraphs: paragraphs))
  }

  private static let mostWarnings = 3

  /// What is odd in the data, and what counts without being declared: it stands with the verdict.
  private static func warnings(_ record: Record) -> [Block] {
    let warnings = DataWords.warnings(record)
    var paragraphs: [[Inline]] = warnings.prefix(mostWarnings).map { [.text($0)] }
    if warnings.count > mostWarnings {
      paragraphs.append([
        .text("\(PlainNumber.count(warnings.count - mostWarnings)) more: see "), .reference(id: "data", "the annex"),
        ".",
      ])
    }
    return
      (paragraphs.isEmpty
      ? [] : [.callout(Callout(.note, title: ["Odd in the data"], paragraphs: paragraphs))])
      + DataWords.notes(record).map { .paragraph([.text($0)]) }
  }

  // MARK: what follows

  private static func cards(_ index: RecordIndex, _ status: (SignOffStatus, SignOffState)?) -> [Cards.Card] {
    let policy = index.record.signOff
    let follows = Cards.Card(title: "What follows", lines: consequences(index, status).map { [.text($0)] })
    guard let (status, state) = status else {
      let roles =
        policy.required.isEmpty
        ? ["The plan requires no sign-off."]
        : policy.required.map { "\(role($0.role, policy)): ______________________" }
      return [
        follows, Cards.Card(title: "Who must sign", lines: roles.map { [.text($0)] }),
        Cards.Card(title: "Valid until", lines: [["See the dossier, which knows who has signed."]]),
      ]
    }
    let signers = status.rows.map { row in
      guard let signature = row.signature else { return "\(role(row.role, policy)): not signed" }
      let name = [signature.name, signature.organisation].compactMap(\.self).joined(separator: ", ")
      return "\(role(row.role, policy)): \(name), \(signature.decision.lowercased()) \(signature.date.prefix(10))"
    }
    let until =
      status.isFinal
      ? (state.deadlines.isEmpty ? ["The plan sets no date for the next audit."] : state.deadlines)
      : ["Not in force: \(status.line)."] + state.deadlines
    return [
      follows,
      Cards.Card(
        title: "Who answers for it",
        lines: (signers.isEmpty ? ["The plan requires no sign-off."] : signers).map { [.text($0)] }),
      Cards.Card(title: "Valid until", lines: until.map { [.text(Phrases.sentenceCase($0))] }),
    ]
  }

  /// A role as people call it, at the beginning of a line.
  private static func role(_ id: String, _ policy: SignOffPolicy) -> String {
    policy.title(of: id) ?? Phrases.sentenceCase(Phrases.words(id))
  }

  private static func consequences(_ index: RecordIndex, _ status: (SignOffStatus, SignOffState)?) -> [String] {
    let record = index.record
    let isWaived = status.map { !$0.1.waivers.isEmpty } ?? false
    let isOpen = !record.signOff.required.isEmpty && status?.0.isFinal != true
    let gate =
      switch record.verdict.overall {
      case .met where isOpen:
        "The release gate passes (exit code 0); asked for sign-offs, it waits for them (exit code 4)."
      case .met: "The release gate passes (exit code 0)."
      case .cannotTell where record.verdict.undecidedPasses:
        "The release gate passes (exit code 0): the plan lets undecided checks pass."
      case .notMet: "The release gate fails (exit code 1)."
      case .couldNotRun: "The release gate fails, because the audit did not run (exit code 2)."
      case .cannotTell, .notEnoughData, .notApplicable, nil: "The release gate stays closed (exit code 3)."
      }
    let waivers = record.signOff.waivers
    let mayWaive =
      waivers.map { policy in
        Phrases.sentenceCase(
          Phrases.list(policy.approvers.map { record.signOff.title(of: $0) ?? Phrases.words($0) }, "or"))
          + " may waive"
          + (policy.longestDays.map { ", for at most \(Phrases.counted($0, "day"))." } ?? ".")
      } ?? "The plan lets nobody waive a requirement."
    let undecided = record.findings.filter { $0.verdict == .notEnoughData }
    let few = undecided.filter { Mark($0, index.quantity($0.metric)).isTooFew }.compactMap { finding in
      finding.group.map { JudgedGroups.name($0, finding.grouping) }
    }.unique
    let groups = Phrases.list(few.prefix(3) + (few.count > 3 ? [Phrases.counted(few.count - 3, "more group")] : []))
    let isBefore = isWaived && record.verdict.overall != .met
    let stands =
      isBefore
      ? [
        "Without its waivers: \(gate.prefix(1).lowercased() + gate.dropFirst())",
        "With them, evenhand gate says what holds.",
      ] : [gate]
    return stands + ChangesTable.line(record) + (isBefore || record.verdict.overall == .met ? [] : [mayWaive])
      + (few.isEmpty ? [] : ["Groups that need more data: \(groups) (section 4)."])
      + SamplingWords.refused(undecided, record)
  }

  // MARK: what it does not show

  private static func limits(_ record: Record) -> [String] {
    var limits = [
      "It does not show why groups differ, whether any one decision was right, or anything about other people, periods or groups."
    ]
    if record.labels?.outcome != nil {
      limits.append(
        "It takes recorded outcomes as they are. Where outcomes were recorded differently for different groups, rates that use them differ too."
      )
    }
    if let labels = record.labels {
      limits += SamplingWords.limits(record, labels)
    }
    if let lists = record.lists { limits += ListWords.limits(lists) }
    if let stamp = record.audit.data.stamp { limits.insert(stamp, at: 0) }
    return limits + ["It is not legal advice."]
  }
}
