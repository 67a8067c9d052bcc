import AuditInputs
import AuditRecord

extension Plan {
  /// A label that a requirement names as its reference, or a target gives a share, is a group, whatever it looks like.
  package mutating func nameReferences() {
    for index in recommendations?.items?.groups.indices ?? 0..<0 {
      guard case .given(let shares) = recommendations!.items!.groups[index].target else { continue }
      recommendations!.items!.groups[index].group.rules.labels += shares.map(\.group)
    }
    for requirement in requirements {
      guard case .group(let labels) = requirement.reference else { continue }
      for grouping in requirement.across where grouping.count == labels.count {
        for (name, label) in zip(grouping, labels) {
          func add(_ column: inout GroupColumn) {
            if column.name == name, !column.rules.named.contains(label) { column.rules.labels.append(label) }
          }
          for index in decisions?.groups.indices ?? 0..<0 { add(&decisions!.groups[index]) }
          for index in recommendations?.users?.groups.indices ?? 0..<0 { add(&recommendations!.users!.groups[index]) }
          for index in recommendations?.items?.groups.indices ?? 0..<0 {
            add(&recommendations!.items!.groups[index].group)
          }
        }
      }
    }
  }
}
