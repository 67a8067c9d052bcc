import AuditInputs
import AuditRecord

/// Takes the rows of lists that people's own are set against: of the same people, or of their contexts.
final class ComparedListScanner {
  private enum Owner {
    /// A user, numbered as it comes where there is no table of users.
    case user(IDTable, IDTable.Use)
    /// A combination of the contexts of users.
    case context([LabelColumn], LabelMeaning)
  }

  private let owner: Owner
  private let items: IDTable
  private let itemUse: IDTable.Use
  private let isRanked: Bool
  /// Of each row: the user, or the labels of its contexts as they were read; the item; the rank.
  private var owners: [[Int32]]
  private var found: [Int32] = []
  private var ranks: [UInt64] = []
  private let buffer = UnsafeMutablePointer<Int32>.allocate(capacity: TableRows.capacity)
  private let numbers = UnsafeMutablePointer<UInt64>.allocate(capacity: TableRows.capacity)

  /// Lists of users, or of the contexts with these names.
  ///
  /// - Parameters:
  ///   - addsUsers: Whether users are numbered as they come.
  ///   - addsItems: Whether items are numbered as they come.
  init(
    _ lists: ListColumns.ComparedLists, contexts: [String], users: IDTable, addsUsers: Bool, items: IDTable,
    addsItems: Bool, unknown: [Label], _ options: SourceOptions
  ) {
    if lists.user == nil {
      let meaning = LabelMeaning(unknown: unknown)
      owner = .context(
        contexts.map {
          LabelColumn($0, .numbered(limit: options.maximumLabels), part: "context", meaning: meaning)
        }, meaning)
      owners = contexts.map { _ in [] }
    } else {
      owner = .user(users, addsUsers ? .add : .find)
      owners = [[]]
    }
    self.items = items
    itemUse = addsItems ? .add : .find
    isRanked = lists.rank != nil
  }

  deinit {
    buffer.deallocate()
    numbers.deallocate()
  }

  /// The user stands first, or the contexts do; then the item, then the rank.
  func absorb(_ rows: TableRows) -> TableStep {
    var faults: [RowFault?] = []
    func take(_ fault: (row: Int, fault: FieldFault)?) { faults.append(RowFault(fault, column: faults.count)) }
    switch owner {
    case .user(let users, let use):
      take(users.codes(of: rows.columns[0], count: rows.count, use: use, into: buffer))
      owners[0] += UnsafeBufferPointer(start: buffer, count: rows.count)
    case .context(let columns, _):
      for (axis, column) in columns.enumerated() {
        take(column.codes(of: rows.columns[axis], count: rows.count, into: buffer))
        owners[axis] += UnsafeBufferPointer(start: buffer, count: rows.count)
      }
    }
    take(items.codes(of: rows.columns[faults.count], count: rows.count, use: itemUse, into: buffer))
    found += UnsafeBufferPointer(start: buffer, count: rows.count)
    if isRanked {
      take(NumberColumn.ranks(of: rows.columns[faults.count], count: rows.count, least: 0, into: numbers))
      ranks += UnsafeBufferPointer(start: numbers, count: rows.count)
    }
    return RowFault.first(faults).map { .fail($0) } ?? .proceed
  }

  /// The labels of each column of contexts as they were read.
  var labels: [(column: String, part: String, labels: [Label])] {
    guard case .context(let columns, _) = owner else { return [] }
    return columns.map { ($0.name, "context", $0.raw) }
  }

