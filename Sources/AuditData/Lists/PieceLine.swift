import Dispatch
import Synchronization

/// Pieces that wait for a thread.
final class PieceLine: Sendable {
  private let most: Int
  private let pieces = Mutex<[ListPiece]>([])
  private let changes = DispatchSemaphore(value: 0)

  init(most: Int) { self.most = most }

  /// False if too many are waiting.
  func add(_ piece: ListPiece) -> Bool {
    let isAdded = pieces.withLock { pieces in
      guard pieces.count < most else { return false }
      pieces.append(piece)
      return true
    }
    if isAdded { changes.signal() }
    return isAdded
  }

  /// The next piece, once there is one; nothing when no more will come.
  func next() -> ListPiece? {
    changes.wait()
    return pieces.withLock { pieces in
      // Whoever finds the end lets the others find it.
      guard !pieces.isEmpty else {
        changes.signal()
        return nil
      }
      return pieces.removeFirst()
    }
  }

  /// Nothing more will come.
  func close() { changes.signal() }
}
