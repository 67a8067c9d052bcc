public import AuditRecord

/// The reports of an audit, as documents; a record is all that they read.
///
/// The report is what people read and sign. The annex holds everything else, for those who check, and is signed with it. The
/// dossier is the report with the state of its signatures. The same record gives the same documents, on every machine and at
/// every hour.
public struct Report: Sendable {
  private let index: RecordIndex
  fileprivate let annex: [Block]
  fileprivate let annexHeadings: [Heading]

  /// Makes what the documents have in common, which takes longest and needs no digest yet.
  package init(_ record: Record) {
    index = RecordIndex(record)
    annex =
      [Cells.legend(hasLists: record.lists != nil)]
      + Section.blocks(of: Section.annex, index, numbers: "ABCDEFGHIJKLMNOPQRSTUVWXYZ".map(String.init))
    annexHeadings = annex.headings
  }

  /// The documents of a record whose digest is known, which share their sections.
  ///
  /// - Parameter digest: The digest of the record's canonical text.
  package func pages(digest: Digest) -> Pages {
    Pages(self, index(digest), digest)
  }

  /// What people read and sign, free of any signature's state.
  ///
  /// - Parameter digest: The digest of the record's canonical text.
  public func body(digest: Digest) -> Document { pages(digest: digest).body }

  /// Everything that the report leaves out.
  public func annex(digest: Digest) -> Document { pages(digest: digest).annex }

  /// The report and its annex in one, for whoever wants a single file.
  public func whole(digest: Digest) -> Document { pages(digest: digest).whole }

  /// The documents of a record.
  package struct Pages: Sendable {
    /// What people read and sign, free of any signature's state.
    package let body: Document
    /// Everything that the report leaves out.
    package let annex: Document
    private let report: Report
    private let index: RecordIndex
    private let digest: Digest
    /// What the report says after its summary.
    private let sections: [Block]

    fileprivate init(_ report: Report, _ index: RecordIndex, _ digest: Digest) {
      (self.report, self.index, self.digest) = (report, index, digest)
      sections =
        [.contents(title: "Contents"), .pageBreak]
        + Section.blocks(of: Section.report, index, numbers: (2...9).map(String.init))
      body = report.document(
        report.title, digest, Opening.blocks(index) + SummarySection.blocks(index) + sections,
        elsewhere: Elsewhere(name: "annex", report.annexHeadings))
      annex = report.document(
        "Annex – \(index.record.audit.title)", digest,
        Opening.annex(index, digest) + [.contents(title: "Contents")] + report.annex,
        elsewhere: Elsewhere(name: "report", sections.headings))
    }

    /// The report and its annex in one.
    package var whole: Document {
      report.document(
        report.title, digest,
        Opening.blocks(index) + SummarySection.blocks(index) + sections + [.pageBreak] + report.annex)
    }

    /// The report with the state of its signatures: on the first page in a line, and whole at the end.
    package func dossier(_ state: SignOffState = SignOffState()) -> Document {
      let status = SignOffStatus(index.record.signOff, state)
      // The summary is section 1.
      let number = 2 + sections.count { if case .heading(let heading) = $0 { heading.level == 2 } else { false } }
      return report.document(
        "\(status.word): \(report.title)", digest,
        Opening.blocks(index, state: status.line) + SummarySection.blocks(index, (status, state))
          + sections + SignOffPage.blocks(index, status, state, number: number),
        elsewhere: Elsewhere(name: "annex", report.annexHeadings))
    }
  }

  fileprivate func document(_ title: String, _ digest: Digest, _ blocks: [Block], elsewhere: Elsewhere? = nil)
    -> Document
  {
    Document(
      title: title,
      footer: Footer(title: index.record.audit.title, fingerprint: "Results \(digest.fingerprint)"),
      blocks: blocks, elsewhere: elsewhere)
  }

  private func index(_ digest: Digest) -> RecordIndex {
    var index = index
    index.digest = digest
    return index
  }

  fileprivate var title: String { "\(Overall(index.record).short) – \(index.record.audit.title)" }
}

extension Report {
  /// What people read and sign of a record.
  public static func body(of sealed: SealedRecord) -> Document { Report(sealed.record).body(digest: sealed.digest) }

  /// Everything that the report of a record leaves out.
  public static func annex(of sealed: SealedRecord) -> Document { Report(sealed.record).annex(digest: sealed.digest) }

  /// The report of a record and its annex in one.
  public static func whole(of sealed: SealedRecord) -> Document { Report(sealed.record).whole(digest: sealed.digest) }

  /// The report of a record with the state of its signatures.
  package static func dossier(of sealed: SealedRecord, state: SignOffState = SignOffState()) -> Document {
    Report(sealed.record).pages(digest: sealed.digest).dossier(state)
  }
}
