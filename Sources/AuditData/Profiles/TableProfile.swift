package import AuditInputs
import AuditRecord

/// The columns of files with the same header, from their first rows: what ``ColumnProfile`` says of each, and of some
/// together.
package struct TableProfile: Sendable {
  /// The files, at least one.
  package let files: [InputFile]
  /// What separates its fields, where that is not what its name says.
  package let delimiter: UInt8?
  /// The columns that have names, in their order.
  package let columns: [ColumnProfile]
  /// How many rows were looked at.
  package let rows: Int
  /// Whether these are all of them.
  package let isWhole: Bool
  private let head: Head

  /// The most rows that are looked at.
  package static let mostRows = 100_000

  /// Looks at files; those with the same header are one table, at the place of the first.
  ///
  /// - Throws: ``ReadError`` if one cannot be read as a table whose first row has names of columns, or has no rows.
  package static func tables(_ files: [InputFile]) throws(ReadError) -> [TableProfile] {
    var found: [(header: Header, files: [InputFile])] = []
    for file in files {
      let header = try header(of: file)
      if let at = found.firstIndex(where: { $0.header == header }) {
        found[at].files.append(file)
      } else {
        found.append((header, [file]))
      }
    }
    var tables: [TableProfile] = []
    for table in found { tables.append(try TableProfile(table.files, table.header)) }
    return tables
  }

  /// What the first row of a file says.
  private struct Header: Equatable {
    let names: [String]
    let delimiter: UInt8?
    /// Whether the names are a row of text, which may be data.
    var isText = true
  }

  private init(_ files: [InputFile], _ header: Header) throws(ReadError) {
    self.files = files
    let file = files[0]
    var options = SourceOptions()
    options.firstRows = max(1, Self.mostRows / files.count)
    delimiter = header.delimiter
    let names = header.names.filter { MissingWord.word(of: Label($0)) != "" }
    var columns = names.map { ColumnProfile(name: $0) }
    var head = Head(width: names.count)
    let reader = Self.reader(files, delimiter, names.map { WantedColumn($0, "column \(Quoted.text($0))") }, options)
    let inputs = try reader.read { block in
      for row in 0..<block.count {
        for at in columns.indices {
          let label = block.columns[at].label(row)
          columns[at].add(label)
          head.add(label, column: at)
        }
        head.endRow()
      }
      return .proceed
    }
    (self.columns, self.head) = (columns, head)
    rows = inputs?.reduce(0) { $0 + Int($1.rows) } ?? 0
    isWhole = inputs?.allSatisfy(\.isWhole) ?? false
    guard rows > 0 else {
      throw ReadError(
        .noRows, file: file.given, message: "there are no rows below the names of the columns",
        hint: "the questions of init are about what the columns hold")
    }
    guard header.isText else { return }
    // Rows of data hold in other rows what they hold in the first one.
    let few = columns.filter { $0.kind == .labels }
    let alike = few.count { column in column.labels?.contains { $0.label == Label(column.name) } == true }
    if alike > 1, 2 * alike >= few.count { throw Self.noHeader(file) }
  }

  /// The column of a name.
  package subscript(name: String) -> ColumnProfile? { columns.first { Label($0.name) == Label(name) } }

  // MARK: several columns together

  /// The columns that could say how many people a row stands for: no two rows agree in the labels of all other columns.
  package var countColumns: [String] {
    guard isWhole, head.isWhole, rows > 1 else { return [] }
    let keys = columns.indices.filter { [.labels, .texts].contains(columns[$0].kind) }
    return columns.indices.filter { one in
      columns[one].isCount && columns[one].numbers?.last.map { $0.value > 1 } == true
        && head.tellsApart(keys.filter { $0 != one })
    }.map { columns[$0].name }
  }

  /// The pairs of columns of which the first is at most the second in every row, as the selected among people are.
  package func pairs(of names: [String]) -> [(selected: String, people: String)] {
    let places = names.compactMap { name in columns.firstIndex { $0.name == name } }
    return places.flatMap { one in
      places.filter { $0 != one && head.isAtMost(one, $0) }.map { (columns[one].name, columns[$0].name) }
    }
  }

  // MARK: the names

  private static func reader(
    _ files: [InputFile], _ delimiter: UInt8?, _ wanted: [WantedColumn], _ options: SourceOptions
  ) -> TableReader {
    TableReader(
      table: InputTable(files, delimiter: delimiter), wanted: wanted, options: options,
      workers: Workers(count: 1, digests: nil), progress: TableProgress())
  }

  /// The names of the columns, by what separates most of them.
  private static func header(of file: InputFile) throws(ReadError) -> Header {
    let options = SourceOptions()
    if let names = try reader([file], nil, [], options).namesOfColumns(of: file) {
      return Header(names: names, delimiter: nil, isText: false)
    }
    var best = Header(names: try reader([file], nil, [], options).names(of: file), delimiter: nil)
    for other in [UInt8](";\t|,".utf8) {
      guard let names = try? reader([file], other, [], options).names(of: file), names.count > best.names.count else {
        continue
      }
      best = Header(names: names, delimiter: other)
    }
    try check(best.names, file)
    return best
  }

  /// Throws where the first row cannot be names, without saying what it holds.
  private static func check(_ names: [String], _ file: InputFile) throws(ReadError) {
    let written = names.filter { MissingWord.word(of: Label($0)) != "" }
    if written.contains(where: { DecimalNumber.parse($0) != nil }) || written.isEmpty { throw noHeader(file) }
    if written.contains(where: { $0.contains(":token") }) {
      throw ReadError(
        .notText, file: file.given, message: "this looks like a file of RecBole, of which init writes no plan",
        hint: "docs/plan.md says how to declare it, as {files: …, format: recbole}")
    }
    var seen: [Label: Int] = [:]
    for (index, name) in names.enumerated() where MissingWord.word(of: Label(name)) != "" {
      if let earlier = seen.updateValue(index, forKey: Label(name)) {
        throw ReadError(
          .duplicateColumn, file: file.given,
          message: "columns \(earlier + 1) and \(index + 1) have the same name",
          hint: "give every column a name of its own")
      }
    }
  }

  private static func noHeader(_ file: InputFile) -> ReadError {
    ReadError(
      .noHeader, file: file.given, message: "the first row looks like data, where names of columns should stand",
      hint: "let the file begin with a row of names")
  }
}

