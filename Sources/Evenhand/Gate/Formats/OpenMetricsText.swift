import AuditRecord
import AuditReport

/// A gate's result as OpenMetrics text [OpenMetrics 1.0], for series over time: a sample a check, with four decimals.
package enum OpenMetricsText {
  /// The text; it ends as the format asks.
  package static func render(_ result: GateResult) -> String {
    let checks = zip(result.checks, labels(result.checks)).map { ($0, $1) }
    var text = ""
    func family(_ name: String, _ type: String, _ help: String, _ samples: [String]) {
      text += "# TYPE \(name) \(type)\n# HELP \(name) \(help)\n" + samples.map { "\($0)\n" }.joined()
    }
    func gauge(_ name: String, _ help: String, _ value: (GateResult.Check) -> Double?) {
      family(
        name, "gauge", help,
        checks.compactMap { check, labels in
          value(check).map { "\(name){\(labels)} \(number($0))" }
        })
    }
    gauge("evenhand_value", "The judged number.") { $0.value }
    gauge("evenhand_lower", "The lower end of the range that is judged.") { $0.interval?.lower }
    gauge("evenhand_upper", "The upper end of the range that is judged.") { $0.interval?.upper }
    family(
      "evenhand_threshold", "gauge", "What is required.",
      checks.flatMap { check, labels in
        thresholds(check.finding).map { bound, value in
          "evenhand_threshold{\(labels),bound=\"\(bound)\"} \(number(value))"
        }
      })
    family(
      "evenhand_verdict", "stateset", "The verdict.",
      checks.flatMap { check, labels in
        VerdictWord.allCases.map { word in
          "evenhand_verdict{\(labels),evenhand_verdict=\"\(word.rawValue)\"} \(check.finding.verdict == word ? 1 : 0)"
        }
      })
    family(
      "evenhand_checks", "gauge", "Checks by verdict.",
      VerdictWord.allCases.map { "evenhand_checks{verdict=\"\($0.rawValue)\"} \(result.counts[$0] ?? 0)" })
    family(
      "evenhand_exit_code", "gauge", "The gate's exit code.", ["evenhand_exit_code \(result.exit.status.rawValue)"])
    family(
      "evenhand_record", "info", "The record that was judged.",
      ["evenhand_record_info{sha256=\"\(result.record.hex)\",version=\"\(Version.current)\"} 1"])
    return text + "# EOF\n"
  }

  /// The labels of each check; of two that would read alike, the second is numbered.
  private static func labels(_ checks: [GateResult.Check]) -> [String] {
    var seen: [String: Int] = [:]
    return checks.map { check in
      let finding = check.finding
      let group =
        finding.group.map { Words.group($0) } ?? finding.smallGroups.map { _ in "(small groups)" } ?? ""
      let pairs = [
        ("requirement", finding.requirement), ("grouping", finding.grouping.joined(separator: " × ")), ("group", group),
        ("within", finding.stratifier ?? ""),
      ]
      let labels = pairs.map { "\($0)=\"\(escaped($1))\"" }.joined(separator: ",")
      let number = (seen[labels] ?? 0) + 1
      seen[labels] = number
      return number == 1 ? labels : labels + ",number=\"\(number)\""
    }
  }

  private static func thresholds(_ finding: Finding) -> [(bound: String, value: Double)] {
    let limits = finding.threshold.values.filter(\.isFinite)
    guard finding.bound == .between, limits.count == 2 else {
      return limits.prefix(1).map { (finding.bound?.rawValue ?? "", $0) }
    }
    return [(Bound.atLeast.rawValue, limits[0]), (Bound.atMost.rawValue, limits[1])]
  }

  private static func number(_ value: Double) -> String {
    DecimalDigits(value).fixed(4).replacing(",", with: "").replacing("−", with: "-")
  }

  private static func escaped(_ text: String) -> String {
    Escaping.terminal(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
  }
}
