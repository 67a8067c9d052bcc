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
  /// The beginning of what it said, and whether it has said all.
  private var (said, isSilent): ([UInt8], Bool) = ([], false)

  /// How much is kept of what it says [bytes].
  private static let mostSaid = 1 << 16

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
    // Nobody waits for an answer any more.
    if status == nil { kill(process, SIGTERM) }
    _ = end()
    close(errors)
  }

  /// What it writes next; 0 bytes at the end. What it says meanwhile is taken too, so that it never waits for that.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    while !isSilent {
      var ends = [output, errors].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      guard poll(&ends, nfds_t(ends.count), -1) > 0 else {
        guard errno == EINTR else { return 0 }
        continue
      }
      if ends[1].revents != 0 { listen() }
      if ends[0].revents != 0 { break }
    }
    return Self.read(output, buffer)
  }

  /// Takes what it says next.
  private func listen() {
    var room = [UInt8](repeating: 0, count: 4_096)
    let received = room.withUnsafeMutableBytes { Self.read(errors, $0) }
    isSilent = received == 0
    said += room[..<min(received, Self.mostSaid - said.count)]
  }

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
    if status == nil {
      while !isSilent { listen() }
      var status: Int32 = 0
      while waitpid(process, &status, 0) < 0 { if errno != EINTR { break } }
      self.status = status
    }
    return (status == 0, String(decoding: said, as: UTF8.self))
  }
}
