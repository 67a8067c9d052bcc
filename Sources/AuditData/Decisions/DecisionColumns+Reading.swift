import AuditRecord

extension DecisionColumns {
  /// The layout before any row is read: groups, then strata, with the bins as labels where there are bins.
  var emptyLayout: DecisionLayout {
    DecisionLayout(
      axes: groups.map { DecisionLayout.Axis(name: $0.name, role: .group, edges: $0.bins) }
        + strata.map { DecisionLayout.Axis(name: $0, role: .stratum, edges: nil) },
      finest: [])
  }

  /// The columns, each once, with what the plan wants them for.
  var used: [(column: String, purpose: String)] {
    var all = [(column: labels.decision, purpose: "decision")]
    if let outcome = labels.outcome { all.append((outcome, "outcome")) }
    if let count = labels.count { all.append((count, "count")) }
    if let subject { all.append((subject, "subject")) }
    all += groups.map { ($0.column, "group") } + strata.map { ($0, "stratum") }
    var seen: Set<Label> = []
    return all.filter { seen.insert(Label($0.column)).inserted }
  }

  /// Throws if a column has two parts that exclude each other. Only groups and strata may share one.
  func checkParts(file: String) throws(ReadError) {
    let single = [
      (labels.decision, "decision"), (labels.outcome, "outcome"), (labels.count, "count"), (subject, "subject"),
    ]
    let several = groups.map { ($0.column, "group") } + strata.map { ($0, "stratum") }
    var parts: [Label: String] = [:]
    for case (let column?, let part) in single + several.map({ ($0.0, $0.1) }) {
      let earlier = parts.updateValue(part, forKey: Label(column))
      guard let earlier, !["group", "stratum"].contains(earlier) else { continue }
      throw ReadError(
        .columnUsedTwice, file: file,
        message: "the column \(Quoted.text(column)) cannot be both \(earlier) and \(part)",
        hint: "name another column for one of the two")
    }
  }
}
