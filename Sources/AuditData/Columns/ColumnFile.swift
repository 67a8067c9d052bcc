import AuditRecord

/// An opened file that holds columns, not delimited text.
///
/// It may be read by several threads at once, each asking for rows of its own.
package protocol ColumnFile: Sendable {
  /// The names of its columns, as they stand; one that cannot be read has its name all the same.
  var names: [String] { get }

  /// Why a column cannot be read; nothing if it can.
  func fault(of column: Int) -> ReadError?

  /// How many parts it has, each row in one of them: what a thread reads at once. A file that can only be read from its
  /// beginning has one.
  var parts: Int { get }

  /// What a part takes as stored [bytes], for the progress.
  func bytes(of part: Int) -> Int

  /// The rows of some parts, in order.
  ///
  /// - Parameter columns: The columns to hand out, in this order, by their places among ``names``; none of them twice.
  ///   Without any, rows are handed out that have no columns.
  /// - Throws: ``ReadError`` for a column that cannot be read.
  func rows(of parts: Range<Int>, columns: [Int]) throws(ReadError) -> any ColumnSource

  /// Columns that no row has had so far, by their places: of formats that have no list of their columns.
  var unmet: Set<Int> { get }
}

extension ColumnFile {
  /// None: the format has a list of its columns.
  package var unmet: Set<Int> { [] }
}

/// What a file holds that is read column by column, by its first bytes.
///
/// A format is a case here, the bytes it begins with, and a ``ColumnFile``; whatever reads tables reads it then.
enum ColumnFormat: CaseIterable {
  case parquet
  /// An Arrow file, whose batches lie within marks.
  case arrowFile
  /// Arrow batches that follow each other.
  case arrowStream
  /// Lines that are each an object of JSON.
  case jsonLines

  /// How many first bytes tell.
  static let headBytes = Content.headBytes

  /// What it begins with; nothing where more than a mark tells.
  private var mark: [UInt8]? {
    switch self {
    case .parquet: Array("PAR1".utf8)
    case .arrowFile: Array("ARROW1".utf8) + [0, 0]
    case .arrowStream: [0xFF, 0xFF, 0xFF, 0xFF]
    case .jsonLines: nil
    }
  }

  /// The format by the first bytes of a file; nothing for other text, packed or not.
  init?(head: some Collection<UInt8>) {
    if Content(head: head) == .jsonLines {
      self = .jsonLines
      return
    }
    guard let format = Self.allCases.first(where: { $0.mark.map { head.starts(with: $0) } ?? false }) else {
      return nil
    }
    self = format
  }

  /// Opens a regular file, whose bytes may be read in any order and by several threads.
  ///
  /// - Parameter wanted: The columns that are wanted, for formats that have no list of their own.
  func open(_ file: SharedFile, wanted: [String]) throws(ReadError) -> any ColumnFile {
    switch self {
    case .parquet: try ParquetFile(file)
    case .arrowFile: try ArrowFile(file, isFile: true)
    case .arrowStream: try ArrowFile(file, isFile: false)
    case .jsonLines: try JSONLinesFile(file, wanted: wanted)
    }
  }

  /// Opens what can be read only once, from its first byte on.
  func open(_ stream: FileBytes, _ file: InputFile, wanted: [String]) throws(ReadError) -> any ColumnFile {
    switch self {
    case .parquet:
      throw ReadError(
        .unreadableInput, file: file.given,
        message: "a Parquet file is read from its end, and this can be read only once", hint: "save it to a file first")
    case .arrowFile: try ArrowFile(stream, file, isFile: true)
    case .arrowStream: try ArrowFile(stream, file, isFile: false)
    case .jsonLines: try JSONLinesFile(stream, file, wanted: wanted)
    }
  }
}
