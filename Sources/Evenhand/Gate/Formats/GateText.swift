import AuditRecord
import AuditReport

/// A gate's result for a terminal or a job's log: what fails first, what is met as a number, and the result in the last line.
///
/// No control character of the data is in it, and no space but the plain one.
public struct GateText: Sendable {
  /// The widest line of a log, which has no width of its own.
  package static let usualWidth = TextLines.usualWidth

  /// True to colour marks by the terminal's own palette; the words never depend on it.
  package var color = false
  /// The widest line but the last, in characters.
  package var width = GateText.usualWidth
  /// True to list every check.
  package var listsAll = false
  /// The report to read.
  package var read: String?
  /// True to name the system and the record that were judged, by the first digits of its digest.
  package var namesRecord = true

  /// The usual text.
  public init() {}

  private static let mostWarnings = 8
  private static let (mostFailing, mostOpen, mostListed) = (10, 4, 60)

  /// Lines with a final newline.
  public func render(_ result: GateResult) -> String {
    var lines = heading(result)
    var left = listsAll ? Int.max : Self.mostListed
    let blocks = result.requirements.map { block($0, result.checks(of: $0.requirement.id), left: &left) }
    if !blocks.isEmpty { lines.append("") }
    lines += blocks.joined()
    var rest = result.waivers.flatMap { keyed("waiver", Self.words($0.requirement, $0.waiver)) }
    if result.signOff.isAsked, result.exit.reason != .signOff { rest += keyed("signed", result.signOff.line) }
    for line in result.changes.map(ChangesText.brief) ?? [] { rest += keyed("since", line) }
    if let read { rest += keyed("read", read) }
    if let next = result.next { rest += keyed("note", next) }
    lines += (rest.isEmpty ? [] : [""] + rest)
    let last = TextLines.plain(result.line)
    return lines.map { $0 + "\n" }.joined() + painted(last, prefix: result.word, result.exit.status) + "\n"
  }

  /// "ratio until 2026-12-31, Ben Rules (compliance): a mended model ships".
  static func words(_ requirement: String, _ waiver: GateResult.Waiver) -> String {
    "\(requirement)\(waiver.until.map { " until \($0)" } ?? ""), \(waiver.name) (\(waiver.role)): \(waiver.reason)"
  }

  // MARK: head

  private func heading(_ result: GateResult) -> [String] {
    let judged = namesRecord ? [result.system, "results \(result.record.fingerprint)"] : []
    let title = ([result.title] + judged).compactMap(\.self)
    func count(_ number: Int, _ word: String, _ words: String? = nil) -> String {
      "\(PlainNumber.count(number)) \(number == 1 ? word : words ?? word + "s")"
    }
    let sizes = [
      count(result.people, "person", "people"), count(result.requirements.count, "requirement"),
      count(result.checks.count, "check"),
    ]
    let shown = result.warnings.prefix(Self.mostWarnings)
    let more = result.warnings.count - shown.count
    return wrapped(title.joined(separator: " · "), hang: 2) + [sizes.joined(separator: ", ")]
      + shown.flatMap { wrapped("! " + $0, hang: 2) }
      + (more > 0 ? ["! and \(more) more about the data; the report lists them all"] : [])
      + result.notes.flatMap { wrapped("  " + $0, hang: 2) }
  }

  private func keyed(_ key: String, _ text: String) -> [String] {
    wrapped(key + String(repeating: " ", count: max(1, 8 - key.count)) + text, hang: 8)
  }

  // MARK: requirements

  private func block(_ demand: GateResult.Demand, _ checks: [GateResult.Check], left: inout Int) -> [String] {
    let words = demand.words
    let head = [words.metric, words.comparison, words.threshold].compactMap(\.self).joined(separator: ", ")
    let listed = listed(checks, most: left)
    left -= listed.count
    let listedVerdicts = Set(listed.map { tail($0, demand) })
    var counts: [(words: String, count: Int)] = []
    for check in checks where !listed.contains(check) {
      let words = tail(check, demand)
      let number = check.finding.smallGroups?.groups ?? 1
      if let index = counts.firstIndex(where: { $0.words == words }) {
        counts[index].count = counts[index].count.plus(number)
      } else {
        counts.append((words, number))
      }
    }
    let rest = counts.map { entry in
      "\(PlainNumber.count(entry.count)) \(listedVerdicts.contains(entry.words) ? "more " : "")\(entry.words)"
    }
    let name = demand.requirement.id + (demand.requirement.title.map { ", \($0)" } ?? "")
    return wrapped("\(name) (\(words.effect)): \(head)", hang: 2) + rows(listed)
      + (rest.isEmpty
        ? checks.isEmpty ? ["    … nothing to check"] : []
        : wrapped("    … " + rest.joined(separator: ", "), hang: 6))
  }

