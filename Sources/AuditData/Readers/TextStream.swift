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

  /// Whether what has not been read yet is packed.
  static func isPacked(_ stored: FileBytes) throws(ReadError) -> Bool { Packing(head: try stored.peek(4)) != nil }

  /// The text that `stored` holds, by its first bytes and whatever its name.
  ///
  /// - Parameter ahead: Whether a packed file is unpacked, and a stream read and hashed, in a thread of its own.
  static func open(
    _ stored: FileBytes, _ file: InputFile, ahead: Bool = false
  ) throws(ReadError) -> any ByteStream {
    switch Packing(head: try stored.peek(4)) {
    case .gzip:
      let text = GunzipBytes(stored, file: file.given)
      return ahead ? ReadAheadStream(text) : text
    case .zstandard:
      let text = UnzstdBytes(stored, file: file.given)
      return ahead ? ReadAheadStream(text) : text
    case nil:
      // A stream is hashed as it is read.
      return ahead && file.isStream ? ReadAheadStream(stored) : stored
    }
  }
}
