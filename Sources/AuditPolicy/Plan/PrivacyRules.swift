package import AuditRecord

/// How people are kept from being recognised in what leaves the house.
package struct PrivacyRules: Sendable, Hashable {
  /// What may be published; nothing where the plan does not say it.
  package var publishing: PublishingPolicy?
  /// The earlier public editions that the plan names.
  package var published: [SignOffFiles.Reference] = []
  /// How an extract calls people; nothing where the plan does not say it.
  package var pseudonyms: PseudonymRules?
  /// Columns besides those of groups and strata by which people could be told apart.
  package var quasiIdentifiers: [String] = []
  /// What share of the population the data hold, above 0 and at most 1.
  package var populationShare: Double?

  /// States nothing.
  package init() {}
}

/// How an extract calls people.
package struct PseudonymRules: Sendable, Hashable {
  /// The file of the key, relative to the plan.
  package var keyFile: String?
  /// The period; pseudonyms of two periods cannot be joined.
  package var epoch: String?

  /// Names a key.
  package init(keyFile: String? = nil, epoch: String? = nil) { (self.keyFile, self.epoch) = (keyFile, epoch) }
}

extension PlanSchema {
  static let privacy: [PlanField] = [
    .key(
      "minimum-cell", .integer(atLeast: 1), fallback: "11",
      "The least count of people that is not small; smaller ones are hidden, and so is what they could be worked out from."
    ),
    .key(
      "protect", .choice(ProtectedCounts.allCases.map(\.rawValue)), fallback: ProtectedCounts.counts.rawValue,
      "Every count of people, printed or worked out, or sizes of groups alone."),
    .later(
      "providers-are-people",
      "public editions of ranked lists are not supported by this version; publish an audit of decisions"),
    .key(
      "published", .list(.text, orSingle: true), fallback: "none",
      "Earlier public editions, as ../2026-q2/public/record.json; what they show cannot be hidden any more."),
    .key(
      "cumulative", .boolean, fallback: "false",
      "Whether the period of this audit contains that of the edition named under `published`; this one is then defended against it."
    ),
    .key(
      "pseudonymise",
      .mapping([
        .key("key-file", .text, "The file of the key, relative to the plan; `evenhand key new FILE` writes one."),
        .key(
          "epoch", .text, fallback: "none",
          "The period, as 2026Q3: pseudonyms of two periods cannot be joined, and one key serves both."),
      ]), "How `evenhand minimise` calls people, items and lists."),
    .key(
      "quasi-identifiers", .list(.text, orSingle: true), fallback: "none",
      "Columns besides groups and strata by which people could be told apart, as a postcode; counted by `evenhand minimise`, never written."
    ),
    .key(
      "population-share", .number, fallback: "not known",
      "The share of the population that the data hold, above 0 and at most 1."),
  ]
}

extension PlanBuilder {
  /// How people are kept from being recognised.
  mutating func privacy(_ node: YAMLNode?) -> PrivacyRules? {
    guard let node else { return nil }
    var rules = PrivacyRules()
    rules.publishing = publishing(node)
    rules.published = (node.member("published").map { $0.sequence ?? [$0] } ?? []).compactMap { node in
      node.written.map { SignOffFiles.Reference(path: $0, line: node.place.line, column: node.place.column) }
    }
    rules.pseudonyms = node.member("pseudonymise").map {
      PseudonymRules(keyFile: $0.member("key-file")?.written, epoch: $0.member("epoch")?.written)
    }
    if let epoch = rules.pseudonyms?.epoch, epoch.contains(where: \.isNewline) {
      document.report(
        .wrongType, at: node.member("pseudonymise")?.member("epoch"), "an epoch is one line", hint: "as 2026Q3")
    }
    rules.quasiIdentifiers = node.member("quasi-identifiers")?.texts ?? []
    rules.populationShare = node.member("population-share")?.finiteNumber
    if let share = rules.populationShare, share <= 0 || share > 1 {
      document.report(
        .wrongType, at: node.member("population-share"), "the share of the population must be above 0 and at most 1",
        hint: "0.1 is one in ten")
    }
    return rules
  }

  /// What may be published.
  private mutating func publishing(_ node: YAMLNode) -> PublishingPolicy? {
    let keys = ["minimum-cell", "protect", "published", "cumulative"]
    guard keys.contains(where: { node.member($0) != nil }) else { return nil }
    var policy = PublishingPolicy()
    if let cell = node.member("minimum-cell"), let number = cell.wholeNumber {
      if !(2...1_000_000).contains(number) {
        document.report(
          .wrongType, at: cell,
          number < 2 ? "\"minimum-cell\" must be at least 2" : "\"minimum-cell\" must be at most 1000000",
          hint: number < 2 ? "1 would hide nothing; 11 is usual" : "11 is usual")
      }
      policy.minimumCell = number
    }
    policy.protect = choice(node.member("protect")) ?? policy.protect
    policy.cumulative = node.member("cumulative")?.bool ?? false
    if policy.cumulative, node.member("published") == nil {
      document.report(
        .missingKey, at: node.member("cumulative"),
        "`cumulative` needs `published`, the edition whose period this one contains",
        hint: "as published: [../2026-q2/public/record.json]")
    }
    return policy
  }
}
