import AuditRecord

/// Whether groups get different lists at the levels that may use no profile.
enum SeparationPart {
  private static let metric = "group-separation"

  static func blocks(_ controls: ControlsDescription, _ index: RecordIndex) -> [Block] {
    let found = index.record.summaries.filter { $0.metric == metric && $0.stratifier == controls.setting }
    let rows = found.grouped { Key($0) }
    // Of several levels of confidence, that of all tables.
    let shown = rows.keys.compactMap { key in
      rows.elements[key].flatMap { own in own.first { $0.level == 0.95 } ?? own.first }
    }
    guard !shown.isEmpty else { return [] }
    return [
      .heading(Heading(3, id: "controls-groups", ["Do groups get different lists?"])),
      .paragraph([
        .text(
          "Lists of each group are set beside those of everybody else in the same context. The table has the largest difference of each group, in the attention that kinds of item get and in how many lists hold a single item."
        )
      ]), .table(table(shown, index)),
      .paragraph([
        .text(
          "The range is that of the largest difference of all its row’s groups. The chance is that of a difference as large where lists do not depend on the group: the groups of people of one context were exchanged at random, again and again. Items are named by their row in the table of items."
        )
      ]),
    ]
  }

  private struct Key: Hashable {
    let grouping: [String]
    let within: String?
    let by: SeparationFeatures?

    init(_ summary: SummaryResult) { (grouping, within, by) = (summary.grouping, summary.within, summary.by) }
  }

  private static func table(_ rows: [SummaryResult], _ index: RecordIndex) -> Table {
    Table(
      caption: ["The largest difference between lists of a group and lists of others, by level"],
      columns: [
        .words("Level"), .words("Groups"), .words("Largest difference of each group"),
        .numbers("Largest (95\u{A0}% CI)"),
        .numbers("Chance"),
      ],
      rows: rows.map { row in
        [
          [.text(row.within.map { Words.group([Label($0)]) } ?? "")],
          [.text("\(Words.grouping(row.grouping)), by \(row.by?.rawValue ?? "kinds")")],
          [.text((row.separation?.largest ?? []).map(said).joined(separator: "; ").nonEmpty ?? "–")],
          Cells.value(row.value, row.interval, row.undefined, .gap, index.quantity(metric)),
          Cells.probability(row.test?.p),
        ]
      })
  }

  /// "f: 4.1 points more to sport", or "f: the item in row 100 (music) in 21.3 of 100 lists more".
  private static func said(_ difference: SeparationDifference) -> String {
    let size = Scale.gap.text(difference.difference.magnitude)
    let word = difference.difference < 0 ? "less" : "more"
    let kind = difference.kind.map { Words.group([$0]) }
    guard let item = difference.item else {
      return "\(Words.group(difference.group)): \(size) points \(word) to \(kind ?? "one kind")"
    }
    let of = kind.map { " (\($0))" } ?? ""
    return
      "\(Words.group(difference.group)): the item in row \(PlainNumber.count(item))\(of) in \(size) of 100 lists \(word)"
  }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
