import AuditInputs
import AuditRecord

/// Looks for rows that stand in the data more often than chance explains, so that people count several times.
///
/// Equal rows alone say nothing: many people share a group and a decision. They are copies where a column tells nearly
/// every other row apart, or where every combination of labels occurs a multiple of so many times.
enum RepeatedRows {
  /// The most rows that are compared, and the most fields.
  private static let (mostRows, mostFields) = (1 << 13, 1 << 22)
  /// The least share of rows that is worth a warning.
  private static let leastShare = 0.001
  /// Fewer different rows than this are what a table of few columns holds.
  private static let fewestDifferent = 20
  /// How many times as many rows as different ones a file has at most of which only some were copied.
  private static let mostTimes = 1.5
  /// How many of the different rows a column has to tell apart, or have the same number of copies where all were copied.
  private static let leastApart = 0.9
  /// The chance that is left to coincidence.
  private static let chance = 1e-6

  // MARK: copies of single rows

  /// Says whether among the first rows there are copies of others, in all columns that the files have.
  static func warning(_ columns: DecisionColumns, _ options: SourceOptions) -> DataWarning? {
    let table = columns.table
    guard columns.unit == nil, table.files.allSatisfy({ !$0.isStream }) else { return nil }
    if columns.labels.count != nil || columns.rowsColumn != nil { return copiedCounts(columns, options) }
    var (seen, rows) = ([Int: Int](), 0)
    read(table, options) { width, hash in
      seen[hash(0..<width), default: 0] += 1
      rows += 1
    }
    let copies = rows - seen.count
    guard seen.count >= fewestDifferent, Double(copies) > leastShare * Double(rows), areCopies(seen, rows),
      let fields = Fields(table, options)
    else { return nil }
    guard Double(copies) > fields.copiesByChance + 3 * fields.copiesByChance.squareRoot() else { return nil }
    return DataWarning(
      .repeatedRows, table: "decisions", column: fields.name, rows: copies, share: Double(copies) / Double(rows))
  }

  /// Says whether lines of counts are copies. Labels that recur with other counts are of parts that the file does not name, so
  /// that equal lines may be too.
  private static func copiedCounts(_ columns: DecisionColumns, _ options: SourceOptions) -> DataWarning? {
    var lines: [[Int]] = []
    let names = read(columns.table, options) { width, hash in
      lines.append((0..<width).map { hash($0..<($0 + 1)) })
    }
    let counted = [
      columns.labels.count, columns.rowsColumn, columns.labels.isWide == true ? columns.labels.decision : nil,
    ]
    let labels = names.indices.filter { !counted.contains(names[$0]) }
    let copies = lines.count - Set(lines).count
    // A column of ones makes each row one person, and no table of counts.
    let isOfCounts = names.indices.contains { field in
      counted.contains(names[field]) && Set(lines.map { $0[field] }).count > 1
    }
    guard copies > 0, isOfCounts, Set(lines.map { line in labels.map { line[$0] } }).count == Set(lines).count else {
      return nil
    }
    return DataWarning(
      .repeatedCounts, table: "decisions", rows: copies, share: Double(copies) / Double(lines.count))
  }

  /// Copies are few, or as many of nearly every row; where rows recur now and then, a column of few values is at work.
  private static func areCopies(_ seen: [Int: Int], _ rows: Int) -> Bool {
    if Double(rows) <= mostTimes * Double(seen.count) { return true }
    var times: [Int: Int] = [:]
    for count in seen.values { times[count, default: 0] += 1 }
    return Double(times.values.max() ?? 0) >= leastApart * Double(seen.count)
  }

  /// The fields of rows that differ.
  private struct Fields {
    /// The column that tells most rows apart.
    let name: String
    /// How many copies are expected of rows that agree by chance, if agreeing in that column does not make others agree.
    let copiesByChance: Double

    /// Nothing where no column tells nearly all rows apart.
    init?(_ table: InputTable, _ options: SourceOptions) {
      var (values, seen) = ([Int](), Set<Int>())
      let names = read(table, options) { width, hash in
        guard seen.insert(hash(0..<width)).inserted else { return }
        for field in 0..<width { values.append(hash(field..<(field + 1))) }
      }
      let (rows, width) = (seen.count, names.count)
      guard width > 1, rows > 1 else { return nil }
      func pairs(_ value: (Int) -> Int) -> (different: Int, pairs: Double) {
        var counts: [Int: Double] = [:]
        for row in 0..<rows { counts[value(row), default: 0] += 1 }
        return (counts.count, counts.values.reduce(0) { $0 + $1 * ($1 - 1) / 2 })
      }
      let found = (0..<width).map { field in pairs { values[$0 * width + field] } }
      guard let best = found.indices.max(by: { (found[$0].different, $1) < (found[$1].different, $0) }),
        Double(found[best].different) >= leastApart * Double(rows)
      else { return nil }
      let rest = pairs { row in
        var hasher = Hasher()
        for field in 0..<width where field != best { hasher.combine(values[row * width + field]) }
        return hasher.finalize()
      }
      let agreeing = rest.pairs / (Double(rows) * Double(rows - 1) / 2)
      name = names[best]
      copiesByChance = agreeing < 1 ? found[best].pairs * agreeing / (1 - agreeing) : .infinity
    }
  }

