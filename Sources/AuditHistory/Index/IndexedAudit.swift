package import AuditLedger
package import AuditRecord

/// An audit as a history keeps it: what it found, what was counted, and what people signed.
///
/// All of it was read from a bundle that was verified, and can be read from it again.
package struct IndexedAudit: Sendable {
  /// SHA-256 of the record, which is the audit's identity.
  package var record: String
  /// The series that it belongs to.
  package var series: String
  /// The rules that judged it.
  package var rules: Rules
  /// What was audited, as its plan declares it.
  package var title: String
  /// The system, with its version and model file.
  package var system: SystemDescription
  /// Who audits whom.
  package var type: AuditType
  /// What kind of data it was.
  package var data: DataKind
  /// The period that the data covers.
  package var window: Window
  /// People whom it judged.
  package var people: Int
  /// The verdict over all; nil where there was nothing to judge.
  package var verdict: VerdictWord?
  /// SHA-256 of the plan; nil where it was set up in code.
  package var plan: String?
  /// When it was run; nil where that is not known.
  package var ranAt: Moment?
  /// Who ran it; nil where that was not said.
  package var runner: String?
  /// True if the inputs are named by their digests.
  package var namesInputs: Bool
  /// Who must sign.
  package var policy: SignOffPolicy
  /// SHA-256 of the policy as it stands in the record.
  package var policyDigest: String
  /// SHA-256 of `SHA256SUMS`, and so of every file that people sign.
  package var sums: String
  /// Where the bundle lies, seen from the history's folder.
  package var place: String
  /// What was found.
  package var findings: [IndexedFinding]
  /// What was counted of each group.
  package var counts: [IndexedCount]
  /// What people signed, in its order.
  package var signOffs: [LedgerEntry]
  /// The lists of keys: the bundle's own first, if it has one, then those that events replaced.
  package var keys: [[UInt8]]

  /// The day by which audits of a series are set in a row: the last of the period, else that of the run.
  package var day: CalendarDay? {
    (window.to ?? window.from).flatMap { CalendarDay($0) } ?? ranAt?.day
  }

  /// The first day of the period; nil where the plan names none.
  package var firstDay: CalendarDay? { window.from.flatMap { CalendarDay($0) } }

  /// What tells a release from the one before it: the version, and the model file.
  var release: [String?] { [system.version, system.sha256] }

  /// The order of a series: by the period, then by the run, then by the record.
  static func areInOrder(_ left: IndexedAudit, _ right: IndexedAudit) -> Bool {
    func key(_ audit: IndexedAudit) -> [String] {
      [audit.day?.description ?? "", audit.window.from ?? "", audit.ranAt?.description ?? "", audit.record]
    }
    return key(left).lexicographicallyPrecedes(key(right))
  }

  /// What its sign-offs say at a moment.
  ///
  /// - Parameter trust: Keys from outside; nil for the bundle's own.
  package func signOffState(at now: Moment, trust: Trust? = nil, revoked: RevokedKeys = RevokedKeys())
    throws(AllowedSigners.Problem) -> LedgerState
  {
    var lists: [String: AllowedSigners] = [:]
    for list in keys { lists[Digest(of: list).hex] = try AllowedSigners(parsing: list) }
    let nobody = try AllowedSigners(parsing: [])
    let own = Trust(signers: keys.first.flatMap { lists[Digest(of: $0).hex] } ?? nobody, revoked: revoked)
    let context = LedgerContext(
      policy: policy, trust: trust ?? own,
      runner: runner, ranAt: ranAt, findings: findings.map(\.finding), now: now,
      earlierLists: trust == nil ? lists : nil)
    return LedgerState(
      Ledger(signOffs), context: context, obstacles: namesInputs ? [] : [LedgerState.undigestedInputs])
  }
}

/// A finding as a history keeps it.
package struct IndexedFinding: Sendable {
  /// What it is about, the same in every audit of the series.
  package var key: FindingKey
  /// The finding; its sentence is left out.
  package var finding: Finding
  /// The metric's name.
  package var metricName: String
  /// How the metric's numbers are read.
  package var unit: MetricUnit
  /// What its number means.
  package var definition: FindingDefinition
  /// The rule of its reference group, as canonical JSON; nil where its requirement is not known.
  package var reference: String?
  /// The most that the chance of a false alarm may be; nil where it is not monitored.
  package var falseAlarm: Double?
}

/// What was counted of one group, and the rate.
package struct IndexedCount: Sendable, Hashable {
  /// The metric's id.
  package var metric: String
  /// The columns of the grouping.
  package var grouping: [String]
  /// The group's labels.
  package var group: [Label]
  /// Those who have what is counted.
  package var numerator: Double
  /// Among them.
  package var denominator: Double
  /// The low end of the rate's own range.
  package var lower: Double?
  /// The high end of it.
  package var upper: Double?
}

extension IndexedAudit {
  /// Takes an audit from its record and what lies beside it.
  ///
  /// - Throws: `RecordError` where a number cannot be written.
  package init(
    _ sealed: SealedRecord, series: String, ranAt: Moment?, runner: String?, sums: Digest, place: String,
    signOffs: [LedgerEntry], keys: [[UInt8]]
  ) throws(RecordError) {
    let record = sealed.record
    let numbers = AuditNumbers(record, digest: sealed.digest).asked(by: [])
    let demands = Dictionary(record.requirements.map { ($0.id, $0) }) { first, _ in first }
    let cards = Dictionary(record.metrics.map { ($0.id, $0) }) { first, _ in first }
    var findings: [IndexedFinding] = []
    for finding in record.findings {
      let (demand, card) = (demands[finding.requirement], cards[finding.metric])
      var kept = finding
      (kept.sentence, kept.bounds, kept.setBy) = ("", nil, nil)
      findings.append(
        IndexedFinding(
          key: try FindingKey(finding, of: demand, view: card?.view, series: series), finding: kept,
          metricName: card?.name ?? finding.metric, unit: card?.unit ?? .number,
          definition: try FindingDefinition(finding, of: demand, in: numbers),
          reference: try demand.map { demand throws(RecordError) in try Canonical.text(demand.reference) },
          falseAlarm: demand?.monitor?.falseAlarm))
    }
    self.init(
      record: sealed.digest.hex, series: series, rules: record.rules, title: record.audit.title,
      system: record.audit.system, type: record.audit.type, data: record.audit.data, window: record.audit.window,
      people: record.people, verdict: record.verdict.overall, plan: record.plan.sha256, ranAt: ranAt, runner: runner,
      namesInputs: record.inputs.allSatisfy { $0.sha256 != nil }, policy: record.signOff,
      policyDigest: sealed.policy.hex, sums: sums.hex, place: place, findings: findings,
      counts: numbers.estimates.compactMap(IndexedCount.init), signOffs: signOffs, keys: keys)
  }
}

extension IndexedCount {
  /// A crude rate that was counted; nothing for any other number.
  init?(_ estimate: Estimate) {
    guard estimate.stratifier == nil, estimate.within == nil, estimate.sampling == nil, estimate.lists == nil,
      let numerator = estimate.numerator, let denominator = estimate.denominator
    else { return nil }
    self.init(
      metric: estimate.metric, grouping: estimate.grouping, group: estimate.group, numerator: numerator,
      denominator: denominator, lower: estimate.interval?.lower, upper: estimate.interval?.upper)
  }
}
