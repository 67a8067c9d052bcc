/// Reads what Parquet says about its pages: structures in the compact form of Thrift.
///
/// What does not make sense is a fault; nothing is taken on trust, and nothing is read beyond the end.
struct ThriftReader {
  /// The bytes are no structure, or end too early.
  struct Fault: Error {
    /// Whether the bytes end too early.
    let isAtEnd: Bool
  }

  /// A type as it stands before a value.
  enum Kind: UInt8 {
    case yes = 1, no, byte, short, int, long, double, binary, list, set, map, structure, uuid
  }

  private let bytes: [UInt8]
  /// Where the next byte stands.
  private(set) var at: Int
  /// Structures within structures, at most.
  private static let deepest = 48

  init(_ bytes: [UInt8], at: Int = 0) { (self.bytes, self.at) = (bytes, at) }

  private mutating func byte() throws(Fault) -> UInt8 {
    guard at < bytes.count else { throw Fault(isAtEnd: true) }
    defer { at += 1 }
    return bytes[at]
  }

  private mutating func unsigned() throws(Fault) -> UInt64 {
    var number: UInt64 = 0
    for shift in stride(from: 0 as UInt64, to: 64, by: 7) {
      let byte = try byte()
      guard shift < 63 || byte < 2 else { break }
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return number }
    }
    throw Fault(isAtEnd: false)
  }

  private mutating func signed() throws(Fault) -> Int64 {
    let number = try unsigned()
    return Int64(bitPattern: (number >> 1) ^ (0 &- (number & 1)))
  }

  /// Hands out the fields of a structure; `body` reads or skips each.
  mutating func fields(
    _ body: (inout ThriftReader, _ id: Int, _ kind: Kind) throws(Fault) -> Void
  ) throws(Fault) {
    var id = 0
    while true {
      let head = try byte()
      guard head != 0 else { return }
      guard let kind = Kind(rawValue: head & 0xF) else { throw Fault(isAtEnd: false) }
      if head >> 4 == 0 {
        let given = try signed()
        guard (0...32_767).contains(given) else { throw Fault(isAtEnd: false) }
        id = Int(given)
      } else {
        id += Int(head >> 4)
      }
      try body(&self, id, kind)
    }
  }

  /// A whole number of any size.
  mutating func number(_ kind: Kind) throws(Fault) -> Int64 {
    switch kind {
    case .byte: return Int64(Int8(bitPattern: try byte()))
    case .short, .int, .long: return try signed()
    default: throw Fault(isAtEnd: false)
    }
  }

  func truth(_ kind: Kind) throws(Fault) -> Bool {
    guard kind == .yes || kind == .no else { throw Fault(isAtEnd: false) }
    return kind == .yes
  }

  mutating func text(_ kind: Kind) throws(Fault) -> String {
    guard kind == .binary else { throw Fault(isAtEnd: false) }
    let length = try unsigned()
    guard length <= bytes.count - at else { throw Fault(isAtEnd: true) }
    defer { at += Int(length) }
    guard let text = String(validating: bytes[at..<(at + Int(length))], as: UTF8.self) else {
      throw Fault(isAtEnd: false)
    }
    return text
  }

  /// The number of elements of a list and what they are. Each takes a byte or more.
  mutating func list(_ kind: Kind) throws(Fault) -> (count: Int, kind: Kind) {
    guard kind == .list || kind == .set else { throw Fault(isAtEnd: false) }
    let head = try byte()
    let count = head >> 4 == 15 ? try unsigned() : UInt64(head >> 4)
    guard count <= bytes.count - at else { throw Fault(isAtEnd: true) }
    guard count > 0 else { return (0, .byte) }
    guard let element = Kind(rawValue: head & 0xF) else { throw Fault(isAtEnd: false) }
    return (Int(count), element)
  }

  /// Passes a value over.
  ///
  /// - Parameter isElement: Whether it stands in a list or a map, where truth takes a byte.
  mutating func skip(_ kind: Kind, isElement: Bool = false, depth: Int = 0) throws(Fault) {
    guard depth < Self.deepest else { throw Fault(isAtEnd: false) }
    switch kind {
    case .yes, .no: if isElement { _ = try byte() }
    case .byte: _ = try byte()
    case .short, .int, .long: _ = try unsigned()
    case .double: try pass(8)
    case .uuid: try pass(16)
    case .binary: try pass(try unsigned())
    case .list, .set:
      let (count, element) = try list(kind)
      for _ in 0..<count { try skip(element, isElement: true, depth: depth + 1) }
    case .map:
      let count = try unsigned()
      guard count > 0 else { return }
      let kinds = try byte()
      guard count <= bytes.count - at, let key = Kind(rawValue: kinds >> 4), let value = Kind(rawValue: kinds & 0xF)
      else { throw Fault(isAtEnd: false) }
      for _ in 0..<count {
        try skip(key, isElement: true, depth: depth + 1)
        try skip(value, isElement: true, depth: depth + 1)
      }
    case .structure:
      try fields { (reader, _, kind) throws(Fault) in try reader.skip(kind, depth: depth + 1) }
    }
  }

  private mutating func pass(_ count: UInt64) throws(Fault) {
    guard count <= bytes.count - at else { throw Fault(isAtEnd: true) }
    at += Int(count)
  }
}
