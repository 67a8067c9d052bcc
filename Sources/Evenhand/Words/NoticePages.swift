import AuditPolicy
import AuditRecord

/// What notice packs say, for `evenhand explain`.
enum NoticePages {
  static var entries: [Explanation.Entry] {
    NoticeRules.all.map { Explanation.Entry([$0.pack.id], plain($0)) }
      + [
        Explanation.Entry(
          ["notice packs"],
          "A plan names one for each notice, as `notices: [{file: notice.md, language: en, pack: gdpr-13}]`: "
            + NoticeRules.ids.joined(separator: ", ") + ".")
      ]
  }

  private static func plain(_ rules: NoticeRules) -> String {
    let pack = rules.pack
    let basis = pack.basis == "text" ? "set beside the text itself" : "from secondary sources"
    let facts =
      [pack.title + "."] + (pack.note.isEmpty ? [] : [pack.note])
      + [
        "- Text: \(pack.instrument); \(pack.source)", "- Holds from \(pack.effective); \(pack.status)",
        "- Facts as of \(pack.read), \(basis)",
      ]
    let fields = rules.fields.map { field in
      "- \(field.id), \(field.clause): \(field.question)\(field.when.map { " Needed \($0)." } ?? "")"
    }
    return (facts + fields).joined(separator: "\n")
  }
}
