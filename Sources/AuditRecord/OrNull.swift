/// An optional that is written as `null` and never left out, so that a record always shows which value is missing.
///
/// What a value can do is asked for by the conformances alone: a requirement of the type itself would be looked up among
/// all conformances of the program wherever a wrapped member is copied for the first time.
@propertyWrapper
public struct OrNull<Value> {
  /// The value, or nothing.
  public var wrappedValue: Value?

  /// Wraps a value or nothing.
  public init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }
}

extension OrNull: Sendable where Value: Sendable {}
extension OrNull: Equatable where Value: Equatable {}
extension OrNull: Hashable where Value: Hashable {}

extension OrNull: Decodable where Value: Decodable {
  /// Reads a value or `null`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    wrappedValue = container.decodeNil() ? nil : try container.decode(Value.self)
  }
}

extension OrNull: Encodable where Value: Encodable {
  /// Writes the value or `null`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
  }
}

extension KeyedEncodingContainer {
  /// Writes the value or `null` without the wrapper, which would have to be looked up at run time.
  public mutating func encode<Value: Encodable>(_ value: OrNull<Value>, forKey key: Key) throws {
    if let value = value.wrappedValue { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
  }
}

extension KeyedDecodingContainer {
  /// A key that an older record does not hold reads as nothing.
  public func decode<Value: Decodable>(_ type: OrNull<Value>.Type, forKey key: Key) throws -> OrNull<Value> {
    OrNull(wrappedValue: try decodeIfPresent(Value.self, forKey: key))
  }
}
