package import AuditRecord

/// What somebody did about a finding, or about the series.
package enum ActionKind: String, Sendable, Hashable, CaseIterable {
  /// Said who mends a finding, and by when.
  case assign
  /// Said what was changed so that a finding is mended.
  case mitigate
  /// Took a finding back.
  case withdraw
  /// Said from which audit on changes count.
  case baseline

  /// What a table writes.
  package var words: String {
    switch self {
    case .assign: "Assigned"
    case .mitigate: "Mitigated"
    case .withdraw: "Withdrawn"
    case .baseline: "Baseline"
    }
  }

  /// What a signature under it means.
  package var meaning: Meaning {
    switch self {
    case .assign, .baseline, .withdraw: .responsibility
    case .mitigate: .authorship
    }
  }
}

/// One thing that somebody signed about a finding or a series: an in-toto Statement about the records that they had in view.
package struct ActionEvent: ChainedEvent, Hashable {
  /// The in-toto predicate type.
  package static let predicateType = "https://evenhand.dev/action/v1"
  /// The namespace of its signature.
  package static let namespace = "evenhand-action-v1"

  /// Its number, from 1.
  package var sequence: Int
  /// SHA-256 of the bytes of the event before it; nothing for the first.
  package var previous: String?
  /// The Merkle root over all events before it.
  package var tree: String
  /// The record that it is about: for a finding the newest of the series, for a baseline the pinned one.
  package var subjects: [SignOffEvent.Subject]
  /// What was done.
  package var kind: ActionKind
  /// The series.
  package var series: String
  /// The key of the finding; nothing for a baseline.
  package var finding: String?
  /// Who did it.
  package var signer: SignOffEvent.Signer
  /// The text that was shown and agreed to.
  package var statement: String
  /// Why.
  package var reason: String?
  /// Who mends it; only for `assign`.
  package var owner: String?
  /// By which day, in UTC; only for `assign`.
  package var due: CalendarDay?
  /// What was changed; only for `mitigate`.
  package var change: String?
  /// The version of the system from which on the change is in; only for `mitigate`.
  package var version: String?
  /// A file that shows the change, by digest; only for `mitigate`.
  package var evidence: SignOffEvent.Subject?
  /// The policy that it was signed under.
  package var policy: SignOffEvent.PolicyPin
  /// When, by the signer's clock.
  package var signedAt: Moment

  /// States an event.
  package init(
    sequence: Int, previous: String?, tree: String, subjects: [SignOffEvent.Subject], kind: ActionKind, series: String,
    finding: String?, signer: SignOffEvent.Signer, statement: String, reason: String? = nil, owner: String? = nil,
    due: CalendarDay? = nil, change: String? = nil, version: String? = nil, evidence: SignOffEvent.Subject? = nil,
    policy: SignOffEvent.PolicyPin, signedAt: Moment
  ) {
    self.sequence = sequence
    self.previous = previous
    self.tree = tree
    self.subjects = subjects
    self.kind = kind
    self.series = series
    self.finding = finding
    self.signer = signer
    self.statement = statement
    self.reason = reason
    self.owner = owner
    self.due = due
    self.change = change
    self.version = version
    self.evidence = evidence
    self.policy = policy
    self.signedAt = signedAt
  }

  /// SHA-256 of the record that it is about.
  package var record: String? { subjects.first?.sha256 }
}

extension ActionEvent {
  /// The event's bytes: canonical JSON without a final newline.
  package var bytes: [UInt8] {
    let evidence = evidence.map { file -> JSONValue in
      .object([("name", .string(file.name)), ("digest", EventJSON.digest(file.sha256))])
    }
    return EventJSON.statement(
      ActionEvent.predicateType, about: subjects,
      [
        ("sequence", .number(Double(sequence))), ("previous", EventJSON.optional(previous)), ("tree", .string(tree)),
        ("event", .string(kind.rawValue)), ("series", .string(series)), ("finding", EventJSON.optional(finding)),
        ("signer", EventJSON.signer(signer)), ("meaning", .string(kind.meaning.rawValue)),
        ("statement", .string(statement)), ("reason", EventJSON.optional(reason)),
        ("owner", EventJSON.optional(owner)), ("due", EventJSON.optional(due?.description)),
        ("change", EventJSON.optional(change)), ("version", EventJSON.optional(version)),
        ("evidence", evidence ?? .null), ("policy", EventJSON.pin(policy)),
        ("signedAt", .string(signedAt.description)),
      ]
    ).canonicalBytes
  }

  /// Reads an event.
  ///
  /// - Throws: `WireError` with the first thing that is wrong.
  package init(bytes: [UInt8]) throws(WireError) {
    let document: JSONValue
    do { document = try JSONValue(parsing: bytes) } catch { throw WireError("it is no JSON: \(error)") }
    self = try Members(document).action()
    guard self.bytes == bytes else {
      throw WireError("it is not laid out as canonical JSON: an editor or a transfer has changed its bytes")
    }
  }
}

extension Members {
  fileprivate func action() throws(WireError) -> ActionEvent {
    guard try text("_type") == "https://in-toto.io/Statement/v1",
      try text("predicateType") == ActionEvent.predicateType
    else { throw WireError("it is no action of version 1") }
    let body = try member("predicate")
    return ActionEvent(
      sequence: try body.whole("sequence"),
      previous: try body.optional("previous") == nil ? nil : try body.digest("previous"),
      tree: try body.digest("tree"), subjects: try subjects(), kind: try body.choice("event"),
      series: try body.text("series"), finding: try body.optional("finding") == nil ? nil : try body.digest("finding"),
      signer: try body.member("signer").signer(), statement: try body.text("statement"),
      reason: try body.optional("reason"), owner: try body.optional("owner"),
      due: try body.optional("due") == nil ? nil : try body.day("due"), change: try body.optional("change"),
      version: try body.optional("version"),
      evidence: try body.optional("evidence") { file throws(WireError) in
        .init(name: try file.text("name"), sha256: try file.member("digest").digest("sha256"))
      }, policy: try body.pin(), signedAt: try body.moment("signedAt"))
  }
}
