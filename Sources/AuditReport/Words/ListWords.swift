import AuditRecord

/// What a reader must know before reading numbers about lists.
enum ListWords {
  /// Who is sampled and what is fixed, so that a range is not read for more than it says.
  static let sampling =
    "People, with their lists, are a sample. Items, their groups and the system are fixed. So the intervals speak of other people over the same catalogue, not of new items or of a system that was trained again."

  /// The same in short, where methods are a section away.
  static let samplingBlock: Block = .paragraph([
    "The intervals speak of other people over the same catalogue, not of new items or of a system that was trained again: see ",
    .reference(id: "methods", "Methods and conventions"), ".",
  ])

  /// Why some numbers have no range.
  static let realised = Definition(
    ["Realised value"],
    [
      "The number of these lists, without an interval. It depends on all lists at once. Drawing people again shifts it in one direction, so intervals made that way miss the true value far too often."
    ])

  /// What numbers about these lists do not show.
  static func limits(_ lists: ListsDescription) -> [String] {
    // Short enough for one page: the methods section says the same at length.
    var limits = [
      "Its intervals hold this system fixed: a system trained again would give other numbers. They speak of people like these over the same catalogue.",
      "It assumes how much attention a place in a list gets. Nobody measured where people looked.",
    ]
    if lists.relevance != nil {
      limits.append("It takes recorded relevance as it stands. Records favour what was shown before.")
    }
    return limits
  }

  /// The conventions that numbers about lists follow.
  static func conventions(_ lists: ListsDescription) -> [Definition] {
    func entry(_ term: String, _ meaning: String) -> Definition { Definition([.text(term)], [.text(meaning)]) }
    return [
      entry("Sampling", sampling),
      entry("Depth", "The first \(PlainNumber.count(lists.depth)) positions of a list count, and no others."),
      entry(
        "Attention", "\(AttentionWords.name(lists.attention)). \(AttentionWords.assumption(lists.attention))"),
      entry(
        "Tied positions",
        "Items that share a place each get the average of what the places would get."),
      entry(
        "Relevance",
        "What was recorded is taken as it stands. What people were never shown, they could hardly choose. No number says whether one list was right for its reader."
      ),
      entry(
        "Averages",
        "Every person with a list counts once, however long the list. Numbers about items are worked out over all lists together."
      ),
    ]
  }

  /// Where the target shares come from, in a sentence.
  static func target(_ target: String) -> String {
    switch target {
    case "catalogue": "a group’s share of all items that can be shown"
    case "qualified": "a group’s share of what is relevant to the people with a list"
    case "population": "a group’s share of what people chose before"
    case "uniform": "the same share for every group"
    case "given": "shares that the plan states"
    default: Phrases.words(target)
    }
  }
}

extension Record {
  /// True when some number depends on all lists at once and so has no range.
  var holdsRealisedValues: Bool {
    (summaries.map(\.withoutInterval) + estimates.map(\.withoutInterval)).contains(.realisedValue)
  }
}
