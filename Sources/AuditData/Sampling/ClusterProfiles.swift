/// Clusters by what they hold: how many rows of which finest group and cell, and what those weigh together. Clusters that hold the
/// same are one profile, and profiles stand in an order that does not depend on the reading; who a cluster is, is not known any more.
package struct ClusterProfiles: Sendable, Hashable {
  /// Where the entries of each profile begin, and where the last ones end [profiles + 1].
  package private(set) var starts: [Int32] = [0]
  /// Finest group × 6 + cell of each entry, rising within a profile.
  package private(set) var codes: [Int32] = []
  /// Rows of each entry.
  package private(set) var rows: [Int32] = []
  /// The sum of their weights.
  package private(set) var weights: [Double] = []
  /// How many clusters hold the same [profiles].
  package private(set) var clusters: [Int64] = []

  /// How many profiles there are.
  package var count: Int { clusters.count }

  /// Clusters from entries in any order; each list is one cluster.
  package init(_ clusters: [[(code: Int32, rows: Int32, weight: Double)]]) {
    var pool = Pool()
    for cluster in clusters { pool.add(cluster.sorted { $0.code < $1.code }) }
    self = pool.profiles()
  }

  fileprivate init() {}

  private mutating func append(_ entries: Pool.Entries, clusters: Int64) {
    for entry in entries {
      codes.append(entry.code)
      rows.append(entry.rows)
      weights.append(entry.weight)
    }
    starts.append(Int32(codes.count))
    self.clusters.append(clusters)
  }

  /// The clusters of rows; nothing where none holds two rows that were judged.
  ///
  /// - Parameters:
  ///   - logs: The rows of each scanner, what its finest groups are now called, and what its clusters are (nothing where they keep
  ///     their numbers).
  ///   - count: Clusters.
  ///   - stratum: The stratum of each finest group; rows of one cluster in two strata are two clusters.
  init?(
    _ logs: [(log: RowLog, mapping: [Int32], clusters: [UInt32]?)], count: Int, stratum: [Int32], isWeighted: Bool
  ) {
    let (cells, judged) = (Int32(DecisionPart.cells), Int32(DecisionCell.allCases.count))
    func forEachRow(_ body: (Int, Int32, Double) -> Void) {
      for (log, mapping, numbers) in logs {
        for block in log.codes.indices {
          let (codes, clusters) = (log.codes[block], log.clusters[block])
          for row in codes.indices {
            let (group, cell) = codes[row].quotientAndRemainder(dividingBy: cells)
            guard cell < judged else { continue }
            let cluster = numbers.map { Int($0[Int(clusters[row])]) } ?? Int(clusters[row])
            body(cluster, mapping[Int(group)] * judged + cell, isWeighted ? log.weights[block][row] : 1)
          }
        }
      }
    }
    // Rows in the order of their clusters.
    var ends = [UInt32](repeating: 0, count: count + 1)
    var isRepeated = false
    forEachRow { cluster, _, _ in
      ends[cluster + 1] &+= 1
      if ends[cluster + 1] > 1 { isRepeated = true }
    }
    guard isRepeated else { return nil }
    for cluster in 0..<count { ends[cluster + 1] &+= ends[cluster] }
    let total = Int(ends[count])
    var next = Array(ends.dropLast())
    var codes = [Int32](repeating: 0, count: total)
    var weights = [Double](repeating: 0, count: isWeighted ? total : 0)
    forEachRow { cluster, code, weight in
      let place = Int(next[cluster])
      next[cluster] &+= 1
      codes[place] = code
      if isWeighted { weights[place] = weight }
    }
    next = []
    var pool = Pool()
    var singles = [Int64](repeating: 0, count: isWeighted ? 0 : stratum.count * Int(judged))
    var entries: [(code: Int32, rows: Int32, weight: Double)] = []
    for cluster in 0..<count {
      let range = Int(ends[cluster])..<Int(ends[cluster + 1])
      guard !range.isEmpty else { continue }
      if range.count == 1, !isWeighted {
        singles[Int(codes[range.lowerBound])] += 1
        continue
      }
      entries.removeAll(keepingCapacity: true)
      for place in range { entries.append((codes[place], 1, isWeighted ? weights[place] : 1)) }
      // Sums of weights are taken from the least on, whichever row came first.
      entries.sort {
        let (one, other) = (stratum[Int($0.code / judged)], stratum[Int($1.code / judged)])
        return one != other ? one < other : $0.code != $1.code ? $0.code < $1.code : $0.weight < $1.weight
      }
      pool.add(entries) { stratum[Int($0 / judged)] }
    }
    for (code, clusters) in singles.enumerated() where clusters > 0 {
      pool.add([(Int32(code), 1, 1)], clusters: clusters)
    }
    self = pool.profiles()
  }

  /// Profiles as they are found.
  private struct Pool {
    typealias Entries = ArraySlice<(code: Int32, rows: Int32, weight: Double)>

    private var entries: [(code: Int32, rows: Int32, weight: Double)] = []
    private var found: [(start: Int, end: Int, clusters: Int64)] = []
    private var slots = [Int32](repeating: 0, count: 1 << 12)

    /// Adds a cluster whose entries stand in order; where `part` changes, another begins.
    mutating func add(
      _ rows: [(code: Int32, rows: Int32, weight: Double)], clusters: Int64 = 1, by part: (Int32) -> Int32 = { _ in 0 }
    ) {
      var start = entries.count
      for row in rows {
        if entries.count > start, entries[entries.count - 1].code == row.code {
          entries[entries.count - 1].rows += row.rows
          entries[entries.count - 1].weight += row.weight
          continue
        }
        if entries.count > start, part(entries[entries.count - 1].code) != part(row.code) {
          close(start, clusters)
          start = entries.count
        }
        entries.append(row)
      }
      close(start, clusters)
    }

    /// Takes the entries from a place on as a profile, or as one more cluster of a profile that is known.
    private mutating func close(_ start: Int, _ clusters: Int64) {
      guard entries.count > start else { return }
      if 2 * found.count >= slots.count { grow() }
      var at = hash(start, entries.count) & (slots.count - 1)
      while slots[at] > 0 {
        let known = found[Int(slots[at]) - 1]
        if areSame(known.start, known.end, start) {
          found[Int(slots[at]) - 1].clusters += clusters
          entries.removeSubrange(start...)
          return
        }
        at = (at + 1) & (slots.count - 1)
      }
      found.append((start, entries.count, clusters))
      slots[at] = Int32(found.count)
    }

    private func areSame(_ start: Int, _ end: Int, _ other: Int) -> Bool {
      guard end - start == entries.count - other else { return false }
      return (0..<(end - start)).allSatisfy { offset in
        let (one, two) = (entries[start + offset], entries[other + offset])
        return one.code == two.code && one.rows == two.rows && one.weight == two.weight
      }
    }

    private func hash(_ start: Int, _ end: Int) -> Int {
      var hash: UInt64 = 0x9e37_79b9_7f4a_7c15
      for entry in entries[start..<end] {
        hash = (hash ^ UInt64(bitPattern: Int64(entry.code)) ^ UInt64(entry.rows) << 40) &* 0xff51_afd7_ed55_8ccd
        hash = (hash ^ hash >> 29 ^ entry.weight.bitPattern) &* 0xc4ce_b9fe_1a85_ec53
      }
      return Int(truncatingIfNeeded: (hash ^ hash >> 32) & 0x7fff_ffff)
    }

    private mutating func grow() {
      slots = [Int32](repeating: 0, count: 4 * slots.count)
      for (number, profile) in found.enumerated() {
        var at = hash(profile.start, profile.end) & (slots.count - 1)
        while slots[at] > 0 { at = (at + 1) & (slots.count - 1) }
        slots[at] = Int32(number + 1)
      }
    }

    /// The profiles in the order of their entries.
    func profiles() -> ClusterProfiles {
      let order = found.indices.sorted { one, other in
        let (first, second) = (
          entries[found[one].start..<found[one].end], entries[found[other].start..<found[other].end]
        )
        return first.lexicographicallyPrecedes(second) {
          $0.code != $1.code ? $0.code < $1.code : $0.rows != $1.rows ? $0.rows < $1.rows : $0.weight < $1.weight
        }
      }
      var profiles = ClusterProfiles()
      for number in order {
        profiles.append(entries[found[number].start..<found[number].end], clusters: found[number].clusters)
      }
      return profiles
    }
  }
}
