/// Why a text is no JSON document.
package struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Byte offset of the first wrong byte.
  package let offset: Int
  /// What is wrong.
  package let reason: String

  /// The reason with its place.
  package var description: String { "byte \(offset): \(reason)" }
}

extension JSONValue {
  /// Parses one JSON document [RFC8259].
  ///
  /// Refused: bytes that are not UTF-8, lone surrogates, a member named twice, numbers beyond the range of doubles,
  /// nesting deeper than 200, and anything after the document.
  package init(parsing bytes: [UInt8]) throws(JSONError) {
    var parser = JSONParser(bytes: bytes)
    self = try parser.document()
  }
}

private struct JSONParser {
  let bytes: [UInt8]
  var position = 0
  var depth = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  func failure(_ reason: String) -> JSONError { JSONError(offset: position, reason: reason) }

  mutating func document() throws(JSONError) -> JSONValue {
    let value = try value()
    skipSpace()
    guard current == nil else { throw failure("text after the end of the document") }
    return value
  }

  mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  mutating func value() throws(JSONError) -> JSONValue {
    skipSpace()
    guard let byte = current else { throw failure("the document ends too early") }
    switch byte {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  mutating func word(_ word: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
    guard bytes[position...].starts(with: word.utf8) else { throw failure("expected \(word)") }
    position += word.utf8.count
    return value
  }

  mutating func enter() throws(JSONError) {
    depth += 1
    position += 1
    if depth > 200 { throw failure("nested too deeply") }
  }

  /// After an element: true when another one follows, false at the closing bracket.
  mutating func another(closing: UInt8) throws(JSONError) -> Bool {
    skipSpace()
    guard let byte = current else { throw failure("the document ends too early") }
    guard byte == closing || byte == UInt8(ascii: ",") else { throw failure("expected a comma or a closing bracket") }
    position += 1
    return byte != closing
  }

  /// After an opening bracket: true when it closes at once.
  mutating func closesAtOnce(_ closing: UInt8) -> Bool {
    skipSpace()
    guard current == closing else { return false }
    position += 1
    return true
  }

  mutating func array() throws(JSONError) -> JSONValue {
    try enter()
    defer { depth -= 1 }
    var elements: [JSONValue] = []
    if closesAtOnce(UInt8(ascii: "]")) { return .array([]) }
    repeat { elements.append(try value()) } while try another(closing: UInt8(ascii: "]"))
    return .array(elements)
  }

  mutating func object() throws(JSONError) -> JSONValue {
    try enter()
    defer { depth -= 1 }
    var members: [(key: String, value: JSONValue)] = []
    // Bytes, since texts that only look the same are two names. A few are compared one by one.
    var names: Set<[UInt8]> = []
    if closesAtOnce(UInt8(ascii: "}")) { return .object([]) }
    repeat {
      skipSpace()
      guard current == UInt8(ascii: "\"") else { throw failure("expected a member's name") }
      let name = try string()
      let isNew: Bool
      if members.count < 48 {
        // Names that are not the same text are not the same bytes either, and seldom are they.
        isNew = !members.contains { $0.key == name && $0.key.utf8.elementsEqual(name.utf8) }
      } else {
        if names.isEmpty { names = Set(members.map { Array($0.key.utf8) }) }
        isNew = names.insert(Array(name.utf8)).inserted
      }
      guard isNew else { throw failure("a member is named twice") }
      skipSpace()
      guard current == UInt8(ascii: ":") else { throw failure("expected a colon") }
      position += 1
      members.append((name, try value()))
    } while try another(closing: UInt8(ascii: "}"))
    return .object(members)
  }

  mutating func string() throws(JSONError) -> String {
    position += 1
    // Nearly all text has no escapes.
    let end = plainEnd()
    if end < bytes.count, bytes[end] == UInt8(ascii: "\"") {
      guard let string = String(validating: bytes[position..<end], as: UTF8.self) else {
        position = end + 1
        throw failure("text that is not UTF-8")
      }
      position = end + 1
      return string
    }
    var text: [UInt8] = []
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        guard let string = String(validating: text, as: UTF8.self) else { throw failure("text that is not UTF-8") }
        return string
      case UInt8(ascii: "\\"):
        position += 1
        try escape(into: &text)
      case 0..<0x20: throw failure("a control character inside text")
      default:
        let end = plainEnd()
        text += bytes[position..<end]
        position = end
      }
    }
    throw failure("text that does not end")
  }

  /// Where text that stands for itself ends.
  private func plainEnd() -> Int {
    var end = position
    while end < bytes.count, bytes[end] >= 0x20, bytes[end] != UInt8(ascii: "\""), bytes[end] != UInt8(ascii: "\\") {
      end += 1
    }
    return end
  }

  mutating func escape(into text: inout [UInt8]) throws(JSONError) {
    guard let byte = current else { throw failure("text that does not end") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var unit = try hexadecimal()
      if (0xD800..<0xDC00).contains(unit) {
        guard bytes[position...].starts(with: "\\u".utf8) else { throw failure("a lone surrogate") }
        position += 2
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { throw failure("a lone surrogate") }
        unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(unit) else { throw failure("a lone surrogate") }
      text.append(contentsOf: Array(String(Character(scalar)).utf8))
    default: throw failure("an unknown escape")
    }
  }

  mutating func hexadecimal() throws(JSONError) -> UInt32 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw failure("expected four hexadecimal digits") }
    position += 4
    return value
  }

  mutating func number() throws(JSONError) -> Double {
    let start = position
    func isDigit(_ byte: UInt8?) -> Bool { byte.map { (0x30...0x39).contains($0) } ?? false }
    if current == UInt8(ascii: "-") { position += 1 }
    guard isDigit(current) else { throw failure("expected a value") }
    if current == UInt8(ascii: "0") {
      position += 1
      if isDigit(current) { throw failure("a number with a leading zero") }
    }
    while isDigit(current) { position += 1 }
    if current == UInt8(ascii: ".") {
      position += 1
      guard isDigit(current) else { throw failure("expected a digit") }
      while isDigit(current) { position += 1 }
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      guard isDigit(current) else { throw failure("expected a digit") }
      while isDigit(current) { position += 1 }
    }
    guard let value = Double(String(decoding: bytes[start..<position], as: UTF8.self)), value.isFinite else {
      throw failure("a number beyond the range of doubles")
    }
    return value
  }
}
