import AuditRecord

/// Decisions that are already in memory, under the same rules as decisions in a file.
public struct DecisionArrays: Source {
  /// What the codes of its batches mean.
  public typealias Layout = DecisionLayout

  /// What the columns mean.
  public let columns: DecisionColumns

  /// How to read them.
  public var options: SourceOptions

  private let values: [[String]]
  private let rows: Int

  /// Decisions in memory.
  ///
  /// - Parameters:
  ///   - columns: What the columns mean.
  ///   - values: The texts of every column that `columns` names [rows]; further columns are ignored.
  ///   - options: How to read them.
  /// - Precondition: Every named column is there, and all have the same number of rows.
  public init(columns: DecisionColumns, values: [String: [String]], options: SourceOptions = SourceOptions()) {
    self.columns = columns
    self.options = options
    let named = Dictionary(uniqueKeysWithValues: values.map { (Label($0.key), $0.value) })
    self.values = columns.used.map { used in
      guard let texts = named[Label(used.column)] else { preconditionFailure("the column \(used.column) is missing") }
      return texts
    }
    rows = self.values[0].count
    precondition(self.values.allSatisfy { [rows] in $0.count == rows }, "all columns need the same number of rows")
  }

  /// Reads all rows once.
  ///
  /// - Throws: ``ReadError`` with the file `memory` and, as its line, the row from 1.
  public func read(_ consume: (borrowing DecisionBatch) -> Void) throws(ReadError) -> DecisionReading {
    try columns.checkParts(file: "memory")
    let scanner = DecisionScanner(columns, options, handsOut: true)
    let indices = Dictionary(uniqueKeysWithValues: columns.used.enumerated().map { (Label($1.column), $0) })
    let places = DecisionScanner.Places(columns, width: values.count + 1, indices: indices)
    var row = 0
    while row < rows {
      var written = WrittenRows()
      let first = row
      while row < rows, row - first < DecisionBatch.capacity, written.bytes.count < 1 << 20 {
        for column in values {
          guard written.append(column[row]) else {
            throw ReadError(.nulByte, file: "memory", line: row + 1, message: "a text holds a NUL")
          }
        }
        written.endRow()
        row += 1
      }
      do throws(WrittenRows.Fault) {
        try written.read(scanner, places, consume)
      } catch {
        throw ReadError(
          error.fault.code, file: "memory", line: first + error.row + 1, message: error.fault.message,
          hint: error.fault.hint)
      }
    }
    return scanner.part.reading(of: columns, inputs: [])
  }
}

/// Rows laid out as a scan of a file would find them, each with an empty last field so that none is blank.
private struct WrittenRows {
  var bytes: [UInt8] = []
  private var positions: [UInt32] = [.max]
  private var rowEnds: [UInt32] = [0]

  struct Fault: Error {
    let row: Int
    let fault: FieldFault
  }

  /// Writes a field; false if it holds a NUL.
  mutating func append(_ text: String) -> Bool {
    let quote = UInt8(ascii: "\"")
    let start = bytes.count
    if text.utf8.first == quote || text.utf8.last == UInt8(ascii: "\r") {
      bytes.append(quote)
      for byte in text.utf8 { bytes.append(contentsOf: byte == quote ? [quote, quote] : [byte]) }
      bytes.append(quote)
    } else {
      bytes += text.utf8
    }
    guard !bytes[start...].contains(0) else { return false }
    positions.append(UInt32(bytes.count))
    bytes.append(UInt8(ascii: ","))
    return true
  }

  mutating func endRow() {
    positions.append(UInt32(bytes.count))
    bytes.append(UInt8(ascii: "\n"))
    rowEnds.append(UInt32(positions.count - 1))
  }

  /// Hands the rows to a scanner.
  func read(
    _ scanner: DecisionScanner, _ places: DecisionScanner.Places, _ consume: (borrowing DecisionBatch) -> Void
  ) throws(Fault) {
    let padded = bytes + [UInt8](repeating: 0, count: 64)
    var placed: DecisionScanner.PlacedFault?
    padded.withUnsafeBufferPointer { bytes in
      positions.withUnsafeBufferPointer { positions in
        rowEnds.withUnsafeBufferPointer { rowEnds in
          let block = RowBlock(
            bytes: bytes.baseAddress!, positions: positions.baseAddress!, rowEnds: rowEnds.baseAddress!,
            rows: 0..<(rowEnds.count - 1))
          do throws(DecisionScanner.PlacedFault) {
            try scanner.absorb(block, places, consume)
          } catch {
            placed = error
          }
        }
      }
    }
    guard let placed else { return }
    let row = rowEnds.dropFirst().firstIndex { Int(positions[Int($0)]) >= placed.offset }!
    throw Fault(row: row - 1, fault: placed.fault)
  }
}
