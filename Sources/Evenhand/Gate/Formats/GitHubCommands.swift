import AuditRecord
import AuditReport

/// A gate's result as commands to the log of a GitHub Actions job, which become annotations at lines of the plan.
///
/// One command a requirement and verdict, the worst first, and no more of a kind than GitHub shows.
package enum GitHubCommands {
  private static let mostOfAKind = 10
  private static let mostNames = 3

  /// The commands, a line each; nothing where all is well.
  package static func render(_ result: GateResult) -> String {
    var classes: [(key: String, checks: [GateResult.Check])] = []
    for check in result.worstFirst where check.level != .none {
      let key = "\(check.level) \(check.finding.verdict) \(check.waiver?.event ?? 0) \(check.finding.requirement)"
      if let index = classes.firstIndex(where: { $0.key == key }) {
        classes[index].checks.append(check)
      } else {
        classes.append((key, [check]))
      }
    }
    var lines: [String] = []
    if let text = result.beyondChecks { lines.append(command("error", place: nil, title: "evenhand", text)) }
    for (level, name) in [(CheckLevel.error, "error"), (.warning, "warning"), (.notice, "notice")] {
      let own = classes.map(\.checks).filter { $0[0].level == level }
      let shown = own.count > mostOfAKind ? mostOfAKind - 1 : own.count
      lines += own.prefix(shown).map { command(name, $0) }
      if own.count > shown {
        lines.append(command(name, place: nil, title: "evenhand", "and \(own.count - shown) more, see the summary"))
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func command(_ name: String, _ checks: [GateResult.Check]) -> String {
    let first = checks[0]
    let waived = first.waiver.map { ", waived" + ($0.until.map { " until \($0)" } ?? "") } ?? ""
    let others = checks.dropFirst()
    let names = others.prefix(mostNames).map(\.words.group)
    let rest = others.count - names.count
    let text =
      first.words.sentence + (names.isEmpty ? "" : "; " + names.joined(separator: ", "))
      + (rest > 0 ? ", and \(rest) more" : "")
    return command(
      name, place: first.place, title: "\(first.finding.requirement) \(first.words.mark.word.lowercased())\(waived)",
      text)
  }

  private static func command(_ name: String, place: GateResult.Place?, title: String, _ text: String) -> String {
    let place = place.map { "file=\(property($0.file)),line=\($0.line)," } ?? ""
    return "::\(name) \(place)title=\(property(title))::\(data(text))"
  }

  private static func data(_ text: String) -> String {
    Escaping.terminal(text).replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  private static func property(_ text: String) -> String {
    data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
