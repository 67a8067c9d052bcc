import AuditRecord

/// Reads the lists: at once while each stands together, else in several passes.
struct ListPasses<Consumer: ListConsumer> {
  let columns: ListColumns
  let users: IDTable
  let items: IDTable
  let reader: TableReader
  let consumer: Consumer
  /// What the rows have, as far as their first ones tell.
  let shape: ListShape

  /// What is known of all lists.
  typealias Outcome = (summary: Consumer.Summary?, finding: ListFinding, inputs: [InputReading])

  func read() throws(ReadError) -> Outcome {
    let outcome = try readOnceOrAgain()
    guard outcome.finding.tally.received > 0 else {
      throw ReadError(
        .noRows, file: table.files.first?.given ?? "-", message: "there are no lists: no row follows the header",
        hint: "is this the right file?")
    }
    return outcome
  }

  private func readOnceOrAgain() throws(ReadError) -> Outcome {
    guard isRepeatable else { return try held() }
    if let outcome = try together() { return outcome }
    return try apart()
  }

  private var table: InputTable { columns.lists.table }

  private var isRepeatable: Bool { table.files.allSatisfy { !$0.isStream } }

  private func coder() -> ListCoder {
    ListCoder(
      columns.lists, shape, users: users, addsUsers: columns.users == nil, items: items,
      addsItems: columns.items == nil, leastRank: isRepeatable ? shape.firstRank : 0)
  }

  /// A scanner for each thread.
  private func scanners<Scanner>(_ make: (ListCoder) -> Scanner) -> [Scanner] {
    (0..<reader.workers.count).map { _ in make(coder()) }
  }

  private func step(_ pieces: [ListPiece], _ sums: ListSummation<Consumer>) -> PartStep {
    pieces.isEmpty ? .proceed : .work { for piece in pieces { sums.take(piece) } }
  }

  // MARK: lists that stand together

  /// Reads lists as they come; nothing once one goes on after another began.
  private func together() throws(ReadError) -> Outcome? {
    let before = (reader.progress.bytes, reader.progress.rows)
    if columns.isCoded {
      let (joiner, sums) = (joiner(), ListSummation(consumer))
      let inputs = reader.readInParts(scanners { ListScanner($0) }) { part in
        let pieces = joiner.join(part)
        return joiner.isStopped ? .stop : step(pieces, sums)
      }
      if let inputs {
        for piece in joiner.finish() { sums.take(piece) }
        if !joiner.isStopped { return (sums.whole, joiner.finding(), inputs) }
      }
      reader.progress.restart(bytes: before.0, rows: before.1)
      if joiner.isScattered { return nil }
    }
    return try togetherInOrder()
  }

  private func joiner() -> ListJoiner {
    ListJoiner(coder(), users: users, pieceLists: consumer.pieceLists)
  }

  private func togetherInOrder() throws(ReadError) -> Outcome? {
    let before = (reader.progress.bytes, reader.progress.rows)
    let (joiner, sums) = (joiner(), ListSummation(consumer))
    var failure: ReadError?
    let inputs = try sums.reading(reader.workers) { (hand) throws(ReadError) in
      var inputs: [InputReading]?
      do throws(ReadError) {
        inputs = try reader.read(ListScanner(coder())) { part in
          hand(joiner.join(part))
          return joiner.isStopped ? .stop : .proceed
        }
      } catch {
        failure = error
      }
      hand(joiner.finish())
      return inputs
    }
    guard !joiner.isScattered else {
      reader.progress.restart(bytes: before.0, rows: before.1)
      return nil
    }
    // What is wrong between two rows comes before what is wrong with a later one.
    if let found = joiner.repetition { throw try place([found]) }
    if let failure { throw failure }
    guard let inputs else { preconditionFailure("nothing has stopped the reading") }
    return (sums.whole, joiner.finding(), inputs)
  }

  // MARK: lists whose rows stand apart

  /// Counts the rows of each user, then reads those of as many users at a time as fit into memory.
  private func apart() throws(ReadError) -> Outcome {
    var gatherer = gatherer()
    var inputs: [InputReading]?
    var failure: ReadError?
    let before = (reader.progress.bytes, reader.progress.rows)
    if columns.isCoded {
      inputs = reader.readInParts(scanners { RowScanner($0, kept: nil) }) { [gatherer] part in
        gatherer.count(part)
        return .proceed
      }
    }
    let isInParts = inputs != nil
    if !isInParts {
      gatherer = self.gatherer()
      do throws(ReadError) {
        inputs = try inOrder(RowScanner(coder(), kept: nil)) { gatherer.count($0) }
      } catch {
        failure = error
      }
    }
    let after = (reader.progress.bytes, reader.progress.rows)
    let sums = ListSummation(consumer)
    for range in gatherer.ranges(memory: reader.options.gatheredBytes) {
      reader.progress.restart(bytes: before.0, rows: before.1)
      gatherer.begin(range)
      if isInParts {
        _ = reader.readInParts(scanners { RowScanner($0, kept: range) }) { [gatherer] part in
          gatherer.gather(part)
          return .proceed
        }
      } else {
        do throws(ReadError) {
          _ = try inOrder(RowScanner(coder(), kept: range)) { gatherer.gather($0) }
        } catch {
          // It is the one from before: the rows up to it are the same.
        }
      }
      try end(gatherer, sums)
    }
    reader.progress.restart(bytes: after.0, rows: after.1)
    return try finish(gatherer, sums, inputs, failure)
  }

