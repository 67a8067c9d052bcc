extension Record {
  /// People whom the audit judged: those of the decisions, else those who were to receive lists.
  package var people: Int {
    if let sampling, sampling.isClustered, sampling.isOfPeople { return sampling.units }
    guard labels == nil, let lists else { return units.without(lists: self).judged }
    return lists.recipients ?? lists.people
  }
}

extension RowFlow {
  /// The rows of decisions alone: a record sums them up with those of lists, which have a table of their own.
  package func without(lists record: Record) -> RowFlow {
    record.tables.filter { record.labels != nil && $0.table == "lists" }.reduce(self) { flow, lists in
      RowFlow(
        received: flow.received.minus(lists.rows.received), judged: flow.judged.minus(lists.rows.judged),
        excluded: flow.excluded.compactMap { exclusion in
          let theirs = lists.rows.excluded.first { $0.reason == exclusion.reason }?.rows ?? 0
          let left = exclusion.rows.minus(theirs)
          return theirs > 0 && left == 0 ? nil : Exclusion(reason: exclusion.reason, rows: left)
        })
    }
  }
}
