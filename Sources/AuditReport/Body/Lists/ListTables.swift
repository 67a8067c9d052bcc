import AuditRecord

/// The tables that lists are read from, and what the plan says of them.
enum ListTables {
  /// Where the rows of every table went.
  static func flow(_ record: Record) -> [Block] {
    guard !record.tables.isEmpty else { return [] }
    return [
      .table(
        Table(
          caption: ["Every row of every table is used or left out for a stated reason"],
          columns: [
            .words("Table"), .words("Files"), .numbers("Rows received"), .numbers("Rows used"),
            .words("Left out, and why"),
          ],
          rows: record.tables.map { table in
            let reasons = table.rows.excluded.filter { $0.rows > 0 }.map {
              "\(PlainNumber.count($0.rows)): \(reason($0.reason, of: table.table))"
            }
            return [
              [.text(name(table.table))], [.text(Phrases.list(table.inputs))],
              [.text(PlainNumber.count(table.rows.received))], [.text(PlainNumber.count(table.rows.judged))],
              [.text(reasons.isEmpty ? "none" : reasons.joined(separator: "; "))],
            ]
          }))
    ]
  }

  private static func name(_ table: String) -> String {
    switch table {
    case "users": "People"
    case "audience": "People who should receive a list"
    case "relevance": "What is relevant to whom"
    case "history": "What people chose before"
    case "before": "What people were shown before"
    case "baseline": "What people would be shown without personalisation"
    case "settings": "When people chose a level"
    case "served": "What people were served, and how"
    default: Phrases.sentenceCase(Phrases.words(table))
    }
  }

  private static func reason(_ reason: String, of table: String) -> String {
    switch reason {
    case "missing-decision": "the decision is missing"
    case "unknown-user": "the person is not in the table of people"
    case "unknown-context": "nobody is of its context"
    case "unknown-mode": "it does not say in which mode"
    case "unknown-item": "the item is not in the table of items"
    case "beyond-depth": "the place lies beyond the depth"
    case "not-relevant": "the grade is too low to be relevant"
    case "repeated": "the same pair, or the same person, stands in an earlier row"
    default: Phrases.words(reason)
    }
  }

  /// What the plan declares about lists, and what was read.
  static func declared(_ record: Record) -> [Block] {
    guard let lists = record.lists else { return [] }
    var entries = [
      entry("Depth", Phrases.counted(lists.depth, "position")),
      entry("Attention", AttentionWords.name(lists.attention)),
    ]
    if let target = lists.target { entries.append(entry("Target", "\(target): \(ListWords.target(target))")) }
    if let relevance = lists.relevance { entries.append(entry("Relevant", self.relevance(relevance, lists.atLeast))) }
    if let tail = lists.tail {
      entries.append(
        entry(
          "Long tail",
          "the least popular items that together hold \(PlainNumber.exact(tail, shift: 2))\u{A0}% of all popularity"))
    }
    entries.append(entry("People known", PlainNumber.count(lists.people)))
    if let recipients = lists.recipients {
      entries.append(entry("People who should receive a list", PlainNumber.count(recipients)))
    }
    entries += [
      entry("Lists read", PlainNumber.count(lists.lists)),
      entry("Items that can be shown", PlainNumber.count(lists.items)),
    ]
    if let list = lists.list {
      entries.append(
        entry(
          "Lists of a person",
          "told apart by the column \(list); a list is counted, and people are taken as drawn, with all their lists"))
    }
    if lists.ranks == "stated" {
      entries.append(entry("Ranks", "a rank is the place in the list, and a gap an empty place"))
    } else if lists.ranks == "counted" {
      entries.append(entry("Ranks", "ranks say the order, and gaps are closed"))
    }
    entries += lists.counting.map { counting in
      entry("Items with several labels of \(counting.grouping)", self.counting(counting.counting))
    }
    entries.append(
      entry(
        "Group not known",
        lists.unknown.isEmpty ? "no label means this" : Phrases.list(lists.unknown.map(Words.label), "or")))
    return [.heading(Heading(3, id: "lists-declared", ["The lists"])), .definitions(entries)]
  }

  private static func entry(_ term: String, _ meaning: String) -> Definition {
    Definition([.text(term)], [.text(meaning)])
  }

  private static func relevance(_ kind: String, _ least: Double?) -> String {
    let floor = least.map { ", from a grade of \(PlainNumber.exact($0)) on" } ?? ""
    return switch kind {
    case "binary": "yes or no" + floor
    case "graded": "by its grade: what has a higher grade counts more" + floor
    case "unit": "every pair that is listed counts the same" + floor
    default: Phrases.words(kind) + floor
    }
  }

  private static func counting(_ kind: String) -> String {
    switch kind {
    case "fractional": "the labels share the item in equal parts"
    case "full": "each label counts the whole item, so shares add up to more than all"
    default: Phrases.words(kind)
    }
  }
}
