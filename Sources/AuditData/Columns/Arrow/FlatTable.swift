import AuditRecord

/// A table of a FlatBuffers message, every offset of which is looked at before it is followed.
///
/// Layout: FlatBuffers internals, <https://flatbuffers.dev/internals/>. All numbers are little-endian. Offsets point
/// forward, so that no table contains itself.
struct FlatTable {
  private let bytes: [UInt8]
  private let at: Int
  private let fields: Range<Int>
  private let size: Int

  /// The table that a message begins with.
  init(root bytes: [UInt8]) throws(ArrowFault) {
    try self.init(bytes, at: Self.offset(bytes, at: 0))
  }

  private init(_ bytes: [UInt8], at: Int) throws(ArrowFault) {
    let back = Int(try Self.load(Int32.self, bytes, at))
    let fields = at - back
    let length = Int(try Self.load(UInt16.self, bytes, fields))
    size = Int(try Self.load(UInt16.self, bytes, fields + 2))
    guard length >= 4, length % 2 == 0, fields + length <= bytes.count, size >= 4, size <= bytes.count - at else {
      throw .damaged
    }
    (self.bytes, self.at) = (bytes, at)
    self.fields = (fields + 4)..<(fields + length)
  }

  private static func load<Number: FixedWidthInteger>(
    _: Number.Type, _ bytes: [UInt8], _ at: Int
  ) throws(ArrowFault) -> Number {
    let width = MemoryLayout<Number>.size
    guard at >= 0, at <= bytes.count - width else { throw .damaged }
    return Number(littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: at, as: Number.self) })
  }

  /// Where something lies that a place in the message points to.
  private static func offset(_ bytes: [UInt8], at place: Int) throws(ArrowFault) -> Int {
    let ahead = Int(try load(UInt32.self, bytes, place))
    guard ahead > 0, ahead < bytes.count - place else { throw .damaged }
    return place + ahead
  }

  /// Where a field lies; nothing where it has its default.
  private func place(_ field: Int, width: Int) throws(ArrowFault) -> Int? {
    let entry = fields.lowerBound + 2 * field
    guard entry + 2 <= fields.upperBound else { return nil }
    let offset = Int(try Self.load(UInt16.self, bytes, entry))
    guard offset != 0 else { return nil }
    guard offset >= 4, offset <= size - width else { throw .damaged }
    return at + offset
  }

  /// A number.
  func number<Number: FixedWidthInteger>(_ field: Int, _ usual: Number) throws(ArrowFault) -> Number {
    guard let place = try place(field, width: MemoryLayout<Number>.size) else { return usual }
    return try Self.load(Number.self, bytes, place)
  }

  /// A truth.
  func truth(_ field: Int, _ usual: Bool) throws(ArrowFault) -> Bool { try number(field, UInt8(usual ? 1 : 0)) != 0 }

  /// A table.
  func table(_ field: Int) throws(ArrowFault) -> FlatTable? {
    guard let place = try place(field, width: 4) else { return nil }
    return try FlatTable(bytes, at: Self.offset(bytes, at: place))
  }

  /// Where the elements of a vector begin, and how many there are.
  private func vector(_ field: Int, width: Int) throws(ArrowFault) -> (start: Int, count: Int)? {
    guard let place = try place(field, width: 4) else { return nil }
    let start = try Self.offset(bytes, at: place)
    let count = Int(try Self.load(UInt32.self, bytes, start))
    guard count <= (bytes.count - start - 4) / width else { throw .damaged }
    return (start + 4, count)
  }

  /// A text; nothing where there is none.
  func text(_ field: Int) throws(ArrowFault) -> String? {
    guard let (start, count) = try vector(field, width: 1) else { return nil }
    guard let text = String(validating: bytes[start..<(start + count)], as: UTF8.self) else { throw .damaged }
    return text
  }

  /// Tables.
  func tables(_ field: Int) throws(ArrowFault) -> [FlatTable] {
    guard let (start, count) = try vector(field, width: 4) else { return [] }
    var tables: [FlatTable] = []
    tables.reserveCapacity(count)
    for index in 0..<count { tables.append(try FlatTable(bytes, at: Self.offset(bytes, at: start + 4 * index))) }
    return tables
  }

  /// Whole numbers of 64 bits, so many in each element [elements × `width`].
  func numbers(_ field: Int, width: Int = 1) throws(ArrowFault) -> [Int64] {
    guard let (start, count) = try vector(field, width: 8 * width) else { return [] }
    var numbers: [Int64] = []
    numbers.reserveCapacity(count * width)
    for index in 0..<(count * width) { numbers.append(try Self.load(Int64.self, bytes, start + 8 * index)) }
    return numbers
  }
}

/// Why an Arrow stream cannot be read, before the file is known.
enum ArrowFault: Error {
  /// The bytes contradict themselves.
  case damaged
  /// There are no more bytes where some must follow.
  case cutShort
  /// There are no more bytes where another batch or the mark of the end must follow.
  case unfinished
  /// It is a file whose columns only its footer can give, and there is no going there.
  case needsFooter
  /// It is well formed, and more than is read here.
  case refused(FieldFault)
  /// The bytes themselves could not be had.
  case unreadable(ReadError)

  /// A text is longer than so many bytes.
  static func tooLong(_ limit: Int) -> ArrowFault {
    .refused(FieldFault(code: .rowTooLong, message: "a text has more than \(PlainNumber.count(limit)) bytes"))
  }
}
