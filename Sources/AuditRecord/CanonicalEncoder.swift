/// Writes an encodable value as canonical JSON, member names in kebab case.
///
/// Foundation's encoder would write text that had to be parsed again to be put in canonical order.
struct CanonicalEncoder: Encoder {
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }
  /// Alive while ``bytes(of:)`` runs, and used by one container at a time.
  fileprivate let output: UnsafeMutablePointer<CanonicalOutput>

  /// The canonical bytes of a value.
  static func bytes(of value: some Encodable) throws -> [UInt8] {
    var output = CanonicalOutput()
    try withUnsafeMutablePointer(to: &output) { try CanonicalEncoder(output: $0).write(value) }
    return output.bytes
  }

  /// Writes a value of any shape.
  fileprivate func write(_ value: some Encodable) throws {
    let outer = output.pointee.open()
    try value.encode(to: self)
    output.pointee.close(back: outer)
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    output.pointee.value.shape = .object
    return KeyedEncodingContainer(Members<Key>(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    output.pointee.value.shape = .array
    return Elements(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { Single(encoder: self) }
}

/// The text so far. Members wait in their order of encoding until their object is complete.
private struct CanonicalOutput {
  /// The value that is being written, and where its parts begin.
  struct Value {
    enum Shape { case single, array, object }

    var shape = Shape.single
    var start = 0
    var firstMember = 0
    var firstName = 0
  }

  /// A member of an object that is not complete: the places of its name and of its value.
  struct Member {
    var name: Range<Int>
    var value: Range<Int>
  }

  private(set) var bytes: [UInt8] = []
  /// What is being written; its containers say of which shape it is.
  var value = Value()
  private var members: [Member] = []
  private var names: [UInt8] = []
  private var object: [UInt8] = []

  /// Begins a value within the present one, which is the result.
  mutating func open() -> Value {
    defer { value = Value(start: bytes.count, firstMember: members.count, firstName: names.count) }
    return value
  }

  /// Ends a value and goes back to the one around it.
  mutating func close(back outer: Value) {
    switch value.shape {
    case .single: if bytes.count == value.start { writeNull() }
    case .array: bytes += (bytes.count == value.start ? "[]" : "]").utf8
    case .object: closeObject()
    }
    value = outer
  }

  private mutating func closeObject() {
    var end = bytes.count
    for index in members.indices[value.firstMember...].reversed() {
      members[index].value = members[index].value.lowerBound..<end
      end = members[index].value.lowerBound
    }
    names.withUnsafeBufferPointer { names in
      members[value.firstMember...].sort { CanonicalText.isOrdered(names[$0.name], names[$1.name]) }
      object.removeAll(keepingCapacity: true)
      for member in members[value.firstMember...] {
        object.append(UInt8(ascii: object.isEmpty ? "{" : ","))
        CanonicalText.write(UnsafeBufferPointer(rebasing: names[member.name]), to: &object)
        object.append(UInt8(ascii: ":"))
        object += bytes[member.value]
      }
    }
    object += (object.isEmpty ? "{}" : "}").utf8
    bytes.removeSubrange(value.start...)
    bytes += object
    members.removeSubrange(value.firstMember...)
    names.removeSubrange(value.firstName...)
  }

  /// Begins a member, which goes on to the next one.
  mutating func startMember(_ key: some CodingKey) {
    let first = names.count
    Canonical.appendKebab(key.stringValue, to: &names)
    members.append(Member(name: first..<names.count, value: bytes.count..<bytes.count))
  }

  mutating func startElement(_ index: Int) { bytes.append(UInt8(ascii: index == 0 ? "[" : ",")) }

  mutating func writeNull() { bytes += "null".utf8 }
  mutating func write(_ value: Bool) { bytes += (value ? "true" : "false").utf8 }
  mutating func write(_ value: String) { CanonicalText.write(value, to: &bytes) }

  mutating func write(_ value: Double) throws {
    guard value.isFinite else { throw RecordError("a number is not finite") }
    CanonicalNumber.write(value, to: &bytes)
  }

  mutating func write(_ value: Int) throws {
    guard value.magnitude <= 1 << 53 else { throw RecordError("a whole number is not exact as a double") }
    bytes += value.description.utf8
  }
}

private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
  var codingPath: [any CodingKey] { [] }
  let encoder: CanonicalEncoder

  private func start(_ key: Key) -> UnsafeMutablePointer<CanonicalOutput> {
    encoder.output.pointee.startMember(key)
    return encoder.output
  }

  func encodeNil(forKey key: Key) { start(key).pointee.writeNull() }
  func encode(_ value: String, forKey key: Key) { start(key).pointee.write(value) }
  func encode(_ value: Bool, forKey key: Key) { start(key).pointee.write(value) }
  func encode(_ value: Double, forKey key: Key) throws { try start(key).pointee.write(value) }
  func encode(_ value: Int, forKey key: Key) throws { try start(key).pointee.write(value) }
  func encode(_ value: some Encodable, forKey key: Key) throws {
    try CanonicalEncoder(output: start(key)).write(value)
  }

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
  var codingPath: [any CodingKey] { [] }
  let encoder: CanonicalEncoder
  private(set) var count = 0

  init(encoder: CanonicalEncoder) { self.encoder = encoder }

  private mutating func next() -> UnsafeMutablePointer<CanonicalOutput> {
    encoder.output.pointee.startElement(count)
    count += 1
    return encoder.output
  }

  mutating func encodeNil() { next().pointee.writeNull() }
  mutating func encode(_ value: String) { next().pointee.write(value) }
  mutating func encode(_ value: Double) throws { try next().pointee.write(value) }
  mutating func encode(_ value: Int) throws { try next().pointee.write(value) }
  mutating func encode(_ value: some Encodable) throws { try CanonicalEncoder(output: next()).write(value) }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    preconditionFailure("no record nests containers by hand")
  }
  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    preconditionFailure("no record nests containers by hand")
  }
  func superEncoder() -> any Encoder { preconditionFailure("no record is a class") }
}

private struct Single: SingleValueEncodingContainer {
  var codingPath: [any CodingKey] { [] }
  let encoder: CanonicalEncoder

  func encodeNil() { encoder.output.pointee.writeNull() }
  func encode(_ value: String) { encoder.output.pointee.write(value) }
  func encode(_ value: Bool) { encoder.output.pointee.write(value) }
  func encode(_ value: Double) throws { try encoder.output.pointee.write(value) }
  func encode(_ value: Int) throws { try encoder.output.pointee.write(value) }
  /// A wrapper's value, such as that of `OrNull`: a leaf comes back to one of the methods above.
  ///
  /// - Precondition: no number but `Int` and `Double`.
  func encode(_ value: some Encodable) throws { try value.encode(to: encoder) }
}
