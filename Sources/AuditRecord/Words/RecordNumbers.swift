/// Where a number of a record belongs.
package struct Place: Sendable, Hashable {
  /// The metric's id.
  package var metric: String
  /// The columns of the grouping.
  package var grouping: [String]
  /// The column held constant; nil over everybody.
  package var stratifier: Label?
  /// Its value.
  package var within: Label?

  /// Names a place.
  package init(metric: String, grouping: [String], stratifier: Label? = nil, within: Label? = nil) {
    self.metric = metric
    self.grouping = grouping
    self.stratifier = stratifier
    self.within = within
  }
}

extension Place {
  /// Where an estimate belongs.
  package init(_ estimate: Estimate) {
    self.init(
      metric: estimate.metric, grouping: estimate.grouping, stratifier: estimate.stratifier.map { Label($0) },
      within: estimate.within.map { Label($0) })
  }
}

/// What a finding's words speak of besides itself.
package struct FindingFacts: Sendable, Hashable {
  /// The group's own number.
  package var own: GroupNumber?
  /// What it is compared with.
  package var other: GroupNumber?
  /// The number for a whole grouping, or about everything.
  package var summary: SummaryResult?
  /// Numbers of groups that do not exist, of the metric itself or of a composite's parts.
  package var lacking: [Lacking] = []
  /// Who is not compared in the grouping.
  package var notCompared: NotCompared?
  /// What the numbers of the groups rest on that set the ends of the range.
  package var setters: [[Label]: Basis] = [:]
  /// Why the check could not run.
  package var obstacle: Obstacle?

  /// What the number of a group rests on that set an end of the range.
  func basis(of group: [Label]) -> Basis? { setters[group] }

  /// A number of a group that does not exist.
  package struct Lacking: Sendable, Hashable {
    /// The metric.
    package var card: MetricCard
    /// The group.
    package var group: [Label]
    /// What there is of the number.
    package var number: GroupNumber
  }

  /// States facts.
  package init(
    own: GroupNumber? = nil, other: GroupNumber? = nil, summary: SummaryResult? = nil,
    obstacle: Obstacle? = nil
  ) {
    self.own = own
    self.other = other
    self.summary = summary
    self.obstacle = obstacle
  }
}

