import AuditRecord

/// What a file holds that is no delimited text, by its first bytes, with what makes text of it.
enum Content {
  case parquet, arrow, feather, zip, oldExcel, pdf, sqlite, html, json, jsonLines

  /// How many first bytes tell.
  static let headBytes = 256

  /// The kind by the first bytes of a text, or of a file as it is stored.
  init?(head: some Collection<UInt8>) {
    let head = Array(head.prefix(Self.headBytes))
    func starts(_ text: String) -> Bool { head.starts(with: Array(text.utf8)) }
    if starts("PAR1") {
      self = .parquet
    } else if starts("ARROW1") || head.starts(with: [0xFF, 0xFF, 0xFF, 0xFF]) {
      self = .arrow
    } else if starts("FEA1") {
      self = .feather
    } else if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      self = .zip
    } else if head.starts(with: [
      0xD0, 0xCF, 0x11, 0xE0,
    ]) {
      self = .oldExcel
    } else if starts("%PDF-") {
      self = .pdf
    } else if starts("SQLite format 3") {
      self = .sqlite
    } else {
      guard let kind = Self.markup(head) else { return nil }
      self = kind
    }
  }

  /// HTML and JSON, which blanks may precede.
  private static func markup(_ head: [UInt8]) -> Content? {
    let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = (head.starts(with: mark) ? head.dropFirst(3) : head[...]).drop(while: blanks.contains)
    let lower = String(decoding: text.prefix(15), as: UTF8.self).lowercased()
    if lower.hasPrefix("<!doctype html") || lower.hasPrefix("<html") { return .html }
    guard let first = text.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return nil }
    guard let next = text.dropFirst().first(where: { !blanks.contains($0) }) else { return nil }
    let quote = UInt8(ascii: "\"")
    guard first == UInt8(ascii: "[") else {
      guard next == quote || next == UInt8(ascii: "}") else { return nil }
      // An object whose first member stands in its line is a row.
      let line = text.prefix { $0 != 0x0A }.dropFirst()
      return line.contains { !blanks.contains($0) } ? .jsonLines : .json
    }
    return next == quote || next == UInt8(ascii: "{") || next == UInt8(ascii: "[") ? .json : nil
  }

  /// The error for a file of this kind.
  func error(_ file: InputFile) -> ReadError {
    let name = file.isStandardInput ? "data" : Path.lastComponent(file.given)
    let stem = name.split(separator: ".").first.map(String.init) ?? name
    let isWorkbook = self == .zip && name.lowercased().hasSuffix(".xlsx")
    let what =
      switch self {
      case .parquet: "a Parquet file"
      case .arrow: "an Arrow table"
      case .feather: "a Feather file of the first version"
      case .zip: isWorkbook ? "an Excel workbook" : "a ZIP archive or an Excel workbook"
      case .oldExcel: "an old Excel workbook"
      case .pdf: "a PDF document"
      case .sqlite: "an SQLite database"
      case .html: "a web page"
      case .json: "a JSON document"
      case .jsonLines: "a JSON Lines file"
      }
    func pandas(_ read: String) -> String {
      "write it as CSV, in pandas: \(read).to_csv(\"\(stem).csv\", index=False)"
    }
    let hint =
      switch self {
      // Plain ones are read, see `ColumnFormat`.
      case .parquet, .arrow, .jsonLines: "unpack it, and leave format: out; what it holds is packed as it is"
      case .feather: pandas("pd.read_feather(\"\(name)\")")
      case .zip where !isWorkbook: "unpack it, as with unzip \(name); of a workbook, export the sheet as CSV UTF-8"
      case .zip, .oldExcel:
        "export the sheet as CSV UTF-8, or in pandas: pd.read_excel(\"\(name)\").to_csv(\"\(stem).csv\", index=False)"
      case .pdf: "ask for the table as CSV; pdftotext -layout \(name) shows what the document holds"
      case .sqlite: "write the table as CSV: sqlite3 -header -csv \(name) 'select * from …' > \(stem).csv"
      case .html: "is it the page around a download, or one that asks to log in? download the CSV itself"
      case .json:
        "write one object a line, as with jq -c '.[]' \(name) > \(name.hasSuffix(".jsonl") ? "rows" : stem).jsonl"
      }
    return ReadError(
      .notText, file: file.given,
      message: self == .parquet || self == .arrow || self == .jsonLines
        ? "this is \(what) within a packed one, or where the plan names another format"
        : "this is \(what), which this version does not read", hint: hint)
  }
}
