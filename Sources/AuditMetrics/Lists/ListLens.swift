import AuditData
import AuditStatistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Looks at the lists of pieces one by one.
struct ListLens: ~Copyable {
  private let context: ListContext
  private let catalogue: ItemCatalogue
  private let depth: Int
  private let attention: AttentionModel
  private let alternative: AttentionModel
  private let isCascade: Bool

  /// By rank, from rank 1: discount and attention [depth], then the sums up to each rank [depth + 1].
  private var discounts: [Double]
  private var weights: [Double]
  /// The attention under the other model, from rank 1 [ranks looked at].
  private(set) var alternativeWeights: [Double] = []
  private var discountSums: [Double] = [0]
  private var weightSums: [Double] = [0]

  /// The place of a wanted item among those of the owner at hand, plus one [items].
  private var marks: [Int32]

  private var room = 0
  /// How many of the first entries stand without ties, as written below.
  private var plain = 0
  private var inclusion = UnsafeMutablePointer<Double>.allocate(capacity: 0)
  private var discount = UnsafeMutablePointer<Double>.allocate(capacity: 0)
  private var attended = UnsafeMutablePointer<Double>.allocate(capacity: 0)
  private var grades = UnsafeMutablePointer<Double>.allocate(capacity: 0)
  private var first = UnsafeMutablePointer<Int32>.allocate(capacity: 0)
  private var lengths = UnsafeMutablePointer<Int32>.allocate(capacity: 0)
  /// The place of each entry among the wanted items, plus one [entries].
  private var found = UnsafeMutablePointer<Int32>.allocate(capacity: 0)

  init(_ measures: ListMeasures) {
    context = measures.context
    catalogue = measures.catalogue
    attention = measures.attention
    alternative = measures.alternative
    depth = context.depth
    if case .cascade = attention { isCascade = true } else { isCascade = false }
    discounts = []
    weights = []
    marks = Array(repeating: 0, count: context.items.count)
    // Lists are rarely as long as a depth may be; the tables grow with the lists.
    extend(to: min(depth, 64))
    makeRoom(64)
  }

  deinit {
    for pointer in [inclusion, discount, attended, grades] { pointer.deallocate() }
    for pointer in [first, lengths, found] { pointer.deallocate() }
  }

  private mutating func extend(to rank: Int) {
    while discounts.count < rank {
      let next = discounts.count + 1
      discounts.append(AttentionModel.logarithmic.weight(rank: next))
      weights.append(attention.weight(rank: next))
      alternativeWeights.append(alternative.weight(rank: next))
      discountSums.append(discountSums[next - 1] + discounts[next - 1])
      weightSums.append(weightSums[next - 1] + weights[next - 1])
    }
  }

  private mutating func makeRoom(_ count: Int) {
    guard count > room else { return }
    for pointer in [inclusion, discount, attended, grades] { pointer.deallocate() }
    for pointer in [first, lengths, found] { pointer.deallocate() }
    room = max(count, 2 * room)
    plain = 0
    inclusion = .allocate(capacity: room)
    discount = .allocate(capacity: room)
    attended = .allocate(capacity: room)
    grades = .allocate(capacity: room)
    first = .allocate(capacity: room)
    lengths = .allocate(capacity: room)
    found = .allocate(capacity: room)
  }

  /// All items of what is known of users beside their lists.
  struct Beside {
    var history, before, baseline: UnsafeBufferPointer<Int32>
  }

