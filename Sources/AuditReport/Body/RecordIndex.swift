import AuditRecord

/// A record with its numbers by name, so that sections ask instead of searching.
struct RecordIndex {
  /// What a row of numbers is about.
  struct Place: Hashable {
    var metric: String
    var grouping: [String]
    var stratifier: String?
    var within: String?
  }

  /// One way of comparing: rows of the same way make a column.
  struct Way: Hashable {
    var comparison: Comparison
    var rule: ReferenceWord
    var group: [Label]?
    var minimumCount: Int
    var level: Double
    var referenceMinimum: ReferenceMinimum?
  }

  let record: Record
  private let estimatesByPlace: [Place: [Estimate]]
  private let disparitiesByPlace: [Place: [Disparity]]
  /// Places that hold estimates, in the order of the record.
  let estimatedPlaces: [Place]
  /// Places that hold disparities, in the order of the record.
  let comparedPlaces: [Place]
  private let cards: [String: MetricCard]
  private let requirements: [String: Requirement]
  private let powers: [PowerPlace: Detectable]
  private let groupings: [[String]: GroupingDescription]
  private let smallByGrouping: [[String]: SmallGroups]
  private let metricsByGrouping: [[String]: [String]]
  private let summariesByGrouping: [[String]: [SummaryResult]]
  private let associationsByGrouping: [[String]: [Association]]
  /// Groups of all intersections that have rows of their own.
  let listedCombinations: Int
  /// What findings say.
  let words: FindingWords
  /// Findings by family, in the order of the record.
  let families: [(family: Family, findings: [Finding])]

  /// The digest of the record's canonical text, where a section shows it.
  var digest: Digest?

  init(_ record: Record) {
    self.record = record
    (estimatedPlaces, estimatesByPlace) = record.estimates.grouped { Place($0) }
    (comparedPlaces, disparitiesByPlace) = record.disparities.grouped { Place($0) }
    words = FindingWords(record)
    let (families, members) = record.findings.grouped { Family($0) }
    self.families = families.map { ($0, members[$0] ?? []) }
    powers = Dictionary(zip(record.findings, record.detectable).map { (PowerPlace(finding: $0), $1) }) { first, _ in
      first
    }
    cards = Dictionary(record.metrics.map { ($0.id, $0) }) { first, _ in first }
    requirements = Dictionary(record.requirements.map { ($0.id, $0) }) { first, _ in first }
    groupings = Dictionary(record.groupings.map { ($0.grouping, $0) }) { first, _ in first }
    smallByGrouping = Dictionary(
      record.smallGroups.filter { $0.within == nil }.map { ($0.grouping, $0) }
    ) { first, _ in first }
    metricsByGrouping = Dictionary(
      grouping: (estimatedPlaces + comparedPlaces).filter { $0.within == nil }, by: \.grouping
    ).mapValues { $0.map(\.metric).unique }
    summariesByGrouping = Dictionary(grouping: record.summaries.filter { $0.within == nil }, by: \.grouping)
    associationsByGrouping = Dictionary(grouping: record.associations, by: \.grouping)
    let small = smallByGrouping
    listedCombinations = record.groupings.filter { $0.grouping.count > 1 }.reduce(0) {
      $0 + $1.groups.count - (small[$1.grouping]?.groups.count ?? 0)
    }
  }

  func estimates(_ place: Place) -> [Estimate] { estimatesByPlace[place] ?? [] }

  func disparities(_ place: Place) -> [Disparity] { disparitiesByPlace[place] ?? [] }

  func card(_ metric: String) -> MetricCard? { cards[metric] }

  /// The metric that pools a rate over strata.
  func pooled(_ metric: String) -> String? { record.metrics.first { $0.crude == metric }?.id }

  /// The metric's name, or its id when the record has no card for it.
  func name(_ metric: String) -> String { cards[metric]?.name ?? metric }

  /// The words and the unit of the metric's numbers.
  func quantity(_ metric: String) -> Quantity { Quantity(cards[metric]) }

  /// The sides whose groups the record names or measures.
  var sides: Set<MetricSide> { Set(record.groupings.map(\.side)).union(record.metrics.map(\.side)) }

