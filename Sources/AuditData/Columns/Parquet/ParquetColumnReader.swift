import AuditRecord
import CColumnDecode

/// Reads the values of one column in one row group, page by page, and hands them out a batch at a time.
///
/// A page is checked before its values are looked at: that it lies within the column, that it unpacks to what it says, its
/// checksum where it has one. Memory is taken for one page as stored, one unpacked, the dictionary and a batch.
final class ParquetColumnReader {
  static let mend = "write or download the file again"

  /// The most rows of a batch; and the most bytes of text, after which a batch ends.
  private static let (batchRows, batchBytes) = (4_096, 1 << 20)
  /// How much a page may unpack to: whatever it is packed to, for each packed byte, and at all [bytes].
  private static let (freeBytes, timesPacked, mostBytes) = (128 << 20, 64, 1 << 30)
  /// A dictionary with more entries is handed out as text, since it holds ids rather than labels.
  private static let mostLabels = 4_096
  /// The longest description of a page [bytes].
  private static let mostHeader = 16 << 20
  /// How much text a column may have whatever it is packed to, and how many times as much for each packed byte.
  private static let (freeText, timesText) = (1 << 30, 2_000)

  private let file: ParquetFile
  private let group: Int
  private let column: Int
  private let wanted: [Int]
  private let description: ParquetFooter.Column
  private let values: ParquetFooter.Values
  private let codec: ParquetCodec

  /// Where the next page begins, and the end of the column.
  private var at: Int
  private let end: Int
  private let size: Int

  private let stored = PageBytes()
  private let unpacked = PageBytes()
  private let header = PageBytes()
  private let joined = PageBytes()

  /// What codes stand for.
  private enum Dictionary {
    case none
    case labels(LabelDictionary)
    case text(TextBlock)
    case numbers([Double])
  }
  private var dictionary = Dictionary.none
  private var entries = 0

  /// The values of the page at hand.
  private enum PageValues {
    case codes(column_runs)
    case truth(column_runs)
    /// Of so many bytes each, from a place on.
    case fixed(UnsafeRawBufferPointer, at: Int)
    /// The first bytes of all, then the second ones and so on, from the one of this number on.
    case split(UnsafeRawBufferPointer, at: Int)
    /// A length before each.
    case texts(UnsafeRawBufferPointer, at: Int)
    case deltas(column_deltas)
    /// All lengths, then all texts.
    case lengths(column_deltas, UnsafeRawBufferPointer, at: Int)
    /// How much each has of the one before, the lengths of what follows, and then that.
    case fronts(column_deltas, column_deltas, UnsafeRawBufferPointer, at: Int)
  }
  private var page = PageValues.fixed(UnsafeRawBufferPointer(start: nil, count: 0), at: 0)
  private var levels: column_runs?
  private var rowsOfPage = 0
  /// The rows of the pages that are still to come.
  private var rowsAhead: Int
  private var last: [UInt8] = []

  /// The batch at hand: what it is, and which of its rows were handed out.
  private enum Batch {
    case codes(LabelDictionary)
    case text(TextBlock)
    case numbers
  }
  private var batch = Batch.numbers
  private var start = 0
  private var count = 0
  private let codes = UnsafeMutablePointer<UInt32>.allocate(capacity: batchRows)
  private let present = UnsafeMutablePointer<UInt32>.allocate(capacity: batchRows)
  private let bases = UnsafeMutablePointer<UInt32>.allocate(capacity: batchRows)
  private let numbers = UnsafeMutablePointer<Double>.allocate(capacity: batchRows)
  private let whole = UnsafeMutablePointer<Int64>.allocate(capacity: batchRows)
  private let second = UnsafeMutablePointer<Int64>.allocate(capacity: batchRows)
  private let text = TextBlock()
  private var textBytes = 0

