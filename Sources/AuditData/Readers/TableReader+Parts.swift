import Synchronization

/// Takes rows and says from time to time what it has found in them.
protocol PartScanner: AnyObject {
  associatedtype Part
  /// Whether what is found has to be joined in the order of the files. Otherwise whoever reads asks the scanners in the end.
  static var isOrdered: Bool { get }
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

extension PartScanner {
  static var isOrdered: Bool { true }
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

  /// Reads files by several threads at once: plain ones in parts; packed ones, where no order is needed, as a whole.
  ///
  /// - Parameters:
  ///   - scanners: For each thread, what takes its rows.
  ///   - join: Takes what scanners have found, in the order of the files, one at a time.
  /// - Returns: What was read; nothing if the files have to be read in order: because they are packed or streams, there is
  ///   a fault, or something has stopped.
  func readInParts<Scanner: PartScanner>(
    _ scanners: [Scanner], join: @escaping (Scanner.Part) -> PartStep = { _ in .proceed }
  ) -> [InputReading]? {
    precondition(scanners.count == workers.count, "each thread has a scanner of its own")
    guard workers.count > 1, mayReadInParts(Scanner.isOrdered) else { return nil }
    let queue = PartQueue(
      table.files, options, bytes: progress.bytes, rows: progress.rows
    ) { [self] (file) throws(ReadError) in
      if let columns = try memoryTable(file) { return .columns(columns, size: 0) }
      let shared = try SharedFile(file, digests: workers.digests)
      if let columns = try columnTable(shared) { return .columns(columns, size: shared.size) }
      let plain = try PlainFile(shared, delimiter: table.delimiter(of: file), options) { (reader) throws(ReadError) in
        try header(reader, file)
      }
      return plain.map { .text($0) }
    }
    let order = PartOrder<Scanner.Part>()
    workers.run { number in
      do throws(ReadError) {
        try work(queue, order, scanners[number], join)
      } catch {
        queue.stop()
      }
    }
    guard !queue.isStopped, queue.areAllColumnsMet else { return nil }
    let inputs = queue.inputs
    for input in inputs {
      progress.bytes += input.bytes
      progress.rows += input.rows
    }
    return inputs
  }

  private func mayReadInParts(_ isOrdered: Bool) -> Bool {
    guard options.firstRows == nil, table.format.names == nil, PartReader.mayRead(options) else { return false }
    do throws(ReadError) {
      try checkParts()
      for file in table.files where options.memory[file.given] == nil {
        guard !file.isStream else { return false }
        if isOrdered, try !TextStream.isPlain(SharedFile(file, digests: workers.digests)) { return false }
      }
      return true
    } catch {
      return false
    }
  }

  private func work<Scanner: PartScanner>(
    _ queue: PartQueue, _ order: PartOrder<Scanner.Part>, _ scanner: Scanner, _ join: (Scanner.Part) -> PartStep
  ) throws(ReadError) {
    let bases = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
    defer { bases.deallocate() }
    var parts = PartReader(queue, options)
    while let job = try queue.next() {
      guard case .part(let file, let index, let number, let ticket) = job else {
        guard case .whole(let index) = job, !Scanner.isOrdered else { return queue.stop() }
        try readWhole(index, queue, scanner)
        continue
      }
      var (rows, bytes): (Int64, Int) = (0, 0)
      switch file {
      case .text(let file):
        bytes = file.bounds(number).count
        try parts.read(file, number) { (block, reader) throws(ReadError) in
          guard !queue.isStopped else { return }
          if try !hand(block, file.columns, bases, reader, &rows, scanner.absorb) { queue.stop() }
        }
      case .columns(let table, _):
        bytes = table.file.bytes(of: number)
        let handed = try hand(table, number, &rows) { queue.isStopped ? .stop : scanner.absorb($0) }
        if handed == nil { queue.stop() }
      }
      // What was read after a stop may not even have begun at a row.
      guard !queue.isStopped else { return }
      queue.note(index, bytes: bytes, rows: rows)
      guard Scanner.isOrdered else { continue }
      for work in order.deliver(scanner.take(), ticket, queue, join) { work() }
    }
  }

  private func readWhole(_ index: Int, _ queue: PartQueue, _ scanner: some PartScanner) throws(ReadError) {
    var (bytesBefore, rowsBefore): (Int64, Int64) = (0, 0)
    let input = try read(table.files[index], scanner.absorb) { bytes, rows in
      queue.note(index, bytes: Int(bytes - bytesBefore), rows: rows - rowsBefore)
      (bytesBefore, rowsBefore) = (bytes, rows)
    }
    guard let input else { return queue.stop() }
    queue.note(index, input)
  }

  private func header(_ reader: DelimitedReader, _ file: InputFile) throws(ReadError) -> (RowBlock, Columns) {
    var isFirst = true
    while var block = try reader.next() {
      guard let row = headerRow(block, table.delimiter(of: file), &isFirst) else { continue }
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
  func deliver(
    _ part: Part, _ ticket: Int, _ queue: PartQueue, _ join: (Part) -> PartStep
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
