import AuditRecord
import Synchronization

extension DecisionSource {
  /// Counts all decisions once, in constant memory; a subject column takes up to 64 bytes a row.
  ///
  /// Regular files are read by several threads at once. The result, and an error, are the same for any number of threads
  /// and any size of block: a fault that any thread meets, or a subject that two of them have met, is looked up anew in
  /// the order of the files.
  ///
  /// - Parameters:
  ///   - threads: Threads at most.
  ///   - digests: Whether the reading holds the digests of the files; they are made beside it if there are two threads.
  /// - Throws: ``ReadError`` at the first place, in the order of the files, that a person has to mend.
  public func tally(threads: Int, digests: Bool) throws(ReadError) -> DecisionTally {
    var (tally, pending) = try tallyAhead(threads: threads, digests: digests)
    for (index, digest) in try (pending?.value() ?? []).enumerated() where digest != nil {
      tally.reading.inputs[index].sha256 = digest
    }
    return tally
  }

  /// As ``tally(threads:digests:)``, without waiting for digests that another thread makes.
  ///
  /// - Returns: The tally, and the digests that its reading does not hold yet, in the order of its inputs.
  public func tallyAhead(
    threads: Int, digests: Bool
  ) throws(ReadError) -> (tally: DecisionTally, pending: PendingDigests?) {
    var source = self
    source.options.unpacksAhead = threads > 1
    source.options.digestWhileReading = digests && threads == 1
    var (tally, pending) = try source.counted(threads, digests && threads > 1)
    if !digests {
      for index in tally.reading.inputs.indices { tally.reading.inputs[index].sha256 = nil }
    }
    return (tally, pending)
  }

  private func counted(
    _ threads: Int, _ digestsBeside: Bool
  ) throws(ReadError) -> (tally: DecisionTally, pending: PendingDigests?) {
    try columns.checkParts(file: files.first?.given ?? "-")
    let isInParts =
      threads > 1 && !files.contains(where: \.isStream) && PartReader<DecisionScanner.Places>.mayRead(options)
    if isInParts, let found = try tallyInParts(threads, digestsBeside) { return found }
    return try tallyInOrder(digestsBeside)
  }

  /// Nothing if there is any fault, wherever it is.
  private func tallyInParts(
    _ threads: Int, _ digestsBeside: Bool
  ) throws(ReadError) -> (tally: DecisionTally, pending: PendingDigests?)? {
    let queue = DecisionWorker.Queue(files, options) { (file, index) throws(ReadError) in
      try PlainFile(file, index, delimiter: columns.table.delimiter(of: file), options) { (reader) throws(ReadError) in
        try header(reader, file)
      }
    }
    let parts = Parts()
    let work: @Sendable () -> Void = { [self] in
      guard let part = DecisionWorker(self, queue).run() else { return }
      parts.all.withLock { $0.append(part) }
    }
    let pending = digestsBeside ? PendingDigests(files, thenHelp: work) : nil
    Together.run(digestsBeside ? threads - 1 : threads) { _ in work() }
    pending?.endReading()
    let counted = parts.all.withLock { $0 }
    guard !queue.isStopped, var whole = counted.first?.part else {
      pending?.stop()
      return nil
    }
    for (part, _) in counted.dropFirst() { whole.merge(part) }
    guard whole.isWithinLimits(options), !SubjectTable.overlap(counted.compactMap(\.subjects)) else {
      pending?.stop()
      return nil
    }
    return (tally(of: whole, queue.inputs), pending)
  }

  private func tallyInOrder(
    _ digestsBeside: Bool
  ) throws(ReadError) -> (tally: DecisionTally, pending: PendingDigests?) {
    let pending = digestsBeside ? PendingDigests(files.map { $0.isStream ? nil : $0 }) : nil
    do throws(ReadError) {
      let scanner = DecisionScanner(columns, options)
      let inputs = try readInOrder(scanner)
      return (tally(of: scanner.part, inputs), pending)
    } catch {
      pending?.stop()
      throw error
    }
  }

  private func tally(of part: DecisionPart, _ inputs: [InputReading]) -> DecisionTally {
    let sorted = part.sorted()
    return DecisionTally(reading: sorted.reading(of: columns, inputs: inputs), counts: sorted.cells)
  }

  /// What the workers have counted.
  private final class Parts: Sendable {
    let all = Mutex<[(part: DecisionPart, subjects: SubjectTable?)]>([])
  }
}
