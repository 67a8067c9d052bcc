package import AuditRecord

/// What a row must show to be used: consent at the time, an age, a day of collection, a basis.
package struct LawfulUse: Sendable, Hashable {
  /// The table whose rows are uses.
  package var of: UseTable
  /// The day for which retention is judged, as 2026-10-01.
  package var asOf: String
  /// Whether all rows of the period were given.
  package var extract: UseExtract
  /// What is asked beyond consent.
  package var rules: UseRules
  /// The columns of the rows that say so.
  package var columns: Columns
  /// When people consented, to what; nothing where no row rests on consent.
  package var consents: Consents?
  /// Whether those left out are counted by group, which uses their labels.
  package var countsGroups: Bool

  /// States what a row must show.
  package init(
    of: UseTable, asOf: String, extract: UseExtract, rules: UseRules = UseRules(), columns: Columns = Columns(),
    consents: Consents? = nil, countsGroups: Bool = false
  ) {
    self.of = of
    self.asOf = asOf
    self.extract = extract
    self.rules = rules
    self.columns = columns
    self.consents = consents
    self.countsGroups = countsGroups
  }

  /// The causes that are asked after, in their order of precedence.
  package var causes: [UseCause] {
    UseCause.allCases.filter { cause in
      switch cause {
      case .noConsent, .otherPurpose, .beforeConsent, .afterWithdrawal: consents != nil
      case .pastRetention: rules.retentionDays != nil
      case .minor: rules.minimumAge != nil
      case .specialWithoutGround: !(rules.special ?? []).isEmpty
      case .unknownBasis: columns.basis != nil
      }
    }
  }

  /// Columns of the rows.
  package struct Columns: Sendable, Hashable {
    /// When the row was used.
    package var used: String?
    /// When its data were collected.
    package var collected: String?
    /// For what it was used.
    package var purpose: String?
    /// On what it rests.
    package var basis: String?
    /// How old the person was.
    package var age: String?
    /// Whether a guardian has agreed.
    package var guardian: String?

    /// Names columns.
    package init(
      used: String? = nil, collected: String? = nil, purpose: String? = nil, basis: String? = nil, age: String? = nil,
      guardian: String? = nil
    ) {
      self.used = used
      self.collected = collected
      self.purpose = purpose
      self.basis = basis
      self.age = age
      self.guardian = guardian
    }
  }

  /// A table of consents: one row each.
  package struct Consents: Sendable, Hashable {
    /// The files.
    package var table: InputTable
    /// Who consented.
    package var subject: String
    /// To what; nothing where a consent covers every purpose.
    package var purpose: String?
    /// From when on.
    package var from: String
    /// Until when; nothing where no consent ends.
    package var until: String?

    /// Consents.
    package init(_ table: InputTable, subject: String, purpose: String?, from: String, until: String?) {
      (self.table, self.subject, self.purpose, self.from, self.until) = (table, subject, purpose, from, until)
    }
  }
}
