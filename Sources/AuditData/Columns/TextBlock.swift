import CByteScan
import CColumnDecode

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Fields of one column that come from no text, laid out as a reader of text lays out its own: whatever reads text reads
/// them at the same speed and by the same rules.
///
/// Not for several threads at once.
final class TextBlock {
  private var bytes: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// The bytes so far, with one behind each field.
  private(set) var filled = 0
  private var positions: UnsafeMutablePointer<UInt32>
  private var room: Int
  /// The fields so far.
  private(set) var count = 0

  init(fields: Int = 16, bytes: Int = 256) {
    (capacity, room) = (bytes, fields)
    self.bytes = Self.allocate(bytes)
    positions = .allocate(capacity: fields + 1)
    positions[0] = .max
  }

  deinit {
    bytes.deallocate()
    positions.deallocate()
  }

  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<UInt8> {
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + Int(BYTE_SCAN_PADDING))
    bytes.initialize(repeating: 0, count: capacity + Int(BYTE_SCAN_PADDING))
    return bytes
  }

  func clear() { (filled, count) = (0, 0) }

  /// Adds a field of these bytes.
  func append(_ field: UnsafeRawBufferPointer) {
    guard let first = field.baseAddress, !field.isEmpty else { return append(atMost: 0) { _ in 0 } }
    let quote = UInt8(ascii: "\"")
    // What text would take for marks of its own stands in quotes.
    guard field[0] == quote || field[field.count - 1] == UInt8(ascii: "\r") else {
      return append(atMost: field.count) { place in
        memcpy(place, first, field.count)
        return field.count
      }
    }
    append(atMost: 2 * field.count + 2) { place in
      var end = 1
      place[0] = quote
      for byte in field {
        place[end] = byte
        end += 1
        if byte == quote {
          place[end] = quote
          end += 1
        }
      }
      place[end] = quote
      return end + 1
    }
  }

  /// Adds a field that is written in place.
  ///
  /// - Parameter write: Writes at most so many bytes, none of which text takes for a mark; returns how many.
  @inline(__always)
  func append(atMost most: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int) {
    if filled + most + 1 > capacity { growBytes(most + 1) }
    if count == room { growFields() }
    filled += write(bytes + filled)
    bytes[filled] = UInt8(ascii: "\n")
    count += 1
    positions[count] = UInt32(truncatingIfNeeded: filled)
    filled += 1
  }

  /// Adds texts that have their length in four bytes before them, at most so many, and as many as need no quotes and fit.
  ///
  /// - Parameters:
  ///   - at: Where the first stands; goes on behind those that were added.
  ///   - most: The bytes that the block may have afterwards.
  /// - Returns: How many were added.
  func append(texts: UnsafeRawBufferPointer, at: inout Int, count more: Int, most: Int) -> Int {
    guard let base = texts.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
    while count + more > room { growFields() }
    let wanted = min(most, filled + (texts.count - at) + 1)
    if wanted > capacity { growBytes(wanted - filled) }
    let added = column_texts(
      base, texts.count, &at, more, bytes, min(capacity, max(most, filled)), &filled, positions + count + 1)
    count += added
    return added
  }

  private func growBytes(_ more: Int) {
    capacity = max(2 * capacity, filled + more)
    let larger = Self.allocate(capacity)
    larger.update(from: bytes, count: filled)
    bytes.deallocate()
    bytes = larger
  }

  private func growFields() {
    let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: 2 * room + 1)
    larger.update(from: positions, count: count + 1)
    positions.deallocate()
    (positions, room) = (larger, 2 * room)
  }

  /// The fields of rows.
  ///
  /// - Parameter bases: For each row, which field it has. Valid as long as these and the block stay as they are.
  func column(_ bases: UnsafePointer<UInt32>) -> Column {
    .text(
      TextColumn(
        block: RowBlock(bytes: bytes, positions: positions, rowEnds: positions, rows: 0..<0), bases: bases, field: 0,
        isSequence: false))
  }

  /// A field as it was added.
  func content(_ field: Int) -> [UInt8] {
    let start = Int(positions[field] &+ 1)
    return FieldText.content(
      of: UnsafeRawBufferPointer(start: bytes + start, count: Int(positions[field + 1]) - start))
  }

  /// The first field that no text has, with its fault.
  func fault() -> (field: Int, fault: FieldFault)? {
    let malformed = Int(byte_scan_malformed(bytes, UInt32(filled)))
    let nul = memchr(bytes, 0, filled).map { $0 - UnsafeMutableRawPointer(bytes) } ?? filled
    let first = min(malformed, nul)
    guard first < filled else { return nil }
    let field = (0..<count).first { Int(positions[$0 + 1]) >= first } ?? 0
    return (
      field,
      nul < malformed
        ? FieldFault(code: .nulByte, message: "a text holds a NUL byte", hint: "leave it out")
        : FieldFault(code: .invalidUTF8, message: "this is not UTF-8", hint: "write the column as text")
    )
  }
}
