#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A program that this one has started, and what it writes.
final class ChildProcess {
  private var process = pid_t()
  private let output: Int32
  private let errors: Int32
  private var status: Int32?

  /// Starts a program with these words, the first its name; nothing where there is none.
  init?(_ words: [String]) {
    var (out, err): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
    guard pipe(&out) == 0, pipe(&err) == 0 else { return nil }
    for end in out + err { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, out[1], 1)
    posix_spawn_file_actions_adddup2(&actions, err[1], 2)
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    defer { for argument in arguments { free(argument) } }
    arguments.append(nil)
    let failure = posix_spawnp(&process, words[0], &actions, nil, arguments, environ)
    close(out[1])
    close(err[1])
    guard failure == 0 else {
      close(out[0])
      close(err[0])
      return nil
    }
    (output, errors) = (out[0], err[0])
  }

  deinit {
    close(output)
    // It ends when nobody reads on.
    _ = end()
    close(errors)
  }

  /// What it writes next; 0 bytes at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int { Self.read(output, buffer) }

  private static func read(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    while true {
      #if canImport(Darwin)
        let received = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
      #elseif canImport(Musl)
        let received = Musl.read(descriptor, buffer.baseAddress, buffer.count)
      #else
        let received = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      #endif
      if received >= 0 || errno != EINTR { return max(0, received) }
    }
  }

  /// All that is left of what it writes.
  func rest() -> [UInt8] {
    var (bytes, room) = ([UInt8](), [UInt8](repeating: 0, count: 4_096))
    while true {
      let received = room.withUnsafeMutableBytes { read(into: $0) }
      guard received > 0 else { return bytes }
      bytes += room[..<received]
    }
  }

  /// Waits for its end.
  ///
  /// - Returns: Whether it went well, and what it said otherwise.
  func end() -> (isFine: Bool, said: String) {
    var (bytes, room) = ([UInt8](), [UInt8](repeating: 0, count: 4_096))
    if status == nil {
      while bytes.count < 1 << 16 {
        let received = room.withUnsafeMutableBytes { Self.read(errors, $0) }
        guard received > 0 else { break }
        bytes += room[..<received]
      }
      var status: Int32 = 0
      while waitpid(process, &status, 0) < 0 { if errno != EINTR { break } }
      self.status = status
    }
    return (status == 0, String(decoding: bytes, as: UTF8.self))
  }
}
