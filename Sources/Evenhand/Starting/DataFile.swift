import AuditRecord

/// Files that hold rows, by their names.
package enum DataFile {
  private static let packings = [".gz", ".zst"]
  private static let endings = [
    ".csv", ".tsv", ".psv", ".parquet", ".arrow", ".arrows", ".feather", ".xlsx", ".xls", ".jsonl", ".ndjson", ".inter",
    ".user",
    ".item",
  ]

  /// Whether a file is there whose name is that of data.
  package static func isOne(_ path: String) -> Bool {
    var name = Path.lastComponent(path).lowercased()
    if let packing = packings.first(where: name.hasSuffix) { name.removeLast(packing.count) }
    return endings.contains(where: name.hasSuffix) && Files.exists(path) && !Files.isFolder(path)
  }
}
