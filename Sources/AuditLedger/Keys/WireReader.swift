/// Why bytes are no key, certificate or signature of OpenSSH's.
package struct WireError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  package let description: String

  init(_ description: String) { self.description = description }
}

/// Reads the length-prefixed fields of OpenSSH's formats [RFC4251, section 5].
struct WireReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: some Sequence<UInt8>) { rest = Array(bytes)[...] }

  var isAtEnd: Bool { rest.isEmpty }

  /// The next `count` bytes.
  mutating func bytes(_ count: Int) throws(WireError) -> [UInt8] {
    guard count >= 0, rest.count >= count else { throw WireError("a field is longer than what is left") }
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  /// A 32-bit number, most significant byte first.
  mutating func uint32() throws(WireError) -> UInt32 { try bytes(4).reduce(0) { $0 << 8 | UInt32($1) } }

  /// A 64-bit number, most significant byte first.
  mutating func uint64() throws(WireError) -> UInt64 { try bytes(8).reduce(0) { $0 << 8 | UInt64($1) } }

  /// A byte string with its length before it.
  mutating func string() throws(WireError) -> [UInt8] { try bytes(Int(try uint32())) }

  /// A byte string that is UTF-8 text.
  mutating func text() throws(WireError) -> String {
    guard let text = String(validating: try string(), as: UTF8.self) else { throw WireError("a name is not UTF-8") }
    return text
  }

  /// A whole number that is not negative, without leading zeros.
  mutating func natural() throws(WireError) -> [UInt8] {
    let bytes = try string()
    guard bytes.first.map({ $0 < 0x80 }) ?? true else { throw WireError("a negative number") }
    if bytes.count > 1, bytes[0] == 0, bytes[1] < 0x80 { throw WireError("a number with needless zeros") }
    return Array(bytes.drop { $0 == 0 })
  }

  /// Demands that nothing is left.
  func end() throws(WireError) {
    guard isAtEnd else { throw WireError("bytes after the end") }
  }
}

/// Writes the same fields.
enum Wire {
  static func string(_ bytes: some Collection<UInt8>) -> [UInt8] { uint32(UInt32(bytes.count)) + bytes }

  static func uint32(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
}
