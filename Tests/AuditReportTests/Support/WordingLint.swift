@testable import AuditReport

/// Finds words that a report must not say about people or results; docs/how-to-write-about-groups.md gives the reasons.
///
/// Titles of cited works are exempt, since they are quoted: in a document they stand under the term "Source".
enum WordingLint {
  /// Words that end where they end here, or go on when a star follows.
  private static let banned = [
    "fair", "fairly", "fairer", "unfair*", "unbiased", "bias-free", "debias*", "biased", "compliant", "certif*",
    "guarantee*", "prove", "proves", "proved", "proven", "discriminat*", "privileged", "unprivileged", "protected",
    "unprotected", "safe", "safely", "minority", "minorities", "innocent", "guilty",
  ]

  /// The words in `text` that must not be there.
  static func problems(_ text: String) -> [String] {
    let words = text.lowercased().split { !$0.isLetter && $0 != "-" }.map(String.init)
    let found = words.filter { word in
      banned.contains { $0.hasSuffix("*") ? word.hasPrefix($0.dropLast()) : word == $0 }
    }
    let significant = words.indices.filter { index in
      words[index].hasPrefix("significan") && (index == 0 || words[index - 1] != "statistically")
    }
    return found + significant.map { words[$0] }
  }

  /// The same for all of a document but the titles of cited works.
  static func problems(_ document: Document) -> [String] {
    ([document.title] + document.blocks.flatMap(texts)).flatMap { text in
      problems(text).map { "\($0): \(text)" }
    }
  }

  /// The texts of a block, each of which is read by itself.
  static func texts(_ block: Block) -> [String] {
    switch block {
    case .heading(let heading): [heading.text.plain]
    case .paragraph(let text): [text.plain]
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
