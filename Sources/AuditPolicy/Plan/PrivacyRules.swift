/// How people are kept from being recognised in what leaves the house.
public struct PrivacyRules: Sendable, Hashable {
  /// Below how many people a number is called small where a plan says nothing.
  public static let usualMinimumCell = 11

  /// How an extract calls people; nothing where the plan does not say it.
  public var pseudonyms: PseudonymRules?
  /// Columns besides those of groups and strata by which people could be told apart.
  public var quasiIdentifiers: [String] = []
  /// What share of the population the data hold, above 0 and at most 1.
  public var populationShare: Double?

  /// States nothing.
  public init() {}
}

/// How an extract calls people.
public struct PseudonymRules: Sendable, Hashable {
  /// The file of the key, relative to the plan.
  public var keyFile: String?
  /// The period; pseudonyms of two periods cannot be joined.
  public var epoch: String?

  /// Names a key.
  public init(keyFile: String? = nil, epoch: String? = nil) { (self.keyFile, self.epoch) = (keyFile, epoch) }
}

extension PlanSchema {
  static let privacy: [PlanField] = [
    .later(
      "minimum-cell", "reports without small numbers are not supported by this version; do not publish small groups"),
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
}
