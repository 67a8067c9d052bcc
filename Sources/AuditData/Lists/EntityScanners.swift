import AuditRecord

extension LabelCount {
  /// How often each label occurs among codes, one row each.
  static func counts(of labels: [Label], _ codes: [Int32]) -> [LabelCount] {
    var counts = labels.map { LabelCount($0, rows: 0, units: 0) }
    for code in codes { counts[Int(code)].rows += 1 }
    for index in counts.indices { counts[index].units = counts[index].rows }
    return counts
  }
}

/// Takes the rows of a table of users.
final class UserScanner {
  let identifiers: IDTable
  private let groups: [GroupColumn]
  private let meanings: [LabelMeaning]
  private let columns: [LabelColumn]
  /// The labels of each user as they were read [groups × users].
  private var codes: [[Int32]]
  private let contexts: [LabelColumn]
  private let contextMeaning: LabelMeaning
  /// The labels of each user as they were read [contexts × users].
  private var contextCodes: [[Int32]]
  private let buffer = UnsafeMutablePointer<Int32>.allocate(capacity: TableRows.capacity)

  init(_ groups: [GroupColumn], contexts: [String], unknown: [Label], _ options: SourceOptions) {
    identifiers = IDTable("user")
    self.groups = groups
    let contextMeaning = LabelMeaning(unknown: unknown)
    self.contextMeaning = contextMeaning
    self.contexts = contexts.map {
      LabelColumn($0, .numbered(limit: options.maximumLabels), part: "context", meaning: contextMeaning)
    }
    contextCodes = contexts.map { _ in [] }
    meanings = groups.map {
      LabelMeaning(unknown: unknown, rules: $0.rules, separator: $0.separator, levels: $0.levels)
    }
    columns = zip(groups, meanings).map { group, meaning in
      LabelColumn(
        group.column, group.bins.map { .binned(Bins($0)) } ?? .numbered(limit: options.maximumLabels), part: "group",
        meaning: meaning)
    }
    codes = groups.map { _ in [] }
  }

  deinit { buffer.deallocate() }

  /// The identifier stands first, then the groups, then the contexts.
  func absorb(_ rows: TableRows) -> TableStep {
    let found = identifiers.codes(of: rows.columns[0], count: rows.count, use: .addNew, into: buffer)
    var faults = [RowFault(found, column: 0)]
    for (axis, column) in columns.enumerated() {
      let found = column.codes(of: rows.columns[1 + axis], count: rows.count, into: buffer)
      faults.append(RowFault(found, column: 1 + axis))
      codes[axis] += UnsafeBufferPointer(start: buffer, count: rows.count)
    }
    for (axis, column) in contexts.enumerated() {
      let found = column.codes(of: rows.columns[1 + columns.count + axis], count: rows.count, into: buffer)
      faults.append(RowFault(found, column: 1 + columns.count + axis))
      contextCodes[axis] += UnsafeBufferPointer(start: buffer, count: rows.count)
    }
    return RowFault.first(faults).map { .fail($0) } ?? .proceed
  }

  /// The users so far.
  func finish() -> ListContext.Users {
    var users = ListContext.Users(count: identifiers.count, axes: [], codes: [])
    for (axis, group) in groups.enumerated() {
      let (labels, folded) = meanings[axis].folded(columns[axis].raw, edges: group.bins)
      let (sorted, mapping) = DecisionLayout.Axis(name: group.name, role: .group, labels: labels, edges: group.bins)
        .sorted()
      let final = folded.map { $0 < 0 ? $0 : mapping[Int($0)] }
      users.axes.append(sorted)
      users.codes.append(codes[axis].map { final[Int($0)] })
    }
    users.contexts = combinations
    return users
  }

  /// The labels of each column as they were read.
  var labels: [(column: String, part: String, labels: [Label])] {
    columns.map { ($0.name, "group", $0.raw) } + contexts.map { ($0.name, "context", $0.raw) }
  }

