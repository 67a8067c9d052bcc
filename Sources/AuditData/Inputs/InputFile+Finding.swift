import AuditRecord

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension InputFile {
  /// Whether it can be read only once: standard input, a pipe, a device. Its digest is made while reading.
  package var isStream: Bool {
    guard !isStandardInput, query == nil else { return true }
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
  }

  /// Whether it is a pipe with a name in a folder, which waits for a writer.
  var isPipe: Bool {
    var status = stat()
    let isOpened = ["/dev/fd/", "/proc/self/fd/"].contains(where: path.hasPrefix)
    return !isOpened && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
  }

  /// Its size as stored [bytes]; nothing for a stream, or if it cannot be told.
  var size: Int? {
    var status = stat()
    guard !isStandardInput, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// Finds the files that a plan names.
  ///
  /// A pattern with `*`, `?` or `[` stands for all files it matches, in the order of their bytes, unless a file has
  /// exactly that name. A folder stands for the Parquet files beneath it, see ``files(inFolder:relativeTo:)``.
  ///
  /// - Parameters:
  ///   - patterns: Paths, patterns, or `-`, in the order in which to read them.
  ///   - base: The directory that relative paths start from.
  /// - Throws: ``ReadError`` if a file is missing, unreadable or given twice, if a folder holds no Parquet file or is a
  ///   table of Delta or Iceberg, or if a pattern matches nothing.
  package static func resolve(_ patterns: [String], relativeTo base: String) throws(ReadError) -> [InputFile] {
    try resolve(patterns.map { InputFile($0) }, relativeTo: base)
  }

  /// Finds files by their names; one that is placed already stays where it is.
  package static func resolve(_ named: [InputFile], relativeTo base: String) throws(ReadError) -> [InputFile] {
    var files: [InputFile] = []
    for file in named {
      if let query = file.query, let table = TableName(rawValue: file.given) {
        let base = file.path == (query.database ?? "") ? base : nil
        files.append(base == nil ? file : InputFile(table, answering: query, relativeTo: base))
        continue
      }
      let pattern = file.given
      guard !file.isPlaced else {
        files.append(file)
        continue
      }
      let isPattern = pattern.contains { "*?[".contains($0) }
      if isPattern, access(join(base, pattern), F_OK) != 0 {
        files += try matches(of: pattern, relativeTo: base)
      } else {
        files.append(InputFile(pattern, relativeTo: base))
      }
    }
    let found = files
    files = []
    for file in found {
      files += file.query == nil && file.isFolder ? try Self.files(inFolder: file.given, relativeTo: base) : [file]
    }
    for file in files where file.query == nil && file.isParquet { try file.checkDeletedRows() }
    var seen: Set<[UInt64]> = []
    for file in files where file.query == nil {
      guard seen.insert(try file.identity()).inserted else {
        throw ReadError(
          .inputTwice, file: file.given, message: "this input is given twice, and its rows would count twice",
          hint: "name each file once")
      }
    }
    return files
  }

  private static func matches(of pattern: String, relativeTo base: String) throws(ReadError) -> [InputFile] {
    // The base is a name, not a pattern.
    let special: Set<Character> = ["*", "?", "[", "]", "\\"]
    let prefix = pattern.hasPrefix("/") ? "" : join(base, "")
    let escaped = prefix.reduce(into: "") { $0 += special.contains($1) ? "\\\($1)" : String($1) }
    var found = glob_t()
    defer { globfree(&found) }
    let status = glob(escaped + pattern, GLOB_NOSORT, nil, &found)
    guard status == 0 else {
      throw ReadError(
        .noMatch, file: pattern, message: "no file matches this pattern",
        hint: "relative paths start at the plan's folder")
    }
    return (0..<Int(found.gl_pathc))
      .compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
      .map { InputFile(String($0.dropFirst(prefix.count)), relativeTo: prefix.isEmpty ? nil : base) }
      .sorted { $0.given.utf8.lexicographicallyPrecedes($1.given.utf8) }
  }

  // MARK: folders

  private static let ending = ".parquet"
  /// Folders within folders, at most; links may lead round.
  private static let deepest = 32

  private var isParquet: Bool { name.hasSuffix(Self.ending) }

  private var isFolder: Bool {
    var status = stat()
    return !isStandardInput && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The Parquet files beneath a folder in the order of their bytes: those whose names end so, and with no part of the path
  /// below the folder that begins with `_` or a full stop, as writers name what is no data.
  private static func files(inFolder folder: String, relativeTo base: String) throws(ReadError) -> [InputFile] {
    let folder = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    var found: [InputFile] = []
    var open = [(given: folder, depth: 0)]
    while let next = open.popLast() {
      try InputFile(next.given + "/x", relativeTo: base).checkDeletedRows(showing: folder + "/")
      for name in try InputFile(next.given, relativeTo: base).names() where !name.hasPrefix("_") && !name.hasPrefix(".")
      {
        let file = InputFile(next.given + "/" + name, relativeTo: base)
        if file.isFolder {
          if next.depth < deepest { open.append((file.given, next.depth + 1)) }
        } else if file.isParquet {
          found.append(file)
        }
      }
    }
    guard !found.isEmpty else { throw InputFile(folder, relativeTo: base).failure(EISDIR) }
    return found.sorted { $0.given.utf8.lexicographicallyPrecedes($1.given.utf8) }
  }

  /// The names in a folder.
  private func names() throws(ReadError) -> [String] {
    guard let folder = opendir(path) else { throw failure(errno) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      names.append(
        withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
          String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        })
    }
    return names
  }

  /// Throws if the file belongs to a table of Delta or Iceberg, some rows of which may have been deleted since.
  ///
  /// - Parameter folder: The folder to name in the error; without it that of the table.
  private func checkDeletedRows(showing folder: String? = nil) throws(ReadError) {
    // The folder of the table stands above those that name values of columns.
    var place = given.split(separator: "/", omittingEmptySubsequences: false).dropLast().map(String.init)
    while place.count > 1, place.last?.contains("=") == true { place.removeLast() }
    let base = path.hasSuffix(given) ? String(path.dropLast(given.count)) : ""
    func table(_ place: [String], _ kind: String, _ scan: String) -> ReadError {
      let shown = folder ?? (place.isEmpty ? "./" : place.joined(separator: "/") + "/")
      return ReadError(
        .deletedRows, file: shown,
        message: "this is \(kind) table; its Parquet files still hold rows that were deleted",
        hint: Self.duckDB("*", from: "\(scan)(\(Self.quoted(shown)))", to: "decisions.csv"))
    }
    func isFolder(_ place: [String]) -> Bool {
      InputFile(base + (place.isEmpty ? "." : place.joined(separator: "/"))).isFolder
    }
    if isFolder(place + ["_delta_log"]) { throw table(place, "a Delta", "delta_scan") }
    for root in [place, place.last == "data" ? place.dropLast() : place] where isFolder(root + ["metadata"]) {
      let metadata = InputFile(base + (root + ["metadata"]).joined(separator: "/"))
      guard try metadata.names().contains(where: { $0.hasSuffix(".metadata.json") }) else { continue }
      throw table(root, "an Iceberg", "iceberg_scan")
    }
  }

  /// What makes CSV of what DuckDB reads.
  static func duckDB(_ columns: String, from source: String, to file: String) -> String {
    "write it as CSV, in DuckDB: COPY (SELECT \(columns) FROM \(source)) TO \(quoted(file))"
  }

  /// A text as SQL has it.
  static func quoted(_ text: String, with quote: String = "'") -> String {
    let printable = text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }
    return quote + String(String.UnicodeScalarView(printable)).replacing(quote, with: quote + quote) + quote
  }

  /// Device and number of the file, after checking that it can be read.
  private func identity() throws(ReadError) -> [UInt64] {
    var status = stat()
    guard (isStandardInput ? fstat(0, &status) : stat(path, &status)) == 0 else { throw failure(errno) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw failure(EISDIR) }
    if !isStandardInput, access(path, R_OK) != 0 { throw failure(errno) }
    return isStandardInput ? [] : [UInt64(truncatingIfNeeded: status.st_dev), UInt64(status.st_ino)]
  }

  /// The error for a system call that failed.
  func failure(_ number: Int32) -> ReadError {
    switch number {
    case ENOENT, ENOTDIR:
      ReadError(
        .missingInput, file: given, message: "there is no such file", hint: "relative paths start at the plan's folder")
    case EISDIR:
      ReadError(
        .inputIsDirectory, file: given, message: "this is a directory",
        hint: "it holds no .parquet file; name a file in it, or a pattern such as \(Path.lastComponent(given))/*.csv")
    case EACCES, EPERM:
      ReadError(
        .unreadableInput, file: given, message: "this file may not be read", hint: "check its permissions with ls -l")
    default:
      ReadError(
        .unreadableInput, file: given, message: "this file cannot be read: \(String(cString: strerror(number)))")
    }
  }
}

extension InputTable {
  /// The table with the files that its names and patterns stand for; see ``InputFile/resolve(_:relativeTo:)``.
  package func resolved(relativeTo folder: String) throws(ReadError) -> InputTable {
    var table = self
    table.files = try InputFile.resolve(files, relativeTo: folder)
    return table
  }
}

extension DecisionColumns {
  /// The columns with the files that are there.
  package func resolved(relativeTo folder: String) throws(ReadError) -> DecisionColumns {
    var columns = self
    for name in TableName.allCases { columns[table: name] = try self[table: name]?.resolved(relativeTo: folder) }
    return columns
  }
}

extension ListColumns {
  /// The columns with the files that are there, of each table.
  package func resolved(relativeTo folder: String) throws(ReadError) -> ListColumns {
    var columns = self
    for name in TableName.allCases { columns[table: name] = try self[table: name]?.resolved(relativeTo: folder) }
    return columns
  }
}
