import AuditRecord
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Deals out the files of a source to workers: plain ones in parts, packed ones as a whole.
///
/// The borders of the parts of text are counted from the header of a file in steps of a block and depend on nothing else;
/// those of columns are in the file.
final class PartQueue: Sendable {
  /// Something for a worker to do.
  enum Job {
    /// A part of the file of this place that several workers read; tickets count all parts from 0 in the order of the files.
    case part(PartedFile, index: Int, number: Int, ticket: Int)
    /// A file to read from its beginning to its end, by its place among the files.
    case whole(Int)
  }

  private struct State {
    var current: PartedFile?
    var nextPart = 0
    var nextFile = 0
    var ticket = 0
    var bytes: Int64
    var rows: Int64
    var inputs: [InputReading?]
    var columns: [ColumnTable] = []
  }

  private let files: [InputFile]
  private let options: SourceOptions
  private let open: @Sendable (InputFile) throws(ReadError) -> PartedFile?
  private let state: Mutex<State>
  private let stopped = Atomic(false)

  /// - Parameters:
  ///   - bytes: What was read of other tables before, for the progress.
  ///   - rows: The same in rows.
  ///   - open: Reads the header of a file; nothing if the file is packed.
  init(
    _ files: [InputFile], _ options: SourceOptions, bytes: Int64 = 0, rows: Int64 = 0,
    open: @escaping @Sendable (InputFile) throws(ReadError) -> PartedFile?
  ) {
    self.files = files
    self.options = options
    self.open = open
    state = Mutex(State(bytes: bytes, rows: rows, inputs: Array(repeating: nil, count: files.count)))
  }

  /// Whether a fault has been met, so that nothing counted so far is of use.
  var isStopped: Bool { stopped.load(ordering: .relaxed) }

  func stop() { stopped.store(true, ordering: .relaxed) }

  /// What to do next; nothing if all is dealt out or a fault has been met.
  func next() throws(ReadError) -> Job? {
    let result = state.withLock { state in Result { () throws(ReadError) in try next(&state) } }
    return try result.get()
  }

  private func next(_ state: inout State) throws(ReadError) -> Job? {
    while !isStopped {
      if let current = state.current, state.nextPart < current.parts {
        state.nextPart += 1
        state.ticket += 1
        return .part(
          current, index: state.nextFile - 1, number: state.nextPart - 1, ticket: state.ticket - 1)
      }
      guard state.nextFile < files.count else { return nil }
      let index = state.nextFile
      state.nextFile += 1
      guard let file = try open(files[index]) else { return .whole(index) }
      (state.current, state.nextPart) = (file, 0)
      if case .columns(let table, _) = file { state.columns.append(table) }
      state.inputs[index] = InputReading(file: files[index], bytes: Int64(file.size), rows: 0)
      state.bytes += Int64(file.origin)
    }
    return nil
  }

  /// Takes note of what a worker has read of a file.
  func note(_ index: Int, bytes: Int, rows: Int64) {
    state.withLock { state in
      state.inputs[index]?.rows += rows
      state.bytes += Int64(bytes)
      state.rows += rows
      options.progress?(state.bytes, state.rows)
    }
  }

  /// Takes note of a file that a worker has read from its beginning to its end.
  func note(_ index: Int, _ input: InputReading) { state.withLock { $0.inputs[index] = input } }

  /// Whether each column that was wanted of a file of columns was in some row of it.
  var areAllColumnsMet: Bool {
    state.withLock { $0.columns }.allSatisfy { table in
      do throws(ReadError) {
        try table.checkMet()
        return true
      } catch {
        return false
      }
    }
  }

  /// The files that were read.
  var inputs: [InputReading] { state.withLock { $0.inputs.compactMap { $0 } } }
}

/// A file that several workers read in parts.
enum PartedFile: Sendable {
  case text(PlainFile)
  /// A file of columns, and its size [bytes].
  case columns(ColumnTable, size: Int)

  var parts: Int {
    switch self {
    case .text(let file): file.parts
    case .columns(let table, _): table.file.parts
    }
  }

