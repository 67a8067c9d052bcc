import AuditRecord

/// Reads members of an event by name.
struct Members {
  let value: JSONValue

  init(_ value: JSONValue) { self.value = value }

  func member(_ name: String) throws(WireError) -> Members {
    guard let member = value[name] else { throw WireError("it has no \"\(name)\"") }
    return Members(member)
  }

  func text(_ name: String) throws(WireError) -> String {
    guard let text = try member(name).value.text else { throw WireError("its \"\(name)\" is no text") }
    return text
  }

  func optional(_ name: String) throws(WireError) -> String? {
    if case .null = try member(name).value { return nil }
    return try text(name)
  }

  func whole(_ name: String) throws(WireError) -> Int {
    guard let number = try member(name).value.double, let whole = Int(exactly: number), whole >= 0 else {
      throw WireError("its \"\(name)\" is no whole number")
    }
    return whole
  }

  func list(_ name: String) throws(WireError) -> [Members] {
    guard let elements = try member(name).value.elements else { throw WireError("its \"\(name)\" is no list") }
    return elements.map(Members.init)
  }

  func choice<Word: RawRepresentable<String>>(_ name: String) throws(WireError) -> Word {
    let text = try text(name)
    guard let word = Word(rawValue: text) else { throw WireError("its \"\(name)\" is \(Quoted.text(text))") }
    return word
  }

  func digest(_ name: String) throws(WireError) -> String {
    let text = try text(name)
    guard text.utf8.count == 64, text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else { throw WireError("its \"\(name)\" is no SHA-256 digest") }
    return text
  }

  func day(_ name: String) throws(WireError) -> CalendarDay {
    let text = try text(name)
    guard let day = CalendarDay(text) else {
      throw WireError("its \"\(name)\" is \(Quoted.text(text)), which is no day")
    }
    return day
  }

  /// Reads a member that may be null.
  func optional<Value>(
    _ name: String, _ read: (Members) throws(WireError) -> Value
  ) throws(WireError) -> Value? {
    let member = try member(name)
    if case .null = member.value { return nil }
    return try read(member)
  }

  func moment(_ name: String) throws(WireError) -> Moment {
    let text = try text(name)
    guard let moment = Moment(text) else {
      throw WireError("its \"\(name)\" is \(Quoted.text(text)), which is no moment in UTC")
    }
    return moment
  }

  func subjects() throws(WireError) -> [SignOffEvent.Subject] {
    var subjects: [SignOffEvent.Subject] = []
    for subject in try list("subject") {
      subjects.append(.init(name: try subject.text("name"), sha256: try subject.member("digest").digest("sha256")))
    }
    return subjects
  }

  func pin() throws(WireError) -> SignOffEvent.PolicyPin {
    .init(
      sha256: try member("policy").digest("sha256"), allowedSigners: try member("policy").digest("allowedSigners"))
  }

  func signer() throws(WireError) -> SignOffEvent.Signer {
    .init(
      principal: try text("principal"), name: try text("name"), role: try text("role"),
      organisation: try optional("organisation"), onBehalfOf: try optional("onBehalfOf"),
      responsibleFor: try optional("responsibleFor"), place: try optional("place"))
  }
}

/// Members as events write them.
enum EventJSON {
  static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  static func digest(_ hex: String) -> JSONValue { .object([("sha256", .string(hex))]) }

  static func signer(_ signer: SignOffEvent.Signer) -> JSONValue {
    .object([
      ("principal", .string(signer.principal)), ("name", .string(signer.name)), ("role", .string(signer.role)),
      ("organisation", optional(signer.organisation)), ("onBehalfOf", optional(signer.onBehalfOf)),
      ("responsibleFor", optional(signer.responsibleFor)), ("place", optional(signer.place)),
    ])
  }

  static func pin(_ policy: SignOffEvent.PolicyPin) -> JSONValue {
    .object([("sha256", .string(policy.sha256)), ("allowedSigners", .string(policy.allowedSigners))])
  }

  /// An in-toto Statement about files.
  static func statement(
    _ type: String, about subjects: [SignOffEvent.Subject], _ predicate: [(String, JSONValue)]
  ) -> JSONValue {
    .object([
      ("_type", .string("https://in-toto.io/Statement/v1")),
      ("subject", .array(subjects.map { .object([("name", .string($0.name)), ("digest", digest($0.sha256))]) })),
      ("predicateType", .string(type)), ("predicate", .object(predicate.map { (key: $0.0, value: $0.1) })),
    ])
  }
}
