/// A type with a value that stands for a member which a record does not hold.
public protocol Defaultable {
  /// What a missing member means.
  static var whenMissing: Self { get }
}

extension Array: Defaultable {
  /// Nothing.
  public static var whenMissing: [Element] { [] }
}

extension Dictionary: Defaultable {
  /// Nothing.
  public static var whenMissing: [Key: Value] { [:] }
}

extension Bool: Defaultable {
  /// No.
  public static let whenMissing = false
}

extension String: Defaultable {
  /// No words.
  public static var whenMissing: String { "" }
}

/// A member that an older or a later record may lack; it then reads as ``Defaultable/whenMissing``. It is always written.
@propertyWrapper
public struct Defaulted<Value: Codable & Sendable & Hashable & Defaultable>: Codable, Sendable, Hashable {
  /// The value.
  public var wrappedValue: Value

  /// Wraps a value.
  public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }

  /// Reads a value.
  public init(from decoder: any Decoder) throws { wrappedValue = try Value(from: decoder) }

  /// Writes the value.
  public func encode(to encoder: any Encoder) throws { try wrappedValue.encode(to: encoder) }
}

extension KeyedEncodingContainer {
  /// Writes the value without the wrapper, which would have to be looked up at run time.
  public mutating func encode<Value>(_ value: Defaulted<Value>, forKey key: Key) throws {
    try encode(value.wrappedValue, forKey: key)
  }
}

extension KeyedDecodingContainer {
  /// A key that the record does not hold reads as the default.
  public func decode<Value>(_ type: Defaulted<Value>.Type, forKey key: Key) throws -> Defaulted<Value> {
    Defaulted(wrappedValue: try decodeIfPresent(Value.self, forKey: key) ?? Value.whenMissing)
  }
}
