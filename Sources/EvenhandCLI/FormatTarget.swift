import ArgumentParser

/// A format that somebody names.
protocol NamedFormat {
  init?(name: String)
}

/// `name` or `name=path`: a format and the file it goes to; without a file it goes to standard output.
struct FormatTarget<Format: NamedFormat>: ExpressibleByArgument {
  let format: Format
  let path: String?

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let format = Format(name: parts[0]) else { return nil }
    self.format = format
    path = parts.count == 2 && !parts[1].isEmpty ? parts[1] : nil
  }

  /// - Throws: `ValidationError` if two of them go to standard output.
  static func check(_ targets: [FormatTarget]) throws {
    if targets.count(where: { $0.path == nil }) > 1 {
      throw ValidationError("standard output carries one format; give the others a file, as markdown=report.md")
    }
  }
}
