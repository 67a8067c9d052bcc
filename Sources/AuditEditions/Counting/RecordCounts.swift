import AuditRecord

/// The counts of a decisions record, as sums of one table.
struct RecordCounts: Sendable {
  /// Groups of one grouping, everywhere or in one stratum.
  struct Place: Sendable, Hashable {
    var grouping: [String]
    var stratifier: String?
    /// The stratum as the record writes it.
    var within: String?
  }

  /// What identifies a printed count.
  enum Name: Hashable {
    /// Cells of decision × outcome of a group.
    case group(Place, [Label], UInt8)
    /// People of no group of a grouping.
    case unknown([String])
    /// Everybody who was judged.
    case judged
    /// Everybody who was judged and has no outcome.
    case missingOutcome
    /// Everybody who was read.
    case received
    /// Left out for a reason.
    case excluded(String)
  }

  /// The most cells of the table.
  static let mostCells = 20_000

  private let record: Record
  private let shares: [String: CountedShare]
  private let columns: [String]
  /// The labels of each column; the last is nothing where some are not known.
  private let labels: [[Label?]]
  private let parts: [UInt8]
  private var tuples: [[Int]] = []
  private var excluded: [Exclusion] = []
  /// An edition whose people are all here too. Cells are then there twice: those who came since, and then those who were there.
  private let earlier: PublicRecord?
  /// Counts of people who came since the earlier edition, of which nobody here knows the true value.
  private(set) var undetermined: [[Int]] = []
  /// The cells of each count of a group, by place.
  private var members: [Name: [Int]] = [:]
  private(set) var system: CountSystem
  /// Where each printed count stands.
  private(set) var places: [Name: Int] = [:]
  /// The groups that are printed, by place.
  private(set) var groups: [(place: Place, groups: [[Label]])] = []

  /// Reads the counts of a record.
  ///
  /// - Parameters:
  ///   - shares: The cells of every share that records count.
  ///   - printed: The shares that the edition prints, by id.
  init(_ record: Record, shares: [String: CountedShare], printed: Set<String>, policy: PublishingPolicy)
    throws(EditionError)
  {
    guard record.labels != nil else { throw record.lists == nil ? EditionError.nothing : EditionError.lists }
    guard record.lists == nil else { throw EditionError.lists }
    guard record.lawfulUse.map({ $0.withoutGround == 0 }) ?? true else { throw EditionError.grounds }
    guard record.labels?.classes == nil, record.labels?.models == nil else { throw EditionError.views }
    guard record.sampling == nil else { throw EditionError.sampled }
    guard (2...1_000_000).contains(policy.minimumCell), Self.isWithinReason(record, shares) else { throw .inconsistent }
    self.record = record
    self.shares = shares
    var columns: [String] = []
    for name in record.groupings.flatMap(\.grouping) + record.stratifiers.map(\.column) where !columns.contains(name) {
      columns.append(name)
    }
    self.columns = columns
    labels = columns.map { RecordCounts.labels(of: $0, in: record) }
    let hasMissing = (record.missingOutcome ?? 0) > 0
    parts =
      record.missingOutcome == nil
      ? [0b000100, 0b100000] : [0b000001, 0b000010, 0b001000, 0b010000] + (hasMissing ? [0b000100, 0b100000] : [])
    for grouping in record.groupings {
      guard grouping.sharesPeople != true,
        grouping.groups.reduce(grouping.unknown, { $0 + $1.count }) == record.units.judged
      else {
        throw .overlapping(grouping.grouping.joined(separator: " and "))
      }
    }
    guard policy.published.count <= 1 || !policy.cumulative else { throw .severalEditions }
    earlier = policy.cumulative ? policy.published.first : nil
    system = CountSystem(table: [], minimumCell: policy.minimumCell)
    excluded = record.units.excluded.filter { $0.rows > 0 }
    tuples = try combinations()
    let table = try startingTable()
    let labels = tuples.flatMap { tuple in parts.map { _ in tuple } } + excluded.map { _ in [] }
    system = CountSystem(
      table: table, labels: earlier == nil ? labels : labels + labels, minimumCell: policy.minimumCell)
    let known = addPrinted(printed, people: policy.protect == .people)
    if let earlier { try defend(against: earlier, known, people: policy.protect == .people) }
    protect(known, people: policy.protect == .people)
  }

