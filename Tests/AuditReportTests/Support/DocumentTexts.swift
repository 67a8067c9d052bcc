import _AuditTesting

@testable import AuditReport

extension WordingLint {
  /// The banned words of a document, each with its text; titles of cited works are quoted, so they are not read.
  static func violations(in document: Document) -> [String] {
    ([document.title] + document.blocks.flatMap(texts)).flatMap { text in
      violations(in: text).map { "\($0): \(text)" }
    }
  }

  /// The texts of a block, each of which is read by itself.
  static func texts(_ block: Block) -> [String] {
    switch block {
    case .heading(let heading): [heading.text.plain]
    case .paragraph(let text), .key(let text): [text.plain]
    case .matrix(let matrix): texts(.table(matrix.table))
    case .forest(let forest): texts(.table(forest.table)) + [forest.key, forest.axisLabel]
    case .cards(let cards): cards.cards.flatMap { [$0.title] + $0.lines.map(\.plain) }
    case .list(let items): items.map(\.plain)
    case .definitions(let entries):
      entries.filter { $0.term.plain != "Source" }.flatMap { [$0.term.plain, $0.meaning.plain] }
    case .table(let table):
      [table.caption.plain] + table.columns.map(\.header.plain) + table.rows.flatMap { $0.map(\.plain) }
    case .figure(let figure): [figure.title, figure.caption, figure.description]
    case .callout(let callout): [callout.title.plain] + callout.paragraphs.map(\.plain)
    case .code(let text), .contents(let text): [text]
    case .pageBreak: []
    }
  }
}
