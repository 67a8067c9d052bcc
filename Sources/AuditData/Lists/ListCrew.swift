import Dispatch
import Synchronization

/// The threads that read lists and take them in, and the digests that are made beside.
struct ListCrew {
  let threads: Int
  let beside: BesideDigests?

  /// Does something in order while another thread makes digests.
  func beside<Result>(_ body: () throws(ReadError) -> Result) throws(ReadError) -> Result {
    guard let beside else { return try body() }
    return try beside.during(body)
  }

  /// Reads lists in order while the other threads take in the pieces, and make digests first.
  ///
  /// - Parameter body: Hands on the pieces.
  func reading<Taker: ListTaking, Result>(
    _ sums: ListSums<Taker>, _ body: (_ hand: ([ListPiece]) -> Void) throws(ReadError) -> Result
  ) throws(ReadError) -> Result {
    guard threads > 1 else { return try body { for piece in $0 { sums.take(piece) } } }
    var result: Swift.Result<Result, ReadError>?
    let line = PieceLine(most: threads)
    Together.run(threads) { number in
      if number > 0 {
        if number == threads - 1 { beside?.run(until: { line.isClosed }) }
        while let piece = line.next() { sums.take(piece) }
        return
      }
      result = Swift.Result { () throws(ReadError) in
        try body { pieces in
          for piece in pieces where !line.add(piece) { sums.take(piece) }
        }
      }
      line.close()
    }
    guard let result else { preconditionFailure("the first piece of work has been done") }
    return try result.get()
  }
}

extension TableReader {
  func readInParts<Scanner: PartScanner>(
    _ crew: ListCrew, scanner: () -> Scanner, join: (Scanner.Part) -> PartStep
  ) -> [InputReading]? {
    readInParts(threads: crew.threads, beside: crew.beside, scanner: scanner, join: join)
  }
}

/// Pieces that wait for a thread.
private final class PieceLine: Sendable {
  private struct State {
    var pieces: [ListPiece] = []
    var isClosed = false
  }

  private let most: Int
  private let state = Mutex(State())
  private let changes = DispatchSemaphore(value: 0)

  init(most: Int) { self.most = most }

  var isClosed: Bool { state.withLock { $0.isClosed } }

  /// False if too many are waiting.
  func add(_ piece: ListPiece) -> Bool {
    let isAdded = state.withLock { state in
      guard state.pieces.count < most else { return false }
      state.pieces.append(piece)
      return true
    }
    if isAdded { changes.signal() }
    return isAdded
  }

  /// The next piece, once there is one; nothing when no more will come.
  func next() -> ListPiece? {
    changes.wait()
    return state.withLock { state in
      // Whoever finds the end lets the others find it.
      guard !state.pieces.isEmpty else {
        changes.signal()
        return nil
      }
      return state.pieces.removeFirst()
    }
  }

  func close() {
    state.withLock { $0.isClosed = true }
    changes.signal()
  }
}
