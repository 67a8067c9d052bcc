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

  init(_ policy: SignOffPolicy, _ state: SignOffState) {
    var left = state.signatures
    rows = policy.required.map { required in
      guard let found = left.firstIndex(where: { $0.role == required.role }) else {
        return Row(role: required.role, signature: nil)
      }
      return Row(role: required.role, signature: left.remove(at: found))
    }
    others = left
  }

  private var signed: Int { rows.count { $0.signature != nil } }

  /// True when roles are required and each has its signature.
  var isFinal: Bool { !rows.isEmpty && signed == rows.count }

  /// The state in a word.
  var word: String { isFinal ? "FINAL" : "DRAFT" }

  /// The state in a line.
  var line: String {
    if rows.isEmpty {
      return others.isEmpty
        ? "DRAFT: the plan names no role that must sign, and nobody has signed"
        : "DRAFT: the plan names no role that must sign"
    }
    return "\(word): \(signed) of \(Phrases.counted(rows.count, "required signature"))"
  }
}
