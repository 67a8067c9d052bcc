import AuditRecord
import CByteScan

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Lines of a text, some whole ones at a time.
///
/// Of a part of a file those that begin in it; the last of them may end behind it.
final class JSONLineReader {
  private let bytes: any ByteStream
  /// The file that the part is of, and where in it the part begins and ends; nothing where all is read.
  private let shared: SharedFile?
  private let part: Range<Int>
  private var buffer: UnsafeMutablePointer<UInt8>
  private var capacity = 256 << 10
  /// What of the buffer is still to be handed out, and where it stands in the text [bytes].
  private var start = 0
  private var filled = 0
  private var offset: Int
  private var isEnded = false
  private var isBegun = false
  /// The longest line that is read [bytes].
  let longest = SourceOptions().maximumRowBytes
  /// The lines before, counted from where the part begins.
  private var lines = 0

  /// Some lines; valid until the next are asked for.
  struct Lines {
    let bytes: UnsafePointer<UInt8>
    /// Where each begins and ends, without its line feed.
    var bounds: [Range<Int>]
    /// The number of each, from 0, counted from where the part begins.
    var numbers: [Int]
  }

  /// All lines of a text.
  convenience init(_ bytes: any ByteStream) { self.init(bytes, shared: nil, part: 0..<Int.max) }

  /// The lines of a part.
  convenience init(_ bytes: PartBytes, part: Range<Int>, of shared: SharedFile) {
    // Whether a line begins with the part, the byte before it says.
    bytes.seek(to: max(0, part.lowerBound - 1))
    self.init(bytes, shared: shared, part: part)
  }

  private init(_ bytes: any ByteStream, shared: SharedFile?, part: Range<Int>) {
    (self.bytes, self.shared, self.part) = (bytes, shared, part)
    offset = max(0, part.lowerBound - 1)
    buffer = Self.allocate(capacity)
  }

  deinit { buffer.deallocate() }

  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<UInt8> {
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + Int(BYTE_SCAN_PADDING))
    bytes.initialize(repeating: 0, count: capacity + Int(BYTE_SCAN_PADDING))
    return bytes
  }

  /// The next lines that are not blank; nothing at the end.
  ///
  /// - Throws: A fault of a line that is too long, or of bytes that cannot be read.
  func next(atMost: Int) throws(ReadError) -> Lines? {
    if !isBegun { try begin() }
    while true {
      var found = Lines(bytes: UnsafePointer(buffer), bounds: [], numbers: [])
      while found.bounds.count < atMost, start < filled, offset < part.upperBound {
        let rest = filled - start
        let feed = memchr(buffer + start, 0x0A, rest).map { $0 - UnsafeMutableRawPointer(buffer + start) }
        guard let length = feed ?? (isEnded ? rest : nil) else { break }
        let line = start..<(start + length)
        if line.contains(where: { ![0x20, 0x09, 0x0D].contains(buffer[$0]) }) {
          found.bounds.append(line)
          found.numbers.append(lines)
        }
        lines += 1
        start += min(rest, length + 1)
        offset += min(rest, length + 1)
      }
      if !found.bounds.isEmpty { return found }
      guard offset < part.upperBound, !isEnded || start < filled else { return nil }
      if filled - start > longest {
        // Whoever takes it sees that it is too long.
        return Lines(bytes: UnsafePointer(buffer), bounds: [start..<filled], numbers: [lines])
      }
      try fill()
    }
  }

  /// Looks for where the first line of the part begins.
  private func begin() throws(ReadError) {
    isBegun = true
    try fill()
    guard part.lowerBound > 0 else {
      let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
      if filled >= 3, (0..<3).allSatisfy({ buffer[$0] == mark[$0] }) { (start, offset) = (3, 3) }
      return
    }
    while true {
      if let feed = memchr(buffer + start, 0x0A, filled - start) {
        let length = feed - UnsafeMutableRawPointer(buffer + start) + 1
        start += length
        offset += length
        return
      }
      offset += filled - start
      start = filled
      guard !isEnded, offset < part.upperBound else { return }
      try fill()
    }
  }

  private func fill() throws(ReadError) {
    if start > 0 {
      buffer.update(from: buffer + start, count: filled - start)
      (start, filled) = (0, filled - start)
    }
    if filled == capacity {
      let larger = Self.allocate(2 * capacity)
      larger.update(from: buffer, count: filled)
      buffer.deallocate()
      (buffer, capacity) = (larger, 2 * capacity)
    }
    let received = try bytes.read(into: UnsafeMutableRawBufferPointer(start: buffer + filled, count: capacity - filled))
    filled += received
    isEnded = received == 0
  }

  /// The lines of the file before the first that begins in the part.
  func linesBefore() throws(ReadError) -> Int {
    guard let shared, part.lowerBound > 0 else { return 0 }
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
    defer { room.deallocate() }
    var (count, at) = (0, 0)
    var end = part.lowerBound - 1
    while true {
      let wanted = UnsafeMutableRawBufferPointer(rebasing: room[..<min(room.count, max(1, end - at))])
      let received = try shared.read(into: wanted, at: at)
      guard received > 0 else { return count }
      for byte in wanted[..<received] where byte == 0x0A {
        count += 1
        // The line feed that ends the line in which the part begins.
        if at >= part.lowerBound - 1 { return count }
      }
      at += received
      if at >= end { end = .max }
    }
  }
}
