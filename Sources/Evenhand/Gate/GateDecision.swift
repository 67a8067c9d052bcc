import AuditRecord

/// How bad a check must be for the gate to fail.
public enum FailOn: String, Sendable, Hashable, CaseIterable {
  /// Only what is not met; what the data do not settle passes.
  case notMet = "not-met"
  /// What is not met, and what is undecided where the plan does not let that pass.
  case undecided
  /// The same of checks that only warn.
  case warnings
  /// Nothing but what could not run.
  case never
}

/// What a gate says in a word.
public enum GateOutcome: String, Sendable, Hashable, CaseIterable {
  /// The release may go on.
  case passed
  /// A check that counts is not met.
  case blocked
  /// None is not met, and one that counts could not be judged.
  case undecided
  /// All are fine, and a required sign-off is missing.
  case notSigned = "not-signed"
  /// A check that counts could not run.
  case failed
}

/// The code with which a gate ends, and why.
public struct GateExit: Sendable, Hashable {
  /// Why a gate ends as it does.
  package enum Reason: String, Sendable, Hashable, CaseIterable {
    /// Every check that counts is met.
    case met
    /// Those that are not are waived.
    case waived
    /// Those that are not are undecided, and the plan lets that pass.
    case undecidedPasses = "undecided-passes"
    /// Those that are not do not count at this `--fail-on`.
    case failOn = "fail-on"
    /// A check that blocks is not met.
    case notMet = "not-met"
    /// A check that only warns does not pass, and `--fail-on warnings` asks for that.
    case warnings
    /// A check that blocks could not be judged.
    case undecided
    /// The plan sets no requirement that blocks, or none could be looked at.
    case nothingToJudge = "nothing-to-judge"
    /// A required sign-off is missing.
    case signOff = "sign-off"
    /// A check could not run.
    case couldNotRun = "could-not-run"
    /// A check is worse than in the earlier audit that was given.
    case worse
    /// None is worse, and one is gone or not comparable.
    case notComparable = "not-comparable"
  }

  /// The code.
  public var status: ExitStatus
  /// The reason.
  package var reason: Reason

  /// What the gate says in a word.
  package var outcome: GateOutcome {
    switch status {
    case .met: .passed
    case .notMet: .blocked
    case .couldNotRun: .failed
    case .cannotJudge: .undecided
    case .signOff: .notSigned
    }
  }
}

/// How loudly a check is to be shown; what fails is an error, and nothing else is.
package enum CheckLevel: Int, Sendable, Hashable, CaseIterable {
  /// It makes the gate fail.
  case error
  /// It does not pass, and people are to see that.
  case warning
  /// It does not pass, for information or because somebody waived it.
  case notice
  /// It is met, or not compared.
  case none
}

/// What verdicts do: the one place that makes an exit code of them.
struct GateDecision {
  /// A finding, and whether somebody validly waived it.
  typealias Judged = (finding: Finding, isWaived: Bool)

  var failOn = FailOn.undecided

  /// Whether a finding can make the gate fail at all.
  private func counts(_ finding: Finding) -> Bool {
    finding.severity == .block || failOn == .warnings && finding.severity == .warn
  }

  /// Whether a finding alone makes the gate fail.
  func fails(_ finding: Finding, isWaived: Bool) -> Bool {
    guard counts(finding), !isWaived else { return false }
    return switch finding.verdict {
    case .met, .notApplicable: false
    case .couldNotRun: true
    case .notMet: failOn != .never
    case .cannotTell: failOn == .warnings || failOn == .undecided && finding.undecided == .block
    case .notEnoughData: failOn == .warnings || failOn == .undecided
    }
  }

  /// How loudly a finding is to be shown.
  func level(_ finding: Finding, isWaived: Bool) -> CheckLevel {
    if fails(finding, isWaived: isWaived) { return .error }
    if finding.verdict == .met || finding.verdict == .notApplicable { return .none }
    return isWaived || finding.severity == .inform ? .notice : .warning
  }

  /// The code of findings together: what could not run before what is not met before what is undecided before sign-offs.
  ///
  /// - Parameter lacksSignOff: True where a sign-off is asked for and the bundle is not final.
  func exit(_ judged: [Judged], lacksSignOff: Bool = false) -> GateExit {
    let counting = judged.filter { counts($0.finding) }
    let failing = counting.filter { fails($0.finding, isWaived: $0.isWaived) }.map(\.finding)
    if failing.contains(where: { $0.verdict == .couldNotRun }) {
      return GateExit(status: .couldNotRun, reason: .couldNotRun)
    }
    let usual = GateDecision()
    let isBlocking = failing.contains { usual.fails($0, isWaived: false) }
    if failing.contains(where: { $0.verdict == .notMet }) {
      let blocks = failing.contains { $0.verdict == .notMet && $0.severity == .block }
      return GateExit(status: .notMet, reason: blocks ? .notMet : .warnings)
    }
    if !failing.isEmpty { return GateExit(status: .cannotJudge, reason: isBlocking ? .undecided : .warnings) }
    if failOn != .never, !counting.contains(where: { $0.finding.verdict != .notApplicable }) {
      return GateExit(status: .cannotJudge, reason: .nothingToJudge)
    }
    if lacksSignOff { return GateExit(status: .signOff, reason: .signOff) }
    return GateExit(status: .met, reason: passing(counting))
  }

  /// Why nothing fails.
  private func passing(_ counting: [Judged]) -> GateExit.Reason {
    let open = counting.filter { $0.finding.verdict.rank > VerdictWord.met.rank }
    let usual = GateDecision()
    if counting.isEmpty || open.contains(where: { usual.fails($0.finding, isWaived: $0.isWaived) }) { return .failOn }
    if open.isEmpty { return .met }
    return open.contains { $0.isWaived } ? .waived : .undecidedPasses
  }
}
