/// One file that was read.
public struct InputReading: Sendable, Hashable {
  /// Which file; its digest is found by it, see ``DigestJob``.
  public let file: InputFile

  /// The size of the file as stored.
  public let bytes: Int64

  /// The rows, header and blank lines not counted.
  public internal(set) var rows: Int64

  /// Whether all of its rows were read, and not only the first; see ``SourceOptions/firstRows``.
  public var isWhole = true

  /// The last component of its path; `-` is standard input.
  public var name: String { file.name }

  /// A file that was read.
  public init(file: InputFile, bytes: Int64, rows: Int64) {
    self.file = file
    self.bytes = bytes
    self.rows = rows
  }
}