  /// What metrics see of a list, until the next one is looked at.
  ///
  /// - Parameter items: All items of the piece.
  mutating func look(
    at list: Int, of piece: ListPiece, items: UnsafeBufferPointer<Int32>, beside: Beside
  ) -> RankedList {
    let owner = Int(piece.owners[list])
    let entries = piece.entries(of: list)
    let count = entries.count
    makeRoom(count)
    place(entries, of: list, in: piece)
    let wanted = context.relevance?.range(of: owner) ?? 0..<0
    let items = UnsafeBufferPointer(rebasing: items[entries])
    grade(items, wanted)
    if isCascade { attendCascade(count) }
    let chosen = context.history?.range(of: owner) ?? 0..<0
    return RankedList(
      owner: owner, depth: depth, length: Int(piece.lengths[list]), items: items,
      inclusion: UnsafeBufferPointer(start: inclusion, count: count),
      discount: UnsafeBufferPointer(start: discount, count: count),
      grades: UnsafeBufferPointer(start: grades, count: count),
      firstPositions: UnsafeBufferPointer(start: first, count: count),
      tieLengths: UnsafeBufferPointer(start: lengths, count: count), wanted: wanted.count,
      idealGain: idealGain(wanted), history: UnsafeBufferPointer(rebasing: beside.history[chosen]),
      before: UnsafeBufferPointer(rebasing: beside.before[context.range(of: owner, in: context.before)]),
      baseline: UnsafeBufferPointer(rebasing: beside.baseline[context.range(of: owner, in: context.baseline)]),
      catalogue: catalogue)
  }

  /// The attention that the entries of the list get that was looked at last [entries].
  func attention(_ list: RankedList) -> UnsafeBufferPointer<Double> {
    UnsafeBufferPointer(start: attended, count: list.count)
  }

  /// Positions, discounts and attention.
  private mutating func place(_ entries: Range<Int>, of list: Int, in piece: ListPiece) {
    let count = entries.count
    let (inclusion, discount, attended) = (inclusion, discount, attended)
    let (first, lengths) = (first, lengths)
    guard let placement = piece.placement else {
      extend(to: min(count, depth))
      discounts.withUnsafeBufferPointer { for at in 0..<count { discount[at] = $0[at] } }
      weights.withUnsafeBufferPointer { for at in 0..<count { attended[at] = $0[at] } }
      for at in min(plain, count)..<count {
        inclusion[at] = 1
        first[at] = Int32(at + 1)
        lengths[at] = 1
      }
      plain = max(plain, count)
      return
    }
    plain = 0
    for at in 0..<count {
      let start = Int(placement.firstPosition[entries.lowerBound + at])
      let length = Int(placement.tieLength[entries.lowerBound + at])
      let end = min(start + length - 1, depth)
      extend(to: end)
      first[at] = Int32(start)
      lengths[at] = Int32(length)
      if length == 1 {
        inclusion[at] = 1
        discount[at] = discounts[start - 1]
        attended[at] = weights[start - 1]
      } else {
        inclusion[at] = Double(end - start + 1) / Double(length)
        discount[at] = (discountSums[end] - discountSums[start - 1]) / Double(length)
        attended[at] = (weightSums[end] - weightSums[start - 1]) / Double(length)
      }
    }
  }

  /// The grade of each entry.
  private mutating func grade(_ items: UnsafeBufferPointer<Int32>, _ wanted: Range<Int>) {
    guard let relevance = context.relevance, !wanted.isEmpty else {
      grades.update(repeating: 0, count: items.count)
      return
    }
    if wanted.count <= Self.fewWanted {
      gradeFew(items, wanted, relevance)
      return
    }
    let highest = Int(relevance.items[wanted.upperBound - 1])
    if highest >= marks.count { marks += repeatElement(0, count: highest + 1 - marks.count) }
    let isGraded = !relevance.grades.isEmpty
    relevance.items.withUnsafeBufferPointer { all in
      marks.withUnsafeMutableBufferPointer { marks in
        for place in wanted { marks[Int(all[place])] = Int32(place - wanted.lowerBound) + 1 }
        for at in items.indices {
          let item = Int(items[at])
          let mark = item < marks.count ? Int(marks[item]) : 0
          grades[at] = mark == 0 ? 0 : isGraded ? relevance.grades[wanted.lowerBound + mark - 1] : 1
        }
        for place in wanted { marks[Int(all[place])] = 0 }
      }
    }
  }

  /// Wanted items up to which each is looked for among the entries.
  private static let fewWanted = 32

