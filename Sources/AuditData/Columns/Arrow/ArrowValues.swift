import AuditRecord

/// The values of one column in one batch, looked at once for their size; what stands in them is looked at as they are handed out.
struct ArrowValues {
  let type: ArrowType
  let rows: Int
  private let validity: ArrowBytes?
  private let buffers: [ArrowBytes]
  /// What the buffers lie in.
  private let body: ArrowBody

  init(
    _ type: ArrowType, _ place: ArrowBatch.Place, rows: Int, in body: ArrowBody,
    unpack: (UnsafeRawBufferPointer)
      throws(ArrowFault) -> ArrowBytes
  ) throws(ArrowFault) {
    (self.type, self.rows, self.body) = (type, rows, body)
    let isNeeded = place.nulls > 0
    let bits = isNeeded ? try place.validity.map { (range) throws(ArrowFault) in try unpack(body.bytes(range)) } : nil
    if type.hasValidity, isNeeded { guard let bits, bits.bytes.count >= (rows + 7) / 8 else { throw .damaged } }
    validity = bits
    var buffers: [ArrowBytes] = []
    for range in place.buffers { buffers.append(try unpack(body.bytes(range))) }
    self.buffers = buffers
    func has(_ buffer: Int, _ bytes: Int) -> Bool { buffers.count > buffer && buffers[buffer].bytes.count >= bytes }
    let isWhole =
      switch type.values {
      case .nothing: true
      case .whole(let bytes, _), .decimals(let bytes), .fixed(let bytes, _): has(0, rows * bytes)
      case .truth: has(0, (rows + 7) / 8)
      case .days(let milliseconds): has(0, rows * (milliseconds ? 8 : 4))
      case .moments: has(0, rows * 8)
      case .text(let width): rows == 0 || has(0, (rows + 1) * width.rawValue) && buffers.count > 1
      case .views: has(0, rows * 16)
      case .other: preconditionFailure("it is refused where it is named")
      }
    guard isWhole else { throw .damaged }
  }

  @inline(__always)
  func isKnown(_ row: Int) -> Bool {
    guard let validity else { return true }
    return validity.bytes[row >> 3] >> UInt8(row & 7) & 1 == 1
  }

  @inline(__always)
  private func load<Number: FixedWidthInteger>(_: Number.Type, _ row: Int) -> Number {
    Number(
      littleEndian: buffers[0].bytes.loadUnaligned(fromByteOffset: row * MemoryLayout<Number>.size, as: Number.self))
  }

  @inline(__always)
  private func fixed(_ row: Int, bytes: Int) -> Int128 {
    switch bytes {
    case 4: Int128(load(Int32.self, row))
    case 8: Int128(load(Int64.self, row))
    default: load(Int128.self, row)
    }
  }

  // MARK: texts

  /// The bytes of a text.
  @inline(__always)
  private func text(_ row: Int) throws(ArrowFault) -> UnsafeRawBufferPointer {
    guard case .text = type.values else { return try view(row) }
    return try span(offset(row), offset(row + 1))
  }

  /// Where a text begins.
  @inline(__always)
  private func offset(_ row: Int) -> Int {
    if case .text(.eight) = type.values { Int(load(Int64.self, row)) } else { Int(load(Int32.self, row)) }
  }

  @inline(__always)
  private func span(_ start: Int, _ end: Int) throws(ArrowFault) -> UnsafeRawBufferPointer {
    let data = buffers[1].bytes
    guard start >= 0, end >= start, end <= data.count else { throw .damaged }
    return UnsafeRawBufferPointer(rebasing: data[start..<end])
  }

  @inline(__always)
  private func view(_ row: Int) throws(ArrowFault) -> UnsafeRawBufferPointer {
    let views = buffers[0].bytes
    let at = 16 * row
    func number(_ place: Int) -> Int {
      Int(Int32(littleEndian: views.loadUnaligned(fromByteOffset: at + place, as: Int32.self)))
    }
    let length = number(0)
    guard length > 12 else {
      guard length >= 0 else { throw .damaged }
      return UnsafeRawBufferPointer(rebasing: views[(at + 4)..<(at + 4 + length)])
    }
    let (buffer, offset) = (number(8), number(12))
    guard buffer >= 0, buffer < buffers.count - 1, offset >= 0,
      offset <= buffers[buffer + 1].bytes.count - length
    else { throw .damaged }
    return UnsafeRawBufferPointer(rebasing: buffers[buffer + 1].bytes[offset..<(offset + length)])
  }

  /// How many of some rows take no more bytes than text of some rows should; at least one, unless that alone is too long.
  ///
  /// - Parameter longest: The most bytes that a text may have.
  func fitting(_ range: Range<Int>, longest: Int) throws(ArrowFault) -> Int {
    switch type.values {
    case .text:
      // Offsets that do not rise are found where the texts are taken.
      if try span(offset(range.lowerBound), offset(range.upperBound)).count <= min(longest, TextFields.most) {
        return range.count
      }
    case .views: break
    default: return range.count
    }
    var bytes = 0
    for row in range where isKnown(row) {
      let count = try text(row).count
      if count > longest { return row - range.lowerBound }
      bytes += count
      if bytes > TextFields.most { return max(1, row - range.lowerBound) }
    }
    return range.count
  }

