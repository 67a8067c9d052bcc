import AuditRecord

/// A column that a table needs, and what for.
struct WantedColumn: Sendable, Hashable {
  let column: String
  let purpose: String

  /// The purpose of what says on which ground a row may be used.
  static let ground = "ground"

  init(_ column: String, _ purpose: String) {
    self.column = column
    self.purpose = purpose
  }

  /// Throws if a column has two parts that exclude each other. Only groups, contexts, strata and what says on which ground a row may be
  /// used may share one.
  static func check(_ wanted: [WantedColumn], file: String) throws(ReadError) {
    var parts: [Label: String] = [:]
    for wanted in wanted {
      let earlier = parts.updateValue(wanted.purpose, forKey: Label(wanted.column))
      let shared = ["group", "context", "stratum", "stratum of the sample", Self.ground]
      guard let earlier, ![earlier, wanted.purpose].allSatisfy(shared.contains)
      else { continue }
      throw ReadError(
        .columnUsedTwice, file: file,
        message: "the column \(Quoted.text(wanted.column)) cannot be both \(earlier) and \(wanted.purpose)",
        hint: "name another column for one of the two")
    }
  }
}
