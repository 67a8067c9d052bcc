package import AuditRecord

/// What the number of a finding means: how it was counted, grouped and compared.
///
/// Two audits of a series are joined by a line, and a finding of one is shown as met by the other, only where both mean the same.
/// A threshold is no part of it: it may move, and the trend shows the step.
package struct FindingDefinition: Sendable, Hashable {
  /// Canonical JSON of its members.
  package let text: String

  /// SHA-256 of the text.
  package var digest: String { Digest(of: text.utf8).hex }

  /// A definition that was stored.
  init(text: String) { self.text = text }

  /// What the number of a finding means in its audit.
  package init(_ finding: Finding, of requirement: Requirement?, in audit: AuditNumbers) throws(RecordError) {
    var members: [(String, JSONValue)] = [
      ("metric", .string(finding.metric)), ("comparison", .string(finding.comparison.rawValue)),
      ("made-up", .bool(audit.audit.data == .synthetic)),
    ]
    if let requirement { members += try Self.members(requirement) }
    if let card = audit.metrics.first(where: { $0.id == finding.metric }) { members += try Self.members(card, audit) }
    members += Self.groups(finding.grouping, audit)
    text = JSONValue.object(members.filter { if case .null = $0.1 { false } else { true } }).canonical
  }

  private static func members(_ requirement: Requirement) throws(RecordError) -> [(String, JSONValue)] {
    [
      ("reference", try Canonical.json(requirement.reference)),
      ("minimum-count", .number(Double(requirement.minimumCount))),
      ("searched", requirement.searched.map { .number(Double($0)) } ?? .null),
      ("reference-minimum", try Canonical.json(requirement.referenceMinimum)),
      ("change", .bool(requirement.noWorseThanBaseline != nil)), ("scope", try Canonical.json(Scope(requirement))),
    ]
  }

  private static func members(_ card: MetricCard, _ audit: AuditNumbers) throws(RecordError) -> [(String, JSONValue)] {
    func labels(_ labels: [Label]?) -> JSONValue {
      labels.map { .array(Set($0).sorted().map { .string($0.text) }) } ?? .null
    }
    func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    var members: [(String, JSONValue)] = [
      ("counts", try Canonical.json(Counting(card))),
      ("sampled", .bool(audit.estimates.contains { $0.metric == card.id && $0.sampling != nil })),
    ]
    if card.side == .decisions, let own = audit.labels {
      members += [
        ("favourable", labels(own.favourable)),
        ("positive", card.needs.contains(.outcome) ? labels(own.positive) : .null),
        ("amount-unit", card.needs.contains(.amount) ? text(own.amount?.unit) : .null),
        ("classes", labels(own.classes?.labels)), ("not-decided", labels(own.notDecided)),
        ("unknown", labels(own.unknown)),
      ]
    }
    if card.side != .decisions, let lists = audit.lists {
      members += [
        ("depth", .number(Double(lists.depth))), ("attention", card.attention ? text(lists.attention) : .null),
        ("relevance", card.needs.contains(.relevance) ? text(lists.relevance) : .null),
        ("at-least", card.needs.contains(.relevance) ? lists.atLeast.map { .number($0) } ?? .null : .null),
        ("target", card.needs.contains(.target) ? text(lists.target) : .null),
        ("tail", card.needs.contains(.popularity) ? lists.tail.map { .number($0) } ?? .null : .null),
        ("counting", card.side == .providers ? try Canonical.json(lists.counting) : .null),
        ("unknown", labels(lists.unknown)),
      ]
    }
    return members
  }

  /// Of whom and of what a number is, where a requirement narrows that.
  private struct Scope: Encodable {
    var extreme: GroupExtreme?
    var at: [Label]?
    var by: SeparationFeatures?
    var of: [Label]?
    var signed: Bool?

    init(_ requirement: Requirement) {
      (extreme, at, by) = (requirement.extreme, requirement.at, requirement.by)
      (of, signed) = (requirement.of, requirement.signed)
    }
  }

  /// What a metric counts, whatever it is called.
  private struct Counting: Encodable {
    var measure: Measure
    var parameters: [String: String]
    var parts: [String]
    var formula: String?

    init(_ card: MetricCard) {
      (measure, parameters, parts) = (card.measure, card.parameters, card.parts)
      // A plan may give another formula the name of an earlier one.
      formula = card.measure == .function ? card.formula : nil
    }
  }

  /// Bins and joined labels of each column.
  private static func groups(_ grouping: [String], _ audit: AuditNumbers) -> [(String, JSONValue)] {
    let described = Dictionary(audit.groupings.map { ($0.grouping, $0) }) { first, _ in first }
    var (bins, joined): ([(String, JSONValue)], [(String, JSONValue)]) = ([], [])
    for (place, column) in grouping.enumerated() {
      let labels = Set(
        described[grouping]?.groups.compactMap { $0.group.indices.contains(place) ? $0.group[place] : nil } ?? [])
      let ranges = labels.filter { BinLabel($0) != nil }
      if !ranges.isEmpty, ranges.count == labels.count {
        bins.append((column, .array(ranges.sorted().map { .string($0.text) })))
      }
      let same = described[[column]]?.same ?? []
      if !same.isEmpty {
        joined.append(
          (
            column,
            .object(same.map { ($0.name.text, .array(Set($0.labels).sorted().map { .string($0.text) })) })
          ))
      }
    }
    return [("bins", .object(bins)), ("joined", .object(joined))]
  }
}

