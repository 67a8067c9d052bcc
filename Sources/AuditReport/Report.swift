public import AuditRecord

/// The reports of an audit, as documents; a record is all that they read.
public enum Report {
  /// The readable body: what people sign, free of any signature's state.
  ///
  /// The same record gives the same document, on every machine and at every hour.
  public static func body(of sealed: SealedRecord) -> Document {
    let record = sealed.record
    let index = RecordIndex(record, digest: sealed.digest)
    return Document(
      title: title(record), footer: footer(index),
      blocks: Opening.blocks(index) + BodySections.blocks(index))
  }

  /// The body between a cover that says whether it is final, and the page that says who signed.
  public static func dossier(of sealed: SealedRecord, state: SignOffState = SignOffState()) -> Document {
    let record = sealed.record
    let index = RecordIndex(record, digest: sealed.digest)
    let status = SignOffStatus(record.signOff, state)
    return Document(
      title: "\(status.word): \(title(record))", footer: footer(index),
      blocks: DossierCover.blocks(index, status) + DocumentControl.blocks(index) + [.contents(title: "Contents")]
        + BodySections.blocks(index) + SignOffPage.blocks(index, status, state))
  }

  private static func title(_ record: Record) -> String { "\(Overall(record).short) – \(record.audit.title)" }

  private static func footer(_ index: RecordIndex) -> Footer {
    Footer(
      title: index.record.audit.title, fingerprint: "Results \(index.digest?.fingerprint ?? "without fingerprint")")
  }
}
