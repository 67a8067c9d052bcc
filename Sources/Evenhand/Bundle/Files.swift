#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Something about a file or folder that a person can mend.
public struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The error's name, as `evenhand explain` knows it.
  package let code: Code
  /// The path, the cause and the mend.
  public let description: String
  /// The cause alone.
  package let reason: String

  /// Kinds of errors with files.
  package enum Code: String, Sendable, CaseIterable, Hashable {
    /// A file cannot be read.
    case unreadable = "file-unreadable"
    /// A file or folder cannot be written.
    case unwritable = "file-unwritable"
    /// The output folder holds something that is no bundle.
    case notABundle = "folder-not-a-bundle"
    /// The output folder holds a bundle that people have signed.
    case signedBundle = "folder-signed-bundle"
    /// Somebody else is writing the folder.
    case busy = "folder-busy"
    /// A name in a bundle is a link.
    case link = "file-is-a-link"
    /// The key of pseudonyms is no key, or lies where others come by it.
    case unsafeKey = "key-unsafe"

    /// What happened, and what to do.
    package var meaning: String {
      switch self {
      case .unreadable: "A file does not exist or may not be read: check the path and its permissions."
      case .unwritable: "A file or folder cannot be written: check permissions and free space."
      case .notABundle:
        "The output folder holds files that evenhand did not write. Name another folder; nothing was changed."
      case .signedBundle:
        "The output folder holds a bundle that people have signed. Name another folder; a signed bundle is never replaced."
      case .busy: "Another audit or signer is at work in the folder. Wait until it is done, or name another folder."
      case .unsafeKey:
        "The key of pseudonyms can be read by others, lies where it would travel with results, or is none. Keep it apart, readable by its owner alone."
      case .link: "A name in a bundle is a link, which could lead anywhere. Links are never followed; remove it."
      }
    }
  }

  init(_ code: Code, _ path: String, _ cause: String, hint: String? = nil) {
    self.code = code
    reason = cause
    description = "\(path): \(cause)" + (hint.map { " (\($0))" } ?? "")
  }
}

