import AuditRecord

/// Decisions in files of delimited text, plain or gzip.
public struct DecisionSource: Source {
  /// What the codes of its batches mean.
  public typealias Layout = DecisionLayout

  /// The files, in the order of reading.
  public let files: [InputFile]

  /// What their columns mean.
  public let columns: DecisionColumns

  /// How to read them.
  public var options: SourceOptions

  /// Decisions in files. Nothing is read yet.
  ///
  /// - Parameters:
  ///   - files: The files, in the order of reading. Each has a header row with the columns in any order.
  ///   - columns: What their columns mean.
  ///   - options: How to read them.
  public init(files: [InputFile], columns: DecisionColumns, options: SourceOptions = SourceOptions()) {
    self.files = files
    self.columns = columns
    self.options = options
  }

  /// Reads all files once, in constant memory; a subject column takes up to 64 bytes a row.
  ///
  /// A file with a header and no rows is read as such; whether that is enough is for the caller to say.
  ///
  /// - Throws: ``ReadError``, the same for any size of block.
  public func read(_ consume: (borrowing DecisionBatch) -> Void) throws(ReadError) -> DecisionReading {
    try columns.checkParts(file: files.first?.given ?? "-")
    let scanner = DecisionScanner(columns, options)
    var inputs: [InputReading] = []
    for file in files {
      inputs.append(try read(file, scanner, bytesBefore: inputs.reduce(0) { $0 + $1.bytes }, consume))
    }
    return DecisionReading(
      layout: scanner.layout, rows: scanner.rows.tally, units: scanner.unitSums.tally,
      missingOutcomeRows: scanner.rows.missingOutcome, missingOutcomeUnits: scanner.unitSums.missingOutcome,
      unseen: scanner.unseen, inputs: inputs)
  }

  private func read(
    _ file: InputFile, _ scanner: DecisionScanner, bytesBefore: Int64, _ consume: (borrowing DecisionBatch) -> Void
  ) throws(ReadError) -> InputReading {
    let stored = try FileBytes(file, digests: options.digestWhileReading || file.isStream)
    let reader = DelimitedReader(
      try TextStream.open(stored, file), file: file.given, delimiter: delimiter(of: file), options: options)
    let rowsBefore = scanner.rows.received
    var places: DecisionScanner.Places?
    while var block = try reader.next() {
      if places == nil, let row = block.rows.first(where: { !block.isBlank($0) }) {
        let header = Header(block, row: row)
        let indices = try header.indices(of: columns.used, in: block, reader)
        places = DecisionScanner.Places(columns, width: header.names.count, indices: indices)
        block.rows = (row + 1)..<block.rows.upperBound
      }
      guard let places else { continue }
      do throws(DecisionScanner.PlacedFault) {
        try scanner.absorb(block, places, consume)
      } catch {
        throw reader.error(error.fault, at: error.offset)
      }
      options.progress?(bytesBefore + stored.count, scanner.rows.received)
    }
    guard places != nil else {
      throw ReadError(
        .emptyFile, file: file.given, message: "the file is empty",
        hint: "a header row with the names of the columns is needed")
    }
    return InputReading(
      name: file.name, sha256: stored.digest(), bytes: stored.count, rows: scanner.rows.received - rowsBefore)
  }

  private func delimiter(of file: InputFile) -> UInt8 {
    let name = file.name.lowercased()
    let isTabbed = name.hasSuffix(".tsv") || name.hasSuffix(".tsv.gz")
    return columns.delimiter ?? (isTabbed ? UInt8(ascii: "\t") : UInt8(ascii: ","))
  }
}
