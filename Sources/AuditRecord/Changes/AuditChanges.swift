/// Two audits set against each other, check by check.
package struct AuditChanges: Sendable, Hashable {
  /// The earlier audit.
  package var baseline: ComparedAudit
  /// The later one.
  package var candidate: ComparedAudit
  /// How their checks differ.
  package var table: ChangeTable

  /// Puts a comparison together.
  package init(baseline: ComparedAudit, candidate: ComparedAudit, table: ChangeTable) {
    self.baseline = baseline
    self.candidate = candidate
    self.table = table
  }
}

/// How the checks of two audits differ.
package struct ChangeTable: Codable, Sendable, Hashable {
  /// The checks that have a result in either, in the order of the later audit.
  @Defaulted package var checks: [CheckChange]
  /// Checks that have a number in neither, as for groups of too few people.
  package var judgedInNeither: Int
  /// What else the reader must know, a sentence each.
  @Defaulted package var notes: [String]
  /// By how much a number may be worse and count as no worse, on its own scale; nil, and not written, where nobody asked.
  package var margin: Double?

  /// Puts a table together.
  package init(checks: [CheckChange], judgedInNeither: Int, notes: [String], margin: Double? = nil) {
    self.margin = margin
    self.checks = checks
    self.judgedInNeither = judgedInNeither
    self.notes = notes
  }

  /// How many checks changed so.
  package func count(_ word: ChangeWord) -> Int { checks.count { $0.change == word } }

  /// The whole in one word.
  package var result: ChangeResult {
    if count(.worse) > 0 { return .worse }
    if count(.better) > 0, margin == nil || count(.noClearChange) == 0 { return .better }
    if count(.noClearChange) > 0 { return .noClearChange }
    if count(.noWorse) > 0 { return .noWorse }
    return count(.new) > 0 && count(.gone) + count(.notComparable) == 0 ? .onlyNew : .notComparable
  }

  /// Whether every check of the earlier audit that had a number can be compared, and there is one; with a margin also whether each is
  /// shown to be no worse by more, or is worse.
  package var isComplete: Bool {
    checks.count > count(.new) && count(.gone) + count(.notComparable) == 0
      && (margin == nil || count(.noClearChange) == 0)
  }
}

/// What a comparison of two audits amounts to.
package enum ChangeResult: String, Codable, Sendable, CaseIterable, Hashable {
  /// A check is worse.
  case worse
  /// None is worse, and one is better; with a margin also none undecided.
  case better
  /// None is worse or better, and every one is shown to be no worse than by the margin.
  case noWorse = "no-worse"
  /// None is shown to have changed.
  case noClearChange = "no-clear-change"
  /// Every check is new.
  case onlyNew = "only-new"
  /// None can be compared.
  case notComparable = "not-comparable"
}

/// One of two audits that are compared, as its record names it.
package struct ComparedAudit: Codable, Sendable, Hashable {
  /// The digest of its record.
  package var record: String
  /// Its title.
  package var title: String
  /// The system's version.
  @OrNull package var version: String?
  /// The period that its data cover.
  package var window: Window
  /// People about whom decisions were made, or who received lists.
  package var people: Int

  /// Names an audit.
  package init(_ numbers: AuditNumbers) {
    record = numbers.record
    title = numbers.audit.title
    version = numbers.audit.system.version
    window = numbers.audit.window
    people = numbers.people
  }
}