  /// The items of each owner within the depth, where the rows went, and what is wrong with the lists as a whole.
  ///
  /// - Parameters:
  ///   - owners: Users so far; of contexts, the number of each combination of labels.
  ///   - depth: Positions that count.
  ///   - areCounted: Whether ranks only count, so that gaps are closed.
  func finish(
    users: Int, contexts: [[Label]: Int32], depth: Int, areCounted: Bool
  ) -> (lists: ListContext.ComparedLists, tally: RowFlow, fault: FieldFault?) {
    let (codes, count, isByContext) = numbered(users: users, contexts: contexts)
    var (unknownOwner, unknownItem, beyond, repeated) = (Int64(0), Int64(0), Int64(0), Int64(0))
    var kept: [Int] = []
    kept.reserveCapacity(found.count)
    for row in found.indices {
      if codes[row] < 0 {
        unknownOwner += 1
      } else if found[row] < 0, !isRanked {
        unknownItem += 1
      } else {
        kept.append(row)
      }
    }
    kept.sort { one, other in
      codes[one] != codes[other]
        ? codes[one] < codes[other]
        : isRanked && ranks[one] != ranks[other] ? ranks[one] < ranks[other] : found[one] < found[other]
    }
    // Where a rank is 0, all begin with 0.
    let first = ranks.min() == 0 ? 0 : 1
    var pairs = ListContext.Pairs(starts: [0], items: [])
    var (start, longest) = (0, 0)
    for owner in 0..<count {
      var end = start
      while end < kept.count, codes[kept[end]] == owner { end += 1 }
      var items: [Int32] = []
      var before = 0
      for at in start..<end {
        let row = kept[at]
        // Rows of one rank share their place; one at the depth counts with all that share it.
        if at == start || !isRanked || ranks[row] != ranks[kept[at - 1]] { before = at - start }
        let place = areCounted ? before : isRanked ? Int(ranks[row]) - first : 0
        if isRanked, place >= depth {
          beyond += 1
        } else if found[row] < 0 {
          unknownItem += 1
        } else {
          items.append(found[row])
        }
      }
      items.sort()
      for (at, item) in items.enumerated() {
        if at > 0, items[at - 1] == item { repeated += 1 } else { pairs.items.append(item) }
      }
      longest = max(longest, pairs.items.count - pairs.starts[owner])
      pairs.starts.append(pairs.items.count)
      start = end
    }
    let tally = RowFlow(
      received: Int64(found.count),
      [
        isByContext ? .unknownContext : .unknownUser: unknownOwner, .unknownItem: unknownItem, .beyondDepth: beyond,
        .repeated: repeated,
      ])
    return (
      ListContext.ComparedLists(lists: pairs, isByContext: isByContext), tally,
      fault(longest: longest, depth: depth, areCounted: areCounted)
    )
  }

  /// Why the lists cannot be compared to the depth.
  private func fault(longest: Int, depth: Int, areCounted: Bool) -> FieldFault? {
    if let least = ranks.min(), least > 1, !areCounted {
      return FieldFault(
        code: .badRank, message: "the ranks begin with \(least), and a rank is the place in the list",
        hint: "let them begin with 1 or 0; `ranks: counted` closes gaps")
    }
    guard !isRanked, longest > depth else { return nil }
    return FieldFault(
      code: .badRank,
      message: "a list has \(longest) items, more than the depth of \(depth), and no rank says which come first",
      hint: "name `rank`; without it each item more would make a match likelier")
  }

  /// The number of each row's owner, below 0 where nobody has it.
  private func numbered(users: Int, contexts: [[Label]: Int32]) -> (codes: [Int32], count: Int, isByContext: Bool) {
    guard case .context(let columns, let meaning) = owner else { return (owners[0], users, false) }
    let folded = columns.map { meaning.folded($0.raw, edges: nil) }
    var known: [[Int32]: Int32] = [:]
    let codes = found.indices.map { row -> Int32 in
      let key = columns.indices.map { folded[$0].codes[Int(owners[$0][row])] }
      if let code = known[key] { return code }
      let labels = zip(folded, key).compactMap { $1 < 0 ? nil : $0.labels[Int($1)] }
      let code = labels.count == key.count ? contexts[labels] ?? -1 : -1
      known[key] = code
      return code
    }
    return (codes, contexts.count, true)
  }
}
