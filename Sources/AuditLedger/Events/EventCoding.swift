import AuditRecord

extension SignOffEvent {
  /// The event's bytes: canonical JSON without a final newline.
  package var bytes: [UInt8] { json.canonicalBytes }

  private var json: JSONValue {
    func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    func digest(_ hex: String) -> JSONValue { .object([("sha256", .string(hex))]) }
    let signer: JSONValue = .object([
      ("principal", .string(self.signer.principal)), ("name", .string(self.signer.name)),
      ("role", .string(self.signer.role)), ("organisation", optional(self.signer.organisation)),
      ("onBehalfOf", optional(self.signer.onBehalfOf)), ("responsibleFor", optional(self.signer.responsibleFor)),
      ("place", optional(self.signer.place)),
    ])
    let conditions = conditions.map { condition -> JSONValue in
      .object([
        ("id", .string(condition.id)), ("text", .string(condition.text)), ("owner", .string(condition.owner)),
        ("due", .string(condition.due.description)),
      ])
    }
    let independence = independence.map { declaration -> JSONValue in
      .object([("declaration", .string(declaration.text)), ("holds", .bool(declaration.holds))])
    }
    let waiver = waiver.map { waiver -> JSONValue in
      // What an event of rules 1 did not hold is left out, so that its bytes stay as they were signed.
      .object(
        [
          ("requirement", .string(waiver.requirement)),
          ("groups", .array(waiver.groups.map { .array($0.map { .string($0.text) }) })),
        ] + (waiver.grouping.map { [("grouping", .array($0.map { .string($0) }))] } ?? [])
          + (waiver.stratifier.map { [("stratifier", .string($0))] } ?? []))
    }
    let revocation = revocation.map { revocation -> JSONValue in
      .object([("sequence", .number(Double(revocation.sequence))), ("code", .string(revocation.code.rawValue))])
    }
    let predicate: JSONValue = .object([
      ("sequence", .number(Double(sequence))), ("previous", optional(previous)), ("tree", .string(tree)),
      ("event", .string(kind.rawValue)), ("signer", signer), ("meaning", .string(meaning.rawValue)),
      ("statement", .string(statement)), ("reason", optional(reason)), ("conditions", .array(conditions)),
      ("independence", .array(independence)),
      (
        "policy",
        .object([("sha256", .string(policy.sha256)), ("allowedSigners", .string(policy.allowedSigners))])
      ),
      ("waiver", waiver ?? .null), ("revocation", revocation ?? .null), ("conditionMet", optional(met)),
      ("successor", successor.map(digest) ?? .null), ("signedAt", .string(signedAt.description)),
      ("expires", optional(expires?.description)),
    ])
    return .object([
      ("_type", .string("https://in-toto.io/Statement/v1")),
      (
        "subject",
        .array(subjects.map { .object([("name", .string($0.name)), ("digest", digest($0.sha256))]) })
      ),
      ("predicateType", .string(SignOffEvent.predicateType)), ("predicate", predicate),
    ])
  }

  /// Reads an event.
  ///
  /// Only bytes that writing would give are read, so that there is one way to write what was signed.
  ///
  /// - Throws: `WireError` with the first thing that is wrong.
  package init(bytes: [UInt8]) throws(WireError) {
    let document: JSONValue
    do { document = try JSONValue(parsing: bytes) } catch { throw WireError("it is no JSON: \(error)") }
    self = try Members(document).event()
    guard self.bytes == bytes else {
      throw WireError("it is not laid out as canonical JSON: an editor or a transfer has changed its bytes")
    }
  }
}

/// Reads members of an event by name.
private struct Members {
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

  func event() throws(WireError) -> SignOffEvent {
    guard try text("_type") == "https://in-toto.io/Statement/v1",
      try text("predicateType") == SignOffEvent.predicateType
    else { throw WireError("it is no sign-off event of version 1") }
    let body = try member("predicate")
    var subjects: [SignOffEvent.Subject] = []
    for subject in try list("subject") {
      subjects.append(.init(name: try subject.text("name"), sha256: try subject.member("digest").digest("sha256")))
    }
    let signedAt = try body.text("signedAt")
    guard let moment = Moment(signedAt) else {
      throw WireError("its \"signedAt\" is \(Quoted.text(signedAt)), which is no moment in UTC")
    }
    return SignOffEvent(
      sequence: try body.whole("sequence"),
      previous: try body.optional("previous") == nil ? nil : try body.digest("previous"),
      tree: try body.digest("tree"), subjects: subjects, kind: try body.choice("event"),
      signer: try body.member("signer").signer(), meaning: try body.choice("meaning"),
      statement: try body.text("statement"), reason: try body.optional("reason"), conditions: try body.conditions(),
      independence: try body.declarations(),
      policy: .init(
        sha256: try body.member("policy").digest("sha256"),
        allowedSigners: try body.member("policy").digest("allowedSigners")),
      waiver: try body.optional("waiver") { waiver throws(WireError) in try waiver.waiver() },
      revocation: try body.optional("revocation") { revocation throws(WireError) in
        .init(sequence: try revocation.whole("sequence"), code: try revocation.choice("code"))
      },
      met: try body.optional("conditionMet"),
      successor: try body.optional("successor") { successor throws(WireError) in try successor.digest("sha256") },
      signedAt: moment,
      expires: try body.optional("expires") == nil ? nil : try body.day("expires"))
  }

  private func signer() throws(WireError) -> SignOffEvent.Signer {
    .init(
      principal: try text("principal"), name: try text("name"), role: try text("role"),
      organisation: try optional("organisation"), onBehalfOf: try optional("onBehalfOf"),
      responsibleFor: try optional("responsibleFor"), place: try optional("place"))
  }

  private func conditions() throws(WireError) -> [SignOffEvent.Condition] {
    var conditions: [SignOffEvent.Condition] = []
    for item in try list("conditions") {
      conditions.append(
        .init(
          id: try item.text("id"), text: try item.text("text"), owner: try item.text("owner"), due: try item.day("due"))
      )
    }
    return conditions
  }

  private func declarations() throws(WireError) -> [SignOffEvent.Declaration] {
    var declarations: [SignOffEvent.Declaration] = []
    for item in try list("independence") {
      guard case .bool(let holds) = try item.member("holds").value else {
        throw WireError("its \"holds\" is neither true nor false")
      }
      declarations.append(.init(text: try item.text("declaration"), holds: holds))
    }
    return declarations
  }

  private func waiver() throws(WireError) -> SignOffEvent.Waiver {
    var groups: [[Label]] = []
    for group in try list("groups") {
      guard let labels = group.value.elements else { throw WireError("its \"groups\" are no lists of labels") }
      groups.append(
        try labels.map { label throws(WireError) in
          guard let text = label.text else { throw WireError("its \"groups\" are no lists of labels") }
          return Label(text)
        })
    }
    var grouping: [String]?
    if value["grouping"] != nil {
      grouping = try list("grouping").map { column throws(WireError) in
        guard let text = column.value.text else { throw WireError("its \"grouping\" is no list of columns") }
        return text
      }
    }
    return .init(
      requirement: try text("requirement"), groups: groups, grouping: grouping,
      stratifier: value["stratifier"] == nil ? nil : try text("stratifier"))
  }
}
