/// The files of one table, and how they are written.
package struct InputTable: Sendable, Hashable {
  /// The files, in the order of reading. In a plan they are named only, and a name may be a pattern.
  package var files: [InputFile]

  /// How they are written.
  package var format: TableFormat

  /// The byte between two fields of a delimited file; without it a tab for `.tsv`, `.tsv.gz` and `.tsv.zst`, else a comma.
  package var delimiter: UInt8?

  /// Whether a row stands for all equal rows of another table, as a query counted them; see ``CountedRows``.
  package var isCounted = false

  /// The SELECT whose rows were counted; nothing where nobody says it. It is not run.
  package var countedQuery: String?

  /// Files of a table.
  ///
  /// - Precondition: The delimiter satisfies ``isDelimiter(_:)``.
  package init(_ files: [InputFile], format: TableFormat = .delimited, delimiter: UInt8? = nil) {
    precondition(delimiter.map(Self.isDelimiter) ?? true, "this byte cannot separate fields")
    self.files = files
    self.format = format
    self.delimiter = delimiter
  }

  /// Files, patterns or `-` as a plan names them.
  package init(named names: [String], format: TableFormat = .delimited, delimiter: UInt8? = nil) {
    self.init(names.map { InputFile($0) }, format: format, delimiter: delimiter)
  }

  /// Whether a byte may separate fields: any ASCII byte but the quote, line breaks and NUL.
  package static func isDelimiter(_ byte: UInt8) -> Bool {
    byte > 0 && byte < 0x80 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\r")
  }

  /// The byte between two fields of one of the files.
  package func delimiter(of file: InputFile) -> UInt8 {
    let tab = UInt8(ascii: "\t")
    guard format == .delimited else { return tab }
    let name = file.name.lowercased()
    let isTabbed = [".tsv", ".tsv.gz", ".tsv.zst"].contains(where: name.hasSuffix)
    return delimiter ?? (isTabbed ? tab : UInt8(ascii: ","))
  }
}

/// How a table is written, by the word of the plan.
package enum TableFormat: String, Sendable, Hashable, Codable, CaseIterable {
  /// A header row and fields between delimiters.
  case delimited = "csv"
  /// An atomic file of RecBole: tabs, and a type in each name of the header, as in `user_id:token`.
  case recBole = "recbole"
  /// A run of TREC: query, `Q0`, document, rank, score and name between blanks, without a header.
  case trecRun = "trec-run"
  /// Judgements of TREC: query, iteration, document and grade between blanks, without a header.
  case trecQrels = "trec-qrels"

  /// The names of the columns of a file without a header.
  package var names: [String]? {
    switch self {
    case .delimited, .recBole: nil
    case .trecRun: ["user", "Q0", "item", "rank", "score", "run"]
    case .trecQrels: ["user", "iteration", "item", "grade"]
    }
  }

  /// Those of them that a plan may name.
  package var columns: [String]? { names?.filter { !["Q0", "run", "iteration"].contains($0) } }
}
