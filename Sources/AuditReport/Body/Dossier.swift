import AuditRecord

/// The page of a dossier that says who has signed, and how to check it.
enum SignOffPage {
  /// - Parameter number: The number of its section.
  static func blocks(
    _ index: RecordIndex, _ status: SignOffStatus, _ state: SignOffState, number: Int
  ) -> [Block] {
    [
      .heading(Heading(2, id: "sign-off", [.text("\(number)\u{2002}Sign-off")])),
      .paragraph([.strong(status.line), "."]),
    ]
      + points("What stands in the way", state.obstacles) + roles(status, index.record.signOff)
      + history(state, index.record.signOff)
      + points("Accepted for a time, unchanged in result", state.waivers) + points("Dates to keep", state.deadlines)
      + asked(state) + verification(index)
  }

  private static func points(_ title: String, _ texts: [String]) -> [Block] {
    texts.isEmpty ? [] : [.paragraph([.strong(title)]), .list(texts.map { [.text(Phrases.sentenceCase($0))] })]
  }

  /// The words before the moment at which the page was made.
  static let stateOn = "State on "

  private static func asked(_ state: SignOffState) -> [Block] {
    guard let asked = state.asked else { return [] }
    return [
      .paragraph([
        .text(SignOffPage.stateOn + asked + (state.askedBy.map { ", by \($0)" } ?? "")),
        ". Conditions, waivers and approvals end by themselves; ", .code("evenhand status"), " says what holds today.",
      ])
    ]
  }

  /// Everything that was signed: approvals, rejections and revocations alike.
  private static func history(_ state: SignOffState, _ policy: SignOffPolicy) -> [Block] {
    guard !state.signatures.isEmpty else { return [] }
    return [
      .table(
        Table(
          caption: ["Everything that was signed, in its order"],
          columns: [
            .words("Event"), .words("Role"), .words("Signed by"), .words("Decision"), .words("Time (UTC)"),
            .words("Key"), .words("Conditions, reasons and what has become of it"),
          ],
          rows: state.signatures.enumerated().map { number, signature in
            [
              [.text("\(number + 1)")], [.text(policy.title(of: signature.role) ?? signature.role)],
              [.text([signature.name, signature.organisation].compactMap(\.self).joined(separator: ", "))],
              [.text(signature.decision + (signature.meaning.isEmpty ? "" : " (\(signature.meaning))"))],
              [.text(signature.date)], signature.fingerprint.isEmpty ? [] : [.code(signature.fingerprint)],
              [.text((signature.notes + [Phrases.sentenceCase(signature.standing)]).joined(separator: " · "))],
            ]
          }))
    ]
  }

  private static func roles(_ status: SignOffStatus, _ policy: SignOffPolicy) -> [Block] {
    func called(_ role: String) -> String { policy.title(of: role) ?? role }
    let required = status.rows.map { row(called($0.role), "required", $0.signature) }
    let others = status.others.map { row(called($0.role), "not required", $0) }
    guard !(required + others).isEmpty else {
      return [.paragraph(["The plan names no role that must sign; nobody has signed."])]
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
        "Open a terminal in the folder of this report. The first command compares the plan, the record, the run, the report, the annex and verify.sh with their digests. It does not cover this dossier; for that, evenhand verify makes it again as of the day that it names and compares. The second prints the digest of the results. The file VERIFY.md says how to check the signatures."
      ]),
      .code("sha256sum -c SHA256SUMS\nsha256sum record.json"),
      .paragraph(["The first 16 digits of the second must be the results fingerprint, in groups of four:"]),
      .code(index.digest?.fingerprint ?? "none: the record holds a number that is not finite"),
    ]
  }
}
