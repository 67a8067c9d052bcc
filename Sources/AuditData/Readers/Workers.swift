import Dispatch

/// The threads that read: how many, and the digests that one of them makes first.
struct Workers {
  let count: Int
  let digests: DigestJob?

  /// Does the pieces 0 ..< `count` at once; the first begins first. Returns when all are done.
  ///
  /// While digests are being made, that takes the place of the last piece, which begins when they are made and never if the
  /// others are done before. The compiler does not check what the pieces share: each of them owns what it touches, or
  /// guards it with a lock.
  func run(_ piece: @escaping (Int) -> Void) {
    let work = Work(piece: piece)
    let last = count - 1
    let isLent = last > 0 && digests?.lend { work.piece(last) } ?? false
    DispatchQueue.concurrentPerform(iterations: isLent ? last : count) { work.piece($0) }
    if isLent { digests?.takeBack() }
  }

  /// Unchecked: see above, whoever calls `run` guards what the pieces share.
  private struct Work: @unchecked Sendable {
    let piece: (Int) -> Void
  }
}
