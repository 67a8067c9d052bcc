#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A lock on a folder that ends with the process, however it ends.
struct FolderLock: ~Copyable {
  private let descriptor: Int32

  /// Waits for the lock at most `patience` tenths of a second.
  init(_ folder: String, patience: Int = 50) throws(SignOffError) {
    descriptor = open("\(folder)/.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw SignOffError(.unwritable, "\(folder) cannot be written: \(String(cString: strerror(errno)))")
    }
    for _ in 0...patience {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
      usleep(100_000)
    }
    close(descriptor)
    throw SignOffError(.busy, "somebody else is signing this bundle; try again when they are done")
  }

  deinit { close(descriptor) }
}
