/// A range of numbers, as the label of a bin names it: `[18, 35)`, or `[55, 81]` for the last.
package struct BinLabel: Hashable {
  package let lower: Double
  package let upper: Double

  package init?(_ label: Label) {
    let text = label.text
    guard text.hasPrefix("["), text.hasSuffix(")") || text.hasSuffix("]") else { return nil }
    let ends = text.dropFirst().dropLast().split(separator: ",").map { Double($0.drop { $0 == " " }) }
    guard ends.count == 2, let lower = ends[0], let upper = ends[1], lower < upper else { return nil }
    (self.lower, self.upper) = (lower, upper)
  }

  /// Whether two audits divide a column of numbers otherwise: some range of one overlaps a range of the other and is not it.
  package static func differ(_ labels: Set<Label>, _ others: Set<Label>) -> Bool {
    let (own, other) = (labels.compactMap(BinLabel.init), others.compactMap(BinLabel.init))
    guard !own.isEmpty || !other.isEmpty, !labels.isEmpty, !others.isEmpty else { return false }
    guard own.count == labels.count, other.count == others.count else { return true }
    return own.contains { bin in
      other.contains { $0 != bin && max($0.lower, bin.lower) < min($0.upper, bin.upper) }
    }
  }
}
