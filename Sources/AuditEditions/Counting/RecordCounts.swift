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
    guard record.sampling == nil else { throw EditionError.sampled }
    guard (2...1_000_000).contains(policy.minimumCell), Self.isWithinReason(record) else { throw .inconsistent }
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
      guard grouping.groups.reduce(grouping.unknown, { $0 + $1.count }) == record.units.judged else {
        throw .overlapping(grouping.grouping.joined(separator: " and "))
      }
    }
    system = CountSystem(table: [], minimumCell: policy.minimumCell)
    excluded = record.units.excluded.filter { $0.rows > 0 }
    tuples = try combinations()
    let table = try startingTable()
    system = CountSystem(
      table: table, labels: tuples.flatMap { tuple in parts.map { _ in tuple } } + excluded.map { _ in [] },
      minimumCell: policy.minimumCell)
    print(printed, people: policy.protect == .people)
  }

  /// The most people of a count: no sum of counts can overflow.
  private static let mostPeople = 1 << 40

  /// Whether counts of a record, which may have been made by anybody, are counts, and add up to what was received.
  private static func isWithinReason(_ record: Record) -> Bool {
    let units = record.units
    let counts =
      [units.received, units.judged, record.missingOutcome ?? 0] + units.excluded.map(\.rows)
      + record.groupings.flatMap { [$0.unknown] + $0.groups.map(\.count) } + record.stratifiers.map(\.unknown)
    return counts.count <= 1 << 20 && counts.allSatisfy { (0...mostPeople).contains($0) }
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

  /// The cells of a group, ascending.
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
        let denominator = estimate.denominator.flatMap({ Int(exactly: $0) }),
        (0...Self.mostPeople).contains(numerator), (0...Self.mostPeople).contains(denominator)
      else { return nil }
      let place = Place(grouping: estimate.grouping, stratifier: estimate.stratifier, within: estimate.within)
      return (place, estimate.group, share, estimate.metric, (numerator, denominator))
    }
  }

  /// A table of whole people that gives every count of the record.
  private func startingTable() throws(EditionError) -> [Int] {
    var wanted: [[Int]: Int] = [:]
    func want(_ cells: [Int], _ value: Int) throws(EditionError) {
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
    return try StartingTable.find(cells: tuples.count * parts.count, wanted) + excluded.map(\.rows)
  }

  /// Prints what the edition prints, and protects what is small.
  private mutating func print(_ printed: Set<String>, people: Bool) {
    func keep(_ name: Name, _ cells: [Int], weight: Double) {
      guard !cells.isEmpty else { return }
      places[name] = system.print(cells, weight: weight)
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
        let size = system.place(of: cells(place, group, CountKind.everybody))
        system.list(CountSystem.Row(size: size, counts: own.filter { $0 != size }))
      }
    }
    protect(known, people: people)
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
        let size = system.value(of: cells(place, group, CountKind.everybody))
        for kind in kinds {
          system.protect(
            cells(place, group, kind),
            evenIfNone: size > 0 && size < 3 * system.minimumCell && CountKind.decisions.contains(kind))
        }
      }
      for group in Set([place.grouping]) where place.within == nil { system.protect(unknown(group)) }
    }
    for exclusion in excluded { system.protect(excluded(exclusion.reason)) }
    if !people { system.protect(cells(0b100100) { _ in true }) }
  }

  /// The place of a count among the printed ones; nothing where the edition does not print it.
  func place(_ name: Name) -> Int? { places[name] }

  /// The counts of a share in a table.
  func counts(_ place: Place, _ group: [Label], _ share: CountedShare, in table: [Int]) -> (Int, Int) {
    func sum(_ mask: UInt8) -> Int { cells(place, group, mask).reduce(0) { $0 + table[$1] } }
    return (sum(share.numerator), sum(share.denominator))
  }
}
