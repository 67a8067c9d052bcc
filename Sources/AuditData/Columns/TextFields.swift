/// Texts of one column, one a row, valid until they are written anew.
final class TextFields {
  /// The most bytes that some rows should take, so that offsets stay small; a single text may take more.
  static let most = 32 << 20

  let block = TextBlock()
  /// 0, 1, 2 …: a row is one field.
  private var bases: UnsafeMutablePointer<UInt32>
  private var room = 16

  init() {
    bases = .allocate(capacity: room)
    count()
  }

  deinit { bases.deallocate() }

  private func count() { for row in 0..<room { bases[row] = UInt32(row) } }

  func begin(rows: Int) {
    block.clear()
    guard rows > room else { return }
    bases.deallocate()
    room = rows
    bases = .allocate(capacity: room)
    count()
  }

  /// The texts since the rows began.
  var column: Column { block.column(UnsafePointer(bases)) }
}
