import AuditRecord
import CColumnDecode
import Synchronization

/// Lines of text that are each an object of JSON: a row, whose members are its columns.
///
/// Members come in any order. One that is not there, or is `null`, is a missing value; numbers and truths are their text as
/// it stands. Which columns there are, the first lines say, and whoever wants another; one that no line has is missing.
final class JSONLinesFile: ColumnFile {
  let names: [String]

  private let input: InputFile
  private let origin: Origin
  /// Columns that a line has had.
  private let met: Mutex<Set<Int>>

  /// Where the lines come from.
  private enum Origin {
    /// A regular file, read in parts.
    case plain(SharedFile)
    /// A regular file that is packed, unpacked whenever its rows are asked for.
    case packed
    /// What can be read only once.
    case stream(Taken)
  }

  /// Unchecked: the stream is taken under a lock, and belongs to whoever took it.
  private final class Taken: @unchecked Sendable {
    private let lock = Mutex(())
    private var stream: FileBytes?

    init(_ stream: FileBytes) { self.stream = stream }

    func take() -> FileBytes? {
      lock.withLock { _ in
        defer { stream = nil }
        return stream
      }
    }
  }

  /// How much text a thread reads at once [bytes].
  private static let partBytes = 1 << 20
  /// How many of the first bytes say which columns there are.
  private static let headBytes = 64 << 10

  /// Lines of a regular file.
  init(_ shared: SharedFile, wanted: [String]) throws(ReadError) {
    let head = try shared.bytes(0..<min(Self.headBytes, shared.size))
    (input, origin) = (shared.file, .plain(shared))
    let found = Self.columns(head[...], wanted)
    names = found.all
    met = Mutex(Set(0..<found.first))
  }

  /// Lines of a regular file that is packed, of which these are the first.
  init(packed file: InputFile, head: [UInt8], wanted: [String]) {
    (input, origin) = (file, .packed)
    let found = Self.columns(head[...], wanted)
    names = found.all
    met = Mutex(Set(0..<found.first))
  }

  /// Lines of what can be read only once.
  init(_ stream: FileBytes, _ file: InputFile, wanted: [String]) throws(ReadError) {
    let head = try stream.peek(Self.headBytes)
    (input, origin) = (file, .stream(Taken(stream)))
    let found = Self.columns(head, wanted)
    names = found.all
    met = Mutex(Set(0..<found.first))
  }

  /// The first bytes of what a packed file holds, where these are lines of JSON.
  static func packedHead(_ file: InputFile) throws(ReadError) -> [UInt8]? {
    let stored = try FileBytes(file, hashing: false)
    guard try TextStream.isPacked(stored) else { return nil }
    // What does not unpack is for whoever reads it to say.
    guard let text = try? TextStream.open(stored, file) else { return nil }
    var head = [UInt8](repeating: 0, count: headBytes)
    var filled = 0
    while filled < headBytes {
      let received = try? head.withUnsafeMutableBytes {
        try text.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[filled...]))
      }
      guard let received, received > 0 else { break }
      filled += received
    }
    head.removeLast(headBytes - filled)
    return ColumnFormat(head: head) == .jsonLines ? head : nil
  }

  /// The names of the members of the first lines, and those that are wanted besides.
  private static func columns(_ head: ArraySlice<UInt8>, _ wanted: [String]) -> (all: [String], first: Int) {
    final class Names {
      var all: [String] = []
      var seen: Set<Label> = []
    }
    let names = Names()
    for line in head.split(separator: UInt8(ascii: "\n")).prefix(1_000) {
      let line = line.starts(with: [0xEF, 0xBB, 0xBF]) ? line.dropFirst(3) : line
      line.withUnsafeBufferPointer { bytes in
        json_line_names(bytes.baseAddress!, bytes.count, Unmanaged.passUnretained(names).toOpaque()) {
          context, name, length in
          let names = Unmanaged<Names>.fromOpaque(context!).takeUnretainedValue()
          var plain = [UInt8](repeating: 0, count: length)
          plain.removeSubrange(json_unescape(name, length, &plain)...)
          guard let text = String(validating: plain, as: UTF8.self), names.seen.insert(Label(text)).inserted else {
            return
          }
          names.all.append(text)
        }
      }
    }
    let first = names.all.count
    for name in wanted where names.seen.insert(Label(name)).inserted { names.all.append(name) }
    return (names.all, first)
  }

  func fault(of column: Int) -> ReadError? { nil }

  /// Columns that no line has had so far.
  var unmet: Set<Int> { Set(names.indices).subtracting(met.withLock { $0 }) }

  /// Takes note of columns that a line has.
  func note(_ columns: some Sequence<Int>) { met.withLock { $0.formUnion(columns) } }

  var parts: Int {
    if case .plain(let shared) = origin { max(1, (shared.size + Self.partBytes - 1) / Self.partBytes) } else { 1 }
  }

  func bytes(of part: Int) -> Int {
    if case .plain(let shared) = origin {
      max(0, min(Self.partBytes, shared.size - part * Self.partBytes))
    } else {
      input.size ?? 0
    }
  }

  func rows(of parts: Range<Int>, columns: [Int]) throws(ReadError) -> any ColumnSource {
    let lines: JSONLineReader
    switch origin {
    case .plain(let shared):
      let bounds = parts.lowerBound * Self.partBytes..<min(shared.size, parts.upperBound * Self.partBytes)
      lines = JSONLineReader(PartBytes(shared), part: bounds, of: shared)
    case .packed:
      lines = JSONLineReader(try TextStream.open(FileBytes(input, hashing: false), input))
    case .stream(let taken):
      guard let stream = taken.take() else { preconditionFailure("a stream is read once") }
      lines = JSONLineReader(stream)
    }
    return JSONLinesRows(self, input, lines, columns: columns)
  }
}
