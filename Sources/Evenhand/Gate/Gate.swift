import AuditPolicy
public import AuditRecord

/// Judges records.
public enum Gate {
  /// Why a stored verdict does not count although nothing fails; nothing if it counts.
  ///
  /// A verdict counts that this version has recomputed. One under other rules counts only where its bundle is final by keys
  /// that come from outside: whoever forges a record can sign it with keys of his own.
  ///
  /// - Parameters:
  ///   - confirmation: What holds of the record.
  ///   - signed: The bundle of the record, if people signed it.
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

  /// A record judged by the requirements of another plan, each for the classes and models that it is about; classes that the plan leaves
  /// to the data are those of the record.
  public static func judge(_ record: Record, by plan: Plan, baseline: SealedRecord? = nil) -> Record {
    let found = plan.decisions?.labels.classes?.isFound == true
    let plan = found ? plan.naming(classes: record.labels?.classes?.labels ?? []) : plan
    return judge(record, by: plan.expanded().requirements, baseline: baseline)
  }

  /// An old record judged by new requirements; what the record lacks could not run.
  ///
  /// Records of the first rules do not say who was left out, and are judged without.
  ///
  /// - Parameters:
  ///   - record: The record, whose numbers stay.
  ///   - requirements: The new requirements.
  ///   - baseline: The audit that changes are judged against; without it the record's own.
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