/// Whole files, read and written; the rest of the system sees bytes.
package enum Files {
  /// The largest file that is read whole.
  package static let largest = 1 << 31

  /// The bytes of a regular file of at most `limit` bytes: a pipe or a device may never end.
  package static func read(_ path: String, limit: Int = Files.largest) throws(FileError) -> [UInt8] {
    guard !path.utf8.contains(0) else { throw FileError(.unreadable, path, "a path holds no NUL character") }
    let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { throw FileError(.unreadable, path, reason(errno), hint: "check the path") }
    defer { close(file) }
    return try read(file, named: path, limit: limit)
  }

  static func read(_ file: Int32, named path: String, limit: Int) throws(FileError) -> [UInt8] {
    var status = stat()
    guard fstat(file, &status) == 0 else { throw FileError(.unreadable, path, reason(errno)) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw FileError(.unreadable, path, "this is a folder") }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(
        .unreadable, path, "this is a device or a pipe, which may never end", hint: "save it to a file first")
    }
    guard status.st_size <= limit else { throw tooLarge(path, limit) }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size) + 1)
    var filled = 0
    while true {
      if filled == bytes.count { bytes += [UInt8](repeating: 0, count: max(1 << 16, bytes.count)) }
      let count = bytes.withUnsafeMutableBytes { System.read(file, $0.baseAddress! + filled, $0.count - filled) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileError(.unreadable, path, reason(errno)) }
      if count == 0 { break }
      filled += count
      guard filled <= limit else { throw tooLarge(path, limit) }
    }
    bytes.removeLast(bytes.count - filled)
    return bytes
  }

  private static func tooLarge(_ path: String, _ limit: Int) -> FileError {
    FileError(.unreadable, path, "this file is larger than \(limit >> 20) MiB", hint: "is it the right one?")
  }

  /// Writes a file as a whole: beside its place under a random name first, then moved there, so that a reader never sees
  /// half of it.
  ///
  /// A device or a pipe is written to as it is; it must not be replaced by a file. A link is replaced, never followed.
  package static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    guard !path.utf8.contains(0) else { throw FileError(.unwritable, path, "a path holds no NUL character") }
    var status = stat()
    let isThere = stat(path, &status) == 0
    guard isThere, ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) else {
      return try Folder(Path.folder(of: path)).write(bytes, to: Path.lastComponent(path), replacingLinks: true)
    }
    let file = open(path, O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { throw FileError(.unwritable, path, reason(errno)) }
    defer { close(file) }
    if let number = write(bytes, to: file) { throw FileError(.unwritable, path, reason(number)) }
  }

  /// Writes a file that is not there yet.
  ///
  /// - Throws: If something has that name, which is left as it is.
  package static func create(_ bytes: [UInt8], at path: String) throws(FileError) {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard file >= 0 else {
      throw FileError(.unwritable, path, errno == EEXIST ? "it exists, and nothing is overwritten" : reason(errno))
    }
    defer { close(file) }
    if let number = write(bytes, to: file) { throw FileError(.unwritable, path, reason(number)) }
  }

  /// Adds bytes to the end of a file, which is made if it is not there; what others add meanwhile stays.
  ///
  /// - Returns: False, with nothing written, where a regular file would hold more than `limit` bytes.
  package static func append(_ bytes: [UInt8], to path: String, limit: Int) throws(FileError) -> Bool {
    guard !path.utf8.contains(0) else { throw FileError(.unwritable, path, "a path holds no NUL character") }
    let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw FileError(.unwritable, path, reason(errno)) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw FileError(.unwritable, path, reason(errno)) }
    guard status.st_mode & S_IFMT != S_IFREG || Int(status.st_size) + bytes.count <= limit else { return false }
    if let number = write(bytes, to: file) { throw FileError(.unwritable, path, reason(number)) }
    return true
  }

  /// Writes all bytes; the error's number if that fails.
  static func write(_ bytes: [UInt8], to file: Int32) -> Int32? {
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let count = System.write(file, buffer.baseAddress! + done, buffer.count - done)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return count < 0 ? errno : EIO }
        done += count
      }
      return nil
    }
  }

  /// Makes a folder and those above it.
  package static func makeFolder(_ path: String) throws(FileError) {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += (made.isEmpty || made.hasSuffix("/") ? "" : "/") + part
      if mkdir(made, 0o777) != 0, errno != EEXIST { throw FileError(.unwritable, made, reason(errno)) }
    }
    guard isFolder(path) else { throw FileError(.unwritable, path, "this is no folder") }
  }

  /// True if something is there.
  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// True for a folder.
  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// True if both paths lead to the same thing, or have the same name in the same folder.
  package static func isSame(_ one: String, _ other: String) -> Bool {
    var left = stat()
    var right = stat()
    if stat(one, &left) == 0, stat(other, &right) == 0 {
      return left.st_dev == right.st_dev && left.st_ino == right.st_ino
    }
    func plain(_ path: String) -> String {
      Path.join(currentFolder, path).split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }
    return plain(one) == plain(other)
  }

  /// The names in a folder, in the order of their bytes; nothing if it is no folder.
  package static func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    return names(of: folder)
  }

  static func names(of folder: OpaquePointer) -> [String] {
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The current folder.
  package static var currentFolder: String {
    guard let pointer = getcwd(nil, 0) else { return "." }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  static func reason(_ number: Int32) -> String {
    switch number {
    case ENOENT: "there is no such file"
    case EACCES, EPERM, EROFS: "permission denied"
    case EISDIR: "this is a folder"
    case ELOOP: "this is a link, or one leads to another without an end"
    case ENOTDIR: "a part of the path is no folder"
    case ENOSPC: "no space left"
    default: String(cString: strerror(number))
    }
  }
}

/// The system's calls whose names are also those of members.
private enum System {
  static func read(_ file: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.read(file, buffer, count)
    #elseif canImport(Darwin)
      Darwin.read(file, buffer, count)
    #endif
  }

  static func write(_ file: Int32, _ buffer: UnsafeRawPointer, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.write(file, buffer, count)
    #elseif canImport(Darwin)
      Darwin.write(file, buffer, count)
    #endif
  }
}
