import AuditRecord

/// Counts the decisions in whatever a queue deals out, with a scanner of its own.
final class DecisionWorker {
  private let source: DecisionSource
  private let queue: DecisionQueue
  private let scanner: DecisionScanner

  /// The reader of the file that was last dealt out in parts.
  private var current: (file: PlainFile, bytes: PartBytes, reader: DelimitedReader)?

  init(_ source: DecisionSource, _ queue: DecisionQueue) {
    self.source = source
    self.queue = queue
    scanner = DecisionScanner(source.columns, source.options)
  }

  /// How much is read at once after a part, in which its last row ends.
  static func beyond(_ options: SourceOptions) -> Int { max(16, options.blockBytes / 256) }

  /// Works until nothing is left.
  ///
  /// - Returns: What it has counted, and the subjects if there is a column of them; nothing if a fault was met, by this
  ///   worker or another one.
  func run() -> (part: DecisionPart, subjects: SubjectTable?)? {
    do throws(ReadError) {
      while let job = try queue.next() {
        switch job {
        case .part(let file, let number): try read(file, number)
        case .whole(let index): try read(index)
        }
      }
    } catch {
      queue.stop()
    }
    return queue.isStopped ? nil : (scanner.part, scanner.subjects)
  }

  private func read(_ file: PlainFile, _ part: Int) throws(ReadError) {
    if current?.file !== file {
      let bytes = PartBytes(file.shared)
      let reader = DelimitedReader(
        bytes, file: file.shared.file.given, delimiter: file.delimiter, options: source.options,
        beyond: Self.beyond(source.options))
      current = (file, bytes, reader)
    }
    guard let (_, bytes, reader) = current else { return }
    let bounds = file.bounds(part)
    let rowsBefore = scanner.received
    bytes.seek(to: bounds.lowerBound)
    if try reader.begin(part: bounds.count, isQuoted: { file.isQuoted(part, isOdd: $0, queue) }) {
      while let block = try reader.next() { try absorb(block, file.places, reader) }
    }
    queue.note(file.index, bytes: bounds.count, rows: scanner.received - rowsBefore)
  }

  private func absorb(
    _ block: RowBlock, _ places: DecisionScanner.Places, _ reader: DelimitedReader
  ) throws(ReadError) {
    do throws(DecisionScanner.PlacedFault) {
      try scanner.absorb(block, places)
    } catch {
      throw reader.error(error.fault, at: error.offset)
    }
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
