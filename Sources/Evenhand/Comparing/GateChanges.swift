import AuditRecord

/// What a gate makes of an earlier audit: it shows changes, and never lets pass what fails without it.
package struct GateChanges: Sendable {
  /// How the audits differ.
  package let changes: AuditChanges
  /// What may mislead about the comparison; nothing where all checks are compared.
  package let warning: String?

  /// Compares a judged record with an earlier audit.
  ///
  /// - Parameter name: What the caller called the earlier audit.
  /// - Throws: `RecordError` where the record says that this is its baseline, and holds other numbers of it.
  package init(from baseline: SealedRecord, to candidate: SealedRecord, name: String) throws(RecordError) {
    if candidate.record.holds(baseline) == false {
      throw RecordError(
        "the record holds other numbers of its baseline than \(name): the record was changed; audit again")
    }
    changes = AuditComparison.changes(from: baseline, to: candidate)
    let table = changes.table
    let apart = table.checks.filter { $0.change == .notComparable }
    var causes: [(reason: String, count: Int)] = []
    for reason in apart.compactMap(\.reason) {
      if let place = causes.firstIndex(where: { $0.reason == reason }) {
        causes[place].count += 1
      } else {
        causes.append((reason, 1))
      }
    }
    let most = causes.max { $0.count < $1.count }
    let others = causes.count > 1 ? ", and for other reasons" : ""
    let nothing =
      table.checks.count == table.count(.new)
      ? "--baseline \(name): it has none of the checks of this audit, so nothing is compared" : nil
    warning =
      nothing
      ?? most.map { most in
        "--baseline \(name): \(PlainNumber.count(apart.count)) of \(PlainNumber.count(table.checks.count)) checks are not comparable: \(most.reason)\(others)"
      }
  }

  /// What a gate exits with that exits with `own` without the baseline: the worse of both.
  func exit(_ own: GateExit, failOn: FailOn) -> GateExit {
    let table = changes.table
    let added =
      table.count(.worse) > 0 && failOn != .never
      ? GateExit(status: .notMet, reason: .worse)
      : !table.isComplete && (failOn == .undecided || failOn == .warnings)
        ? GateExit(status: .cannotJudge, reason: .notComparable) : nil
    guard let added else { return own }
    let order: [ExitStatus] = [.couldNotRun, .notMet, .cannotJudge, .signOff, .met]
    return order.first { $0 == own.status || $0 == added.status } == own.status ? own : added
  }

  /// How a check differs; nothing where it has a number in neither audit.
  func change(of finding: Finding) -> CheckChange? {
    changes.table.checks.first {
      $0.requirement == finding.requirement && $0.grouping == finding.grouping && $0.group == finding.group
        && $0.stratifier == finding.stratifier
    }
  }
}
