/// A document in GitHub Flavored Markdown: no HTML, no pictures, and nothing in the data that a reader's page would act on.
///
/// Tables have seven columns at most; wider ones are split. A figure gives its title and caption, since the table that
/// follows it holds its numbers. The same document gives the same bytes.
public struct MarkdownRenderer: Sendable {
  /// The most columns of a table.
  static let widestTable = 7

  /// A renderer.
  public init() {}

  /// The whole text, with a final newline.
  public func render(_ document: Document) -> String {
    let own = document.blocks.headings.filter { $0.level == 2 }.map(\.text.plain)
    let others = document.elsewhere.map { other in other.sections.map { "\($0.text.plain) (\(other.name).md)" } }
    let sections = own + (others ?? [])
    return document.blocks.map { text($0, sections) }.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private func text(_ block: Block, _ sections: [String]) -> String {
    switch block {
    case .heading(let heading):
      String(repeating: "#", count: heading.level) + " " + line(heading.text, startsLine: false)
    case .paragraph(let text), .key(let text): line(text)
    case .list(let items): items.map { "- " + line($0) }.joined(separator: "\n")
    case .definitions(let entries):
      entries.map { "- \(line([.strong($0.term.plain)])): \(line($0.meaning))" }.joined(separator: "\n")
    case .table(let table):
      table.split(width: MarkdownRenderer.widestTable).map(self.table).joined(separator: "\n\n")
    case .figure(let figure):
      "**Chart: \(Escaping.markdown(figure.title))** \(Escaping.markdown(figure.caption))"
    case .matrix(let matrix): text(.table(matrix.table), sections)
    case .forest(let forest): text(.table(forest.table), sections)
    case .cards(let cards):
      cards.cards.map { card in
        "**\(Escaping.markdown(card.title))**\n\n" + text(.list(card.lines), sections)
      }.joined(separator: "\n\n")
    case .callout(let callout): self.callout(callout)
    case .code(let text): code(text)
    case .contents(let title):
      "**\(Escaping.markdown(title))**\n\n" + sections.map { "- " + line([.text($0)]) }.joined(separator: "\n")
    case .pageBreak: "---"
    }
  }

  private func callout(_ callout: Callout) -> String {
    let title = callout.title.map { piece in
      if case .text(let text) = piece { Inline.strong(text) } else { piece }
    }
    return ([title] + callout.paragraphs).map { "> " + line($0) }.joined(separator: "\n>\n")
  }

  private func table(_ table: Table) -> String {
    var text = "**\(Escaping.markdownBetweenAsterisks(table.caption.plain))**\n\n|"
    for column in table.columns { write(column.header, to: &text) }
    text += "\n|"
    for column in table.columns { text += column.alignment == .trailing ? " ---: |" : " --- |" }
    for row in table.rows {
      text += "\n|"
      for cell in row { write(cell, to: &text) }
    }
    return text
  }

  private func write(_ cell: [Inline], to text: inout String) {
    text += " "
    for piece in cell { text += inline(inCell(piece), isFirst: false) }
    text += " |"
  }

  /// A pipe ends a cell even between backquotes, unless it is escaped; only in a cell does the escape vanish again.
  private func inCell(_ piece: Inline) -> Inline {
    if case .code(let text) = piece { .code(text.replacing("|", with: "\\|")) } else { piece }
  }

  private func code(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { Escaping.visible(String($0)) }
    return lines.map { "    " + $0 }.joined(separator: "\n")
  }

  private func line(_ pieces: [Inline], startsLine: Bool = true) -> String {
    var text = ""
    for (index, piece) in pieces.enumerated() { text += inline(piece, isFirst: startsLine && index == 0) }
    return text
  }

  private func inline(_ piece: Inline, isFirst: Bool) -> String {
    switch piece {
    case .text(let text): Escaping.markdown(text, atLineStart: isFirst)
    case .strong(let text): text.isEmpty ? "" : "**\(Escaping.markdownBetweenAsterisks(text))**"
    case .code(let text): Escaping.markdownCode(text)
    case .mark(let mark): "**\(Escaping.markdown(mark.symbol)) \(Escaping.markdown(mark.word))**"
    case .reference(_, let text): Escaping.markdown(text)
    case .link(let url, let text):
      Escaping.safeURL(url).map { "[\(Escaping.markdown(text))](<\($0)>)" } ?? Escaping.markdown(text)
    case .file(let path, let text): "[\(Escaping.markdown(text))](<\(Escaping.path(path))>)"
    }
  }
}