/// The numbers that judgements and their words rest on, found by place. Judge and report look here alone.
package struct RecordNumbers: Sendable {
  /// The cards by id; of two with one id the first.
  package let cards: [String: MetricCard]
  /// The stored dispersions of each place.
  package let dispersions: [Place: [Dispersion]]
  private let groupings: [[String]: GroupingDescription]
  private let families: [Place: GroupNumbers]
  private let tables: PartlyListedTables
  private let strata: [Place: [Label]]
  private let sums: [Place: GroupNumbers]
  private let summaries: [Place: [SummaryResult]]
  /// How far lists of groups lie apart, by place: a level of the setting is held constant.
  private let separations: [Place: [SummaryResult]]
  /// People of known groups who were left out.
  private let leftOut: [Place: [LeftOut]]
  /// Who is not compared, by grouping.
  private let notCompared: [[String]: NotCompared]

  /// Takes in the numbers of a record.
  package init(
    cards: [MetricCard], groupings: [GroupingDescription], estimates: [Estimate], smallGroups: [SmallGroups] = [],
    dispersions: [Dispersion] = [], summaries: [SummaryResult] = [], leftOut: [LeftOut] = []
  ) {
    let rules = Dictionary(groupings.compactMap { found in found.notCompared.map { (found.grouping, $0) } }) {
      first, _ in first
    }
    notCompared = rules
    self.leftOut = Dictionary(grouping: leftOut.filter { $0.group != nil && $0.stratifier == nil }) {
      Place(metric: $0.metric, grouping: $0.grouping)
    }
    let left = rules.mapValues { Set($0.groups) }
    let known = Dictionary(cards.map { ($0.id, $0) }) { first, _ in first }
    let stored = Dictionary(grouping: dispersions) {
      Place(
        metric: $0.metric, grouping: $0.grouping, stratifier: $0.stratifier.map { Label($0) },
        within: $0.within.map { Label($0) })
    }
    let places = Dictionary(grouping: estimates) { Place($0) }
    var families: [Place: GroupNumbers] = [:]
    var strata: [Place: [Label]] = [:]
    let tables = PartlyListedTables(groupings, small: smallGroups.filter { known[$0.metric] != nil }, listed: places)
    func note(_ place: Place) {
      guard place.stratifier != nil else { return }
      var whole = place
      whole.within = nil
      strata[whole, default: []].append(place.within ?? "")
    }
    for (place, estimates) in places where !tables.contains(place) {
      guard let card = known[place.metric] else { continue }
      let numbers = GroupNumbers(card, estimates: estimates, dispersions: stored[place] ?? [])
      if numbers.groups.isEmpty { continue }
      families[place] = left[place.grouping].map(numbers.leavingOut) ?? numbers
      note(place)
    }
    tables.places.forEach(note)
    self.cards = known
    self.dispersions = stored
    self.groupings = Dictionary(groupings.map { ($0.grouping, $0) }) { first, _ in first }
    self.families = families
    self.tables = tables
    self.strata = strata.mapValues { $0.sorted() }
    sums = self.strata.reduce(into: [:]) { sums, entry in
      sums[entry.key] = GroupNumbers.pooled(
        entry.value.compactMap { within in
          var place = entry.key
          place.within = within
          return families[place] ?? tables.numbers(at: place)?.leavingOut(left[place.grouping] ?? [])
        })
    }
    self.summaries = Dictionary(grouping: summaries.filter { $0.stratifier == nil }) {
      Place(metric: $0.metric, grouping: $0.grouping)
    }
    separations = Dictionary(grouping: summaries.filter { known[$0.metric]?.isWithinLevels ?? false }) {
      Place(
        metric: $0.metric, grouping: $0.grouping, stratifier: $0.stratifier.map { Label($0) },
        within: $0.within.map { Label($0) })
    }
  }

  /// How far lists of groups lie apart at a level of the setting, with a range at a confidence.
  package func separation(at place: Place, by features: SeparationFeatures, level: Double) -> SummaryResult? {
    let found = separations[place]?.filter { $0.by == features } ?? []
    return found.first { $0.level == level } ?? found.first { $0.value == nil }
  }

  /// The numbers of a record.
  package init(_ record: Record) {
    self.init(
      cards: record.metrics, groupings: record.groupings, estimates: record.estimates,
      smallGroups: record.smallGroups, dispersions: record.dispersions, summaries: record.summaries,
      leftOut: record.leftOut)
  }

  /// The numbers of one place; nil when the record has not measured it, no groups where no row had any.
  package func numbers(at place: Place) -> GroupNumbers? {
    families[place] ?? partlyListed(place) ?? (isMeasured(place) ? GroupNumbers() : nil)
  }

  /// The people of groups of a grouping [groups]; 0 for one that it does not hold.
  package func sizes(of groups: [[Label]], in grouping: [String]) -> [Int] {
    groupings[grouping]?.sizes(of: groups) ?? groups.map { _ in 0 }
  }

  /// True when the metric was measured on the grouping, if for no group.
  package func isMeasured(_ place: Place) -> Bool {
    groupings[place.grouping] != nil && cards[place.metric] != nil
  }

  /// The numbers within each stratum of a stratifier, in the order of the strata's bytes.
  package func strata(_ metric: String, grouping: [String], stratifier: String) -> [GroupNumbers] {
    let whole = Place(metric: metric, grouping: grouping, stratifier: Label(stratifier))
    return (strata[whole] ?? []).compactMap { within in
      var place = whole
      place.within = within
      return families[place] ?? partlyListed(place)
    }
  }

  private func partlyListed(_ place: Place) -> GroupNumbers? {
    tables.numbers(at: place)?.leavingOut(Set(notCompared[place.grouping]?.groups ?? []))
  }

  /// The counts of each group added up over strata, and the numbers that are shown for it: those over everybody, where the
  /// record has them for the same groups.
  package func pooled(
    _ card: MetricCard, grouping: [String], stratifier: String
  ) -> (counted: GroupNumbers, shown: GroupNumbers)? {
    let place = Place(metric: card.id, grouping: grouping, stratifier: Label(stratifier))
    guard let counted = sums[place] else { return nil }
    let crude = card.crude.flatMap { numbers(at: Place(metric: $0, grouping: grouping)) }
    return (counted, crude.flatMap { $0.groups == counted.groups ? $0 : nil } ?? counted)
  }

  /// A number for a whole grouping, or about everything.
  package func whole(_ metric: String, grouping: [String]) -> SummaryResult? {
    guard let measure = cards[metric]?.measure, measure == .whole || measure == .logRatio else { return nil }
    // Of two for one place the record's last counts.
    return summaries[Place(metric: metric, grouping: grouping)]?.last { $0.comparison == .value }
  }

  /// What a finding speaks of; of a pair that differs most, and of a composite, only what was stored.
  package func facts(of finding: Finding, requirement: Requirement) -> FindingFacts {
    guard let card = cards[finding.metric] else { return FindingFacts(obstacle: .noMetric) }
    if finding.verdict == .couldNotRun {
      return FindingFacts(obstacle: obstacle(of: finding, requirement: requirement, card: card))
    }
    guard let group = finding.group else {
      if card.isWithinLevels {
        let place = Place(
          metric: finding.metric, grouping: finding.grouping, stratifier: finding.stratifier.map { Label($0) },
          within: finding.within.map { Label($0) })
        return FindingFacts(
          summary: separation(at: place, by: requirement.by ?? .kinds, level: requirement.confidence))
      }
      if card.isOneNumber {
        return FindingFacts(summary: whole(finding.metric, grouping: finding.grouping))
      }
      var facts = FindingFacts(
        summary: summaries[Place(metric: finding.metric, grouping: finding.grouping)]?.first {
          $0.comparison == finding.comparison && $0.reference == finding.reference
            && $0.minimumCount == requirement.minimumCount && $0.level == requirement.confidence
        })
      if finding.verdict == .notEnoughData { facts.lacking = lacking(card, finding.grouping) }
      return facts
    }
    var numbers: GroupNumbers?
    if let stratifier = finding.stratifier {
      let pooled = pooled(card, grouping: finding.grouping, stratifier: stratifier)
      numbers = finding.verdict == .notEnoughData ? pooled?.counted : pooled?.shown
    } else {
      numbers = self.numbers(at: Place(metric: finding.metric, grouping: finding.grouping))
    }
    var facts = FindingFacts(
      own: numbers?.number(of: group),
      other: finding.reference.flatMap { numbers?.other(of: group, reference: $0) })
    facts.notCompared = notCompared[finding.grouping]
    facts.own?.leftOut = completions(card.id, finding.grouping, group)
    for setter in [finding.setBy?.lower, finding.setBy?.upper].compactMap(\.self) {
      facts.setters[setter] = numbers?.number(of: setter)?.basis
    }
    return facts
  }

  /// The groups of which a number, or a part of it, does not exist although they have people.
  private func lacking(_ card: MetricCard, _ grouping: [String]) -> [FindingFacts.Lacking] {
    (card.parts.isEmpty ? [card.id] : card.parts).flatMap { id -> [FindingFacts.Lacking] in
      guard let card = cards[id], let numbers = numbers(at: Place(metric: id, grouping: grouping)) else { return [] }
      return zip(numbers.groups, numbers.numbers).compactMap { group, number in
        number.value == nil && (number.size ?? 0) > 0
          ? FindingFacts.Lacking(card: card, group: group, number: number) : nil
      }.map { found in
        var found = found
        found.number.leftOut = completions(id, grouping, found.group)
        return found
      }
    }
  }

  /// What the numbers of a group would make of its people who were left out; nil where none were.
  private func completions(_ metric: String, _ grouping: [String], _ group: [Label]) -> Completions? {
    let entries = leftOut[Place(metric: metric, grouping: grouping)]?.filter { $0.group == group } ?? []
    return entries.isEmpty ? nil : entries.reduce(Completions()) { $0 + $1.completions }
  }

  private func obstacle(of finding: Finding, requirement: Requirement, card: MetricCard) -> Obstacle {
    if !requirement.isInRange { return .outOfRange }
    if let reason = finding.change?.reason { return .noBaseline(reason) }
    if !card.measure.isKnown { return .unknownMeasure(card.measure) }
    if finding.stratifier != nil { return .strataLacking }
    if card.needs.contains(.strata) { return .noStrata }
    let isMeasured = numbers(at: Place(metric: finding.metric, grouping: finding.grouping)) != nil
    return isMeasured && card.measure == .proportion && requirement.reference == .target ? .noTarget : .notMeasured
  }
}

