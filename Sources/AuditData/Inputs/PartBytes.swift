import AuditRecord

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A regular file of which several readers read at once, each from a place of its own.
final class SharedFile: Sendable {
  let file: InputFile
  /// Its size when it was opened [bytes].
  let size: Int
  private let descriptor: Int32

  /// Opens a file.
  ///
  /// - Parameter digests: What is told which file it is.
  init(_ file: InputFile, digests: DigestJob? = nil) throws(ReadError) {
    self.file = file
    descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
    let stamp = FileStamp(descriptor: descriptor)
    size = stamp?.size ?? 0
    guard descriptor >= 0 else { throw file.failure(errno) }
    if let stamp { try digests?.note(stamp, of: file) }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(ReadError) -> Int {
    while true {
      let received = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
      if received >= 0 { return received }
      guard errno == EINTR else { throw file.failure(errno) }
    }
  }
}

/// The bytes of a shared file from a place on.
final class PartBytes: ByteStream {
  private let shared: SharedFile
  private var offset = 0

  init(_ shared: SharedFile) { self.shared = shared }

  func seek(to offset: Int) { self.offset = offset }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
    let received = try shared.read(into: buffer, at: offset)
    offset += received
    return received
  }
}
