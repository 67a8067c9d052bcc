import AuditInputs
import AuditRecord

/// Looks for ids that are in no table as they stand, and would be without what spreadsheets add or take away.
struct IDProbe {
  /// The most rows of a table that are looked at.
  private static let mostRows = 20_000

  let options: SourceOptions

  /// What is odd about the ids of a table whose first columns are a user and an item.
  ///
  /// - Parameters:
  ///   - known: The ids of the first columns that are in a table; nothing where a column has none.
  func warnings(
    _ part: TableReading.Part, _ table: InputTable, _ wanted: [WantedColumn], known: [IDTable?]
  ) -> [DataWarning] {
    guard table.files.allSatisfy({ !$0.isStream }) else { return [] }
    var options = options
    options.progress = nil
    let reader = TableReader(
      table: table, wanted: wanted, options: options, workers: Workers(count: 1, digests: nil),
      progress: TableProgress())
    var (rows, strange, near) = (0, known.map { _ in 0 }, known.map { _ in 0 })
    _ = try? reader.read { block in
      for (column, table) in known.enumerated() {
        guard let table else { continue }
        for row in 0..<block.count {
          let content = block.columns[column].content(row)
          guard !content.isEmpty, !table.holds(content) else { continue }
          strange[column] += 1
          if Self.variants(of: content).contains(where: table.holds) { near[column] += 1 }
        }
      }
      rows += block.count
      return rows < Self.mostRows ? .proceed : .stop
    }
    return known.indices.compactMap { column in
      guard near[column] > 0 else { return nil }
      return DataWarning(
        .idsAlike, table: part.rawValue, column: wanted[column].column, role: wanted[column].purpose,
        rows: near[column], share: Double(near[column]) / Double(strange[column]))
    }
  }

  /// An id without blanks, without `.0`, without zeros in front, and with either added.
  private static func variants(of id: [UInt8]) -> [[UInt8]] {
    let blank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    let bare = Array(id.drop(while: blank).reversed().drop(while: blank).reversed())
    let whole = bare.suffix(2).elementsEqual(".0".utf8) ? Array(bare.dropLast(2)) : bare
    var short = Array(whole.drop { $0 == UInt8(ascii: "0") })
    if short.isEmpty { short = whole }
    guard !short.isEmpty else { return [] }
    var variants = [bare, whole, short, whole + Array(".0".utf8)]
    if short.allSatisfy({ $0 &- 0x30 < 10 }), short.count < 12 {
      variants += (short.count + 1...12).map { Array(repeating: UInt8(ascii: "0"), count: $0 - short.count) + short }
    }
    return variants.filter { $0 != id }
  }
}
