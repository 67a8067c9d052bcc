#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder that is held open, so that names in it mean the same from the first look to the last.
///
/// Whoever can write the folder can put a link in the place of a file. Here no link is followed: a name that is one is
/// refused and named, and what is written goes to a new file of a random name first. Nothing outside the folder is ever
/// read, written or removed. The folder itself may be reached through links, since the user named it.
final class Folder: Sendable {
  /// Where it lies, for messages.
  let path: String
  private let descriptor: Int32

  /// Opens a folder.
  init(_ path: String) throws(FileError) {
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(.unreadable, path, Files.reason(errno)) }
    self.path = path
  }

  private init(_ path: String, descriptor: Int32) { (self.path, self.descriptor) = (path, descriptor) }

  deinit { close(descriptor) }

  private func place(_ name: String) -> String { "\(path)/\(name)" }

  // MARK: looking

  /// What a name stands for.
  enum Kind {
    case file, folder, link, other
  }

  /// What `name` stands for; nothing if it is not there.
  func kind(of name: String) -> Kind? {
    var status = stat()
    guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
    return switch status.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .folder
    case S_IFLNK: .link
    default: .other
    }
  }

  /// True if something has the name, be it a link to nowhere.
  func holds(_ name: String) -> Bool { kind(of: name) != nil }

  /// The names in the folder, in the order of their bytes.
  func names() throws(FileError) -> [String] {
    let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0, let folder = fdopendir(copy) else { throw FileError(.unreadable, path, Files.reason(errno)) }
    defer { closedir(folder) }
    return Files.names(of: folder)
  }

  /// Opens a folder in this one, or makes it.
  func folder(_ name: String, create: Bool = false) throws(FileError) -> Folder {
    if create, mkdirat(descriptor, name, 0o777) != 0, errno != EEXIST {
      throw FileError(.unwritable, place(name), Files.reason(errno))
    }
    try refuseLink(name)
    let inner = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard inner >= 0 else { throw FileError(.unreadable, place(name), Files.reason(errno)) }
    return Folder(place(name), descriptor: inner)
  }

  /// Checks that no name in the folder is a link.
  func refuseLinks() throws(FileError) {
    for name in try names() { try refuseLink(name) }
  }

  private func refuseLink(_ name: String) throws(FileError) {
    guard kind(of: name) == .link else { return }
    throw FileError(
      .link, place(name), "this is a link, and links in a bundle are never followed", hint: "remove it")
  }

  // MARK: reading

  /// The bytes of a file of at most `limit` bytes.
  func read(_ name: String, limit: Int = Files.largest) throws(FileError) -> [UInt8] {
    try refuseLink(name)
    let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { throw FileError(.unreadable, place(name), Files.reason(errno)) }
    defer { close(file) }
    return try Files.read(file, named: place(name), limit: limit)
  }

  // MARK: writing

  /// Writes a file as a whole: under a random name first, then moved to its own, so that a reader never sees half of it.
  ///
  /// - Parameters:
  ///   - replacingLinks: True where the user named the file: then a link is replaced, else it is refused.
  ///   - isDurable: False for what can be made again, which nobody waits for to be on the disk.
  func write(
    _ bytes: [UInt8], to name: String, replacingLinks: Bool = false, isDurable: Bool = true
  ) throws(FileError) {
    if let kind = kind(of: name), kind != .file, !(kind == .link && replacingLinks) {
      try refuseLink(name)
      throw FileError(.unwritable, place(name), "this is no file", hint: "remove it")
    }
    let temporary = Folder.temporaryName()
    let file = openat(descriptor, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw FileError(.unwritable, place(name), Files.reason(errno)) }
    var number: Int32 = Files.write(bytes, to: file) ?? 0
    if number == 0, isDurable, fsync(file) != 0 { number = errno }
    close(file)
    if number == 0, renameat(descriptor, temporary, descriptor, name) != 0 { number = errno }
    guard number == 0 else {
      unlinkat(descriptor, temporary, 0)
      throw FileError(.unwritable, place(name), Files.reason(number))
    }
  }

  /// Moves what `name` stands for into another folder of the same disk.
  func move(_ name: String, to other: Folder, as new: String) throws(FileError) {
    try refuseLink(name)
    guard renameat(descriptor, name, other.descriptor, new) == 0 else {
      throw FileError(.unwritable, other.place(new), Files.reason(errno))
    }
  }

  /// Removes a file, if it is there; of a link the link itself.
  func remove(_ name: String) throws(FileError) {
    guard unlinkat(descriptor, name, 0) == 0 || errno == ENOENT else {
      throw FileError(.unwritable, place(name), Files.reason(errno))
    }
  }

  /// Removes a folder with all that is in it, if it is there; links are removed, never followed.
  func removeTree(_ name: String) throws(FileError) {
    guard kind(of: name) == .folder else { return try remove(name) }
    let inner = try folder(name)
    for part in try inner.names() { try inner.removeTree(part) }
    guard unlinkat(descriptor, name, AT_REMOVEDIR) == 0 || errno == ENOENT else {
      throw FileError(.unwritable, place(name), Files.reason(errno))
    }
  }

  /// Removes a folder of files, if it is there; of a link the link itself.
  func removeFolder(_ name: String) throws(FileError) {
    guard kind(of: name) == .folder else { return try remove(name) }
    let inner = try folder(name)
    for part in try inner.names() { try inner.remove(part) }
    guard unlinkat(descriptor, name, AT_REMOVEDIR) == 0 || errno == ENOENT else {
      throw FileError(.unwritable, place(name), Files.reason(errno))
    }
  }

  /// Waits until a file, or with no name the names in the folder, are on the disk.
  func synchronise(_ name: String? = nil) throws(FileError) {
    guard let name else {
      guard fsync(descriptor) == 0 else { throw FileError(.unwritable, path, Files.reason(errno)) }
      return
    }
    let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { throw FileError(.unwritable, place(name), Files.reason(errno)) }
    defer { close(file) }
    guard fsync(file) == 0 else { throw FileError(.unwritable, place(name), Files.reason(errno)) }
  }

  // MARK: one at a time

  /// Waits at most `patience` tenths of a second until nobody else holds the folder; it is held until this object ends.
  func lock(patience: Int = 50) -> Bool {
    for attempt in 0...patience {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
      if attempt < patience { usleep(100_000) }
    }
    return false
  }

  /// How names of files begin that are not finished.
  static let unfinished = ".evenhand-"

  /// A name that nobody can foresee.
  static func temporaryName() -> String {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    return unfinished + String(repeating: "0", count: 16 - digits.count) + digits
  }
}
