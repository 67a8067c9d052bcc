import AuditRecord

/// What every metric asks, counts and leaves out, as its card says it.
enum MetricCardsSection {
  static let section = Section(id: "metrics", title: "Metric definitions", blocks: blocks)

  static func blocks(_ index: RecordIndex) -> [Block] {
    let (cards, isOfViews) = shown(index.record.metrics)
    guard !cards.isEmpty else { return [] }
    let sources = cards.flatMap(\.sources).unique
    let numbers = Dictionary(uniqueKeysWithValues: zip(sources, 1...))
    let table = Table(
      caption: [
        .text(
          "Every metric, its formula, and how to read it"
            + (isOfViews ? "; of several classes and models, which differ in nothing else, the first" : ""))
      ],
      columns: [
        .words("Metric"), .words("Question and reading"), .words("Formula"), .words("What it does not show"),
      ],
      rows: cards.map { card in
        let cited = card.sources.compactMap { numbers[$0] }.map { "[\($0)]" }.joined(separator: " ")
        return [
          [.text(card.name + " "), .code(card.id)] + alsoCalled(card),
          [.text("\(card.question) \(card.reading)")],
          [.text(formula(card) + (cited.isEmpty ? "" : " \(cited)"))],
          [.text(card.caveats.joined(separator: " "))],
        ]
      })
    return [.table(table)]
      + (sources.isEmpty
        ? []
        : [
          .heading(Heading(3, id: "references", ["References"])),
          .list(sources.enumerated().map { [.text("[\($0 + 1)] ")] + Citation.inlines($1) }),
        ])
  }

  /// The cards, of several that differ in class and model alone the first; and whether there are such.
  private static func shown(_ cards: [MetricCard]) -> (cards: [MetricCard], isOfViews: Bool) {
    struct Kind: Hashable {
      let metric: String
      let isMean: Bool
    }
    var seen: Set<Kind> = []
    let shown = cards.filter { card in
      card.view.map { seen.insert(Kind(metric: card.plain ?? card.id, isMean: $0.isMean == true)).inserted } ?? true
    }
    return (shown, shown.count < cards.count)
  }

  private static func alsoCalled(_ card: MetricCard) -> [Inline] {
    card.aliases.isEmpty ? [] : [.text(" also: \(card.aliases.joined(separator: ", "))")]
  }

  /// The formula, with what it leaves open: what is counted, and the choices that this audit made.
  private static func formula(_ card: MetricCard) -> String {
    let choices = card.parameters.sorted { Label($0.key) < Label($1.key) }.map { "\($0.key) \($0.value)" }
    let parts = [card.formula, counted(card)] + (choices.isEmpty ? [] : ["With \(choices.joined(separator: ", "))"])
    return parts.compactMap(\.self).map { $0.hasSuffix(".") ? $0 : $0 + "." }.joined(separator: " ")
  }

  /// What is counted or averaged; the formula of a number about a whole grouping says it.
  private static func counted(_ card: MetricCard) -> String? {
    let among = card.among.replacing("{group}", with: "the group")
    switch card.measure {
    case _ where card.counted.isEmpty: return nil
    case .proportion where card.side == .providers: return "Lists are counted"
    case .proportion: return "Counted: \(among) who \(card.counted)"
    case .average, .mapped, .function: return "The number: \(card.counted), for \(among)"
    case .whole, .logRatio, .other: return nil
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