  // MARK: columns

  /// The values of some rows as a column.
  ///
  /// - Parameter texts: Where texts are written; the column is valid until it is written anew.
  func column(_ range: Range<Int>, _ texts: TextFields) throws(ArrowFault) -> Column {
    switch type.values {
    case .nothing:
      return .coded(Array(repeating: -1, count: range.count), dictionary: .truth)
    case .truth:
      let bits = buffers[0].bytes
      func truth(_ row: Int) -> Bool { bits[row >> 3] >> UInt8(row & 7) & 1 == 1 }
      guard validity != nil else { return .truth(range.map(truth)) }
      return .coded(range.map { isKnown($0) ? (truth($0) ? 1 : 0) : -1 }, dictionary: .truth)
    case .decimals(let bytes):
      return .numbers(
        range.map { row in
          guard isKnown(row) else { return .nan }
          switch bytes {
          case 2: return ValueText.number(half: load(UInt16.self, row))
          case 4: return ValueText.number(Float(bitPattern: load(UInt32.self, row)))
          default: return Double(bitPattern: load(UInt64.self, row))
          }
        })
    case .fixed(let bytes, let scale) where scale > 0:
      return .numbers(range.map { isKnown($0) ? ValueText.number(fixed($0, bytes: bytes), scale: scale) : .nan })
    case .fixed(let bytes, _):
      write(range, texts) { row, place in ValueText.write(fixed(row, bytes: bytes), to: place) }
    case .whole(let bytes, let isSigned):
      switch (bytes, isSigned) {
      case (1, true): write(Int8.self, range, texts)
      case (2, true): write(Int16.self, range, texts)
      case (4, true): write(Int32.self, range, texts)
      case (_, true): write(Int64.self, range, texts)
      case (1, false): write(UInt8.self, range, texts)
      case (2, false): write(UInt16.self, range, texts)
      case (4, false): write(UInt32.self, range, texts)
      case (_, false): write(UInt64.self, range, texts)
      }
    case .days(let milliseconds):
      write(range, texts) { row, place in
        // A part of a day belongs to the day that it is of, before 1970 too; no day is taken for another.
        let (whole, rest) =
          milliseconds
          ? load(Int64.self, row).quotientAndRemainder(dividingBy: 86_400_000) : (Int64(load(Int32.self, row)), 0)
        let day = Int32(clamping: rest < 0 ? whole - 1 : whole)
        return ValueText.write(day: day, to: place)
      }
    case .moments(let perSecond, let isUTC):
      write(range, texts) { row, place in
        ValueText.write(moment: load(Int64.self, row), perSecond: perSecond, isUTC: isUTC, to: place)
      }
    case .text, .views:
      texts.begin(rows: range.count)
      for row in range {
        texts.block.append(isKnown(row) ? try text(row) : UnsafeRawBufferPointer(start: nil, count: 0))
      }
    case .other: preconditionFailure("it is refused where it is named")
    }
    return texts.column
  }

  private func write<Number: FixedWidthInteger>(_: Number.Type, _ range: Range<Int>, _ texts: TextFields) {
    write(range, texts) { row, place in
      let number = load(Number.self, row)
      return Number.isSigned
        ? ValueText.write(Int64(truncatingIfNeeded: number), to: place)
        : ValueText.write(UInt64(truncatingIfNeeded: number), to: place)
    }
  }

  @inline(__always)
  private func write(
    _ range: Range<Int>, _ texts: TextFields, _ write: (_ row: Int, _ place: UnsafeMutablePointer<UInt8>) -> Int
  ) {
    texts.begin(rows: range.count)
    for row in range {
      texts.block.append(atMost: ValueText.most) { place in isKnown(row) ? write(row, place) : 0 }
    }
  }

  /// The codes of some rows, −1 for nothing.
  ///
  /// - Parameter count: How many entries the dictionary has.
  func codes(_ range: Range<Int>, of count: Int) throws(ArrowFault) -> [Int32] {
    guard case .whole(let bytes, let isSigned) = type.values else { preconditionFailure("codes are whole numbers") }
    return switch (bytes, isSigned) {
    case (1, true): try codes(Int8.self, range, count)
    case (2, true): try codes(Int16.self, range, count)
    case (4, true): try codes(Int32.self, range, count)
    case (_, true): try codes(Int64.self, range, count)
    case (1, false): try codes(UInt8.self, range, count)
    case (2, false): try codes(UInt16.self, range, count)
    case (4, false): try codes(UInt32.self, range, count)
    case (_, false): try codes(UInt64.self, range, count)
    }
  }

  private func codes<Number: FixedWidthInteger>(
    _: Number.Type, _ range: Range<Int>, _ count: Int
  ) throws(ArrowFault) -> [Int32] {
    var codes: [Int32] = []
    codes.reserveCapacity(range.count)
    for row in range {
      guard isKnown(row) else {
        codes.append(-1)
        continue
      }
      guard let code = Int32(exactly: load(Number.self, row)), code >= 0, code < count else { throw .damaged }
      codes.append(code)
    }
    return codes
  }
}
