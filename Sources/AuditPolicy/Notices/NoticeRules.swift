package import AuditRecord

/// What a rule asks a notice to say, as a file of data.
package struct NoticeRules: Sendable {
  /// What the record holds of it.
  package let pack: NoticePack
  /// What it asks for, all of it missing.
  package let fields: [NoticeField]

  /// Every pack, by id.
  package static let all: [NoticeRules] = [
    PackageResources.ccpa_7220_yaml, PackageResources.ccpa_7221_yaml, PackageResources.ccpa_7222_yaml,
    PackageResources.co_sb26_189_yaml, PackageResources.dsa_27_yaml, PackageResources.dsa_38_yaml,
    PackageResources.gdpr_13_yaml, PackageResources.gdpr_14_yaml, PackageResources.gdpr_22_yaml,
    PackageResources.nyc_ll144_notice_yaml,
  ].map { bytes in
    // These are the program's own files, which tests read.
    do { return try NoticeRules(bytes) } catch { preconditionFailure("\(error)") }
  }

  /// What plans may name.
  package static let ids: [String] = all.map(\.pack.id)

  /// The pack that a plan calls so.
  package static func named(_ id: String) -> NoticeRules? { all.first { $0.pack.id == id } }

  /// Reads a pack.
  ///
  /// - Throws: What is wrong with the file.
  init(_ bytes: [UInt8]) throws(PlanErrors) {
    var document = try PlanDocument(bytes: bytes, file: "notice pack")
    document.check(document.root, fields: Self.schema, path: "")
    try document.stop()
    let root = document.root
    func text(_ key: String) -> String { root.member(key)?.written ?? "" }
    pack = NoticePack(
      id: text("id"), title: text("title"), instrument: text("instrument"), source: text("source"),
      effective: text("effective"), status: text("status"), read: text("read"), basis: text("basis"),
      sha256: Digest(of: bytes).hex, note: text("note"))
    fields = (root.member("fields")?.sequence ?? []).map { node in
      NoticeField(
        id: node.member("id")?.written ?? "", clause: node.member("clause")?.written ?? "",
        question: node.member("question")?.written ?? "", when: node.member("when")?.written, state: .missing)
    }
  }

  /// What a pack's file holds.
  static let schema: [PlanField] = [
    .key("id", .text, required: true, "What plans call it."),
    .key("title", .text, required: true, "What it is called."),
    .key("instrument", .text, required: true, "Where its text stands."),
    .key("source", .text, required: true, "Where the text can be read."),
    .key("effective", .text, required: true, "The day from which it holds."),
    .key("status", .text, required: true, "Whether and for whom it is in force."),
    .key("read", .text, required: true, "The day on which these facts were read."),
    .key("basis", .choice(["text", "secondary"]), required: true, "Whether the rule itself was read."),
    .key("note", .text, "What a reader must know."),
    .key(
      "fields",
      .list(
        .mapping([
          .key("id", .text, required: true, "What plans call it."),
          .key("clause", .text, required: true, "Where the rule asks for it."),
          .key("question", .text, required: true, "What is asked."),
          .key("when", .text, "When it is needed, where that is not always."),
        ]), orSingle: false), required: true, "What it asks for."),
  ]
}