  /// The most people of a count: no sum of counts can overflow.
  private static let mostPeople = 1 << 40

  /// Whether counts of a record, which may have been made by anybody, are counts, and add up to what was received.
  private static func isWithinReason(_ record: Record, _ shares: [String: CountedShare]) -> Bool {
    let units = record.units
    let counts =
      [units.received, units.judged, record.missingOutcome ?? 0] + units.excluded.map(\.rows)
      + record.groupings.flatMap { [$0.unknown] + $0.groups.map(\.count) } + record.stratifiers.map(\.unknown)
    let areCounts = record.estimates.filter { shares[$0.metric] != nil && $0.lists == nil && $0.within != "*" }
      .flatMap { [$0.numerator, $0.denominator].compactMap(\.self) }
      .allSatisfy { Int(exactly: $0).map { (0...mostPeople).contains($0) } ?? false }
    return areCounts && counts.count <= 1 << 20 && counts.allSatisfy { (0...mostPeople).contains($0) }
      && units.excluded.reduce(units.judged) { $0 + $1.rows } == units.received
  }

  private static func labels(of column: String, in record: Record) -> [Label?] {
    if let grouping = record.groupings.first(where: { $0.grouping == [column] }) {
      return grouping.inhabited.compactMap(\.group.first) + (grouping.unknown > 0 ? [nil] : [])
    }
    guard let stratifier = record.stratifiers.first(where: { $0.column == column }) else { return [nil] }
    return stratifier.strata + (stratifier.unknown > 0 ? [nil] : [])
  }

  /// The combinations of labels that somebody may have.
  private func combinations() throws(EditionError) -> [[Int]] {
    var tuples: [[Int]] = [[]]
    for (column, labels) in labels.enumerated() {
      guard tuples.count * max(1, labels.count) * parts.count <= 4 * Self.mostCells else { throw .tooMany }
      tuples = tuples.flatMap { start in labels.indices.map { start + [$0] } }
      // Of an intersection everything that was seen is listed, so that nobody has another combination.
      for grouping in record.groupings where grouping.grouping.count > 1 {
        let members = grouping.grouping.compactMap(columns.firstIndex(of:))
        guard members.max() == column, members.count == grouping.grouping.count else { continue }
        let seen = Set(grouping.inhabited.map(\.group))
        tuples.removeAll { tuple in
          let group = members.map { self.labels[$0][tuple[$0]] }
          return !group.contains(nil) && !seen.contains(group.compactMap(\.self))
        }
      }
    }
    guard tuples.count * parts.count <= Self.mostCells else { throw .tooMany }
    return tuples
  }

  /// The cells of one of both times.
  private var cellsOfOneTime: Int { tuples.count * parts.count + excluded.count }

  /// The cells of those who were there at the earlier edition.
  private func then(_ cells: [Int]) -> [Int] { cells.map { $0 + cellsOfOneTime } }

  /// The cells of everybody, whenever they came.
  private func whenever(_ cells: [Int]) -> [Int] { earlier == nil ? cells : cells + then(cells) }

  /// The cells of a group, ascending; with an earlier edition, of those who came since.
  private func cells(_ place: Place, _ group: [Label], _ mask: UInt8) -> [Int] {
    var wanted: [(Int, Int)] = []
    for (column, label) in zip(place.grouping, group) {
      guard let index = columns.firstIndex(of: column), let code = labels[index].firstIndex(of: label) else {
        return []
      }
      wanted.append((index, code))
    }
    if let stratifier = place.stratifier, let within = place.within {
      let stratum = within == "\\*" ? "*" : within
      guard let index = columns.firstIndex(of: stratifier), let code = labels[index].firstIndex(of: Label(stratum))
      else { return [] }
      wanted.append((index, code))
    }
    return cells(mask) { tuple in wanted.allSatisfy { tuple[$0.0] == $0.1 } }
  }

  private func cells(_ mask: UInt8, where belongs: ([Int]) -> Bool) -> [Int] {
    tuples.enumerated().filter { belongs($0.element) }.flatMap { index, _ in
      parts.enumerated().filter { mask & $0.element != 0 }.map { index * parts.count + $0.offset }
    }
  }

