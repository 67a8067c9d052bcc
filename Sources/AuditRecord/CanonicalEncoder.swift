/// Turns an encodable value into a `JSONValue`, member names in kebab case.
///
/// Foundation's encoder would write text that had to be parsed again to be put in canonical order.
struct CanonicalEncoder: Encoder {
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]
  private let target: Target

  fileprivate init(target: Target = Target()) { self.target = target }

  /// The value, once encoded.
  static func value(_ value: some Encodable) throws -> JSONValue {
    let encoder = CanonicalEncoder()
    try value.encode(to: encoder)
    return encoder.target.value
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(Members<Key>(target: target))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer { Elements(target: target) }

  func singleValueContainer() -> any SingleValueEncodingContainer { Single(target: target) }

  /// Where a container leaves what it has encoded; filled by one container at a time.
  fileprivate final class Target {
    var members: [(key: String, value: JSONValue)]?
    var elements: [JSONValue]?
    var single = JSONValue.null

    var value: JSONValue {
      if let members { return .object(members) }
      return elements.map { .array($0) } ?? single
    }
  }

  fileprivate static func json(_ value: Double) throws -> JSONValue {
    guard value.isFinite else { throw RecordError("a number is not finite") }
    return .number(value)
  }

  fileprivate static func json(_ value: Int) throws -> JSONValue {
    guard value.magnitude <= 1 << 53 else { throw RecordError("a whole number is not exact as a double") }
    return .number(Double(value))
  }
}

private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let codingPath: [any CodingKey] = []
  let target: CanonicalEncoder.Target

  init(target: CanonicalEncoder.Target) {
    self.target = target
    target.members = target.members ?? []
  }

  private func add(_ key: Key, _ value: JSONValue) {
    target.members?.append((Canonical.kebab(key.stringValue), value))
  }

  func encodeNil(forKey key: Key) { add(key, .null) }
  func encode(_ value: String, forKey key: Key) { add(key, .string(value)) }
  func encode(_ value: Bool, forKey key: Key) { add(key, .bool(value)) }
  func encode(_ value: Double, forKey key: Key) throws { add(key, try CanonicalEncoder.json(value)) }
  func encode(_ value: Int, forKey key: Key) throws { add(key, try CanonicalEncoder.json(value)) }
  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { add(key, try CanonicalEncoder.value(value)) }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    preconditionFailure("no record nests containers by hand")
  }
  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    preconditionFailure("no record nests containers by hand")
  }
  func superEncoder() -> any Encoder { preconditionFailure("no record is a class") }
  func superEncoder(forKey key: Key) -> any Encoder { preconditionFailure("no record is a class") }
}

private struct Elements: UnkeyedEncodingContainer {
  let codingPath: [any CodingKey] = []
  let target: CanonicalEncoder.Target
  var count: Int { target.elements?.count ?? 0 }

  init(target: CanonicalEncoder.Target) {
    self.target = target
    target.elements = target.elements ?? []
  }

  func encodeNil() { target.elements?.append(.null) }
  func encode(_ value: String) { target.elements?.append(.string(value)) }
  func encode(_ value: Double) throws { target.elements?.append(try CanonicalEncoder.json(value)) }
  func encode(_ value: Int) throws { target.elements?.append(try CanonicalEncoder.json(value)) }
  func encode(_ value: some Encodable) throws { target.elements?.append(try CanonicalEncoder.value(value)) }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    preconditionFailure("no record nests containers by hand")
  }
  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    preconditionFailure("no record nests containers by hand")
  }
  func superEncoder() -> any Encoder { preconditionFailure("no record is a class") }
}

private struct Single: SingleValueEncodingContainer {
  let codingPath: [any CodingKey] = []
  let target: CanonicalEncoder.Target

  func encodeNil() { target.single = .null }
  func encode(_ value: String) { target.single = .string(value) }
  func encode(_ value: Bool) { target.single = .bool(value) }
  func encode(_ value: Double) throws { target.single = try CanonicalEncoder.json(value) }
  func encode(_ value: Int) throws { target.single = try CanonicalEncoder.json(value) }
  func encode(_ value: some Encodable) throws {
    // A generic wrapper, such as OrNull, reaches this one with leaves too.
    switch value {
    case let leaf as String: encode(leaf)
    case let leaf as Bool: encode(leaf)
    case let leaf as Double: try encode(leaf)
    case let leaf as Int: try encode(leaf)
    default:
      precondition(!(value is any BinaryInteger || value is any BinaryFloatingPoint), "records hold Int and Double")
      try value.encode(to: CanonicalEncoder(target: target))
    }
  }
}
