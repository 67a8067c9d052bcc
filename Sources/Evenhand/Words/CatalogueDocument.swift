import AuditMetrics
import AuditRecord

/// The catalogue in words, for the terminal and for `docs/metrics.md`.
package enum CatalogueDocument {
  /// One line a metric, with its aliases.
  package static var list: String {
    let width = Catalogue.cards.map(\.id.count).max() ?? 0
    return Catalogue.cards.map { card in
      let padding = String(repeating: " ", count: width - card.id.count)
      let aliases = card.aliases.isEmpty ? "" : " (\(card.aliases.joined(separator: ", ")))"
      return "\(card.id)\(padding)  \(card.question)\(aliases)\n"
    }.joined()
  }

  /// Every card as Markdown.
  package static var markdown: String {
    var text = """
      # Metrics

      Generated from the catalogue by `evenhand metrics --write docs/metrics.md`; a test fails when it is stale.

      | id | about | needs | a number for | compares by |
      |---|---|---|---|---|

      """
    for card in Catalogue.cards {
      let needs = card.needs.map(\.rawValue).joined(separator: ", ")
      let unit = card.isOneNumber ? card.needs.contains(.groups) ? "all groups" : "everything" : "each group"
      text +=
        "| [`\(card.id)`](#\(card.id)) | \(card.side.rawValue) | \(needs) | \(unit) | \(card.comparison.rawValue) |\n"
    }
    for card in Catalogue.cards { text += "\n## \(card.id)\n\n" + markdown(of: card) }
    return text
  }

  /// One card as Markdown, without its heading.
  static func markdown(of card: MetricCard) -> String {
    var lines = ["**\(card.name).** \(card.question)", ""]
    lines.append("* Formula: \(card.formula)")
    if !card.parts.isEmpty { lines.append("* Parts: \(card.parts.map { "`\($0)`" }.joined(separator: ", "))") }
    if !card.aliases.isEmpty {
      lines.append("* Also called: \(card.aliases.map { "`\($0)`" }.joined(separator: ", "))")
    }
    for (name, value) in card.parameters.sorted(by: { $0.key < $1.key }) { lines.append("* \(name): \(value)") }
    lines.append("* How to read it: \(card.reading)")
    lines += card.caveats.map { "* Mind: \($0)" }
    lines += card.sources.map { "* Source: \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }
}