  private func unknown(_ grouping: [String]) -> [Int] {
    let members = grouping.compactMap(columns.firstIndex(of:))
    return cells(CountKind.everybody) { tuple in members.contains { labels[$0][tuple[$0]] == nil } }
  }

  private func excluded(_ reason: String) -> [Int] {
    excluded.indices.filter { excluded[$0].reason == reason }.map { tuples.count * parts.count + $0 }
  }

  /// The counted shares of the record: where, of whom, what, and the two counts.
  private var counted: [(place: Place, group: [Label], share: CountedShare, metric: String, counts: (Int, Int))] {
    record.estimates.compactMap { estimate in
      guard let share = shares[estimate.metric], estimate.lists == nil, estimate.within != "*",
        let numerator = estimate.numerator.flatMap({ Int(exactly: $0) }),
        let denominator = estimate.denominator.flatMap({ Int(exactly: $0) })
      else { return nil }
      let place = Place(grouping: estimate.grouping, stratifier: estimate.stratifier, within: estimate.within)
      return (place, estimate.group, share, estimate.metric, (numerator, denominator))
    }
  }

  /// A table of whole people that gives every count of the record.
  private func startingTable() throws(EditionError) -> [Int] {
    var wanted: [[Int]: Int] = [:]
    func want(_ cells: [Int], _ value: Int) throws(EditionError) { try state(whenever(cells), value) }
    func state(_ cells: [Int], _ value: Int) throws(EditionError) {
      guard !cells.isEmpty || value == 0, wanted[cells].map({ $0 == value }) ?? true else { throw .inconsistent }
      wanted[cells] = value
    }
    try want(cells(CountKind.everybody) { _ in true }, record.units.judged)
    if let missing = record.missingOutcome { try want(cells(0b100100) { _ in true }, missing) }
    for grouping in record.groupings {
      try want(unknown(grouping.grouping), grouping.unknown)
      let place = Place(grouping: grouping.grouping)
      for group in grouping.inhabited { try want(cells(place, group.group, CountKind.everybody), group.count) }
    }
    for stratifier in record.stratifiers where !record.groupings.contains(where: { $0.grouping == [stratifier.column] })
    {
      try want(unknown([stratifier.column]), stratifier.unknown)
    }
    for (place, group, share, _, counts) in counted {
      try want(cells(place, group, share.numerator), counts.0)
      try want(cells(place, group, share.denominator), counts.1)
    }
    for exclusion in excluded { try want(excluded(exclusion.reason), exclusion.rows) }
    guard let earlier else { return try StartingTable.find(cells: cellsOfOneTime, wanted) }
    do {
      for fact in facts(of: earlier) {
        if let count = fact.count { try state(then(fact.cells), count) }
      }
      return try StartingTable.find(cells: 2 * cellsOfOneTime, wanted)
    } catch {
      throw error == .inconsistent ? .notContained : error
    }
  }

