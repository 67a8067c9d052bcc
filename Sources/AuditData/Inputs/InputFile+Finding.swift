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
  public var isStream: Bool {
    guard !isStandardInput else { return true }
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
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
  /// exactly that name.
  ///
  /// - Parameters:
  ///   - patterns: Paths, patterns, or `-`, in the order in which to read them.
  ///   - base: The directory that relative paths start from.
  /// - Throws: ``ReadError`` if a file is missing, unreadable, a directory, or given twice, or if a pattern matches
  ///   nothing.
  public static func resolve(_ patterns: [String], relativeTo base: String) throws(ReadError) -> [InputFile] {
    try resolve(patterns.map { InputFile($0) }, relativeTo: base)
  }

  /// Finds files by their names; one that is placed already stays where it is.
  public static func resolve(_ named: [InputFile], relativeTo base: String) throws(ReadError) -> [InputFile] {
    var files: [InputFile] = []
    for file in named {
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
    var seen: Set<[UInt64]> = []
    for file in files {
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
        hint: "name a file in it, or a pattern such as \(Path.lastComponent(given))/*.csv")
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
  public func resolved(relativeTo folder: String) throws(ReadError) -> InputTable {
    var table = self
    table.files = try InputFile.resolve(files, relativeTo: folder)
    return table
  }
}

extension DecisionColumns {
  /// The columns with the files that are there.
  public func resolved(relativeTo folder: String) throws(ReadError) -> DecisionColumns {
    var columns = self
    columns.table = try table.resolved(relativeTo: folder)
    return columns
  }
}

extension ListColumns {
  /// The columns with the files that are there, of each table.
  public func resolved(relativeTo folder: String) throws(ReadError) -> ListColumns {
    var columns = self
    for name in TableName.allCases { columns[table: name] = try self[table: name]?.resolved(relativeTo: folder) }
    return columns
  }
}