  /// Holds all rows of streams, which can be read only once.
  private func held() throws(ReadError) -> Outcome {
    let gatherer = gatherer()
    var inputs: [InputReading]?
    var failure: ReadError?
    var parts: [RowScanner.Part] = []
    // A row takes four bytes more while it waits; a quarter of the memory is for those that are put in order.
    let rowBytes = ListGatherer.bytes(shape) + 4
    var room = reader.options.gatheredBytes / 4 * 3 / rowBytes
    do throws(ReadError) {
      inputs = try reader.read(RowScanner(coder(), kept: 0..<Int32.max)) { part in
        room -= part.users.count
        parts.append(part)
        return room < 0 ? .stop : .proceed
      }
      if inputs == nil { failure = tooMuch }
    } catch {
      failure = error
    }
    let first = firstRank(parts)
    if failure == nil, shape.keepsPlaces, parts.contains(where: { $0.rows.keys.contains { $0 < first } }) {
      failure = ReadError(
        .badRank, file: table.files.first?.given ?? "-",
        message: "a rank is 0, and the first list begins with a higher one",
        hint: "let all lists begin with 1, or all with 0")
    }
    gatherer.begin(withRank: first)
    for part in parts { gatherer.count(part) }
    let sums = ListSummation(consumer)
    for range in gatherer.ranges(memory: reader.options.gatheredBytes / 4) where room >= 0 {
      gatherer.begin(range)
      for part in parts { gatherer.gather(part) }
      try end(gatherer, sums)
    }
    return try finish(gatherer, sums, inputs, failure)
  }

  /// The rank of the first place, as the first list of a stream has it.
  private func firstRank(_ parts: [RowScanner.Part]) -> UInt64 {
    guard shape.isRanked, let user = parts.lazy.compactMap(\.users.first).first else { return shape.firstRank }
    for part in parts {
      for (row, owner) in part.users.enumerated() {
        guard owner == user else { return 1 }
        if part.rows.keys[row] == 0 { return 0 }
      }
    }
    return 1
  }

  private func gatherer() -> ListGatherer {
    ListGatherer(coder(), users: users, pieceLists: consumer.pieceLists)
  }

  private func inOrder(
    _ scanner: RowScanner, _ take: (RowScanner.Part) -> Void
  ) throws(ReadError) -> [InputReading]? {
    try reader.read(scanner) { part in
      take(part)
      return .proceed
    }
  }

  private func end(_ gatherer: ListGatherer, _ sums: ListSummation<Consumer>) throws(ReadError) {
    guard gatherer.isComplete else {
      throw ReadError(
        .changedInput, file: table.files.first?.given ?? "-", message: "the lists have changed while they were read",
        hint: "run again once nobody writes to them")
    }
    try sums.reading(reader.workers) { (hand) throws(ReadError) in gatherer.end(hand) }
  }

  private func finish(
    _ gatherer: ListGatherer, _ sums: ListSummation<Consumer>, _ inputs: [InputReading]?, _ failure: ReadError?
  ) throws(ReadError) -> Outcome {
    guard gatherer.repetitions.isEmpty else { throw try place(gatherer.repetitions) }
    if let failure { throw failure }
    for piece in gatherer.finish() { sums.take(piece) }
    guard let inputs else { preconditionFailure("nothing has stopped the reading") }
    return (sums.whole, gatherer.finding(), inputs)
  }

  // MARK: errors

  private var tooMuch: ReadError {
    let bytes = reader.options.gatheredBytes
    let granted = bytes % 1_000_000 == 0 ? "\(bytes / 1_000_000) MB" : "\(bytes) bytes"
    return ReadError(
      .memoryExceeded, file: table.files.first?.given ?? "-",
      message:
        "a stream can be read only once, and its rows take more memory than the \(granted) granted",
      hint: "name a file instead, or grant more with --memory")
  }

  /// The error for rows that repeat others, at the first of them.
  private func place(_ found: [ListRepetition]) throws(ReadError) -> ReadError {
    if isRepeatable {
      let search = RepetitionSearch(found, users: users, fault: fault)
      do throws(ReadError) {
        _ = try TableReader(
          table: table, wanted: columns.lists.wanted, options: reader.options,
          workers: Workers(count: 1, digests: nil), progress: TableProgress()
        ).read { search.absorb($0) }
      } catch { return error }
    }
    let fault = fault(found[0])
    return ReadError(
      fault.code, file: table.files.first?.given ?? "-", message: fault.message, hint: fault.hint)
  }

  private func fault(_ found: ListRepetition) -> FieldFault {
    let several =
      shape.hasList
      ? "" : "has this person several lists? name the column that tells them apart, as columns: {list: session}; else "
    return found.isItem
      ? FieldFault(
        code: .repeatedItem, message: "the list of this user has the same item in another row",
        hint: several + "find out which of the rows is right")
      : FieldFault(
        code: .repeatedRank, message: "the list of this user has the same rank in another row",
        hint: several
          + (table.format == .trecRun
            ? "let the score order the lists, as trec_eval does: columns: {score: score}"
            : "give each item of a list a rank of its own"))
  }
}
