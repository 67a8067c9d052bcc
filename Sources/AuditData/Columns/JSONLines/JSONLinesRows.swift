import AuditRecord
import CByteScan
import CColumnDecode

/// The rows of some lines of JSON.
struct JSONLinesRows: ColumnSource {
  private let file: JSONLinesFile
  private let input: InputFile
  private let lines: JSONLineReader
  private let columns: [Int]
  private let keys: JSONKeys
  private let texts: [TextFields]
  /// Which of the columns a line has had.
  private var met: Set<Int> = []
  /// The line of each row that was handed out last.
  private var numbers: [Int] = []
  /// The error that stands behind the rows that were handed out last.
  private var pending: ReadError?
  private var unescaped: [UInt8] = []

  init(_ file: JSONLinesFile, _ input: InputFile, _ lines: JSONLineReader, columns: [Int]) {
    (self.file, self.input, self.lines, self.columns) = (file, input, lines, columns)
    keys = JSONKeys(columns.map { file.names[$0] })
    texts = columns.map { _ in TextFields() }
  }

  mutating func next(_ found: inout [Column], atMost: Int) throws(ReadError) -> Int {
    if let pending { throw pending }
    for text in texts { text.begin(rows: min(atMost, TableRows.capacity)) }
    numbers.removeAll(keepingCapacity: true)
    guard let some = try lines.next(atMost: min(atMost, TableRows.capacity)) else { return 0 }
    let span = some.bounds[0].lowerBound..<some.bounds[some.bounds.count - 1].upperBound
    let malformed = span.lowerBound + Int(byte_scan_malformed(some.bytes + span.lowerBound, UInt32(span.count)))
    for (line, number) in zip(some.bounds, some.numbers) {
      if line.upperBound > malformed, span.upperBound > malformed {
        pending = try error(
          FieldFault(
            code: .invalidUTF8, message: "this is not UTF-8", hint: "iconv -f WINDOWS-1252 -t UTF-8 converts it"),
          line: number, column: Self.characters(some.bytes, line.lowerBound..<max(line.lowerBound, malformed)) + 1)
        break
      }
      if let found = try fault(some.bytes, line, number) {
        pending = found
        break
      }
      numbers.append(number)
    }
    file.note(met)
    guard !numbers.isEmpty else { throw pending! }
    found = texts.map(\.column)
    for (place, text) in texts.enumerated() {
      if let found = text.block.fault() { throw error(RowFault(row: found.field, column: place, fault: found.fault)) }
    }
    return numbers.count
  }

  /// Takes the fields of a line; what is wrong with it, if anything.
  private mutating func fault(_ bytes: UnsafePointer<UInt8>, _ line: Range<Int>, _ number: Int) throws(ReadError)
    -> ReadError?
  {
    guard line.count <= lines.longest else {
      return try error(
        FieldFault(
          code: .rowTooLong, message: "the line is longer than \(lines.longest) bytes",
          hint: "a row is one object in one line"),
        line: number, column: nil)
    }
    var at = 0
    let start = bytes + line.lowerBound
    switch json_line(start, line.count, keys.keys, columns.count, keys.fields, &at) {
    case JSON_FINE: break
    case JSON_NOT_OBJECT:
      return try error(
        FieldFault(
          code: .corruptJSON, message: "not a JSON object", hint: #"each line is one, as {"sex": "f", "hired": true}"#),
        line: number, column: Self.characters(start, 0..<at) + 1)
    case JSON_TOO_DEEP:
      return try error(
        FieldFault(
          code: .corruptJSON, message: "lists and objects stand more than 512 deep in each other",
          hint: "leave them out"),
        line: number, column: Self.characters(start, 0..<at) + 1)
    case JSON_REPEATED:
      return try error(
        FieldFault(
          code: .corruptJSON, message: "the key \(Quoted.text(file.names[columns[at]])) stands twice",
          hint: "nobody can say which of the two holds"),
        line: number, column: nil)
    default:
      return try error(
        FieldFault(code: .corruptJSON, message: "this is no JSON", hint: "each line is one object, complete and alone"),
        line: number, column: Self.characters(start, 0..<at) + 1)
    }
    for place in columns.indices where keys.fields[place].kind == JSON_NESTED {
      let isList = keys.fields[place].start[0] == UInt8(ascii: "[")
      return try error(
        FieldFault(
          code: .unsupportedColumn,
          message: "the key \(Quoted.text(file.names[columns[place]])) holds \(isList ? "a list" : "an object")",
          hint: isList ? "write one row an item" : "write its members as keys of the row"), line: number, column: nil)
    }
    for place in columns.indices {
      let field = keys.fields[place]
      let raw = UnsafeRawBufferPointer(start: field.start, count: field.length)
      switch field.kind {
      case JSON_TEXT, JSON_WORD: texts[place].block.append(raw)
      case JSON_ESCAPED_TEXT:
        if unescaped.count < field.length { unescaped = [UInt8](repeating: 0, count: field.length) }
        unescaped.withUnsafeMutableBufferPointer { room in
          let count = json_unescape(field.start, field.length, room.baseAddress!)
          texts[place].block.append(UnsafeRawBufferPointer(start: room.baseAddress!, count: count))
        }
      default: texts[place].block.append(UnsafeRawBufferPointer(start: nil, count: 0))
      }
      if field.kind != JSON_MISSING, met.count < columns.count { met.insert(columns[place]) }
    }
    return nil
  }

  private static func characters(_ bytes: UnsafePointer<UInt8>, _ range: Range<Int>) -> Int {
    range.count { bytes[$0] & 0xC0 != 0x80 }
  }

  private func error(_ fault: FieldFault, line: Int, column: Int?) throws(ReadError) -> ReadError {
    ReadError(
      fault.code, file: input.given, line: try lines.linesBefore() + line + 1, column: column, message: fault.message,
      hint: fault.hint)
  }

  func error(_ fault: RowFault) -> ReadError {
    let name = fault.column.map { "column \(Quoted.text(file.names[columns[$0]])): " } ?? ""
    let found = fault.fault
    if found.isOfColumn { return ReadError(found.code, file: input.given, message: found.message, hint: found.hint) }
    let line = (try? lines.linesBefore()).map { $0 + numbers[fault.row] + 1 }
    return ReadError(found.code, file: input.given, line: line, message: name + found.message, hint: found.hint)
  }
}

/// The names of members as they are looked for, and room for what is found.
private final class JSONKeys {
  let keys: UnsafeMutablePointer<json_key>
  let fields: UnsafeMutablePointer<json_field>
  private let names: [UnsafeMutablePointer<UInt8>]

  init(_ texts: [String]) {
    keys = .allocate(capacity: texts.count)
    fields = .allocate(capacity: texts.count)
    names = texts.map { text in
      let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, text.utf8.count))
      for (place, byte) in text.utf8.enumerated() { bytes[place] = byte }
      return bytes
    }
    for (place, text) in texts.enumerated() {
      keys[place] = json_key(name: names[place], length: text.utf8.count)
      fields[place] = json_field(start: nil, length: 0, kind: JSON_MISSING)
    }
  }

  deinit {
    for name in names { name.deallocate() }
    keys.deallocate()
    fields.deallocate()
  }
}
