package import AuditMetrics

/// Sums over rows that come in batches: what ``SummaryLaws/broken(empty:batches:regroupings:regroup:)`` can check.
package protocol BatchSummary<Batch>: Hashable {
  /// What is absorbed at once.
  associatedtype Batch

  /// Takes in a batch.
  mutating func absorb(_ batch: Batch)

  /// Takes in another summary of the same layout.
  mutating func merge(_ other: Self)

  /// The same sums over coarser or reordered groups: group `g` goes to `mapping[g]`, or nowhere when that is −1.
  func regrouped(by mapping: [Int32], count: Int) -> Self
}

extension Contingency: BatchSummary {}

/// The laws that every summary keeps: merging is associative and commutative with the empty summary as identity; absorbing in
/// parts and merging equals absorbing at once; regrouping commutes with absorbing.
package enum SummaryLaws {
  /// A mapping of groups to coarser or reordered ones.
  package struct Regrouping: Sendable {
    /// The new group of each group; −1 for none.
    package var mapping: [Int32]
    /// The number of new groups.
    package var count: Int

    /// Describes a mapping.
    package init(mapping: [Int32], count: Int) {
      self.mapping = mapping
      self.count = count
    }
  }

  /// What is wrong, in words; nothing when all laws hold.
  ///
  /// - Parameters:
  ///   - empty: The summary before the first row, in the layout of all batches.
  ///   - batches: At least three.
  ///   - regroupings: Mappings of the groups of `empty`.
  ///   - regroup: A batch whose rows carry the new groups, without the rows that go nowhere.
  package static func broken<S: BatchSummary>(
    empty: S, batches: [S.Batch], regroupings: [Regrouping], regroup: (S.Batch, [Int32]) -> S.Batch
  ) -> [String] {
    func absorbed(_ batches: some Sequence<S.Batch>, into start: S) -> S {
      batches.reduce(into: start) { $0.absorb($1) }
    }
    let parts = batches.map { absorbed([$0], into: empty) }
    let whole = absorbed(batches, into: empty)
    var faults = brokenMerging(empty: empty, parts: parts, whole: whole, merge: { $0.merge($1) }, agree: ==)
    func expect(_ left: S, _ right: S, _ law: String) {
      if left != right { faults.append(law) }
    }
    func merged(_ left: S, _ right: S) -> S {
      var result = left
      result.merge(right)
      return result
    }
    expect(whole, absorbed(batches.reversed(), into: empty), "the order of batches matters")
    for (number, regrouping) in regroupings.enumerated() {
      func regrouped(_ summary: S) -> S { summary.regrouped(by: regrouping.mapping, count: regrouping.count) }
      expect(
        regrouped(whole), absorbed(batches.map { regroup($0, regrouping.mapping) }, into: regrouped(empty)),
        "regrouping \(number) does not commute with absorbing")
      expect(
        regrouped(whole), parts.map(regrouped).reduce(regrouped(empty), merged),
        "regrouping \(number) does not commute with merging")
    }
    return faults
  }

  /// What is wrong with merging, in words.
  ///
  /// - Parameters:
  ///   - parts: At least three summaries of rows that follow each other.
  ///   - whole: The summary of all of them.
  ///   - agree: Whether two summaries are the same, where sums are so up to rounding.
  package static func brokenMerging<S>(
    empty: S, parts: [S], whole: S, merge: (inout S, S) -> Void, agree: (S, S) -> Bool
  ) -> [String] {
    precondition(parts.count >= 3, "associativity takes three")
    var faults: [String] = []
    func expect(_ left: S, _ right: S, _ law: String) {
      if !agree(left, right) { faults.append(law) }
    }
    func merged(_ left: S, _ right: S) -> S {
      var result = left
      merge(&result, right)
      return result
    }
    for (index, part) in parts.enumerated() {
      expect(merged(part, empty), part, "the empty summary is no identity on the right of part \(index)")
      expect(merged(empty, part), part, "the empty summary is no identity on the left of part \(index)")
    }
    for index in parts.indices.dropLast() {
      expect(
        merged(parts[index], parts[index + 1]), merged(parts[index + 1], parts[index]),
        "merging parts \(index) and \(index + 1) is not commutative")
    }
    for index in parts.indices.dropLast(2) {
      let (a, b, c) = (parts[index], parts[index + 1], parts[index + 2])
      expect(
        merged(merged(a, b), c), merged(a, merged(b, c)), "merging parts from \(index) is not associative")
    }
    expect(parts.reduce(empty, merged), whole, "absorbing in parts and merging differs from absorbing at once")
    return faults
  }
}
