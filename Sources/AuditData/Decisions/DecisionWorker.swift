import AuditRecord

/// Counts the decisions in whatever a queue deals out, with a scanner of its own.
final class DecisionWorker {
  typealias Queue = PartQueue<DecisionScanner.Places>

  private let source: DecisionSource
  private let queue: Queue
  private let scanner: DecisionScanner
  private var parts: PartReader<DecisionScanner.Places>

  init(_ source: DecisionSource, _ queue: Queue) {
    self.source = source
    self.queue = queue
    scanner = DecisionScanner(source.columns, source.options)
    parts = PartReader(queue, source.options)
  }

  /// Works until nothing is left.
  ///
  /// - Returns: What it has counted, and the subjects if there is a column of them; nothing if a fault was met, by this
  ///   worker or another one.
  func run() -> (part: DecisionPart, subjects: SubjectTable?)? {
    do throws(ReadError) {
      while let job = try queue.next() {
        switch job {
        case .part(let file, let number, _): try read(file, number)
        case .whole(let index): try read(index)
        }
      }
    } catch {
      queue.stop()
    }
    return queue.isStopped ? nil : (scanner.part, scanner.subjects)
  }

  private func read(_ file: PlainFile<DecisionScanner.Places>, _ part: Int) throws(ReadError) {
    let rowsBefore = scanner.received
    let scanner = scanner
    try parts.read(file, part) { (block, reader) throws(ReadError) in
      do throws(DecisionScanner.PlacedFault) {
        try scanner.absorb(block, file.columns)
      } catch {
        throw reader.error(error.fault, at: error.offset)
      }
    }
    queue.note(file.index, bytes: file.bounds(part).count, rows: scanner.received - rowsBefore)
  }

  private func read(_ index: Int) throws(ReadError) {
    var (bytesBefore, rowsBefore): (Int64, Int64) = (0, scanner.received)
    let input = try source.read(source.files[index], scanner) { bytes in
      queue.note(index, bytes: Int(bytes - bytesBefore), rows: scanner.received - rowsBefore)
      (bytesBefore, rowsBefore) = (bytes, scanner.received)
    }
    queue.note(index, input)
  }
}
