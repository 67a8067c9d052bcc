import AuditRecord

/// The top of the first page: what kind of document it is, title, system and data.
enum Opening {
  /// - Parameter state: Who has signed, in a line; nothing in the report that people sign.
  static func blocks(_ index: RecordIndex, state: String? = nil) -> [Block] {
    let kind = index.record.audit.type.words
    return [
      .paragraph([.strong("Bias audit report"), .text(" · \(kind)")] + (state.map { [" · ", .strong($0)] } ?? [])),
      title(index.record), subtitle(index.record),
    ] + synthetic(index.record) + smallCells(index.record)
  }

  /// The top of the annex: which report it belongs to.
  static func annex(_ index: RecordIndex, _ digest: Digest) -> [Block] {
    [
      .paragraph([
        .strong("Annex to the bias audit report"), .text(" · results \(digest.fingerprint)"),
      ]),
      title(index.record), subtitle(index.record),
    ] + synthetic(index.record) + smallCells(index.record)
  }

  static func title(_ record: Record) -> Block {
    .heading(Heading(1, id: "top", [.text(record.audit.title)]))
  }

  static func subtitle(_ record: Record) -> Block {
    let system = [record.audit.system.name, record.audit.system.version.map { "version \($0)" }].compactMap(\.self)
      .joined(separator: ", ")
    let people =
      record.labels.map {
        " \($0.decision.isEmpty ? "of" : "about") \(Phrases.counted(record.people, "person", "people"))"
      } ?? ""
    let about = "\(Phrases.sentenceCase(record.audit.data.rawValue)) data: \(record.outputs)\(people)"
    let period = [record.audit.window.from, record.audit.window.to].compactMap { $0.map { "\($0)" } }
      .joined(separator: " to ")
    return .paragraph([
      .text(
        (system.isEmpty ? "A system that the plan does not name" : system) + ". " + about
          + (period.isEmpty ? "." : ", \(period)."))
    ])
  }

  static func synthetic(_ record: Record) -> [Block] {
    guard let stamp = record.audit.data.stamp else { return [] }
    return [
      .callout(
        Callout(
          .synthetic, title: [.text(Phrases.sentenceCase(record.audit.data.rawValue) + " data")],
          paragraphs: [[.text(stamp)]]))
    ]
  }
}

/// Counts so small that whoever knows one of the people may learn about the others.
extension Opening {
  /// The largest count that is called small.
  private static let largestSmallCell = 10.0

  /// A warning where real people stand behind small counts.
  static func smallCells(_ record: Record) -> [Block] {
    guard record.audit.data != .synthetic, hasSmallCells(record) else { return [] }
    let what = record.labels?.decision.isEmpty == true ? "what they have" : "what was decided about them"
    return [
      .callout(
        Callout(
          .synthetic, title: ["Not for publication"],
          paragraphs: [
            [
              .text(
                "This report holds counts of ten people or fewer. Whoever knows somebody in so small a group may learn from it \(what)."
              )
            ]
          ]))
    ]
  }

  private static func hasSmallCells(_ record: Record) -> Bool {
    func isSmall(_ count: Double) -> Bool { count > 0 && count <= largestSmallCell }
    return record.groupings.contains { grouping in
      grouping.side != .providers && grouping.groups.contains { isSmall(Double($0.count)) }
    }
      || record.estimates.contains { estimate in
        guard let part = estimate.numerator, let whole = estimate.denominator, estimate.lists == nil else {
          return false
        }
        return isSmall(part) || isSmall(whole - part)
      }
  }
}
