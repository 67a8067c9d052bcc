import AuditRecord
import AuditStatistics

/// What `minimised.json` says of an extract: what is in it, what was left out, and how easily people could be told apart before and
/// after. It holds no id and no value.
package struct ExtractDescription: Codable, Sendable, Hashable {
  /// The format.
  package var schema = "evenhand-minimised/1"
  /// Which key made the pseudonyms.
  package var key: String
  /// The period for which they were made; pseudonyms of another cannot be joined with them.
  @OrNull package var epoch: String?
  /// Below how many people a combination is counted as small: `minimum-cell` of the plan.
  package var minimum: Int
  /// The tables, in the order of the plan.
  package var tables: [Table]
  /// What is odd about the data and cannot be seen in the extract, in sentences.
  package var warnings: [String]

  /// A table.
  package struct Table: Codable, Sendable, Hashable {
    /// Its name.
    package var name: String
    /// Its files.
    package var files: [File]
    /// The columns that it has.
    package var kept: [String]
    /// The columns that were left out.
    package var dropped: [String]
    /// How easily people could be told apart by their labels; null of a table whose rows are no people.
    @OrNull package var risk: Risk?
  }

  /// A file.
  package struct File: Codable, Sendable, Hashable {
    /// Its name.
    package var name: String
    /// Its digest.
    package var sha256: String
  }

  /// People who could be told apart, in the data and in the extract.
  package struct Risk: Codable, Sendable, Hashable {
    /// In the data.
    package var before: Recognisability
    /// In the extract.
    package var after: Recognisability
  }

  /// How easily people could be told apart.
  package struct Recognisability: Codable, Sendable, Hashable {
    /// People.
    package var people: Int
    /// Combinations of labels that occur.
    package var combinations: Int
    /// People whose combination nobody else has.
    package var unique: Int
    /// People whose combination fewer than `minimum` people have.
    package var below: Int
    /// 1 ÷ the smallest combination.
    package var largest: Double
    /// Combinations ÷ people.
    package var mean: Double
    /// The mean chance for somebody of the population; null where the plan does not say what share of it the data are.
    @OrNull package var populationMean: Double?

    init(_ risk: UniquenessRisk) {
      people = risk.people
      combinations = risk.classes
      unique = risk.unique
      below = risk.below
      largest = risk.largest
      mean = risk.mean
      populationMean = risk.populationMean
    }
  }

  /// The bytes of the file.
  ///
  /// - Throws: `RecordError` if a number is not finite.
  package func bytes() throws(RecordError) -> [UInt8] { Array((try Canonical.text(self) + "\n").utf8) }

  /// What was written, in lines for a person.
  package var text: [String] {
    tables.flatMap { table -> [String] in
      let dropped = table.dropped.isEmpty ? "no column left out" : "left out: \(table.dropped.joined(separator: ", "))"
      let line = "\(table.name): \(table.kept.joined(separator: ", ")); \(dropped)"
      guard let risk = table.risk else { return [line] }
      return [
        line,
        "  people whom nobody else is like: \(PlainNumber.count(risk.before.unique)) of \(PlainNumber.count(risk.before.people)) in the data, \(PlainNumber.count(risk.after.unique)) in the extract",
        "  people whom fewer than \(minimum) are like: \(PlainNumber.count(risk.before.below)) in the data, \(PlainNumber.count(risk.after.below)) in the extract",
      ]
    } + [
      "the audit of the extract gives the numbers of the data; pseudonyms by key \(key)\(epoch.map { ", epoch \($0)" } ?? "")"
    ]
  }
}
