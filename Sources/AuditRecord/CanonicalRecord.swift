/// Why a file is no record that this version can read.
public struct RecordError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, and where.
  public let description: String

  /// States a reason.
  public init(_ description: String) { self.description = description }
}

/// The canonical bytes of a value and back: member names in kebab case, RFC 8785 layout.
package enum Canonical {
  /// The canonical text of `value`, without a final newline.
  ///
  /// - Throws: `RecordError` if a number in `value` is not finite.
  package static func text(_ value: some Encodable) throws(RecordError) -> String {
    do {
      return String(decoding: try CanonicalEncoder.bytes(of: value), as: UTF8.self)
    } catch {
      throw RecordError("a value cannot be written as JSON: \(error)")
    }
  }

  /// Reads a value from JSON text.
  package static func value<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws(RecordError) -> Value {
    try decode(type, from: document(bytes))
  }

  /// The JSON document of these bytes.
  static func document(_ bytes: [UInt8]) throws(RecordError) -> JSONValue {
    do { return try JSONValue(parsing: bytes) } catch { throw RecordError("not a JSON document: \(error)") }
  }

  /// Reads a value from a document.
  static func decode<Value: Decodable>(
    _ type: Value.Type, from document: JSONValue
  ) throws(RecordError) -> Value {
    do {
      return try CanonicalDecoder.decode(type, from: document)
    } catch let error as DecodingError {
      throw RecordError(words(error))
    } catch {
      throw RecordError("cannot be read")
    }
  }

  private static func words(_ error: DecodingError) -> String {
    func place(_ context: DecodingError.Context) -> String {
      let path = context.codingPath.map { key in key.intValue.map { "[\($0)]" } ?? ".\(kebab(key.stringValue))" }
      return path.isEmpty ? "the top level" : String(path.joined().drop { $0 == "." })
    }
    switch error {
    case .keyNotFound(let key, let context): return "\(place(context)) has no \"\(kebab(key.stringValue))\""
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "\(place(context)) is of another type than a record has there"
    case .dataCorrupted(let context): return "\(place(context)) holds a value that no record has there"
    @unknown default: return "cannot be read"
    }
  }

  static func kebab(_ name: String) -> String {
    var bytes: [UInt8] = []
    appendKebab(name, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  static func appendKebab(_ name: String, to output: inout [UInt8]) {
    var name = name
    name.withUTF8 { text in
      var plain = 0
      for (index, byte) in text.enumerated() where (0x41...0x5A).contains(byte) {
        output += text[plain..<index]
        output += [UInt8(ascii: "-"), byte | 0x20]
        plain = index + 1
      }
      output += text[plain...]
    }
  }

  /// Whether a text is the name of a member in kebab case.
  static func isKebab(_ text: String, of name: String) -> Bool {
    var rest = text.utf8.makeIterator()
    for byte in name.utf8 {
      if (0x41...0x5A).contains(byte) {
        guard rest.next() == UInt8(ascii: "-"), rest.next() == byte | 0x20 else { return false }
      } else if rest.next() != byte {
        return false
      }
    }
    return rest.next() == nil
  }
}

extension Record {
  /// The canonical text, which is the record's identity.
  package func canonicalText() throws(RecordError) -> String { try Canonical.text(self) }

  /// Reads `record.json`. Members that this version does not know are passed over; see ``SealedRecord/init(parsing:)``.
  ///
  /// - Throws: `RecordError` when it is no JSON, of another schema version, or lacks what every record holds.
  package init(parsing bytes: [UInt8]) throws(RecordError) { self = try SealedRecord(parsing: bytes).record }

  init(_ document: JSONValue) throws(RecordError) {
    guard let schema = document["schema"]?.text else {
      throw RecordError("no \"schema\" at the top level: this is no evenhand record")
    }
    guard schema == Record.currentSchema else {
      throw RecordError("its schema is \"\(schema.prefix(40))\"; this version reads \"\(Record.currentSchema)\"")
    }
    self = try Canonical.decode(Record.self, from: document)
  }
}
