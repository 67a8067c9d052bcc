import AuditRecord
import Testing

@testable import AuditData

/// Some rows of others, as whoever leaves rows out hands them on.
struct RowSelectionTests {
  /// Text files have one place where rows begin; files of columns have one for each column.
  @Test func textsThatStandApartAreSelectedApart() {
    func column(_ fields: [String], behind more: Int) -> (block: TextBlock, bases: [UInt32], column: [String]) {
      let block = TextBlock()
      for _ in 0..<more { block.append(Array("none".utf8)) }
      for field in fields { block.append(Array(field.utf8)) }
      return (block, fields.indices.map { UInt32(more + $0) }, fields)
    }
    let parts = [column(["a", "bb", "", "d\"d", "e"], behind: 0), column(["1", "22", "333", "4", ""], behind: 7)]
    parts[0].bases.withUnsafeBufferPointer { first in
      parts[1].bases.withUnsafeBufferPointer { second in
        let bases = [first, second].map { $0.baseAddress! }
        let columns =
          zip(parts, bases).map { $0.block.column($1) } + [
            .numbers([1, 2, 3, 4, 5]), .truth([true, false, true, false, true]),
          ]
        let selection = RowSelection(capacity: 8)
        for wanted in [[1, 3], [], [0, 1, 2, 3, 4], [4]] {
          let found = selection.take(TableRows(count: 5, columns: columns), upTo: 5, where: wanted.contains)
          #expect(found.count == wanted.count && selection.rows == wanted)
          for (part, column) in zip(parts, found.columns) {
            #expect(wanted.indices.map { column.label($0).text } == wanted.map { part.column[$0] })
          }
          #expect(wanted.indices.map { found.columns[2].label($0).text } == wanted.map { "\($0 + 1)" })
          #expect(wanted.indices.map { found.columns[3].label($0).text } == wanted.map { "\($0 % 2 == 0)" })
        }
      }
    }
  }
}

extension TextBlock {
  fileprivate func append(_ field: [UInt8]) { field.withUnsafeBytes { append($0) } }
}
