import AuditData

/// Writes what the groups of one axis get in lists.
final class ChannelWriter {
  private let layout: ProviderAxis
  private let items: ItemAxis
  private let context: ListContext

  /// The group of each entry of the list at hand, −1 for none; nothing if an entry has several, or shares.
  private var room = 0
  private var groups = UnsafeMutablePointer<Int32>.allocate(capacity: 0)
  private(set) var isSimple = false

  init(_ measures: ListMeasures, axis: Int) {
    layout = measures.axes[axis]
    items = measures.catalogue.axes[axis]
    context = measures.context
  }

  deinit { groups.deallocate() }

  /// The group of each entry; meaningful if ``isSimple``.
  var simpleGroups: UnsafePointer<Int32> { UnsafePointer(groups) }

  /// Looks up the groups of the entries of a list, which is the one to write next.
  func look(at list: RankedList) {
    if list.count > room {
      groups.deallocate()
      room = max(list.count, 2 * room)
      groups = .allocate(capacity: room)
    }
    let (groups, entries) = (groups, list.items)
    isSimple = items.only.withUnsafeBufferPointer { only in
      var least: Int32 = 0
      for (entry, item) in entries.enumerated() {
        let group = Int(item) < only.count ? only[Int(item)] : -1
        groups[entry] = group
        least = min(least, group)
      }
      return least >= -1
    }
  }

  /// Writes what the groups get in the list that was looked at.
  func write(
    _ row: UnsafeMutableBufferPointer<Double>, _ list: RankedList, attention: UnsafeBufferPointer<Double>,
    engagement: UnsafeBufferPointer<Double>, lens: inout ListLens
  ) {
    if layout.isClustered { row[0] = 1 }
    for (number, channel) in layout.channels.enumerated() {
      let start = layout.first + number * layout.groups
      switch channel {
      case .attention: entries(row, start, list) { attention[$0] }
      case .positions: entries(row, start, list) { list.inclusion[$0] }
      case .hits: entries(row, start, list) { list.grades[$0] > 0 ? list.inclusion[$0] : 0 }
      case .engagement where !engagement.isEmpty:
        entries(row, start, list) { engagement[$0] * list.inclusion[$0] }
      case .engagement: break
      case .relevance: relevance(row, start, list)
      case .wanted: wanted(row, start, list)
      case .history: for item in list.history { add(row, start, item, 1) }
      case .ideal: ideal(row, start, list, &lens)
      case .pairsOutside: pairs(row, start, list, inside: false, onlyRight: false)
      case .rightOutside: pairs(row, start, list, inside: false, onlyRight: true)
      case .pairsInside: pairs(row, start, list, inside: true, onlyRight: false)
      case .rightInside: pairs(row, start, list, inside: true, onlyRight: true)
      case .ranks: ranks(row, start, list)
      }
    }
  }

  @inline(__always)
  private func add(_ row: UnsafeMutableBufferPointer<Double>, _ start: Int, _ item: Int32, _ amount: Double) {
    for place in items.range(of: item) { row[start + Int(items.codes[place])] += amount * items.shares[place] }
  }

  @inline(__always)
  private func entries(
    _ row: UnsafeMutableBufferPointer<Double>, _ start: Int, _ list: RankedList, _ amount: (Int) -> Double
  ) {
    if isSimple {
      let groups = groups
      for entry in 0..<list.count where groups[entry] >= 0 { row[start + Int(groups[entry])] += amount(entry) }
      return
    }
    for entry in 0..<list.count { add(row, start, list.items[entry], amount(entry)) }
  }

  private func relevance(_ row: UnsafeMutableBufferPointer<Double>, _ start: Int, _ list: RankedList) {
    guard let relevance = context.relevance else { return }
    for place in relevance.range(of: list.owner) { add(row, start, relevance.items[place], relevance.grade(place)) }
  }

  /// Wanted items that the owner has not chosen before; both run in ascending order.
  private func wanted(_ row: UnsafeMutableBufferPointer<Double>, _ start: Int, _ list: RankedList) {
    guard let relevance = context.relevance else { return }
    var at = 0
    for place in relevance.range(of: list.owner) {
      let item = relevance.items[place]
      while at < list.history.count, list.history[at] < item { at += 1 }
      if at < list.history.count, list.history[at] == item { continue }
      add(row, start, item, 1)
    }
  }

  private func ideal(
    _ row: UnsafeMutableBufferPointer<Double>, _ start: Int, _ list: RankedList, _ lens: inout ListLens
  ) {
    guard let relevance = context.relevance else { return }
    var gains: [(item: Int32, attention: Double)] = []
    let rest = lens.ideal(of: list.owner) { gains.append((relevance.items[$0], $1)) }
    for group in 0..<layout.groups { row[start + group] += rest * items.amounts[group] }
    for (item, attention) in gains { add(row, start, item, attention - rest) }
  }

  /// Pairs of a more relevant item of a group and a less relevant one, within the depth.
  private func pairs(
    _ row: UnsafeMutableBufferPointer<Double>, _ start: Int, _ list: RankedList, inside: Bool, onlyRight: Bool
  ) {
    for better in 0..<list.count where list.grades[better] > 0 {
      let groups = items.range(of: list.items[better])
      guard !groups.isEmpty else { continue }
      for worse in 0..<list.count where list.grades[worse] < list.grades[better] {
        let others = items.range(of: list.items[worse])
        guard !others.isEmpty else { continue }
        var weight = list.inclusion(better, worse)
        if onlyRight {
          let (one, two) = (list.firstPositions[better], list.firstPositions[worse])
          weight *= one < two ? 1 : one == two ? 0.5 : 0
        }
        guard weight > 0 else { continue }
        for place in groups {
          let group = items.codes[place]
          let shared = min(1, items.share(of: list.items[worse], in: group))
          row[start + Int(group)] += weight * items.shares[place] * (inside ? shared : 1 - shared)
        }
      }
    }
  }

  private func ranks(_ row: UnsafeMutableBufferPointer<Double>, _ start: Int, _ list: RankedList) {
    let (groups, count) = (groups, layout.groups)
    for entry in 0..<list.count {
      let first = Int(list.firstPositions[entry])
      let length = Int(list.tieLengths[entry])
      if isSimple, length == 1 {
        if groups[entry] >= 0, first <= list.depth { row[start + (first - 1) * count + Int(groups[entry])] += 1 }
        continue
      }
      for rank in first..<max(first, min(first + length, list.depth + 1)) {
        add(row, start + (rank - 1) * layout.groups, list.items[entry], 1 / Double(length))
      }
    }
  }
}
