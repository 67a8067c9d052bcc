/// Opens the text of a file, unpacking it if it is compressed.
enum TextStream {
  /// How a file is packed, which its first bytes say.
  private enum Packing: CaseIterable {
    case gzip, zstandard

    var marks: [[UInt8]] {
      switch self {
      case .gzip: [[0x1F, 0x8B]]
      // A frame, or one of the sixteen kinds that are skipped.
      case .zstandard: [[0x28, 0xB5, 0x2F, 0xFD]] + (0x50...0x5F).map { [$0, 0x2A, 0x4D, 0x18] }
      }
    }

    init?(head: some Sequence<UInt8>) {
      guard let packing = Self.allCases.first(where: { $0.marks.contains { head.starts(with: $0) } }) else {
        return nil
      }
      self = packing
    }
  }

  /// Whether a file holds text as it is.
  static func isPlain(_ shared: SharedFile) throws(ReadError) -> Bool {
    let head = UnsafeMutableRawBufferPointer.allocate(byteCount: 4, alignment: 4)
    defer { head.deallocate() }
    return Packing(head: head.prefix(try shared.read(into: head, at: 0))) == nil
  }

  /// The text that `stored` holds, by its first bytes and whatever its name.
  ///
  /// - Parameter ahead: Whether a packed file is unpacked, and a stream read and hashed, in a thread of its own.
  static func open(
    _ stored: FileBytes, _ file: InputFile, ahead: Bool = false
  ) throws(ReadError) -> any ByteStream {
    var head: [UInt8] = []
    while head.count < 4 {
      var buffer: [UInt8] = [0, 0, 0, 0]
      var received = 0
      do {
        received = try buffer.withUnsafeMutableBytes {
          try stored.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[..<(4 - head.count)]))
        }
      } catch let error as ReadError { throw error } catch { preconditionFailure() }
      guard received > 0 else { break }
      head += buffer[..<received]
    }
    switch Packing(head: head) {
    case .gzip:
      let text = GunzipBytes(stored, head: head, file: file.given)
      return ahead ? ReadAheadStream(text) : text
    case .zstandard:
      let text = UnzstdBytes(stored, head: head, file: file.given)
      return ahead ? ReadAheadStream(text) : text
    case nil:
      let text = HeadedBytes(head, stored)
      // A stream is hashed as it is read.
      return ahead && file.isStream ? ReadAheadStream(text) : text
    }
  }
}

/// Some bytes already taken from a stream, and the rest of it.
private final class HeadedBytes: ByteStream {
  private var head: [UInt8]
  private let rest: any ByteStream

  init(_ head: [UInt8], _ rest: any ByteStream) {
    self.head = head
    self.rest = rest
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
    guard !head.isEmpty else { return try rest.read(into: buffer) }
    let count = min(head.count, buffer.count)
    buffer.copyBytes(from: head.prefix(count))
    head.removeFirst(count)
    return count
  }
}
