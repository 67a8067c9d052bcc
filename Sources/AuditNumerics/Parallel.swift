import Dispatch

/// Work that falls into independent pieces.
public enum Parallel {
  /// Threads at most, for everything within the present task; one unless said otherwise.
  @TaskLocal public static var threads = 1

  /// The results of the pieces 0 ..< `count`, in their order; which thread computes a piece makes no difference.
  public static func map<Piece: Sendable>(_ count: Int, _ piece: @Sendable (Int) -> Piece) -> [Piece] {
    let threads = min(threads, count)
    guard threads > 1 else { return (0..<count).map(piece) }
    return Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      let slots = Slots(first: buffer.baseAddress!)
      let next = Counter()
      DispatchQueue.concurrentPerform(iterations: threads) { _ in
        while case let number = next.take(), number < count { (slots.first + number).initialize(to: piece(number)) }
      }
      initialized = count
    }
  }

  /// The results of two pieces of different kinds.
  public static func both<One: Sendable, Other: Sendable>(
    _ one: @Sendable () -> One, _ other: @Sendable () -> Other
  ) -> (One, Other) {
    let results = map(2) { number -> (one: One?, other: Other?) in
      if number == 0 { (one(), nil) } else { (nil, other()) }
    }
    return (results[0].one!, results[1].other!)
  }

  /// Places for results, each of which one thread writes and none reads before all are done.
  private struct Slots<Piece>: @unchecked Sendable {
    let first: UnsafeMutablePointer<Piece>
  }
}
