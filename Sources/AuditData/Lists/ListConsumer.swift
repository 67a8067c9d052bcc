import Synchronization

/// What takes lists in, a piece at a time. Several threads may have pieces taken in at once; what is kept of them is added
/// up in their order.
package protocol ListConsumer: Sendable {
  /// What is kept of some lists.
  associatedtype Summary: Sendable
  /// The lists of a piece, unless they are very long.
  var pieceLists: Int { get }
  /// What is kept of one piece.
  func take(_ piece: ListPiece) -> Summary
  /// Adds what is kept of the piece that follows.
  func add(_ summary: Summary, to whole: inout Summary)
}

/// Has pieces taken in, and adds up what is kept of them in their order.
final class ListSummation<Consumer: ListConsumer>: Sendable {
  private struct State {
    /// By the number of lists that precede the piece.
    var waiting: [Int: (lists: Int, summary: Consumer.Summary)] = [:]
    var lists = 0
    var whole: Consumer.Summary?
  }

  private let consumer: Consumer
  private let state = Mutex(State())

  init(_ consumer: Consumer) { self.consumer = consumer }

  func take(_ piece: ListPiece) {
    let summary = consumer.take(piece)
    state.withLock { state in
      state.waiting[piece.before] = (piece.count, summary)
      while let next = state.waiting.removeValue(forKey: state.lists) {
        state.lists += next.lists
        if state.whole == nil { state.whole = next.summary } else { consumer.add(next.summary, to: &state.whole!) }
      }
    }
  }

  /// What is kept of all pieces; nothing without a piece.
  var whole: Consumer.Summary? { state.withLock { $0.whole } }

  /// Hands pieces on from one thread while the others have them taken in.
  ///
  /// - Parameter body: Hands on the pieces.
  func reading<Result>(
    _ workers: Workers, _ body: @escaping (_ hand: ([ListPiece]) -> Void) throws(ReadError) -> Result
  ) throws(ReadError) -> Result {
    var result: Swift.Result<Result, ReadError>?
    let line = PieceLine(most: workers.count)
    workers.run { [self] number in
      if number == 0 {
        result = Swift.Result { () throws(ReadError) in
          try body { pieces in
            for piece in pieces where workers.count == 1 || !line.add(piece) { take(piece) }
          }
        }
        line.close()
      }
      while let piece = line.next() { take(piece) }
    }
    guard let result else { preconditionFailure("the first piece of work has been done") }
    return try result.get()
  }
}
