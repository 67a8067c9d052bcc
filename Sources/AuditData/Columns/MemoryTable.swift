import AuditInputs
package import AuditRecord

/// A table whose columns are arrays, read as a file of columns is: in parts, by several threads.
package struct MemoryTable: ColumnFile {
  /// A column in memory.
  package enum Values: Sendable {
    /// Texts; an empty one stands for nothing.
    case texts([String])
    /// Labels; an empty one stands for nothing.
    case labels([Label])
    /// Numbers; one that is not a number stands for nothing.
    case numbers([Double])
    /// Whole numbers, which are labels as they are written.
    case wholes([Int])
    /// The labels `true` and `false`.
    case truth([Bool])
    /// Entries of a dictionary by their number; a negative number stands for nothing.
    case coded([Int32], dictionary: LabelDictionary)

    /// How many there are.
    package var count: Int {
      switch self {
      case .texts(let values): values.count
      case .labels(let values): values.count
      case .numbers(let values): values.count
      case .wholes(let values): values.count
      case .truth(let values): values.count
      case .coded(let codes, _): codes.count
      }
    }
  }

  /// What the table is called in errors.
  package let name: String
  package let names: [String]
  private let columns: [Values]
  private let rows: Int

  /// Rows that a thread reads at once.
  private static let partRows = 1 << 18

  /// A table of columns in memory.
  ///
  /// - Parameter columns: The columns by their names [rows].
  /// - Throws: ``ReadError`` if they differ in length.
  package init(_ name: String, _ columns: [(name: String, values: Values)]) throws(ReadError) {
    self.name = name
    names = columns.map(\.name)
    self.columns = columns.map(\.values)
    rows = columns.first?.values.count ?? 0
    if let odd = columns.first(where: { $0.values.count != rows }) {
      throw ReadError(
        .unequalColumns, file: name,
        message:
          "\(Quoted.text(odd.name)) has \(PlainNumber.count(odd.values.count)) rows and \(Quoted.text(names[0])) \(PlainNumber.count(rows))",
        hint: "every array has one entry for each row; use an empty text where nothing is known")
    }
  }

  /// What a source reads that is to read this table: its name, which is no path.
  package var file: InputFile { InputFile(name, at: "") }

  package func fault(of column: Int) -> ReadError? { nil }

  package var parts: Int { (rows + Self.partRows - 1) / Self.partRows }

  package func bytes(of part: Int) -> Int { 0 }

  package func rows(of parts: Range<Int>, columns: [Int]) -> any ColumnSource {
    let bounds = (parts.lowerBound * Self.partRows)..<min(rows, parts.upperBound * Self.partRows)
    return MemoryRows(name, columns.map { self.columns[$0] }, bounds)
  }
}

/// Some rows of arrays, handed out column by column.
private struct MemoryRows: ColumnSource {
  private let name: String
  private var coders: [MemoryCoder]
  private var next: Int
  private let end: Int
  private var first: Int
  /// The first row with a NUL, which no text has.
  private var nul: Int?

  init(_ name: String, _ columns: [MemoryTable.Values], _ rows: Range<Int>) {
    self.name = name
    coders = columns.map { MemoryCoder($0) }
    (next, end, first) = (rows.lowerBound, rows.upperBound, rows.lowerBound)
  }

  mutating func next(_ columns: inout [Column], atMost: Int) throws(ReadError) -> Int {
    if let nul, nul == next {
      throw ReadError(.nulByte, file: name, line: nul + 1, message: "a text holds a NUL")
    }
    var last = min(next + atMost, end)
    columns.removeAll(keepingCapacity: true)
    for index in coders.indices {
      let (column, found) = coders[index].column(next..<last)
      columns.append(column)
      // A row before it may have a fault that comes first.
      if let found, found < last { (nul, last) = (found, found) }
    }
    if nul == next, last == next { return try next(&columns, atMost: atMost) }
    first = next
    next = last
    if nul != nil { columns = columns.map { $0.rows(0..<(last - first)) } }
    return last - first
  }

  func error(_ fault: RowFault) -> ReadError {
    let (code, message, hint) = (fault.fault.code, fault.fault.message, fault.fault.hint)
    return ReadError(
      code, file: name, line: fault.fault.isOfColumn ? nil : first + fault.row + 1, message: message, hint: hint)
  }
}

/// Turns the entries of an array into a column.
private struct MemoryCoder {
  private let values: MemoryTable.Values
  private var texts = TextCodes()
  private var numbers: [Int: Int32] = [:]

  init(_ values: MemoryTable.Values) { self.values = values }

  /// The column of some rows, and the first of them with a NUL.
  mutating func column(_ rows: Range<Int>) -> (column: Column, nul: Int?) {
    switch values {
    case .truth(let values): return (.truth(Array(values[rows])), nil)
    case .numbers(let values): return (.numbers(Array(values[rows])), nil)
    case .coded(let codes, let dictionary): return (.coded(Array(codes[rows]), dictionary: dictionary), nil)
    case .texts(let values): return texts.column(rows) { values[$0] }
    case .labels(let values): return texts.column(rows) { values[$0].text }
    case .wholes(let values):
      texts.begin()
      if texts.isNew { numbers.removeAll(keepingCapacity: true) }
      let codes = rows.map { row -> Int32 in
        let value = values[row]
        if let code = numbers[value] { return code }
        let code = texts.add(String(value))
        numbers[value] = code
        return code
      }
      return (.coded(codes, dictionary: texts.dictionary()), nil)
    }
  }
}
