import AuditRecord

/// What stands in the tables beside ranked lists, and the lists that are still to be read.
package struct ListTables {
  /// What is known before the first list.
  package let context: ListContext

  private let columns: ListColumns
  private let options: SourceOptions
  private let workers: Workers
  private let progress = TableProgress()
  private let users: IDTable
  private let items: IDTable
  private let readings: [TableReading]
  private let grounds: GroundTally?
  private let withheld: WithheldUsers?

  init(_ columns: ListColumns, _ options: SourceOptions, _ workers: Workers) throws(ReadError) {
    self.columns = columns
    self.options = options
    self.workers = workers
    let (progress, isCoded) = (progress, columns.isCoded)
    var withheld: WithheldUsers?
    func reader(_ table: InputTable, _ wanted: [WantedColumn]) -> TableReader {
      var reader = TableReader(table: table, wanted: wanted, options: options, workers: workers, progress: progress)
      reader.withheld = withheld
      return reader
    }
    var readings: [TableReading] = []
    func note(
      _ part: TableReading.Part, _ inputs: [InputReading]?, _ tally: RowFlow? = nil, _ warnings: [DataWarning] = []
    ) {
      let inputs = inputs ?? []
      let rows = inputs.reduce(0) { $0 + $1.rows }
      readings.append(
        TableReading(
          part: part, inputs: inputs,
          rows: tally?.withheld(of: rows, withheld) ?? RowFlow(received: rows, excluded: [:]), warnings: warnings))
    }

    let consents = try ConsentTable(of: columns.lawful, options: options, digests: workers.digests)
    let userScanner = UserScanner(
      columns.users?.groups ?? [], contexts: columns.users?.contexts ?? [], unknown: columns.unknown, options,
      lawful: columns.lawful, consents: consents)
    let users = userScanner.identifiers
    var grounds: GroundTally?
    if let table = columns.users {
      let file = table.table.files.first?.given ?? "-"
      let inputs = try reader(table.table, table.wanted).read(userScanner.absorb)
      try userScanner.checkNumbers(file: file)
      var (tally, warnings): (RowFlow?, [DataWarning]) = (nil, userScanner.warnings)
      if let lawful = columns.lawful, let part = userScanner.groundPart {
        let rows = (inputs ?? []).reduce(0) { $0 + $1.rows }
        if (inputs ?? []).allSatisfy(\.isWhole) { try part.check(lawful, file: file) }
        tally = RowFlow(received: rows, excluded: part.excluded)
        warnings += part.warnings(lawful, table: TableReading.Part.users.rawValue, consents: consents)
        grounds = GroundTally(
          rows: rows, causes: part.causes, byGroup: [], unknownAge: part.unknownAge,
          unknownCollected: part.unknownCollected, consents: consents?.table)
      }
      note(.users, inputs, tally, warnings)
      users.seal()
      userScanner.withheld?.seal()
    }
    let itemScanner = ItemScanner(columns.items, unknown: columns.unknown, options)
    let items = itemScanner.identifiers
    if let table = columns.items {
      let inputs = try reader(table.table, table.wanted).read(itemScanner.absorb)
      try itemScanner.checkNumbers(file: table.table.files.first?.given ?? "-")
      note(.items, inputs, nil, itemScanner.warnings)
      items.seal()
    }
    // From here on all tables but that of the items name users first.
    withheld = userScanner.withheld
    var audience: [Int32]?
    if let table = columns.audience {
      let scanner = AudienceScanner(users: users, addsUsers: columns.users == nil)
      let inputs = try reader(table.table, table.wanted).read(scanner.absorb)
      let (members, tally) = scanner.finish()
      audience = members
      note(.audience, inputs, tally)
    }
    func pairs(
      _ part: TableReading.Part, _ table: InputTable, _ wanted: [WantedColumn], hasGrade: Bool, least: Double?
    ) throws(ReadError) -> ListContext.Pairs {
      func scanner() -> PairScanner {
        PairScanner(
          users: users, addsUsers: columns.users == nil, items: items, addsItems: columns.items == nil,
          hasGrade: hasGrade, least: least)
      }
      let reader = reader(table, wanted)
      var joiner = PairJoiner(isGraded: hasGrade && least == nil)
      func join(_ part: PairScanner.Part) -> PartStep {
        joiner.join(part, users: users.count)
        return .proceed
      }
      var inputs = isCoded ? reader.readInParts((0..<workers.count).map { _ in scanner() }, join: join) : nil
      if inputs == nil {
        joiner = PairJoiner(isGraded: hasGrade && least == nil)
        inputs = try reader.read(scanner(), join: join)
      }
      let (pairs, tally) = joiner.finish(users: users.count)
      note(part, inputs, tally)
      return pairs
    }
    let relevance = try columns.relevance.map { (table) throws(ReadError) in
      try pairs(.relevance, table.table, table.wanted, hasGrade: table.grade != nil, least: table.atLeast)
    }
    let history = try columns.history.map { (table) throws(ReadError) in
      try pairs(.history, table.table, table.wanted, hasGrade: false, least: nil)
    }
    let people = userScanner.finish()
    var comparedLabels: [(column: String, part: String, labels: [Label])] = []
    func compared(
      _ part: TableReading.Part, _ lists: ListColumns.ComparedLists
    ) throws(ReadError) -> ListContext.ComparedLists {
      let contexts = columns.users?.contexts ?? []
      let scanner = ComparedListScanner(
        lists, contexts: contexts, users: users, addsUsers: columns.users == nil, items: items,
        addsItems: columns.items == nil, unknown: columns.unknown, options)
      var reader = reader(lists.table, lists.wanted(contexts: contexts))
      // A list of a context names no user.
      if lists.user == nil { reader.withheld = nil }
      let inputs = try reader.read(scanner.absorb)
      let (found, tally, fault) = scanner.finish(
        users: users.count, contexts: userScanner.contextNumbers, depth: columns.depth,
        areCounted: columns.lists.ranks == .counted)
      if let fault, (inputs ?? []).allSatisfy(\.isWhole) {
        throw ReadError(
          fault.code, file: lists.table.files.first?.given ?? "-", message: fault.message, hint: fault.hint)
      }
      note(part, inputs, tally)
      comparedLabels += scanner.labels
      return found
    }
    let before = try columns.before.map { (lists) throws(ReadError) in try compared(.before, lists) }
    let baseline = try columns.baseline.map { (lists) throws(ReadError) in try compared(.baseline, lists) }
    var served: ListContext.Served?
    if let log = columns.log {
      let settings = SettingScanner(log, users: users)
      let inputs = try reader(log.settings.table, log.settings.wanted).read(settings.absorb)
      let (choices, tally) = settings.finish()
      note(.settings, inputs, tally, log.disagreement(choices, with: people, groups: columns.users?.groups ?? []))
      let requests = ServedScanner(log, users: users)
      let read = try reader(log.served.table, log.served.wanted).read(requests.absorb)
      let found = requests.finish(choices)
      served = found.log
      note(.served, read, found.tally)
    }
    users.seal()
    items.seal()
    if let consents { note(.consents, consents.table.inputs, consents.table.rows) }
    (self.users, self.items, self.readings) = (users, items, readings)
    (self.grounds, self.withheld) = (grounds, withheld)
    try IDLabels.check(
      userScanner.labels + itemScanner.labels + comparedLabels, file: columns.users?.table.files.first?.given ?? "-",
      where: users.holds)
    var context = ListContext(
      users: people, items: itemScanner.finish(), relevance: relevance, history: history,
      audience: audience, depth: columns.depth)
    (context.served, context.before, context.baseline) = (served, before, baseline)
    self.context = context
  }

  /// Reads the lists, once, and has them taken in as they are complete; each user comes once.
  ///
  /// The rows of a list may stand anywhere. While they stand together, reading takes no memory for them. Otherwise the
  /// lists are read again: once to count the rows of each user, then as often as needed for the rows of each pass to take
  /// no more than ``SourceOptions/gatheredBytes``. Lists from standard input, a pipe or a device can be read only once:
  /// their rows always take that memory, and an error about two rows of one list has no line.
  ///
  /// Nothing that is returned or thrown depends on the number of threads, the size of blocks or the memory, except for
  /// ``ReadError/Code/memoryExceeded``.
  ///
  /// - Returns: What is kept of all lists (nothing without a list), and what was read of all tables.
  /// - Throws: ``ReadError`` at the first place in the order of the files. No identifier is part of it.
  package func lists<Consumer: ListConsumer>(
    for consumer: Consumer
  ) throws(ReadError) -> (summary: Consumer.Summary?, reading: ListReading) {
    let (shape, warnings) = ListProbe(columns, options).shape()
    var reader = TableReader(
      table: columns.lists.table, wanted: columns.lists.wanted, options: options, workers: workers, progress: progress)
    reader.withheld = withheld
    let lists = ListPasses(
      columns: columns, users: users, items: items, reader: reader, consumer: consumer, shape: shape)
    let (summary, finding, inputs) = try lists.read()
    var readings = readings
    let rows = inputs.reduce(0) { $0 + $1.rows }
    readings.append(
      TableReading(
        part: .lists, inputs: inputs, rows: finding.tally.withheld(of: rows, withheld), warnings: warnings))
    noteIDs(&readings)
    if columns.users == nil { leaveOut(finding.lengths, from: &readings) }
    var reading = ListReading(
      lengths: finding.lengths, items: items.count, entries: finding.entries, tied: finding.tied,
      isRanked: shape.isRanked, readings: readings)
    reading.grounds = grounds
    return (summary, reading)
  }

  /// Notes ids that would be found if they were written as in the tables of users and items.
  private func noteIDs(_ readings: inout [TableReading]) {
    let known = [columns.users == nil ? nil : users, columns.items == nil ? nil : items]
    let probe = IDProbe(options: options)
    let unknown: Set<String> = [TableReading.Reason.unknownUser.rawValue, TableReading.Reason.unknownItem.rawValue]
    for at in readings.indices where readings[at].rows.excluded.contains(where: { unknown.contains($0.reason) }) {
      let part = readings[at].part
      switch part {
      case .users, .items, .consents: break
      case .audience:
        guard let table = columns.audience else { continue }
        readings[at].warnings += probe.warnings(part, table.table, table.wanted, known: [known[0]])
      case .relevance:
        guard let table = columns.relevance else { continue }
        readings[at].warnings += probe.warnings(part, table.table, table.wanted, known: known)
      case .history:
        guard let table = columns.history else { continue }
        readings[at].warnings += probe.warnings(part, table.table, table.wanted, known: known)
      case .before, .baseline:
        guard let lists = part == .before ? columns.before : columns.baseline, lists.user != nil else { continue }
        readings[at].warnings += probe.warnings(part, lists.table, lists.wanted(contexts: []), known: known)
      case .settings:
        guard let table = columns.log?.settings else { continue }
        readings[at].warnings += probe.warnings(part, table.table, table.wanted, known: [known[0]])
      case .served:
        guard let table = columns.log?.served else { continue }
        readings[at].warnings += probe.warnings(part, table.table, table.wanted, known: [known[0]])
      case .lists:
        readings[at].warnings += probe.warnings(part, columns.lists.table, columns.lists.wanted, known: known)
      }
    }
  }

  /// Without a table of users, those are unknown who have no list and belong to no audience: leaves out their pairs.
  private func leaveOut(_ lengths: [Int32], from readings: inout [TableReading]) {
    let members = Set(context.audience ?? [])
    let isKnown = lengths.indices.map { lengths[$0] > 0 || members.contains(Int32($0)) }
    for (part, found) in [(TableReading.Part.relevance, context.relevance), (.history, context.history)] {
      guard let found, let at = readings.firstIndex(where: { $0.part == part }) else { continue }
      let unknown = (0..<max(0, found.starts.count - 1)).reduce(0) { sum, user in
        isKnown[user] ? sum : sum + Int64(found.starts[user + 1] - found.starts[user])
      }
      readings[at].rows.leaveOut(unknown)
    }
  }
}
