import AuditPolicy
public import AuditRecord

/// Judges records.
public enum Gate {
  /// Why a stored verdict does not count although nothing fails; nothing if it counts.
  ///
  /// A verdict counts that this version has recomputed. One under other rules counts only where its bundle is final by keys
  /// that come from outside: whoever forges a record can sign it with keys of his own.
  ///
  /// - Parameter signed: The bundle of the record, if people signed it.
  public static func objection(to confirmation: Confirmation, in signed: SignedBundle?) -> String? {
    guard let reason = confirmation.numbers.reason else { return nil }
    let mend =
      if let signed {
        if signed.trustsOwnSigners {
          "give the keys of those who signed with --allowed-signers, since the bundle’s own list proves nothing"
        } else if !signed.state.isFinal {
          "`evenhand status` says what its sign-offs lack; once the bundle is final, its verdict counts as it stands"
        } else {
          ""
        }
      } else {
        "gate it with the version that wrote it, or judge it by the requirements of a plan with --plan"
      }
    return mend.isEmpty ? nil : "the findings were not recomputed: \(reason); \(mend)"
  }

  /// An old record judged by new requirements; what the record lacks could not run.
  ///
  /// Records of the first rules do not say who was left out, and are judged without.
  ///
  /// - Parameter baseline: The audit that changes are judged against; without it the record's own.
  public static func judge(
    _ record: Record, by requirements: [Requirement], baseline: SealedRecord? = nil
  ) -> Record {
    var judged = record
    var requirements = requirements
    if record.rules == .whenMissing {
      for index in requirements.indices { requirements[index].leftOut = nil }
    }
    judged.requirements = requirements
    judged.judge(against: baseline, draws: PowerDraws(record))
    judged.compareWithBaseline()
    return judged
  }
}

/// The exit codes of `gate` and `audit`.
public enum ExitStatus: Int32, Sendable, CaseIterable {
  /// Every blocking requirement was judged and met, or its plan lets pass what the data do not settle.
  case met = 0
  /// A blocking requirement is not met.
  case notMet = 1
  /// Something could not run.
  case couldNotRun = 2
  /// None failed, but a blocking requirement could not be judged, or there was nothing to judge.
  case cannotJudge = 3
  /// A required sign-off is missing, invalid or overdue.
  case signOff = 4

  /// The code of a verdict.
  public init(_ verdict: Verdict) {
    switch verdict.overall {
    case .met: self = .met
    case .notMet: self = .notMet
    case .couldNotRun: self = .couldNotRun
    case .cannotTell where verdict.undecidedPasses: self = .met
    case .cannotTell, .notEnoughData, .notApplicable, nil: self = .cannotJudge
    }
  }

  /// What it says.
  public var meaning: String {
    switch self {
    case .met:
      "Every blocking requirement was judged and met, or its plan lets pass what the data do not settle (`undecided: warn`)."
    case .notMet: "A blocking requirement is not met."
    case .couldNotRun: "Could not run: usage, plan, input, data or an internal fault. The message says which."
    case .cannotJudge:
      "No blocking requirement failed, but at least one could not be judged, or there was nothing to judge. This is not a pass."
    case .signOff:
      "A required sign-off is missing, invalid, expired, revoked or tampered with, or a re-audit is overdue. `evenhand status` says which."
    }
  }
}
