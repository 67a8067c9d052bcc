import AuditRecord

/// Whole lists in a cell, as programs write a column of lists.
enum CellList {
  /// The fault of a cell of the items that holds a list; nothing where it is one item.
  static func fault(_ content: [UInt8], column: String) -> FieldFault? {
    let blank: (UInt8) -> Bool = { $0 == 0x20 }
    let text = content.drop(while: blank).reversed().drop(while: blank)
    guard let last = text.first, let first = text.last, text.count > 1,
      [[UInt8(ascii: "["), UInt8(ascii: "]")], [UInt8(ascii: "("), UInt8(ascii: ")")]].contains([first, last])
    else { return nil }
    return FieldFault(
      code: .listInCell, message: "the column \(Quoted.text(column)) holds whole lists in a cell",
      hint: "write one row an item, in pandas: df.explode(\"\(column)\")")
  }
}
