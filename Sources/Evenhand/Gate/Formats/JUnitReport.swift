import AuditRecord
import AuditReport

/// A gate's result as JUnit XML: a suite a requirement, a case a check. It holds no time, so that it repeats.
package enum JUnitReport {
  private struct Case {
    var name: String
    var inner: String
    var kind: Kind?
    enum Kind { case failure, error, skipped }
  }

  /// The document, with a final newline.
  package static func render(_ result: GateResult) -> String {
    var suites = result.requirements.map { demand in
      (demand.requirement.id, result.checks.filter { $0.finding.requirement == demand.requirement.id }.map(testCase))
    }
    if let text = result.beyondChecks {
      let inner = "<failure type=\"\(result.exit.reason.rawValue)\" message=\"\(Escaping.html(text))\"/>"
      suites.append(("evenhand", [Case(name: "result", inner: inner, kind: .failure)]))
    }
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuites name=\"\(Escaping.html(result.title))\" \(counts(suites.flatMap(\.1)))>\n"
    for (id, cases) in suites {
      text += "  <testsuite name=\"\(Escaping.html(id))\" \(counts(cases))>\n"
      for testCase in cases {
        text +=
          "    <testcase classname=\"evenhand.\(Escaping.html(id))\" name=\"\(Escaping.html(testCase.name))\" time=\"0\""
        text += testCase.inner.isEmpty ? "/>\n" : ">\(testCase.inner)</testcase>\n"
      }
      text += "  </testsuite>\n"
    }
    return text + "</testsuites>\n"
  }

  private static func counts(_ cases: [Case]) -> String {
    func count(_ kind: Case.Kind) -> Int { cases.count { $0.kind == kind } }
    return
      "tests=\"\(cases.count)\" failures=\"\(count(.failure))\" errors=\"\(count(.error))\" skipped=\"\(count(.skipped))\" time=\"0\""
  }

  private static func testCase(_ check: GateResult.Check) -> Case {
    let verdict = check.words.mark.word.lowercased()
    let message = Escaping.html("\(verdict): \(check.words.sentence)")
    let (kind, element): (Case.Kind?, String) =
      switch (check.level, check.finding.verdict) {
      case (.none, .met): (nil, "")
      case (.none, _): (.skipped, "<skipped message=\"\(message)\"/>")
      case (.error, .couldNotRun): (.error, "<error type=\"could-not-run\" message=\"\(message)\"/>")
      case (.error, let verdict):
        (.failure, "<failure type=\"\(type(verdict))\" message=\"\(message)\"/>")
      case (.warning, _): (.skipped, "<skipped message=\"WARNING \(message)\"/>")
      case (.notice, _):
        (.skipped, "<skipped message=\"\(check.waiver == nil ? "FOR INFORMATION" : "WAIVED") \(message)\"/>")
      }
    return Case(name: check.words.place, inner: properties(check) + element, kind: kind)
  }

  private static func type(_ verdict: VerdictWord) -> String {
    verdict == .cannotTell ? "inconclusive" : verdict.rawValue
  }

  private static func properties(_ check: GateResult.Check) -> String {
    var properties: [(String, String)] = []
    if let value = check.value { properties.append(("value", CanonicalNumber.text(value))) }
    if let interval = check.interval {
      let ends = [interval.lower, interval.upper].map { $0.map(CanonicalNumber.text) ?? "" }
      properties.append(("interval", ends.joined(separator: " ")))
    }
    guard !properties.isEmpty else { return "" }
    return "<properties>"
      + properties.map { "<property name=\"\($0.0)\" value=\"\($0.1)\"/>" }.joined() + "</properties>"
  }
}
