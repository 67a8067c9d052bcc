/// Reads a decodable value from a JSON document whose members are named in kebab case.
///
/// Foundation's decoder would parse the text a second time, and asks for each name in turn what it is called here.
struct CanonicalDecoder: Decoder {
  let value: JSONValue
  /// Where this value is, while it is read.
  fileprivate let place: Place

  var codingPath: [any CodingKey] { place.path }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  /// The keys and indices from the document to the value that is being read; one for the whole document, used by one thread.
  fileprivate final class Place {
    var path: [any CodingKey] = []
  }

  fileprivate struct Index: CodingKey {
    let intValue: Int?
    var stringValue: String { intValue.map(String.init) ?? "" }

    init(_ index: Int) { intValue = index }
    init?(intValue: Int) { return nil }
    init?(stringValue: String) { return nil }
  }

  /// Reads a value of any type.
  ///
  /// - Throws: `DecodingError`.
  static func decode<Value: Decodable>(_ type: Value.Type, from document: JSONValue) throws -> Value {
    try Value(from: CanonicalDecoder(value: document, place: Place()))
  }

  fileprivate func context(_ words: String) -> DecodingError.Context {
    DecodingError.Context(codingPath: place.path, debugDescription: words)
  }

  fileprivate func mismatch<Value>(_ type: Value.Type) -> DecodingError { .typeMismatch(type, context("another type")) }

  /// Reads a part of this value.
  fileprivate func read<Value: Decodable>(_ type: Value.Type, at key: some CodingKey, _ part: JSONValue) throws -> Value
  {
    place.path.append(key)
    defer { place.path.removeLast() }
    return try Value(from: CanonicalDecoder(value: part, place: place))
  }

  fileprivate func at<Value>(_ key: some CodingKey, _ part: JSONValue, _ read: (CanonicalDecoder) throws -> Value)
    throws -> Value
  {
    place.path.append(key)
    defer { place.path.removeLast() }
    return try read(CanonicalDecoder(value: part, place: place))
  }

  fileprivate func bool() throws -> Bool {
    guard case .bool(let bool) = value else { throw mismatch(Bool.self) }
    return bool
  }

  fileprivate func string() throws -> String {
    guard case .string(let string) = value else { throw mismatch(String.self) }
    return string
  }

  fileprivate func number() throws -> Double {
    guard case .number(let number) = value else { throw mismatch(Double.self) }
    return number
  }

  fileprivate func whole() throws -> Int {
    let number = try number()
    guard let whole = Int(exactly: number) else { throw DecodingError.dataCorrupted(context("not a whole number")) }
    return whole
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object(let members) = value else { throw mismatch([String: Any].self) }
    return KeyedDecodingContainer(Members<Key>(decoder: self, members: members))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let elements) = value else { throw mismatch([Any].self) }
    return Elements(decoder: self, elements: elements)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { Single(decoder: self) }
}

