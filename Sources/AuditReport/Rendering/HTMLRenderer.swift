/// A document as one HTML page that needs nothing else: no script, no font, no picture from anywhere.
///
/// The page forbids itself everything but its own style, reads aloud in order, reflows at 320 pixels and prints on A4
/// and Letter. The same document gives the same bytes.
public struct HTMLRenderer: Sendable {
  /// A renderer.
  public init() {}

  /// The whole page.
  public func render(_ document: Document) -> String {
    var page = Page(document)
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

extension HTMLRenderer {
  /// Rows of a table that are kept on one printed page: with more of them three can stand on either side.
  static let mostTogether = 5

  /// A mark with its word.
  static func mark(_ mark: Mark) -> String {
    "<span class=\"mark \(mark.tone.rawValue)\"><span aria-hidden=\"true\">\(Escaping.html(mark.symbol))</span>\u{A0}"
      + Escaping.html(mark.word) + "</span>"
  }
}

/// The body of a page while it is written.
private struct Page {
  private var html = ""
  private var isInSection = false
  private var tables = 0
  private var callouts = 0
  private var codes = 0
  private var captions: Set<String> = []
  private let sections: [Heading]
  private let elsewhere: [Heading]
  /// The file of headings that are in the other document.
  private let files: [String: String]

  init(_ document: Document) {
    sections = document.blocks.headings.filter { $0.level == 2 }
    elsewhere = document.elsewhere?.sections ?? []
    let file = (document.elsewhere?.name ?? "") + ".html"
    files = Dictionary((document.elsewhere?.headings ?? []).map { ($0.id, file) }) { first, _ in first }
  }

  mutating func write(_ blocks: [Block]) {
    for block in blocks { write(block) }
  }

  func finished() -> String { html + (isInSection ? "</section>\n" : "") }

  private mutating func write(_ block: Block) {
    switch block {
    case .heading(let heading): write(heading)
    case .paragraph(let text): write("<p>", text, "</p>\n")
    case .key(let text): write("<p class=\"key\">", text, "</p>\n")
    case .list(let items):
      html += "<ul>\n"
      for item in items { write("<li>", item, "</li>\n") }
      html += "</ul>\n"
    case .definitions(let entries):
      html += "<dl>\n"
      for entry in entries {
        write("<div><dt>", entry.term, "</dt>")
        write("<dd>", entry.meaning, "</dd></div>\n")
      }
      html += "</dl>\n"
    case .table(let table): write(table)
    case .figure(let figure): write(figure)
    case .matrix(let matrix): html += matrix.html
    case .forest(let forest): html += forest.html
    case .cards(let cards):
      html += "<div class=\"cards\">\n"
      for card in cards.cards {
        write("<div><h3>", [.text(card.title)], "</h3>\n")
        write(.list(card.lines))
        html += "</div>\n"
      }
      html += "</div>\n"
    case .callout(let callout): write(callout)
    case .code(let text):
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { Escaping.html(String($0)) }
      codes += 1
      html += "<pre tabindex=\"0\" role=\"region\" aria-label=\"Text to copy, \(codes)\"><code>"
      html += lines.joined(separator: "\n") + "</code></pre>\n"
    case .contents(let title):
      let entries = (sections + elsewhere).map {
        "<li><a href=\"\(address($0.id))\">\(Escaping.html($0.text.plain))</a></li>\n"
      }
      html += "<nav aria-labelledby=\"contents-title\"><p class=\"kicker\" id=\"contents-title\">"
      html += "\(Escaping.html(title))</p>\n<ul>\n" + entries.joined() + "</ul></nav>\n"
    case .pageBreak:
      closeSection()
      html += "<hr class=\"page\">\n"
    }
  }

  private mutating func write(_ heading: Heading) {
    let id = Escaping.html(heading.id)
    if heading.level == 2 {
      closeSection()
      html += "<section aria-labelledby=\"\(id)\">\n"
      isInSection = true
    }
    let look = heading.isForReadersAloud ? " class=\"vh\"" : ""
    write("<h\(heading.level) id=\"\(id)\"\(look)>", heading.text, "</h\(heading.level)>\n")
  }

  private mutating func closeSection() {
    if isInSection { html += "</section>\n" }
    isInSection = false
  }

  private mutating func write(_ table: Table) {
    tables += 1
    let caption = "table-\(tables)-caption"
    let look = table.rows.count <= HTMLRenderer.mostTogether ? "scroll short" : "scroll"
    // Regions that are called alike could not be told apart by those who listen.
    let name =
      captions.insert(table.caption.plain).inserted
      ? "aria-labelledby=\"\(caption)\""
      : "aria-label=\"\(Escaping.html("\(table.caption.plain), table \(tables)"))\""
    html += "<div class=\"\(look)\" role=\"region\" \(name) tabindex=\"0\">\n<table>\n"
    write("<caption id=\"\(caption)\"><span>", table.caption, "</span></caption>\n")
    html += "<thead><tr>"
    for column in table.columns {
      write(
        column.alignment == .trailing ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">", column.header, "</th>")
    }
    html += "</tr></thead>\n<tbody>\n"
    for row in table.rows {
      html += "<tr>"
      for (index, cell) in row.enumerated() {
        let isNumber = table.columns[index].alignment == .trailing
        if index == 0 {
          write(isNumber ? "<th scope=\"row\" class=\"n\">" : "<th scope=\"row\">", cell, "</th>")
        } else {
          write(isNumber ? "<td class=\"n\">" : "<td>", cell, "</td>")
        }
      }
      html += "</tr>\n"
    }
    html += "</tbody>\n</table>\n</div>\n"
  }

  private mutating func write(_ figure: Figure) {
    html += "<figure>\n<figcaption><strong>\(Escaping.html(figure.title))</strong> "
    html += "\(Escaping.html(figure.caption))</figcaption>\n\(figure.drawn())\n</figure>\n"
  }

  private mutating func write(_ callout: Callout) {
    callouts += 1
    let id = "callout-\(callouts)"
    html += "<div class=\"callout \(Page.name(callout.kind))\" role=\"note\" aria-labelledby=\"\(id)\">\n"
    write("<p class=\"headline\" id=\"\(id)\">", callout.title, "</p>\n")
    for paragraph in callout.paragraphs { write("<p>", paragraph, "</p>\n") }
    html += "</div>\n"
  }

  private static func name(_ kind: Callout.Kind) -> String {
    switch kind {
    case .verdict(let tone): "verdict \(tone.rawValue)"
    case .note: "remark"
    case .synthetic: "synthetic"
    }
  }

  /// Where a heading is.
  private func address(_ id: String) -> String { "\(files[id] ?? "")#\(Escaping.html(id))" }

  /// A line between its tags.
  private mutating func write(_ opening: String, _ pieces: [Inline], _ closing: String) {
    html += opening
    for piece in pieces { write(piece) }
    html += closing
  }

  private mutating func write(_ piece: Inline) {
    switch piece {
    case .text(let text): html += Escaping.html(text)
    case .strong(let text): write("<strong>", [.text(text)], "</strong>")
    case .code(let text): write("<code>", [.text(text)], "</code>")
    case .mark(let mark):
      html += HTMLRenderer.mark(mark)
    case .reference(let id, let text): write("<a href=\"\(address(id))\">", [.text(text)], "</a>")
    case .link(let url, let text):
      if let url = Escaping.safeURL(url) {
        write("<a href=\"\(Escaping.html(url))\" rel=\"noreferrer\">", [.text(text)], "</a>")
      } else {
        html += Escaping.html(text)
      }
    case .file(let path, let text): write("<a href=\"\(Escaping.path(path))\">", [.text(text)], "</a>")
    }
  }
}
