import Dispatch

/// Work that several threads do at once.
enum Together {
  /// Does the pieces 0 ..< `count` at once; the first begins first. Returns when all are done.
  ///
  /// The compiler does not check what the pieces share: each of them owns what it touches, or guards it with a lock.
  static func run(_ count: Int, _ piece: (Int) -> Void) {
    withoutActuallyEscaping(piece) { piece in
      let work = Work(piece: piece)
      DispatchQueue.concurrentPerform(iterations: count) { work.piece($0) }
    }
  }

  /// Unchecked: see above, whoever calls `run` guards what the pieces share.
  private struct Work: @unchecked Sendable {
    let piece: (Int) -> Void
  }
}