  /// The combination of contexts of each user, numbered as they come; nothing without contexts.
  private var combinations: ListContext.Contexts? {
    guard !contexts.isEmpty else { return nil }
    let folded = contexts.map { contextMeaning.folded($0.raw, edges: nil).codes }
    var known: [[Int32]: Int32] = [:]
    let codes = (0..<identifiers.count).map { user -> Int32 in
      let key = contexts.indices.map { folded[$0][Int(contextCodes[$0][user])] }
      guard key.allSatisfy({ $0 >= 0 }) else { return ListContext.Contexts.unknown }
      return known[key]
        ?? {
          let code = Int32(known.count)
          known[key] = code
          return code
        }()
    }
    return ListContext.Contexts(count: known.count, codes: codes)
  }

  /// What is odd about the labels of the users so far.
  var warnings: [DataWarning] {
    groups.indices.flatMap { axis in
      meanings[axis].warnings(
        counts(of: axis), edges: groups[axis].bins, table: TableReading.Part.users.rawValue,
        column: groups[axis].column, role: "group")
    }
      + DataWarning.wholeNumbers(
        columns.map { ($0.name, "group", $0.holdsWholeNumbers) }
          + contexts.map { ($0.name, "context", $0.holdsWholeNumbers) },
        table: TableReading.Part.users.rawValue)
  }

  /// Throws if a group column holds many numbers and has no bins.
  func checkNumbers(file: String) throws(ReadError) {
    for (index, group) in groups.enumerated() {
      try NumbersAsLabels.check(
        counts(of: index), of: group, key: "recommendations.users.groups.\(index)", file: file)
    }
  }

  /// How often each label of a column occurs, as it was read.
  private func counts(of axis: Int) -> [LabelCount] {
    LabelCount.counts(of: columns[axis].raw, codes[axis])
  }
}

/// Takes the rows of a table of items.
final class ItemScanner {
  let identifiers: IDTable
  private let columns: [MembershipColumn]
  private let hasPopularity: Bool
  private var popularity: [Double] = []
  private let buffer = UnsafeMutablePointer<Int32>.allocate(capacity: TableRows.capacity)
  private let numbers = UnsafeMutablePointer<Double>.allocate(capacity: TableRows.capacity)

  init(_ items: ListColumns.Items?, unknown: [Label], _ options: SourceOptions) {
    identifiers = IDTable("item")
    columns = (items?.groups ?? []).map { MembershipColumn($0, unknown: unknown, limit: options.maximumLabels) }
    hasPopularity = items?.popularity != nil
  }

  deinit {
    buffer.deallocate()
    numbers.deallocate()
  }

  /// The identifier stands first, then the popularity, then the groups.
  func absorb(_ rows: TableRows) -> TableStep {
    let found = identifiers.codes(of: rows.columns[0], count: rows.count, use: .addNew, into: buffer)
    var faults = [RowFault(found, column: 0)]
    if hasPopularity {
      let found = NumberColumn(part: .popularity).numbers(of: rows.columns[1], count: rows.count, into: numbers)
      faults.append(RowFault(found, column: 1))
      popularity += UnsafeBufferPointer(start: numbers, count: found?.row ?? rows.count)
    }
    for column in columns {
      faults.append(RowFault(column.absorb(rows.columns[faults.count], count: rows.count), column: faults.count))
    }
    return RowFault.first(faults).map { .fail($0) } ?? .proceed
  }

  /// The items so far.
  func finish() -> ListContext.Items {
    let groups = columns.map { $0.finish() }
    return ListContext.Items(
      count: identifiers.count, axes: groups.map(\.axis), memberships: groups.map(\.membership),
      popularity: popularity)
  }

  /// The labels of each column as they were read.
  var labels: [(column: String, part: String, labels: [Label])] { columns.map(\.named) }

  /// What is odd about the labels of the items so far.
  var warnings: [DataWarning] { columns.flatMap(\.warnings) }

  /// Throws if a group column holds many numbers and has no bins.
  func checkNumbers(file: String) throws(ReadError) {
    for (index, column) in columns.enumerated() {
      try column.checkNumbers(key: "recommendations.items.groups.\(index)", file: file)
    }
  }
}