extension TableReader {
  /// The names of the columns of a file that can be read; nothing if it is text.
  fileprivate func namesOfColumns(of file: InputFile) throws(ReadError) -> [String]? {
    guard let found = try columnTable(file, FileBytes(file, hashing: false)) else { return nil }
    let names = found.names.indices.filter {
      $0 >= found.file.names.count || found.file.fault(of: $0) == nil
    }.map { found.names[$0] }
    guard names.contains(where: { MissingWord.word(of: Label($0)) != "" }) else {
      throw found.file.fault(of: 0) ?? empty(file)
    }
    return names
  }

  /// The names in the header of a file, as they stand.
  fileprivate func names(of file: InputFile) throws(ReadError) -> [String] {
    let stored = try FileBytes(file, hashing: false, digests: nil)
    let reader = DelimitedReader(
      try TextStream.open(stored, file), file: file.given, delimiter: table.delimiter(of: file), options: options)
    var isFirst = true
    while let block = try reader.next() {
      if let row = headerRow(block, table.delimiter(of: file), &isFirst) {
        return AuditData.Header(block, row: row).names
      }
    }
    throw empty(file)
  }
}

/// The first rows as hashes and numbers, to see which columns tell rows apart.
private struct Head {
  private static let mostRows = 5_000
  private let width: Int
  private var hashes: [Int] = []
  private var numbers: [Double] = []
  private var rows = 0
  private(set) var isWhole = true

  init(width: Int) { self.width = width }

  mutating func add(_ label: Label, column: Int) {
    guard rows < Self.mostRows else { return }
    hashes.append(label.hashValue)
    numbers.append(DecimalNumber.parse(label.text) ?? .nan)
  }

  mutating func endRow() {
    if rows < Self.mostRows { rows += 1 } else { isWhole = false }
  }

  /// Whether no two rows agree in all of some columns.
  func tellsApart(_ columns: [Int]) -> Bool {
    var seen: Set<[Int]> = []
    return !columns.isEmpty
      && (0..<rows).allSatisfy { row in seen.insert(columns.map { hashes[row * width + $0] }).inserted }
  }

  /// Whether one column is at most another in every row.
  func isAtMost(_ one: Int, _ other: Int) -> Bool {
    (0..<rows).allSatisfy { numbers[$0 * width + one] <= numbers[$0 * width + other] }
  }
}
