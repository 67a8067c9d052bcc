import AuditData
import AuditRecord

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file with the key of pseudonyms, which only its owner may read and which never lies where it would travel with results.
package enum KeyFile {
  /// Writes a new key where nothing is yet, readable by its owner alone.
  ///
  /// - Throws: If something has that name, or the file lies in a bundle.
  package static func create(at path: String) throws(FileError) -> PseudonymKey {
    if let bundle = bundle(around: path) { throw inside(path, bundle) }
    let key = PseudonymKey.random()
    try Files.createPrivate(key.file, at: path)
    return key
  }

  /// Reads a key.
  ///
  /// - Parameter output: The folder that is going to be written, in which the key must not lie.
  /// - Throws: If others may read it, it lies in a bundle or in the output, or it is no key.
  package static func read(_ path: String, apartFrom output: String? = nil) throws(FileError) -> PseudonymKey {
    let bytes = try Files.read(path, limit: 4_096)
    guard let key = PseudonymKey(file: bytes) else {
      throw FileError(.unsafeKey, path, "this file holds no key", hint: "evenhand key new FILE writes one")
    }
    var status = stat()
    guard stat(path, &status) == 0 else { throw FileError(.unreadable, path, Files.reason(errno)) }
    guard status.st_mode & 0o077 == 0 else {
      throw FileError(.unsafeKey, path, "others can read this key", hint: "chmod 600 \(Path.lastComponent(path))")
    }
    if let output, isInside(path, output) {
      throw FileError(
        .unsafeKey, path, "the key lies inside the output folder and would travel with it", hint: "keep it elsewhere")
    }
    if let bundle = bundle(around: path) { throw inside(path, bundle) }
    return key
  }

  private static func inside(_ path: String, _ bundle: String) -> FileError {
    FileError(
      .unsafeKey, path, "the key would lie in \(bundle), which is a bundle or an extract and is given away",
      hint: "keep it elsewhere")
  }

  /// The folders above a file, the nearest first, without links.
  private static func folders(above path: String) -> [String] {
    // The file itself may be a link, or not be there yet.
    guard let real = Files.real(path).map({ Path.folder(of: $0) }) ?? Files.real(Path.folder(of: path)) else {
      return []
    }
    var (folders, at) = ([real], real)
    while at != "/" {
      at = Path.folder(of: at)
      folders.append(at)
    }
    return folders
  }

  private static func bundle(around path: String) -> String? {
    folders(above: path).first { folder in
      ["SHA256SUMS", "minimised.json"].contains { Files.exists(Path.join(folder, $0)) }
    }
  }

  /// Whether a file lies in a folder, which need not be there yet.
  private static func isInside(_ path: String, _ folder: String) -> Bool {
    let real =
      Files.real(folder) ?? Files.real(Path.folder(of: folder)).map { Path.join($0, Path.lastComponent(folder)) }
    return real.map(folders(above: path).contains) ?? false
  }
}

extension Files {
  /// A path without links; nil where nothing has it.
  static func real(_ path: String) -> String? {
    guard let found = realpath(path.isEmpty ? "." : path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }

  /// Writes a file that is not there yet and that only its owner may read.
  static func createPrivate(_ bytes: [UInt8], at path: String) throws(FileError) {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw FileError(.unwritable, path, errno == EEXIST ? "it exists, and nothing is overwritten" : reason(errno))
    }
    defer { close(file) }
    if let number = write(bytes, to: file) { throw FileError(.unwritable, path, reason(number)) }
  }
}
