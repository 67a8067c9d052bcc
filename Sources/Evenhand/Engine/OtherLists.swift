import AuditData
import AuditRecord

extension DataWarning {
  /// How many people have a list and none that it is set against, of those that the plan declares.
  static func withoutOtherLists(_ lists: ListInput.Outcome) -> [DataWarning] {
    let context = lists.context
    let tables: [(part: TableReading.Part, compared: ListContext.ComparedLists?)] = [
      (.before, context.before), (.baseline, context.baseline),
    ]
    let people = lists.reading.lengths.indices.filter { lists.reading.lengths[$0] > 0 }
    return tables.compactMap { part, compared in
      guard let compared, !people.isEmpty else { return nil }
      let lacking = people.count { context.range(of: $0, in: compared).isEmpty }
      guard lacking > 0 else { return nil }
      return DataWarning(
        .noOtherList, table: part.rawValue, units: lacking, share: Double(lacking) / Double(people.count))
    }
  }
}
