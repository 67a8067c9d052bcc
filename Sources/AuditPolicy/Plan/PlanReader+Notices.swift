import AuditRecord

extension PlanSchema {
  static let notice: [PlanField] = [
    .key(
      "file", .text, required: true, "The notice as people get it: text or Markdown in UTF-8, relative to the plan."),
    .key(
      "language", .text, required: true,
      "Its language, as en or de; how hard it is to read is worked out for English alone."),
    .key("pack", .text, required: true, "What it is set beside: \(NoticeRules.ids.joined(separator: ", "))."),
    .key("version", .text, fallback: "none", "Its version, as \"2026-08-01\"."),
    .key(
      "fields", .named(.text), fallback: "every field is missing",
      "For each field of the pack that is there, the passage of the notice, quoted as it stands; `evenhand explain` has the fields of a pack."
    ),
    .key(
      "not-applicable",
      .named(
        .mapping([
          .key("reason", .text, required: true, "Why the rule does not ask for it here."),
          .key("by", .text, required: true, "Who says so."),
        ])), fallback: "none", "Fields of the pack that the rule does not ask for here; printed and signed."),
  ]
}

extension PlanBuilder {
  /// The notices that a plan sets beside rules; none of them is read yet.
  mutating func notices(_ node: YAMLNode?) -> [PlannedNotice] {
    (node?.sequence ?? []).compactMap { notice($0) }
  }

  private mutating func notice(_ node: YAMLNode) -> PlannedNotice? {
    guard let file = node.member("file"), let path = file.written, let name = node.member("pack")?.written else {
      return nil
    }
    let named = NoticeRules.named(name)
    if named == nil {
      document.report(
        .combination, at: node.member("pack"), "there is no notice pack \(Quoted.text(name))",
        hint: Suggestion.nearest(to: name, among: NoticeRules.ids).map { "did you mean \(Quoted.text($0))?" }
          ?? "there are \(NoticeRules.ids.joined(separator: ", "))")
    }
    // Of a plan that is refused it does not matter which.
    let rules = named ?? NoticeRules.all[0]
    var notice = PlannedNotice(
      file: SignOffFiles.Reference(path: path, line: file.place.line, column: file.place.column), pack: rules.pack,
      language: node.member("language")?.written ?? "", version: node.member("version")?.written, fields: rules.fields,
      quotes: [])
    for (key, value) in node.member("fields")?.mapping ?? [] {
      guard named != nil, let field = key.written, place(of: field, key, rules) != nil else { continue }
      notice.quotes.append(PlannedNotice.Quote(field: field, passage: value.written ?? ""))
    }
    for (key, value) in node.member("not-applicable")?.mapping ?? [] {
      guard named != nil, let field = key.written, let index = place(of: field, key, rules) else { continue }
      if notice.quotes.contains(where: { $0.field == field }) {
        document.report(
          .combination, at: key, "the field \(Quoted.text(field)) is quoted, and not applicable",
          hint: "keep one of them")
      }
      notice.fields[index].state = .notApplicable
      notice.fields[index].reason = value.member("reason")?.written
      notice.fields[index].by = value.member("by")?.written
    }
    return notice
  }

  /// Where a field of a pack stands.
  private mutating func place(of field: String, _ node: YAMLNode, _ rules: NoticeRules) -> Int? {
    if let index = rules.fields.firstIndex(where: { $0.id == field }) { return index }
    document.report(
      .combination, at: node, "the notice pack \(rules.pack.id) has no field \(Quoted.text(field))",
      hint: Suggestion.nearest(to: field, among: rules.fields.map(\.id)).map { "did you mean \(Quoted.text($0))?" }
        ?? "its fields: \(rules.fields.map(\.id).joined(separator: ", "))")
    return nil
  }
}
