/// A part of a document that stands on lines of its own.
package enum Block: Sendable, Hashable {
  /// The heading of what follows.
  case heading(Heading)
  /// Sentences.
  case paragraph([Inline])
  /// What marks mean, in small print under what they stand in.
  case key([Inline])
  /// Points without an order.
  case list([[Inline]])
  /// Terms, each with what it stands for.
  case definitions([Definition])
  /// Rows and columns.
  case table(Table)
  /// A chart with its message.
  case figure(Figure)
  /// The verdicts of all checks.
  case matrix(VerdictMatrix)
  /// The findings of one requirement.
  case forest(ForestTable)
  /// Short lists side by side.
  case cards(Cards)
  /// A passage that must not be overlooked.
  case callout(Callout)
  /// Text to be copied as it is.
  case code(String)
  /// Links to the headings of the second level.
  case contents(title: String)
  /// A new page, where there are pages.
  case pageBreak
}

/// A heading.
package struct Heading: Sendable, Hashable {
  /// 1 for the document's own, 2 for a section, 3 below.
  package var level: Int
  /// The name that links use: letters, digits and hyphens, once in a document.
  package var id: String
  /// The text.
  package var text: [Inline]
  /// True where the page shows by itself what begins here.
  package var isForReadersAloud: Bool

  /// States a heading.
  ///
  /// - Precondition: `level` is 1 to 3.
  package init(_ level: Int, id: String, _ text: [Inline], isForReadersAloud: Bool = false) {
    self.isForReadersAloud = isForReadersAloud
    precondition((1...3).contains(level), "headings have levels 1 to 3")
    self.level = level
    self.id = id
    self.text = text
  }
}

/// A term with what it stands for.
package struct Definition: Sendable, Hashable {
  /// The term.
  package var term: [Inline]
  /// What it stands for.
  package var meaning: [Inline]

  /// Defines a term.
  package init(_ term: [Inline], _ meaning: [Inline]) {
    self.term = term
    self.meaning = meaning
  }
}

/// A passage that must not be overlooked.
package struct Callout: Sendable, Hashable {
  /// What the passage is about; each kind has its own mark, never a colour alone.
  package enum Kind: Sendable, Hashable {
    /// The overall verdict; nothing when there was nothing to judge.
    case verdict(Tone)
    /// A note.
    case note
    /// The rows were made up.
    case synthetic
  }

  /// The kind.
  package var kind: Kind
  /// The first line.
  package var title: [Inline]
  /// Paragraphs below it.
  package var paragraphs: [[Inline]]

  /// States a callout.
  package init(_ kind: Kind, title: [Inline], paragraphs: [[Inline]] = []) {
    self.kind = kind
    self.title = title
    self.paragraphs = paragraphs
  }
}
