import AuditMetrics
import AuditPolicy
import AuditRecord

/// Whether a record asks what the plan beside it asks.
///
/// A record's numbers give its findings under whatever requirements it names. Whoever changes those, a threshold or what the
/// audit speaks of, would leave a record that fits itself; the plan is what was agreed before.
enum PlanAgreement {
  /// What a record states otherwise than its plan, each in a sentence without its end.
  ///
  /// - Parameter plan: The bytes of the plan, whose digest is the one that the record names. Another version of the program may read
  ///   a plan in another way, so that records of others are not looked at.
  static func failures(_ record: Record, plan bytes: [UInt8]) -> [String] {
    guard record.tool == Tool(version: Version.current) else { return [] }
    guard let read = try? PlanReader.read(bytes, file: "plan.yaml", catalogue: Catalogue.cards) else {
      return ["plan.yaml is no plan that this version reads, and the record says that this version read it"]
    }
    let found = read.decisions?.labels.classes?.isFound == true
    let plan = (found ? read.naming(classes: record.labels?.classes?.labels ?? []) : read).expanded()
    var audit = record.audit
    // Of the model file the plan has the name alone.
    audit.system.sha256 = plan.audit.system.sha256
    var policy = record.signOff
    // Keys and people are in files beside the plan.
    (policy.allowedSigners, policy.signers) = (plan.signOff.allowedSigners, plan.signOff.signers)
    let own = record.labels
    let declared = plan.decisions?.labels
    let parts: [(what: String, isSame: Bool)] = [
      ("what the audit is of", audit == plan.audit),
      ("its requirements", record.requirements == plan.requirements),
      ("its sign-off policy", policy == plan.signOff),
      ("its seed and replicates", record.seed == plan.seed && record.replicates == plan.replicates),
      ("its profiles", record.regulations == plan.regulations),
      (
        "which labels are which decision",
        own?.favourable == declared?.favourable && own?.unfavourable == declared?.unfavourable
          && own?.notDecided == declared?.notDecided && own?.positive == declared?.positive
          && own?.negative == declared?.negative
      ),
    ]
    return parts.filter { !$0.isSame }.map { "plan.yaml states \($0.what) otherwise" }
  }
}
