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
/// The borders of the parts are counted from the header of a file in steps of a block and depend on nothing else.
final class DecisionQueue: Sendable {
  /// Something for a worker to do.
  enum Job {
    /// A part of a file that several workers read.
    case part(PlainFile, number: Int)
    /// A file to read from its beginning to its end, by its place among the files.
    case whole(Int)
  }

  private struct State {
    var current: PlainFile?
    var nextPart = 0
    var nextFile = 0
    var bytes: Int64 = 0
    var rows: Int64 = 0
    var inputs: [InputReading?]
  }

  private let source: DecisionSource
  private let state: Mutex<State>
  private let stopped = Atomic(false)

  init(_ source: DecisionSource) {
    self.source = source
    state = Mutex(State(inputs: Array(repeating: nil, count: source.files.count)))
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
        return .part(current, number: state.nextPart - 1)
      }
      guard state.nextFile < source.files.count else { return nil }
      let index = state.nextFile
      state.nextFile += 1
      guard let plain = try PlainFile(source, index) else { return .whole(index) }
      (state.current, state.nextPart) = (plain, 0)
      state.inputs[index] = InputReading(
        name: source.files[index].name, sha256: nil, bytes: Int64(plain.shared.size), rows: 0)
      state.bytes += Int64(plain.origin)
    }
    return nil
  }

  /// Takes note of what a worker has read of a file.
  func note(_ index: Int, bytes: Int, rows: Int64) {
    state.withLock { state in
      state.inputs[index]?.rows += rows
      state.bytes += Int64(bytes)
      state.rows += rows
      source.options.progress?(state.bytes, state.rows)
    }
  }

  /// Takes note of a file that a worker has read from its beginning to its end.
  func note(_ index: Int, _ input: InputReading) { state.withLock { $0.inputs[index] = input } }

  /// The files that were read.
  var inputs: [InputReading] { state.withLock { $0.inputs.compactMap { $0 } } }
}

/// A plain file that several workers read.
///
/// Whether a part of it begins within quotes is the parity of all quotes before it: every worker counts the quotes of its
/// part before it does anything else, and waits for those who do the same with the parts before.
final class PlainFile: Sendable {
  let shared: SharedFile
  /// Where it stands among the files.
  let index: Int
  let places: DecisionScanner.Places
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
  init?(_ source: DecisionSource, _ index: Int) throws(ReadError) {
    let file = source.files[index]
    let shared = try SharedFile(file)
    guard try TextStream.isPlain(shared) else { return nil }
    let delimiter = source.delimiter(of: file)
    let reader = DelimitedReader(PartBytes(shared), file: file.given, delimiter: delimiter, options: source.options)
    let (rest, places) = try source.header(reader, file)
    origin = reader.offset + Int(rest.positions[Int(rest.rowEnds[rest.rows.lowerBound])])
    partBytes = source.options.blockBytes
    parts = (max(0, shared.size - origin) + partBytes - 1) / partBytes
    (self.shared, self.index, self.places, self.delimiter) = (shared, index, places, delimiter)
  }

  /// The bytes of a part.
  func bounds(_ part: Int) -> Range<Int> {
    let start = origin + part * partBytes
    return start..<min(start + partBytes, shared.size)
  }

  /// Says whether a part begins within quotes, once it is told whether the part's own quotes are odd.
  func isQuoted(_ part: Int, isOdd: Bool, _ queue: DecisionQueue) -> Bool {
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
