/// A record together with its canonical text and digest, which take longer to make than everything made from them.
///
/// A record that was read keeps the text that was stored, with every member that this version does not know: what people
/// signed is that text, and never what a program makes of it.
public struct SealedRecord: Sendable {
  /// The record.
  public let record: Record
  /// Its canonical text, without a final newline.
  public let text: String
  /// The digest of that text: the record's identity.
  public let digest: Digest
  /// The digest of the canonical text of its sign-off policy, under which events are signed.
  package let policy: Digest

  /// Seals a record that was made.
  ///
  /// - Throws: `RecordError` if it holds a number that is not finite.
  public init(_ record: Record) throws(RecordError) {
    self.record = record
    text = try record.canonicalText()
    digest = Digest(of: text.utf8)
    policy = Digest(of: try Canonical.text(record.signOff).utf8)
  }

  /// Reads a stored record.
  ///
  /// - Throws: `RecordError` when it is no JSON, of another schema version, or lacks what every record holds.
  public init(parsing bytes: [UInt8]) throws(RecordError) {
    let document = try Canonical.document(bytes)
    record = try Record(document)
    text = document.canonical
    digest = Digest(of: text.utf8)
    policy = Digest(of: (document["sign-off"] ?? .null).canonicalBytes)
  }
}
