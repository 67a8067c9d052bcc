import CZstd

/// The unpacked bytes of a Zstandard stream, which may have several frames.
final class UnzstdBytes: ByteStream {
  private let stored: any ByteStream
  private let file: String
  private let input: UnsafeMutableRawBufferPointer
  private let stream: OpaquePointer?
  private var at = 0
  private var filled = 0
  /// Whether all frames so far are complete.
  private var isBetweenFrames = true
  private var taken = 0
  private var given = 0
  /// How many bytes may be unpacked whatever they were packed to.
  private let free: Int
  /// How many of each packed byte beyond; gzip reaches 1032. A file that is packed tighter holds the same rows again and again, and
  /// would be read for hours.
  private static let most = 2_000

  /// Unpacks what `stored` yields.
  init(_ stored: any ByteStream, file: String, free: Int = 1 << 30) {
    self.free = free
    self.stored = stored
    self.file = file
    input = .allocate(byteCount: ZSTD_DStreamInSize(), alignment: 64)
    stream = ZSTD_createDStream()
    precondition(stream != nil, "Zstandard does not start")
  }

  deinit {
    ZSTD_freeDStream(stream)
    input.deallocate()
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
    guard !buffer.isEmpty else { return 0 }
    var output = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
    while output.pos == 0 {
      if at == filled {
        at = 0
        filled = try stored.read(into: input)
        if filled == 0 {
          guard isBetweenFrames else {
            throw ReadError(
              .truncatedZstd, file: file, message: "the compressed data ends too early",
              hint: "copy or download the file again")
          }
          return 0
        }
      }
      var source = ZSTD_inBuffer(src: input.baseAddress, size: filled, pos: at)
      let status = ZSTD_decompressStream(stream, &output, &source)
      taken += source.pos - at
      given += output.pos
      at = source.pos
      guard given <= max(free, Self.most * taken) else {
        throw ReadError(
          .unsupportedCompression, file: file,
          message: "the file unpacks to more than \(Self.most) times its size", hint: "unpack it with zstd -d first")
      }
      guard ZSTD_isError(status) == 0 else { throw failure(status) }
      isBetweenFrames = status == 0
    }
    return output.pos
  }

  private func failure(_ status: Int) -> ReadError {
    if ZSTD_getErrorCode(status) == ZSTD_error_frameParameter_windowTooLarge {
      return ReadError(
        .unsupportedCompression, file: file, message: "unpacking this file needs a window of more than 128 MiB",
        hint: "pack it again without --long")
    }
    return ReadError(.corruptZstd, file: file, message: "the compressed data is damaged", hint: "check it with zstd -t")
  }
}
