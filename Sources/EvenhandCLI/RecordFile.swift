import Evenhand

/// A record as it lies on disk, alone or in a bundle.
struct RecordFile {
  let sealed: SealedRecord
  let folder: String
  /// True if the file lies where a bundle has its record.
  private let isInPlace: Bool

  /// Reads `record.json`, named itself or by the folder that holds it.
  init(path: String) throws {
    isInPlace = Files.isFolder(path) || Path.lastComponent(path) == "record.json"
    let file = Files.isFolder(path) ? Path.join(path, "record.json") : path
    folder = Path.folder(of: file)
    do {
      sealed = try SealedRecord(parsing: Files.read(file))
    } catch let error as RecordError {
      throw RecordError("\(Path.lastComponent(file)): \(error)")
    }
  }

  /// The bundle of the record, if people signed it, or if it is whole and `evenIfUnsigned`.
  func signedBundle(_ options: @autoclosure () throws -> SignedBundle.Options, evenIfUnsigned: Bool = false) throws
    -> SignedBundle?
  {
    let bundle = Bundle(folder: folder)
    guard isInPlace, bundle.isSigned || (evenIfUnsigned && Files.exists(bundle.path("SHA256SUMS"))) else { return nil }
    return try SignedBundle(bundle, options: try options())
  }
}
