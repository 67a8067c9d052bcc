import AuditRecord

/// What a person can mend about an input: where it is, what is wrong, and what to do.
///
/// Values from the data appear in it only for decision, outcome, group and stratum columns, shortened and with control
/// characters escaped. Identifiers never appear.
public struct ReadError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The code in kebab case, one of `Code`.
  public let code: String

  /// The file as the plan gave it; `-` is standard input.
  public let file: String

  /// The physical line, from 1; line breaks within quotes count. Without a place in the file, nothing.
  public let line: Int?

  /// The column within the line, from 1, counted in characters (Unicode scalars), not in bytes.
  public let column: Int?

  /// The row, from 1, of a table that has no lines; the message names it too.
  public internal(set) var row: Int?

  /// What is wrong, in words.
  public let message: String

  /// What to do about it.
  public let hint: String?

  /// The key of the plan that the data do not fit, as `decisions.columns.favourable`; nothing where none is to blame.
  public let key: String?

  /// Describes a problem.
  package init(
    _ code: Code, file: String, line: Int? = nil, column: Int? = nil, message: String, hint: String? = nil,
    key: String? = nil
  ) {
    self.code = code.rawValue
    self.file = file
    self.line = line
    self.column = column
    self.message = message
    self.hint = hint
    self.key = key
  }

  /// One line: `file:line:column: message (hint)`, with the last component of the file's path.
  public var description: String {
    var place = file == "-" ? "standard input" : Path.lastComponent(file) + (file.hasSuffix("/") ? "/" : "")
    if let line { place += ":\(line)" }
    if let column { place += ":\(column)" }
    return "\(place): \(message)\(hint.map { " (\($0))" } ?? "")"
  }

  /// Every code, each with its meaning in a sentence.
  package enum Code: String, Sendable, CaseIterable {
    case badAge = "bad-age"
    case badAmount = "bad-amount"
    case badCount = "bad-count"
    case badEngagement = "bad-engagement"
    case badGrade = "bad-grade"
    case badGuardian = "bad-guardian"
    case badPeriod = "bad-period"
    case badPopularity = "bad-popularity"
    case badRank = "bad-rank"
    case badScore = "bad-score"
    case badTime = "bad-time"
    case badWeight = "bad-weight"
    case changedInput = "changed-input"
    case columnUsedTwice = "column-used-twice"
    case corruptGzip = "corrupt-gzip"
    case corruptZstd = "corrupt-zstd"
    case corruptArrow = "corrupt-arrow"
    case corruptJSON = "corrupt-json"
    case corruptParquet = "corrupt-parquet"
    case countTooLarge = "count-too-large"
    case decimalsAsLabels = "decimals-as-labels"
    case deletedRows = "deleted-rows"
    case duplicateColumn = "duplicate-column"
    case partlyDecided = "partly-decided"
    case emptyFile = "empty-file"
    case idAsLabel = "id-as-label"
    case inputIsDirectory = "input-is-directory"
    case inputTwice = "input-twice"
    case labelAlike = "label-alike"
    case labelTooLong = "label-too-long"
    case listInCell = "list-in-cell"
    case invalidUTF8 = "invalid-utf-8"
    case lostJoin = "lost-join"
    case memoryExceeded = "memory-exceeded"
    case missingColumn = "missing-column"
    case missingIdentifier = "missing-identifier"
    case missingInput = "missing-input"
    case missingStratum = "missing-stratum"
    case missingSubject = "missing-subject"
    case noAnswer = "no-answer"
    case noHeader = "no-header"
    case noMatch = "no-match"
    case noRows = "no-rows"
    case noSuchLabel = "no-such-label"
    case notANumber = "not-a-number"
    case notOneSelect = "not-one-select"
    case notCounts = "not-counts"
    case notText = "not-text"
    case nulByte = "nul-byte"
    case numbersAsLabels = "numbers-as-labels"
    case openQuote = "open-quote"
    case queryRefused = "query-refused"
    case raggedRow = "ragged-row"
    case repeatedIdentifier = "repeated-identifier"
    case repeatedInput = "repeated-input"
    case repeatedItem = "repeated-item"
    case repeatedRank = "repeated-rank"
    case repeatedSubject = "repeated-subject"
    case repeatedTime = "repeated-time"
    case rowTooLong = "row-too-long"
    case strayQuote = "stray-quote"
    case strayReturn = "stray-return"
    case textAfterQuote = "text-after-quote"
    case tooManyGroups = "too-many-groups"
    case tooManyLabels = "too-many-labels"
    case truncatedArrow = "truncated-arrow"
    case truncatedGzip = "truncated-gzip"
    case truncatedZstd = "truncated-zstd"
    case unequalColumns = "unequal-columns"
    case unexpectedLabel = "unexpected-label"
    case unknownTarget = "unknown-target"
    case unreadableInput = "unreadable-input"
    case unsupportedColumn = "unsupported-column"
    case unsupportedCompression = "unsupported-compression"
    case untypedColumn = "untyped-column"
    case utf16 = "utf-16"

    /// What the code stands for.
    package var meaning: String {
      switch self {
      case .badAge: "An age is not a number from 0 to 150."
      case .badAmount: "An amount, or a prediction of one, is not a finite number."
      case .badCount: "A count is not a plain whole number of 0 or more."
      case .badEngagement: "An engagement is not a number of 0 or more."
      case .badGrade: "A grade is not a finite number."
      case .badGuardian: "A field that should say whether a guardian has agreed says neither yes nor no."
      case .badPeriod:
        "A consent ends before it begins, or a row was used before its data were collected, or after the day of the audit."
      case .badPopularity: "A popularity is not a number of 0 or more."
      case .badRank: "A rank is not a whole number above 0."
      case .badScore: "A score is not a finite number."
      case .badTime: "A time is no date, and no date with a time of day."
      case .badWeight: "A sampling weight is not a number of 0 or more."
      case .changedInput: "A file has changed while it was read."
      case .columnUsedTwice: "The plan gives one column two parts that exclude each other."
      case .corruptGzip, .corruptZstd: "Compressed data does not unpack."
      case .corruptArrow: "An Arrow stream or file contradicts itself, or another follows it."
      case .corruptJSON: "A line of a JSON Lines file is no object, or has a key twice."
      case .truncatedArrow: "An Arrow stream or file ends before all of it was written."
      case .corruptParquet: "A Parquet file is damaged or cut short."
      case .countTooLarge: "The counts add up to more than 9,007,199,254,740,992, beyond which sums are not exact."
      case .decimalsAsLabels: "A column of numbers with decimals stands where labels are needed."
      case .deletedRows: "A folder is a Delta or Iceberg table, whose files still hold rows that were deleted."
      case .duplicateColumn: "Two columns of a file have the same name."
      case .partlyDecided: "More rows lack the decision of some model than the plan passes over."
      case .emptyFile: "A file holds no header row."
      case .idAsLabel: "A label that reports would print is the id of a person."
      case .inputIsDirectory: "A source is a directory."
      case .inputTwice: "A file is given twice, so that its rows would count twice."
      case .invalidUTF8: "A file is not UTF-8 text."
      case .labelAlike:
        "A label differs from one of the plan only in case, blanks, Unicode form, or in how a number is written."
      case .labelTooLong: "A label of a group or a stratum is longer than any name: is it the right column?"
      case .listInCell: "A cell of ranked lists holds a whole list, where a row is one item."
      case .lostJoin: "More than a fifth of the rows of a table name users or items that are in no table of the plan."
      case .memoryExceeded:
        "The rows of lists from a stream, or the numbers that the plan asks for, take more memory than granted."
      case .missingColumn: "A column that the plan names is not in the file."
      case .missingIdentifier: "A row has no user or no item."
      case .missingInput: "A file does not exist."
      case .missingStratum:
        "A row has no stratum although the plan declares a column of strata that were sampled apart."
      case .missingSubject: "A row has no subject or no cluster although the plan declares a column of them."
      case .noHeader: "A file begins with data where the names of its columns should stand."
      case .noAnswer: "A database is not there, not reached, or its program or library is not here."
      case .notOneSelect: "The query of a plan is more than one statement, or none that only reads."
      case .queryRefused: "A database refuses the query of a plan."
      case .noMatch: "A pattern matches no file."
      case .noRows: "The files of the lists hold no rows."
      case .noSuchLabel: "No row has a label of a list of the plan: a slip in the plan, or another column."
      case .notANumber: "A column with bins holds text that is no number and is not declared as unknown."
      case .notCounts: "A table of counts is not all that its query counted, or holds rows."
      case .notText:
        "A file is neither delimited text nor Parquet, Arrow or JSON Lines: a spreadsheet, an archive, a web page."
      case .nulByte: "A file holds a NUL byte."
      case .numbersAsLabels:
        "A group column holds many different numbers and has no bins, so that each number would be a group of its own."
      case .openQuote: "A quoted field is never closed."
      case .raggedRow: "A row has more or fewer fields than the header."
      case .repeatedIdentifier: "A table of users or items has two rows for the same one."
      case .repeatedInput: "Two files of a table hold the same rows, which would count twice."
      case .repeatedItem: "A list holds the same item twice."
      case .repeatedRank: "A list has two items with the same rank."
      case .repeatedSubject:
        "A subject appears in more than one row where each may stand in one alone: beside a count or within a cluster."
      case .repeatedTime: "A person chose two levels at the same time."
      case .rowTooLong: "A row is longer than the limit, most often because of an open quote."
      case .strayQuote: "A quote stands inside a field that does not begin with one."
      case .strayReturn: "A carriage return stands without a line feed."
      case .textAfterQuote: "Text follows the closing quote of a field."
      case .tooManyGroups: "The group columns have more combinations than the limit."
      case .tooManyLabels: "A group column has more distinct labels than the limit."
      case .truncatedGzip, .truncatedZstd: "Compressed data ends too early."
      case .unequalColumns: "Arrays that stand for the columns of one table have different lengths."
      case .unexpectedLabel:
        "A decision or an outcome is neither on the one nor on the other declared list, or a level is not among those declared."
      case .unknownTarget: "A target gives a share to a group that no item of the table belongs to."
      case .unreadableInput: "A file cannot be read."
      case .unsupportedColumn:
        "A column of a Parquet, an Arrow or a JSON Lines file is stored in a way that is not read here."
      case .unsupportedCompression: "A file is compressed in a way that is not supported."
      case .untypedColumn: "A name in the header of a RecBole file has no type."
      case .utf16: "A file is UTF-16 or UTF-32 text."
      }
    }
  }
}
