import AuditRecord
import AuditReport

/// A gate's result as a SARIF log [SARIF 2.1.0, errata 01].
///
/// Every result has one place, since services refuse a log that holds one without. What is met is left out unless the caller
/// asks for all: readers that do not know `kind` show it as a fault.
package enum SARIFLog {
  private typealias Member = (key: String, value: JSONValue)

  /// The text, with a final newline.
  ///
  /// - Parameter listsAll: True to put in every check.
  package static func render(_ result: GateResult, listsAll: Bool = false) -> String {
    Escaping.json(value(result, listsAll: listsAll).canonical) + "\n"
  }

  /// The document.
  static func value(_ result: GateResult, listsAll: Bool) -> JSONValue {
    let rules = Dictionary(result.requirements.enumerated().map { ($1.requirement.id, $0) }) { first, _ in first }
    let checks = result.checks.filter { listsAll || $0.level != .none }.map { self.result($0, rules) }
    let beyond = result.beyondChecks.map { text -> JSONValue in
      .object(
        [
          ("ruleId", .string("evenhand")), ("ruleIndex", .number(Double(result.requirements.count))),
          ("level", .string("error")), ("message", message(text)), ("locations", places(result.plan)),
          ("partialFingerprints", fingerprints(GateResult.fingerprint(of: [.string("evenhand")]))),
        ])
    }
    let driver: [Member] = [
      ("name", .string("evenhand")), ("version", .string(Version.current)),
      ("informationUri", .string("https://evenhand.dev")),
      ("rules", .array(result.requirements.map(rule) + (beyond == nil ? [] : [ownRule]))),
    ]
    let run: [Member] = [
      ("tool", .object([("driver", .object(driver))])),
      (
        "invocations",
        .array([
          .object([
            ("executionSuccessful", .bool(result.exit.status != .couldNotRun)),
            ("exitCode", .number(Double(result.exit.status.rawValue))),
            ("exitCodeDescription", .string(Escaping.visible(result.line))),
          ])
        ])
      ),
      ("results", .array(checks + [beyond].compactMap(\.self))), ("columnKind", .string("utf16CodeUnits")),
      (
        "properties",
        .object([
          ("evenhand/record", .string(result.record.hex)), ("evenhand/result", .string(result.outcome.rawValue)),
          ("evenhand/fail-on", .string(result.failOn.rawValue)),
        ])
      ),
    ]
    return .object([
      (
        "$schema", .string("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
      ),
      ("version", .string("2.1.0")), ("runs", .array([.object(run)])),
    ])
  }

  // MARK: rules

  private static func rule(_ demand: GateResult.Demand) -> JSONValue {
    let (requirement, words) = (demand.requirement, demand.words)
    let asks = [words.metric, words.comparison, words.threshold].compactMap(\.self).joined(separator: ", ")
    let paragraphs =
      [asks + ".", demand.question, requirement.origin.map { "Origin of the threshold: \($0)" }].compactMap(\.self)
      .filter { !$0.isEmpty }
    let level = requirement.severity == .block ? "error" : requirement.severity == .warn ? "warning" : "note"
    return .object([
      ("id", .string(Escaping.visible(requirement.id))), ("shortDescription", text(asks)),
      ("defaultConfiguration", .object([("level", .string(level))])),
      (
        "help",
        .object([
          ("text", .string(Escaping.visible(paragraphs.joined(separator: " ")))),
          (
            "markdown",
            .string(
              (paragraphs.map { Escaping.markdown($0, atLineStart: true) }
                + ["`evenhand explain not-met` says what can be done."]).joined(separator: "\n\n"))
          ),
        ])
      ),
      ("properties", .object([("evenhand/metric", .string(requirement.metric))])),
    ])
  }

  private static let ownRule: JSONValue = .object([
    ("id", .string("evenhand")), ("shortDescription", text("The gate does not pass although no check fails")),
  ])

  // MARK: results

  private static func result(_ check: GateResult.Check, _ rules: [String: Int]) -> JSONValue {
    let level =
      switch check.level {
      case .error: "error"
      case .warning: "warning"
      case .notice: "note"
      case .none: "none"
      }
    var members: [Member] = [
      ("ruleId", .string(Escaping.visible(check.finding.requirement))), ("level", .string(level)),
      ("message", message("\(check.words.mark.word): \(check.words.sentence)")), ("locations", places(check.place)),
      ("partialFingerprints", fingerprints(check.fingerprint)),
      ("properties", .object([("evenhand/verdict", .string(check.finding.verdict.rawValue))])),
    ]
    if let state = check.change.flatMap({ baselineState($0.change) }) {
      members.append(("baselineState", .string(state)))
    }
    if let index = rules[check.finding.requirement] { members.append(("ruleIndex", .number(Double(index)))) }
    if check.level == .none {
      members.append(("kind", .string(check.finding.verdict == .met ? "pass" : "notApplicable")))
    }
    if let waiver = check.waiver {
      let why = GateText.words(check.finding.requirement, waiver)
      members.append(
        (
          "suppressions",
          .array([
            .object([
              ("kind", .string("external")), ("status", .string("accepted")),
              ("justification", .string(Escaping.visible(why))),
            ])
          ])
        ))
    }
    return .object(members)
  }

  /// How a result differs from an earlier log, in SARIF's words; nothing where they cannot be compared.
  private static func baselineState(_ change: ChangeWord) -> String? {
    switch change {
    case .new: "new"
    case .noClearChange, .noWorse: "unchanged"
    case .better, .worse: "updated"
    case .gone, .notComparable: nil
    }
  }

  private static func fingerprints(_ text: String) -> JSONValue { .object([("evenhandCheck/v1", .string(text))]) }

  private static func places(_ place: GateResult.Place?) -> JSONValue {
    let region: Member = ("region", .object([("startLine", .number(Double(place?.line ?? 1)))]))
    let file: Member = (
      "artifactLocation", .object([("uri", .string(uri(place?.file ?? ""))), ("uriBaseId", .string("%SRCROOT%"))])
    )
    return .array([.object([("physicalLocation", .object([file, region]))])])
  }

  /// A path as a relative reference.
  private static func uri(_ path: String) -> String {
    let kept = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/".utf8)
    return path.utf8.reduce(into: "") { text, byte in
      if kept.contains(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        text += "%" + (byte < 16 ? "0" : "") + digits
      }
    }
  }

  private static func text(_ text: String) -> JSONValue { .object([("text", .string(Escaping.visible(text)))]) }

  /// A message in which nothing is a link or a place for an argument.
  private static func message(_ text: String) -> JSONValue {
    let plain = Escaping.visible(text)
    return .object([
      (
        "text",
        .string(
          plain.replacing("{", with: "{{").replacing("}", with: "}}").replacing("](", with: "]\u{2060}("))
      )
    ])
  }
}
