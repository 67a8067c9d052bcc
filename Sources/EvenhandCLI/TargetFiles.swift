import Evenhand

/// Files that somebody names for results.
enum TargetFiles {
  /// Checks, before anything is computed, that every file can be written and that none of them is read or sealed.
  ///
  /// - Parameters:
  ///   - sources: Files that the command reads.
  ///   - bundle: The folder that the command writes, if it writes one.
  static func check(_ paths: [String], sources: [String], bundle: Bundle? = nil) throws {
    for path in paths {
      let folder = Path.folder(of: path)
      let isOwn = bundle.map { Files.isSame($0.folder, folder) } == true
      guard Files.isFolder(folder) || isOwn else {
        throw UsageError("\(path): there is no folder \(folder) to write it to")
      }
      if sources.contains(where: { Files.isSame($0, path) }) {
        throw UsageError("\(path): this file is read here, and would be overwritten")
      }
      let around = Bundle(folder: folder)
      let isBundle =
        Files.exists(around.path("SHA256SUMS")) || isOwn || sources.contains { Files.isSame($0, folder) }
      if around.isSigned || (isBundle && (Bundle.names + ["signoffs"]).contains(Path.lastComponent(path))) {
        throw UsageError("\(path): this file belongs to a bundle, and would no longer fit its digests")
      }
    }
  }
}
