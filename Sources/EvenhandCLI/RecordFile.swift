import Evenhand

/// A record as it lies on disk.
struct RecordFile {
  let record: Record
  let folder: String

  /// Reads `record.json`, named itself or by the folder that holds it.
  init(path: String) throws {
    let file = Files.isFolder(path) ? Path.join(path, "record.json") : path
    folder = Path.folder(of: file)
    do {
      record = try Record(parsing: Files.read(file))
    } catch let error as RecordError {
      throw RecordError("\(Path.lastComponent(file)): \(error)")
    }
  }
}
