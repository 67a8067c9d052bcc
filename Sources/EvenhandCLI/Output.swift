import Evenhand

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Results go to standard output, talk to standard error.
enum Output {
  /// Writes a result; a closed pipe is no failure, everything else that cuts a result short is.
  static func result(_ text: String) throws {
    guard let number = write(text, to: 1), number != EPIPE else { return }
    throw UsageError("standard output cannot be written: \(String(cString: strerror(number)))")
  }

  /// Writes a line of talk, with control characters of the data made harmless.
  static func talk(_ text: String) {
    _ = write(
      text.split(separator: "\n", omittingEmptySubsequences: false).map(harmless).joined(separator: "\n") + "\n", to: 2)
  }

  /// The line with every control character but the line's own end spelled out.
  private static func harmless(_ line: Substring) -> String { Escaping.terminal(String(line)) }

  /// Writes all of a text.
  ///
  /// - Returns: The error's number, or nothing.
  static func write(_ text: String, to descriptor: Int32) -> Int32? {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        return errno
      }
      bytes = bytes.dropFirst(written)
    }
    return nil
  }

  /// True if a descriptor is a terminal that can move its cursor.
  static func isTerminal(_ descriptor: Int32, environment: [String: String]) -> Bool {
    isatty(descriptor) == 1 && environment["TERM"] != "dumb" && environment["CI"] == nil
  }
}

extension Output {
  /// How wide a line may be: as the terminal is, else as a log is.
  static var width: Int {
    var size = winsize()
    guard isTerminal(1, environment: Environment.variables), ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0
    else {
      return GateText.usualWidth
    }
    return Int(size.ws_col)
  }
}

/// The variables of the environment.
enum Environment {
  static let variables: [String: String] = {
    var variables: [String: String] = [:]
    var pointer = environ
    while let entry = pointer.pointee {
      let text = String(cString: entry)
      if let equals = text.firstIndex(of: "=") {
        variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
      }
      pointer += 1
    }
    return variables
  }()
}
