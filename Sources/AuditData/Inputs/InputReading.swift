/// One file that was read.
package struct InputReading: Sendable, Hashable {
  /// Which file; its digest is found by it, see ``DigestJob``.
  package let file: InputFile

  /// The size of the file as stored.
  package let bytes: Int64

  /// The rows, header and blank lines not counted.
  package internal(set) var rows: Int64

  /// Whether all of its rows were read, and not only the first; see ``SourceOptions/firstRows``.
  package var isWhole = true

  /// The last component of its path; `-` is standard input.
  package var name: String { file.name }

  /// A file that was read.
  package init(file: InputFile, bytes: Int64, rows: Int64) {
    self.file = file
    self.bytes = bytes
    self.rows = rows
  }
}
