import Synchronization

/// What takes lists in, a piece at a time: pieces may be taken in at once, and what is known of them is added up in their
/// order. Which lists are one piece depends on the lists alone.
public protocol ListTaking: Sendable {
  /// What is known of some lists.
  associatedtype Sums: Sendable
  /// The lists of a piece, unless they are very long.
  var pieceLists: Int { get }
  /// What is known of one piece, which `before` lists precede.
  func sums(of batch: ListBatch, before: Int) -> Sums
  /// Adds what is known of the piece that follows.
  func add(_ sums: Sums, to whole: inout Sums)
}

/// Lists that are taken in together.
struct ListPiece: Sendable {
  let number: Int
  /// How many lists precede it.
  let before: Int
  let batch: ListBatch
}

/// Cuts lists into pieces.
struct ListCutter {
  private let lists: Int
  private var batch = ListBatch.none
  private var number = 0
  private var before = 0
  /// Entries so far, and those of them in a tie.
  private(set) var entries = 0
  private(set) var tied = 0

  /// Entries that end a piece, whatever the number of its lists.
  private static let mostEntries = 4 << 20

  init(lists: Int) { self.lists = lists }

  /// Adds lists, and returns the pieces that are full.
  mutating func add(_ added: ListBatch) -> [ListPiece] {
    var pieces: [ListPiece] = []
    entries += added.items.count
    tied += added.tied
    var start = 0
    while start < added.count {
      var end = min(added.count, start + lists - batch.count)
      let room = Self.mostEntries - batch.items.count
      if added.starts[end] - added.starts[start] >= room {
        end = start + 1
        while added.starts[end] - added.starts[start] < room { end += 1 }
      }
      batch.append(start..<end, of: added)
      if batch.count >= lists || batch.items.count >= Self.mostEntries { pieces += cut() }
      start = end
    }
    return pieces
  }

  /// The lists that are left.
  mutating func cut() -> [ListPiece] {
    guard batch.count > 0 else { return [] }
    defer {
      number += 1
      before += batch.count
      batch = .none
    }
    return [ListPiece(number: number, before: before, batch: batch)]
  }
}

/// Has pieces taken in, and adds up what is known of them in their order.
final class ListSums<Taker: ListTaking>: Sendable {
  private struct State {
    var waiting: [Int: Taker.Sums] = [:]
    var next = 0
    var whole: Taker.Sums?
  }

  private let taker: Taker
  private let state = Mutex(State())

  init(_ taker: Taker) { self.taker = taker }

  func take(_ piece: ListPiece) {
    let sums = taker.sums(of: piece.batch, before: piece.before)
    state.withLock { state in
      state.waiting[piece.number] = sums
      while let next = state.waiting.removeValue(forKey: state.next) {
        state.next += 1
        if state.whole == nil { state.whole = next } else { taker.add(next, to: &state.whole!) }
      }
    }
  }

  /// What is known of all pieces; nothing without a piece.
  var whole: Taker.Sums? { state.withLock { $0.whole } }
}
