/// What the groups of one axis get at each rank, over all lists.
struct RankSums {
  /// Attention and positions [ranks × groups].
  let attended: UnsafeMutableBufferPointer<Double>
  let positions: UnsafeMutableBufferPointer<Double>
  /// Attention under the other model [groups].
  let otherwise: UnsafeMutableBufferPointer<Double>
  /// The attention of each rank under the other model, from rank 1.
  let elsewhere: UnsafeBufferPointer<Double>
  /// Ranks that are looked at.
  let ranks: Int

  private var groups: Int { otherwise.count }

  /// Adds a list without ties whose entries belong to one group as a whole, or to none (−1).
  func addPlain(_ list: RankedList, _ attention: UnsafeBufferPointer<Double>, groups codes: UnsafePointer<Int32>) {
    let groups = groups
    for entry in 0..<list.count {
      let rank = Int(list.firstPositions[entry])
      guard codes[entry] >= 0, rank <= ranks else { continue }
      let group = Int(codes[entry])
      attended[(rank - 1) * groups + group] += attention[entry]
      positions[(rank - 1) * groups + group] += 1
      otherwise[group] += elsewhere[rank - 1]
    }
  }

  /// Adds any list.
  func add(_ list: RankedList, _ attention: UnsafeBufferPointer<Double>, _ axis: ItemAxis) {
    for entry in 0..<list.count {
      let range = axis.range(of: list.items[entry])
      guard !range.isEmpty else { continue }
      let first = Int(list.firstPositions[entry])
      let length = Int(list.tieLengths[entry])
      let end = min(first + length - 1, ranks)
      for rank in first..<max(end + 1, first) {
        let weight =
          length == 1
          ? attention[entry] : attention[entry] / Double(max(1, min(first + length - 1, list.depth) - first + 1))
        let other = elsewhere[rank - 1] / Double(length)
        for place in range {
          let group = Int(axis.codes[place])
          let share = axis.shares[place]
          attended[(rank - 1) * groups + group] += weight * share
          positions[(rank - 1) * groups + group] += share / Double(length)
          otherwise[group] += other * share
        }
      }
    }
  }
}
