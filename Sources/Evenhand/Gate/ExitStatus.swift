public import AuditRecord

/// The exit codes of the commands.
public enum ExitStatus: Int32, Sendable, CaseIterable {
  /// Every blocking requirement was judged and met, or its plan lets pass what the data do not settle.
  case met = 0
  /// A blocking requirement is not met, or a check is worse than in the baseline.
  case notMet = 1
  /// Something could not run.
  case couldNotRun = 2
  /// None failed, but a blocking requirement could not be judged, or there was nothing to judge, or a check is not comparable with the baseline.
  case cannotJudge = 3
  /// A required sign-off is missing, invalid or overdue.
  case signOff = 4

  /// What it says.
  public var meaning: String {
    switch self {
    case .met:
      "Every blocking requirement was judged and met, or its plan lets pass what the data do not settle (`undecided: warn`)."
    case .notMet:
      "A blocking requirement is not met; of `compare`, and with `--baseline`, a check is worse than before."
    case .couldNotRun: "Could not run: usage, plan, input, data or an internal fault. The message says which."
    case .cannotJudge:
      "No blocking requirement failed, but at least one could not be judged, or there was nothing to judge; of `compare`, and with `--baseline`, a check is gone or not comparable. This is not a pass."
    case .signOff:
      "A required sign-off is missing, invalid, expired, revoked or tampered with, or a re-audit is overdue. `evenhand status` says which."
    }
  }
}

extension ExitStatus {
  /// The code of a record none of whose checks anybody waived.
  public init(_ record: Record) {
    self = GateDecision().exit(record.findings.map { ($0, false) }).status
  }
}
