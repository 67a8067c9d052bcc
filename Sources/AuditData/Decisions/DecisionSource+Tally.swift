import AuditRecord
import Synchronization

extension DecisionSource {
  /// Counts all decisions once, in constant memory; a subject column takes up to 64 bytes a row.
  ///
  /// Regular files are read by several threads at once, unless there is a subject column. The result, and an error, are
  /// the same for any number of threads and any size of block: a fault that any thread meets is looked up anew in the
  /// order of the files.
  ///
  /// - Parameters:
  ///   - threads: Threads at most.
  ///   - digests: Whether the reading holds the digests of the files; they are made beside it if there are two threads.
  /// - Throws: ``ReadError`` at the first place, in the order of the files, that a person has to mend.
  public func tally(threads: Int, digests: Bool) throws(ReadError) -> DecisionTally {
    var source = self
    source.options.unpacksAhead = threads > 1
    var tally = try source.counted(threads, digests)
    if !digests {
      for index in tally.reading.inputs.indices { tally.reading.inputs[index].sha256 = nil }
    }
    return tally
  }

  private func counted(_ threads: Int, _ digests: Bool) throws(ReadError) -> DecisionTally {
    try columns.checkParts(file: files.first?.given ?? "-")
    let isInParts =
      threads > 1 && columns.subject == nil && !files.contains(where: \.isStream)
      && PartReader<DecisionScanner.Places>.mayRead(options)
    if isInParts, let tally = try tallyInParts(threads, digests) { return tally }
    return try tallyInOrder(threads, digests)
  }

  /// Nothing if there is any fault, wherever it is.
  private func tallyInParts(_ threads: Int, _ digests: Bool) throws(ReadError) -> DecisionTally? {
    let queue = DecisionWorker.Queue(files, options) { (file, index) throws(ReadError) in
      try PlainFile(file, index, delimiter: delimiter(of: file), options) { (reader) throws(ReadError) in
        try header(reader, file)
      }
    }
    let beside = digests ? BesideDigests(files) : nil
    let parts = Mutex<[DecisionPart]>([])
    Together.run(threads) { number in
      // The last worker joins the others when the digests are made.
      if number == threads - 1 { beside?.run(until: { queue.isStopped }) }
      guard let part = DecisionWorker(self, queue).run() else { return }
      parts.withLock { $0.append(part) }
    }
    let counted = parts.withLock { $0 }
    guard !queue.isStopped, var whole = counted.first else { return nil }
    for part in counted.dropFirst() { whole.merge(part) }
    guard whole.isWithinLimits(options) else { return nil }
    return tally(of: whole, try beside?.adding(to: queue.inputs) ?? queue.inputs)
  }

  private func tallyInOrder(_ threads: Int, _ digests: Bool) throws(ReadError) -> DecisionTally {
    var source = self
    let beside = digests && threads > 1 ? BesideDigests(files.map { $0.isStream ? nil : $0 }) : nil
    source.options.digestWhileReading = digests && threads == 1
    guard let beside else {
      let (part, inputs) = try source.partInOrder()
      return tally(of: part, inputs)
    }
    let (part, inputs) = try beside.during { () throws(ReadError) in try source.partInOrder() }
    return tally(of: part, try beside.adding(to: inputs))
  }

  private func partInOrder() throws(ReadError) -> (DecisionPart, [InputReading]) {
    let scanner = DecisionScanner(columns, options)
    let inputs = try readInOrder(scanner)
    return (scanner.part, inputs)
  }

  private func tally(of part: DecisionPart, _ inputs: [InputReading]) -> DecisionTally {
    let sorted = part.sorted()
    return DecisionTally(reading: sorted.reading(of: columns, inputs: inputs), counts: sorted.cells)
  }
}
