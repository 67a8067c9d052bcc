/// What the ledger knows about a record's signatures.
public struct SignOffState: Sendable, Hashable {
  /// A signature that stands.
  public struct Signature: Sendable, Hashable {
    /// The role in which it was given.
    public var role: String
    /// The printed name.
    public var name: String
    /// The day, as the event writes it.
    public var date: String

    /// States a signature.
    public init(role: String, name: String, date: String) {
      self.role = role
      self.name = name
      self.date = date
    }
  }

  /// Signatures that stand.
  public var signatures: [Signature]

  /// States what is signed.
  public init(signatures: [Signature] = []) { self.signatures = signatures }
}