  /// Adds the counts that the edition prints.
  ///
  /// - Returns: Which counts of its groups the record tells, by place.
  private mutating func addPrinted(_ printed: Set<String>, people: Bool) -> [Place: Set<UInt8>] {
    func keep(_ name: Name, _ cells: [Int], weight: Double) {
      guard !cells.isEmpty else { return }
      places[name] = system.addPrinted(whenever(cells), weight: weight)
    }
    let everybody = cells(CountKind.everybody) { _ in true }
    keep(.judged, everybody, weight: 20 * 1.5)
    let all = excluded.map { excluded($0.reason) }
    keep(.received, everybody + all.flatMap(\.self).sorted(), weight: 20)
    for (exclusion, cells) in zip(excluded, all) { keep(.excluded(exclusion.reason), cells, weight: 2) }
    if record.missingOutcome ?? 0 > 0 { keep(.missingOutcome, cells(0b100100) { _ in true }, weight: 10) }
    let blocking = Set(record.findings.filter { $0.severity == .block }.map { Place(grouping: $0.grouping) })
    var known: [Place: Set<UInt8>] = [:]
    for grouping in record.groupings {
      let place = Place(grouping: grouping.grouping)
      add(place, grouping.inhabited.map(\.group))
      keep(.unknown(grouping.grouping), unknown(grouping.grouping), weight: 2)
      for group in grouping.inhabited {
        keep(
          .group(place, group.group, CountKind.everybody), cells(place, group.group, CountKind.everybody),
          weight: weight(place, blocking) * 1.5)
      }
      known[place] = [CountKind.everybody]
    }
    for (place, group, share, metric, _) in counted {
      known[place, default: []].formUnion([share.numerator, share.denominator])
      for mask in [share.numerator, share.denominator, CountKind.everybody] {
        let name = Name.group(place, group, mask)
        if members[name] == nil { members[name] = whenever(cells(place, group, mask)) }
      }
      guard printed.contains(metric) else { continue }
      add(place, [group])
      for mask in [share.denominator, share.numerator] {
        let isSize = cells(place, group, mask) == cells(place, group, CountKind.everybody)
        keep(
          .group(place, group, mask), cells(place, group, mask),
          weight: weight(place, blocking) * (isSize ? 1.5 : 1))
      }
    }
    for (place, groups) in groups {
      for group in groups {
        let own = (1...CountKind.everybody).compactMap { places[.group(place, group, $0)] }
        let size = system.place(of: whenever(cells(place, group, CountKind.everybody)))
        system.list(CountSystem.Row(size: size, counts: own.filter { $0 != size }))
      }
    }
    return known
  }

  private func weight(_ place: Place, _ blocking: Set<Place>) -> Double {
    let plain = place.grouping.isEmpty ? 20.0 : place.within != nil || place.grouping.count > 1 ? 1 : 6
    return plain * (place.within == nil && blocking.contains(place) ? 10 : 1)
  }

  private mutating func add(_ place: Place, _ found: [[Label]]) {
    if let index = groups.firstIndex(where: { $0.place == place }) {
      groups[index].groups += found.filter { !groups[index].groups.contains($0) }
    } else {
      groups.append((place, found))
    }
  }

  private mutating func protect(_ known: [Place: Set<UInt8>], people: Bool) {
    for (place, groups) in groups {
      let known = known[place] ?? []
      let kinds = (people ? [CountKind.everybody] : CountKind.meaningful).filter { CountKind.follows($0, from: known) }
      for group in groups {
        let size = system.value(of: whenever(cells(place, group, CountKind.everybody)))
        for kind in kinds {
          system.protect(
            whenever(cells(place, group, kind)),
            evenIfNone: size > 0 && size < 3 * system.minimumCell && CountKind.decisions.contains(kind))
        }
      }
      for group in Set([place.grouping]) where place.within == nil { system.protect(whenever(unknown(group))) }
    }
    for exclusion in excluded { system.protect(whenever(excluded(exclusion.reason))) }
    if !people { system.protect(whenever(cells(0b100100) { _ in true })) }
  }

  /// The place of a count among the printed ones; nothing where the edition does not print it.
  func place(_ name: Name) -> Int? { places[name] }

  /// The counts of a share in a table.
  func counts(_ place: Place, _ group: [Label], _ share: CountedShare, in table: [Int]) -> (Int, Int) {
    func sum(_ mask: UInt8) -> Int {
      (members[.group(place, group, mask)] ?? whenever(cells(place, group, mask))).reduce(0) { $0 + table[$1] }
    }
    return (sum(share.numerator), sum(share.denominator))
  }
}

/// What an earlier edition shows.
extension RecordCounts {
  /// A count of an earlier edition; no count where it was hidden.
  private struct Fact {
    var cells: [Int]
    var count: Int?
    var group: (place: Place, group: [Label], mask: UInt8)?
  }

