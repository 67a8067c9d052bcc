/// Writes an encodable value as canonical JSON, member names in kebab case.
///
/// Foundation's encoder would write text that had to be parsed again to be put in canonical order.
struct CanonicalEncoder: Encoder {
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }
  fileprivate let output: CanonicalOutput

  /// The canonical bytes of a value.
  static func bytes(of value: some Encodable) throws -> [UInt8] {
    let output = CanonicalOutput()
    try output.write(value)
    return output.bytes
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    output.shape = .object
    return KeyedEncodingContainer(Members<Key>(output: output))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer { Elements(output: output) }

  func singleValueContainer() -> any SingleValueEncodingContainer { Single(output: output) }
}

/// The text so far. Members wait in their order of encoding until their object is complete.
private final class CanonicalOutput {
  enum Shape { case single, array, object }

  /// A member of an object that is not complete: places of its name and of its value.
  struct Member {
    var name: Range<Int>
    var value: Range<Int>
  }

  private(set) var bytes: [UInt8] = []
  /// What the value being written is; its containers say so.
  var shape = Shape.single
  private var members: [Member] = []
  private var names: [UInt8] = []
  private var sorted: [UInt8] = []

  /// Writes a value of any shape.
  func write(_ value: some Encodable) throws {
    let (outer, start, firstMember, firstName) = (shape, bytes.count, members.count, names.count)
    shape = .single
    try value.encode(to: CanonicalEncoder(output: self))
    switch shape {
    case .single: if bytes.count == start { writeNull() }
    case .array: bytes += (bytes.count == start ? "[]" : "]").utf8
    case .object:
      sortMembers(from: firstMember)
      bytes.removeSubrange(start...)
      bytes += sorted
      members.removeSubrange(firstMember...)
      names.removeSubrange(firstName...)
    }
    shape = outer
  }

  private func sortMembers(from first: Int) {
    names.withUnsafeBufferPointer { names in
      members[first...].sort { CanonicalText.isOrdered(names[$0.name], names[$1.name]) }
    }
    sorted.removeAll(keepingCapacity: true)
    sorted.append(UInt8(ascii: "{"))
    for index in first..<members.count {
      if index > first { sorted.append(UInt8(ascii: ",")) }
      names.withUnsafeBufferPointer {
        CanonicalText.write(UnsafeBufferPointer(rebasing: $0[members[index].name]), to: &sorted)
      }
      sorted.append(UInt8(ascii: ":"))
      sorted += bytes[members[index].value]
    }
    sorted.append(UInt8(ascii: "}"))
  }

  func addMember(_ key: String, _ write: () throws -> Void) rethrows {
    let (firstName, start) = (names.count, bytes.count)
    Canonical.appendKebab(key, to: &names)
    let name = firstName..<names.count
    try write()
    members.append(Member(name: name, value: start..<bytes.count))
  }

  func startElement(_ index: Int) { bytes.append(UInt8(ascii: index == 0 ? "[" : ",")) }

  func writeNull() { bytes += "null".utf8 }
  func write(_ value: Bool) { bytes += (value ? "true" : "false").utf8 }
  func write(_ value: String) { CanonicalText.write(value, to: &bytes) }

  func write(_ value: Double) throws {
    guard value.isFinite else { throw RecordError("a number is not finite") }
    CanonicalNumber.write(value, to: &bytes)
  }

  func write(_ value: Int) throws {
    guard value.magnitude <= 1 << 53 else { throw RecordError("a whole number is not exact as a double") }
    bytes += value.description.utf8
  }
}

private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
  var codingPath: [any CodingKey] { [] }
  let output: CanonicalOutput

  func encodeNil(forKey key: Key) { output.addMember(key.stringValue) { output.writeNull() } }
  func encode(_ value: String, forKey key: Key) { output.addMember(key.stringValue) { output.write(value) } }
  func encode(_ value: Bool, forKey key: Key) { output.addMember(key.stringValue) { output.write(value) } }
  func encode(_ value: Double, forKey key: Key) throws {
    try output.addMember(key.stringValue) { try output.write(value) }
  }
  func encode(_ value: Int, forKey key: Key) throws {
    try output.addMember(key.stringValue) { try output.write(value) }
  }
  func encode(_ value: some Encodable, forKey key: Key) throws {
    try output.addMember(key.stringValue) { try output.write(value) }
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
  private let output: CanonicalOutput
  private(set) var count = 0

  init(output: CanonicalOutput) {
    self.output = output
    output.shape = .array
  }

  private mutating func next() -> CanonicalOutput {
    output.startElement(count)
    count += 1
    return output
  }

  mutating func encodeNil() { next().writeNull() }
  mutating func encode(_ value: String) { next().write(value) }
  mutating func encode(_ value: Double) throws { try next().write(value) }
  mutating func encode(_ value: Int) throws { try next().write(value) }
  mutating func encode(_ value: some Encodable) throws { try next().write(value) }

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
  let output: CanonicalOutput

  func encodeNil() { output.writeNull() }
  func encode(_ value: String) { output.write(value) }
  func encode(_ value: Bool) { output.write(value) }
  func encode(_ value: Double) throws { try output.write(value) }
  func encode(_ value: Int) throws { try output.write(value) }
  /// A wrapper's value, such as that of `OrNull`: a leaf comes back to one of the methods above.
  ///
  /// - Precondition: no number but `Int` and `Double`.
  func encode(_ value: some Encodable) throws { try value.encode(to: CanonicalEncoder(output: output)) }
}
