import Dispatch
import Synchronization

/// The bytes of another stream, read ahead of their use in a thread of its own.
///
/// The other stream belongs to that thread from now on. A few blocks go round between the two.
final class ReadAheadStream: ByteStream {
  private let ring: Ring
  private var current = 0
  private var at = 0
  private var isTaken = false

  init(_ stream: any ByteStream, blockBytes: Int = 256 << 10) {
    ring = Ring(stream, blockBytes: blockBytes)
    // A queue of its own has a thread of its own: nobody waits for a thread that waits for this reader.
    DispatchQueue(label: "evenhand.read-ahead").async { [ring] in ring.fill() }
  }

  deinit { ring.stop() }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
    guard !buffer.isEmpty else { return 0 }
    if !isTaken {
      ring.full.wait()
      isTaken = true
      at = 0
    }
    let (bytes, filled) = (ring.bytes[current], try ring.filled[current].get())
    guard filled > 0 else { return 0 }
    let count = min(buffer.count, filled - at)
    buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[at..<at + count]))
    at += count
    if at == filled {
      isTaken = false
      current = (current + 1) % Ring.blocks
      ring.free.signal()
    }
    return count
  }

  /// Blocks that are filled by one thread and used by another.
  ///
  /// Unchecked: a block and what is said about it belong to the filling thread from a signal of `free` to one of `full`,
  /// and to the other thread from there on; the stream is touched by the filling thread alone.
  private final class Ring: @unchecked Sendable {
    static let blocks = 3

    let free = DispatchSemaphore(value: 0)
    let full = DispatchSemaphore(value: 0)
    let bytes: [UnsafeMutableRawBufferPointer]
    /// How much of each block is filled; not an array, whose elements two threads cannot use at a time.
    let filled: UnsafeMutableBufferPointer<Result<Int, ReadError>>
    private let stream: any ByteStream
    private let isStopped = Atomic(false)

    init(_ stream: any ByteStream, blockBytes: Int) {
      self.stream = stream
      bytes = (0..<Self.blocks).map { _ in .allocate(byteCount: blockBytes, alignment: 64) }
      filled = .allocate(capacity: Self.blocks)
      filled.initialize(repeating: .success(0))
      for _ in 0..<Self.blocks { free.signal() }
    }

    deinit {
      for block in bytes { block.deallocate() }
      filled.deinitialize()
      filled.deallocate()
    }

    func fill() {
      var number = 0
      while true {
        free.wait()
        guard !isStopped.load(ordering: .acquiring) else { return }
        let block = bytes[number]
        let received = Result { () throws(ReadError) in try stream.read(into: block) }
        filled[number] = received
        full.signal()
        // After the end, or an error, there is nothing more to read.
        guard case .success(1...) = received else { return }
        number = (number + 1) % Self.blocks
      }
    }

    func stop() {
      isStopped.store(true, ordering: .releasing)
      free.signal()
    }
  }
}
