import AuditRecord

/// The first page of a dossier: is it final, and what does it say?
enum DossierCover {
  static func blocks(_ index: RecordIndex, _ status: SignOffStatus) -> [Block] {
    let overall = Overall(index.record)
    let headline =
      status.isFinal
      ? "Every required signature is there."
      : "Signatures are missing. Who has signed is on the last page."
    return [
      Opening.title(index.record), Opening.subtitle(index.record),
      .callout(Callout(.draft, title: [.text(status.line)], paragraphs: [[.text(headline)]])),
      .callout(
        Callout(.verdict(overall.mark.tone), title: [.mark(overall.mark)], paragraphs: [[.text(overall.counts)]])),
    ] + Opening.synthetic(index.record)
  }
}

/// The last page of a dossier: who has signed, and how to check it.
enum SignOffPage {
  static func blocks(_ index: RecordIndex, _ status: SignOffStatus) -> [Block] {
    [.pageBreak, .heading(Heading(2, id: "sign-off", ["Sign-off"])), .paragraph([.strong(status.line), "."])]
      + roles(status) + verification(index)
  }

  private static func roles(_ status: SignOffStatus) -> [Block] {
    let required = status.rows.map { row($0.role, "required", $0.signature) }
    let others = status.others.map { row($0.role, "not required", $0) }
    guard !(required + others).isEmpty else {
      return [.paragraph(["The plan names no role that must sign; nobody has signed, so this is a draft."])]
    }
    return [
      .table(
        Table(
          caption: ["Who must sign, and who has"],
          columns: [.words("Role"), .words("By the plan"), .words("Signature"), .words("Date")],
          rows: required + others))
    ]
  }

  private static func row(_ role: String, _ demand: String, _ signature: SignOffState.Signature?) -> [[Inline]] {
    [
      [.text(role)], [.text(demand)],
      signature.map { [.text($0.name)] } ?? [.strong("not signed")],
      signature.map { [.text($0.date)] } ?? [],
    ]
  }

  private static func verification(_ index: RecordIndex) -> [Block] {
    [
      .heading(Heading(3, id: "verify", ["How to check that nothing was changed"])),
      .paragraph([
        "Open a terminal in the folder of this report. The first command compares the plan, the record, the run and the report with their digests. It does not cover this dossier. The second prints the digest of the results."
      ]),
      .code("sha256sum -c SHA256SUMS\nsha256sum record.json"),
      .paragraph(["The first 16 digits of the second must be the results fingerprint, in groups of four:"]),
      .code(index.digest?.fingerprint ?? "none: the record holds a number that is not finite"),
    ]
  }
}
