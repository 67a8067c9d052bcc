/// The words in capitals that a dossier and `evenhand status` begin with.
enum SignOffWord: String, CaseIterable {
  case unsigned, draft, final, tampered, superseded, void, revoked, rejected, expired

  /// What it says, and what to do.
  var meaning: String {
    switch self {
    case .unsigned: "The plan requires no sign-off, so nobody answers for the result. Add `sign-off:` to the plan."
    case .draft:
      "Sign-offs that the plan requires are missing, or something stands in their way. `evenhand status` says what; `evenhand sign` signs."
    case .final: "Everybody who must sign has signed, and nothing has changed or ended since."
    case .tampered:
      "A file or an event is not what was signed. `evenhand verify` names the first. Take the bundle from where it is whole, or audit anew."
    case .superseded: "Somebody declared that other results take the place of these. Use those."
    case .void:
      "The plan, the data or the model file changed after somebody signed. The signatures are of what was; audit what is, and sign that."
    case .revoked:
      "An approval that the plan requires was taken back. Its reason stands in the dossier; the role has to sign anew."
    case .rejected:
      "Somebody who must sign has rejected the audit. Their reason stands in the dossier; mend it and audit anew."
    case .expired: "An approval that the plan requires counted until a day that has passed. Audit anew, and sign that."
    }
  }
}
