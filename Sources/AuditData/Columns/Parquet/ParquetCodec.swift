import CLZ4
import CSnappy
import CZlib
import CZstd

/// How the pages of a column are packed, by the number of the format.
enum ParquetCodec: Int64 {
  case none = 0
  case snappy = 1
  case gzip = 2
  case zstandard = 6
  case lz4 = 7

  /// What others are called.
  static func word(_ number: Int64) -> String {
    switch number {
    case 3: "LZO"
    case 4: "Brotli"
    case 5: "Hadoop’s LZ4"
    default: "a codec of number \(number)"
    }
  }

  /// Unpacks bytes; false unless they fill the room exactly.
  func unpack(_ packed: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer) -> Bool {
    if room.isEmpty { return packed.isEmpty || self != .none }
    guard let source = packed.baseAddress, !packed.isEmpty, let target = room.baseAddress else { return false }
    switch self {
    case .none:
      guard packed.count == room.count else { return false }
      room.copyMemory(from: packed)
      return true
    case .snappy:
      var size = 0
      let bytes = source.assumingMemoryBound(to: CChar.self)
      guard snappy_uncompressed_length(bytes, packed.count, &size) == SNAPPY_OK, size == room.count else {
        return false
      }
      return snappy_uncompress(bytes, packed.count, target.assumingMemoryBound(to: CChar.self), &size) == SNAPPY_OK
        && size == room.count
    case .gzip: return Self.inflate(packed, into: room)
    case .zstandard: return ZSTD_decompress(target, room.count, source, packed.count) == room.count
    case .lz4:
      guard let size = Int32(exactly: packed.count), let capacity = Int32(exactly: room.count) else { return false }
      return LZ4_decompress_safe(
        source.assumingMemoryBound(to: CChar.self), target.assumingMemoryBound(to: CChar.self), size, capacity)
        == capacity
    }
  }

  private static func inflate(_ packed: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer) -> Bool {
    var stream = z_stream()
    // 15 bits of window, plus 32: gzip or zlib, whichever it is.
    guard inflateInit2_(&stream, 15 + 32, zlibVersion(), Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      return false
    }
    defer { inflateEnd(&stream) }
    guard let size = UInt32(exactly: packed.count), let capacity = UInt32(exactly: room.count) else { return false }
    stream.next_in = UnsafeMutablePointer(mutating: packed.baseAddress!.assumingMemoryBound(to: UInt8.self))
    stream.avail_in = size
    stream.next_out = room.baseAddress!.assumingMemoryBound(to: UInt8.self)
    stream.avail_out = capacity
    while true {
      let status = CZlib.inflate(&stream, Z_NO_FLUSH)
      guard status == Z_STREAM_END else {
        // Without room it is more than was said, without bytes it is less.
        guard status == Z_OK, stream.avail_in > 0, stream.avail_out > 0 else { return false }
        continue
      }
      if stream.avail_out == 0 { return true }
      // A stream may have several members.
      guard stream.avail_in > 0, inflateReset(&stream) == Z_OK else { return false }
    }
  }

  /// Whether a checksum is that of some bytes.
  static func isChecksum(_ sum: UInt32, of bytes: UnsafeRawBufferPointer) -> Bool {
    var (found, at) = (crc32(0, nil, 0), 0)
    while at < bytes.count {
      let length = min(bytes.count - at, 1 << 30)
      found = crc32(found, bytes.baseAddress!.assumingMemoryBound(to: UInt8.self) + at, UInt32(length))
      at += length
    }
    return UInt32(truncatingIfNeeded: found) == sum
  }
}
