import AuditRecord

/// A file to read, or standard input.
package struct InputFile: Sendable, Hashable {
  /// How the plan names it (for a match of a pattern: the match); `-` is standard input.
  package let given: String

  /// Where it is.
  package let path: String

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

  /// Whether it is known where it lies, so that it is no pattern and its path starts nowhere else.
  package var isPlaced: Bool { path != given }

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
