public import AuditRecord

/// The result of an audit in a few lines for a terminal or a job's log.
public enum TerminalSummary {
  private static let mostLines = 20

  /// The most lines about what is odd in the data.
  private static let mostWarnings = 8

  /// The title, the overall verdict, what is odd in the data, and a line a finding, the worst first.
  ///
  /// - Parameters:
  ///   - record: The record.
  ///   - color: True to colour marks by the terminal's own palette; the words never depend on it.
  /// - Returns: Lines with a final newline. No control character of the data is among them.
  public static func render(_ record: Record, color: Bool = false) -> String {
    let overall = Overall(record)
    var lines = ["Audit: " + Escaping.terminal(record.audit.title)]
    if let stamp = record.audit.data.stamp { lines.append("! " + stamp) }
    lines.append(mark(overall.mark, color))
    lines.append("  " + overall.counts)
    lines += warnings(record)
    var judged = record
    // No line needs the numbers that were not judged.
    (judged.estimates, judged.disparities) = ([], [])
    let index = RecordIndex(judged)
    let findings = index.findingsWorstFirst
    let shown = findings.count <= mostLines ? findings : findings.filter { $0.verdict.rank > VerdictWord.met.rank }
    if !shown.isEmpty { lines.append("") }
    let words = shown.contains { $0.verdict == .notEnoughData } ? FindingWords(record) : nil
    lines += shown.prefix(mostLines).map { line($0, index, words, color) }
    if findings.count > min(shown.count, mostLines) {
      lines.append("  and \(findings.count - min(shown.count, mostLines)) more; the report lists them all")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What is odd in the data, and what counts without being declared: a line each.
  static func warnings(_ record: Record) -> [String] {
    let warnings = DataWords.warnings(record)
    let more = warnings.count - min(warnings.count, mostWarnings)
    return
      (warnings.prefix(mostWarnings).map { "! " + $0 }
      + (more > 0 ? ["! and \(more) more about the data; the report lists them all"] : [])
      + DataWords.notes(record).map { "  " + $0 }).map(Escaping.terminal)
  }

  private static func line(
    _ finding: Finding, _ index: RecordIndex, _ words: FindingWords?, _ color: Bool
  ) -> String {
    let quantity = index.quantity(finding.metric)
    let scale = Scale(finding.comparison, isRate: quantity.isPercent, isGap: finding.group == nil)
    let place = Escaping.terminal(Words.place(finding))
    let limits = finding.threshold.values
    let cause = finding.value == nil && finding.verdict == .notEnoughData ? words?.brief(of: finding) : nil
    var number =
      cause.map { Escaping.terminal($0) } ?? finding.undefined?.words(quantity)
      ?? (finding.verdict == .couldNotRun ? "its result is unknown" : "no number")
    if let small = finding.smallGroups {
      number = "\(quantity.counted(small.people)) together, too few in each to judge"
    }
    if let value = finding.value {
      number = scale.text(value, apartFrom: limits) + (scale.isInPoints ? " percentage points" : "")
      if let range = scale.range(finding.interval, apartFrom: limits) { number += " (\(range))" }
    }
    if let bounds = finding.bounds, bounds.leftOut > 0, bounds.counted != finding.verdict {
      number += ", \(PlainNumber.percent(bounds.share)) % left out"
    }
    let demand = index.requirement(finding.requirement).map { "; required: \($0.thresholdWords(quantity))" } ?? ""
    let severity = finding.severity == .block ? "" : " [\(finding.severity.rawValue)]"
    return mark(Mark(finding.verdict), color, width: 17) + " \(place)\(severity): \(number)" + Escaping.terminal(demand)
  }

  private static func mark(_ mark: Mark, _ color: Bool, width: Int = 0) -> String {
    let text = "\(mark.symbol) \(mark.word)"
    let padded = text + String(repeating: " ", count: max(0, width - text.count))
    guard color else { return padded }
    let code =
      switch mark.tone {
      case .met: "32"
      case .notMet: "31"
      case .cannotTell: "33"
      case .neutral: "1"
      }
    return "\u{1B}[\(code)m\(padded)\u{1B}[0m"
  }
}
