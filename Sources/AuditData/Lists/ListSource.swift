import AuditRecord

/// Ranked lists in files, with the tables that say who receives and what is shown.
public struct ListSource: Sendable {
  /// Which files there are and what their columns mean.
  public let columns: ListColumns

  /// How to read them.
  public var options: SourceOptions

  /// Ranked lists. Nothing is read yet.
  public init(columns: ListColumns, options: SourceOptions = SourceOptions()) {
    self.columns = columns
    self.options = options
  }

  /// Reads all tables.
  ///
  /// The rows of a list may stand anywhere. While they stand together, reading takes no memory beyond the result, and
  /// one more copy of it if the lists come in another order than the users. Otherwise it takes 20 bytes for every row as
  /// well, and the files of the lists are read twice. Lists from standard input, a pipe or a device can be read only once:
  /// they always take that memory, and an error about two rows of one list has no line.
  ///
  /// - Throws: ``ReadError``, the same for any size of block. No identifier is part of it.
  public func read() throws(ReadError) -> ListData {
    let progress = TableProgress()
    var readings: [TableReading] = []
    func note(_ part: TableReading.Part, _ inputs: [InputReading]?, _ tally: Tally? = nil) {
      let inputs = inputs ?? []
      let rows = inputs.reduce(0) { $0 + $1.rows }
      readings.append(TableReading(part: part, inputs: inputs, rows: tally ?? Tally(received: rows)))
    }

    let users = UserScanner(columns.users?.groups ?? [], unknown: columns.unknown, options)
    if let table = columns.users {
      note(.users, try reader(table.table, table.wanted, progress).read { users.absorb($0) })
      users.identifiers.seal()
    }
    let items = ItemScanner(columns.items, unknown: columns.unknown, options)
    if let table = columns.items {
      note(.items, try reader(table.table, table.wanted, progress).read { items.absorb($0) })
      items.identifiers.seal()
    }
    var audience: [Int32]?
    if let table = columns.audience {
      let scanner = AudienceScanner(users: users.identifiers, addsUsers: columns.users == nil)
      let inputs = try reader(table.table, table.wanted, progress).read { scanner.absorb($0) }
      let (members, tally) = scanner.finish()
      audience = members
      note(.audience, inputs, tally)
    }

    let (lists, reading) = try self.lists(users.identifiers, items.identifiers, progress)
    readings.append(reading)
    // Whoever has no list by now is unknown to the tables that follow.
    users.identifiers.seal()

    let relevance = try columns.relevance.map { (table) throws(ReadError) in
      let scanner = PairScanner(
        users: users.identifiers, items: items.identifiers, addsItems: columns.items == nil,
        hasGrade: table.grade != nil, least: table.atLeast)
      let inputs = try reader(table.table, table.wanted, progress).read { scanner.absorb($0) }
      let (pairs, tally) = scanner.finish()
      note(.relevance, inputs, tally)
      return pairs
    }
    let history = try columns.history.map { (table) throws(ReadError) in
      let scanner = PairScanner(
        users: users.identifiers, items: items.identifiers, addsItems: columns.items == nil)
      let inputs = try reader(table.table, table.wanted, progress).read { scanner.absorb($0) }
      let (pairs, tally) = scanner.finish()
      note(.history, inputs, tally)
      return pairs
    }
    return ListData(
      users: users.finish(), items: items.finish(), lists: lists, relevance: relevance, history: history,
      audience: audience, depth: columns.depth, readings: readings)
  }

  private func reader(_ table: TableFiles, _ wanted: [WantedColumn], _ progress: TableProgress) -> TableReader {
    TableReader(table: table, wanted: wanted, options: options, progress: progress)
  }

  /// Reads the lists: at once while each stands together, else again with all rows gathered.
  private func lists(
    _ users: IDTable, _ items: IDTable, _ progress: TableProgress
  ) throws(ReadError) -> (ListData.Lists, TableReading) {
    let table = columns.lists
    let canRepeat = table.table.files.allSatisfy { !$0.isStream }
    var gathers = !canRepeat
    while true {
      let scanner = ListScanner(
        table, users: users, addsUsers: columns.users == nil, items: items, addsItems: columns.items == nil,
        depth: columns.depth, gathers: gathers)
      if !gathers { scanner.reserve(estimate(users.count)) }
      let before = (progress.bytes, progress.rows)
      var inputs: [InputReading]?
      var failure: ReadError?
      do throws(ReadError) {
        inputs = try reader(table.table, table.wanted, progress).read { scanner.absorb($0) }
      } catch {
        failure = error
      }
      if !scanner.isScattered {
        // What is wrong between two rows comes before what is wrong with a later one.
        if scanner.repetition == nil { scanner.close() }
        if let found = scanner.repetition { throw try place(found, users, canRepeat: canRepeat) }
      }
      if let failure { throw failure }
      guard let inputs else {
        gathers = true
        (progress.bytes, progress.rows) = before
        continue
      }
      guard scanner.received > 0 else {
        throw ReadError(
          .noRows, file: table.table.files.first?.given ?? "-",
          message: "there are no lists: no row follows the header",
          hint: "is this the right file?")
      }
      let (lists, tally) = scanner.finish()
      return (lists, TableReading(part: .lists, inputs: inputs, rows: tally))
    }
  }

  /// An upper bound of the entries where one is known; memory that is never touched costs nothing.
  private func estimate(_ users: Int) -> Int {
    let bytes = columns.lists.table.files.reduce(0) { $0 + ($1.size ?? 0) }
    return min(users * min(columns.depth, 1 << 20), bytes / 4)
  }

  /// The error for two rows of a list, at the second of them.
  private func place(
    _ found: ListScanner.Repetition, _ users: IDTable, canRepeat: Bool
  ) throws(ReadError) -> ReadError {
    let fault =
      found.isItem
      ? FieldFault(
        code: .repeatedItem, message: "the list of this user has the same item in another row",
        hint: "keep each item once")
      : FieldFault(
        code: .repeatedRank, message: "the list of this user has the same rank in another row",
        hint: "give each item a rank of its own, or leave out rank: so that the score orders the list")
    let table = columns.lists
    if canRepeat {
      let search = ListScanner.Search(found, fault, users: users)
      do throws(ReadError) {
        _ = try reader(table.table, table.wanted, TableProgress()).read { search.absorb($0) }
      } catch { return error }
    }
    return ReadError(
      fault.code, file: table.table.files.first?.given ?? "-", message: fault.message, hint: fault.hint)
  }
}
