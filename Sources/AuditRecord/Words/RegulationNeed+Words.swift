extension RegulationNeed {
  /// What a report must hold for it, in words.
  package var words: String {
    switch kind {
    case "stated": Self.stated[of] ?? of
    case "measured": "the metric \(of)"
    case "compared": "ratios of \(of)"
    case "groups": of == "1" ? "a group column" : "an intersection of groups"
    case "data": of == DataKind.historical.rawValue ? "historical data" : "\(of) data"
    case "type": "an audit whose type is \(of)"
    case "valid-for": "an approval that holds at most \(of) days"
    case "lists": "ranked lists"
    case "printed": Self.printed[of] ?? of
    default: of
    }
  }

  private static let stated = [
    "approved": "the day on which each requirement was agreed", "auditor": "the auditor", "contact": "a contact",
    "distributed": "the day on which the system was put to use", "model-file": "the model file",
    "obtained": "how each group was obtained", "organisation": "the organisation",
    "origins": "where each threshold comes from", "owners": "the owner of each requirement", "period": "the period",
    "previous": "the audit before", "purpose": "what the system decides", "signers": "who must sign",
    "validity": "how long an approval holds", "version": "the version of the system",
  ]

  private static let printed = [
    "digests": "digests of data, plan and results", "not-compared": "groups that are not compared",
    "rows": "how many rows and people", "tests": "tests and sizes of differences",
    "unknown": "how many people are of no known group",
  ]
}
