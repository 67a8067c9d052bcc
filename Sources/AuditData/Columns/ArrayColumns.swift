import AuditRecord

/// Columns that are in memory as a whole.
package struct ArrayColumns: ColumnSource {
  private let columns: [Column]
  private let rows: Int
  /// The first row with a NUL, which no text has.
  private let nul: Int?
  private var next = 0
  private var first = 0

  /// Columns of so many rows, none of them text of a file.
  package init(_ columns: [Column], rows: Int) {
    self.columns = columns
    self.rows = rows
    nul = columns.compactMap { column -> Int? in
      guard case .coded(let codes, let dictionary) = column else { return nil }
      let bad = Set(dictionary.labels.indices.filter { dictionary.labels[$0].text.utf8.contains(0) }.map { Int32($0) })
      return bad.isEmpty ? nil : codes.firstIndex(where: bad.contains)
    }.min()
  }

  package mutating func next(_ columns: inout [Column], atMost: Int) throws(ReadError) -> Int {
    guard next != nul else {
      throw ReadError(.nulByte, file: "memory", line: next + 1, message: "a text holds a NUL")
    }
    let end = min(next + atMost, nul ?? rows)
    columns = self.columns.map { $0.rows(next..<end) }
    first = next
    next = end
    return end - first
  }

  package func error(_ fault: RowFault) -> ReadError {
    let (code, message, hint) = (fault.fault.code, fault.fault.message, fault.fault.hint)
    return ReadError(code, file: "memory", line: first + fault.row + 1, message: message, hint: hint)
  }
}

extension Column {
  /// Texts, each a code of the dictionary of all that occur, in the order in which they come.
  package init(_ texts: [String]) {
    let table = IDTable("text")
    var labels: [Label] = []
    var content: [UInt8] = []
    let codes = texts.map { text -> Int32 in
      guard !text.isEmpty else { return -1 }
      content.removeAll(keepingCapacity: true)
      content += text.utf8
      let code = table.code(of: &content) ?? 0
      if Int(code) == labels.count { labels.append(Label(text)) }
      return code
    }
    self = .coded(codes, dictionary: LabelDictionary(labels))
  }
}