/// Why a check could not run.
package enum Obstacle: Sendable, Hashable {
  /// The metric is not in the record.
  case noMetric
  /// Confidence or minimum count are out of range.
  case outOfRange
  /// Nothing is held constant.
  case noStrata
  /// The strata of a stratifier are missing, or differ in their groups.
  case strataLacking
  /// The metric was not measured on the grouping.
  case notMeasured
  /// A rate is to be set against a target.
  case noTarget
  /// There is no baseline to compare with, or it is about something else.
  case noBaseline(String)
  /// A later version knows the kind of measure, and this one does not.
  case unknownMeasure(Measure)

  /// The cause in words.
  package var words: String {
    switch self {
    case .noMetric: "the record lacks this metric"
    case .outOfRange: "its confidence or its minimum count is out of range"
    case .noStrata: "the record compares within no strata"
    case .strataLacking: "the record lacks the strata of this metric"
    case .notMeasured: "the record lacks this metric for this grouping"
    case .noTarget: "a rate has no target"
    case .noBaseline(let reason): reason
    case .unknownMeasure(let measure): "this version does not know its kind of measure, “\(measure.rawValue)”"
    }
  }
}

extension Requirement {
  /// Below this, a range would say less than the estimate.
  package static let lowestConfidence = 0.5
  /// Beyond this, critical values lose their meaning and then their digits.
  package static let highestConfidence = 0.999_999

  /// Whether confidence and minimum count are such that numbers can be judged by them.
  package var isInRange: Bool {
    Requirement.isInRange(confidence, minimumCount) && searched.map { (2...DecisionClasses.most).contains($0) } ?? true
  }

  /// Whether numbers can be judged at this confidence and minimum count.
  package static func isInRange(_ confidence: Double, _ minimumCount: Int) -> Bool {
    confidence >= lowestConfidence && confidence <= highestConfidence && minimumCount >= 1
  }

  /// Whether it states one threshold, of numbers in their order.
  package var hasThreshold: Bool {
    let limits = [atLeast.map { [$0] }, atMost.map { [$0] }, between, noWorseThanBaseline.map { [$0.margin] }]
      .compactMap(\.self)
    guard limits.count == 1, limits[0].allSatisfy(\.isFinite), noWorseThanBaseline.map({ $0.margin >= 0 }) ?? true
    else {
      return false
    }
    return between.map { $0.count == 2 && $0[0] <= $0[1] } ?? true
  }
}
