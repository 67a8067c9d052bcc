import AuditRecord

/// The verdict over all, in words.
struct Overall {
  /// The overall verdict in a sentence, with its shape.
  let mark: Mark
  /// "12 checks: 9 met, 1 not met, …".
  let counts: String
  /// The verdict in two or three words, for the title of a window.
  let short: String

  init(_ record: Record) {
    let findings = record.findings
    let word = record.verdict.overall
    let blocking = findings.filter { $0.severity == .block }
    let others = findings.count { $0.severity != .block && $0.verdict.rank > VerdictWord.met.rank }
    let concerned = blocking.count { $0.verdict == word }
    let checks = "\(PlainNumber.count(concerned)) of \(Phrases.counted(blocking.count, "blocking check"))"
    let (sentence, short): (String, String) =
      switch word {
      case .met:
        others == 0
          ? ("Every blocking requirement is met", "Requirements met")
          : (
            "Every blocking requirement is met; "
              + "\(Phrases.counted(others, "check that only warns or informs is", "checks that only warn or inform are")) not",
            "Blocking requirements met"
          )
      case .notMet:
        ("\(checks) \(concerned == 1 ? "is" : "are") not met", "Requirements not met")
      case .cannotTell where record.verdict.undecidedPasses:
        ("Undecided; the plan lets that pass: the data do not settle \(checks)", "Undecided")
      case .cannotTell:
        ("Cannot tell: the data do not settle \(checks)", "Cannot tell")
      case .notEnoughData:
        ("Not enough data to judge \(checks)", "Not enough data")
      case .couldNotRun:
        ("\(checks) could not run", "Could not run")
      case .notApplicable: ("No blocking requirement was checked", "Not checked")
      case nil: ("Nothing to judge: no blocking requirement was set", "Nothing to judge")
      }
    mark = Mark(symbol: word?.symbol ?? "–", word: sentence, tone: word?.tone ?? .neutral)
    self.short = short
    let parts = VerdictWord.allCases.map { word in (word, findings.count { $0.verdict == word }) }
    let listed = parts.filter { $0.1 > 0 }.map { "\(PlainNumber.count($0.1)) \($0.0.short.lowercased())" }
    let small = findings.compactMap(\.smallGroups)
    let together =
      small.isEmpty
      ? ""
      : " \(Phrases.counted(small.count, "check stands", "checks stand")) for \(Words.smallGroups(small.map(\.groups).together)), too small to be judged one by one."
    counts =
      listed.isEmpty
      ? "No checks." : "\(Phrases.counted(findings.count, "check")): \(listed.joined(separator: ", ")).\(together)"
  }
}
