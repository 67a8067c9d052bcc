/// What is wrong with a field or a row, before the place is known.
package struct FieldFault: Error {
  let code: ReadError.Code
  let message: String
  var hint: String?
  /// Whether it is about the column as a whole, and no row of it to blame.
  var isOfColumn = false
}

/// Complete rows within a buffer: their bytes and where their fields end.
///
/// The pointers are valid until the reader that made the block is asked for the next one.
package struct RowBlock {
  /// The text; 64 readable bytes follow it.
  let bytes: UnsafePointer<UInt8>

  /// `UInt32.max`, then the offsets of the delimiters and newlines outside quotes.
  let positions: UnsafePointer<UInt32>

  /// 0, then for every row the index within `positions` of its newline.
  let rowEnds: UnsafePointer<UInt32>

  /// The rows to look at.
  var rows: Range<Int>

  /// How many fields a row has.
  func width(_ row: Int) -> Int { Int(rowEnds[row + 1] - rowEnds[row]) }

  /// Where a field begins and ends; the carriage return of a line end is part of the last field.
  func bounds(row: Int, field: Int) -> Range<Int> {
    let base = Int(rowEnds[row]) + field
    return Int(positions[base] &+ 1)..<Int(positions[base + 1])
  }

  /// The field as written, quotes included.
  func field(row: Int, field: Int) -> UnsafeRawBufferPointer {
    let bounds = bounds(row: row, field: field)
    return UnsafeRawBufferPointer(start: bytes + bounds.lowerBound, count: bounds.count)
  }

  /// Whether there is nothing on the line.
  func isBlank(_ row: Int) -> Bool {
    guard width(row) == 1 else { return false }
    let only = field(row: row, field: 0)
    return only.isEmpty || (only.count == 1 && only[0] == UInt8(ascii: "\r"))
  }
}

/// The text of a field as written.
enum FieldText {
  /// The content of a field: without its quotes, doubled quotes made single, without the carriage return of a line end.
  static func content(of raw: UnsafeRawBufferPointer) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    guard raw.first == quote, let closing = raw.lastIndex(of: quote), closing > 0 else {
      return Array(raw.last == UInt8(ascii: "\r") ? raw.dropLast() : raw[...])
    }
    var content: [UInt8] = []
    content.reserveCapacity(closing)
    var at = 1
    while at < closing {
      content.append(raw[at])
      // Within quotes a quote is the first of two.
      at += raw[at] == quote ? 2 : 1
    }
    return content
  }

  /// The content as text; it has been checked to be UTF-8.
  static func string(_ raw: UnsafeRawBufferPointer) -> String {
    plain(raw).map { String(decoding: $0, as: UTF8.self) } ?? String(decoding: content(of: raw), as: UTF8.self)
  }

  /// The content where it stands, if nothing in it has to be rewritten.
  static func plain(_ raw: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    let quote = UInt8(ascii: "\"")
    let text = raw.last == UInt8(ascii: "\r") ? UnsafeRawBufferPointer(rebasing: raw.dropLast()) : raw
    guard text.first == quote else { return text }
    let inner = UnsafeRawBufferPointer(rebasing: text[1..<max(1, text.count - 1)])
    return inner.contains(quote) ? nil : inner
  }
}
