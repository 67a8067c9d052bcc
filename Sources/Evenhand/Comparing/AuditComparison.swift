import AuditNumerics
import AuditPolicy
package import AuditRecord
import AuditStatistics

/// Sets two audits against each other, check by check, by their numbers alone.
///
/// Checks belong together by what they ask, and by their requirement's name where several ask the same; a threshold may differ.
/// Numbers are those of a group against the baseline's reference group, named in both. Whether one has changed is asked of all
/// checks at once: see ``ChangeAdjustment``. People of two records count as different ones, which is cautious where they are not.
package enum AuditComparison {
  /// How `candidate` differs from `baseline`.
  ///
  /// - Parameter margin: By how much a number may be worse and count as no worse, on its own scale; nil where nobody asks.
  package static func changes(
    from baseline: SealedRecord, to candidate: SealedRecord, margin: Double? = nil
  ) -> AuditChanges {
    changes(
      from: AuditNumbers(baseline.record, digest: baseline.digest),
      to: AuditNumbers(candidate.record, digest: candidate.digest), margin: margin)
  }

  /// How `candidate` differs from the baseline that its plan names, both without what is not compared.
  package static func changes(from baseline: Baseline, to candidate: AuditNumbers) -> AuditChanges {
    var candidate = candidate
    if baseline.column != nil {
      // A demand about the change itself is none of the decisions that it is measured from, and has no number there.
      candidate.requirements.removeAll { $0.noWorseThanBaseline != nil }
      let kept = Set(candidate.requirements.map(\.id))
      candidate.findings.removeAll { !kept.contains($0.requirement) }
    }
    return changes(from: baseline.audit, to: candidate, column: baseline.column, PairedDecisions(baseline))
  }

  /// How two audits differ, both without what is not compared.
  ///
  /// - Parameters:
  ///   - column: The column of the baseline, where it is no earlier audit.
  ///   - paired: How the decisions of both agree, where they are about the same people.
  package static func changes(
    from baseline: AuditNumbers, to candidate: AuditNumbers, column: String? = nil, _ paired: PairedDecisions? = nil,
    margin: Double? = nil
  ) -> AuditChanges {
    let families = CheckPairing(baseline: baseline, candidate: candidate).families
    let (before, now) = (Evidence(baseline), Evidence(candidate))
    let compared = Parallel.map(families.count) { number in
      ChangeFamily(families[number], baseline: before, candidate: now, paired: paired, margin: margin)
    }
    let (checks, neither) = ChangeAdjustment.checks(compared)
    return AuditChanges(
      baseline: ComparedAudit(baseline), candidate: ComparedAudit(candidate),
      table: ChangeTable(
        checks: checks, judgedInNeither: neither, notes: notes(baseline, candidate, checks, column: column),
        margin: margin))
  }

  private static func notes(
    _ baseline: AuditNumbers, _ candidate: AuditNumbers, _ checks: [CheckChange], column: String?
  ) -> [String] {
    if !baseline.record.isEmpty, baseline.record == candidate.record {
      return ["both are one record, which cannot differ from itself"]
    }
    // Of one file everything but the decisions is the same.
    var notes = [
      column.map { _ in
        candidate.estimates.contains { $0.sampling != nil }
          ? "rows that weigh or hang together count as different people in both, so that small changes are not seen"
          : "people who have both decisions count as the same in rates of groups that share nobody, which narrows the intervals of changes"
      } ?? plans(baseline, candidate)
    ]
    for (name, audit) in [("baseline", baseline), ("candidate", candidate)] {
      let share = audit.findings.compactMap(\.bounds?.share).max() ?? 0
      let most = audit.requirements.compactMap(\.leftOut?.atMost).min() ?? LeftOutRule().atMost
      if share > most {
        notes.append("up to \(PlainNumber.percent(share)) % of people were left out of a check of the \(name)")
      }
    }
    let digests = Set(baseline.inputs.compactMap(\.sha256))
    if column == nil, baseline.record != candidate.record,
      candidate.inputs.contains(where: { $0.sha256.map(digests.contains) ?? false })
    {
      notes.append(
        "both audits read the same file; its people count as different ones, so that small changes are not seen")
    }
    let named = checks.filter { check in
      check.difference?.reference.map { $0 != (check.candidate?.reference ?? $0) } ?? false
    }
    if !named.isEmpty {
      notes.append(
        "the reference group changed for \(PlainNumber.count(named.count)) \(named.count == 1 ? "check" : "checks"); both numbers are set against that of the baseline"
      )
    }
    return notes
  }

  /// What the two plans have in common, and what not.
  private static func plans(_ baseline: AuditNumbers, _ candidate: AuditNumbers) -> String {
    func groups(_ audit: AuditNumbers) -> [GroupingDescription] {
      audit.groupings.map { grouping in
        var plan = grouping
        // How many there are is no part of a plan.
        (plan.groups, plan.unknown, plan.leftOut) = (
          grouping.groups.map { GroupSize(group: $0.group, count: 0) }, 0, []
        )
        plan.notCompared?.groups = []
        return plan
      }
    }
    func labels(_ audit: AuditNumbers) -> DecisionLabels? {
      guard var labels = audit.labels else { return nil }
      func uncounted(_ counts: [LabelCount]) -> [LabelCount] {
        counts.map { LabelCount($0.label, rows: 0, units: 0) }
      }
      labels.unseen = []
      (labels.remainder, labels.outcomeRemainder) = (
        uncounted(labels.remainder), uncounted(labels.outcomeRemainder)
      )
      return labels
    }
    func lists(_ audit: AuditNumbers) -> ListsDescription? {
      guard var lists = audit.lists else { return nil }
      (lists.people, lists.lists, lists.items, lists.positions) = (0, 0, 0, 0)
      (lists.tied, lists.short, lists.recipients, lists.withoutRelevance) = (0, 0, nil, nil)
      return lists
    }
    let (before, now) = (baseline.audit, candidate.audit)
    var facts: [(name: String, isSame: Bool)] = [
      ("the period", before.window == now.window),
      ("the system", before.system.name == now.system.name),
      ("the version", before.system.version == now.system.version && before.system.sha256 == now.system.sha256),
      ("requirements", baseline.requirements == candidate.requirements),
      ("groups", groups(baseline) == groups(candidate)),
    ]
    if baseline.labels != nil || candidate.labels != nil {
      facts.append(("labels", labels(baseline) == labels(candidate)))
    }
    if baseline.lists != nil || candidate.lists != nil {
      facts.append(("lists", lists(baseline) == lists(candidate)))
    }
    func list(_ isSame: Bool) -> String {
      let names = facts.filter { $0.isSame == isSame }.map(\.name)
      guard let last = names.last else { return "" }
      return names.count == 1 ? last : names.dropLast().joined(separator: ", ") + " and " + last
    }
    let (changed, same) = (list(false), list(true))
    return changed.isEmpty
      ? "the plans say the same" : "changed: \(changed); the same: \(same.isEmpty ? "nothing else" : same)"
  }
}
