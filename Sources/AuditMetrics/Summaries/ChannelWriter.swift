import AuditData

/// Writes what the groups of one axis get in one list.
struct ChannelWriter {
  let layout: ProviderAxis
  let items: ItemAxis
  let list: RankedList
  let measures: ListMeasures

  func write(
    _ row: UnsafeMutableBufferPointer<Double>, attention: UnsafeBufferPointer<Double>,
    engagement: UnsafeBufferPointer<Double>, lens: ListLens
  ) {
    for (number, channel) in layout.channels.enumerated() {
      let start = number * layout.groups
      switch channel {
      case .attention: entries(row, start) { attention[$0] }
      case .positions: entries(row, start) { list.inclusion[$0] }
      case .hits: entries(row, start) { list.grades[$0] > 0 ? list.inclusion[$0] : 0 }
      case .engagement where !engagement.isEmpty: entries(row, start) { engagement[$0] * list.inclusion[$0] }
      case .engagement: break
      case .relevance: relevance(row, start)
      case .wanted: wanted(row, start)
      case .history: for item in list.history { add(row, start, item, 1) }
      case .ideal: ideal(row, start, lens)
      case .pairsOutside: pairs(row, start, inside: false, onlyRight: false)
      case .rightOutside: pairs(row, start, inside: false, onlyRight: true)
      case .pairsInside: pairs(row, start, inside: true, onlyRight: false)
      case .rightInside: pairs(row, start, inside: true, onlyRight: true)
      case .ranks: ranks(row, start)
      }
    }
  }

  @inline(__always)
  private func add(_ row: UnsafeMutableBufferPointer<Double>, _ start: Int, _ item: Int32, _ amount: Double) {
    for place in items.range(of: item) { row[start + Int(items.codes[place])] += amount * items.shares[place] }
  }

  @inline(__always)
  private func entries(_ row: UnsafeMutableBufferPointer<Double>, _ start: Int, _ amount: (Int) -> Double) {
    for entry in 0..<list.count { add(row, start, list.items[entry], amount(entry)) }
  }

  private func relevance(_ row: UnsafeMutableBufferPointer<Double>, _ start: Int) {
    guard let relevance = measures.context.relevance else { return }
    for place in relevance.range(of: list.owner) { add(row, start, relevance.items[place], relevance.grade(place)) }
  }

  /// Wanted items that the owner has not chosen before; both run in ascending order.
  private func wanted(_ row: UnsafeMutableBufferPointer<Double>, _ start: Int) {
    guard let relevance = measures.context.relevance else { return }
    var at = 0
    for place in relevance.range(of: list.owner) {
      let item = relevance.items[place]
      while at < list.history.count, list.history[at] < item { at += 1 }
      if at < list.history.count, list.history[at] == item { continue }
      add(row, start, item, 1)
    }
  }

  private func ideal(_ row: UnsafeMutableBufferPointer<Double>, _ start: Int, _ lens: ListLens) {
    guard let relevance = measures.context.relevance else { return }
    var gains: [(item: Int32, attention: Double)] = []
    let rest = lens.ideal(of: list.owner) { gains.append((relevance.items[$0], $1)) }
    for group in 0..<layout.groups { row[start + group] += rest * items.amounts[group] }
    for (item, attention) in gains { add(row, start, item, attention - rest) }
  }

  /// Pairs of a more relevant item of a group and a less relevant one, within the depth.
  private func pairs(_ row: UnsafeMutableBufferPointer<Double>, _ start: Int, inside: Bool, onlyRight: Bool) {
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

  private func ranks(_ row: UnsafeMutableBufferPointer<Double>, _ start: Int) {
    for entry in 0..<list.count {
      let first = Int(list.firstPositions[entry])
      let length = Int(list.tieLengths[entry])
      for rank in first..<max(first, min(first + length, list.depth + 1)) {
        add(row, start + (rank - 1) * layout.groups, list.items[entry], 1 / Double(length))
      }
    }
  }
}
