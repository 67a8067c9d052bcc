import AuditInputs
import AuditRecord

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a server of PostgreSQL answers, as the CSV that it copies out.
///
/// Everything is asked in one transaction that only reads and sees one state of the data. The SELECT of the plan is prepared alone
/// first: one text may hold several statements, which would end the transaction, and a prepared one may not.
final class PostgreSQLAnswer: ByteStream {
  private let query: SourceQuery
  private let library: PostgreSQLLibrary
  private let connection: OpaquePointer?
  private var pending: [UInt8] = []
  private var at = 0
  private var isDone = false

  private static let (commandOK, tuplesOK, copyOut): (Int32, Int32, Int32) = (1, 2, 3)

  /// Asks.
  init(
    _ query: SourceQuery, columns: [String], check: ([String]) throws(ReadError) -> Void
  ) throws(ReadError) {
    guard let library = PostgreSQLLibrary() else {
      throw QueryFault.unreachable(
        query, "this program holds no PostgreSQL client",
        hint: "install libpq5; in the static build use evenhand sql, or hand rows over from Python")
    }
    (self.query, self.library) = (query, library)
    connection = Self.connect(library, service: query.service)
    guard library.status(connection) == 0 else {
      let isRefused = library.needsPassword(connection) != 0
      let place = query.service.map { "service \(Quoted.text($0)); " } ?? ""
      throw isRefused
        ? QueryFault.unreachable(
          query, "the server asks for a password that is not at hand",
          hint: "\(place)put it into ~/.pgpass or a service file")
        : QueryFault.unreachable(query, "no server answers at the given place", hint: "\(place)is PGHOST right?")
    }
    try run("SET client_min_messages = error")
    try run("SET default_transaction_read_only = on")
    try run("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    try check(names())
    try run("COPY (\(query.asked(columns))) TO STDOUT (FORMAT csv, HEADER)", expecting: Self.copyOut)
  }

  deinit { library.finish(connection) }

  private static func connect(_ library: PostgreSQLLibrary, service: String?) -> OpaquePointer? {
    let settings =
      [("client_encoding", "UTF8"), ("application_name", "evenhand")] + (service.map { [("service", $0)] } ?? [])
    let words = settings.map { strdup($0.0) } + settings.map { strdup($0.1) }
    defer { for word in words { free(word) } }
    func list(_ words: some Sequence<UnsafeMutablePointer<CChar>?>) -> [UnsafePointer<CChar>?] {
      words.map { $0.map { UnsafePointer($0) } } + [nil]
    }
    return library.connect(list(words.prefix(settings.count)), list(words.suffix(settings.count)), 0)
  }

  /// The columns of the SELECT alone.
  private func names() throws(ReadError) -> [String] {
    let prepared = library.prepare(connection, "evenhand", query.text, 0, nil)
    defer { library.clear(prepared) }
    if library.resultStatus(prepared) != Self.commandOK {
      let fault = fault(prepared)
      // More than one command in a prepared statement is an error of syntax, whatever the language of the server.
      if state(prepared) == "42601", fault.message.contains("multiple commands") {
        throw QueryFault.notOneSelect(query)
      }
      throw fault
    }
    let described = library.describe(connection, "evenhand")
    defer { library.clear(described) }
    guard library.resultStatus(described) == Self.commandOK, library.width(described) > 0 else {
      throw QueryFault.notOneSelect(query)
    }
    return (0..<library.width(described)).map { library.name(described, $0).map { String(cString: $0) } ?? "" }
  }

  private func run(_ command: String, expecting wanted: Int32 = PostgreSQLAnswer.commandOK) throws(ReadError) {
    let result = library.execute(connection, command)
    defer { library.clear(result) }
    guard library.resultStatus(result) == wanted else { throw fault(result) }
  }

  private func state(_ result: OpaquePointer?) -> String? {
    library.field(result, Int32(UInt8(ascii: "C"))).map { String(cString: $0) }
  }

  /// What the server says: its first line, unless it may hold a value.
  private func fault(_ result: OpaquePointer?) -> ReadError {
    guard let state = state(result), let text = library.field(result, Int32(UInt8(ascii: "M"))) else {
      return QueryFault.unreachable(query, "the connection was lost before the end", hint: "run again")
    }
    let quotesValues = ["22", "23", "P0"].contains { state.hasPrefix($0) }
    return quotesValues
      ? QueryFault.value(query, "SQLSTATE \(state)") : QueryFault.refused(query, String(cString: text))
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
    while pending.count - at < buffer.count, !isDone { try copy() }
    let count = min(pending.count - at, buffer.count)
    buffer.copyBytes(from: pending[at..<(at + count)])
    at += count
    if at == pending.count {
      pending.removeAll(keepingCapacity: true)
      at = 0
    }
    return count
  }

  private func copy() throws(ReadError) {
    var row: UnsafeMutablePointer<CChar>?
    let count = library.copied(connection, &row, 0)
    defer { library.release(row) }
    if count > 0, let row {
      row.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
        pending += UnsafeBufferPointer(start: $0, count: Int(count))
      }
      return
    }
    isDone = true
    let result = library.next(connection)
    defer { library.clear(result) }
    guard count == -1, library.resultStatus(result) == Self.commandOK else { throw fault(result) }
  }
}
