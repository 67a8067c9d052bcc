import AuditRecord
import AuditReport

extension GateResult {
  /// The result in a line: its word, the exit code, and what it rests on. Labels in it are as the data have them.
  public var line: String { "\(word) (exit \(exit.status.rawValue)\(asked)): \(because)" }

  /// The word that a result line begins with.
  public var word: String {
    switch exit.reason {
    case .nothingToJudge: "NOTHING TO JUDGE"
    case .couldNotRun: "FAILED TO RUN"
    case .signOff: "NOT SIGNED"
    case .notMet, .worse: "BLOCKED"
    case .warnings: exit.status == .notMet ? "BLOCKED" : "UNDECIDED"
    case .undecided, .notComparable: "UNDECIDED"
    case .met, .waived, .undecidedPasses, .failOn: "PASSED"
    }
  }

  private var asked: String { failOn == .undecided ? "" : ", --fail-on \(failOn.rawValue)" }

  private var because: String {
    switch exit.reason {
    case .nothingToJudge: "the plan sets no blocking requirement" + more
    case .couldNotRun:
      checks.first { $0.fails && $0.finding.verdict == .couldNotRun }.map {
        "\($0.finding.requirement), \($0.words.place): \($0.words.detail ?? "its result is unknown")"
      } ?? "a check could not run"
    case .signOff: "requirements met; \(signOff.line)"
    case .met, .waived, .undecidedPasses, .failOn: passed
    case .warnings: "\(more.dropFirst(2)) that --fail-on warnings counts, \(met(blocking)) met"
    case .notMet, .undecided: stopped
    case .worse, .notComparable: "since the baseline \(changes?.table.counts ?? "")"
    }
  }

  private var blocking: [Check] { checks.filter { $0.finding.severity == .block } }

  private func isUndecided(_ check: Check) -> Bool {
    check.finding.verdict == .cannotTell || check.finding.verdict == .notEnoughData
  }

  private func counted(_ count: Int, _ word: String) -> String? {
    count == 0 ? nil : "\(PlainNumber.count(count)) \(word)"
  }

  /// "4 blocking checks not met, 13 undecided, 6 met; 1 warning".
  private var stopped: String {
    let open = blocking.filter { $0.waiver == nil }
    let notMet = open.count { $0.finding.verdict == .notMet }
    let first =
      exit.status == .notMet
      ? "\(PlainNumber.count(notMet)) blocking \(notMet == 1 ? "check" : "checks") not met"
      : blocking.contains { $0.waiver != nil && $0.finding.verdict == .notMet }
        ? "\(notMet) not met without a waiver" : "\(notMet) not met"
    return
      ([first]
      + [
        counted(open.count(where: isUndecided), "undecided"), counted(met(blocking), "met"),
      ].compactMap(\.self) + waived).joined(separator: ", ") + more
  }

  /// "2 met, 2 undecided and waived", or that all are met.
  private var passed: String {
    let blocking = blocking
    let open = blocking.filter { $0.waiver == nil && $0.level != .none }
    let compared = blocking.filter { $0.finding.verdict != .notApplicable }
    if open.isEmpty, waived.isEmpty, !compared.isEmpty {
      let all =
        compared.count == 1 ? "the check is met" : "all \(PlainNumber.count(compared.count)) checks met"
      let people = people == 1 ? "1 person" : "\(PlainNumber.count(people)) people"
      return "\(all) (\(people), \(groups) \(groups == 1 ? "group" : "groups"))" + more
    }
    let lets = open.filter { $0.finding.verdict == .cannotTell && $0.finding.undecided == .warn }.count
    let notMet = open.count { $0.finding.verdict == .notMet }
    return
      ([
        counted(notMet, "not met ignored"), counted(open.count(where: isUndecided) - lets, "undecided ignored"),
        counted(lets, "undecided, which the plan lets pass"), counted(met(blocking), "met"),
      ].compactMap(\.self) + waived + (compared.isEmpty ? ["no blocking requirement"] : [])).joined(separator: ", ")
      + more
  }

  private func met(_ checks: [Check]) -> Int { checks.count { $0.finding.verdict == .met } }

  private var waived: [String] {
    let waived = blocking.filter { $0.waiver != nil }
    return [
      counted(waived.count { $0.finding.verdict == .notMet }, "not met and waived"),
      counted(waived.count(where: isUndecided), "undecided and waived"),
    ].compactMap(\.self)
  }

  /// Checks that only warn and do not pass.
  private var more: String {
    let warnings = checks.count { $0.finding.severity == .warn && $0.level != .none }
    return warnings == 0 ? "" : "; \(PlainNumber.count(warnings)) \(warnings == 1 ? "warning" : "warnings")"
  }
}