/// A notice that a plan sets beside a rule.
package struct PlannedNotice: Sendable, Hashable {
  /// The file, relative to the plan.
  package var file: SignOffFiles.Reference
  /// The rule.
  package var pack: NoticePack
  /// Its language, as `en`.
  package var language: String
  /// Its version.
  package var version: String?
  /// What the rule asks for, as far as the plan itself says what is there.
  package var fields: [NoticeField]
  /// The passages that the plan quotes, with the fields that they answer.
  package var quotes: [Quote]

  /// A passage of a notice.
  package struct Quote: Sendable, Hashable {
    /// The field.
    package var field: String
    /// The passage.
    package var passage: String
  }

  /// What is found in the notice.
  ///
  /// - Parameter bytes: The notice.
  /// - Throws: ``Absent`` for a passage that is not in it.
  package func described(_ bytes: [UInt8]) throws(Absent) -> NoticeDescription {
    let text = Self.joined(String(decoding: bytes, as: UTF8.self))
    for quote in quotes {
      let passage = Array(Self.joined(quote.passage).utf8)
      guard passage.isEmpty || text.utf8.contains(passage) else { throw Absent(field: quote.field) }
    }
    let quoted = Set(quotes.filter { !Self.joined($0.passage).isEmpty }.map(\.field))
    let fields = fields.map { field in
      var field = field
      if quoted.contains(field.id) { field.state = .present }
      return field
    }
    return NoticeDescription(
      pack: pack, file: Path.lastComponent(file.path), sha256: Digest(of: bytes).hex, language: language,
      version: version, fields: fields,
      reading: NoticeReading(of: String(decoding: bytes, as: UTF8.self), language: language))
  }

  /// A passage that is quoted and not there.
  package struct Absent: Error {
    /// The field that it should answer.
    package let field: String
  }

  /// A text whose white space is single spaces.
  private static func joined(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

extension PlanErrors {
  /// A passage that a plan quotes is not in the notice.
  package static func absent(_ passage: PlannedNotice.Absent, from file: String) -> PlanErrors {
    PlanErrors(errors: [
      PlanError(
        code: .combination, file: file, line: nil, column: nil,
        message: "the field \(Quoted.text(passage.field)) quotes a passage that is not in the file",
        hint: "quote it as it stands, or leave the quotation out")
    ])
  }
}

extension NoticeReading {
  /// Counts the words and sentences of a text, and works out its grade where the language is English.
  ///
  /// Words are what stands between white space and holds a letter or a digit. A sentence ends with a full stop, a question or an
  /// exclamation mark before white space, or with an empty line.
  package init(of text: String, language: String) {
    var (words, sentences, syllables, isOpen) = (0, 0, 0, false)
    for paragraph in Self.paragraphs(text) {
      for word in paragraph {
        guard word.contains(where: { $0.isLetter || $0.isNumber }) else { continue }
        words += 1
        syllables += Self.syllables(word)
        isOpen = true
        let end = word.last { !"\"'”’)]*_".contains($0) }
        if let end, ".!?".contains(end) { (sentences, isOpen) = (sentences + 1, false) }
      }
      if isOpen { (sentences, isOpen) = (sentences + 1, false) }
    }
    let isEnglish = language == "en" || language.hasPrefix("en-")
    let grade =
      0.39 * Double(words) / Double(max(1, sentences)) + 11.8 * Double(syllables) / Double(max(1, words)) - 15.59
    self.init(
      words: words, sentences: sentences, grade: isEnglish && words > 0 ? grade : nil,
      undefined: !isEnglish ? .noReadingFormula : words == 0 ? .emptyDenominator : nil)
  }

  /// The words of each passage between empty lines.
  private static func paragraphs(_ text: String) -> [[Substring]] {
    var paragraphs: [[Substring]] = [[]]
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      let words = line.split(whereSeparator: \.isWhitespace)
      if words.isEmpty { paragraphs.append([]) } else { paragraphs[paragraphs.count - 1] += words }
    }
    return paragraphs
  }

  /// Groups of vowels, less a silent e at the end; one at least.
  private static func syllables(_ word: Substring) -> Int {
    let letters = word.lowercased().filter(\.isLetter)
    let isVowel = letters.map { "aeiouy".contains($0) }
    var groups = isVowel.indices.count { isVowel[$0] && ($0 == 0 || !isVowel[$0 - 1]) }
    let last = isVowel.count - 1
    if letters.last == "e", last > 0, !isVowel[last - 1] { groups -= 1 }
    return max(1, groups)
  }
}