  init(
    _ file: ParquetFile, group: Int, column: Int, _ chunk: ParquetFooter.Chunk, wanted: [Int]
  ) throws(ReadError) {
    (self.file, self.group, self.column, self.wanted) = (file, group, column, wanted)
    description = file.footer.columns[column]
    guard let values = description.values else { preconditionFailure("a column that is not read was refused") }
    self.values = values
    if let refusal = file.refusal(of: column, chunk, wanted: wanted) { throw refusal }
    guard let codec = ParquetCodec(rawValue: chunk.codec) else { preconditionFailure("other codecs were refused") }
    self.codec = codec
    rowsAhead = file.footer.groups[group].rows
    let begin = chunk.dictionary.map { $0 > 0 ? min($0, chunk.data) : chunk.data } ?? chunk.data
    let isWithin =
      begin >= 4 && chunk.size >= 0 && begin <= Int64(file.shared.size)
      && chunk.size <= Int64(file.shared.size) - begin
    (at, size) = isWithin ? (Int(begin), Int(chunk.size)) : (0, 0)
    end = at + size
    guard isWithin, chunk.physical == values.physical.rawValue, chunk.values == Int64(file.footer.groups[group].rows)
    else {
      throw ReadError(
        .corruptParquet, file: file.shared.file.given,
        message: Self.place(group, description.name) + "its description in the footer is damaged", hint: Self.mend)
    }
  }

  deinit {
    codes.deallocate()
    present.deallocate()
    bases.deallocate()
    numbers.deallocate()
    whole.deallocate()
    second.deallocate()
  }

  private static func place(_ group: Int, _ name: String) -> String {
    "row group \(group + 1), column \(Quoted.text(name)): "
  }

  private func damaged(_ why: String) -> ReadError {
    ReadError(
      .corruptParquet, file: file.shared.file.given,
      message: Self.place(group, description.name) + "the page is damaged (\(why))", hint: Self.mend)
  }

  private func refused(_ encoding: String) -> ReadError {
    file.refusal(of: column, stored: "with \(encoding)", wanted: wanted)
  }

  // MARK: handing out

  /// How many rows can be handed out: at least one.
  func ready() throws(ReadError) -> Int {
    while start == count {
      while rowsOfPage == 0 { try nextPage() }
      (start, count) = (0, 0)
      try decode(min(rowsOfPage, Self.batchRows))
      rowsOfPage -= count
    }
    return count - start
  }

  /// The next rows, at most as many as are ready. Text is valid until more are asked for.
  func take(_ rows: Int) -> Column {
    defer { start += rows }
    switch batch {
    case .codes(let dictionary):
      return .coded(
        codes.withMemoryRebound(to: Int32.self, capacity: Self.batchRows) {
          Array(UnsafeBufferPointer(start: $0 + start, count: rows))
        }, dictionary: dictionary)
    case .text(let block): return block.column(bases + start)
    case .numbers: return .numbers(Array(UnsafeBufferPointer(start: numbers + start, count: rows)))
    }
  }

  // MARK: pages

  /// What stands before a page.
  private struct Header {
    var kind: Int64 = -1
    var unpacked: Int64 = -1
    var packed: Int64 = -1
    var checksum: UInt32?
    var values: Int64 = -1
    var encoding: Int64 = -1
    var levelEncoding: Int64 = 3
    var levelBytes: Int64 = 0
    var repetitionBytes: Int64 = 0
    var isPacked = true

    init(_ reader: inout ThriftReader) throws(ThriftReader.Fault) {
      var made = Header()
      try reader.fields { (reader, id, kind) throws(ThriftReader.Fault) in
        switch id {
        case 1: made.kind = try reader.number(kind)
        case 2: made.unpacked = try reader.number(kind)
        case 3: made.packed = try reader.number(kind)
        case 4: made.checksum = UInt32(truncatingIfNeeded: try reader.number(kind))
        case 5, 7, 8:
          guard kind == .structure else { throw ThriftReader.Fault(isAtEnd: false) }
          try reader.fields { (reader, part, kind) throws(ThriftReader.Fault) in
            switch (id, part) {
            case (_, 1): made.values = try reader.number(kind)
            case (5, 2), (7, 2), (8, 4): made.encoding = try reader.number(kind)
            case (5, 3): made.levelEncoding = try reader.number(kind)
            case (8, 5): made.levelBytes = try reader.number(kind)
            case (8, 6): made.repetitionBytes = try reader.number(kind)
            case (8, 7): made.isPacked = try reader.truth(kind)
            default: try reader.skip(kind)
            }
          }
        default: try reader.skip(kind)
        }
      }
      self = made
    }

