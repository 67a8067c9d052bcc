/// Which cell of which finest group each row has, of which cluster it is, and what it weighs: what is known of rows until it is known
/// which of them belong together.
struct RowLog: Sendable {
  /// Rows of a block.
  private static let block = 1 << 16

  /// The cluster of each row, by blocks.
  private(set) var clusters: [[UInt32]] = []
  /// Finest group × ``DecisionPart/cells`` + cell of each row.
  private(set) var codes: [[Int32]] = []
  /// The weight of each row; empty where all weigh the same.
  private(set) var weights: [[Double]] = []
  private let isWeighted: Bool

  init(isWeighted: Bool) { self.isWeighted = isWeighted }

  /// Adds rows.
  mutating func add(
    _ clusters: UnsafePointer<UInt32>, _ codes: UnsafePointer<Int32>, _ weights: UnsafePointer<Double>, count: Int
  ) {
    if self.codes.last.map({ $0.count + count > Self.block }) ?? true {
      self.clusters.append([])
      self.codes.append([])
      self.clusters[self.clusters.count - 1].reserveCapacity(Self.block)
      self.codes[self.codes.count - 1].reserveCapacity(Self.block)
      if isWeighted {
        self.weights.append([])
        self.weights[self.weights.count - 1].reserveCapacity(Self.block)
      }
    }
    self.clusters[self.clusters.count - 1].append(contentsOf: UnsafeBufferPointer(start: clusters, count: count))
    self.codes[self.codes.count - 1].append(contentsOf: UnsafeBufferPointer(start: codes, count: count))
    if isWeighted {
      self.weights[self.weights.count - 1].append(contentsOf: UnsafeBufferPointer(start: weights, count: count))
    }
  }
}
