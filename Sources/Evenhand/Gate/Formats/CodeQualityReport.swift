import AuditRecord
import AuditReport

/// A gate's result as a Code Quality report of GitLab: what does not pass, each at its line of the plan.
package enum CodeQualityReport {
  /// The text, with a final newline.
  package static func render(_ result: GateResult) -> String {
    let issues = result.checks.filter { $0.level != .none }.map(issue)
    let beyond = result.beyondChecks.map { text in
      issue(
        text, check: "evenhand", fingerprint: GateResult.fingerprint(of: [.string("evenhand")]), severity: "blocker",
        place: result.plan)
    }
    return Escaping.json(JSONValue.array(issues + [beyond].compactMap(\.self)).canonical) + "\n"
  }

  private static func issue(_ check: GateResult.Check) -> JSONValue {
    let verdict = check.words.mark.word.lowercased()
    return issue(
      "\(check.finding.requirement) \(verdict): \(check.words.sentence)", check: check.finding.requirement,
      fingerprint: check.fingerprint, severity: severity(check), place: check.place)
  }

  private static func issue(
    _ description: String, check: String, fingerprint: String, severity: String, place: GateResult.Place?
  ) -> JSONValue {
    .object([
      ("description", .string(Escaping.visible(description))), ("check_name", .string(Escaping.visible(check))),
      ("fingerprint", .string(fingerprint)), ("severity", .string(severity)),
      (
        "location",
        .object([
          ("path", .string(place?.file ?? "")),
          ("lines", .object([("begin", .number(Double(place?.line ?? 1)))])),
        ])
      ),
    ])
  }

  private static func severity(_ check: GateResult.Check) -> String {
    switch check.level {
    case .error: check.finding.verdict == .notMet || check.finding.verdict == .couldNotRun ? "blocker" : "major"
    case .warning: "minor"
    case .notice, .none: "info"
    }
  }
}
