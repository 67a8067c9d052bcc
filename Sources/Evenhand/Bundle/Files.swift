#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Something about a file or folder that a person can mend.
public struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The error's name, as `evenhand explain` knows it.
  public let code: Code
  /// The path, the cause and the mend.
  public let description: String
  /// The cause alone.
  public let reason: String

  /// Kinds of errors with files.
  public enum Code: String, Sendable, CaseIterable, Hashable {
    /// A file cannot be read.
    case unreadable = "file-unreadable"
    /// A file or folder cannot be written.
    case unwritable = "file-unwritable"
    /// The output folder holds something that is no bundle.
    case notABundle = "folder-not-a-bundle"
    /// The output folder holds a bundle that people have signed.
    case signedBundle = "folder-signed-bundle"

    /// What happened, and what to do.
    public var meaning: String {
      switch self {
      case .unreadable: "A file does not exist or may not be read: check the path and its permissions."
      case .unwritable: "A file or folder cannot be written: check permissions and free space."
      case .notABundle:
        "The output folder holds files that evenhand did not write. Name another folder; nothing was changed."
      case .signedBundle:
        "The output folder holds a bundle that people have signed. Name another folder; a signed bundle is never replaced."
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
public enum Files {
  /// The bytes of a file of at most `limit` bytes.
  public static func read(_ path: String, limit: Int = 1 << 31) throws(FileError) -> [UInt8] {
    guard let file = fopen(path, "rb") else {
      throw FileError(.unreadable, path, reason(errno), hint: "check the path")
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      bytes += buffer[..<count]
      guard bytes.count <= limit else {
        throw FileError(.unreadable, path, "this file is larger than \(limit >> 20) MiB", hint: "is it the right one?")
      }
      if count < buffer.count { break }
    }
    guard ferror(file) == 0 else {
      throw FileError(.unreadable, path, isFolder(path) ? "this is a folder" : reason(errno))
    }
    return bytes
  }

  /// Writes a file as a whole: beside its place first, then moved there, so that a reader never sees half of it.
  ///
  /// A device or a pipe is written to as it is; it must not be replaced by a file.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    var status = stat()
    let isSpecial = stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    let temporary = isSpecial ? path : "\(path).writing"
    guard let file = fopen(temporary, "wb") else { throw FileError(.unwritable, path, reason(errno)) }
    let written = fwrite(bytes, 1, bytes.count, file)
    let failed = written != bytes.count || fflush(file) != 0 || (!isSpecial && fsync(fileno(file)) != 0)
    let number = errno
    fclose(file)
    guard !failed, isSpecial || rename(temporary, path) == 0 else {
      let cause = reason(failed ? number : errno)
      if !isSpecial { unlink(temporary) }
      throw FileError(.unwritable, path, cause)
    }
  }

  /// Moves a file or a folder to another place on the same disk.
  public static func move(_ path: String, to other: String) throws(FileError) {
    guard rename(path, other) == 0 else { throw FileError(.unwritable, other, reason(errno)) }
  }

  /// Removes a file, if it is there.
  public static func remove(_ path: String) throws(FileError) {
    guard unlink(path) == 0 || errno == ENOENT else { throw FileError(.unwritable, path, reason(errno)) }
  }

  /// Waits until a file or the names in a folder are on the disk.
  public static func synchronise(_ path: String) throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(.unwritable, path, reason(errno)) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw FileError(.unwritable, path, reason(errno)) }
  }

  /// Makes a folder and those above it.
  public static func makeFolder(_ path: String) throws(FileError) {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += (made.isEmpty || made.hasSuffix("/") ? "" : "/") + part
      if mkdir(made, 0o777) != 0, errno != EEXIST { throw FileError(.unwritable, made, reason(errno)) }
    }
    guard isFolder(path) else { throw FileError(.unwritable, path, "this is no folder") }
  }

  /// True if something is there.
  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// True for a folder.
  public static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// True if both paths lead to the same thing, or have the same name in the same folder.
  public static func isSame(_ one: String, _ other: String) -> Bool {
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
  public static func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
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
  public static var currentFolder: String {
    guard let pointer = getcwd(nil, 0) else { return "." }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  private static func reason(_ number: Int32) -> String {
    switch number {
    case ENOENT: "there is no such file"
    case EACCES, EPERM, EROFS: "permission denied"
    case EISDIR: "this is a folder"
    case ENOTDIR: "a part of the path is no folder"
    case ENOSPC: "no space left"
    default: String(cString: strerror(number))
    }
  }
}
