public import AuditData

/// Takes in lists as they come.
public final class ListTaker {
  /// What is measured.
  public let measures: ListMeasures
  /// Everything so far.
  public private(set) var summary: ListSummary
  private var lens: ListLens
  private let writers: [ChannelWriter]

  /// No lists yet.
  ///
  /// - Parameter before: The lists that precede those to come, and are taken in elsewhere.
  public init(_ measures: ListMeasures, before: Int = 0) {
    self.measures = measures
    summary = ListSummary(measures, before: before)
    lens = ListLens(measures)
    writers = measures.axes.indices.map { ChannelWriter(measures, axis: $0) }
  }

  /// Takes in lists.
  public func absorb(_ batch: ListBatch) { summary.absorb(batch, measures, lens: &lens, writers: writers) }
}

extension ListMeasures: ListTaking {
  /// A multiple of the clusters of a block, above the lists that are resampled; more where much is kept of a piece.
  public var pieceLists: Int {
    let counters = context.items.count * (3 + (countsOverlap ? receivers.tuples.count : 0))
    return max(20_480, (counters / 16 + 255) / 256 * 256)
  }

  /// What is kept of the lists of a piece.
  public func sums(of batch: ListBatch, before: Int) -> ListSummary {
    // With more lists than are resampled, the work for the first of them would be in vain.
    let isResampled = before + batch.count <= ListBootstrap.mostLists
    let taker = ListTaker(self, before: isResampled ? before : ListBootstrap.mostLists)
    taker.absorb(batch)
    return taker.summary
  }

  /// Adds what is kept of the piece that follows.
  public func add(_ sums: ListSummary, to whole: inout ListSummary) { whole.merge(sums) }
}
