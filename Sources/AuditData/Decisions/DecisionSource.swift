import AuditRecord

/// Decisions in files of delimited text, plain, gzip or Zstandard.
public struct DecisionSource: Source {
  /// What the codes of its batches mean.
  public typealias Layout = DecisionLayout

  /// Which files there are, and what their columns mean.
  public let columns: DecisionColumns

  /// How to read them.
  public var options: SourceOptions

  /// Decisions in files. Nothing is read yet.
  ///
  /// - Parameters:
  ///   - columns: Which files there are, each with a header row of the columns in any order, and what these mean.
  ///   - options: How to read them.
  public init(columns: DecisionColumns, options: SourceOptions = SourceOptions()) {
    self.columns = columns
    self.options = options
  }

  var files: [InputFile] { columns.table.files }

  /// Reads all files once, in constant memory; a subject column takes up to 64 bytes a row.
  ///
  /// A file with a header and no rows is read as such; whether that is enough is for the caller to say.
  ///
  /// - Throws: ``ReadError``, the same for any size of block.
  public func read(_ consume: (borrowing DecisionBatch) -> Void) throws(ReadError) -> DecisionReading {
    let scanner = DecisionScanner(columns, options, handsOut: true)
    let inputs = try readInOrder(scanner, consume)
    return scanner.part.reading(of: columns, inputs: inputs)
  }

  /// Reads one file after the other.
  func readInOrder(
    _ scanner: DecisionScanner, _ consume: (borrowing DecisionBatch) -> Void = { _ in }
  ) throws(ReadError) -> [InputReading] {
    try columns.checkParts(file: files.first?.given ?? "-")
    var inputs: [InputReading] = []
    for file in files {
      let bytesBefore = inputs.reduce(0) { $0 + $1.bytes }
      inputs.append(
        try read(file, scanner, consume) { bytes in options.progress?(bytesBefore + bytes, scanner.received) })
    }
    return inputs
  }

  /// Reads one file to its end.
  ///
  /// - Parameter progress: Told after each block how many bytes of the file, as stored, have been read.
  func read(
    _ file: InputFile, _ scanner: DecisionScanner, _ consume: (borrowing DecisionBatch) -> Void = { _ in },
    progress: (Int64) -> Void
  ) throws(ReadError) -> InputReading {
    let stored = try FileBytes(file, digests: options.digestWhileReading || file.isStream)
    let reader = DelimitedReader(
      try TextStream.open(stored, file, ahead: options.unpacksAhead), file: file.given,
      delimiter: columns.table.delimiter(of: file),
      options: options)
    let rowsBefore = scanner.received
    var (block, places) = try header(reader, file)
    while true {
      do throws(DecisionScanner.PlacedFault) {
        try scanner.absorb(block, places, consume)
      } catch {
        throw reader.error(error.fault, at: error.offset)
      }
      progress(stored.count)
      guard let next = try reader.next() else { break }
      block = next
    }
    return InputReading(
      name: file.name, sha256: stored.digest(), bytes: stored.count, rows: scanner.received - rowsBefore)
  }

  /// Where the columns stand, and the rows after the header that came with it.
  func header(
    _ reader: DelimitedReader, _ file: InputFile
  ) throws(ReadError) -> (rest: RowBlock, columns: DecisionScanner.Places) {
    while var block = try reader.next() {
      guard let row = block.rows.first(where: { !block.isBlank($0) }) else { continue }
      let header = Header(block, row: row)
      let indices = try header.indices(of: columns.used, in: block, reader)
      block.rows = (row + 1)..<block.rows.upperBound
      return (block, DecisionScanner.Places(columns, width: header.names.count, indices: indices))
    }
    throw ReadError(
      .emptyFile, file: file.given, message: "the file is empty",
      hint: "a header row with the names of the columns is needed")
  }
}