private struct Members<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let decoder: CanonicalDecoder
  let members: [(key: String, value: JSONValue)]
  /// Where each of many members is, by its name; few are looked through.
  private let places: [String: Int]?

  init(decoder: CanonicalDecoder, members: [(key: String, value: JSONValue)]) {
    (self.decoder, self.members) = (decoder, members)
    places =
      members.count > 64
      ? Dictionary(members.indices.map { (members[$0].key, $0) }) { first, _ in first } : nil
  }

  var codingPath: [any CodingKey] { decoder.codingPath }
  /// Those of a dictionary, which are words in kebab case as they stand.
  var allKeys: [Key] { members.compactMap { Key(stringValue: $0.key) } }

  private func member(_ key: Key) -> JSONValue? {
    if let places {
      let name = Canonical.kebab(key.stringValue)
      // Texts that only look the same are two names.
      return places[name].flatMap { members[$0].key.utf8.elementsEqual(name.utf8) ? members[$0].value : nil }
    }
    return members.first { Canonical.isKebab($0.key, of: key.stringValue) }?.value
  }

  /// A member that is there, and is not null.
  private func present(_ key: Key) -> JSONValue? {
    guard let value = member(key) else { return nil }
    if case .null = value { return nil }
    return value
  }

  private func required(_ key: Key) throws -> JSONValue {
    guard let value = member(key) else { throw DecodingError.keyNotFound(key, decoder.context("no such member")) }
    return value
  }

  func contains(_ key: Key) -> Bool { member(key) != nil }
  func decodeNil(forKey key: Key) throws -> Bool {
    if case .null = try required(key) { true } else { false }
  }
  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
    try decoder.at(key, required(key)) { try $0.bool() }
  }
  func decode(_ type: String.Type, forKey key: Key) throws -> String {
    try decoder.at(key, required(key)) { try $0.string() }
  }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
    try decoder.at(key, required(key)) { try $0.number() }
  }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try decoder.at(key, required(key)) { try $0.whole() } }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try decoder.read(type, at: key, required(key))
  }
  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
    try present(key).map { try decoder.at(key, $0) { try $0.bool() } }
  }
  func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
    try present(key).map { try decoder.at(key, $0) { try $0.string() } }
  }
  func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
    try present(key).map { try decoder.at(key, $0) { try $0.number() } }
  }
  func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
    try present(key).map { try decoder.at(key, $0) { try $0.whole() } }
  }
  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    try present(key).map { try decoder.read(type, at: key, $0) }
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    preconditionFailure("no record nests containers by hand")
  }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    preconditionFailure("no record nests containers by hand")
  }
  func superDecoder() throws -> any Decoder { preconditionFailure("no record is a class") }
  func superDecoder(forKey key: Key) throws -> any Decoder { preconditionFailure("no record is a class") }
}

private struct Elements: UnkeyedDecodingContainer {
  let decoder: CanonicalDecoder
  let elements: [JSONValue]
  private(set) var currentIndex = 0

  init(decoder: CanonicalDecoder, elements: [JSONValue]) { (self.decoder, self.elements) = (decoder, elements) }

  var codingPath: [any CodingKey] { decoder.codingPath }
  var count: Int? { elements.count }
  var isAtEnd: Bool { currentIndex == elements.count }

  private func current() throws -> JSONValue {
    guard !isAtEnd else {
      throw DecodingError.valueNotFound(Any.self, decoder.context("the list is at its end"))
    }
    return elements[currentIndex]
  }

  mutating func decodeNil() throws -> Bool {
    guard case .null = try current() else { return false }
    currentIndex += 1
    return true
  }

  /// Goes on only past what could be read.
  private mutating func next<Value>(_ read: (CanonicalDecoder) throws -> Value) throws -> Value {
    let value = try decoder.at(CanonicalDecoder.Index(currentIndex), current(), read)
    currentIndex += 1
    return value
  }

  mutating func decode(_ type: String.Type) throws -> String { try next { try $0.string() } }
  mutating func decode(_ type: Double.Type) throws -> Double { try next { try $0.number() } }
  mutating func decode(_ type: Int.Type) throws -> Int { try next { try $0.whole() } }
  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try next { try Value(from: $0) } }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
    preconditionFailure("no record nests containers by hand")
  }
  func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    preconditionFailure("no record nests containers by hand")
  }
  func superDecoder() throws -> any Decoder { preconditionFailure("no record is a class") }
}

private struct Single: SingleValueDecodingContainer {
  let decoder: CanonicalDecoder

  var codingPath: [any CodingKey] { decoder.codingPath }

  func decodeNil() -> Bool { if case .null = decoder.value { true } else { false } }
  func decode(_ type: Bool.Type) throws -> Bool { try decoder.bool() }
  func decode(_ type: String.Type) throws -> String { try decoder.string() }
  func decode(_ type: Double.Type) throws -> Double { try decoder.number() }
  func decode(_ type: Int.Type) throws -> Int { try decoder.whole() }
  /// A wrapper's value, such as that of `OrNull`: a leaf comes back to one of the methods above.
  ///
  /// - Precondition: no number but `Int` and `Double`.
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: decoder) }
}
