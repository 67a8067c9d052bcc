import Synchronization

/// Takes rows and says from time to time what it has found in them.
protocol PartScanner: AnyObject {
  associatedtype Part
  /// Takes rows that follow those before.
  func absorb(_ rows: TableRows) -> TableStep
  /// What has been found since this was last asked.
  func take() -> Part
}

/// How to go on after a part.
enum PartStep {
  case proceed
  /// There is work that needs no order.
  case work(() -> Void)
  case stop
}

extension TableReader {
  /// Reads all rows once in order.
  ///
  /// - Parameter join: Takes what a scanner has found.
  /// - Returns: What was read; nothing if it was stopped.
  func read<Scanner: PartScanner>(
    _ scanner: Scanner, join: (Scanner.Part) -> PartStep
  ) throws(ReadError) -> [InputReading]? {
    try read { rows in
      let step = scanner.absorb(rows)
      switch join(scanner.take()) {
      case .proceed: return step
      case .stop: return .stop
      case .work(let work):
        work()
        return step
      }
    }
  }

  /// Reads plain files in parts by several threads at once.
  ///
  /// - Parameters:
  ///   - threads: Threads at most.
  ///   - beside: Digests that one of the threads makes first.
  ///   - scanner: Makes what takes the rows of one thread.
  ///   - join: Takes what scanners have found, in the order of the files, one at a time.
  /// - Returns: What was read; nothing if the files have to be read in order: because they are packed or streams, there is
  ///   a fault, or something has stopped.
  func readInParts<Scanner: PartScanner>(
    threads: Int, beside: BesideDigests?, scanner: () -> Scanner, join: (Scanner.Part) -> PartStep
  ) -> [InputReading]? {
    guard threads > 1, mayReadInParts else { return nil }
    let queue = PartQueue<Columns>(
      table.files, options, bytes: progress.bytes, rows: progress.rows
    ) { [self] (file, index) throws(ReadError) in
      try PlainFile(file, index, delimiter: table.delimiter(of: file), options) { (reader) throws(ReadError) in
        try header(reader, file)
      }
    }
    let order = PartOrder<Scanner.Part>()
    Together.run(threads) { number in
      if number == threads - 1 { beside?.run(until: { queue.isDealtOut }) }
      do throws(ReadError) {
        try work(queue, order, scanner(), join)
      } catch {
        queue.stop()
      }
    }
    guard !queue.isStopped else { return nil }
    let inputs = queue.inputs
    for input in inputs {
      progress.bytes += input.bytes
      progress.rows += input.rows
    }
    return inputs
  }

  private var mayReadInParts: Bool {
    guard table.format.names == nil, PartReader<Columns>.mayRead(options) else { return false }
    do throws(ReadError) {
      try checkParts()
      for file in table.files {
        guard !file.isStream, try TextStream.isPlain(SharedFile(file)) else { return false }
      }
      return true
    } catch {
      return false
    }
  }

  private func work<Scanner: PartScanner>(
    _ queue: PartQueue<Columns>, _ order: PartOrder<Scanner.Part>, _ scanner: Scanner,
    _ join: (Scanner.Part) -> PartStep
  ) throws(ReadError) {
    let bases = UnsafeMutablePointer<UInt32>.allocate(capacity: TableRows.capacity)
    defer { bases.deallocate() }
    var parts = PartReader(queue, options)
    while let job = try queue.next() {
      guard case .part(let file, let number, let ticket) = job else { return queue.stop() }
      var rows: Int64 = 0
      try parts.read(file, number) { (block, reader) throws(ReadError) in
        guard !queue.isStopped else { return }
        if try !hand(block, file.columns, bases, reader, &rows, scanner.absorb) { queue.stop() }
      }
      // What was read after a stop may not even have begun at a row.
      guard !queue.isStopped else { return }
      queue.note(file.index, bytes: file.bounds(number).count, rows: rows)
      for work in order.deliver(scanner.take(), ticket, queue, join) { work() }
    }
  }

  private func header(_ reader: DelimitedReader, _ file: InputFile) throws(ReadError) -> (RowBlock, Columns) {
    while var block = try reader.next() {
      guard let row = block.rows.first(where: { !block.isBlank($0) }) else { continue }
      let columns = try header(block, row, reader)
      block.rows = (row + 1)..<block.rows.upperBound
      return (block, columns)
    }
    throw empty(file)
  }
}

/// Brings parts into the order of their tickets.
///
/// Unchecked: everything is touched within the lock alone.
private final class PartOrder<Part>: @unchecked Sendable {
  private let lock = Mutex(())
  private var waiting: [Int: Part] = [:]
  private var next = 0

  /// Hands on whatever now has everything before it, and returns the work that is to do.
  func deliver<Columns>(
    _ part: Part, _ ticket: Int, _ queue: PartQueue<Columns>, _ join: (Part) -> PartStep
  ) -> [() -> Void] {
    lock.withLock { _ in
      waiting[ticket] = part
      var works: [() -> Void] = []
      while !queue.isStopped, let part = waiting.removeValue(forKey: next) {
        next += 1
        switch join(part) {
        case .proceed: break
        case .work(let work): works.append(work)
        case .stop: queue.stop()
        }
      }
      return works
    }
  }
}
