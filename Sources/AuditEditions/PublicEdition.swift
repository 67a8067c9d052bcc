import AuditNumerics
package import AuditRecord

/// Makes what everybody may read of a record of decisions.
///
/// Counts are hidden by ``Pattern``. Everything else is shown only if all counts that it is made of are, and if it comes out
/// the same in every table that the pattern is proved by; so that whoever reads the edition can tell none of them from the
/// true one.
package struct PublicEdition: Sendable {
  /// What was found, by whoever can judge a record.
  package typealias Judging = @Sendable (Record) -> [Finding]

  private let record: Record
  private let shares: [String: CountedShare]
  private let policy: PublishingPolicy
  private let judge: Judging
  private let printed: Set<String>
  private let counts: RecordCounts
  private let pattern: Pattern

  /// Searches what has to be hidden.
  ///
  /// - Parameters:
  ///   - shares: The cells of decision × outcome of each share, by its id.
  ///   - judge: What is found in a record with other counts.
  /// - Throws: Where it cannot be defended; nothing may then be published.
  package init(_ record: Record, shares: [String: CountedShare], judge: @escaping Judging) throws(EditionError) {
    // Numbers of everybody follow from those of groups, and are not printed beside them.
    var record = record
    record.estimates.removeAll(where: \.grouping.isEmpty)
    self.record = record
    self.shares = shares
    self.judge = judge
    policy = record.privacy ?? PublishingPolicy()
    let smallest = policy.minimumCell
    if let requirement = record.requirements.first(where: { $0.minimumCount < smallest }) {
      throw .judgesFew(requirement.id, minimumCell: smallest)
    }
    printed = Self.printed(record, shares)
    counts = try RecordCounts(record, shares: shares, printed: printed, policy: policy)
    do {
      pattern = try Pattern(counts.system)
    } catch {
      throw EditionError.narrow(error.counts, minimumCell: policy.minimumCell)
    }
    let narrow = try counts.undetermined.count { cells throws(EditionError) in
      guard let range = CountRange.range(of: cells, in: counts.system, hidden: pattern.hidden) else { throw .tooMany }
      let most = Double(policy.minimumCell - 1)
      return range.lowerBound >= 1 && range.upperBound <= most
        && (range.lowerBound > 1 || range.upperBound < most)
    }
    guard narrow == 0 else { throw .narrow(narrow, minimumCell: policy.minimumCell) }
  }

  /// The shares that answers rest on; the share of favourable decisions where nothing is demanded.
  private static func printed(_ record: Record, _ shares: [String: CountedShare]) -> Set<String> {
    let demanded = record.requirements.flatMap { requirement in
      let card = record.card(requirement.metric)
      // A share within strata is counted as the share itself.
      return [card?.crude ?? requirement.metric] + (card?.parts ?? [])
    }
    let found = Set(demanded.filter { shares[$0] != nil })
    return found.isEmpty ? Set(["selection-rate"]) : found
  }

  private func shown(_ name: RecordCounts.Name, _ value: Int) -> PublicCount {
    guard let place = counts.place(name), !pattern.hidden[place] else { return PublicCount(nil) }
    return PublicCount(value)
  }

  /// The edition.
  ///
  /// - Parameter link: A keyed link to the whole record; nothing without a key.
  package func publicRecord(link: String? = nil) -> PublicRecord {
    let groupings = groupings
    let (findings, overall, leftOut) = findings(groupings)
    let isAbout = printed.union(record.requirements.map(\.metric))
    return PublicRecord(
      tool: record.tool, audit: PublicAudit(record.audit),
      hiding: Hiding(
        minimumCell: policy.minimumCell, protect: policy.protect, counts: printedCounts.count,
        hidden: printedCounts.count { pattern.hidden[$0] }, findingsLeftOut: leftOut,
        isDefendedAgainstLast: policy.cumulative && !policy.published.isEmpty),
      link: link, people: totals,
      metrics: record.metrics.filter { isAbout.contains($0.id) }, groupings: groupings,
      requirements: record.requirements, findings: findings, overall: overall,
      overallHidden: overall == nil && record.verdict.overall != nil ? PublicRecord.mark : nil,
      risk: risk(groupings))
  }

  /// The counts that this edition prints, and not an earlier one.
  private var printedCounts: [Int] { counts.system.sums.indices.filter { !counts.system.sums[$0].isPublished } }

  private var totals: [PublicTotal] {
    var totals = [
      PublicTotal(name: "received", people: shown(.received, record.units.received)),
      PublicTotal(name: "judged", people: shown(.judged, record.units.judged)),
    ]
    if let missing = record.missingOutcome {
      totals.append(
        PublicTotal(
          name: "missing-outcome", people: missing == 0 ? PublicCount(0) : shown(.missingOutcome, missing)))
    }
    for exclusion in record.units.excluded where exclusion.rows > 0 {
      totals.append(
        PublicTotal(
          name: exclusion.reason, isExclusion: true, people: shown(.excluded(exclusion.reason), exclusion.rows)))
    }
    return totals
  }

  private var groupings: [PublicGrouping] {
    var estimates: [RecordCounts.Place: [[Label]: [Estimate]]] = [:]
    for estimate in record.estimates where printed.contains(estimate.metric) && estimate.within != "*" {
      let place = RecordCounts.Place(
        grouping: estimate.grouping, stratifier: estimate.stratifier, within: estimate.within)
      estimates[place, default: [:]][estimate.group, default: []].append(estimate)
    }
    return counts.groups.map { place, groups in
      let sizes = record.groupings.first { $0.grouping == place.grouping }
      let rows = groups.map { group in
        let size = place.within == nil ? sizes?.sizes(of: [group]).first : nil
        return PublicGroup(
          group: group, people: size.map { shown(.group(place, group, CountKind.everybody), $0) },
          shares: (estimates[place]?[group] ?? []).compactMap { share($0, place) })
      }
      let unknown =
        place.within == nil && !place.grouping.isEmpty
        ? sizes.map { $0.unknown == 0 ? PublicCount(0) : shown(.unknown(place.grouping), $0.unknown) } : nil
      return PublicGrouping(
        grouping: place.grouping, stratifier: place.stratifier, within: place.within,
        groups: rows.filter { !$0.hides } + rows.filter(\.hides).sorted { [Label].areInOrder($0.group, $1.group) },
        unknown: unknown)
    }
  }

  private func share(_ estimate: Estimate, _ place: RecordCounts.Place) -> PublicShare? {
    guard let share = shares[estimate.metric],
      let numerator = estimate.numerator.flatMap({ Int(exactly: $0) }),
      let denominator = estimate.denominator.flatMap({ Int(exactly: $0) })
    else { return nil }
    func count(_ mask: UInt8, _ value: Int) -> PublicCount {
      // Nobody can be in a count without cells.
      counts.place(.group(place, estimate.group, mask)) == nil && value == 0
        ? PublicCount(0) : shown(.group(place, estimate.group, mask), value)
    }
    var found = PublicShare(
      measure: estimate.metric, numerator: count(share.numerator, numerator),
      denominator: count(share.denominator, denominator), value: nil, interval: nil, undefined: nil)
    if !found.hides {
      (found.value, found.interval, found.undefined) = (estimate.value, estimate.interval, estimate.undefined)
    }
    return found
  }
}

