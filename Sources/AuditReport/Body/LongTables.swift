import AuditRecord

/// How much of many groups a report lists: what is not met comes first, and the record holds the rest.
enum LongTables {
  /// Beyond so many groups, a grouping is long.
  static let mostGroups = 50
  /// Requirements, each on one grouping, that are shown with their numbers.
  static let mostFamilies = 200
  /// Intersections that are shown.
  static let mostIntersections = 100
  /// Rows of a table of what was judged.
  static let mostRows = 250
  /// Cells of a heatmap.
  static let mostCells = 150
  /// Beyond so many groups of all intersections together, only what a requirement asks is printed of them.
  static let mostCombinations = 100

  /// "the file record.json holds them all".
  static let rest = "the file record.json holds them all"

  /// The first rows, and the words that say how many there are; no words where all are listed.
  ///
  /// - Parameter order: Which come first.
  static func first<Row>(
    _ rows: [Row], of noun: String, most: Int = mostRows, order: String = ", those not met first"
  ) -> (rows: [Row], note: String?) {
    guard rows.count > most else { return (rows, nil) }
    return (
      Array(rows.prefix(most)),
      "the first \(PlainNumber.count(most)) of \(PlainNumber.count(rows.count)) \(noun)\(order); \(rest)"
    )
  }
}
