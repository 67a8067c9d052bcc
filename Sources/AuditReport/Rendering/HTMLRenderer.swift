/// A document as one HTML page that needs nothing else: no script, no font, no picture from anywhere.
///
/// The page forbids itself everything but its own style, reads aloud in order, reflows at 320 pixels and prints on A4
/// and Letter. The same document gives the same bytes.
public struct HTMLRenderer: Sendable {
  /// A renderer.
  public init() {}

  /// The whole page.
  public func render(_ document: Document) -> String {
    var page = Page()
    page.write(document.blocks)
    return """
      <!DOCTYPE html>
      <html lang="\(Escaping.html(document.language))">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
      img-src data:; base-uri 'none'; form-action 'none'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="referrer" content="no-referrer">
      <title>\(Escaping.html(document.title))</title>
      <style>
      \(HTMLStyle.sheet(footer: document.footer))
      </style>
      </head>
      <body>
      <a class="skip" href="#report">Skip to the report</a>
      <main id="report" tabindex="-1">
      \(page.finished())</main>
      </body>
      </html>

      """
  }
}

/// The body of a page while it is written.
private struct Page {
  private var html = ""
  private var isInSection = false
  private var tables = 0
  private var callouts = 0
  private var sections: [Heading] = []

  mutating func write(_ blocks: [Block]) {
    sections = blocks.compactMap { if case .heading(let heading) = $0, heading.level == 2 { heading } else { nil } }
    for block in blocks { write(block) }
  }

  func finished() -> String { html + (isInSection ? "</section>\n" : "") }

  private mutating func write(_ block: Block) {
    switch block {
    case .heading(let heading): write(heading)
    case .paragraph(let text): html += "<p>\(inline(text))</p>\n"
    case .list(let items):
      html += "<ul>\n" + items.map { "<li>\(inline($0))</li>\n" }.joined() + "</ul>\n"
    case .definitions(let entries):
      let rows = entries.map { "<div><dt>\(inline($0.term))</dt><dd>\(inline($0.meaning))</dd></div>\n" }
      html += "<dl>\n" + rows.joined() + "</dl>\n"
    case .table(let table): write(table)
    case .figure(let figure): write(figure)
    case .callout(let callout): write(callout)
    case .code(let text):
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { Escaping.html(String($0)) }
      html += "<pre tabindex=\"0\" role=\"region\" aria-label=\"Text to copy\"><code>"
      html += lines.joined(separator: "\n") + "</code></pre>\n"
    case .contents(let title):
      let entries = sections.map { "<li><a href=\"#\($0.id)\">\(Escaping.html($0.text.plain))</a></li>\n" }
      html += "<nav aria-labelledby=\"contents-title\"><p class=\"kicker\" id=\"contents-title\">"
      html += "\(Escaping.html(title))</p>\n<ul>\n" + entries.joined() + "</ul></nav>\n"
    case .pageBreak:
      closeSection()
      html += "<hr class=\"page\">\n"
    }
  }

  private mutating func write(_ heading: Heading) {
    if heading.level == 2 {
      closeSection()
      html += "<section aria-labelledby=\"\(Escaping.html(heading.id))\">\n"
      isInSection = true
    }
    let id = Escaping.html(heading.id)
    html += "<h\(heading.level) id=\"\(id)\">\(inline(heading.text))</h\(heading.level)>\n"
  }

  private mutating func closeSection() {
    if isInSection { html += "</section>\n" }
    isInSection = false
  }

  private mutating func write(_ table: Table) {
    tables += 1
    let caption = "table-\(tables)-caption"
    html += "<div class=\"scroll\" role=\"region\" aria-labelledby=\"\(caption)\" tabindex=\"0\">\n<table>\n"
    html += "<caption id=\"\(caption)\"><span>\(inline(table.caption))</span></caption>\n<thead><tr>"
    for column in table.columns {
      html += "<th scope=\"col\"\(Page.side(column))>\(inline(column.header))</th>"
    }
    html += "</tr></thead>\n<tbody>\n"
    for row in table.rows {
      html += "<tr>"
      for (column, cell) in zip(table.columns, row).enumerated() {
        let tag = column == 0 ? "th scope=\"row\"" : "td"
        html += "<\(tag)\(Page.side(cell.0))>\(inline(cell.1))</\(column == 0 ? "th" : "td")>"
      }
      html += "</tr>\n"
    }
    html += "</tbody>\n</table>\n</div>\n"
  }

  private static func side(_ column: Table.Column) -> String { column.alignment == .trailing ? " class=\"n\"" : "" }

  private mutating func write(_ figure: Figure) {
    html += "<figure>\n<figcaption><strong>\(Escaping.html(figure.title))</strong> "
    html += "\(Escaping.html(figure.caption))</figcaption>\n\(figure.drawn())\n</figure>\n"
  }

  private mutating func write(_ callout: Callout) {
    callouts += 1
    let id = "callout-\(callouts)"
    html += "<div class=\"callout \(Page.name(callout.kind))\" role=\"note\" aria-labelledby=\"\(id)\">\n"
    html += "<p class=\"headline\" id=\"\(id)\">\(inline(callout.title))</p>\n"
    html += callout.paragraphs.map { "<p>\(inline($0))</p>\n" }.joined() + "</div>\n"
  }

  private static func name(_ kind: Callout.Kind) -> String {
    switch kind {
    case .verdict(let tone): "verdict \(tone.rawValue)"
    case .draft: "draft"
    case .note: "remark"
    case .synthetic: "synthetic"
    }
  }

  private func inline(_ pieces: [Inline]) -> String { pieces.map(inline).joined() }

  private func inline(_ piece: Inline) -> String {
    switch piece {
    case .text(let text): Escaping.html(text)
    case .strong(let text): "<strong>\(Escaping.html(text))</strong>"
    case .emphasis(let text): "<em>\(Escaping.html(text))</em>"
    case .code(let text): "<code>\(Escaping.html(text))</code>"
    case .mark(let mark):
      "<span class=\"mark \(mark.tone.rawValue)\"><span aria-hidden=\"true\">\(Escaping.html(mark.symbol))</span>"
        + "\u{A0}\(Escaping.html(mark.word))</span>"
    case .reference(let id, let text): "<a href=\"#\(Escaping.html(id))\">\(Escaping.html(text))</a>"
    case .link(let url, let text):
      if let url = Escaping.safeURL(url) {
        "<a href=\"\(Escaping.html(url))\" rel=\"noreferrer\">\(Escaping.html(text))</a>"
      } else {
        Escaping.html(text)
      }
    }
  }
}