/// What was found.
extension PublicEdition {
  /// A row of what was found: a group, or a whole grouping, under one requirement.
  ///
  /// Every group has one, also the one that others are compared with; or its absence would say which that is.
  private struct Row: Hashable {
    var requirement: String
    var grouping: [String]
    var group: [Label]?
  }

  /// What must be the same in every table to be shown.
  fileprivate struct Same {
    var word = true
    var reference = true
    var number = true
    var range = true
    static let nothing = Same(word: false, reference: false, number: false, range: false)
  }

  private var rows: [Row] {
    record.requirements.flatMap { requirement in
      requirement.across.flatMap { grouping -> [Row] in
        let findings = record.findings.filter {
          $0.requirement == requirement.id && $0.grouping == grouping && isOfShares($0)
        }
        guard findings.contains(where: { $0.group != nil }) else {
          return findings.map { _ in Row(requirement: requirement.id, grouping: grouping) }
        }
        let groups = record.groupings.first { $0.grouping == grouping }?.inhabited.map(\.group) ?? []
        let others = findings.compactMap(\.group).filter { !groups.contains($0) }
        return (groups + others).map { Row(requirement: requirement.id, grouping: grouping, group: $0) }
      }
    }
  }

  private func findings(_ found: [Finding]) -> [Row: Finding] {
    Dictionary(
      found.map { (Row(requirement: $0.requirement, grouping: $0.grouping, group: $0.group), $0) }
    ) { first, _ in first }
  }

