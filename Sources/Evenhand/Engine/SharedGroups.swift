import AuditRecord

/// The groups of a column in which people may have several labels, and count in the group of each.
struct SharedGroups: Sendable {
  /// The single labels, in the order of their bytes.
  let groups: [Label]
  /// The groups of everybody who has exactly the labels of a field [labels][groups].
  let members: [[Int]]

  /// - Parameters:
  ///   - labels: The labels of fields, as ``LabelMeaning`` joins them.
  ///   - separator: What joins them.
  init(_ labels: [Label], separator: String) {
    let parts = labels.map { label in label.text.split(separator: separator).map { Label(String($0)) } }
    let groups = Set(parts.flatMap { $0 }).sorted()
    let places = Dictionary(groups.enumerated().map { ($1, $0) }) { first, _ in first }
    self.groups = groups
    members = parts.map { own in Set(own.compactMap { places[$0] }).sorted() }
  }
}
