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
  /// Another version of the program may read a plan in another way, so that of its records only what no version reads otherwise is
  /// compared; a difference is no proof of a change, and no gate believes the record then.
  ///
  /// - Parameter plan: The bytes of the plan, whose digest is the one that the record names.
  static func differences(_ record: Record, plan bytes: [UInt8]) -> [String] {
    guard let read = try? PlanReader.read(bytes, file: "plan.yaml", catalogue: Catalogue.cards) else {
      return ["plan.yaml is no plan that this version reads"]
    }
    let found = read.decisions?.labels.classes?.isFound == true
    let plan = (found ? read.naming(classes: record.labels?.classes?.labels ?? []) : read).expanded()
    guard record.tool == Tool(version: Version.current) else {
      let parts = [
        ("its requirements", record.requirements.map(Core.init) == plan.requirements.map(Core.init)),
        ("its groups", plan.groupColumns.allSatisfy { isSame($0, record) }),
        ("its strata", isSame(record.stratifiers, plan.decisions?.within ?? [])),
      ]
      return parts.filter { !$0.1 }.map { "plan.yaml states \($0.0) otherwise" }
    }
    let parts =
      [
        ("what the audit is of", isSame(record.audit, plan.audit)),
        ("its requirements", record.requirements == plan.requirements),
        ("its sign-off policy", isSame(record.signOff, plan.signOff)),
        ("its seed and replicates", record.seed == plan.seed && record.replicates == plan.replicates),
        ("its profiles", record.regulations == plan.regulations),
        ("which labels are which decision", isSame(record.labels, plan.decisions?.labels)),
        ("its groups", plan.groupColumns.allSatisfy { isSame($0, record) }),
        ("what changes are judged against", record.baseline?.column == plan.decisions?.baseline),
        ("its strata", isSame(record.stratifiers, plan.decisions?.within ?? [])),
        ("its metrics", record.metrics.allSatisfy { isSame($0, plan) }),
        ("what may be published", isSame(record.privacy, plan.privacy?.publishing)),
        (
          "on what ground data may be used",
          record.lawfulUse?.rules == (plan.decisions?.lawful ?? plan.recommendations?.lawful)?.rules
        ),
      ] as [(what: String, isSame: Bool)]
    return parts.filter { !$0.isSame }.map { "plan.yaml states \($0.what) otherwise" }
  }

  /// What every version has read of a requirement in one way.
  private struct Core: Equatable {
    let id: String
    let metric: String
    let across: [[String]]
    let comparison: Comparison
    let reference: ReferenceRule
    let threshold: Threshold
    let severity: Severity

    init(_ requirement: Requirement) {
      (id, metric, across) = (requirement.id, requirement.metric, requirement.across)
      (comparison, reference) = (requirement.compare, requirement.reference)
      (threshold, severity) = (requirement.threshold, requirement.severity)
    }
  }

  private static func isSame(_ stored: AuditDescription, _ planned: AuditDescription) -> Bool {
    var stored = stored
    // Of the model file the plan has the name alone.
    stored.system.sha256 = planned.system.sha256
    return stored == planned
  }

  private static func isSame(_ stored: SignOffPolicy, _ planned: SignOffPolicy) -> Bool {
    var stored = stored
    // Keys and people are in files beside the plan.
    (stored.allowedSigners, stored.signers) = (planned.allowedSigners, planned.signers)
    return stored == planned
  }

  private static func isSame(_ stored: DecisionLabels?, _ planned: DecisionLabels?) -> Bool {
    guard let stored, let planned else { return stored == nil && planned == nil }
    return stored.favourable == planned.favourable && stored.unfavourable == planned.unfavourable
      && stored.notDecided == planned.notDecided && stored.positive == planned.positive
      && stored.negative == planned.negative && stored.count == planned.count && stored.isWide == planned.isWide
      && stored.unknown == planned.unknown && stored.phrases == planned.phrases
  }

  /// A column of groups: who is not compared, which labels are joined, and who was expected.
  private static func isSame(_ column: GroupColumn, _ record: Record) -> Bool {
    let own = record.groupings.filter { $0.grouping == [column.name] }
    return own.allSatisfy { grouping in
      let groups = Set(grouping.groups.map(\.group))
      return grouping.notCompared?.belowShare == column.notCompared?.belowShare
        && grouping.notCompared?.justification == column.notCompared?.justification
        && grouping.same == column.rules.same.map { JoinedLabels(name: $0.name, labels: $0.labels) }
        && column.expected.allSatisfy { groups.contains([$0]) }
    }
  }

  private static func isSame(_ stored: [Stratifier], _ planned: [Stratifier]) -> Bool {
    stored.map(\.column) == planned.map(\.column) && stored.map(\.justification) == planned.map(\.justification)
      && stored.map(\.approvedBy) == planned.map(\.approvedBy)
  }

  /// What a metric is: a formula is the plan's, and every other the catalogue's.
  private static func isSame(_ card: MetricCard, _ plan: Plan) -> Bool {
    let formula = plan.formulas.first { $0.card.id == card.id }?.card
    guard let known = formula ?? Catalogue.cards.first(where: { $0.id == card.id }) else { return true }
    let worded =
      known.countsLevels
      ? SettingShare.card(known, levels: plan.countedLevels) : known.phrased(plan.decisions?.labels.phrases)
    return card.name == known.name && card.question == worded.question && card.formula == known.formula
      && card.counted == worded.counted && card.among == worded.among
      && card.reading == known.reading && card.least == known.least && card.most == known.most
      && card.ideal == known.ideal && card.measure == known.measure && card.needs == known.needs
  }

  private static func isSame(_ stored: PublishingPolicy?, _ planned: PublishingPolicy?) -> Bool {
    stored?.minimumCell == planned?.minimumCell && stored?.protect == planned?.protect
      && stored?.cumulative == planned?.cumulative
  }
}
