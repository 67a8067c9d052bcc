/// An optional that few values have: it is kept behind a pointer, so that arrays of those without it stay small, and it is written
/// only where there is one.
///
/// Like ``OrNull`` it asks for nothing by itself.
@propertyWrapper
package struct Rare<Value> {
  fileprivate enum Kept {
    case nothing
    indirect case value(Value)
  }

  private var kept: Kept

  /// Wraps a value or nothing.
  package init(wrappedValue: Value?) { kept = wrappedValue.map(Kept.value) ?? .nothing }

  /// The value, or nothing.
  package var wrappedValue: Value? {
    get { if case .value(let value) = kept { value } else { nil } }
    set { self = Rare(wrappedValue: newValue) }
  }
}

extension Rare.Kept: Sendable where Value: Sendable {}
extension Rare.Kept: Equatable where Value: Equatable {}
extension Rare.Kept: Hashable where Value: Hashable {}
extension Rare: Sendable where Value: Sendable {}
extension Rare: Equatable where Value: Equatable {}
extension Rare: Hashable where Value: Hashable {}

extension Rare: Decodable where Value: Decodable {
  /// Reads a value or `null`.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    self.init(wrappedValue: container.decodeNil() ? nil : try container.decode(Value.self))
  }
}

extension Rare: Encodable where Value: Encodable {
  /// Writes the value or `null`; as a member, ``Swift/KeyedEncodingContainer`` leaves out what is not there.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
  }
}

extension KeyedEncodingContainer {
  /// Writes the value where there is one.
  package mutating func encode<Value: Encodable>(_ value: Rare<Value>, forKey key: Key) throws {
    try encodeIfPresent(value.wrappedValue, forKey: key)
  }
}

extension KeyedDecodingContainer {
  /// A key that the record does not hold reads as nothing.
  package func decode<Value: Decodable>(_ type: Rare<Value>.Type, forKey key: Key) throws -> Rare<Value> {
    Rare(wrappedValue: try decodeIfPresent(Value.self, forKey: key))
  }
}
