import AuditRecord

/// Whether everybody who must sign has signed.
struct SignOffStatus {
  /// A required role with the signature that stands for it.
  struct Row {
    let role: String
    let signature: SignOffState.Signature?
  }

  /// The required roles, in the order of the policy.
  let rows: [Row]
  /// Signatures in roles that the policy does not require.
  let others: [SignOffState.Signature]

  /// What keeps the report from being final although everybody has signed.
  let obstacles: [String]
  /// The fingerprint of the record that takes this one's place.
  let successor: String?
  /// Why it is neither a draft nor final.
  let ending: SignOffState.Ending?

  /// What a final audit rests on beside its signatures, in a few words each.
  private let provisos: [String]
  private let policy: SignOffPolicy

  init(_ policy: SignOffPolicy, _ state: SignOffState) {
    var provisos: [String] = []
    if state.openConditions > 0 { provisos.append(Phrases.counted(state.openConditions, "open condition")) }
    if !state.waivers.isEmpty {
      provisos.append(
        Phrases.counted(state.waivers.count, "waiver") + (state.firstWaiverEnds.map { " until \($0)" } ?? ""))
    }
    if provisos.isEmpty, let day = state.validUntil { provisos.append("valid until \(day)") }
    self.provisos = provisos
    self.policy = policy
    obstacles = state.obstacles
    successor = state.successor
    ending = state.ending
    var left = state.signatures.filter(\.isStandingApproval)
    rows = policy.required.map { required in
      guard let found = left.firstIndex(where: { $0.role == required.role }) else {
        return Row(role: required.role, signature: nil)
      }
      return Row(role: required.role, signature: left.remove(at: found))
    }
    others = left
  }

  private var signed: Int { rows.count { $0.signature != nil } }

  /// True when roles are required, each has its signature, and nothing else stands in the way.
  var isFinal: Bool { !rows.isEmpty && signed == rows.count && obstacles.isEmpty && successor == nil && ending == nil }

  /// The state in a word.
  var word: String { String(line.prefix { !":, ".contains($0) }) }

  /// The state in a line.
  var line: String {
    if case .tampered(let place) = ending { return "TAMPERED: \(place)" }
    if let successor { return "SUPERSEDED by the results \(successor)" }
    switch ending {
    case .void(let what): return "VOID: \(what) changed after sign-off"
    case .revoked: return "REVOKED"
    case .rejected(let role): return "REJECTED by \(policy.title(of: role) ?? role)"
    case .expired(let day): return "EXPIRED on \(day)"
    case .tampered, nil: break
    }
    if rows.isEmpty { return "UNSIGNED: the plan requires no sign-off" }
    if isFinal { return (["FINAL"] + provisos).joined(separator: ", ") }
    let obstacle = signed == rows.count ? obstacles.first.map { "; \($0)" } ?? "" : ""
    return "DRAFT: \(signed) of \(Phrases.counted(rows.count, "required signature"))\(obstacle)"
  }
}
