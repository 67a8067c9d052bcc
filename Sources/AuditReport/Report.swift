public import AuditRecord

/// The reports of an audit, as documents; a record is all that they read.
public struct Report: Sendable {
  private let index: RecordIndex
  private let annex: [Block]

  /// Makes what both documents have in common, which takes longest and needs no digest yet.
  public init(_ record: Record) {
    index = RecordIndex(record)
    annex = Section.blocks(of: Section.annex, index, numbers: "ABCDEFGHIJ".map(String.init))
  }

  /// The readable body: what people sign, free of any signature's state.
  ///
  /// The same record gives the same document, on every machine and at every hour.
  ///
  /// - Parameter digest: The digest of the record's canonical text.
  public func body(digest: Digest) -> Document {
    let index = self.index(digest)
    return Document(
      title: title, footer: footer(digest),
      blocks: Opening.blocks(index) + SummarySection.blocks(index) + sections(index) + end)
  }

  /// The body with the state of its signatures: on the first page in a line, and whole before the annex.
  ///
  /// - Parameter digest: The digest of the record's canonical text.
  public func dossier(digest: Digest, state: SignOffState = SignOffState()) -> Document {
    let index = self.index(digest)
    let status = SignOffStatus(index.record.signOff, state)
    return Document(
      title: "\(status.word): \(title)", footer: footer(digest),
      blocks: Opening.blocks(index, state: status.line) + SummarySection.blocks(index, (status, state))
        + sections(index) + SignOffPage.blocks(index, status, state) + end)
  }

  private func sections(_ index: RecordIndex) -> [Block] {
    [.contents(title: "Contents"), .pageBreak]
      + Section.blocks(of: Section.report, index, numbers: (2...9).map(String.init))
  }

  /// The annex, on a page of its own.
  private var end: [Block] {
    annex.isEmpty ? [] : [.pageBreak, Cells.legend(hasLists: index.record.lists != nil)] + annex
  }

  /// The readable body of a record.
  public static func body(of sealed: SealedRecord) -> Document { Report(sealed.record).body(digest: sealed.digest) }

  /// The body of a record between its cover and the page that says who signed.
  public static func dossier(of sealed: SealedRecord, state: SignOffState = SignOffState()) -> Document {
    Report(sealed.record).dossier(digest: sealed.digest, state: state)
  }

  private func index(_ digest: Digest) -> RecordIndex {
    var index = index
    index.digest = digest
    return index
  }

  private var title: String { "\(Overall(index.record).short) – \(index.record.audit.title)" }

  private func footer(_ digest: Digest) -> Footer {
    Footer(title: index.record.audit.title, fingerprint: "Results \(digest.fingerprint)")
  }
}
