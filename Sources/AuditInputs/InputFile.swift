import AuditRecord

/// A file to read, or standard input.
package struct InputFile: Sendable, Hashable {
  /// How the plan names it (for a match of a pattern: the match); `-` is standard input.
  package let given: String

  /// Where it is.
  package let path: String

  /// The query whose answer it is; nothing for a file.
  package var query: SourceQuery?

  /// Names a file without looking at it.
  ///
  /// - Parameters:
  ///   - given: The path, or `-` for standard input.
  ///   - base: The directory that a relative path starts from; nothing means the current one.
  package init(_ given: String, relativeTo base: String? = nil) {
    self.given = given
    path = Self.join(base, given)
  }

  /// A file that lies at a path, whatever it is called.
  package init(_ given: String, at path: String) { (self.given, self.path) = (given, path) }

  /// The answer of a query, called as its table is, since it has no name of its own.
  package init(_ table: TableName, answering query: SourceQuery, relativeTo base: String? = nil) {
    given = table.rawValue
    path = Self.join(base, query.database ?? "")
    self.query = query
  }

  /// Whether it is known where it lies, so that it is no pattern and its path starts nowhere else.
  package var isPlaced: Bool { query == nil && path != given }

  /// The last component of the path; `-` is standard input.
  package var name: String { isStandardInput ? "-" : Path.lastComponent(given) }

  /// Whether it is standard input.
  package var isStandardInput: Bool { given == "-" }

  /// A path from a directory; the path alone for standard input and where it is absolute.
  package static func join(_ base: String?, _ path: String) -> String {
    guard let base, !base.isEmpty, path != "-", !path.hasPrefix("/") else { return path }
    return base.hasSuffix("/") ? base + path : base + "/" + path
  }
}
