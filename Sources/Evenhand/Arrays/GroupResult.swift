public import AuditRecord

/// The numbers of one metric for the groups of one grouping, and how they compare: the rows that a record would have.
///
/// Printed, it is a table with a row for each group. It is `Codable`, with the members of a record.
public struct GroupResult: Codable, Sendable, Hashable {
  /// The id of the metric.
  public let metric: String
  /// What it is called.
  public let name: String
  /// The columns of the grouping.
  public let grouping: [String]
  /// How groups are compared.
  public let comparison: Comparison
  /// Each group's own number; of a composite those of its parts.
  public let estimates: [Estimate]
  /// Each group set against its reference; none for values, worst pairs and composites.
  public let disparities: [Disparity]
  /// One number for the whole grouping: the pair of groups that differs most, a composite, or a number about all groups together.
  public let summary: SummaryResult?

  /// What a question asked, among the numbers that were made for it.
  init(_ card: MetricCard, _ asked: Requirement, in results: AuditResults) {
    let grouping = asked.across[0]
    metric = card.id
    name = card.name
    self.grouping = grouping
    comparison = asked.compare
    let own = [card.id] + card.parts
    estimates = results.estimates.filter { own.contains($0.metric) && $0.grouping == grouping && $0.within == nil }
    let word = asked.reference.word
    disparities =
      asked.compare == .value
      ? []
      : results.disparities.filter {
        $0.metric == card.id && $0.grouping == grouping && $0.comparison == asked.compare && $0.reference.rule == word
          && (word != .group || $0.reference.group == asked.reference.labels)
          && $0.minimumCount == asked.minimumCount && $0.level == asked.confidence && $0.within == nil
      }
    let isWhole = card.isOneNumber
    summary = results.summaries.first {
      guard $0.metric == card.id, $0.within == nil else { return false }
      if isWhole { return $0.grouping == grouping || $0.grouping.isEmpty }
      guard $0.grouping == grouping, $0.comparison == asked.compare, $0.minimumCount == asked.minimumCount,
        $0.level == asked.confidence
      else { return false }
      return card.parts.isEmpty
        ? $0.reference.rule == .worstPair
        : $0.reference.rule == word && (word != .group || $0.reference.group == asked.reference.labels)
    }
  }

  /// The number of a group; nil where it does not exist, see `Estimate.undefined`, and for a group that nobody has.
  public subscript(_ labels: Label...) -> Double? {
    estimates.first { $0.group == labels && $0.metric == metric }?.value
  }

  /// How a group compares with its reference; nil where it does not, see `Disparity.undefined`.
  public func disparity(_ labels: Label...) -> Disparity? { disparities.first { $0.group == labels } }
}

extension GroupResult: CustomStringConvertible {
  /// A table: a row for each group with its number, what it is compared with, and the interval of both.
  public var description: String {
    var rows: [[String]] = []
    let isCompared = !disparities.isEmpty
    let isOfParts = estimates.contains { $0.metric != metric }
    rows.append(
      (isOfParts ? ["metric"] : []) + [grouping.joined(separator: " × "), "count", "value", "interval"]
        + (isCompared ? [comparison.rawValue, "interval", "p"] : []))
    for estimate in estimates {
      var row = isOfParts ? [estimate.metric] : []
      row += [
        Words.group(estimate.group), PlainNumber.count(estimate.count),
        Self.text(estimate.value, estimate.undefined), Self.text(estimate.interval),
      ]
      if let found = disparities.first(where: { $0.group == estimate.group && $0.metric == estimate.metric }) {
        row += [
          found.isReference ? "reference" : Self.text(found.value, found.undefined), Self.text(found.interval),
          found.test?.p.map { PlainNumber.number($0) } ?? "",
        ]
      }
      rows.append(row)
    }
    let widths = (rows.first ?? []).indices.map { column in
      rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
    }
    var lines =
      [heading]
      + rows.map { row in
        var line = ""
        for (column, cell) in row.enumerated() {
          // Words stand left, numbers right.
          let pad = String(repeating: " ", count: widths[column] - cell.count)
          let isWord = column == 0 || isOfParts && column == 1
          line += (column > 0 ? "  " : "") + (isWord ? cell + pad : pad + cell)
        }
        while line.last == " " { line.removeLast() }
        return line
      }
    if let summary { lines.append(Self.line(summary)) }
    return lines.joined(separator: "\n")
  }

  private var heading: String {
    let reference = disparities.first?.reference ?? summary?.reference
    let rule = comparison == .value ? nil : reference.map { $0.group.map(Words.group) ?? $0.rule.rawValue }
    return "\(name)" + (grouping.isEmpty ? "" : " by \(grouping.joined(separator: " × "))")
      + (rule.map { ", \(comparison.rawValue), compared with \($0)" } ?? "")
  }

  private static func line(_ summary: SummaryResult) -> String {
    let pair = summary.groups.isEmpty ? "" : " (" + summary.groups.map(Words.group).joined(separator: " and ") + ")"
    let what = summary.groups.isEmpty && summary.parts.isEmpty ? "all groups" : "largest gap"
    let range = summary.interval.map { ", interval \(text($0))" } ?? ""
    return "\(what): \(text(summary.value, summary.undefined))\(pair)\(range)"
  }

  private static func text(_ value: Double?, _ reason: UndefinedReason?) -> String {
    value.map { PlainNumber.number($0) } ?? reason?.rawValue ?? "none"
  }

  private static func text(_ interval: Interval?) -> String {
    guard let interval else { return "" }
    func end(_ value: Double?, _ none: String) -> String { value.map { PlainNumber.number($0) } ?? none }
    return "\(end(interval.lower, "no limit")) to \(end(interval.upper, "no limit"))"
  }
}