  /// The record with the counts of another table.
  private func record(of table: [Int]) -> Record {
    var record = record
    for index in record.groupings.indices {
      let place = RecordCounts.Place(grouping: record.groupings[index].grouping)
      for group in record.groupings[index].groups.indices where record.groupings[index].groups[group].count > 0 {
        record.groupings[index].groups[group].count = size(place, record.groupings[index].groups[group].group, table)
      }
    }
    for index in record.estimates.indices {
      let estimate = record.estimates[index]
      guard let share = shares[estimate.metric], estimate.within != "*", estimate.lists == nil else { continue }
      let place = RecordCounts.Place(
        grouping: estimate.grouping, stratifier: estimate.stratifier, within: estimate.within)
      let (part, whole) = counts.counts(place, estimate.group, share, in: table)
      record.estimates[index].numerator = Double(part)
      record.estimates[index].denominator = Double(whole)
      // A share may be undefined for more reasons than that there is nobody.
      let isUndefined = whole == 0 || estimate.undefined != nil && estimate.denominator ?? 0 > 0
      record.estimates[index].value = isUndefined ? nil : Double(part) / Double(whole)
      record.estimates[index].undefined = whole == 0 ? .emptyGroup : isUndefined ? estimate.undefined : nil
      record.estimates[index].count = size(place, estimate.group, table)
    }
    return record
  }

  private func size(_ place: RecordCounts.Place, _ group: [Label], _ table: [Int]) -> Int {
    counts.counts(
      place, group, CountedShare(numerator: CountKind.everybody, denominator: CountKind.everybody), in: table
    ).0
  }

  private func findings(
    _ groupings: [PublicGrouping]
  ) -> (findings: [PublicFinding], overall: VerdictWord?, leftOut: Int) {
    let rows = rows
    let references = Set(
      record.findings.compactMap { finding in
        finding.reference?.group.map {
          Row(requirement: finding.requirement, grouping: finding.grouping, group: $0)
        }
      })
    let stored = findings(record.findings)
    var same = rows.map { _ in Same() }
    // As many as the plan asks for: how many findings there are may tell how large a group is.
    let leftOut = Set(
      record.findings.filter { !isOfShares($0) }.map { [Label($0.requirement)] + $0.grouping.map { Label($0) } }
    ).count
    var overallIsSame = leftOut == 0
    for found in Parallel.map(pattern.tables.count, { judge(record(of: pattern.tables[$0])) }) {
      let other = findings(found)
      for (index, row) in rows.enumerated() { same[index].compare(stored[row], other[row]) }
      if Verdict(findings: found, synthetic: record.verdict.synthetic).overall != record.verdict.overall {
        overallIsSame = false
      }
    }
    let hiding = hiding(groupings)
    var shown: [PublicFinding] = []
    for (row, judged) in zip(rows, same) {
      let finding = stored[row]
      let hidesSome = hiding[row.grouping]?.isEmpty == false
      // Who was left out, and who is too few to be compared, is taken from the record and would differ in other tables.
      let isOpen = restsOnMore(row, hidesSome: hidesSome)
      let same = isOpen ? Same.nothing : judged
      if isOpen { overallIsSame = false }
      let groups = [row.group, finding?.reference?.group].compactMap(\.self)
      let hides = row.group == nil ? hidesSome : groups.contains { hiding[row.grouping]?.contains($0) == true }
      let number = same.word && same.reference && same.number && !hides
      let range = number && same.range
      let isHidden =
        hides || !same.word || finding == nil && !references.contains(row) || !same.reference
        || !number && finding?.value != nil || !range && finding?.interval != nil
      shown.append(
        PublicFinding(
          requirement: row.requirement, grouping: row.grouping, group: row.group, stratifier: finding?.stratifier,
          isReference: finding == nil && same.word && references.contains(row),
          reference: same.reference ? finding?.reference?.group : nil,
          verdict: same.word ? finding?.verdict : nil, value: number ? finding?.value : nil,
          interval: range ? finding?.interval : nil,
          undefined: same.word && same.reference && !hides ? finding?.undefined : nil, hides: isHidden))
    }
    // That something is not met is said by any finding that is not.
    let blocks = Dictionary(record.requirements.map { ($0.id, $0.severity == .block) }) { first, _ in first }
    let isSaid =
      record.verdict.overall == .notMet
      && shown.contains { $0.verdict == .notMet && blocks[$0.requirement] == true }
    let order = Dictionary(record.requirements.enumerated().map { ($1.id, $0) }) { first, _ in first }
    let sorted = shown.enumerated().sorted {
      (order[$0.element.requirement] ?? 0, $0.element.hidden == nil ? 0 : 1, $0.offset)
        < (order[$1.element.requirement] ?? 0, $1.element.hidden == nil ? 0 : 1, $1.offset)
    }
    return (sorted.map(\.element), overallIsSame || isSaid ? record.verdict.overall : nil, leftOut)
  }

