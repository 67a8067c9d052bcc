package import AuditNumerics

/// Sums over lists under many sets of Poisson weights, while lists are few enough for resampling to tell anything new.
///
/// A list's weights follow from the seed, its owner's number and the replicate, so that all numbers read the same
/// replicates, and neither batches nor threads change one.
package struct ListBootstrap: Sendable, Hashable {
  /// Lists up to which resampling is done; beyond them intervals by formula and by resampling are the same.
  package static let mostLists = 20_000

  /// The weighted sums of value and base of every average, by finest group of people [groups].
  package private(set) var receivers: [WeightedClusterSums]
  /// The weighted sums of what groups of items get, ranks left out [axes].
  package private(set) var axes: [WeightedClusterSums]
  private var lists = 0
  private let before: Int

  /// No lists; nothing without replicates.
  init?(_ measures: ListMeasures, before: Int = 0) {
    guard measures.replicates > 0 else { return nil }
    self.before = before
    func sums(_ dimension: Int) -> WeightedClusterSums {
      WeightedClusterSums(dimension: dimension, replicates: measures.replicates, seed: measures.seed)
    }
    let averages = measures.receiverMetrics.count
    receivers = measures.receivers.tuples.map { _ in sums(2 * averages) }
    axes = measures.axes.map { sums($0.narrow) }
  }

  /// True while another list may come.
  var hasRoom: Bool { before + lists < ListBootstrap.mostLists }

  /// Adds what a list contributes to averages [2 × metrics], zeros where it takes no part.
  mutating func add(_ contributions: [Double], group: Int, owner: Int) {
    lists += 1
    receivers[group].absorb(
      Matrix(rows: 1, columns: contributions.count, elements: contributions), identities: [UInt64(owner)])
  }

  /// Adds what groups of items get in a list.
  mutating func add(_ row: [Double], axis: Int, owner: Int) {
    axes[axis].absorb(Matrix(rows: 1, columns: row.count, elements: row), identities: [UInt64(owner)])
  }

  /// Adds other lists; nothing when there are too many together.
  func merged(_ other: ListBootstrap) -> ListBootstrap? {
    guard lists + other.lists <= ListBootstrap.mostLists else { return nil }
    var result = self
    result.lists += other.lists
    for group in receivers.indices { result.receivers[group].merge(other.receivers[group]) }
    for axis in axes.indices { result.axes[axis].merge(other.axes[axis]) }
    return result
  }
}

extension ProviderAxis {
  /// The number of components without those of ranks, which come last.
  var narrow: Int { first + channels.count { $0 != .ranks } * groups }
}
