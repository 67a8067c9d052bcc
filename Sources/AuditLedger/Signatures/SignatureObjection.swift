import AuditRecord

/// Why a signature does not count.
package struct SignatureObjection: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds.
  package enum Code: String, Sendable, Hashable, CaseIterable {
    /// The bytes are no signature.
    case malformed = "signature-malformed"
    /// The key did not sign these bytes.
    case invalid = "signature-invalid"
    /// The kind of key is not known.
    case unsupported = "signature-unsupported"
    /// It was made for another purpose, or the key may not sign for this one.
    case namespace = "signature-namespace"
    /// Nobody of that name may sign.
    case unknownSigner = "signature-unknown-signer"
    /// The key is not that person's.
    case unknownKey = "signature-unknown-key"
    /// The key does not count yet.
    case notYetValid = "signature-not-yet-valid"
    /// The key no longer counted.
    case expired = "signature-expired-key"
    /// The certificate does not speak for the person.
    case certificate = "signature-certificate"
    /// The key was revoked.
    case revoked = "signature-revoked-key"

    /// What happened, and what to do.
    package var meaning: String {
      switch self {
      case .malformed:
        "The signature file is not one that ssh-keygen wrote: it was changed or cut off. Fetch the bundle again."
      case .invalid: "The signature was made over other bytes: the sign-off or its signature was changed."
      case .unsupported:
        "The key is of a kind that this version cannot check. That does not make it wrong: check it with ssh-keygen."
      case .namespace: "The signature was made for another purpose and is not taken for a sign-off."
      case .unknownSigner: "allowed_signers does not name the signer. Add a line if that person may sign."
      case .unknownKey: "The key is not the one that allowed_signers names for the signer."
      case .notYetValid: "The key counts only from a later date, by valid-after in allowed_signers."
      case .expired: "The key had expired at the time of signing, by valid-before in allowed_signers."
      case .certificate: "The certificate of the key does not speak for the signer at the time of signing."
      case .revoked:
        "The key stands on the list of revoked keys; nothing that it signed counts, whenever it was signed."
      }
    }
  }

  /// The kind.
  package let code: Code
  /// The cause in words.
  package let description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}

/// Who is trusted to sign.
package struct Trust: Sendable {
  /// The keys that may sign.
  package var signers: AllowedSigners
  /// The keys that no longer may.
  package var revoked: RevokedKeys

  /// Trusts signers but for revoked keys.
  package init(signers: AllowedSigners, revoked: RevokedKeys = RevokedKeys()) {
    self.signers = signers
    self.revoked = revoked
  }

  /// Checks a detached signature as `ssh-keygen -Y verify` does.
  ///
  /// - Returns: The signature, whose key is `principal`'s.
  package func verify(
    _ armored: [UInt8], over message: [UInt8], by principal: String, namespace: String, at time: Moment
  ) throws(SignatureObjection) -> SSHSignature {
    let signature = try Trust.signature(armored, over: message, namespace: namespace)
    if let objection = objection(to: signature.key, as: principal, namespace: namespace, at: time) { throw objection }
    return signature
  }

  /// A signature that its own key made over `message`; whose key that is, is not asked.
  static func signature(
    _ armored: [UInt8], over message: [UInt8], namespace: String
  ) throws(SignatureObjection) -> SSHSignature {
    let signature: SSHSignature
    do { signature = try SSHSignature(armored: armored) } catch {
      throw SignatureObjection(.malformed, error.description)
    }
    guard signature.namespace == namespace else {
      throw SignatureObjection(
        .namespace, "the signature was made for \(Quoted.text(signature.namespace)) and not for “\(namespace)”")
    }
    guard signature.isSupported else {
      throw SignatureObjection(
        .unsupported, "a signature by a key of the kind \(Quoted.text(signature.key.type)) is not supported")
    }
    do {
      guard try signature.isValid(over: message) else {
        throw SignatureObjection(.invalid, "the signature was made over other bytes")
      }
    } catch let error as SignatureObjection {
      throw error
    } catch {
      throw SignatureObjection(.malformed, "\(error)")
    }
    return signature
  }

  /// Why a key may not sign as `principal`; nothing if it may.
  package func objection(
    to key: PublicKey, as principal: String, namespace: String, at time: Moment
  ) -> SignatureObjection? {
    if revoked.contains(key) {
      return SignatureObjection(.revoked, "the key \(key.fingerprint) was revoked")
    }
    return signers.objection(to: key, as: principal, namespace: namespace, at: time)
  }

  /// Whose key signed a checkpoint; the key's dates are not asked.
  ///
  /// - Throws: `WireError` if it is nobody's, was revoked, or may not sign checkpoints.
  package func checkpointSigner(_ key: PublicKey) throws(WireError) -> String {
    if revoked.contains(key) { throw WireError("the key \(key.fingerprint), which was revoked") }
    let entries = signers.entries.filter { entry in
      entry.isAuthority == (key.certificate != nil) && entry.key.blob == (key.certificate?.authority ?? key.blob)
    }
    if entries.isEmpty { throw WireError("the key \(key.fingerprint), which allowed_signers does not name") }
    guard let entry = entries.first(where: { $0.namespaces?.contains(Checkpoint.namespace) ?? true }) else {
      throw WireError("a key whose namespaces in allowed_signers do not hold \(Checkpoint.namespace)")
    }
    return entry.principals.joined(separator: ", ")
  }
}
