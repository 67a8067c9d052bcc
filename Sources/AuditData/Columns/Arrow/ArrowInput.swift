/// The bytes of an Arrow stream, in order.
final class ArrowInput {
  private let bytes: any ByteStream
  private let buffer: UnsafeMutableRawBufferPointer
  private var at = 0
  private var filled = 0
  /// How many bytes have been taken.
  private(set) var taken = 0

  init(_ bytes: any ByteStream) {
    self.bytes = bytes
    buffer = .allocate(byteCount: 256 << 10, alignment: 64)
  }

  deinit { buffer.deallocate() }

  /// Forgets what was read ahead, where the bytes go on elsewhere.
  func restart() { (at, filled) = (0, 0) }

  /// Fills a room as far as there are bytes.
  ///
  /// - Returns: How many there were.
  func read(into room: UnsafeMutableRawBufferPointer) throws(ArrowFault) -> Int {
    var count = 0
    while count < room.count {
      if at == filled {
        let rest = UnsafeMutableRawBufferPointer(rebasing: room[count...])
        // A large room is filled without a detour.
        if rest.count >= buffer.count {
          let received = try more(into: rest)
          guard received > 0 else { break }
          count += received
          continue
        }
        (at, filled) = (0, try more(into: buffer))
        guard filled > 0 else { break }
      }
      let part = min(filled - at, room.count - count)
      UnsafeMutableRawBufferPointer(rebasing: room[count..<(count + part)])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[at..<(at + part)]))
      at += part
      count += part
    }
    taken += count
    return count
  }

  private func more(into room: UnsafeMutableRawBufferPointer) throws(ArrowFault) -> Int {
    do { return try bytes.read(into: room) } catch { throw .unreadable(error) }
  }

  /// The next bytes, which are not taken; fewer where there are no more at hand.
  ///
  /// - Precondition: They are fewer than the buffer holds.
  func peek(_ count: Int) throws(ArrowFault) -> [UInt8] {
    while filled - at < count {
      if at > 0 {
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[at..<filled]))
        (at, filled) = (0, filled - at)
      }
      let received = try more(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
      guard received > 0 else { break }
      filled += received
    }
    return Array(buffer[at..<min(at + count, filled)])
  }

  /// Takes exactly so many bytes. Room is made as they come, so that a number alone takes no memory.
  func take(_ count: Int) throws(ArrowFault) -> [UInt8] {
    var taken: [UInt8] = []
    while taken.count < count {
      let start = taken.count
      taken.append(contentsOf: repeatElement(0, count: min(count - start, max(1 << 16, start))))
      let room = taken.count - start
      let received = try taken.withUnsafeMutableBufferPointer { (bytes) throws(ArrowFault) in
        try read(into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(bytes)[start...]))
      }
      guard received == room else { throw .cutShort }
    }
    return taken
  }

  /// Passes over so many bytes.
  func skip(_ count: Int) throws(ArrowFault) {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: min(max(count, 1), 64 << 10), alignment: 1)
    defer { room.deallocate() }
    var left = count
    while left > 0 {
      let part = UnsafeMutableRawBufferPointer(rebasing: room[..<min(left, room.count)])
      guard try read(into: part) == part.count else { throw .cutShort }
      left -= part.count
    }
  }

  /// Reads to the end.
  ///
  /// - Returns: How many bytes there were, and the last of them.
  func drain(last: Int) throws(ArrowFault) -> (count: Int, tail: [UInt8]) {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 1)
    defer { room.deallocate() }
    var (count, tail): (Int, [UInt8]) = (0, [])
    while true {
      let received = try read(into: room)
      guard received > 0 else { return (count, tail) }
      count += received
      tail = Array((tail + room[max(0, received - last)..<received]).suffix(last))
    }
  }
}
