/// Cuts lists into pieces.
struct ListCutter {
  private let lists: Int
  private var piece = ListPiece.none
  /// Entries so far, and those of them in a tie.
  private(set) var entries = 0
  private(set) var tied = 0

  /// Entries that end a piece, whatever the number of its lists.
  private static let mostEntries = 4 << 20

  init(lists: Int) { self.lists = lists }

  /// Adds lists, and returns the pieces that are full.
  mutating func add(_ added: ListPiece) -> [ListPiece] {
    var pieces: [ListPiece] = []
    entries += added.items.count
    tied += added.tied
    var start = 0
    while start < added.count {
      var end = min(added.count, start + max(1, lists - piece.count))
      let room = Self.mostEntries - piece.items.count
      if added.starts[end] - added.starts[start] >= room {
        end = start + 1
        while added.starts[end] - added.starts[start] < room { end += 1 }
      }
      // The lists of a user stay together.
      while end < added.count, added.owners[end] == added.owners[end - 1] { end += 1 }
      piece.append(start..<end, of: added)
      if piece.count >= lists || piece.items.count >= Self.mostEntries { pieces += cut() }
      start = end
    }
    return pieces
  }

  /// The lists that are left.
  mutating func cut() -> [ListPiece] {
    guard piece.count > 0 else { return [] }
    let full = piece
    piece = .none
    piece.before = full.before + full.count
    return [full]
  }
}
