import CLZ4
import CZstd

/// Unpacks the buffers of a stream.
final class ArrowUnpacking {
  private let lz4: OpaquePointer
  private let zstandard: OpaquePointer
  private var given = 0

  /// How many bytes may be unpacked whatever they were packed to, and how many of each packed byte beyond: a stream that is packed
  /// tighter holds the same rows again and again.
  private static let (free, most) = (1 << 30, 2_000)

  init() {
    var context: OpaquePointer?
    let status = LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))
    guard LZ4F_isError(status) == 0, let context, let stream = ZSTD_createDStream() else {
      preconditionFailure("LZ4 and Zstandard do not start")
    }
    (lz4, zstandard) = (context, stream)
  }

  deinit {
    LZ4F_freeDecompressionContext(lz4)
    ZSTD_freeDStream(zstandard)
  }

  /// The bytes of a buffer, which states before them how many they are, or −1 where they are not packed.
  ///
  /// - Parameter taken: How many bytes of the stream have been read.
  func bytes(
    _ stored: UnsafeRawBufferPointer, _ codec: ArrowBatch.Codec, taken: Int
  ) throws(ArrowFault) -> ArrowBytes {
    guard !stored.isEmpty else { return ArrowBytes(stored) }
    guard stored.count >= 8 else { throw .damaged }
    let count = Int64(littleEndian: stored.loadUnaligned(as: Int64.self))
    let packed = UnsafeRawBufferPointer(rebasing: stored[8...])
    if count == -1 { return ArrowBytes(packed) }
    guard count >= 0 else { throw .damaged }
    guard count > 0 else { return ArrowBytes(UnsafeRawBufferPointer(start: nil, count: 0)) }
    guard count <= max(Self.free, Self.most * taken) - given else {
      throw .refused(
        FieldFault(
          code: .unsupportedCompression, message: "the Arrow stream unpacks to more than \(Self.most) times its size",
          hint: "write it without compression"))
    }
    given += Int(count)
    return try unpacked(packed, to: Int(count), codec)
  }

  /// Unpacks; room is made as it is filled, so that a number alone takes no memory.
  private func unpacked(
    _ packed: UnsafeRawBufferPointer, to count: Int, _ codec: ArrowBatch.Codec
  ) throws(ArrowFault) -> ArrowBytes {
    var capacity = min(count, max(1 << 16, 8 * packed.count))
    var bytes = UnsafeMutableRawPointer.allocate(byteCount: capacity + 64, alignment: 64)
    var (filled, at, isDone) = (0, 0, false)
    LZ4F_resetDecompressionContext(lz4)
    ZSTD_initDStream(zstandard)
    while !isDone {
      if filled == capacity, capacity < count {
        let larger = min(count, 2 * capacity)
        let room = UnsafeMutableRawPointer.allocate(byteCount: larger + 64, alignment: 64)
        room.copyMemory(from: bytes, byteCount: filled)
        bytes.deallocate()
        (bytes, capacity) = (room, larger)
      }
      let before = (filled, at)
      let isValid =
        switch codec {
        case .lz4: stepLZ4(packed, &at, bytes, capacity, &filled, &isDone)
        case .zstandard: stepZstandard(packed, &at, bytes, capacity, &filled, &isDone)
        }
      guard isValid, isDone || before != (filled, at) || (filled == capacity && capacity < count) else {
        bytes.deallocate()
        throw .damaged
      }
    }
    guard filled == count else {
      bytes.deallocate()
      throw .damaged
    }
    (bytes + filled).initializeMemory(as: UInt8.self, repeating: 0, count: 64)
    return ArrowBytes(owned: bytes, count: count)
  }

  private func stepLZ4(
    _ packed: UnsafeRawBufferPointer, _ at: inout Int, _ bytes: UnsafeMutableRawPointer, _ capacity: Int,
    _ filled: inout Int, _ isDone: inout Bool
  ) -> Bool {
    var (room, rest) = (capacity - filled, packed.count - at)
    let status = LZ4F_decompress(lz4, bytes + filled, &room, packed.baseAddress.map { $0 + at }, &rest, nil)
    filled += room
    at += rest
    isDone = status == 0
    return LZ4F_isError(status) == 0
  }

  private func stepZstandard(
    _ packed: UnsafeRawBufferPointer, _ at: inout Int, _ bytes: UnsafeMutableRawPointer, _ capacity: Int,
    _ filled: inout Int, _ isDone: inout Bool
  ) -> Bool {
    var output = ZSTD_outBuffer(dst: bytes, size: capacity, pos: filled)
    var source = ZSTD_inBuffer(src: packed.baseAddress, size: packed.count, pos: at)
    let status = ZSTD_decompressStream(zstandard, &output, &source)
    (filled, at) = (output.pos, source.pos)
    isDone = status == 0
    return ZSTD_isError(status) == 0
  }
}
