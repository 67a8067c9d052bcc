import CZlib

/// The unpacked bytes of a gzip stream, which may have several members.
final class GunzipBytes: ByteStream {
  private let stored: any ByteStream
  private let file: String
  private let input: UnsafeMutableRawBufferPointer
  private let stream: UnsafeMutablePointer<z_stream>
  private var finished = false
  private var betweenMembers = false

  /// Unpacks what `stored` yields.
  init(_ stored: any ByteStream, file: String) {
    self.stored = stored
    self.file = file
    input = .allocate(byteCount: 64 << 10, alignment: 64)
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = 0
    // 15 bits of window, plus 16: the gzip format and no other.
    let status = inflateInit2_(stream, 15 + 16, zlibVersion(), Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib does not start")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    input.deallocate()
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
    guard !finished, !buffer.isEmpty else { return 0 }
    stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(buffer.count)
    while stream.pointee.avail_out == UInt32(buffer.count) {
      if stream.pointee.avail_in == 0, try !refill() {
        guard betweenMembers else {
          throw ReadError(
            .truncatedGzip, file: file, message: "the compressed data ends too early",
            hint: "copy or download the file again")
        }
        finished = true
        return 0
      }
      if betweenMembers, !startMember() { continue }
      switch inflate(stream, Z_NO_FLUSH) {
      case Z_OK, Z_BUF_ERROR: continue
      case Z_STREAM_END: betweenMembers = true
      default:
        throw ReadError(
          .corruptGzip, file: file, message: "the compressed data is damaged", hint: "check it with gzip -t")
      }
    }
    return buffer.count - Int(stream.pointee.avail_out)
  }

  private func refill() throws(ReadError) -> Bool {
    let received = try stored.read(into: input)
    stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(received)
    return received > 0
  }

  /// Begins the next member, unless only the zeros follow with which some writers fill up a block.
  private func startMember() -> Bool {
    while stream.pointee.avail_in > 0, stream.pointee.next_in.pointee == 0 {
      stream.pointee.next_in += 1
      stream.pointee.avail_in -= 1
    }
    guard stream.pointee.avail_in > 0 else { return false }
    inflateReset(stream)
    betweenMembers = false
    return true
  }
}
