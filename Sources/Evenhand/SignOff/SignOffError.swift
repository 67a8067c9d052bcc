/// Why something was not signed.
package struct SignOffError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds.
  package enum Code: String, Sendable, Hashable, CaseIterable {
    /// The folder holds no bundle that can be signed.
    case noBundle = "sign-off-no-bundle"
    /// There is no list of keys.
    case noSigners = "sign-off-no-signers"
    /// Something was changed.
    case broken = "sign-off-broken"
    /// The event would not count.
    case refused = "sign-off-refused"
    /// ssh-keygen did not sign.
    case notSigned = "sign-off-not-signed"
    /// Another signer holds the ledger.
    case busy = "sign-off-busy"
    /// The ledger cannot be written.
    case unwritable = "sign-off-unwritable"

    /// What happened, and what to do.
    package var meaning: String {
      switch self {
      case .noBundle: "Only a whole bundle can be signed: one that `evenhand audit` wrote."
      case .noSigners:
        "Nobody can check a signature without a list of keys. Name it in the plan, as sign-off.allowed-signers, or with --allowed-signers."
      case .broken: "Nothing is signed on top of a bundle that was changed. `evenhand verify` says what and where."
      case .refused: "The sign-off would not count, by the plan's rules or by the list of keys. Nothing was written."
      case .notSigned: "ssh-keygen did not sign. Its own message stands above. Nothing was written."
      case .busy: "Another sign-off is being written. Try again in a moment."
      case .unwritable: "The ledger cannot be written: check permissions and free space."
      }
    }
  }

  /// The kind.
  package let code: Code
  /// The cause and the mend.
  package let description: String

  /// States a cause.
  package init(_ code: Code, _ description: String) { (self.code, self.description) = (code, description) }
}
