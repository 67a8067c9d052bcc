import AuditInputs
import AuditRecord

/// Labels that are ids of people. Labels stand in every report, and ids must not.
enum IDLabels {
  /// Throws at the first label that is, or holds, an id of a person.
  ///
  /// - Parameters:
  ///   - columns: The labels by column, each with what it is for.
  ///   - isID: Whether bytes are an id of a person.
  static func check(
    _ columns: [(column: String, part: String, labels: [Label])], file: String, where isID: ([UInt8]) -> Bool
  ) throws(ReadError) {
    for (column, part, labels) in columns
    where labels.contains(where: { IDWords.holds(Array($0.text.utf8), where: isID) }) {
      throw ReadError(
        .idAsLabel, file: file,
        message:
          "a label of the \(part) column \(Quoted.text(column)) is, or holds, the id of a person, and labels are printed",
        hint: "name another column, or write another word in its place")
    }
  }
}

extension DecisionPart {
  /// Throws if a label is the id of a person.
  ///
  /// - Parameter people: The people whom the workers have met.
  func checkIDs(_ columns: DecisionColumns, people: [SubjectTable]) throws(ReadError) {
    guard !people.isEmpty else { return }
    let axes = zip(columns.axes, layout.axes).map { column, axis in
      (column.column, column.role == .group ? "group" : "stratum", axis.labels)
    }
    let choices = [
      (columns.labels.decision, "decision", decisions), (columns.labels.outcome ?? "", "outcome", outcomes),
    ]
    .map { ($0.0, $0.1, $0.2.keys.map(\.label)) }
    try IDLabels.check(axes + choices, file: columns.table.files.first?.given ?? "memory") { id in
      people.contains { $0.holds(id) }
    }
  }
}

extension IDTable {
  /// Whether an identifier is known.
  func holds(_ content: [UInt8]) -> Bool {
    var content = content
    return code(of: &content, .find).map { $0 >= 0 } ?? false
  }
}