extension FindingDefinition {
  /// Members whose difference is named as a whole, in the order in which they are named.
  private static let names: [(member: String, words: String)] = [
    ("made-up", "one of them is about made-up data"), ("metric", "the metric"), ("counts", "what the metric counts"),
    ("comparison", "the comparison"), ("change", "what is judged"), ("scope", "what is judged"),
    ("reference", "the rule for the reference group"),
    ("minimum-count", "the minimum count"), ("reference-minimum", "the minimum for reference groups"),
    ("searched", "the number of classes"), ("sampled", "how rows weigh and hang together"),
    ("favourable", "the favourable labels"), ("positive", "the labels of a positive outcome"),
    ("amount-unit", "in what amounts are counted"), ("classes", "the classes"),
    ("not-decided", "the labels that are no decision"), ("unknown", "the labels that mean “not known”"),
    ("depth", "the depth of the lists"), ("attention", "the model of attention"),
    ("relevance", "what counts as relevant"), ("at-least", "what counts as relevant"), ("target", "the target"),
    ("tail", "the share of the long tail"), ("counting", "how items with several labels count"),
  ]

  /// What differs between this definition and a later one, each in words; nothing where both mean the same.
  ///
  /// Bins that nobody is in make no difference, as long as no bin of one overlaps another of the other.
  package func differences(to other: FindingDefinition) -> [String] {
    guard text != other.text, let own = try? JSONValue(parsing: Array(text.utf8)),
      let theirs = try? JSONValue(parsing: Array(other.text.utf8))
    else { return [] }
    func value(_ document: JSONValue, _ member: String) -> String { (document[member] ?? .null).canonical }
    var words: [String] = []
    for name in Self.names where value(own, name.member) != value(theirs, name.member) {
      let phrase = name.member == "made-up" ? name.words : "\(name.words) changed"
      if !words.contains(phrase) { words.append(phrase) }
    }
    let columns = [own, theirs].flatMap { document in
      ["bins", "joined"].flatMap { document[$0]?.memberNames ?? [] }
    }
    for column in Set(columns).sorted() {
      func labels(_ document: JSONValue) -> Set<Label> {
        Set((document["bins"]?[column]?.elements ?? []).compactMap { $0.text.map { Label($0) } })
      }
      if labels(own).isEmpty != labels(theirs).isEmpty || BinLabel.differ(labels(own), labels(theirs)) {
        words.append("the bins of \(column) changed")
      }
      if (own["joined"]?[column] ?? .null).canonical != (theirs["joined"]?[column] ?? .null).canonical {
        words.append("the labels that are joined in \(column) changed")
      }
    }
    return words
  }
}

extension JSONValue {
  /// The names of an object's members.
  fileprivate var memberNames: [String] {
    guard case .object(let members) = self else { return [] }
    return members.map(\.key)
  }
}
