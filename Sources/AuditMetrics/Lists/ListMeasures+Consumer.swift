package import AuditData

extension ListMeasures: ListConsumer {
  /// A multiple of the clusters of a block, above the lists that are resampled; more where much is kept of a piece.
  package var pieceLists: Int {
    let counters = context.items.count * (3 + (countsOverlap ? receivers.tuples.count : 0))
    return max(20_480, (counters / 16 + 255) / 256 * 256)
  }

  /// What is kept of the lists of a piece.
  package func take(_ piece: ListPiece) -> ListSummary {
    // With more lists than are resampled, the work for the first of them would be in vain.
    let isResampled = piece.before + piece.count <= ListBootstrap.mostLists
    var summary = ListSummary(self, before: isResampled ? piece.before : ListBootstrap.mostLists)
    summary.absorb(piece, self)
    return summary
  }

  /// Adds what is kept of the piece that follows.
  package func add(_ summary: ListSummary, to whole: inout ListSummary) { whole.merge(summary) }
}
