import AuditRecord

/// The words that a reader needs, each in a sentence or two.
enum GlossarySection {
  static func blocks(_ index: RecordIndex) -> [Block] {
    let outcomes = index.record.labels?.outcome != nil
    let entries = words.filter { !$0.needsOutcome || outcomes }
    let additions = MethodsSection.judgesNumbers(index.record) ? numbers : [:]
    return [
      .definitions(
        entries.map { Definition([.text($0.term)], [.text($0.meaning + additions[$0.term, default: ""])]) })
    ]
  }

  /// What is added where the plan judges a number without its range.
  private static let numbers = [
    "Requirement met": " Where the plan judges the number alone, the number does.",
    "Requirement not met": " Where the plan judges the number alone, the number does not.",
  ]

  private static let words: [(term: String, meaning: String, needsOutcome: Bool)] = [
    ("Favourable decision", "The decision that people want. The plan says which labels mean it.", false),
    ("Outcome", "What was later found to be so. The plan says which labels are positive.", true),
    ("Group", "People who share a label in one column of the data, or one in each of several columns.", false),
    ("Comparison group", "The people with whom a group is compared. The plan says how they are chosen.", false),
    ("Rate", "Of the people counted, how many in every 100 got a decision or had an outcome.", false),
    ("Disparity", "How far a group’s number is from that of its comparison group: a ratio or a difference.", false),
    (
      "Percentage point",
      "The unit of a difference of two percentages: from 40 % to 30 % are 10 percentage points.", false
    ),
    (
      "Likely range",
      "Values that the data do not rule out. The confidence says about how many of 100 ranges made this way hold the true value.",
      false
    ),
    ("Threshold", "The limit that a requirement sets.", false),
    ("Requirement met", "The whole judged range satisfies the threshold.", false),
    ("Requirement not met", "None of the judged range satisfies the threshold.", false),
    ("Cannot tell", "Part of the judged range satisfies the threshold and part does not. This is not a pass.", false),
    ("Not enough data", "Too few people, or nobody to compare with. This is not a pass.", false),
    ("Stratum", "People who share a value of a column that is held constant, such as a department.", false),
    ("Crude", "Over all strata at once.", false),
    ("Pooled", "Averaged over strata, with weights that depend only on their sizes.", false),
    (
      "p-value",
      "If two rates were the same, how often chance alone would give a difference at least as large as the one seen.",
      false
    ),
    (
      "Fingerprint", "The first 16 digits of the SHA-256 of the results. Two results that differ have different ones.",
      false
    ),
  ]
}
