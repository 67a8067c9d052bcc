package import AuditRecord

/// What a plan says of the labels of one column of groups or strata.
package struct LabelRules: Sendable, Hashable {
  /// Labels that are groups, although they may look like a missing value.
  package var labels: [Label]

  /// Labels that are one group, in the order of the plan.
  package var same: [Joined]

  /// Whether every label is a group, even where they are many numbers.
  package var isEveryLabelReal = false

  /// Several labels under one name.
  package struct Joined: Sendable, Hashable {
    /// What the group is called. A label of that name belongs to it.
    package var name: Label
    /// The labels as they stand in the data.
    package var labels: [Label]

    /// Joins labels.
    package init(_ name: Label, _ labels: [Label]) {
      self.name = name
      self.labels = labels
    }
  }

  /// States rules; without any, each label is a group of its own.
  package init(labels: [Label] = [], same: [Joined] = []) {
    self.labels = labels
    self.same = same
  }

  /// All labels that are groups.
  package var named: [Label] { labels + same.flatMap { [$0.name] + $0.labels } }
}

/// Words that stand for a missing value wherever nobody says that they are labels.
package enum MissingWord {
  /// The words, besides blank text.
  package static let all: [Label] = [
    "NULL", "null", "Null", "NaN", "nan", "NAN", "NaT", "NA", "<NA>", "N/A", "n/a", "None", "#N/A", "#NULL!", "(null)",
    "[NULL]", "-", "?",
  ]

  private static let known = Set(all)
  /// The characters of the longest.
  private static let longest = all.map(\.text.unicodeScalars.count).max() ?? 0

  /// The word that a label is once blanks around it are taken away; empty for blank text, nothing for any other label.
  package static func word(of label: Label) -> Label? {
    var rest = label.text.unicodeScalars[...]
    while rest.first?.isBlank == true { rest.removeFirst() }
    while rest.last?.isBlank == true { rest.removeLast() }
    guard rest.prefix(longest + 1).count <= longest else { return nil }
    let word = Label(String(rest))
    return word.text.isEmpty || known.contains(word) ? word : nil
  }
}

extension Unicode.Scalar {
  /// White space of any kind, and characters that show nothing.
  package var isBlank: Bool {
    if isASCII { return value == 0x20 || (value >= 9 && value <= 13) }
    return properties.isWhitespace || properties.isDefaultIgnorableCodePoint
  }
}