  /// Its size [bytes].
  var size: Int {
    switch self {
    case .text(let file): file.shared.size
    case .columns(_, let size): size
    }
  }

  /// What is read before its first part [bytes].
  var origin: Int { if case .text(let file) = self { file.origin } else { 0 } }
}

/// A plain file of text that several workers read.
///
/// Whether a part of it begins within quotes is the parity of all quotes before it: every worker counts the quotes of its
/// part before it does anything else, and waits for those who do the same with the parts before.
final class PlainFile: Sendable {
  let shared: SharedFile
  /// What its header says.
  let columns: TableReader.Columns
  let delimiter: UInt8
  /// Where the first part begins: at the newline that ends the header.
  let origin: Int
  let parts: Int
  private let partBytes: Int

  private struct Quotes {
    var counted = 0
    var isOdd = false
  }

  private let quotes = Mutex(Quotes())

  /// Reads the header; nothing if the file is not plain text.
  ///
  /// - Parameter header: What the header says, and the rows after it that came with it.
  init?(
    _ shared: SharedFile, delimiter: UInt8, _ options: SourceOptions,
    header: (DelimitedReader) throws(ReadError) -> (rest: RowBlock, columns: TableReader.Columns)
  ) throws(ReadError) {
    guard try TextStream.isPlain(shared) else { return nil }
    let reader = DelimitedReader(PartBytes(shared), file: shared.file.given, delimiter: delimiter, options: options)
    let (rest, columns) = try header(reader)
    origin = reader.offset + Int(rest.positions[Int(rest.rowEnds[rest.rows.lowerBound])])
    partBytes = options.blockBytes
    parts = (max(0, shared.size - origin) + partBytes - 1) / partBytes
    (self.shared, self.columns, self.delimiter) = (shared, columns, delimiter)
  }

  /// The bytes of a part.
  func bounds(_ part: Int) -> Range<Int> {
    let start = origin + part * partBytes
    return start..<min(start + partBytes, shared.size)
  }

  /// Says whether a part begins within quotes, once it is told whether the part's own quotes are odd.
  func isQuoted(_ part: Int, isOdd: Bool, _ queue: PartQueue) -> Bool {
    while !queue.isStopped {
      let answer: Bool? = quotes.withLock { quotes in
        guard quotes.counted == part else { return nil }
        defer { quotes = Quotes(counted: part + 1, isOdd: quotes.isOdd != isOdd) }
        return quotes.isOdd
      }
      if let answer { return answer }
      sched_yield()
    }
    return false
  }
}

/// Reads the parts of files that a worker is given, one after the other.
struct PartReader {
  private let options: SourceOptions
  private let queue: PartQueue
  /// The reader of the file that was last dealt out in parts.
  private var current: (file: PlainFile, bytes: PartBytes, reader: DelimitedReader)?

  init(_ queue: PartQueue, _ options: SourceOptions) {
    self.queue = queue
    self.options = options
  }

  /// How much is read at once after a part, in which its last row ends.
  static func beyond(_ options: SourceOptions) -> Int { max(16, options.blockBytes / 256) }

  /// Whether a part and what is read after it are no longer than the longest row.
  static func mayRead(_ options: SourceOptions) -> Bool {
    options.blockBytes + beyond(options) <= options.maximumRowBytes
  }

  /// Hands out the rows that begin in a part, with the reader that knows where they stand.
  mutating func read(
    _ file: PlainFile, _ part: Int, _ body: (RowBlock, DelimitedReader) throws(ReadError) -> Void
  ) throws(ReadError) {
    if current?.file !== file {
      let bytes = PartBytes(file.shared)
      let reader = DelimitedReader(
        bytes, file: file.shared.file.given, delimiter: file.delimiter, options: options, beyond: Self.beyond(options))
      current = (file, bytes, reader)
    }
    guard let (_, bytes, reader) = current else { return }
    let bounds = file.bounds(part)
    bytes.seek(to: bounds.lowerBound)
    let queue = queue
    guard try reader.begin(part: bounds.count, isQuoted: { file.isQuoted(part, isOdd: $0, queue) }) else { return }
    while let block = try reader.next() { try body(block, reader) }
  }
}
