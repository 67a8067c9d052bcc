import AuditRecord

extension SignOffEvent {
  /// The event's bytes: canonical JSON without a final newline.
  package var bytes: [UInt8] { json.canonicalBytes }

  private var json: JSONValue {
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
    let predicate: [(String, JSONValue)] = [
      ("sequence", .number(Double(sequence))), ("previous", EventJSON.optional(previous)), ("tree", .string(tree)),
      ("event", .string(kind.rawValue)), ("signer", EventJSON.signer(signer)), ("meaning", .string(meaning.rawValue)),
      ("statement", .string(statement)), ("reason", EventJSON.optional(reason)), ("conditions", .array(conditions)),
      ("independence", .array(independence)),
      ("policy", EventJSON.pin(policy)),
      ("waiver", waiver ?? .null), ("revocation", revocation ?? .null), ("conditionMet", EventJSON.optional(met)),
      ("successor", successor.map(EventJSON.digest) ?? .null), ("signedAt", .string(signedAt.description)),
      ("expires", EventJSON.optional(expires?.description)),
    ]
    return EventJSON.statement(SignOffEvent.predicateType, about: subjects, predicate)
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

extension Members {
  func event() throws(WireError) -> SignOffEvent {
    guard try text("_type") == "https://in-toto.io/Statement/v1",
      try text("predicateType") == SignOffEvent.predicateType
    else { throw WireError("it is no sign-off event of version 1") }
    let body = try member("predicate")
    let subjects = try subjects()
    let moment = try body.moment("signedAt")
    return SignOffEvent(
      sequence: try body.whole("sequence"),
      previous: try body.optional("previous") == nil ? nil : try body.digest("previous"),
      tree: try body.digest("tree"), subjects: subjects, kind: try body.choice("event"),
      signer: try body.member("signer").signer(), meaning: try body.choice("meaning"),
      statement: try body.text("statement"), reason: try body.optional("reason"), conditions: try body.conditions(),
      independence: try body.declarations(),
      policy: try body.pin(),
      waiver: try body.optional("waiver") { waiver throws(WireError) in try waiver.waiver() },
      revocation: try body.optional("revocation") { revocation throws(WireError) in
        .init(sequence: try revocation.whole("sequence"), code: try revocation.choice("code"))
      },
      met: try body.optional("conditionMet"),
      successor: try body.optional("successor") { successor throws(WireError) in try successor.digest("sha256") },
      signedAt: moment,
      expires: try body.optional("expires") == nil ? nil : try body.day("expires"))
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