  /// What an edition shows or hides, by cells.
  private func facts(of edition: PublicRecord) -> [Fact] {
    let everybody = cells(CountKind.everybody) { _ in true }
    var facts = edition.people.map { total in
      let all = excluded.flatMap { excluded($0.reason) }
      let cells: [Int] =
        switch total.name {
        case "received": (everybody + all).sorted()
        case "judged": everybody
        case "missing-outcome": self.cells(0b100100) { _ in true }
        default: excluded(total.name)
        }
      return Fact(cells: cells, count: total.people.count)
    }
    // A reason that it does not name had left out nobody.
    for exclusion in excluded where !edition.people.contains(where: { $0.name == exclusion.reason }) {
      facts.append(Fact(cells: excluded(exclusion.reason), count: 0))
    }
    for grouping in edition.groupings {
      let place = Place(grouping: grouping.grouping, stratifier: grouping.stratifier, within: grouping.within)
      for group in grouping.groups {
        func add(_ mask: UInt8, _ count: PublicCount) {
          facts.append(
            Fact(
              cells: cells(place, group.group, mask), count: count.count, group: (place, group.group, mask)))
        }
        if let people = group.people { add(CountKind.everybody, people) }
        for share in group.shares {
          guard let masks = shares[share.measure] else { continue }
          add(masks.numerator, share.numerator)
          add(masks.denominator, share.denominator)
        }
      }
      if let unknown = grouping.unknown {
        facts.append(Fact(cells: self.unknown(grouping.grouping), count: unknown.count))
      }
      // Of a grouping that lists its groups, nobody is in another one.
      let columns = grouping.grouping.compactMap(self.columns.firstIndex(of:))
      guard grouping.within == nil, !columns.isEmpty, columns.count == grouping.grouping.count else { continue }
      let seen = Set(grouping.groups.map(\.group))
      let others = cells(CountKind.everybody) { tuple in
        let group = columns.map { labels[$0][tuple[$0]] }
        return !group.contains(nil) && !seen.contains(group.compactMap(\.self))
      }
      if !others.isEmpty { facts.append(Fact(cells: others, count: 0)) }
    }
    return facts.filter { $0.count.map { (0...Self.mostPeople).contains($0) } ?? true }
  }

  /// Adds what an earlier edition shows, which nothing can hide any more, and protects those who came since and those whose
  /// counts were hidden then.
  private mutating func defend(
    against edition: PublicRecord, _ known: [Place: Set<UInt8>], people: Bool
  ) throws(EditionError) {
    let facts = facts(of: edition)
    var before = CountSystem(
      table: Array(system.table.suffix(cellsOfOneTime)), minimumCell: system.minimumCell)
    for fact in facts where !fact.cells.isEmpty && fact.count != nil {
      system.addPrinted(then(fact.cells), weight: .infinity)
      before.addPrinted(fact.cells, weight: .infinity)
    }
    guard before.table.count * (before.sums.count + before.table.count) <= 4_000_000 else { throw .tooMany }
    let shown = before.sums.map { _ in false }
    var told: [Place: [[Label]: Set<UInt8>]] = [:]
    var hiding: [Place: [[Label]: Set<UInt8>]] = [:]
    for fact in facts {
      guard let (place, group, mask) = fact.group else { continue }
      hiding[place, default: [:]][group, default: []].insert(mask)
      if fact.count != nil { told[place, default: [:]][group, default: []].insert(mask) }
    }
    /// It may have been small then, and must still look so.
    func protectThen(_ cells: [Int]) {
      guard let range = CountRange.range(of: cells, in: before, hidden: shown), range.lowerBound <= 1,
        range.upperBound >= Double(system.minimumCell - 1)
      else { return }
      system.protect(then(cells), whatever: true)
    }
    for fact in facts where fact.group == nil {
      // Totals and who was left out are told by every record.
      if fact.count != nil {
        system.protect(fact.cells)
      } else {
        if !fact.cells.isEmpty { undetermined.append(fact.cells) }
        protectThen(fact.cells)
      }
    }
    let kinds = people ? [CountKind.everybody] : CountKind.meaningful
    for (place, groups) in groups {
      for group in groups {
        let toldThen = told[place]?[group] ?? []
        for kind in kinds {
          let own = cells(place, group, kind)
          if CountKind.follows(kind, from: toldThen) {
            // Those who came are known from both editions, if this one shows them.
            if CountKind.follows(kind, from: known[place] ?? []) { system.protect(own) }
            continue
          }
          if !own.isEmpty { undetermined.append(own) }
          if CountKind.follows(kind, from: hiding[place]?[group] ?? []) { protectThen(own) }
        }
      }
    }
  }
}
