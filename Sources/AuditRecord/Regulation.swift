/// A rule or standard whose demands a plan sets beside what the report holds.
///
/// It is data with a digest, as it was known on a day, and no statement of law. Whether a report holds what is asked says nothing
/// about whether the rule is kept.
package struct Regulation: Codable, Sendable, Hashable {
  /// What the plan calls it.
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
  /// SHA-256 of the file that says all this.
  package var sha256: String
  /// What a reader must know, in sentences.
  @Defaulted package var note: String
  /// Metrics whose rates and ratios are printed as its tables.
  @Defaulted package var tables: [String]
  /// What it asks for.
  @Defaulted package var demands: [RegulationDemand]

  /// States a rule.
  package init(
    id: String, title: String, instrument: String, source: String, effective: String, status: String, read: String,
    sha256: String, note: String = "", tables: [String] = [], demands: [RegulationDemand] = []
  ) {
    self.id = id
    self.title = title
    self.instrument = instrument
    self.source = source
    self.effective = effective
    self.status = status
    self.read = read
    self.sha256 = sha256
    self.note = note
    self.tables = tables
    self.demands = demands
  }
}

/// One thing that a rule asks for.
package struct RegulationDemand: Codable, Sendable, Hashable {
  /// Where it stands.
  package var clause: String
  /// What is asked for.
  package var asks: String
  /// `text` where the rule itself was read, else `secondary`.
  package var basis: String
  /// The kind of data for which it is asked, `decisions` or `scores`; null where it is asked always.
  @OrNull package var when: String?
  /// True for what an audit of data cannot show.
  @Defaulted package var elsewhere: Bool
  /// What a report must hold for it.
  @Defaulted package var needs: [RegulationNeed]

  /// States a demand.
  package init(
    clause: String, asks: String, basis: String, when: String? = nil, elsewhere: Bool = false,
    needs: [RegulationNeed] = []
  ) {
    self.clause = clause
    self.asks = asks
    self.basis = basis
    self.when = when
    self.elsewhere = elsewhere
    self.needs = needs
  }
}

/// One thing that a report holds or lacks.
package struct RegulationNeed: Codable, Sendable, Hashable {
  /// A kind of ``Record/holds(_:)``; later versions may know more.
  package var kind: String
  /// Of what.
  package var of: String

  /// States a need.
  package init(kind: String, of: String) {
    self.kind = kind
    self.of = of
  }

  /// What a demand may need, by kind, and of what each may be; nothing where it may be of anything.
  package static let kinds: [String: [String]?] = [
    "stated": [
      "approved", "auditor", "contact", "distributed", "model-file", "obtained", "organisation", "origins", "owners",
      "period", "previous", "purpose", "signers", "validity", "version",
    ], "measured": nil, "compared": nil, "groups": ["1", "2"], "data": DataKind.allCases.map(\.rawValue),
    "type": AuditType.allCases.map(\.rawValue), "valid-for": nil, "lists": ["either"],
    "printed": ["digests", "not-compared", "rows", "tests", "unknown"],
  ]
}

extension Record {
  /// True if the record holds what a demand needs; false of a kind that this version does not know.
  ///
  /// `stated` keys are of the plan; `measured` a metric of at least one group, `compared` a ratio of it; `groups` a grouping of so many
  /// columns; `valid-for` an approval of at most so many days; `printed` stands in every report.
  package func holds(_ need: RegulationNeed) -> Bool {
    // Of several classes or models a metric stands under several ids.
    func isOf(_ metric: String) -> Bool { metric == need.of || card(metric)?.plain == need.of }
    return switch need.kind {
    case "stated": states(need.of)
    case "measured":
      metrics.contains { isOf($0.id) }
        && (estimates.contains { isOf($0.metric) } || summaries.contains { isOf($0.metric) })
    case "compared": disparities.contains { isOf($0.metric) && $0.comparison == .ratio }
    case "groups": groupings.contains { need.of == "1" ? $0.grouping.count == 1 : $0.grouping.count > 1 }
    case "data": audit.data.rawValue == need.of
    case "type": audit.type.rawValue == need.of
    case "valid-for": signOff.validForDays.map { $0 <= Int(need.of) ?? 0 } ?? false
    case "lists": lists != nil
    case "printed": RegulationNeed.kinds["printed"]??.contains(need.of) == true
    default: false
    }
  }

  private func states(_ key: String) -> Bool {
    switch key {
    case "auditor": audit.auditor != nil
    case "contact": audit.contact != nil
    case "distributed": audit.distributed != nil
    case "model-file": audit.system.sha256 != nil
    case "organisation": audit.organisation != nil
    case "period": audit.window.from != nil && audit.window.to != nil
    case "previous": audit.previous != nil
    case "purpose": audit.purpose != nil
    case "version": audit.system.version != nil
    case "obtained":
      groupings.allSatisfy { $0.grouping.count != 1 || $0.side == .providers || $0.obtained != nil }
    case "origins": !requirements.isEmpty && requirements.allSatisfy { $0.origin != nil }
    case "owners": !requirements.isEmpty && requirements.allSatisfy { $0.owner != nil }
    case "approved": !requirements.isEmpty && requirements.allSatisfy { $0.approved != nil }
    case "signers": !signOff.required.isEmpty
    case "validity": signOff.validForDays != nil
    default: false
    }
  }
}
