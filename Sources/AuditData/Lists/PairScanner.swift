import AuditRecord

/// Takes pairs of a user and an item and keeps those that count.
final class PairScanner: PartScanner {
  /// Pairs that follow each other.
  struct Part {
    var users: [Int32] = []
    var items: [Int32] = []
    var grades: [Double] = []
    var received: Int64 = 0
    var unknownUsers: Int64 = 0
    var unknownItems: Int64 = 0
    var notRelevant: Int64 = 0
  }

  private let users: IDTable
  private let items: IDTable
  private let userUse: IDTable.Use
  private let itemUse: IDTable.Use
  private let hasGrade: Bool
  private let least: Double?
  private var part = Part()

  private let userCodes = UnsafeMutablePointer<Int32>.allocate(capacity: TableRows.capacity)
  private let itemCodes = UnsafeMutablePointer<Int32>.allocate(capacity: TableRows.capacity)
  private let numbers = UnsafeMutablePointer<Double>.allocate(capacity: TableRows.capacity)

  /// Pairs of known users; grades below `least`, or of 0 and below without it, leave a pair out.
  ///
  /// - Parameters:
  ///   - addsUsers: Whether users are numbered as they come.
  ///   - addsItems: Whether items are numbered as they come.
  init(
    users: IDTable, addsUsers: Bool, items: IDTable, addsItems: Bool, hasGrade: Bool = false, least: Double? = nil
  ) {
    self.users = users
    self.items = items
    userUse = addsUsers ? .add : .find
    itemUse = addsItems ? .add : .find
    self.hasGrade = hasGrade
    self.least = least
    numbers.initialize(repeating: 1, count: TableRows.capacity)
  }

  deinit {
    userCodes.deallocate()
    itemCodes.deallocate()
    numbers.deallocate()
  }

  /// The user stands first, then the item, then the grade.
  func absorb(_ rows: TableRows) -> TableStep {
    var faults = [
      RowFault(users.codes(of: rows.columns[0], count: rows.count, use: userUse, into: userCodes), column: 0),
      RowFault(items.codes(of: rows.columns[1], count: rows.count, use: itemUse, into: itemCodes), column: 1),
    ]
    if hasGrade {
      let found = NumberColumn(part: .grade).numbers(of: rows.columns[2], count: rows.count, into: numbers)
      faults.append(RowFault(found, column: 2))
    }
    if let fault = RowFault.first(faults) { return .fail(fault) }
    keep(rows.count)
    return .proceed
  }

  func take() -> Part {
    defer { part = Part() }
    return part
  }

  /// Moves the pairs that count to the front of the buffers and takes them.
  private func keep(_ count: Int) {
    let (userCodes, itemCodes, numbers) = (userCodes, itemCodes, numbers)
    let hasGrade = hasGrade
    let floor = least ?? Double.leastNonzeroMagnitude
    var kept = 0
    var (unknownUsers, unknownItems, unwanted) = (0, 0, 0)
    for row in 0..<count {
      let (user, item, number) = (userCodes[row], itemCodes[row], numbers[row])
      if user < 0 {
        unknownUsers += 1
      } else if item < 0 {
        unknownItems += 1
      } else if hasGrade, number < floor {
        unwanted += 1
      } else {
        userCodes[kept] = user
        itemCodes[kept] = item
        numbers[kept] = number
        kept += 1
      }
    }
    part.users.append(contentsOf: UnsafeBufferPointer(start: userCodes, count: kept))
    part.items.append(contentsOf: UnsafeBufferPointer(start: itemCodes, count: kept))
    if hasGrade, least == nil { part.grades.append(contentsOf: UnsafeBufferPointer(start: numbers, count: kept)) }
    part.received += Int64(count)
    part.unknownUsers += Int64(unknownUsers)
    part.unknownItems += Int64(unknownItems)
    part.notRelevant += Int64(unwanted)
  }
}

/// Brings pairs into the order of users and items.
final class PairJoiner {
  private let isGraded: Bool
  private var found: [Int32] = []
  private var grades: [Double] = []
  /// How many pairs each user has.
  private var counts: [Int32] = []
  /// The user of each pair, once pairs do not come in the order of users.
  private var owners: [Int32]?
  private var last: Int32 = 0

  private var received: Int64 = 0
  private var unknownUsers: Int64 = 0
  private var unknownItems: Int64 = 0
  private var notRelevant: Int64 = 0

  init(isGraded: Bool) { self.isGraded = isGraded }

  /// Takes the pairs that follow; there are `users` users so far.
  func join(_ part: PairScanner.Part, users: Int) {
    if counts.count < users { counts += repeatElement(0, count: users - counts.count) }
    var (isAscending, last) = (true, last)
    for user in part.users {
      if user < last { isAscending = false }
      last = user
    }
    self.last = last
    if !isAscending, owners == nil { owners = expanded() }
    counts.withUnsafeMutableBufferPointer { counts in
      for user in part.users { counts[Int(user)] += 1 }
    }
    owners?.append(contentsOf: part.users)
    found.append(contentsOf: part.items)
    grades.append(contentsOf: part.grades)
    received += part.received
    unknownUsers += part.unknownUsers
    unknownItems += part.unknownItems
    notRelevant += part.notRelevant
  }

