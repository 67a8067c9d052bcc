import AuditData
import AuditRecord

/// What typed answers mean: columns, labels, limits, numbers.
enum Choosing {
  /// The word for no column and no label.
  static let none = "none"

  /// The one column that an answer names; nothing for ``none``, where that may be answered.
  ///
  /// - Parameters:
  ///   - columns: Those that may be chosen.
  ///   - others: Those that may not, each with why.
  static func column(
    _ answer: [String], among columns: [ColumnProfile], all: [ColumnProfile], orNone: Bool = false
  ) throws(StartError) -> ColumnProfile? {
    let name = answer.joined(separator: " ")
    if orNone, name.lowercased() == none { return nil }
    guard let found = all.first(where: { Label($0.name) == Label(name) }) else { throw missing(name, all) }
    guard columns.contains(where: { $0.name == found.name }) else {
      throw StartError("the column \(Quoted.text(name)) \(why(found))")
    }
    return found
  }

  /// Why a column cannot be chosen.
  private static func why(_ column: ColumnProfile) -> String {
    switch column.kind {
    case .empty: "holds nothing"
    case .identifier: "has another value in each row"
    case .numbers: "holds \(PlainNumber.count(column.distinct)) different numbers"
    case .texts: "holds \(PlainNumber.count(column.distinct)) different texts"
    case .labels: column.distinct < 2 ? "holds the same in every row" : "is used for something else already"
    }
  }

  static func missing(_ name: String, _ columns: [ColumnProfile]) -> StartError {
    let near = Suggestion.nearest(to: name, among: columns.map(\.name)).map { "did you mean \(Quoted.text($0))?" }
    let shown = columns.prefix(20).map { Quoted.text($0.name) }.joined(separator: ", ")
    return StartError(
      name.isEmpty ? "a column is needed" : "there is no column \(Quoted.text(name))",
      hint: near ?? "there are \(shown)\(columns.count > 20 ? " and more" : "")")
  }

  /// Labels of a column: one, or several between commas.
  static func labels(_ answer: [String], of column: ColumnProfile, orNone: Bool = false) throws(StartError) -> [Label] {
    let known = column.labels ?? []
    var found: [Label] = []
    for part in answer {
      if known.contains(where: { $0.label == Label(part) }) {
        found.append(Label(part))
        continue
      }
      if orNone, part.lowercased() == none { continue }
      for name in part.split(separator: ",").map({ Label(trimmed($0)) }) {
        guard known.contains(where: { $0.label == name }) else {
          throw StartError(
            name.text.isEmpty
              ? "a label is needed" : "no row of \(Quoted.text(column.name)) holds \(Quoted.text(name.text))",
            hint: "it holds \(ProfileWords.labels(column))")
        }
        found.append(name)
      }
    }
    if found.isEmpty, !orNone { throw StartError("a label is needed", hint: "it holds \(ProfileWords.labels(column))") }
    found = found.enumerated().filter { !found[..<$0].contains($1) }.map(\.element)
    if found.count == known.count {
      throw StartError("these are all labels of \(Quoted.text(column.name))", hint: "leave at least one out")
    }
    return found
  }

  /// Group columns as they are typed: a name, or a name with limits as `age:18,35,55,81`.
  ///
  /// - Parameters:
  ///   - columns: Those that may be chosen.
  ///   - all: These and those that are something else.
  static func groups(
    _ answer: [String], of columns: [ColumnProfile], all: [ColumnProfile]
  ) throws(StartError) -> [GroupDraft] {
    var found: [GroupDraft] = []
    func named(_ name: String) -> ColumnProfile? { all.first { Label($0.name) == Label(name) } }
    for part in answer {
      let whole = named(part) != nil || named(split(part).name) != nil
      for word in whole ? [part] : words(part) {
        let (name, limits) = named(word) != nil ? (word, nil) : split(word)
        guard let column = named(name) else { throw missing(name, columns) }
        guard columns.contains(where: { $0.name == column.name }) else {
          throw StartError("the column \(Quoted.text(name)) is used for something else already")
        }
        if found.contains(where: { $0.column == column.name }) {
          throw StartError("the column \(Quoted.text(name)) is named twice")
        }
        found.append(
          GroupDraft(
            column: column.name,
            bins: try limits.map { (text) throws(StartError) in
              try edges(text, of: column)
            }))
      }
    }
    return found
  }

  /// Limits of ranges, as `18, 35, 55, 81`, with or without brackets.
  static func edges(_ text: String, of column: ColumnProfile) throws(StartError) -> [Double] {
    guard column.numbers != nil else {
      throw StartError("the column \(Quoted.text(column.name)) holds texts, which have no ranges")
    }
    let marks: Set<Character> = ["[", "]", ",", " ", ";"]
    let numbers = text.split(whereSeparator: marks.contains).map { Double($0) }
    guard numbers.allSatisfy({ $0?.isFinite == true }), GroupColumn.areEdges(numbers.compactMap(\.self)) else {
      throw StartError("limits are two or more numbers, each above the one before", hint: "as 18, 35, 55, 81")
    }
    return numbers.compactMap(\.self)
  }

  /// A threshold of a ratio.
  static func ratio(_ answer: [String]) throws(StartError) -> Double {
    guard let number = answer.last.flatMap({ Double($0) }), number > 0, number < 1 else {
      throw StartError("a ratio to the reference group is needed, above 0 and below 1", hint: "0.8 is usual")
    }
    return number
  }

  /// The name and the limits of `age:18,35`.
  private static func split(_ word: String) -> (name: String, limits: String?) {
    guard let colon = word.lastIndex(of: ":") else { return (word, nil) }
    return (String(word[..<colon]), String(word[word.index(after: colon)...]))
  }

  /// Words between blanks; quotes hold several together, and a comma at the end of a word is left out.
  private static func words(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    for character in text {
      if character == "\"" {
        isQuoted.toggle()
      } else if character.isWhitespace, !isQuoted {
        words.append(word)
        word = ""
      } else {
        word.append(character)
      }
    }
    return (words + [word]).map { String($0.hasSuffix(",") ? $0.dropLast() : $0[...]) }.filter { !$0.isEmpty }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
