import AuditRecord
import Synchronization

/// An Arrow IPC file or stream.
final class ArrowFile: ColumnFile {
  let names: [String]

  private let fields: [ArrowField]
  private let input: InputFile
  private let isFile: Bool
  /// A regular file, whose rows may be asked for again.
  private let shared: SharedFile?
  /// What has read the columns of a stream and goes on with its rows, once.
  private let stream: Stream?

  /// Unchecked: its reader is taken under a lock, and belongs to whoever took it.
  private final class Stream: @unchecked Sendable {
    private let lock = Mutex(())
    private var reader: ArrowReader?

    init(_ reader: ArrowReader) { self.reader = reader }

    func take() -> ArrowReader? {
      lock.withLock { _ in
        defer { reader = nil }
        return reader
      }
    }
  }

  /// The longest text that is read [bytes].
  private static let longest = SourceOptions().maximumRowBytes

  /// Reads the columns of a regular file.
  ///
  /// - Parameter isFile: Whether the batches lie within the marks of a file.
  init(_ shared: SharedFile, isFile: Bool) throws(ReadError) {
    (input, self.isFile, self.shared, stream) = (shared.file, isFile, shared, nil)
    fields = try Self.reader(shared, isFile: isFile).fields
    names = fields.map(\.name)
  }

  /// Reads the columns of what can be read only once, from its first byte on.
  init(_ stream: FileBytes, _ file: InputFile, isFile: Bool) throws(ReadError) {
    (input, self.isFile, shared) = (file, isFile, nil)
    let reader = try Self.reader(stream, file, isFile: isFile)
    self.stream = Stream(reader)
    fields = reader.fields
    names = fields.map(\.name)
  }

  private static func reader(_ shared: SharedFile, isFile: Bool) throws(ReadError) -> ArrowReader {
    guard isFile else { return try reader(PartBytes(shared), shared.file, isFile: false) }
    do { return try ArrowReader(file: shared, longest: longest) } catch {
      throw ReadError(error, shared.file, isFile: true)
    }
  }

  private static func reader(
    _ bytes: any ByteStream, _ input: InputFile, isFile: Bool
  ) throws(ReadError) -> ArrowReader {
    do { return try ArrowReader(bytes, isFile: isFile, longest: longest) } catch {
      throw ReadError(error, input, isFile: isFile)
    }
  }

  func fault(of column: Int) -> ReadError? {
    ArrowReader.fault(of: fields[column]).map { ReadError(.refused($0), input, isFile: isFile) }
  }

  let parts = 1

  func bytes(of part: Int) -> Int { shared?.size ?? 0 }

  func rows(of parts: Range<Int>, columns: [Int]) throws(ReadError) -> any ColumnSource {
    let again = try shared.map { (shared) throws(ReadError) in
      try Self.reader(shared, isFile: isFile)
    }
    guard let reader = again ?? stream?.take() else { preconditionFailure("a stream is read once") }
    do { try reader.want(columns) } catch { throw ReadError(error, input, isFile: isFile) }
    return ArrowRows(reader, input, isFile: isFile, names: columns.map { names[$0] })
  }
}

/// The rows of an Arrow file or stream.
private struct ArrowRows: ColumnSource {
  private let reader: ArrowReader
  private let input: InputFile
  private let isFile: Bool
  private let names: [String]
  /// The rows before those that were handed out last, and how many these were.
  private var before = 0
  private var handed = 0

  init(_ reader: ArrowReader, _ input: InputFile, isFile: Bool, names: [String]) {
    (self.reader, self.input, self.isFile, self.names) = (reader, input, isFile, names)
  }

  mutating func next(_ columns: inout [Column], atMost: Int) throws(ReadError) -> Int {
    before += handed
    handed = 0
    do { handed = try reader.next(&columns, atMost: atMost) } catch { throw ReadError(error, input, isFile: isFile) }
    if let found = reader.textFault() {
      throw error(RowFault(row: found.row, column: found.column, fault: found.fault))
    }
    return handed
  }

  func error(_ fault: RowFault) -> ReadError {
    ReadError(
      fault.fault, file: input.given, row: before + fault.row + 1, column: fault.column.map { names[$0] })
  }
}

extension ReadError {
  /// The error for an Arrow stream or file that cannot be read.
  fileprivate init(_ fault: ArrowFault, _ input: InputFile, isFile: Bool) {
    let what = isFile ? "file" : "stream"
    switch fault {
    case .unreadable(let error): self = error
    case .refused(let fault): self.init(fault.code, file: input.given, message: fault.message, hint: fault.hint)
    case .damaged:
      self.init(
        .corruptArrow, file: input.given, message: "the Arrow \(what) is damaged",
        hint: input.isStream ? "write it by a library of Arrow" : "write or download the file again")
    case .cutShort:
      self.init(
        .truncatedArrow, file: input.given, message: "the Arrow \(what) ends within a batch",
        hint: "did the writer fail?")
    case .needsFooter:
      self.init(
        .unreadableInput, file: input.given,
        message: "this Arrow file is read from its end, and this can be read only once",
        hint: "save it to a file first, or write a stream, in Polars: write_ipc_stream")
    case .unfinished:
      self.init(
        .truncatedArrow, file: input.given, message: "the Arrow \(what) ends without the mark of its end",
        hint: "did the writer fail, or was it not closed?")
    }
  }
}
