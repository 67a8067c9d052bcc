import AuditInputs
import AuditRecord
import CSQLite

/// The rows with which SQLite answers, as CSV.
///
/// The file is opened for reading alone. Nothing is nothing, whole numbers of either kind are digits, and texts are their bytes.
final class SQLiteAnswer: ByteStream {
  private let query: SourceQuery
  private var database: OpaquePointer?
  private var statement: OpaquePointer?
  private let names: [String]
  private var pending: [UInt8] = []
  private var at = 0
  private var isDone = false

  /// Asks.
  ///
  /// - Parameter path: Where the database is.
  init(_ query: SourceQuery, path: String, columns: [String], check: ([String]) throws(ReadError) -> Void)
    throws(ReadError)
  {
    self.query = query
    names = columns
    guard sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK else {
      throw QueryFault.refused(query, "\(Quoted.text(Path.lastComponent(path))): \(Self.reason(database))")
    }
    sqlite3_busy_timeout(database, 10_000)
    try check(Self.columns(query, database))
    let text = CountingQuery.selecting(columns, of: query.text, in: .sqlite)
    statement = try Self.prepare(query, database, text).statement
    line(columns.map { Array($0.utf8) })
  }

  deinit {
    sqlite3_finalize(statement)
    sqlite3_close_v2(database)
  }

  /// The columns of the SELECT alone.
  private static func columns(_ query: SourceQuery, _ database: OpaquePointer?) throws(ReadError) -> [String] {
    let (statement, isAlone) = try prepare(query, database, query.text)
    defer { sqlite3_finalize(statement) }
    guard isAlone, let statement, sqlite3_stmt_readonly(statement) != 0, sqlite3_column_count(statement) > 0,
      sqlite3_stmt_isexplain(statement) == 0
    else { throw QueryFault.notOneSelect(query) }
    return (0..<sqlite3_column_count(statement)).map { String(cString: sqlite3_column_name(statement, $0)) }
  }

  private static func prepare(
    _ query: SourceQuery, _ database: OpaquePointer?, _ text: String
  ) throws(ReadError) -> (statement: OpaquePointer?, isAlone: Bool) {
    var statement: OpaquePointer?
    var isAlone = true
    let status = text.withCString { start in
      var tail: UnsafePointer<CChar>?
      let status = sqlite3_prepare_v2(database, start, -1, &statement, &tail)
      // What follows is looked at by the engine, which knows comments.
      if status == SQLITE_OK, let tail, tail.pointee != 0 {
        var rest: OpaquePointer?
        isAlone = sqlite3_prepare_v2(database, tail, -1, &rest, nil) == SQLITE_OK && rest == nil
        sqlite3_finalize(rest)
      }
      return status
    }
    guard status == SQLITE_OK else { throw QueryFault.refused(query, reason(database)) }
    return (statement, isAlone)
  }

  private static func reason(_ database: OpaquePointer?) -> String { String(cString: sqlite3_errmsg(database)) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
    while pending.count - at < buffer.count, !isDone { try step() }
    let count = min(pending.count - at, buffer.count)
    buffer.copyBytes(from: pending[at..<(at + count)])
    at += count
    if at == pending.count {
      pending.removeAll(keepingCapacity: true)
      at = 0
    }
    return count
  }

  private func step() throws(ReadError) {
    switch sqlite3_step(statement) {
    case SQLITE_ROW: try row()
    case SQLITE_DONE: isDone = true
    default: throw QueryFault.refused(query, Self.reason(database))
    }
  }

  private func row() throws(ReadError) {
    for place in names.indices {
      if place > 0 { pending.append(UInt8(ascii: ",")) }
      let column = Int32(place)
      switch sqlite3_column_type(statement, column) {
      case SQLITE_NULL: break
      case SQLITE_INTEGER: pending += "\(sqlite3_column_int64(statement, column))".utf8
      case SQLITE_FLOAT:
        let number = sqlite3_column_double(statement, column)
        pending += (Int64(exactly: number).map { "\($0)" } ?? "\(number)").utf8
      case SQLITE_TEXT:
        let start = sqlite3_column_text(statement, column)
        CSVField.append(
          UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))), to: &pending)
      default:
        throw QueryFault.refused(
          query,
          "the column \(Quoted.text(names[place])) holds bytes that are no text (name another column, or CAST it)")
      }
    }
    pending.append(UInt8(ascii: "\n"))
  }

  private func line(_ fields: [[UInt8]]) {
    for (place, field) in fields.enumerated() {
      if place > 0 { pending.append(UInt8(ascii: ",")) }
      field.withUnsafeBufferPointer { CSVField.append($0, to: &pending) }
    }
    pending.append(UInt8(ascii: "\n"))
  }
}

/// A field of CSV.
enum CSVField {
  /// Adds a field, in quotes where it needs them.
  static func append(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    let quote = UInt8(ascii: "\"")
    let marks: [UInt8] = [quote, UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r")]
    guard text.contains(where: marks.contains) else {
      bytes += text
      return
    }
    bytes.append(quote)
    for byte in text {
      if byte == quote { bytes.append(quote) }
      bytes.append(byte)
    }
    bytes.append(quote)
  }
}
