import AuditNumerics
import AuditPolicy
public import AuditRecord
import AuditStatistics

/// Sets two audits against each other, check by check, by their numbers alone.
///
/// Checks belong together by what they ask, and by their requirement's name where several ask the same; a threshold may differ.
/// Numbers are those of a group against the baseline's reference group, named in both. Whether one has changed is asked of all
/// checks at once: see ``ChangeAdjustment``. People of two records count as different ones, which is cautious where they are not.
public enum AuditComparison {
  /// How `candidate` differs from `baseline`.
  public static func changes(from baseline: SealedRecord, to candidate: SealedRecord) -> AuditChanges {
    changes(
      from: AuditNumbers(baseline.record, digest: baseline.digest),
      to: AuditNumbers(candidate.record, digest: candidate.digest))
  }

  /// How `candidate` differs from `baseline`, both without what is not compared.
  public static func changes(from baseline: AuditNumbers, to candidate: AuditNumbers) -> AuditChanges {
    let families = CheckPairing(baseline: baseline, candidate: candidate).families
    let (before, now) = (Evidence(baseline), Evidence(candidate))
    let compared = Parallel.map(families.count) { number in
      ChangeFamily(families[number], baseline: before, candidate: now)
    }
    let (checks, neither) = ChangeAdjustment.checks(compared)
    return AuditChanges(
      baseline: ComparedAudit(baseline), candidate: ComparedAudit(candidate),
      table: ChangeTable(
        checks: checks, judgedInNeither: neither, notes: notes(baseline, candidate, checks)))
  }

  private static func notes(
    _ baseline: AuditNumbers, _ candidate: AuditNumbers, _ checks: [CheckChange]
  ) -> [String] {
    var notes = [plans(baseline, candidate)]
    let digests = Set(baseline.inputs.compactMap(\.sha256))
    if baseline.record != candidate.record,
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
    func labels(_ audit: AuditNumbers) -> [[Label]?] {
      [
        audit.labels?.favourable, audit.labels?.positive, audit.labels?.notDecided, audit.labels?.unknown,
        audit.lists?.unknown,
      ]
    }
    let (before, now) = (baseline.audit, candidate.audit)
    let facts: [(name: String, isSame: Bool)] = [
      ("the period", before.window == now.window),
      ("the system", before.system.name == now.system.name),
      ("the version", before.system.version == now.system.version && before.system.sha256 == now.system.sha256),
      ("requirements", baseline.requirements == candidate.requirements),
      ("groups", baseline.groupings.map(\.grouping) == candidate.groupings.map(\.grouping)),
      ("labels", labels(baseline) == labels(candidate)),
    ]
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
