package import AuditRecord

/// A value of a plan that is to be written.
package indirect enum PlanValue: Sendable, Hashable {
  /// Text, in quotes where YAML could take it for something else.
  case text(String)
  /// A label of the data, always in quotes.
  case label(Label)
  /// A number.
  case number(Double)
  /// A list in one line.
  case list([PlanValue])
  /// Members in one line.
  case line([Member])
  /// Members, one below the other.
  case members([Member])
  /// Entries, one below the other.
  case entries([PlanValue])

  /// A key with its value.
  package struct Member: Sendable, Hashable {
    /// The key, one of ``PlanSchema``.
    package let key: String
    /// Its value.
    package let value: PlanValue
    /// Lines to write below it as comments, as other values that people may want.
    package let notes: [String]

    /// A key with its value.
    package init(_ key: String, _ value: PlanValue, notes: [String] = []) {
      (self.key, self.value, self.notes) = (key, value, notes)
    }
  }
}

/// Writes plans: each key with what it means as a comment, by the words of ``PlanSchema``.
package enum PlanText {
  private static let width = 100

  /// The text of a plan.
  ///
  /// - Parameter title: A comment to begin with.
  /// - Precondition: Every key is one of ``PlanSchema`` and at its place.
  package static func yaml(_ members: [PlanValue.Member], title: String) -> String {
    var writer = Writer()
    writer.comment(title, indent: 0)
    writer.space()
    writer.write(members, of: PlanSchema.root, indent: 0)
    return writer.text
  }

  /// A value in one line.
  static func flow(_ value: PlanValue) -> String {
    switch value {
    case .text(let text): YAMLText.scalar(text)
    case .label(let label): YAMLText.quoted(label.text)
    case .number(let number): CanonicalNumber.text(number)
    case .list(let values), .entries(let values): "[\(values.map(flow).joined(separator: ", "))]"
    case .line(let members), .members(let members):
      "{\(members.map { "\($0.key): \(flow($0.value))" }.joined(separator: ", "))}"
    }
  }

  private struct Writer {
    private(set) var text = ""
    /// The keys whose meaning has been written.
    private var explained: Set<String> = []

    mutating func space() { text += "\n" }

    mutating func comment(_ words: String, indent: Int) {
      let space = String(repeating: " ", count: indent)
      var line = "\(space)#"
      for word in words.split(separator: " ", omittingEmptySubsequences: false) {
        if line.count + 1 + word.count > PlanText.width, line.count > indent + 1 {
          text += line + "\n"
          line = "\(space)#"
        }
        line += " " + word
      }
      text += line + "\n"
    }

    /// - Parameter first: What to write in place of the blanks before the first key.
    mutating func write(
      _ members: [PlanValue.Member], of fields: [PlanField], indent: Int, path: String = "", first: String? = nil
    ) {
      for (index, member) in members.enumerated() {
        guard let field = fields.first(where: { $0.name == member.key && $0.refused == nil }) else {
          preconditionFailure("no plan has \(path).\(member.key)")
        }
        let own = "\(path).\(member.key)"
        let isEntry = index == 0 && first != nil
        if indent == 0, index > 0 { text += "\n" }
        // Above an entry of a list a comment would seem to belong to the list.
        if !isEntry, explained.insert(own).inserted { comment(field.words, indent: indent) }
        text += (isEntry ? first! : String(repeating: " ", count: indent)) + member.key + ":"
        write(member.value, of: field, indent: indent, path: own)
        for note in member.notes { comment(note, indent: indent + 2) }
      }
    }

    private mutating func write(_ value: PlanValue, of field: PlanField, indent: Int, path: String) {
      let inner = PlanSchema.inner(field.shape)
      func fields(_ members: [PlanValue.Member]) -> [PlanField] {
        inner.first { fields in members.allSatisfy { member in fields.contains { $0.name == member.key } } } ?? []
      }
      switch value {
      case .members(let members):
        text += "\n"
        write(members, of: fields(members), indent: indent + 2, path: path)
      case .entries(let entries):
        text += "\n"
        for entry in entries {
          let dash = String(repeating: " ", count: indent + 2) + "- "
          if case .members(let members) = entry {
            write(members, of: fields(members), indent: indent + 4, path: path, first: dash)
          } else {
            text += dash + flow(entry) + "\n"
          }
        }
      default: text += " " + flow(value) + "\n"
      }
    }
  }
}
