/// What groups and places are called wherever people read them: sentences, reports, the terminal, exports.
package enum Words {
  /// A label as a line of text names it; an empty one and spaces at its ends are made visible.
  package static func label(_ label: Label) -> String {
    guard !label.text.isEmpty else { return "(empty)" }
    let spaces = { (part: Substring) in String(repeating: "␠", count: part.count) }
    let leading = label.text.prefix { $0 == " " }
    let rest = label.text.dropFirst(leading.count)
    let trailing = rest.reversed().prefix { $0 == " " }.count
    return spaces(leading) + rest.dropLast(trailing) + spaces(rest.suffix(trailing))
  }

  /// A group as a line of text names it.
  package static func group(_ labels: [Label]) -> String {
    labels.isEmpty ? "everybody" : labels.map(label).joined(separator: " × ")
  }

  /// A stratum as a line of text names it, by the word of the record, in which a star alone is all strata pooled.
  package static func stratum(_ within: String) -> String { label(Label(within == "\\*" ? "*" : within)) }

  /// A grouping as a heading names it.
  package static func grouping(_ columns: [String]) -> String {
    columns.isEmpty ? "everybody" : columns.joined(separator: " × ")
  }

  /// "by sex", or "over everything" where there are no groups.
  package static func by(_ columns: [String]) -> String {
    columns.isEmpty ? "over everything" : "by " + grouping(columns)
  }

  /// "3,360 small groups".
  package static func smallGroups(_ count: Int) -> String { "\(PlainNumber.count(count)) small groups" }

  /// Where a finding belongs: its requirement, columns, group and stratifier.
  package static func place(_ finding: Finding) -> String {
    finding.requirement + (finding.grouping.isEmpty ? "" : ", \(grouping(finding.grouping))")
      + (finding.group.map { ": \(group($0))" } ?? "")
      + (finding.smallGroups.map { ": \(smallGroups($0.groups))" } ?? "")
      + (finding.stratifier.map { ", within \($0)" } ?? "")
  }
}
