import AuditData

/// A second opinion: RFC 4180 read one byte at a time, with nothing in common with the reader but the rules.
struct ScalarParser {
  struct Fault: Error, Equatable {
    let code: String
    let line: Int
    let column: Int
  }

  /// A row and the line on which it begins.
  struct Row: Equatable {
    let line: Int
    let fields: [[UInt8]]
  }

  /// The rows before the first fault, and the fault.
  static func parse(_ bytes: [UInt8]) -> (rows: [Row], fault: Fault?) {
    let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    let malformed = firstMalformed(bytes)
    var rows: [Row] = []
    var fields: [[UInt8]] = []
    var field: [UInt8] = []
    var state = "start"
    var line = 1
    var rowLine = 1
    var opened = (1, 1)
    var at = 0
    func column(_ at: Int) -> Int {
      let start = bytes[..<at].lastIndex(of: 10).map { $0 + 1 } ?? 0
      return bytes[start..<at].filter { $0 < 0x80 || $0 >= 0xC0 }.count + 1
    }
    func fault(_ code: String, _ at: Int) -> ([Row], Fault?) {
      (rows, Fault(code: code, line: line, column: column(at)))
    }
    func endRow() {
      fields.append(field)
      let blank = fields == [[]] && state == "start"
      if !blank { rows.append(Row(line: rowLine, fields: fields)) }
      fields = []
      field = []
      state = "start"
    }
    while at < bytes.count {
      let byte = bytes[at]
      if at == malformed, state != "closed" { return fault("invalid-utf-8", at) }
      if byte == 0 { return fault("nul-byte", at) }
      let isReturn = byte == 13 && state != "quoted"
      if isReturn, at + 1 < bytes.count, bytes[at + 1] != 10 { return fault("stray-return", at) }
      switch (state, byte) {
      case ("quoted", 34) where at + 1 < bytes.count && bytes[at + 1] == 34:
        field.append(34)
        at += 1
      case ("quoted", 34): state = "closed"
      case ("quoted", _):
        field.append(byte)
        if byte == 10 { line += 1 }
      case (_, 13): break
      case (_, 10):
        endRow()
        line += 1
        rowLine = line
      case (_, 44):
        fields.append(field)
        field = []
        state = "start"
      case ("start", 34):
        // An empty row that begins with a quote is no blank one.
        state = "quoted"
        opened = (line, column(at))
      case ("bare", 34): return fault("stray-quote", at)
      case ("closed", _): return fault("text-after-quote", at)
      default:
        state = "bare"
        field.append(byte)
      }
      at += 1
    }
    if state == "quoted" { return (rows, Fault(code: "open-quote", line: opened.0, column: opened.1)) }
    if state != "start" || !fields.isEmpty { endRow() }
    return (rows, nil)
  }

  private static func firstMalformed(_ bytes: [UInt8]) -> Int? {
    var parser = Unicode.UTF8.ForwardParser()
    var input = bytes.makeIterator()
    var at = 0
    while true {
      switch parser.parseScalar(from: &input) {
      case .valid(let scalar): at += scalar.count
      case .error: return at
      case .emptyInput: return nil
      }
    }
  }
}
