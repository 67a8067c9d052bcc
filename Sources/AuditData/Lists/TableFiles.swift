/// The files of one table, and how they are written.
public struct TableFiles: Sendable, Hashable {
  /// The files, in the order of reading.
  public var files: [InputFile]

  /// How they are written.
  public var format: Format

  /// The byte between two fields of a delimited file; without it a tab for `.tsv`, `.tsv.gz` and `.tsv.zst`, else a comma.
  public var delimiter: UInt8?

  /// Files of a table.
  ///
  /// - Precondition: The delimiter satisfies ``DecisionColumns/isDelimiter(_:)``.
  public init(_ files: [InputFile], format: Format = .delimited, delimiter: UInt8? = nil) {
    precondition(delimiter.map(DecisionColumns.isDelimiter) ?? true, "this byte cannot separate fields")
    self.files = files
    self.format = format
    self.delimiter = delimiter
  }

  /// How a table is written.
  public enum Format: String, Sendable, Hashable, Codable, CaseIterable {
    /// A header row and fields between delimiters.
    case delimited
    /// An atomic file of RecBole: tabs, and a type in each name of the header, as in `user_id:token`.
    case recBole
    /// A run of TREC: query, `Q0`, document, rank, score and name between blanks, without a header.
    case trecRun
    /// Judgements of TREC: query, iteration, document and grade between blanks, without a header.
    case trecQrels

    /// The names of the columns of a file without a header.
    var names: [String]? {
      switch self {
      case .delimited, .recBole: nil
      case .trecRun: ["user", "Q0", "item", "rank", "score", "run"]
      case .trecQrels: ["user", "iteration", "item", "grade"]
      }
    }
  }

  func delimiter(of file: InputFile) -> UInt8 {
    let tab = UInt8(ascii: "\t")
    guard format == .delimited else { return tab }
    let name = file.name.lowercased()
    let isTabbed = [".tsv", ".tsv.gz", ".tsv.zst"].contains(where: name.hasSuffix)
    return delimiter ?? (isTabbed ? tab : UInt8(ascii: ","))
  }
}
