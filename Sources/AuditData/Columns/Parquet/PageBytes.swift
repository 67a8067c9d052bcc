#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Room for the bytes of a page, used again for the next.
final class PageBytes {
  private(set) var bytes: UnsafeMutableRawPointer
  private var capacity: Int
  var count = 0

  init() {
    capacity = 4_096
    bytes = malloc(capacity)!
  }

  deinit { free(bytes) }

  /// Makes room; what was there is lost.
  ///
  /// - Returns: False if there is not so much memory.
  func reserve(_ count: Int) -> Bool {
    self.count = count
    guard count > capacity else { return true }
    guard let larger = malloc(count) else { return false }
    free(bytes)
    (bytes, capacity) = (larger, count)
    return true
  }

  var buffer: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(start: bytes, count: count) }
}
