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

  /// Reads all tables, the lists last, and hands them out as they are complete.
  ///
  /// The rows of a list may stand anywhere. While they stand together, reading takes no memory for them. Otherwise the
  /// lists are read twice, and it takes 20 bytes for every row. Lists from standard input, a pipe or a device can be read
  /// only once: they always take that memory, and an error about two rows of one list has no line.
  ///
  /// - Parameters:
  ///   - start: Makes what takes the lists in. It is asked again when the lists have to be read again from the beginning.
  ///   - absorb: Takes in complete lists. Each user comes once.
  /// - Returns: What has taken in all lists, what was known beforehand, and what was read.
  /// - Throws: ``ReadError``, the same for any size of block. No identifier is part of it.
  public func read<Taker>(
    _ start: (ListContext) -> Taker, _ absorb: (inout Taker, ListBatch) -> Void
  ) throws(ReadError) -> (taker: Taker, context: ListContext, reading: ListReading) {
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
    func pairs(
      _ part: TableReading.Part, _ table: TableFiles, _ wanted: [WantedColumn], hasGrade: Bool, least: Double?
    ) throws(ReadError) -> ListContext.Pairs {
      let scanner = PairScanner(
        users: users.identifiers, addsUsers: columns.users == nil, items: items.identifiers,
        addsItems: columns.items == nil, hasGrade: hasGrade, least: least)
      let inputs = try reader(table, wanted, progress).read { scanner.absorb($0) }
      let (pairs, tally) = scanner.finish()
      note(part, inputs, tally)
      return pairs
    }
    let relevance = try columns.relevance.map { (table) throws(ReadError) in
      try pairs(.relevance, table.table, table.wanted, hasGrade: table.grade != nil, least: table.atLeast)
    }
    let history = try columns.history.map { (table) throws(ReadError) in
      try pairs(.history, table.table, table.wanted, hasGrade: false, least: nil)
    }
    users.identifiers.seal()
    items.identifiers.seal()

    let context = ListContext(
      users: users.finish(), items: items.finish(), relevance: relevance, history: history, audience: audience,
      depth: columns.depth)
    let (taker, scanner, inputs) = try lists(users.identifiers, items.identifiers, context, progress, start, absorb)
    let (lengths, tally) = scanner.finish()
    readings.append(TableReading(part: .lists, inputs: inputs, rows: tally))
    if columns.users == nil {
      let members = Set(audience ?? [])
      let isKnown = lengths.indices.map { lengths[$0] > 0 || members.contains(Int32($0)) }
      for (part, found) in [(TableReading.Part.relevance, relevance), (.history, history)] {
        guard let found, let at = readings.firstIndex(where: { $0.part == part }) else { continue }
        readings[at].rows.leaveOut(strangers(found, isKnown))
      }
    }
    let reading = ListReading(
      lengths: lengths, items: items.identifiers.count, entries: scanner.entries, tied: scanner.tied,
      readings: readings)
    return (taker, context, reading)
  }

  /// The pairs of users who have no list and belong to no audience; without a table of users, nobody knows of them.
  private func strangers(_ pairs: ListContext.Pairs, _ isKnown: [Bool]) -> Int64 {
    (0..<max(0, pairs.starts.count - 1)).reduce(0) { sum, user in
      isKnown[user] ? sum : sum + Int64(pairs.starts[user + 1] - pairs.starts[user])
    }
  }

  private func reader(_ table: TableFiles, _ wanted: [WantedColumn], _ progress: TableProgress) -> TableReader {
    TableReader(table: table, wanted: wanted, options: options, progress: progress)
  }

  /// Reads the lists: at once while each stands together, else again with all rows gathered.
  private func lists<Taker>(
    _ users: IDTable, _ items: IDTable, _ context: ListContext, _ progress: TableProgress,
    _ start: (ListContext) -> Taker, _ absorb: (inout Taker, ListBatch) -> Void
  ) throws(ReadError) -> (Taker, ListScanner, [InputReading]) {
    let table = columns.lists
    let canRepeat = table.table.files.allSatisfy { !$0.isStream }
    var gathers = !canRepeat
    while true {
      let scanner = ListScanner(
        table, users: users, addsUsers: columns.users == nil, items: items, addsItems: columns.items == nil,
        depth: columns.depth, gathers: gathers)
      let before = (progress.bytes, progress.rows)
      var taker = start(context)
      var inputs: [InputReading]?
      var failure: ReadError?
      do throws(ReadError) {
        inputs = try reader(table.table, table.wanted, progress).read { rows in
          let step = scanner.absorb(rows)
          if !gathers, let batch = scanner.batch() { absorb(&taker, batch) }
          return step
        }
      } catch {
        failure = error
      }
      if !scanner.isScattered {
        // What is wrong between two rows comes before what is wrong with a later one.
        if scanner.repetition == nil { scanner.close { absorb(&taker, $0) } }
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
      return (taker, scanner, inputs)
    }
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
