import CSQLite

/// A connection to an SQLite database, of one thread.
///
/// What is in the file may have been written by anybody: no trigger, view or function of its schema acts, and no link is followed.
final class Database {
  private let handle: OpaquePointer
  private let path: String

  /// How long somebody else's writing is waited for, in milliseconds.
  private static let patience: Int32 = 10_000

  /// Opens a file.
  ///
  /// - Parameter creates: True if it is made where it is not there.
  init(_ path: String, creates: Bool) throws(HistoryError) {
    var opened: OpaquePointer?
    let mode = SQLITE_OPEN_READWRITE | (creates ? SQLITE_OPEN_CREATE : 0) | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX
    let status = sqlite3_open_v2(path, &opened, mode, nil)
    guard status == SQLITE_OK, let opened else {
      defer { sqlite3_close(opened) }
      throw Database.error(status, path, opened.map { String(cString: sqlite3_errmsg($0)) } ?? "no memory")
    }
    (handle, self.path) = (opened, path)
    sqlite3_extended_result_codes(handle, 1)
    sqlite3_busy_timeout(handle, Database.patience)
    try check(csqlite_defend(handle))
  }

  deinit { sqlite3_close(handle) }

  private func check(_ status: Int32) throws(HistoryError) {
    guard status == SQLITE_OK || status == SQLITE_DONE || status == SQLITE_ROW else {
      throw Database.error(status, path, String(cString: sqlite3_errmsg(handle)))
    }
  }

  private static func error(_ status: Int32, _ path: String, _ message: String) -> HistoryError {
    switch status & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED:
      HistoryError(.busy, "\(path): another program is writing this history (try again when it is done)")
    case SQLITE_NOTADB, SQLITE_CORRUPT:
      HistoryError(
        .unreadable,
        "\(path): this is no history, or it was damaged (remove the file, then evenhand history rebuild makes it again)"
      )
    case SQLITE_IOERR, SQLITE_PROTOCOL, SQLITE_NOLFS:
      HistoryError(
        .unwritable, "\(path): this file cannot be locked here: \(message) (keep the history on a local disk)")
    case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_READONLY, SQLITE_FULL, SQLITE_AUTH:
      HistoryError(.unwritable, "\(path): \(message) (check the path, permissions and free space)")
    default: HistoryError(.unreadable, "\(path): \(message)")
    }
  }

  /// Runs statements that give nothing.
  func execute(_ sql: String) throws(HistoryError) { try check(sqlite3_exec(handle, sql, nil, nil, nil)) }

  /// What is set in the place of a question mark, or read from a column.
  enum Value {
    case null
    case integer(Int)
    case real(Double)
    case text(String)
    case blob([UInt8])

    init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    init(_ number: Double?) { self = number.map { .real($0) } ?? .null }
    init(_ flag: Bool) { self = .integer(flag ? 1 : 0) }
  }

  /// Runs a statement for each list of values, prepared once.
  func run(_ sql: String, each rows: [[Value]]) throws(HistoryError) {
    guard !rows.isEmpty else { return }
    let statement = try prepare(sql)
    defer { sqlite3_finalize(statement) }
    for row in rows {
      try bind(row, to: statement)
      try check(sqlite3_step(statement))
      sqlite3_reset(statement)
    }
  }

  /// Runs a statement, and makes a value of each row that it gives.
  func rows<Element>(
    _ sql: String, _ values: [Value] = [], _ make: (Row) -> Element
  ) throws(HistoryError) -> [Element] {
    let statement = try prepare(sql)
    defer { sqlite3_finalize(statement) }
    try bind(values, to: statement)
    var result: [Element] = []
    while true {
      let status = sqlite3_step(statement)
      guard status == SQLITE_ROW else {
        try check(status)
        return result
      }
      result.append(make(Row(statement: statement)))
    }
  }

  private func prepare(_ sql: String) throws(HistoryError) -> OpaquePointer {
    var statement: OpaquePointer?
    try check(sqlite3_prepare_v2(handle, sql, -1, &statement, nil))
    guard let statement else { throw HistoryError(.unreadable, "\(path): an empty statement") }
    return statement
  }

  private func bind(_ values: [Value], to statement: OpaquePointer) throws(HistoryError) {
    // SQLite copies what it is given before the call returns.
    let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    for (index, value) in values.enumerated() {
      let place = Int32(index + 1)
      switch value {
      case .null: try check(sqlite3_bind_null(statement, place))
      case .integer(let number): try check(sqlite3_bind_int64(statement, place, Int64(number)))
      case .real(let number): try check(sqlite3_bind_double(statement, place, number))
      case .text(let text):
        var text = text
        let status = text.withUTF8 { bytes in
          bytes.withMemoryRebound(to: CChar.self) {
            sqlite3_bind_text(statement, place, $0.baseAddress ?? UnsafePointer(bitPattern: 1), Int32($0.count), copied)
          }
        }
        try check(status)
      case .blob(let bytes):
        try check(
          bytes.isEmpty
            ? sqlite3_bind_zeroblob(statement, place, 0)
            : sqlite3_bind_blob(statement, place, bytes, Int32(bytes.count), copied))
      }
    }
  }

  /// A row while it is read.
  struct Row {
    fileprivate let statement: OpaquePointer

    func integer(_ column: Int) -> Int { Int(sqlite3_column_int64(statement, Int32(column))) }
    func flag(_ column: Int) -> Bool { integer(column) != 0 }
    func text(_ column: Int) -> String { optional(column) ?? "" }

    func optional(_ column: Int) -> String? {
      guard let bytes = sqlite3_column_text(statement, Int32(column)) else { return nil }
      let count = Int(sqlite3_column_bytes(statement, Int32(column)))
      return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    func number(_ column: Int) -> Double? {
      guard sqlite3_column_type(statement, Int32(column)) != SQLITE_NULL else { return nil }
      return sqlite3_column_double(statement, Int32(column))
    }

    func blob(_ column: Int) -> [UInt8] {
      let count = Int(sqlite3_column_bytes(statement, Int32(column)))
      guard count > 0, let bytes = sqlite3_column_blob(statement, Int32(column)) else { return [] }
      return Array(UnsafeRawBufferPointer(start: bytes, count: count))
    }
  }
}
