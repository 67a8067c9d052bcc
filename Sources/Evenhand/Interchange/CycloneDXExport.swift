import AuditLedger
package import AuditRecord

/// A bundle as a machine-learning bill of materials [CycloneDX 1.7]: the model with what was measured, the requirements as a
/// standard, and the sign-offs as attestations. A third party is who declared independence in every point.
package enum CycloneDXExport {
  private typealias Member = (key: String, value: JSONValue)

  /// The document.
  package static func document(_ signed: SignedBundle) -> JSONValue {
    let record = signed.sealed.record
    return .object([
      ("$schema", .string("http://cyclonedx.org/schema/bom-1.7.schema.json")), ("bomFormat", .string("CycloneDX")),
      ("specVersion", .string("1.7")), ("version", .number(1)),
      (
        "metadata",
        .object([
          ("timestamp", .string(signed.asked.description)),
          (
            "tools",
            .object([
              (
                "components",
                .array([
                  .object([
                    ("type", .string("application")), ("name", .string(record.tool.name)),
                    ("version", .string(record.tool.version)),
                  ])
                ])
              )
            ])
          ),
        ])
      ),
      ("components", .array([model(signed)])), ("definitions", .object([("standards", .array([standard(record)]))])),
      ("declarations", declarations(signed)),
    ])
  }

  private static func model(_ signed: SignedBundle) -> JSONValue {
    let record = signed.sealed.record
    let words = FindingWords(record)
    let system = record.audit.system
    var members: [Member] = [
      ("type", .string("machine-learning-model")), ("bom-ref", .string("system")),
      ("name", .string(system.name ?? "not named in the plan")),
    ]
    if let version = system.version { members.append(("version", .string(version))) }
    if let sha256 = system.sha256 { members.append(("hashes", hashes(sha256))) }
    if let purpose = record.audit.purpose { members.append(("description", .string(purpose))) }
    members.append(
      (
        "modelCard",
        .object([
          ("quantitativeAnalysis", .object([("performanceMetrics", .array(record.estimates.compactMap(measured)))])),
          (
            "considerations",
            .object([("fairnessAssessments", .array(record.findings.compactMap { assessment($0, words, signed) }))])
          ),
        ])
      ))
    return .object(members)
  }

  /// A number with its range; what is undefined is no metric.
  private static func measured(_ estimate: Estimate) -> JSONValue? {
    guard let value = estimate.value else { return nil }
    let stratum =
      estimate.within.map { within in " within \(estimate.stratifier ?? "") = \(Words.stratum(within))" } ?? ""
    var members: [Member] = [
      ("type", .string(estimate.metric)), ("value", .string(CanonicalNumber.text(value))),
      ("slice", .string(slice(estimate.grouping, estimate.group) + stratum)),
    ]
    if let interval = estimate.interval {
      let limits = [("lowerBound", interval.lower), ("upperBound", interval.upper)]
      members.append(
        (
          "confidenceInterval",
          .object(limits.compactMap { name, limit in limit.map { (name, .string(CanonicalNumber.text($0))) } })
        ))
    }
    return .object(members)
  }

  /// What was found about a group, where it is not that the requirement is met.
  private static func assessment(_ finding: Finding, _ words: FindingWords, _ signed: SignedBundle) -> JSONValue? {
    guard let group = finding.group, finding.verdict != .met, finding.verdict != .notApplicable else { return nil }
    var members: [Member] = [
      ("groupAtRisk", .string(slice(finding.grouping, group))), ("harms", .string(words.sentence(of: finding))),
    ]
    if let waiver = signed.state.waiver(of: finding)?.event {
      let until = waiver.expires.map { " until \($0)" } ?? ""
      members.append(
        ("mitigationStrategy", .string("Accepted by \(waiver.signer.name)\(until): \(waiver.reason ?? "")")))
    }
    return .object(members)
  }

  private static func slice(_ grouping: [String], _ group: [Label]) -> String {
    guard !grouping.isEmpty else { return Words.grouping(grouping) }
    return zip(grouping, group).map { "\($0) = \(Words.label($1))" }.joined(separator: ", ")
  }

  private static func standard(_ record: Record) -> JSONValue {
    let requirements = record.requirements.map { requirement -> JSONValue in
      var members: [Member] = [
        ("bom-ref", .string("requirement:\(requirement.id)")), ("identifier", .string(requirement.id)),
        ("text", .string(words(requirement))),
      ]
      if let origin = requirement.origin { members.append(("descriptions", .array([.string(origin)]))) }
      return .object(members)
    }
    return .object([
      ("bom-ref", .string("plan")), ("name", .string("Requirements of the audit plan: \(record.audit.title)")),
      ("requirements", .array(requirements)),
    ])
  }

  private static func words(_ requirement: Requirement) -> String {
    func number(_ value: Double) -> String { CanonicalNumber.text(value) }
    var text = "\(requirement.metric), \(requirement.compare.rawValue)"
    if requirement.compare != .value { text += ", reference \(requirement.reference.name)" }
    if let least = requirement.atLeast { text += ": at least \(number(least))" }
    if let most = requirement.atMost { text += ": at most \(number(most))" }
    if let rule = requirement.noWorseThanBaseline {
      text += ": no worse than the baseline by more than \(number(rule.margin))"
    }
    if let range = requirement.between { text += ": between " + range.map(number).joined(separator: " and ") }
    return text + ", judged by the \(requirement.decide.rawValue)"
  }

  private static func declarations(_ signed: SignedBundle) -> JSONValue {
    let record = signed.sealed.record
    let approvals = signed.state.entries.filter { $0.stands && $0.event.kind.isApproval }.map(\.event)
    let claims = record.requirements.map { requirement -> JSONValue in
      .object([
        ("bom-ref", .string("claim:\(requirement.id)")), ("target", .string("system")),
        ("predicate", .string(words(requirement))), ("evidence", .array([.string("record")])),
      ])
    }
    let evidence: JSONValue = .object([
      ("bom-ref", .string("record")), ("propertyName", .string("evenhand:record")),
      ("description", .string("record.json, SHA-256 \(signed.sealed.digest.hex)")),
    ])
    let assessors = approvals.map { event -> JSONValue in
      .object([
        ("bom-ref", .string("assessor:\(event.sequence)")),
        ("thirdParty", .bool(!event.independence.isEmpty && event.independence.allSatisfy(\.holds))),
        ("organization", .object([("name", .string(event.signer.organisation ?? event.signer.name))])),
      ])
    }
    let attestations = approvals.map { event -> JSONValue in
      .object([
        ("summary", .string(event.statement)), ("assessor", .string("assessor:\(event.sequence)")),
        ("map", .array(record.requirements.map { map($0, record) })),
      ])
    }
    return .object([
      ("assessors", .array(assessors)), ("attestations", .array(attestations)), ("claims", .array(claims)),
      ("evidence", .array([evidence])),
    ])
  }

  /// A score only where it was judged: 1 for met, 0 for not met. What cannot be told has none.
  private static func map(_ requirement: Requirement, _ record: Record) -> JSONValue {
    let verdicts = record.findings.filter { $0.requirement == requirement.id }.map(\.verdict)
    let worst = verdicts.max { $0.rank < $1.rank }
    var conformance: [Member] = [("rationale", .string(worst?.words ?? "Nothing to judge"))]
    if worst == .met { conformance.append(("score", .number(1))) }
    if worst == .notMet { conformance.append(("score", .number(0))) }
    return .object([
      ("requirement", .string("requirement:\(requirement.id)")),
      ("claims", .array([.string("claim:\(requirement.id)")])), ("conformance", .object(conformance)),
    ])
  }

  private static func hashes(_ sha256: String) -> JSONValue {
    .array([.object([("alg", .string("SHA-256")), ("content", .string(sha256))])])
  }
}
