import AuditInputs
import AuditRecord

/// What is said where a database does not answer: never where it is, who asked, or what stands in a row.
enum QueryFault {
  /// The first line of what an engine says, at the place of the query.
  static func refused(_ query: SourceQuery, _ text: String) -> ReadError {
    let first = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "it does not say why"
    let printable = String(
      String.UnicodeScalarView(first.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
    return ReadError(
      .queryRefused, file: query.engine.rawValue, message: String(printable.prefix(400)), hint: query.place.description)
  }

  /// A value that does not fit; engines print it, and we do not.
  static func value(_ query: SourceQuery, _ kind: String) -> ReadError {
    ReadError(
      .queryRefused, file: query.engine.rawValue,
      message: "a value of the data does not fit the query (\(kind))", hint: query.place.description)
  }

  static func notOneSelect(_ query: SourceQuery) -> ReadError {
    ReadError(
      .notOneSelect, file: query.place.file, line: query.place.line, column: query.place.column,
      message: "more than one statement, or none that only reads", hint: "give one SELECT")
  }

  static func unreachable(_ query: SourceQuery, _ message: String, hint: String) -> ReadError {
    ReadError(.noAnswer, file: query.engine.rawValue, message: message, hint: hint)
  }
}

extension CountingQuery {
  /// Some columns of what a SELECT answers with, as text.
  ///
  /// Names stand with that of the query before them: SQLite would take one that is no column for a text.
  static func selecting(_ columns: [String], of select: String, in dialect: SQLDialect) -> String {
    let wanted = columns.map { name in
      let column = "evenhand_query." + dialect.identifier(name)
      return "\(dialect.text(column)) AS \(dialect.identifier(name))"
    }
    return "SELECT \(wanted.isEmpty ? "1" : wanted.joined(separator: ", ")) FROM (\n\(select)\n) AS evenhand_query"
  }
}

extension SourceQuery {
  /// What is asked: the named columns of its rows, or counts of them.
  func asked(_ columns: [String]) -> String {
    counting.map { $0.text(of: text, in: engine.dialect) }
      ?? CountingQuery.selecting(columns, of: text, in: engine.dialect)
  }

  /// Asks the engine.
  ///
  /// - Parameters:
  ///   - wanted: The columns to hand over.
  ///   - path: Where its database is.
  func answer(_ wanted: [WantedColumn], path: String) throws(ReadError) -> any ByteStream {
    var columns: [String] = []
    for column in wanted where !columns.contains(column.column) { columns.append(column.column) }
    // Of counts, the columns of the query are looked at as the plan names them.
    let own = wanted.filter { counting == nil || !["rows", "count", "total"].contains($0.purpose) }
    func check(_ names: [String]) throws(ReadError) {
      do throws(Header.Fault) { _ = try Header(names: names).indices(of: own) } catch {
        throw ReadError(
          error.fault.code, file: engine.rawValue, message: error.fault.message, hint: place.description)
      }
    }
    switch engine {
    case .sqlite: return try SQLiteAnswer(self, path: path, columns: columns, check: check)
    case .duckdb: return try DuckDBAnswer(self, path: database == nil ? nil : path, columns: columns, check: check)
    case .postgresql: return try PostgreSQLAnswer(self, columns: columns, check: check)
    }
  }
}
