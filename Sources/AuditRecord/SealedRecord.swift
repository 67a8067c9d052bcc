/// A record together with its canonical text and digest, which take longer to make than everything made from them.
public struct SealedRecord: Sendable {
  /// The record.
  public let record: Record
  /// Its canonical text, without a final newline.
  public let text: String
  /// The digest of that text: the record's identity.
  public let digest: Digest

  /// Seals a record.
  ///
  /// - Throws: `RecordError` if it holds a number that is not finite.
  public init(_ record: Record) throws(RecordError) {
    self.record = record
    text = try record.canonicalText()
    digest = Digest(of: text.utf8)
  }
}