    private init() {}
  }

  /// Goes on to the next page that has values; a dictionary before it is read.
  private func nextPage() throws(ReadError) {
    guard at < end else { throw damaged("the column ends before its rows do") }
    let page = try readHeader()
    guard page.packed >= 0, page.packed <= Int64(end - at), page.unpacked >= 0 else {
      throw damaged("it is longer than its column")
    }
    guard page.unpacked <= Int64(max(Self.freeBytes, Self.timesPacked * Int(page.packed))),
      page.unpacked <= Int64(Self.mostBytes)
    else { throw refusedSize(page.unpacked) }
    guard stored.reserve(Int(page.packed)) else { throw refusedSize(page.packed) }
    try file.shared.fill(stored.buffer, at: at)
    at += Int(page.packed)
    if let checksum = page.checksum, !ParquetCodec.isChecksum(checksum, of: UnsafeRawBufferPointer(stored.buffer)) {
      throw damaged("its checksum differs")
    }
    switch page.kind {
    case 0: try beginPage(page)
    case 2: try readDictionary(page)
    case 3: try beginSecondPage(page)
    // Anything else is passed over: an index, or what later versions add.
    default: return
    }
  }

  private func refusedSize(_ bytes: Int64) -> ReadError {
    ReadError(
      .unsupportedCompression, file: file.shared.file.given,
      message: Self.place(group, description.name)
        + "a page unpacks to \(bytes) bytes, which is more than is read at once",
      hint: "write the file with pages of 1 MB, as writers do by default")
  }

  private func readHeader() throws(ReadError) -> Header {
    var length = min(1_024, end - at)
    while true {
      guard header.reserve(length) else { throw damaged("its description is too long") }
      try file.shared.fill(header.buffer, at: at)
      var reader = ThriftReader(Array(header.buffer))
      do throws(ThriftReader.Fault) {
        let found = try Header(&reader)
        at += reader.at
        return found
      } catch {
        // Longer ones hold the least and the largest text of the page.
        guard error.isAtEnd, length < min(end - at, Self.mostHeader) else {
          throw damaged("its description makes no sense")
        }
        length = min(8 * length, end - at, Self.mostHeader)
      }
    }
  }

  /// Unpacks what was stored of a page from a place on.
  private func unpack(_ page: Header, from place: Int = 0) throws(ReadError) -> UnsafeRawBufferPointer {
    let packed = UnsafeRawBufferPointer(rebasing: stored.buffer[place...])
    guard codec != .none, page.isPacked else {
      guard packed.count == Int(page.unpacked) - place else { throw damaged("its size is not what it says") }
      return packed
    }
    guard unpacked.reserve(Int(page.unpacked) - place) else { throw refusedSize(page.unpacked) }
    guard codec.unpack(packed, into: unpacked.buffer) else { throw damaged("it does not unpack") }
    return UnsafeRawBufferPointer(unpacked.buffer)
  }

