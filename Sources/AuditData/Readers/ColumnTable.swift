import AuditRecord

/// A file of columns, with those that a reader wants; what no column of it holds may stand in its path.
struct ColumnTable: Sendable {
  let file: any ColumnFile
  let input: InputFile
  /// The names of the columns, those of the path behind the others.
  let names: [String]
  private let wanted: [Place]
  private let purposes: [WantedColumn]

  /// Where a wanted column stands.
  fileprivate enum Place {
    /// Among the columns that are read.
    case stored(Int)
    /// In the path: the same in all rows.
    case path(LabelDictionary)
  }

  /// The columns that are read, by their places in the file.
  private let stored: [Int]

  /// Looks for wanted columns.
  ///
  /// - Throws: ``ReadError`` if two columns have the same name, or one is missing.
  init(_ file: any ColumnFile, _ input: InputFile, wanted: [WantedColumn]) throws(ReadError) {
    (self.file, self.input, purposes) = (file, input, wanted)
    let held = Set(file.names.map { Label($0) })
    let ofPath = Self.columns(ofPath: input.given)
    if let both = ofPath.first(where: { path in
      held.contains(Label(path.name)) && wanted.contains { Label($0.column) == Label(path.name) }
    }) {
      throw ReadError(
        .duplicateColumn, file: input.given,
        message: "the column \(Quoted.text(both.name)) stands in the file and in its path, which may not agree",
        hint: "leave it out of the file, or rename the folder")
    }
    let inPath = ofPath.filter { !held.contains(Label($0.name)) }
    names = file.names + inPath.map(\.name)
    var indices: [Label: Int] = [:]
    do throws(Header.Fault) {
      indices = try Header(names: names).indices(of: wanted)
    } catch {
      throw ReadError(error.fault.code, file: input.given, message: error.fault.message, hint: error.fault.hint)
    }
    var stored: [Int] = []
    self.wanted = wanted.map { column in
      let index = indices[Label(column.column)]!
      guard index < file.names.count else { return .path(LabelDictionary([inPath[index - file.names.count].label])) }
      // A column may be a group and a stratum.
      if let place = stored.firstIndex(of: index) { return .stored(place) }
      stored.append(index)
      return .stored(stored.count - 1)
    }
    self.stored = stored
  }

  /// Checks that each column that was wanted was in some row.
  ///
  /// - Throws: ``ReadError`` for one that was in none.
  func checkMet() throws(ReadError) {
    let unmet = file.unmet
    guard stored.contains(where: unmet.contains) else { return }
    let met = names.indices.filter { !unmet.contains($0) }.map { names[$0] }
    do throws(Header.Fault) {
      _ = try Header(names: met).indices(of: purposes)
    } catch {
      throw ReadError(error.fault.code, file: input.given, message: error.fault.message, hint: error.fault.hint)
    }
  }

  /// The same file, with all its columns.
  ///
  /// - Throws: ``ReadError`` if one cannot be read.
  func withAllColumns() throws(ReadError) -> ColumnTable {
    for column in file.names.indices {
      if let fault = file.fault(of: column) { throw fault }
    }
    return try ColumnTable(file, input, wanted: names.map { WantedColumn($0, "column") })
  }

  /// The rows of some parts.
  func rows(of parts: Range<Int>) throws(ReadError) -> Rows {
    Rows(source: try file.rows(of: parts, columns: stored), wanted: wanted)
  }

  /// Rows with the columns that are wanted.
  struct Rows: ColumnSource {
    fileprivate var source: any ColumnSource
    fileprivate let wanted: [Place]
    private var found: [Column] = []

    fileprivate init(source: any ColumnSource, wanted: [Place]) {
      (self.source, self.wanted) = (source, wanted)
    }

    mutating func next(_ columns: inout [Column], atMost: Int) throws(ReadError) -> Int {
      let count = try source.next(&found, atMost: atMost)
      guard count > 0 else { return 0 }
      columns = wanted.map { place in
        switch place {
        case .stored(let index): found[index]
        case .path(let dictionary): .coded(Array(repeating: 0, count: count), dictionary: dictionary)
        }
      }
      return count
    }

    func error(_ fault: RowFault) -> ReadError {
      let place = fault.column.flatMap { column -> Int? in
        if case .stored(let index) = wanted[column] { index } else { nil }
      }
      return source.error(RowFault(row: fault.row, column: place, fault: fault.fault))
    }
  }

  // MARK: columns of the path

  /// What a path says of all rows of a file, as `sex=F/part-0.parquet` does; of equal names the last.
  static func columns(ofPath path: String) -> [(name: String, label: Label)] {
    var found: [(name: String, label: Label)] = []
    for folder in path.split(separator: "/").dropLast() {
      let parts = folder.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, let name = unescaped(parts[0]), let text = unescaped(parts[1]) else {
        continue
      }
      found.removeAll { Label($0.name) == Label(name) }
      found.append((name, text == "__HIVE_DEFAULT_PARTITION__" ? "" : Label(text)))
    }
    return found
  }

  /// A text whose bytes may be written as `%3D`; nothing where they are no text.
  private static func unescaped(_ text: Substring) -> String? {
    var (bytes, rest) = ([UInt8](), Array(text.utf8)[...])
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count > 1,
        rest.prefix(2).allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
        let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(code)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
  }
}

extension ReadError {
  /// The error for a fault in a row of a file of columns.
  ///
  /// - Parameters:
  ///   - row: The row of the file, from 1.
  ///   - column: The name of the column, where it is in one.
  init(_ fault: FieldFault, file: String, row: Int, column: String?) {
    let place = fault.isOfColumn ? "" : "row \(row)\(column.map { ", column \(Quoted.text($0))" } ?? ""): "
    self.init(fault.code, file: file, message: place + fault.message, hint: fault.hint)
    if !fault.isOfColumn { self.row = row }
  }
}
