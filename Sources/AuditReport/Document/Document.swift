/// A report as values: what it says and in which order, and nothing about how a page or a terminal shows it.
///
/// Text in it is plain text, however hostile; every renderer escapes all of it for its own language.
public struct Document: Sendable, Hashable {
  /// The title, as a window or a tab shows it; it holds the verdict.
  package var title: String
  /// What stands at the foot of every printed page.
  package var footer: Footer
  /// The language of the text, as BCP 47 writes it.
  package var language: String
  /// The content, in reading order.
  package var blocks: [Block]
  /// Headings that are not here but in another file beside this one.
  package var elsewhere: Elsewhere?

  /// Puts a document together.
  package init(
    title: String, footer: Footer, language: String = "en", blocks: [Block], elsewhere: Elsewhere? = nil
  ) {
    self.elsewhere = elsewhere
    self.title = title
    self.footer = footer
    self.language = language
    self.blocks = blocks
  }
}

/// What tells one printed page from another's.
package struct Footer: Sendable, Hashable {
  /// The report's title.
  package var title: String
  /// The fingerprint of the results.
  package var fingerprint: String

  /// States a footer.
  package init(title: String, fingerprint: String) {
    self.title = title
    self.fingerprint = fingerprint
  }
}

/// Another document beside this one, to whose headings references may lead.
package struct Elsewhere: Sendable, Hashable {
  /// The name of its file, without the extension, which is that of this document.
  package var name: String
  /// Its headings, in their order.
  package var headings: [Heading]

  /// Names another document.
  package init(name: String, _ headings: [Heading]) { (self.name, self.headings) = (name, headings) }

  /// The headings that its table of contents lists.
  var sections: [Heading] { headings.filter { $0.level == 2 } }
}

extension [Block] {
  /// The headings among the blocks.
  var headings: [Heading] { compactMap { if case .heading(let heading) = $0 { heading } else { nil } } }
}