  /// Checks that are listed one by one: what failed, then what is undecided while there is room.
  private func listed(_ checks: [GateResult.Check], most: Int) -> [GateResult.Check] {
    if listsAll { return checks }
    var listed: [GateResult.Check] = []
    for check in checks where listed.count < most {
      switch check.finding.verdict {
      case .notMet, .couldNotRun: if listed.count < Self.mostFailing { listed.append(check) }
      case .cannotTell: if listed.count < Self.mostOpen { listed.append(check) }
      case .notEnoughData where !isTooFew(check): if listed.count < Self.mostOpen { listed.append(check) }
      case .met, .notEnoughData, .notApplicable: break
      }
    }
    return listed
  }

  private func isTooFew(_ check: GateResult.Check) -> Bool {
    check.finding.smallGroups != nil || check.words.isTooFew
  }

  /// What a check that is not listed is counted as.
  private func tail(_ check: GateResult.Check, _ demand: GateResult.Demand) -> String {
    switch check.finding.verdict {
    case .notEnoughData where check.finding.smallGroups != nil:
      "small groups (\(PlainNumber.count(demand.requirement.minimumCount)) needed in each)"
    case .notEnoughData where isTooFew(check):
      "with \(check.words.tooFew) (\(PlainNumber.count(demand.requirement.minimumCount)) needed)"
    case .notEnoughData: "without a value"
    case .notApplicable: "not compared"
    case let verdict: Mark(verdict).word.lowercased()
    }
  }

  /// A line a check, in columns where it fits.
  private func rows(_ checks: [GateResult.Check]) -> [String] {
    let cells = checks.map { check in
      [
        TextLines.plain(check.words.place), TextLines.plain(check.words.result ?? ""),
        [
          check.words.detail.map(TextLines.plain),
          check.waiver.map { "waived\($0.until.map { " until \($0)" } ?? "")" },
        ]
        .compactMap(\.self).joined(separator: "  "),
      ]
    }
    let marks = checks.map { "\($0.words.mark.symbol) \($0.words.mark.word)" }
    func widest(_ texts: [String], most: Int) -> Int { min(most, texts.map(\.count).max() ?? 0) }
    let widths = [
      widest(marks, most: 20), widest(cells.map { $0[0] }, most: 36), widest(cells.map { $0[1] }, most: 24),
    ]
    return checks.indices.flatMap { row in
      var lines: [String] = []
      var line = ""
      let columns = zip([marks[row]] + cells[row], widths + [0]).filter { !$0.0.isEmpty }
      for (number, column) in columns.enumerated() {
        // What does not fit stands on a line of its own, below the place.
        if number > 1, line.count + 2 + column.0.count > width {
          lines += broken(line, hang: Self.inset)
          line = String(repeating: " ", count: Self.inset - 2)
        }
        line += "  " + Self.padded(column.0, number == columns.count - 1 ? 0 : column.1)
      }
      lines += broken(line, hang: Self.inset)
      lines[0] = "  " + painted(String(lines[0].dropFirst(2)), prefix: marks[row], checks[row].words.mark.tone)
      return lines
    }
  }

  /// How far in a line stands that belongs to the one above it.
  private static let inset = 6

  // MARK: lines

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private func wrapped(_ text: String, hang: Int) -> [String] { TextLines(width: width).wrapped(text, hang: hang) }

  private func broken(_ text: String, hang: Int) -> [String] { TextLines(width: width).broken(text, hang: hang) }

  // MARK: colour

  private func painted(_ line: String, prefix: String, _ tone: Tone) -> String {
    let code =
      switch tone {
      case .met: "32"
      case .notMet: "31"
      case .cannotTell: "33"
      case .neutral: "1"
      }
    guard color, line.hasPrefix(prefix) else { return line }
    return "\u{1B}[\(code)m\(prefix)\u{1B}[0m\(line.dropFirst(prefix.count))"
  }

  private func painted(_ line: String, prefix: String, _ status: ExitStatus) -> String {
    let tone: Tone =
      switch status {
      case .met: .met
      case .notMet, .couldNotRun: .notMet
      case .cannotJudge, .signOff: .cannotTell
      }
    return painted(line, prefix: prefix, tone)
  }
}
