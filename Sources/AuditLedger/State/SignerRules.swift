import AuditRecord

/// What holds of whoever signs anything into a chain: dates, names, and changes of the list of keys.
struct SignerRules {
  /// Something that was signed, as far as these rules ask.
  struct Signed {
    let sequence: Int
    let signer: SignOffEvent.Signer
    let signedAt: Moment
    /// SHA-256 of the list of keys that it was signed under.
    let keys: String
    /// True if it counted at some time, whatever took it back.
    var counted = true
  }

  /// What was signed before.
  let earlier: [Signed]
  let policy: SignOffPolicy
  let now: Moment
  /// The lists of keys that were in force one after another, by their SHA-256; nothing where the keys come from outside.
  let earlierLists: [String: AllowedSigners]?

  /// How far a clock may be ahead, in seconds.
  static let tolerance = 86_400

  /// Since the second version, every rule about people binds whoever signs anything.
  private var bindsEveryEvent: Bool { policy.version >= 2 }

  /// A new list of keys counts only when a key of the list before it says so.
  func changeOfKeys(_ new: Signed, _ key: PublicKey, namespace: String) -> String? {
    guard bindsEveryEvent, let lists = earlierLists else { return nil }
    let before = earlier.last(where: \.counted)?.keys ?? policy.allowedSigners
    guard let before, before != new.keys else { return nil }
    guard let list = lists[before] else {
      return "it changes the list of keys, and the list before it is not in the ledger"
    }
    let objection = list.objection(to: key, as: new.signer.principal, namespace: namespace, at: new.signedAt)
    return objection.map { "it changes the list of keys, which only a key of the list before may do: \($0)" }
  }

  private var latest: Moment? {
    earlier.filter { !bindsEveryEvent || $0.counted }.map(\.signedAt)
      .filter { $0.seconds <= now.seconds + SignerRules.tolerance }.max()
  }

  /// - Parameter start: When what it is about came to be, if that is known.
  func date(_ new: Signed, notBefore start: Moment?) -> String? {
    if new.signedAt.seconds > now.seconds + SignerRules.tolerance {
      return "it is dated \(new.signedAt), which is in the future"
    }
    if let start, new.signedAt.seconds < start.seconds - SignerRules.tolerance {
      return "it is dated \(new.signedAt), before the audit was run at \(start)"
    }
    // One clock that is ahead must not make void what others sign.
    let patience = bindsEveryEvent ? SignerRules.tolerance : 0
    if let latest, new.signedAt.seconds < latest.seconds - patience {
      return "it is dated \(new.signedAt), before an earlier event"
    }
    return nil
  }

  func person(_ new: Signed) -> String? {
    let signer = new.signer
    guard !signer.name.isEmpty, !signer.role.isEmpty else { return "it lacks a printed name or a role" }
    if bindsEveryEvent {
      guard ![signer.name, signer.role].contains(where: { WrittenName($0).isBlank }) else {
        return "its printed name or its role cannot be seen"
      }
      let others = earlier.filter(\.counted)
      if let other = others.first(where: { $0.signer.principal.isLookAlike(of: signer.principal) }) {
        return "its principal looks like that of event \(other.sequence) and is another one"
      }
    }
    guard let signers = policy.signers else { return nil }
    guard let known = signers.first(where: { $0.principal.isIdentical(to: signer.principal) }) else {
      return "the plan's list of signers does not name \(Quoted.text(signer.principal))"
    }
    guard known.roles.contains(signer.role) else {
      return "\(Quoted.text(signer.principal)) may not sign as \(signer.role)"
    }
    guard known.name.isIdentical(to: signer.name) else {
      return "the plan's list of signers prints another name for \(Quoted.text(signer.principal))"
    }
    return nil
  }
}

extension SignOffEvent {
  /// The event as the rules about signers see it.
  var signed: SignerRules.Signed {
    SignerRules.Signed(sequence: sequence, signer: signer, signedAt: signedAt, keys: policy.allowedSigners)
  }
}
