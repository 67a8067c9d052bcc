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

  /// Reads all tables, the lists last, and has the lists taken in as they are complete.
  ///
  /// The rows of a list may stand anywhere. While they stand together, reading takes no memory for them. Otherwise the
  /// lists are read again: once to count the rows of each user, then as often as needed for the rows of each pass to take
  /// no more than ``SourceOptions/gatheredBytes``. Lists from standard input, a pipe or a device can be read only once:
  /// their rows always take that memory, and an error about two rows of one list has no line.
  ///
  /// Plain files are read by several threads at once if users and items have tables. Nothing that is returned or thrown
  /// depends on the number of threads, the size of blocks or the memory, except for ``ReadError/Code/memoryExceeded``.
  ///
  /// - Parameters:
  ///   - threads: Threads at most.
  ///   - digests: Whether the reading holds the digests of the files; they are made beside it if there are two threads.
  ///   - start: Makes what takes the lists in. Each user comes once.
  /// - Returns: What takes the lists in, what is known of all of them (nothing without a list), what was known beforehand,
  ///   and what was read.
  /// - Throws: ``ReadError`` at the first place in the order of the files. No identifier is part of it.
  public func read<Taker: ListTaking>(
    threads: Int = 1, digests: Bool = false, _ start: (ListContext) -> Taker
  ) throws(ReadError) -> (taker: Taker, sums: Taker.Sums?, context: ListContext, reading: ListReading) {
    var source = self
    source.options.unpacksAhead = threads > 1
    source.options.digestWhileReading = digests && threads == 1
    let beside = digests && threads > 1 ? BesideDigests(columns.files.map { $0.isStream ? nil : $0 }) : nil
    var result = try source.read(ListCrew(threads: threads, beside: beside), start)
    var found = try beside?.finish()[...]
    for table in result.reading.readings.indices {
      for input in result.reading.readings[table].inputs.indices {
        if let digest = found?.popFirst() ?? nil { result.reading.readings[table].inputs[input].sha256 = digest }
        if !digests { result.reading.readings[table].inputs[input].sha256 = nil }
      }
    }
    return result
  }

  private func read<Taker: ListTaking>(
    _ crew: ListCrew, _ start: (ListContext) -> Taker
  ) throws(ReadError) -> (taker: Taker, sums: Taker.Sums?, context: ListContext, reading: ListReading) {
    let progress = TableProgress()
    var readings: [TableReading] = []
    func note(_ part: TableReading.Part, _ inputs: [InputReading]?, _ tally: Tally? = nil) {
      let inputs = inputs ?? []
      let rows = inputs.reduce(0) { $0 + $1.rows }
      readings.append(TableReading(part: part, inputs: inputs, rows: tally ?? Tally(received: rows)))
    }

    let users = UserScanner(columns.users?.groups ?? [], unknown: columns.unknown, options)
    if let table = columns.users {
      let reader = reader(table.table, table.wanted, progress)
      note(.users, try crew.beside { () throws(ReadError) in try reader.read { users.absorb($0) } })
      users.identifiers.seal()
    }
    let items = ItemScanner(columns.items, unknown: columns.unknown, options)
    if let table = columns.items {
      let reader = reader(table.table, table.wanted, progress)
      note(.items, try crew.beside { () throws(ReadError) in try reader.read { items.absorb($0) } })
      items.identifiers.seal()
    }
    var audience: [Int32]?
    if let table = columns.audience {
      let scanner = AudienceScanner(users: users.identifiers, addsUsers: columns.users == nil)
      let reader = reader(table.table, table.wanted, progress)
      let inputs = try crew.beside { () throws(ReadError) in try reader.read { scanner.absorb($0) } }
      let (members, tally) = scanner.finish()
      audience = members
      note(.audience, inputs, tally)
    }
    func pairs(
      _ part: TableReading.Part, _ table: InputTable, _ wanted: [WantedColumn], hasGrade: Bool, least: Double?
    ) throws(ReadError) -> ListContext.Pairs {
      func scanner() -> PairScanner {
        PairScanner(
          users: users.identifiers, addsUsers: columns.users == nil, items: items.identifiers,
          addsItems: columns.items == nil, hasGrade: hasGrade, least: least)
      }
      let reader = reader(table, wanted, progress)
      var joiner = PairJoiner(isGraded: hasGrade && least == nil)
      func join(_ part: PairScanner.Part) -> PartStep {
        joiner.join(part, users: users.identifiers.count)
        return .proceed
      }
      var inputs = columns.isCoded ? reader.readInParts(crew, scanner: scanner, join: join) : nil
      if inputs == nil {
        joiner = PairJoiner(isGraded: hasGrade && least == nil)
        inputs = try crew.beside { () throws(ReadError) in try reader.read(scanner(), join: join) }
      }
      let (pairs, tally) = joiner.finish(users: users.identifiers.count)
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
    let taker = start(context)
    let lists = ListPasses(
      columns: columns, users: users.identifiers, items: items.identifiers,
      reader: reader(columns.lists.table, columns.lists.wanted, progress), crew: crew, taker: taker)
    let (sums, finding, inputs) = try lists.read()
    readings.append(TableReading(part: .lists, inputs: inputs, rows: finding.tally))
    if columns.users == nil {
      let members = Set(audience ?? [])
      let isKnown = finding.lengths.indices.map { finding.lengths[$0] > 0 || members.contains(Int32($0)) }
      for (part, found) in [(TableReading.Part.relevance, relevance), (.history, history)] {
        guard let found, let at = readings.firstIndex(where: { $0.part == part }) else { continue }
        readings[at].rows.leaveOut(strangers(found, isKnown))
      }
    }
    let reading = ListReading(
      lengths: finding.lengths, items: items.identifiers.count, entries: finding.entries, tied: finding.tied,
      readings: readings)
    return (taker, sums, context, reading)
  }

  /// The pairs of users who have no list and belong to no audience; without a table of users, nobody knows of them.
  private func strangers(_ pairs: ListContext.Pairs, _ isKnown: [Bool]) -> Int64 {
    (0..<max(0, pairs.starts.count - 1)).reduce(0) { sum, user in
      isKnown[user] ? sum : sum + Int64(pairs.starts[user + 1] - pairs.starts[user])
    }
  }

  private func reader(_ table: InputTable, _ wanted: [WantedColumn], _ progress: TableProgress) -> TableReader {
    TableReader(table: table, wanted: wanted, options: options, progress: progress)
  }
}

extension ListColumns {
  /// All files in the order of reading.
  var files: [InputFile] {
    [users?.table, items?.table, audience?.table, relevance?.table, history?.table, lists.table]
      .flatMap { $0?.files ?? [] }
  }

  /// Whether users and items have numbers before they are met.
  var isCoded: Bool { users != nil && items != nil }
}
