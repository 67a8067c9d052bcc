import AuditRecord

/// Reads a table from an Arrow IPC stream or file.
///
/// A regular file is read by its footer, as its format says. One that comes through a pipe is read as the stream that most
/// writers make of it: between its first bytes and the footer.
final class ArrowReader {
  /// The columns.
  let fields: [ArrowField]

  private let input: ArrowInput
  private let isFile: Bool
  /// Where the messages of a regular file stand that are still to be read, first those of dictionaries.
  private var blocks: (file: PartBytes, offsets: [Int], next: Int)?
  /// The longest text that is read [bytes].
  private let longest: Int
  private let unpacking = ArrowUnpacking()
  private var wanted: [Int] = []
  private var written: [TextFields] = []
  private var dictionaries: [Int64: ArrowDictionary] = [:]
  /// The wanted columns of the batch that is handed out.
  private var batch: [ArrowValues] = []
  private var (next, rows) = (0, 0)
  /// How many rows of batches have begun.
  private var begun = 0
  private var isDone = false

  /// How many rows there may be whatever the size of the stream, and how many for each of its bytes beyond: columns without a
  /// value take no bytes.
  private static let (free, most) = (1 << 27, 2_000)
  private static let magic = Array("ARROW1".utf8)

  /// Reads the columns of a stream.
  ///
  /// - Parameter isFile: Whether the stream is within a file, whose first bytes are not taken yet.
  init(_ bytes: any ByteStream, isFile: Bool, longest: Int) throws(ArrowFault) {
    (self.isFile, self.longest) = (isFile, longest)
    input = ArrowInput(bytes)
    if isFile {
      guard try Array(input.take(8).prefix(6)) == Self.magic else { throw .damaged }
      // Polars writes the columns so that only the footer says where they end.
      guard try input.peek(4) == [0xFF, 0xFF, 0xFF, 0xFF] else { throw .needsFooter }
    }
    guard case .schema(let fields) = try ArrowMessage(input) else { throw .damaged }
    self.fields = fields
  }

  /// Reads the columns of a regular file, and where its batches are, from its footer.
  init(file: SharedFile, longest: Int) throws(ArrowFault) {
    (isFile, self.longest) = (true, longest)
    let ending = 4 + Self.magic.count
    let tail = try Self.bytes(of: file, max(0, file.size - ending)..<file.size)
    guard tail.count == ending, Array(tail[4...]) == Self.magic else { throw .cutShort }
    let length = Int(Int32(littleEndian: tail.withUnsafeBytes { $0.loadUnaligned(as: Int32.self) }))
    let end = file.size - ending
    guard length > 0, length <= end - 8 else { throw .damaged }
    let footer = try FlatTable(root: Self.bytes(of: file, (end - length)..<end))
    guard let schema = try footer.table(1) else { throw .damaged }
    fields = try ArrowField.all(schema, version: footer.number(0, Int16(0)))
    var offsets: [Int] = []
    for list in [2, 3] {
      let places = try footer.numbers(list, width: 3)
      var before = 8
      for index in stride(from: 0, to: places.count, by: 3) {
        // The length of the metadata has 32 bits; other 32 fill up.
        let (offset, metadata, body) = (places[index], places[index + 1] & 0xFFFF_FFFF, places[index + 2])
        // Batches stand one behind the other, so that none counts twice.
        guard offset >= before, offset < end, body >= 0, body < end else { throw .damaged }
        before = Int(offset + metadata + body)
        offsets.append(Int(offset))
      }
    }
    let bytes = PartBytes(file)
    blocks = (bytes, offsets, 0)
    input = ArrowInput(bytes)
  }

  private static func bytes(of file: SharedFile, _ range: Range<Int>) throws(ArrowFault) -> [UInt8] {
    let bytes = PartBytes(file)
    bytes.seek(to: range.lowerBound)
    return try ArrowInput(bytes).take(range.count)
  }

  /// The message that follows.
  private func message() throws(ArrowFault) -> ArrowMessage {
    guard let blocks else { return try ArrowMessage(input) }
    guard blocks.next < blocks.offsets.count else { return .end }
    blocks.file.seek(to: blocks.offsets[blocks.next])
    input.restart()
    self.blocks?.next += 1
    return try ArrowMessage(input)
  }

  /// Why a column cannot be handed out; nothing if it can.
  static func fault(of field: ArrowField) -> FieldFault? {
    guard case .other(let kind) = field.type.values else { return nil }
    return FieldFault(
      code: .unsupportedColumn, message: "the column \(Quoted.text(field.name)) is \(kind)",
      hint: ArrowType.hint(for: kind), isOfColumn: true)
  }

  /// Says which columns are handed out, by their places.
  ///
  /// - Throws: ``ArrowFault`` where one is of a kind that is not read.
  func want(_ places: [Int]) throws(ArrowFault) {
    for place in places { if let fault = Self.fault(of: fields[place]) { throw .refused(fault) } }
    wanted = places
    written = places.map { _ in TextFields() }
    dictionaries = [:]
    for place in places {
      guard let id = fields[place].dictionary?.id else { continue }
      dictionaries[id] = ArrowDictionary(fields[place])
    }
  }

