import AuditRecord

/// The words that a reader needs, each in a sentence or two.
enum GlossarySection {
  static let section = Section(id: "glossary", title: "Glossary", blocks: blocks)

  static func blocks(_ index: RecordIndex) -> [Block] {
    let record = index.record
    let entries = words.filter { $0.isNeeded(record) }
    let additions = MethodsSection.judgesNumbers(record) ? numbers : [:]
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

  struct Entry {
    let term: String
    let meaning: String
    let isNeeded: (Record) -> Bool

    init(_ term: String, _ meaning: String, _ isNeeded: @escaping (Record) -> Bool = { _ in true }) {
      self.term = term
      self.meaning = meaning
      self.isNeeded = isNeeded
    }
  }

  static var words: [Entry] {
    let decisions = { (record: Record) in record.labels?.hasDecision ?? false }
    let lists = { (record: Record) in record.lists != nil }
    let noLists = { (record: Record) in record.lists == nil }
    let rates = { (record: Record) in
      record.lists == nil || record.metrics.contains { $0.measure == .proportion && $0.side != .providers }
    }
    return [
      Entry(
        "Favourable decision", "The decision that people want. The plan says which labels mean it.",
        { decisions($0) && $0.labels?.classes == nil }),
      Entry(
        "Class", "One of several labels of a decision that is no yes or no. Each is set against all others.",
        { $0.labels?.classes != nil }),
      Entry(
        "Mean over classes",
        "What a number is when it is worked out for each class and averaged, every class weighing the same.",
        { $0.metrics.contains { $0.view?.isMean == true } }),
      Entry(
        "Outcome", "What was later found to be so. The plan says which labels are positive.",
        { $0.labels?.outcome != nil }),
      Entry(
        "Score",
        "A number of each person in a column that the plan names; a positive outcome is the likelier the higher it is.",
        { $0.labels?.score != nil }),
      Entry(
        "Amount", "What each person gets, pays or waits for, in a column that the plan names.",
        { $0.labels?.amount != nil }),
      Entry("List", "What one person was shown, in order. It counts as far as the depth that the plan states.", lists),
      Entry("Receivers", "The people to whom lists are shown.", lists),
      Entry("Items", "What lists consist of. Groups of items stand for those who offer them.", lists),
      Entry(
        "Attention", "How much a place in a list counts. The plan assumes it; nobody measured it.", lists),
      Entry("Exposure", "The attention that items get over all lists.", lists),
      Entry(
        "Relevant", "Recorded as something that the person wants. The plan says where, and from which grade on.", lists),
      Entry("Target share", "The share of attention that the plan’s target gives a group of items.", lists),
      Entry("Group", "People who share a label in one column of the data, or one in each of several columns.", noLists),
      Entry(
        "Group", "People, or items, that share a label in one column of the data, or one in each of several columns.",
        lists),
      Entry(
        "Reference group", "The people with whom a group is compared. The plan says how they are chosen.", noLists),
      Entry(
        "Reference group",
        "The people, or items, with whom a group is compared. The plan says how they are chosen.", lists),
      Entry("Rate", "Of the people counted, how many in every 100 got a decision or had an outcome.", noLists),
      Entry(
        "Rate", "Of the people counted, for how many in every 100 something holds.", { rates($0) && lists($0) }),
      Entry(
        "Disparity", "How far a group’s number is from that of its reference group: a ratio or a difference."),
      Entry(
        "Percentage point",
        "The unit of a difference of two percentages: from 40 % to 30 % are 10 percentage points."),
      Entry(
        "Confidence interval (CI)",
        "The values that the data are compatible with. The confidence says about how many of 100 intervals made this way hold the true value."
      ),
      Entry(
        "Realised value",
        "A number of these lists alone. No interval is known that holds the true value as often as it says.",
        { $0.holdsRealisedValues }),
      Entry("Threshold", "The limit that a requirement sets."),
      Entry("Requirement met", "The whole interval that decides satisfies the threshold."),
      Entry("Requirement not met", "None of the interval that decides satisfies the threshold."),
      Entry(
        "Inconclusive",
        "Part of the interval that decides satisfies the threshold and part does not. This is not a pass."),
      Entry("Too few people", "Too few people, or nobody to compare with. This is not a pass.", noLists),
      Entry("Too few people", "Too few people or lists, or nobody to compare with. This is not a pass.", lists),
      Entry(
        "Stratum", "People who share a value of a column that is held constant, such as a department.", decisions),
      Entry("Crude", "Over all strata at once.", decisions),
      Entry("Pooled", "Averaged over strata, with weights that depend only on their sizes.", decisions),
      Entry(
        "p-value",
        "If two numbers were the same, how often chance alone would give a difference at least as large as the one seen.",
        noLists),
      Entry(
        "p-value",
        "If two numbers were the same, how often chance alone would give a difference at least as large as the one seen.",
        lists),
      Entry(
        "Fingerprint",
        "The first 16 digits of the SHA-256 of the results. Two results that differ have different ones."),
    ]
  }
}
