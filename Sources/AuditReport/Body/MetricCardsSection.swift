import AuditRecord

/// What every metric asks, counts and leaves out, as its card says it.
enum MetricCardsSection {
  static let section = Section(id: "metrics", title: "Metric definitions", blocks: blocks)

  static func blocks(_ index: RecordIndex) -> [Block] {
    index.record.metrics.enumerated().flatMap { number, card -> [Block] in
      [
        .heading(Heading(3, id: "metric-\(number + 1)", [.text(card.name)])),
        .paragraph([.strong(card.question)]),
        .definitions(entries(card)),
      ]
    }
  }

  private static func entries(_ card: MetricCard) -> [Definition] {
    var entries = [
      Definition(["Id"], [.code(card.id)]),
      Definition(["Formula"], [.text(card.formula)]),
      Definition(["Reading"], [.text(card.reading)]),
    ]
    if let counted = counted(card) { entries.insert(counted, at: 2) }
    if !card.aliases.isEmpty { entries.append(Definition(["Also called"], [.text(Phrases.list(card.aliases))])) }
    if !card.parameters.isEmpty {
      let choices = card.parameters.sorted { Label($0.key) < Label($1.key) }.map { "\($0.key) \($0.value)" }
      entries.append(Definition(["Fixed choices"], [.text(choices.joined(separator: "; "))]))
    }
    entries += card.caveats.map { Definition(["What it does not show"], [.text($0)]) }
    entries += card.sources.map { Definition(["Source"], Citation.inlines($0)) }
    return entries
  }

  /// What is counted or averaged; the formula of a number about a whole grouping says it.
  private static func counted(_ card: MetricCard) -> Definition? {
    let among = card.among.replacing("{group}", with: "the group")
    switch card.measure {
    case _ where card.counted.isEmpty: return nil
    case .proportion where card.side == .providers: return Definition(["Counted"], ["lists"])
    case .proportion: return Definition(["Counted"], [.text("\(among) who \(card.counted)")])
    case .average: return Definition(["The number"], [.text("\(card.counted), for \(among)")])
    case .whole, .other: return nil
    }
  }
}

/// A citation, in which an address becomes a link.
enum Citation {
  static func inlines(_ source: String) -> [Inline] {
    guard let start = source.firstRange(of: "https://")?.lowerBound else { return [.text(source)] }
    let end = source[start...].firstIndex { $0 == " " } ?? source.endIndex
    var url = source[start..<end]
    while let last = url.last, ".,;)".contains(last) { url.removeLast() }
    return [
      .text(String(source[..<start])), .link(url: String(url), String(url)), .text(String(source[url.endIndex...])),
    ]
    .filter { !$0.plain.isEmpty }
  }
}
