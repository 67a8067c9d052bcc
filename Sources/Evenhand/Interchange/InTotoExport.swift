import AuditLedger
package import AuditRecord

/// A bundle as in-toto Statements that gates of other systems read; unsigned, since whoever exports signs for themselves.
package enum InTotoExport {
  /// The test result [in-toto attestation, test-result v0.1].
  ///
  /// A check has passed if it is met, has a warning if it does not pass and does not stop the release, because it only warns, is
  /// validly waived or the plan lets it pass, and has failed otherwise.
  package static func testResult(_ signed: SignedBundle) -> JSONValue {
    let record = signed.sealed.record
    let gate = GateResult(signed.sealed, in: signed, confirmation: signed.confirmation)
    func names(_ levels: CheckLevel...) -> [String] {
      gate.checks.filter { levels.contains($0.level) }.map { InTotoExport.name(of: $0.finding) }
    }
    let (passed, warned, failed) = (names(.none), names(.warning, .notice), names(.error))
    let result = gate.outcome != .passed ? "FAILED" : warned.isEmpty ? "PASSED" : "WARNED"
    return statement(
      signed, type: "https://in-toto.io/attestation/test-result/v0.1",
      [
        ("result", .string(result)),
        ("configuration", .array([resource("plan.yaml", record.plan.sha256)].compactMap(\.self))),
        ("passedTests", texts(passed)), ("warnedTests", texts(warned)), ("failedTests", texts(failed)),
      ])
  }

  /// The summary of what was verified [in-toto attestation, simple verification result v0.2].
  package static func verification(_ signed: SignedBundle) -> JSONValue {
    let record = signed.sealed.record
    var properties = ["EVENHAND_VERDICT_\(word(record.verdict.overall?.rawValue ?? "nothing-to-judge"))"]
    properties.append(signed.breaks.isEmpty ? "EVENHAND_UNCHANGED" : "EVENHAND_CHANGED")
    if signed.state.isFinal { properties.append("EVENHAND_FINAL") }
    let gate = GateResult(signed.sealed, in: signed, confirmation: signed.confirmation)
    if gate.outcome == .passed, Gate.objection(to: signed.confirmation, in: signed) == nil {
      properties.append("EVENHAND_GATE_PASSED")
    }
    return statement(
      signed, type: "https://in-toto.io/attestation/svr/v0.2",
      [
        (
          "verifier",
          .object([
            ("id", .string("https://evenhand.dev/evenhand/\(Version.current)")),
            ("policies", .array([resource("plan.yaml", record.plan.sha256)].compactMap(\.self))),
          ])
        ),
        ("timeCreated", .string(signed.asked.description)), ("properties", texts(properties)),
      ])
  }

  static func name(of finding: Finding) -> String {
    let group = finding.group.map { " = " + Words.group($0) } ?? ""
    return "\(finding.requirement): \(finding.grouping.joined(separator: " × "))\(group)"
  }

  private static func word(_ kebab: String) -> String { kebab.uppercased().replacing("-", with: "_") }

  private static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

  private static func resource(_ name: String, _ sha256: String?) -> JSONValue? {
    sha256.map { .object([("name", .string(name)), ("digest", .object([("sha256", .string($0))]))]) }
  }

  private static func statement(
    _ signed: SignedBundle, type: String, _ predicate: [(key: String, value: JSONValue)]
  ) -> JSONValue {
    .object([
      ("_type", .string("https://in-toto.io/Statement/v1")), ("predicateType", .string(type)),
      ("subject", .array(signed.subjects.compactMap { resource($0.name, $0.sha256) })),
      ("predicate", .object(predicate)),
    ])
  }
}
