/// Whether a notice holds what a rule names, field by field. It says nothing about whether the rule is kept.
package struct NoticeDescription: Codable, Sendable, Hashable {
  /// The rule, as it was known on a day.
  package var pack: NoticePack
  /// The notice, by the last component of its path.
  package var file: String
  /// The digest of the notice.
  package var sha256: String
  /// Its language, as the plan says it.
  package var language: String
  /// Its version, as the plan says it; left out where the plan says none.
  package var version: String?
  /// What was found of each field of the rule, in its order.
  package var fields: [NoticeField]
  /// How it reads.
  package var reading: NoticeReading

  /// Describes a notice.
  package init(
    pack: NoticePack, file: String, sha256: String, language: String, version: String?, fields: [NoticeField],
    reading: NoticeReading
  ) {
    self.pack = pack
    self.file = file
    self.sha256 = sha256
    self.language = language
    self.version = version
    self.fields = fields
    self.reading = reading
  }

  /// How many fields are in a state.
  package func count(_ state: NoticeState) -> Int { fields.count { $0.state == state } }
}

/// What a rule asks a notice to say: data with a digest, as known on a day, and no statement of law.
package struct NoticePack: Codable, Sendable, Hashable {
  /// What plans call it.
  package var id: String
  /// What it is called.
  package var title: String
  /// Where its text stands.
  package var instrument: String
  /// Where the text can be read.
  package var source: String
  /// The day from which it holds.
  package var effective: String
  /// Whether and for whom it is in force.
  package var status: String
  /// The day on which these facts were read.
  package var read: String
  /// `text` where the rule itself was read, else `secondary`.
  package var basis: String
  /// SHA-256 of the file that says all this.
  package var sha256: String
  /// What a reader must know, in sentences.
  @Defaulted package var note: String

  /// States a rule.
  package init(
    id: String, title: String, instrument: String, source: String, effective: String, status: String, read: String,
    basis: String, sha256: String, note: String
  ) {
    self.id = id
    self.title = title
    self.instrument = instrument
    self.source = source
    self.effective = effective
    self.status = status
    self.read = read
    self.basis = basis
    self.sha256 = sha256
    self.note = note
  }
}

/// One thing that a rule asks a notice to say, and whether it is there.
package struct NoticeField: Codable, Sendable, Hashable {
  /// What plans call it.
  package var id: String
  /// Where the rule asks for it.
  package var clause: String
  /// What is asked, as a question.
  package var question: String
  /// When it is needed, where that is not always; left out else.
  package var when: String?
  /// What was found.
  package var state: NoticeState
  /// Why it is not applicable; left out else.
  package var reason: String?
  /// Who says so; left out else.
  package var by: String?

  /// States a field.
  package init(id: String, clause: String, question: String, when: String? = nil, state: NoticeState) {
    self.id = id
    self.clause = clause
    self.question = question
    self.when = when
    self.state = state
  }
}

/// Whether a field is in a notice.
package enum NoticeState: String, Codable, Sendable, CaseIterable, Hashable {
  /// The plan quotes a passage, which stands in the notice.
  case present
  /// The plan quotes none.
  case missing
  /// Somebody says, with a reason, that the rule does not ask for it here.
  case notApplicable = "not-applicable"
}

/// How long a notice is, and how hard to read.
package struct NoticeReading: Codable, Sendable, Hashable {
  /// Words.
  package var words: Int
  /// Sentences.
  package var sentences: Int
  /// The school grade by Flesch and Kincaid; null where there is none.
  @OrNull package var grade: Double?
  /// Why there is none.
  @OrNull package var undefined: UndefinedReason?

  /// States how a notice reads.
  package init(words: Int, sentences: Int, grade: Double?, undefined: UndefinedReason?) {
    self.words = words
    self.sentences = sentences
    self.grade = grade
    self.undefined = undefined
  }
}
