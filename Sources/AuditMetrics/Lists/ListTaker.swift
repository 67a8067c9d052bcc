public import AuditData

/// Takes in lists as they come.
public final class ListTaker {
  /// What is measured.
  public let measures: ListMeasures
  /// Everything so far.
  public private(set) var summary: ListSummary
  private let lens: ListLens

  /// No lists.
  public init(_ measures: ListMeasures) {
    self.measures = measures
    summary = ListSummary(measures)
    lens = ListLens(measures.context, catalogue: measures.catalogue, attention: measures.attention)
  }

  /// Takes in lists.
  public func absorb(_ batch: ListBatch) { summary.absorb(batch, measures, lens: lens) }
}