  /// A page whose levels are packed with its values.
  private func beginPage(_ page: Header) throws(ReadError) {
    var bytes = try unpack(page)
    levels = nil
    if description.isOptional {
      guard page.levelEncoding == 3 else { throw refused("levels of BIT_PACKED") }
      guard bytes.count >= 4 else { throw damaged("it ends within its levels") }
      let length = Int(UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)))
      guard length <= bytes.count - 4 else { throw damaged("it ends within its levels") }
      levels = column_runs_begin(bytes.baseAddress!.assumingMemoryBound(to: UInt8.self) + 4, length, 1)
      bytes = UnsafeRawBufferPointer(rebasing: bytes[(4 + length)...])
    }
    try begin(page, bytes)
  }

  /// A page whose levels stand before its values, as they are.
  private func beginSecondPage(_ page: Header) throws(ReadError) {
    let (levelBytes, repetitionBytes) = (page.levelBytes, page.repetitionBytes)
    guard levelBytes >= 0, repetitionBytes == 0, levelBytes <= min(page.packed, page.unpacked),
      description.isOptional || levelBytes == 0
    else { throw damaged("its levels make no sense") }
    levels = nil
    if description.isOptional {
      let base = stored.bytes.assumingMemoryBound(to: UInt8.self)
      levels = column_runs_begin(base, Int(levelBytes), 1)
    }
    try begin(page, unpack(page, from: Int(levelBytes)))
  }

  /// The words of encodings, by their numbers.
  private static let encodings = [
    "PLAIN", "an encoding of number 1", "PLAIN_DICTIONARY", "RLE", "BIT_PACKED", "DELTA_BINARY_PACKED",
    "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY", "RLE_DICTIONARY", "BYTE_STREAM_SPLIT",
  ]

  private static func word(of encoding: Int64) -> String {
    encodings.indices.contains(Int(encoding)) ? encodings[Int(encoding)] : "an encoding of number \(encoding)"
  }

  private func begin(_ page: Header, _ bytes: UnsafeRawBufferPointer) throws(ReadError) {
    guard (0...Int64(rowsAhead)).contains(page.values) else { throw damaged("it has more rows than its row group") }
    rowsOfPage = Int(page.values)
    rowsAhead -= rowsOfPage
    last = []
    let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    switch (page.encoding, values.physical) {
    case (0, .boolean): self.page = .truth(column_packed_begin(base, bytes.count, 1))
    case (0, .byteArray): self.page = .texts(bytes, at: 0)
    case (0, _): self.page = .fixed(bytes, at: 0)
    case (2, _), (8, _):
      if case .none = dictionary { throw damaged("it has no dictionary") }
      // Without any value there need not be a width.
      let bits = bytes.first ?? 0
      guard bits <= 32 else { throw damaged("its codes make no sense") }
      self.page = .codes(
        column_runs_begin(base.map { $0 + min(1, bytes.count) }, max(0, bytes.count - 1), UInt32(bits)))
    case (3, .boolean):
      guard bytes.count >= 4, let base else { throw damaged("it is cut short") }
      let length = Int(UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)))
      guard length <= bytes.count - 4 else { throw damaged("it is cut short") }
      self.page = .truth(column_runs_begin(base + 4, length, 1))
    case (9, .float), (9, .double), (9, .int32), (9, .int64):
      guard bytes.count % width == 0 else { throw damaged("it is cut short") }
      self.page = .split(bytes, at: 0)
    case (5, .int32), (5, .int64): self.page = .deltas(try deltas(bytes))
    case (6, .byteArray):
      let lengths = try deltas(bytes)
      self.page = .lengths(lengths, bytes, at: try end(of: lengths))
    case (7, .byteArray):
      let prefixes = try deltas(bytes)
      let middle = try end(of: prefixes)
      let lengths = try deltas(UnsafeRawBufferPointer(rebasing: bytes[middle...]))
      self.page = .fronts(prefixes, lengths, bytes, at: middle + (try end(of: lengths)))
    default:
      throw refused(Self.word(of: page.encoding))
    }
  }

  /// Whole numbers as differences.
  private func deltas(_ bytes: UnsafeRawBufferPointer) throws(ReadError) -> column_deltas {
    var begun = column_deltas()
    guard column_deltas_begin(&begun, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count) else {
      throw damaged("its differences make no sense")
    }
    guard begun.total <= UInt64(rowsOfPage) else { throw damaged("it has more values than rows") }
    return begun
  }

  /// Where differences end, and what they are the lengths of begins.
  private func end(of deltas: column_deltas) throws(ReadError) -> Int {
    var rest = deltas
    while rest.read < rest.total {
      guard column_deltas_read(&rest, Self.batchRows, whole) > 0 else { throw damaged("it is cut short") }
    }
    return rest.at
  }

  // MARK: dictionary

  private func readDictionary(_ page: Header) throws(ReadError) {
    if case .none = dictionary {} else { throw damaged("there are two dictionaries") }
    guard page.encoding == 0 || page.encoding == 2 else {
      throw refused("a dictionary of \(Self.word(of: page.encoding))")
    }
    guard values.physical != .boolean, (0...Int64(Int32.max)).contains(page.values) else {
      throw damaged("its dictionary makes no sense")
    }
    let bytes = try unpack(page)
    entries = Int(page.values)
    let isOfNumbers = values.meaning == .number || values.meaning.isDecimal
    if isOfNumbers {
      var at = 0
      var found: [Double] = []
      // As many as there can be.
      found.reserveCapacity(min(entries, bytes.count / 4))
      while found.count < entries {
        let count = min(entries - found.count, Self.batchRows)
        try readNumbers(count, bytes, &at)
        found += UnsafeBufferPointer(start: numbers, count: count)
      }
      dictionary = .numbers(found)
      return
    }
    let block = TextBlock()
    // The first stands for nothing.
    block.append(UnsafeRawBufferPointer(start: nil, count: 0))
    var at = 0
    for _ in 0..<entries {
      if values.physical == .byteArray {
        block.append(try text(bytes, &at))
      } else {
        try readWhole(1, bytes, &at)
        append(whole[0], to: block)
      }
    }
    if let found = block.fault() { throw textFault(found.fault) }
    guard entries <= Self.mostLabels else {
      dictionary = .text(block)
      return
    }
    dictionary = .labels(
      LabelDictionary((0..<entries).map { Label(String(decoding: block.content($0 + 1), as: UTF8.self)) }))
  }

  private func textFault(_ fault: FieldFault) -> ReadError {
    ReadError(
      fault.code, file: file.shared.file.given, message: Self.place(group, description.name) + fault.message,
      hint: fault.hint)
  }

  // MARK: values

  /// Decodes at most so many rows; `count` says how many.
  private func decode(_ rows: Int) throws(ReadError) {
    var rows = rows
    var filled = rows
    let before = levels
    if var levels {
      guard column_runs_read(&levels, rows, present) == rows, column_largest(present, rows) <= 1 else {
        throw damaged("its levels make no sense")
      }
      self.levels = levels
      filled = 0
      for row in 0..<rows { filled += Int(present[row]) }
    }
    switch page {
    case .codes(var runs):
      try read(&runs, filled)
      page = .codes(runs)
      guard filled == 0 || Int(column_largest(codes, filled)) < entries else {
        throw damaged("an index is beyond its dictionary")
      }
      switch dictionary {
      case .labels(let labels):
        spread(codes, filled, rows, nothing: .max)
        batch = .codes(labels)
      case .text(let block):
        for row in 0..<filled { bases[row] = codes[row] + 1 }
        spread(bases, filled, rows, nothing: 0)
        batch = .text(block)
      case .numbers(let found):
        found.withUnsafeBufferPointer { found in
          for row in 0..<filled { numbers[row] = found[Int(codes[row])] }
        }
        spread(numbers, filled, rows, nothing: .nan)
        batch = .numbers
      case .none: preconditionFailure("a page without a dictionary was refused")
      }
    case .truth(var runs):
      try read(&runs, filled)
      page = .truth(runs)
      guard column_largest(codes, filled) <= 1 else { throw damaged("its truth makes no sense") }
      spread(codes, filled, rows, nothing: .max)
      batch = .codes(.truth)
    case .fixed(let bytes, var at):
      try readFixed(filled, rows, bytes, &at)
      page = .fixed(bytes, at: at)
    case .split(let bytes, let at):
      // Put together, they are as they would be otherwise.
      let all = bytes.count / width
      guard filled <= all - at else { throw damaged("it is cut short") }
      guard joined.reserve(filled * width) else { throw refusedSize(Int64(filled * width)) }
      for row in 0..<filled {
        for place in 0..<width { joined.buffer[row * width + place] = bytes[place * all + at + row] }
      }
      page = .split(bytes, at: at + filled)
      var from = 0
      try readFixed(filled, rows, UnsafeRawBufferPointer(joined.buffer), &from)
    case .deltas(var deltas):
      guard column_deltas_read(&deltas, filled, whole) == filled else { throw damaged("it is cut short") }
      page = .deltas(deltas)
      if values.physical == .int32 {
        for row in 0..<filled { whole[row] = Int64(Int32(truncatingIfNeeded: whole[row])) }
      }
      if case .decimal(let scale) = values.meaning {
        for row in 0..<filled { numbers[row] = ValueText.number(Int128(whole[row]), scale: scale) }
        spread(numbers, filled, rows, nothing: .nan)
        batch = .numbers
      } else {
        writeWhole(filled, rows)
      }
    case .texts, .lengths, .fronts:
      let done = try readTexts(filled)
      if done < filled {
        // The rows of the texts that are still to come wait for the next batch, and so do their levels.
        rows = done
        if var levels = before {
          rows = 0
          var left = done
          while left > 0 {
            left -= Int(present[rows])
            rows += 1
          }
          _ = column_runs_read(&levels, rows, present)
          self.levels = levels
        }
      }
      for row in 0..<done { bases[row] = UInt32(row + 1) }
      spread(bases, done, rows, nothing: 0)
      batch = .text(text)
    }
    count = rows
  }

  private func read(_ runs: inout column_runs, _ filled: Int) throws(ReadError) {
    guard column_runs_read(&runs, filled, codes) == filled else { throw damaged("it is cut short") }
  }

  /// Moves values to the rows that have one.
  private func spread<Value>(_ values: UnsafeMutablePointer<Value>, _ filled: Int, _ rows: Int, nothing: Value) {
    guard filled < rows else { return }
    var from = filled
    for row in (0..<rows).reversed() {
      if present[row] == 0 {
        values[row] = nothing
      } else {
        from -= 1
        values[row] = values[from]
      }
    }
  }

  /// How many bytes a value takes that is a number.
  private var width: Int { values.physical == .int32 || values.physical == .float ? 4 : 8 }

  /// Reads values that stand one behind the other.
  private func readFixed(
    _ filled: Int, _ rows: Int, _ bytes: UnsafeRawBufferPointer, _ at: inout Int
  ) throws(ReadError) {
    if values.meaning == .number || values.meaning.isDecimal {
      try readNumbers(filled, bytes, &at)
      spread(numbers, filled, rows, nothing: .nan)
      batch = .numbers
    } else {
      try readWhole(filled, bytes, &at)
      writeWhole(filled, rows)
    }
  }

  private func readWhole(_ count: Int, _ bytes: UnsafeRawBufferPointer, _ at: inout Int) throws(ReadError) {
    guard count <= (bytes.count - at) / width else { throw damaged("it is cut short") }
    if width == 4 {
      for row in 0..<count {
        whole[row] = Int64(Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: at + 4 * row, as: Int32.self)))
      }
    } else {
      for row in 0..<count {
        whole[row] = Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: at + 8 * row, as: Int64.self))
      }
    }
    at += count * width
  }

  private func readNumbers(_ count: Int, _ bytes: UnsafeRawBufferPointer, _ at: inout Int) throws(ReadError) {
    if case .decimal(let scale) = values.meaning {
      try readWhole(count, bytes, &at)
      for row in 0..<count { numbers[row] = ValueText.number(Int128(whole[row]), scale: scale) }
      return
    }
    guard count <= (bytes.count - at) / width else { throw damaged("it is cut short") }
    for row in 0..<count {
      numbers[row] =
        width == 4
        ? ValueText.number(
          Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at + 4 * row, as: UInt32.self))))
        : Double(
          bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at + 8 * row, as: UInt64.self)))
    }
    at += count * width
  }

  /// Writes the whole numbers that were read as fields.
  private func writeWhole(_ filled: Int, _ rows: Int) {
    text.clear()
    text.append(UnsafeRawBufferPointer(start: nil, count: 0))
    for row in 0..<filled {
      append(whole[row], to: text)
      bases[row] = UInt32(row + 1)
    }
    spread(bases, filled, rows, nothing: 0)
    batch = .text(text)
  }

  /// Adds a whole number as the type writes it.
  private func append(_ number: Int64, to block: TextBlock) {
    block.append(atMost: ValueText.most) { place in
      switch values.meaning {
      case .whole(isSigned: false):
        ValueText.write(
          values.physical == .int32 ? UInt64(UInt32(truncatingIfNeeded: number)) : UInt64(bitPattern: number), to: place
        )
      case .day: ValueText.write(day: Int32(truncatingIfNeeded: number), to: place)
      case .moment(let perSecond, let isUTC):
        ValueText.write(moment: number, perSecond: perSecond, isUTC: isUTC, to: place)
      default: ValueText.write(number, to: place)
      }
    }
  }

  // MARK: texts

  /// A text with its length before it.
  private func text(_ bytes: UnsafeRawBufferPointer, _ at: inout Int) throws(ReadError) -> UnsafeRawBufferPointer {
    guard bytes.count - at >= 4 else { throw damaged("it is cut short") }
    let length = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self)))
    guard length <= bytes.count - at - 4 else { throw damaged("it is cut short") }
    defer { at += 4 + length }
    return UnsafeRawBufferPointer(rebasing: bytes[(at + 4)..<(at + 4 + length)])
  }

  /// Reads so many texts, and fewer once they are long.
  private func readTexts(_ wanted: Int) throws(ReadError) -> Int {
    text.clear()
    text.append(UnsafeRawBufferPointer(start: nil, count: 0))
    var done = 0
    while done < wanted, text.filled < Self.batchBytes {
      if case .texts(let bytes, var at) = page {
        done += text.append(texts: bytes, at: &at, count: wanted - done, most: Self.batchBytes)
        page = .texts(bytes, at: at)
        // Whatever it has stopped at goes the slow way.
        guard done < wanted, text.filled < Self.batchBytes else { break }
      }
      try readText()
      done += 1
    }
    textBytes += text.filled
    guard textBytes <= max(Self.freeText, Self.timesText * size) else { throw refusedSize(Int64(textBytes)) }
    if let found = text.fault() { throw textFault(found.fault) }
    return done
  }

  private func readText() throws(ReadError) {
    switch page {
    case .texts(let bytes, var at):
      text.append(try text(bytes, &at))
      page = .texts(bytes, at: at)
    case .lengths(var lengths, let bytes, var at):
      guard column_deltas_read(&lengths, 1, whole) == 1 else { throw damaged("it is cut short") }
      text.append(try part(whole[0], bytes, &at))
      page = .lengths(lengths, bytes, at: at)
    case .fronts(var prefixes, var lengths, let bytes, var at):
      guard column_deltas_read(&prefixes, 1, whole) == 1, column_deltas_read(&lengths, 1, second) == 1 else {
        throw damaged("it is cut short")
      }
      guard (0...Int64(last.count)).contains(whole[0]) else { throw damaged("a text begins with more than there was") }
      let rest = try part(second[0], bytes, &at)
      last.removeLast(last.count - Int(whole[0]))
      last += rest
      last.withUnsafeBytes { text.append($0) }
      page = .fronts(prefixes, lengths, bytes, at: at)
    default: preconditionFailure("other pages hold no text")
    }
  }

  private func part(
    _ length: Int64, _ bytes: UnsafeRawBufferPointer, _ at: inout Int
  ) throws(ReadError) -> UnsafeRawBufferPointer {
    guard length >= 0, length <= Int64(bytes.count - at) else { throw damaged("it is cut short") }
    defer { at += Int(length) }
    return UnsafeRawBufferPointer(rebasing: bytes[at..<(at + Int(length))])
  }
}

extension ParquetFooter.Meaning {
  fileprivate var isDecimal: Bool { if case .decimal = self { true } else { false } }
}