  /// The wanted columns of the rows that follow.
  ///
  /// - Returns: How many rows; 0 at the end.
  func next(_ columns: inout [Column], atMost: Int) throws(ArrowFault) -> Int {
    while next == rows {
      guard try begin() else { return 0 }
    }
    var count = min(atMost, rows - next)
    for values in batch { count = min(count, try values.fitting(next..<(next + count), longest: longest)) }
    guard count > 0 else {
      throw .tooLong(longest)
    }
    let range = next..<(next + count)
    columns.removeAll(keepingCapacity: true)
    for (index, values) in batch.enumerated() {
      if let id = fields[wanted[index]].dictionary?.id {
        guard let dictionary = dictionaries[id] else { throw .damaged }
        columns.append(try dictionary.column(values, range))
      } else {
        columns.append(try values.column(range, written[index]))
      }
    }
    next += count
    return count
  }

  /// The first text of the columns that were handed out last that is none.
  func textFault() -> (row: Int, column: Int, fault: FieldFault)? {
    var first: (row: Int, column: Int, fault: FieldFault)?
    for (index, values) in batch.enumerated() where fields[wanted[index]].dictionary == nil {
      switch values.type.values {
      case .text, .views: break
      default: continue
      }
      guard let found = written[index].block.fault(), found.field < first?.row ?? .max else { continue }
      first = (found.field, index, found.fault)
    }
    return first
  }

  /// Reads on to the next batch of rows; false at the end.
  private func begin() throws(ArrowFault) -> Bool {
    guard !isDone else { return false }
    while true {
      switch try message() {
      case .rows(let batch, let bytes):
        begun += batch.rows
        guard begun <= max(Self.free, Self.most * input.taken), batch.rows <= Int(Int32.max) else { throw .damaged }
        let places = try batch.places(of: fields, wanted: Set(wanted))
        let body = try ArrowBody(
          input, bytes: bytes, wanted: places.values.flatMap { $0.buffers + [$0.validity].compactMap(\.self) })
        var found: [ArrowValues] = []
        for place in wanted {
          let field = fields[place]
          found.append(try values(field.dictionary?.codes ?? field.type, places[place]!, batch, body))
        }
        (self.batch, next, rows) = (found, 0, batch.rows)
        return true
      case .dictionary(let id, let isDelta, let batch, let bytes):
        guard let dictionary = dictionaries[id] else {
          try input.skip(bytes)
          continue
        }
        let field = dictionary.entries
        guard batch.rows <= Int(Int32.max), let place = try batch.places(of: [field], wanted: [0])[0] else {
          throw .damaged
        }
        let body = try ArrowBody(input, bytes: bytes, wanted: place.buffers + [place.validity].compactMap(\.self))
        try dictionary.take(values(field.type, place, batch, body), isDelta: isDelta, longest: longest)
      case .schema: throw .damaged
      case .other(let bytes): try input.skip(bytes)
      case .end:
        try end()
        return false
      }
    }
  }

  private func values(
    _ type: ArrowType, _ place: ArrowBatch.Place, _ batch: ArrowBatch, _ body: ArrowBody
  ) throws(ArrowFault) -> ArrowValues {
    try ArrowValues(type, place, rows: batch.rows, in: body) { (stored) throws(ArrowFault) in
      guard let codec = batch.codec else { return ArrowBytes(stored) }
      return try unpacking.bytes(stored, codec, taken: input.taken)
    }
  }

  /// What follows the mark of the end: in a file its directory and its name, in a stream nothing.
  private func end() throws(ArrowFault) {
    isDone = true
    guard blocks == nil else { return }
    let rest = try input.drain(last: Self.magic.count)
    if isFile {
      guard rest.count > Self.magic.count, rest.tail == Self.magic else { throw .cutShort }
    } else if rest.count > 0 {
      throw .refused(
        FieldFault(
          code: .corruptArrow, message: "something follows the end of the Arrow stream",
          hint: "give each stream a file or a pipe of its own"))
    }
  }
}

/// The entries of a dictionary so far.
private final class ArrowDictionary {
  /// What the entries are, as a column of their own.
  let entries: ArrowField
  private var labels: [Label] = []
  /// The entries as numbers, where they are.
  private var numbers: [Double] = []
  private var made: LabelDictionary?

  init(_ field: ArrowField) {
    entries = ArrowField(name: field.name, type: field.type, dictionary: nil, children: field.children)
  }

  /// Takes entries in place of those before, or behind them.
  func take(_ values: ArrowValues, isDelta: Bool, longest: Int) throws(ArrowFault) {
    made = nil
    if !isDelta { (labels, numbers) = ([], []) }
    let texts = TextFields()
    var next = 0
    while next < values.rows {
      let count = try values.fitting(next..<min(values.rows, next + 8_192), longest: longest)
      guard count > 0 else {
        throw .tooLong(longest)
      }
      let column = try values.column(next..<(next + count), texts)
      switch column {
      case .numbers(let more): numbers += more
      case .text:
        if let found = texts.block.fault() { throw .refused(found.fault) }
        for row in 0..<count { labels.append(column.label(row)) }
      case .coded, .truth: for row in 0..<count { labels.append(column.label(row)) }
      }
      next += count
    }
  }

  /// Whether the entries are numbers with decimals, which are no labels.
  private var isOfNumbers: Bool {
    switch entries.type.values {
    case .decimals: true
    case .fixed(_, let scale): scale > 0
    default: false
    }
  }

  /// What some codes stand for.
  func column(_ codes: ArrowValues, _ range: Range<Int>) throws(ArrowFault) -> Column {
    if isOfNumbers {
      return .numbers(try codes.codes(range, of: numbers.count).map { $0 < 0 ? .nan : numbers[Int($0)] })
    }
    let dictionary = made ?? LabelDictionary(labels)
    made = dictionary
    return .coded(try codes.codes(range, of: labels.count), dictionary: dictionary)
  }
}
