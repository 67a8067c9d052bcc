/// The wanted buffers of a batch's body.
final class ArrowBody {
  private var segments: [(range: Range<Int>, bytes: UnsafeMutableRawPointer)] = []

  /// How many bytes beyond a buffer may be read.
  private static let beyond = 64
  private static let step = 1 << 20

  /// Takes a body from the input.
  ///
  /// - Parameters:
  ///   - bytes: Its length.
  ///   - wanted: What of it is kept; the rest is passed over.
  init(_ input: ArrowInput, bytes: Int, wanted: [Range<Int>]) throws(ArrowFault) {
    var at = 0
    for range in Self.joined(wanted) {
      guard range.upperBound <= bytes else { throw .damaged }
      try input.skip(range.lowerBound - at)
      segments.append((range, try Self.take(range.count, input)))
      at = range.upperBound
    }
    try input.skip(bytes - at)
  }

  deinit { for segment in segments { segment.bytes.deallocate() } }

  /// Ranges in order, those that touch as one.
  private static func joined(_ ranges: [Range<Int>]) -> [Range<Int>] {
    var joined: [Range<Int>] = []
    for range in ranges.filter({ !$0.isEmpty }).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = joined.last, range.lowerBound <= last.upperBound {
        joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        joined.append(range)
      }
    }
    return joined
  }

  /// Takes so many bytes; room is made as they come.
  private static func take(_ count: Int, _ input: ArrowInput) throws(ArrowFault) -> UnsafeMutableRawPointer {
    var capacity = min(count, step)
    var bytes = UnsafeMutableRawPointer.allocate(byteCount: capacity + beyond, alignment: 64)
    var filled = 0
    do throws(ArrowFault) {
      while filled < count {
        if filled == capacity {
          let larger = min(count, 2 * capacity)
          let room = UnsafeMutableRawPointer.allocate(byteCount: larger + beyond, alignment: 64)
          room.copyMemory(from: bytes, byteCount: filled)
          bytes.deallocate()
          (bytes, capacity) = (room, larger)
        }
        let room = UnsafeMutableRawBufferPointer(start: bytes + filled, count: capacity - filled)
        guard try input.read(into: room) == room.count else { throw .cutShort }
        filled = capacity
      }
    } catch {
      bytes.deallocate()
      throw error
    }
    (bytes + count).initializeMemory(as: UInt8.self, repeating: 0, count: beyond)
    return bytes
  }

  /// The bytes of a buffer that was wanted, valid as long as this object.
  func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    guard !range.isEmpty,
      let segment = segments.last(where: { $0.range.lowerBound <= range.lowerBound })
    else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    let start = segment.bytes + (range.lowerBound - segment.range.lowerBound)
    return UnsafeRawBufferPointer(start: start, count: range.count)
  }
}

/// Bytes of a buffer: in its body, or unpacked and owned.
final class ArrowBytes {
  private(set) var bytes: UnsafeRawBufferPointer
  private let owned: UnsafeMutableRawPointer?

  /// Bytes that something else owns.
  init(_ bytes: UnsafeRawBufferPointer) { (self.bytes, owned) = (bytes, nil) }

  /// Bytes that end with this object.
  init(owned: UnsafeMutableRawPointer, count: Int) {
    self.owned = owned
    bytes = UnsafeRawBufferPointer(start: owned, count: count)
  }

  deinit { owned?.deallocate() }
}