  /// Whether a finding follows from counts of the table.
  private func isOfShares(_ finding: Finding) -> Bool {
    guard finding.smallGroups == nil, finding.change == nil, let card = record.card(finding.metric) else {
      return false
    }
    if finding.within != nil || finding.stratifier != nil { return false }
    // Which group is the lowest is said by the finding being there at all.
    if record.requirements.contains(where: { $0.id == finding.requirement && $0.extreme != nil }) { return false }
    return shares[finding.metric] != nil || !card.parts.isEmpty && card.parts.allSatisfy { shares[$0] != nil }
  }

  /// Whether a finding rests on facts of the record that are no counts of the table: who was left out, where those are few or something
  /// beside them is hidden, and which groups are not compared.
  private func restsOnMore(_ row: Row, hidesSome: Bool) -> Bool {
    let metric = record.requirements.first { $0.id == row.requirement }?.metric ?? ""
    let parts = [metric] + (record.card(metric)?.parts ?? [])
    let left = record.leftOut.filter { parts.contains($0.metric) && $0.grouping == row.grouping }
    let few = left.contains { (0.5..<Double(policy.minimumCell)).contains($0.completions.total) }
    return few || hidesSome && !left.isEmpty
      || hidesSome
        && record.groupings.contains { $0.notCompared != nil && Set($0.grouping).isSubset(of: row.grouping) }
  }

  /// The groups of each grouping of which something is hidden.
  private func hiding(_ groupings: [PublicGrouping]) -> [[String]: Set<[Label]>] {
    var hiding: [[String]: Set<[Label]>] = [:]
    for grouping in groupings where grouping.within == nil {
      hiding[grouping.grouping] = Set(grouping.groups.filter(\.hides).map(\.group))
    }
    return hiding
  }
}

extension PublicEdition.Same {
  /// Notes what a finding in another table is unlike; nothing stands for the group that others are compared with.
  fileprivate mutating func compare(_ finding: Finding?, _ other: Finding?) {
    guard let finding, let other else {
      if (finding == nil) != (other == nil) { self = .nothing }
      return
    }
    if finding.verdict != other.verdict || finding.undefined != other.undefined { word = false }
    if finding.reference != other.reference { reference = false }
    if !Self.areSame(finding.value, other.value) { number = false }
    if !Self.areSame(finding.interval?.lower, other.interval?.lower)
      || !Self.areSame(finding.interval?.upper, other.interval?.upper)
    {
      range = false
    }
  }

  private static func areSame(_ one: Double?, _ other: Double?) -> Bool {
    guard let one, let other else { return (one == nil) == (other == nil) }
    return abs(one - other) <= 1e-9 * max(1, abs(one))
  }
}

/// What can be worked out from what is shown.
extension PublicEdition {
  private func risk(_ groupings: [PublicGrouping]) -> PublicRisk {
    var smallest: Int?
    var fewest: Int?
    var distance: Double?
    var same: [PublicGroupName] = []
    // Everybody, by the first grouping that shows them; strata are set against that too.
    var whole: (Int, Int)?
    func see(_ count: PublicCount?) {
      guard let count = count?.count, count > 0 else { return }
      smallest = min(smallest ?? count, count)
    }
    for total in totals { see(total.people) }
    for grouping in groupings {
      see(grouping.unknown)
      let selections = grouping.groups.compactMap { group -> ([Label], Int, Int)? in
        for share in group.shares {
          see(share.numerator)
          see(share.denominator)
        }
        see(group.people)
        guard let share = group.shares.first(where: { $0.measure == "selection-rate" }),
          let part = share.numerator.count, let whole = share.denominator.count, whole > 0
        else { return nil }
        return (group.group, part, whole)
      }
      if grouping.within == nil { whole = whole ?? selections.reduce((0, 0)) { ($0.0 + $1.1, $0.1 + $1.2) } }
      let all = whole ?? selections.reduce((0, 0)) { ($0.0 + $1.1, $0.1 + $1.2) }
      for (group, part, whole) in selections {
        let kinds = part == 0 || part == whole ? 1 : 2
        fewest = min(fewest ?? kinds, kinds)
        let apart = abs(Double(part) / Double(whole) - Double(all.0) / Double(all.1))
        distance = max(distance ?? apart, apart)
        if kinds == 1 { same.append(PublicGroupName(grouping: grouping.grouping, group: group)) }
      }
    }
    return PublicRisk(
      smallestCount: smallest, fewestDecisions: fewest, largestDistance: distance, sameForAll: same)
  }
}