  /// The grade of each entry where the owner wants few items.
  private mutating func gradeFew(
    _ items: UnsafeBufferPointer<Int32>, _ wanted: Range<Int>, _ relevance: ListContext.Pairs
  ) {
    let (grades, found) = (grades, found)
    let count = items.count
    guard count > 0, let items = items.baseAddress else { return }
    found.update(repeating: 0, count: count)
    relevance.items.withUnsafeBufferPointer { all in
      for place in wanted {
        let (item, mark) = (all[place], Int32(truncatingIfNeeded: place &- wanted.lowerBound &+ 1))
        for at in 0..<count { found[at] = items[at] == item ? mark : found[at] }
      }
    }
    if relevance.grades.isEmpty {
      for at in 0..<count { grades[at] = found[at] == 0 ? 0 : 1 }
    } else {
      for at in 0..<count {
        grades[at] = found[at] == 0 ? 0 : relevance.grades[wanted.lowerBound + Int(found[at]) - 1]
      }
    }
  }

  /// The attention of a cascade depends on what is relevant further up.
  private mutating func attendCascade(_ count: Int) {
    var before = 0
    var start = 0
    while start < count {
      var end = start + 1
      while end < count, first[end] == first[start] { end += 1 }
      let relevant = (start..<end).count { grades[$0] > 0 }
      let length = Int(lengths[start])
      let ranks = Int(first[start])...(Int(first[start]) + length - 1)
      for at in start..<end {
        let others = relevant - (grades[at] > 0 ? 1 : 0)
        attended[at] = attention.expectedWeight(
          ranks: ranks, depth: depth, relevantBefore: before, relevantTied: min(others, length - 1))
      }
      before += relevant
      start = end
    }
  }

  /// The discounted grades of the best order of everything wanted.
  private mutating func idealGain(_ wanted: Range<Int>) -> Double {
    guard let relevance = context.relevance, !wanted.isEmpty else { return 0 }
    let best = min(wanted.count, depth)
    extend(to: best)
    guard !relevance.grades.isEmpty else { return discountSums[best] }
    let grades = relevance.grades[wanted].sorted(by: >)
    return (0..<best).reduce(0) { $0 + grades[$1] * discounts[$1] }
  }

  /// The exposure that each grade of a user's wanted items would get in the best list, shared equally within a grade: the
  /// places of the grade in the relevance, highest grade first, and the mean attention of an item of it; then the mean
  /// attention that every other item of the catalogue would get.
  mutating func ideal(of owner: Int, _ body: (_ place: Int, _ attention: Double) -> Void) -> Double {
    guard let relevance = context.relevance else { return 0 }
    let wanted = relevance.range(of: owner)
    extend(to: depth)
    func weight(_ rank: Int, _ before: Int) -> Double {
      isCascade ? attention.weight(rank: rank, relevantBefore: before) : weights[rank - 1]
    }
    let order = relevance.grades.isEmpty ? Array(wanted) : wanted.sorted { relevance.grades[$0] > relevance.grades[$1] }
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, relevance.grade(order[end]) == relevance.grade(order[start]) { end += 1 }
      var sum = 0.0
      for rank in start..<max(start, min(end, depth)) { sum += weight(rank + 1, rank) }
      for at in start..<end { body(order[at], sum / Double(end - start)) }
      start = end
    }
    let others = catalogue.count - order.count
    guard others > 0, order.count < depth else { return 0 }
    let last = min(depth, catalogue.count)
    return (order.count..<max(last, order.count)).reduce(0) { $0 + weight($1 + 1, order.count) } / Double(others)
  }
}

extension ListContext {
  /// Lends all items of what is known of users beside their lists.
  func withItems(_ body: (ListLens.Beside) -> Void) {
    (history?.items ?? []).withUnsafeBufferPointer { history in
      (before?.lists.items ?? []).withUnsafeBufferPointer { before in
        (baseline?.lists.items ?? []).withUnsafeBufferPointer { baseline in
          body(ListLens.Beside(history: history, before: before, baseline: baseline))
        }
      }
    }
  }
}
