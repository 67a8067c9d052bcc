import AuditPolicy
public import AuditRecord

/// Judges records.
public enum Gate {
  /// The record with its findings recomputed from its stored numbers.
  ///
  /// - Throws: `RecordError` if stored findings, detectable disparities or verdict differ from those recomputed.
  public static func confirm(_ record: Record) throws(RecordError) -> Record {
    for estimate in record.estimates {
      guard let numerator = estimate.numerator, let denominator = estimate.denominator else { continue }
      guard estimate.value == (denominator > 0 ? numerator / denominator : nil) else {
        throw RecordError(
          "a stored estimate of \(Quoted.text(estimate.metric)) is not its numerator over its denominator: the record was changed"
        )
      }
    }
    let judged = judge(record, by: record.requirements)
    guard try Canonical.text(judged.findings) == Canonical.text(record.findings),
      try Canonical.text(judged.detectable) == Canonical.text(record.detectable),
      try Canonical.text(judged.verdict) == Canonical.text(record.verdict)
    else {
      throw RecordError(
        "the stored findings are not those that its numbers give: the record was changed, or another version wrote it")
    }
    return record
  }

  /// An old record judged by new requirements; what the record lacks could not run.
  public static func judge(_ record: Record, by requirements: [Requirement]) -> Record {
    var judged = record
    (judged.findings, judged.detectable) = Judge(record: record).judge(requirements)
    judged.requirements = requirements
    judged.verdict = Verdict(findings: judged.findings, synthetic: record.audit.data == .synthetic)
    return judged
  }
}

/// The exit codes of `gate` and `audit`.
public enum ExitStatus: Int32, Sendable, CaseIterable {
  /// Every blocking requirement was judged and met.
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
    case .met, .notApplicable: self = .met
    case .notMet: self = .notMet
    case .couldNotRun: self = .couldNotRun
    case .cannotTell, .notEnoughData, nil: self = .cannotJudge
    }
  }

  /// What it says.
  public var meaning: String {
    switch self {
    case .met: "Every blocking requirement was judged and met."
    case .notMet: "A blocking requirement is not met."
    case .couldNotRun: "Could not run: usage, plan, input, data or an internal fault. The message says which."
    case .cannotJudge:
      "No blocking requirement failed, but at least one could not be judged, or there was nothing to judge. This is not a pass."
    case .signOff:
      "A required sign-off is missing, invalid, expired, revoked or tampered with, or a re-audit is overdue. `evenhand status` says which."
    }
  }
}
