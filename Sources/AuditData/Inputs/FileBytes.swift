import AuditRecord
import Crypto
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Something that yields bytes in order.
protocol ByteStream: AnyObject {
  /// Fills the front of `buffer` with what comes next; 0 means the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int
}

/// The bytes of a file as stored.
final class FileBytes: ByteStream {
  private let file: InputFile
  private let descriptor: Int32
  /// What a database answers, in place of a file.
  private let answer: (any ByteStream)?
  private var hash: SHA256?

  /// The bytes read so far, which another thread may ask for.
  var count: Int64 { total.load(ordering: .relaxed) }

  private let total = Atomic<Int64>(0)

  /// Bytes that were looked at and are still to be handed out.
  private var head: [UInt8] = []

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - hashing: Whether to hash what is read.
  ///   - digests: What is told which file it is.
  ///   - wanted: The columns that are wanted of a query.
  ///   - waiting: Told where nobody writes to a pipe for a while.
  init(
    _ file: InputFile, hashing: Bool, digests: DigestJob? = nil, wanted: [WantedColumn] = [],
    waiting: (@Sendable (InputFile) -> Void)? = nil
  ) throws(ReadError) {
    self.file = file
    hash = hashing ? SHA256() : nil
    answer = try file.query?.answer(wanted, path: file.path)
    guard answer == nil else {
      descriptor = -1
      return
    }
    guard !file.isStandardInput else {
      descriptor = 0
      return
    }
    descriptor = file.isPipe ? Self.pipe(file, waiting) : open(file.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw file.failure(errno) }
    if let stamp = FileStamp(descriptor: descriptor) { try digests?.note(stamp, of: file) }
  }

  /// Opens a pipe by its name, and waits for somebody who writes to it.
  private static func pipe(_ file: InputFile, _ waiting: (@Sendable (InputFile) -> Void)?) -> Int32 {
    let descriptor = open(file.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return descriptor }
    var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    if poll(&wait, 1, 2_000) == 0 {
      waiting?(file)
      while poll(&wait, 1, -1) < 0, errno == EINTR {}
    }
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
    return descriptor
  }

  deinit {
    if descriptor > 0 { close(descriptor) }
  }

  /// The first bytes, fewer only where there are no more; they are handed out by ``read(into:)`` all the same.
  ///
  /// - Precondition: Nothing has been read.
  func peek(_ count: Int) throws(ReadError) -> ArraySlice<UInt8> {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
    defer { buffer.deallocate() }
    while head.count < count {
      let received = try receive(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<(count - head.count)]))
      guard received > 0 else { break }
      head += buffer[..<received]
    }
    return head.prefix(count)
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
    guard !head.isEmpty else { return try receive(into: buffer) }
    let count = min(head.count, buffer.count)
    buffer.copyBytes(from: head.prefix(count))
    head.removeFirst(count)
    return count
  }

  private func receive(into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
    if let answer {
      let received = try answer.read(into: buffer)
      total.wrappingAdd(Int64(received), ordering: .relaxed)
      hash?.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<received]))
      return received
    }
    while true {
      #if canImport(Darwin)
        let received = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
      #elseif canImport(Musl)
        let received = Musl.read(descriptor, buffer.baseAddress, buffer.count)
      #else
        let received = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      #endif
      if received >= 0 {
        total.wrappingAdd(Int64(received), ordering: .relaxed)
        hash?.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<received]))
        return received
      }
      guard errno == EINTR else { throw file.failure(errno) }
    }
  }

  /// The digest of everything read, if one was asked for.
  func digest() -> AuditRecord.Digest? { hash.map { AuditRecord.Digest($0.finalize()) } }
}
