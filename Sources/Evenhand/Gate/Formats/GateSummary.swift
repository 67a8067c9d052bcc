import AuditRecord
import AuditReport

/// A gate's result in GitHub Flavored Markdown: the summary of a job, a note on a merge request, a message in a chat.
///
/// It has no HTML, no picture and no link, and at most 8,000 bytes.
package enum GateSummary {
  private static let mostBytes = 8_000
  private static let (mostRows, mostCharacters, mostTexts) = (20, 160, 4)

  /// The text, with a final newline.
  package static func render(_ result: GateResult) -> String {
    let about = [result.title, result.system].compactMap(\.self).map { clipped($0) }.joined(separator: " · ")
    let people = "\(PlainNumber.count(result.people)) \(result.people == 1 ? "person" : "people")"
    let head = [
      "**\(Escaping.markdownBetweenAsterisks(clipped(result.line, most: 3 * mostCharacters)))**",
      "\(about), \(people), results `\(result.record.fingerprint)`",
    ]
    let tail =
      list("Waived", result.waivers.map { GateText.words($0.requirement, $0.waiver) })
      + list("Since the baseline", result.changes.map(ChangesText.brief) ?? [])
      + list("Odd in the data", result.warnings)
      + [
        "Sign-off: " + clipped(result.signOff.line),
        result.next.map { "What follows: " + clipped($0, most: 2 * mostCharacters) },
        key(result),
      ].compactMap(\.self)
    let room = mostBytes - (head + tail).reduce(0) { $0 + $1.utf8.count + 2 }
    return (head + table(result, room: room) + tail).joined(separator: "\n\n") + "\n"
  }

  // MARK: checks

  private static func table(_ result: GateResult, room: Int) -> [String] {
    let checks = result.worstFirst
    guard !checks.isEmpty else { return [] }
    var text = "| Verdict | Requirement | Group | Result | Required | Compared |\n| --- | --- | --- | --- | --- | --- |"
    var shown = 0
    // A line that says how many are not shown always fits.
    for check in checks.prefix(mostRows) {
      let row = "\n" + self.row(check)
      guard text.utf8.count + row.utf8.count < room - 100 else { break }
      text += row
      shown += 1
    }
    let rest = checks.dropFirst(shown)
    guard !rest.isEmpty else { return [text] }
    let open = rest.count { $0.level != .none }
    guard open > 0 else {
      return [text, "And \(PlainNumber.count(rest.count)) more, which pass; the report lists them all."]
    }
    return [
      text,
      "And \(PlainNumber.count(rest.count)) more, of which \(PlainNumber.count(open)) \(open == 1 ? "does" : "do") not pass; the report lists them all.",
    ]
  }

  private static func row(_ check: GateResult.Check) -> String {
    let words = check.words
    let effect = check.finding.severity == .block ? "" : " (\(check.finding.severity.effect))"
    let waived = check.waiver.map { ["waived" + ($0.until.map { " until \($0)" } ?? "")] } ?? []
    let cells = [
      "**\(words.mark.symbol) \(words.mark.word)**", clipped(check.finding.requirement + effect, most: 80),
      clipped(words.place, most: 80), clipped(words.result ?? ""), clipped(words.threshold),
      clipped(([words.detail].compactMap(\.self) + waived).joined(separator: ", "), most: 80),
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  // MARK: texts

  private static func list(_ title: String, _ texts: [String]) -> [String] {
    guard !texts.isEmpty else { return [] }
    let more = texts.count - min(texts.count, mostTexts)
    return [
      ([title + ":\n"] + texts.prefix(mostTexts).map { "- " + clipped($0, most: 2 * mostCharacters) }
        + (more > 0 ? ["- and \(PlainNumber.count(more)) more"] : [])).joined(separator: "\n")
    ]
  }

  private static func key(_ result: GateResult) -> String {
    let isPoint = !result.requirements.isEmpty && result.requirements.allSatisfy { $0.requirement.decide == .point }
    let what = isPoint ? "the value" : "the whole interval"
    return
      "✕ Not met: \(what) misses the requirement. ● Met: \(what) satisfies it. ○ Inconclusive: the interval holds both. □ Too few people: fewer counted than the plan asks. The last two are not a pass."
  }

  /// Text that nothing in it can end, with its end cut off where it is long.
  private static func clipped(_ text: String, most: Int = mostCharacters) -> String {
    Escaping.markdown(text.count > most ? text.prefix(most - 1) + "…" : text, atLineStart: true)
  }
}
