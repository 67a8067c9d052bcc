import AuditRecord

/// The verdict over all, in words.
struct Overall {
  /// The overall verdict in a sentence, with its shape.
  let mark: Mark
  /// How many checks have which verdict.
  let counts: String
  /// The verdict in two or three words, for the title of a window.
  let short: String

  init(_ record: Record) {
    let findings = record.findings
    let word = record.verdict.overall
    let blocking = findings.filter { $0.severity == .block }
    let others = findings.count { $0.severity != .block && $0.verdict.rank > VerdictWord.met.rank }
    let (sentence, short): (String, String) =
      switch word {
      case .met:
        others == 0
          ? ("Requirements met", "Requirements met")
          : ("Requirements met; \(Phrases.counted(others, "warning"))", "Requirements met")
      case .notMet: ("Requirements not met", "Requirements not met")
      case .cannotTell where record.verdict.undecidedPasses: ("Undecided; the plan lets that pass", "Undecided")
      case .cannotTell, .notEnoughData:
        ("Undecided: the data do not settle whether the requirements are met", "Undecided")
      case .couldNotRun: ("The audit could not be completed", "Not completed")
      case .notApplicable: ("No requirement was checked", "Not checked")
      case nil: ("No requirement was set", "Nothing to judge")
      }
    mark = Mark(symbol: word?.symbol ?? "–", word: sentence, tone: word?.tone ?? .neutral)
    self.short = short
    let small = findings.compactMap(\.smallGroups)
    let together =
      small.isEmpty
      ? ""
      : " \(Phrases.counted(small.count, "check stands", "checks stand")) for \(Words.smallGroups(small.map(\.groups).together)), too small to be judged one by one."
    counts =
      [Self.counts(blocking, blocks: true), Self.counts(findings.filter { $0.severity != .block }, blocks: false)]
      .filter { !$0.isEmpty }.joined(separator: " ") + together
  }

  /// "4 of the 23 checks that block a release are not met. 13 could not be decided. 6 are met."
  private static func counts(_ findings: [Finding], blocks: Bool) -> String {
    guard let first = findings.first else { return blocks ? "No check blocks a release." : "" }
    let what =
      blocks
      ? "that \(findings.count == 1 ? "blocks" : "block") a release"
      : "that only \(findings.count == 1 ? "warns or informs" : "warn or inform")"
    func words(_ verdict: VerdictWord, _ count: Int) -> String {
      let be = count == 1 ? "is" : "are"
      return switch verdict {
      case .met: "\(be) met"
      case .notMet: "\(be) not met"
      case .cannotTell: "\(be) inconclusive"
      case .notEnoughData: "\(count == 1 ? "has" : "have") too few people or no value"
      case .notApplicable: "\(be) not compared, as the plan says"
      case .couldNotRun: "failed to run"
      }
    }
    guard findings.count > 1 else { return "The check \(what) \(words(first.verdict, 1))." }
    let parts = VerdictWord.allCases.sorted { $0.rank > $1.rank }.compactMap { verdict -> (VerdictWord, Int)? in
      let count = findings.count { $0.verdict == verdict }
      return count > 0 ? (verdict, count) : nil
    }
    guard parts.count > 1 else {
      let all = findings.count == 2 ? "Both" : "All \(PlainNumber.count(findings.count))"
      return "\(all) checks \(what) \(words(parts[0].0, 2))."
    }
    return parts.enumerated().map { number, part in
      let count = PlainNumber.count(part.1)
      let who = number == 0 ? "\(count) of the \(PlainNumber.count(findings.count)) checks \(what)" : count
      return "\(who) \(words(part.0, part.1))."
    }.joined(separator: " ")
  }
}