  /// The user of each pair so far, all of which came in the order of users.
  private func expanded() -> [Int32] {
    var owners: [Int32] = []
    owners.reserveCapacity(found.count)
    for (user, count) in counts.enumerated() where count > 0 {
      owners.append(contentsOf: repeatElement(Int32(user), count: Int(count)))
    }
    return owners
  }

  /// The pairs of `users` users, each once, and where the rows went.
  func finish(users: Int) -> (pairs: ListContext.Pairs, tally: RowFlow) {
    if counts.count < users { counts += repeatElement(0, count: users - counts.count) }
    if let owners { arrange(owners) }
    owners = nil
    // Variables of a class are slower in loops.
    var (found, grades) = (found, grades)
    (self.found, self.grades) = ([], [])
    let isGraded = isGraded
    var repeated: Int64 = 0
    var pairs = ListContext.Pairs(starts: [0], items: [], grades: [])
    pairs.starts.reserveCapacity(counts.count + 1)
    var kept = 0
    var start = 0
    for count in counts {
      let range = start..<(start + Int(count))
      Self.sort(range, &found, &grades)
      let first = kept
      for at in range {
        if kept > first, found[kept - 1] == found[at] {
          repeated += 1
          if isGraded { grades[kept - 1] = max(grades[kept - 1], grades[at]) }
          continue
        }
        found[kept] = found[at]
        if isGraded { grades[kept] = grades[at] }
        kept += 1
      }
      pairs.starts.append(kept)
      start = range.upperBound
    }
    found.removeLast(found.count - kept)
    if isGraded { grades.removeLast(grades.count - kept) }
    pairs.items = found
    pairs.grades = grades
    let tally = RowFlow(
      received: received,
      [
        .unknownUser: unknownUsers, .unknownItem: unknownItems, .notRelevant: notRelevant, .repeated: repeated,
      ])
    return (pairs, tally)
  }

  /// Brings the pairs into the order of their users.
  private func arrange(_ owners: [Int32]) {
    var next: [Int] = []
    next.reserveCapacity(counts.count)
    var sum = 0
    for count in counts {
      next.append(sum)
      sum += Int(count)
    }
    var arranged = [Int32](repeating: 0, count: found.count)
    var arrangedGrades = [Double](repeating: 0, count: grades.count)
    for (at, owner) in owners.enumerated() {
      let place = next[Int(owner)]
      next[Int(owner)] += 1
      arranged[place] = found[at]
      if isGraded { arrangedGrades[place] = grades[at] }
    }
    found = arranged
    grades = arrangedGrades
  }

  /// Sorts the items of one user, unless they are in order.
  private static func sort(_ range: Range<Int>, _ found: inout [Int32], _ grades: inout [Double]) {
    guard range.count > 1 else { return }
    let isSorted = found.withUnsafeBufferPointer { found in
      for at in (range.lowerBound + 1)..<range.upperBound where found[at - 1] > found[at] { return false }
      return true
    }
    guard !isSorted else { return }
    if !grades.isEmpty {
      let sorted = range.map { (item: found[$0], grade: grades[$0]) }.sorted { $0.item < $1.item }
      for (at, pair) in zip(range, sorted) {
        found[at] = pair.item
        grades[at] = pair.grade
      }
    } else {
      found[range].sort()
    }
  }
}

/// Takes the users of an audience.
final class AudienceScanner {
  private let users: IDTable
  private let use: IDTable.Use
  private var isMember: [Bool] = []
  private var received: Int64 = 0
  private var unknown: Int64 = 0
  private var repeated: Int64 = 0
  private let codes = UnsafeMutablePointer<Int32>.allocate(capacity: TableRows.capacity)

  init(users: IDTable, addsUsers: Bool) {
    self.users = users
    use = addsUsers ? .add : .find
  }

  deinit { codes.deallocate() }

  /// The user stands first.
  func absorb(_ rows: TableRows) -> TableStep {
    let found = users.codes(of: rows.columns[0], count: rows.count, use: use, into: codes)
    if let fault = RowFault(found, column: 0) { return .fail(fault) }
    received += Int64(rows.count)
    isMember += repeatElement(false, count: users.count - isMember.count)
    for row in 0..<rows.count {
      if codes[row] < 0 {
        unknown += 1
      } else if isMember[Int(codes[row])] {
        repeated += 1
      } else {
        isMember[Int(codes[row])] = true
      }
    }
    return .proceed
  }

  /// The members in ascending order, and where the rows went.
  func finish() -> (audience: [Int32], tally: RowFlow) {
    let tally = RowFlow(received: received, [.unknownUser: unknown, .repeated: repeated])
    return (isMember.indices.filter { isMember[$0] }.map { Int32($0) }, tally)
  }
}
