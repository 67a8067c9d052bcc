import AuditNumerics
import AuditRecord

extension DataWarning {
  /// The fewest people of whom it is said that they are counted twice: among fewer, sums agree by chance.
  private static let leastPeople = 20

  /// Groups whose counts are the sums of all others of their column, as the line "Total" of a published table has them.
  static func totals(_ tables: GroupTables, groupings: [String], decision: String) -> [DataWarning] {
    groupings.compactMap { name in
      guard let table = tables.tables(of: [name], stratifiers: []).first, table.groups.count >= 3,
        table.others == nil
      else { return nil }
      let (counts, groups) = (table.counts, table.groups.indices)
      let sums = (0..<counts.columns).map { cell in groups.reduce(0) { $0 + counts[$1, cell] } }
      let total = groups.first { group in
        table.size(of: group) >= leastPeople
          && (0..<counts.columns).allSatisfy { 2 * counts[group, $0] == sums[$0] }
      }
      return total.map { group in
        DataWarning(
          .totalGroup, table: "decisions", role: "group", grouping: [name], group: table.groups[group],
          units: table.size(of: group), share: 0.5)
      }
    }
  }
}