  /// The ways in which rows were compared, in the order of the record.
  func ways(_ place: Place) -> [(way: Way, rows: [Disparity])] {
    let (ways, rows) = disparities(place).grouped { Way($0) }
    return ways.map { ($0, rows[$0] ?? []) }
  }

  /// The demand of a finding.
  func requirement(_ id: String) -> Requirement? { requirements[id] }

  private struct PowerPlace: Hashable {
    var family: Family
    var group: [Label]?

    init(finding: Finding) { (family, group) = (Family(finding), finding.group) }
  }

  /// What could have been seen where something was found.
  func power(of finding: Finding) -> Detectable? { powers[PowerPlace(finding: finding)] }

  /// A grouping with its groups.
  func described(_ grouping: [String]) -> GroupingDescription? { groupings[grouping] }

  /// The metrics of a grouping over everybody, in the order of the record.
  func metrics(_ grouping: [String]) -> [String] { metricsByGrouping[grouping] ?? [] }

  /// Numbers for a whole grouping over everybody.
  func summaries(_ grouping: [String]) -> [SummaryResult] { summariesByGrouping[grouping] ?? [] }

  /// Tests over all groups of a grouping.
  func associations(_ grouping: [String]) -> [Association] { associationsByGrouping[grouping] ?? [] }

  /// Which groups of a grouping are kept as counts, over everybody; nil where all are listed.
  func smallGroups(_ grouping: [String]) -> SmallGroups? { smallByGrouping[grouping] }

  /// Groups of a grouping that have rows of their own.
  func listedGroups(_ grouping: [String]) -> Int {
    (described(grouping)?.inhabited.count ?? 0) - (smallGroups(grouping)?.groups.count ?? 0)
  }

  /// Findings of one requirement on one grouping, within one column where the numbers are pooled.
  struct Family: Hashable {
    var requirement: String
    var grouping: [String]
    var stratifier: String?

    init(_ finding: Finding) {
      requirement = finding.requirement
      grouping = finding.grouping
      stratifier = finding.stratifier
    }

    /// The family as a heading names it.
    var words: String { "\(requirement), \(place)" }

    /// The grouping, and what is held constant: "by gender, within region".
    var place: String { Words.by(grouping) + (stratifier.map { ", within \($0)" } ?? "") }
  }

  /// Findings, the worst first; blocking ones before others of the same verdict.
  var findingsWorstFirst: [Finding] {
    let findings = record.findings
    let keys = findings.map { (-$0.verdict.rank, Severity.allCases.firstIndex(of: $0.severity) ?? 0) }
    return findings.indices.sorted { keys[$0] == keys[$1] ? $0 < $1 : keys[$0] < keys[$1] }.map { findings[$0] }
  }
}

extension RecordIndex.Place {
  init(_ estimate: Estimate) {
    self.init(
      metric: estimate.metric, grouping: estimate.grouping, stratifier: estimate.stratifier, within: estimate.within)
  }

  init(_ row: Disparity) {
    self.init(metric: row.metric, grouping: row.grouping, stratifier: row.stratifier, within: row.within)
  }
}

extension RecordIndex.Way {
  /// The reference group in words.
  func referenceWords(_ quantity: Quantity) -> String { ChosenReference(rule: rule, group: group).words(quantity) }
}

extension Array {
  /// Elements by a key, and the keys in the order of their first appearance.
  func grouped<Key: Hashable>(by key: (Element) -> Key) -> (keys: [Key], elements: [Key: [Element]]) {
    var keys: [Key] = []
    let elements = Dictionary(grouping: self) { element in
      let key = key(element)
      if keys.last != key { keys.append(key) }
      return key
    }
    return (keys.unique, elements)
  }
}

extension Sequence where Element: Hashable {
  /// Every element once, in the order of its first appearance.
  var unique: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}

extension RecordIndex.Way {
  init(_ row: Disparity) {
    self.init(
      comparison: row.comparison, rule: row.reference.rule, group: row.reference.group, minimumCount: row.minimumCount,
      level: row.level, referenceMinimum: row.referenceMinimum)
  }
}