  /// Hands out the first rows of the files; what cannot be read is not for here to say.
  ///
  /// - Parameter body: Takes how many fields a row has, and what makes a number of the text of some of them side by side.
  /// - Returns: The names of the columns.
  @discardableResult
  private static func read(
    _ table: InputTable, _ options: SourceOptions, _ body: (_ width: Int, _ hash: (Range<Int>) -> Int) -> Void
  ) -> [String] {
    var options = options
    options.progress = nil
    let reader = TableReader(
      table: table, wanted: [], options: options, workers: Workers(count: 1, digests: nil), progress: TableProgress())
    var (names, rows) = ([String](), 0)
    for file in table.files {
      guard let stored = try? FileBytes(file, hashing: false) else { break }
      do throws(ReadError) {
        if let table = try reader.columnTable(file, stored) {
          // What has columns that cannot be read may have rows that differ in these.
          names = try table.withAllColumns().names
          let width = names.count
          let most = min(mostRows, mostFields / max(1, width)) - rows
          guard width > 0, most > 0 else { return names }
          // One column after the other, so that a wide table takes no more memory than a narrow one.
          var columns: [[Int]] = []
          for name in names { columns.append(try hashes(table, name, most)) }
          for row in 0..<columns[0].count {
            body(width) { fields in
              var hasher = Hasher()
              for field in fields { hasher.combine(columns[field][row]) }
              return hasher.finalize()
            }
          }
          rows += columns[0].count
          continue
        }
      } catch { break }
      guard let text = try? TextStream.open(stored, file) else { break }
      let delimiter = table.delimiter(of: file)
      let blocks = DelimitedReader(text, file: file.given, delimiter: delimiter, options: options)
      var (isFirst, isHeaderRead) = (true, false)
      while let block = try? blocks.next() {
        var start = block.rows.lowerBound
        if !isHeaderRead {
          guard let row = reader.headerRow(block, delimiter, &isFirst) else { continue }
          names = Header(block, row: row).names
          (isHeaderRead, start) = (true, row + 1)
        }
        for row in start..<block.rows.upperBound where block.width(row) == names.count && !block.isBlank(row) {
          guard rows < mostRows, (rows + 1) * names.count <= mostFields else { return names }
          body(names.count) { hash(block, row, $0) }
          rows += 1
        }
      }
    }
    return names
  }

  /// A number for the text of some fields side by side, without the carriage return of a line's end.
  private static func hash(_ block: RowBlock, _ row: Int, _ fields: Range<Int>) -> Int {
    let start = block.bounds(row: row, field: fields.lowerBound).lowerBound
    let end = block.bounds(row: row, field: fields.upperBound - 1).upperBound
    let text = UnsafeRawBufferPointer(start: block.bytes + start, count: end - start)
    var hasher = Hasher()
    hasher.combine(
      bytes: UnsafeRawBufferPointer(rebasing: text.last == UInt8(ascii: "\r") ? text.dropLast() : text[...]))
    return hasher.finalize()
  }

  /// Numbers for the texts of one column in the first rows.
  private static func hashes(_ table: ColumnTable, _ name: String, _ most: Int) throws(ReadError) -> [Int] {
    var source = try ColumnTable(table.file, table.input, wanted: [WantedColumn(name, "column")])
      .rows(of: 0..<table.file.parts)
    var (columns, found) = ([Column](), [Int]())
    while found.count < most {
      let count = try source.next(&columns, atMost: min(TableRows.capacity, most - found.count))
      guard count > 0 else { break }
      for row in 0..<count { found.append(columns[0].content(row).hashValue) }
    }
    return found
  }

  // MARK: copies of all rows

  /// Says whether every combination of labels occurs a multiple of so many times, as where a table was read twice over or
  /// joined with one that has several rows for each of its own.
  ///
  /// - Parameter rows: Rows of each combination of groups, decision and outcome, in any order.
  static func warning(rows: [Int64]) -> DataWarning? {
    let rows = rows.filter { $0 > 0 }
    // Where all combinations occur equally often, somebody has chosen how often.
    guard Set(rows).count >= 3 else { return nil }
    var factor: Int64 = 0
    for count in rows {
      var (large, small) = (count, factor)
      while small > 0 { (large, small) = (small, large % small) }
      factor = large
      if factor == 1 { return nil }
    }
    // Multiples of five are how people round.
    guard !factor.isMultiple(of: 5), rows.reduce(1, { chance, _ in chance / Double(factor) }) < chance else {
      return nil
    }
    let all = rows.reduce(0, +)
    return DataWarning(
      .repeatedRows, table: "decisions", rows: Int(all - all / factor), share: 1 - 1 / Double(factor))
  }
}
