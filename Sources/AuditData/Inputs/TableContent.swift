import AuditRecord

/// What a table holds, by the names of its columns and whatever its format: equal for the same rows in any order.
struct TableContent: Hashable {
  private var names: [Label] = []
  private var rows = 0
  private var sum: UInt64 = 0

  /// Reads all of a file, or its first rows.
  init(_ file: InputFile, rows most: Int = .max) throws(ReadError) {
    var reader = TableReader(
      table: InputTable([file]), wanted: [], options: SourceOptions(), workers: Workers(count: 1, digests: nil),
      progress: TableProgress())
    var found: [String] = []
    reader.tellNames = { found = $0 }
    _ = try reader.read(file) { _ in
      .stop
    } told: { _, _ in
    }
    names = Set(found.map { Label($0) }).filter { !$0.text.isEmpty }.sorted()
    let whole = TableReader(
      table: reader.table, wanted: names.map { WantedColumn($0.text, "column") }, options: reader.options,
      workers: reader.workers, progress: TableProgress())
    _ = try whole.read(file) { found in
      let taken = min(found.count, most - rows)
      for row in 0..<taken {
        var hasher = Hasher()
        for column in found.columns { Self.combine(column.label(row).text, into: &hasher) }
        sum &+= UInt64(bitPattern: Int64(hasher.finalize()))
      }
      rows += taken
      return rows < most ? .proceed : .stop
    } told: { _, _ in
    }
  }

  /// A number is the same in whichever way it is written, where a double tells it from all others; ids with zeros in front are none.
  private static func combine(_ text: String, into hasher: inout Hasher) {
    let digits = text.utf8.drop { $0 == UInt8(ascii: "-") }
    let isPadded =
      digits.first == UInt8(ascii: "0") && digits.dropFirst().first.map { (0x30...0x39).contains($0) } ?? false
    if text.utf8.count <= 16, !isPadded, let number = DecimalNumber.parse(text), number.magnitude < 1e15 {
      hasher.combine(number)
    } else {
      hasher.combine(text)
    }
  }

  /// Of which format a file is; nothing for delimited text.
  static func format(of file: InputFile) throws(ReadError) -> ColumnFormat? {
    let stored = try FileBytes(file, hashing: false)
    if let format = ColumnFormat(head: try stored.peek(ColumnFormat.headBytes)) { return format }
    return try JSONLinesFile.packedHead(file) == nil ? nil : .jsonLines
  }
}
