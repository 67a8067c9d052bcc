import AuditInputs
import AuditRecord

extension DecisionPart {
  /// Throws if a column holds labels, and none of one of the lists that the plan has for it.
  func checkLists(_ columns: DecisionColumns) throws(ReadError) {
    let labels = columns.labels
    // A class that nobody has is one of several, and is named among labels that no row has.
    guard labels.classes == nil || labels.outcome != nil && labels.classes?.isOfOutcome != true else { return }
    let file = columns.table.files.first?.given ?? "memory"
    let lists: [(key: String, words: String, list: [Label]?, column: String?, found: Choices)] = [
      ("favourable", "favourable label", labels.favourable, labels.decision, decisions),
      ("unfavourable", "unfavourable label", labels.unfavourable, labels.decision, decisions),
      ("positive", "positive label", labels.positive, labels.outcome, outcomes),
      ("negative", "negative label", labels.negative, labels.outcome, outcomes),
    ]
    for (key, words, list, column, found) in lists where labels.classes == nil || column == labels.outcome {
      guard let list, !list.isEmpty, let column, found.keys.contains(where: { $0.number != .missing }) else { continue }
      guard !found.keys.contains(where: { list.contains($0.label) }) else { continue }
      let most = 10
      let shown = found.filter { !$0.key.label.text.isEmpty }.sorted {
        ($1.value.rows, $0.key.label) < ($0.value.rows, $1.key.label)
      }
      var held = shown.prefix(most).enumerated().map { index, entry in
        let rows = PlainNumber.count(Int(entry.value.rows))
        return
          "\(Quoted.text(entry.key.label.text)) (\(rows)\(index == 0 ? entry.value.rows == 1 ? " row" : " rows" : ""))"
      }
      if shown.count > most { held.append("\(shown.count - most) other labels") }
      let names = list.prefix(most).map { Quoted.text($0.text) }.joined(separator: " or ")
      let guess = Self.guess(list, among: shown.map(\.key.label))
      throw ReadError(
        .noSuchLabel, file: file,
        message: "no row of \(Quoted.text(column)) holds the \(words) \(names); it holds "
          + (held.count > 1 ? held.dropLast().joined(separator: ", ") + " and " + held.last! : held.joined()),
        hint: guess.map { "write \(key): [\"\($0.text)\"]" } ?? "name the labels under \(key): as the column has them",
        key: "decisions.columns.\(key)")
    }
  }

  /// Throws if a group column holds many numbers and has no bins.
  func checkNumbers(_ columns: DecisionColumns) throws(ReadError) {
    for (index, group) in columns.groups.enumerated() {
      try NumbersAsLabels.check(
        counts(of: index), of: group, key: "decisions.groups.\(index)",
        file: columns.table.files.first?.given ?? "memory")
    }
  }

  /// The one label that says what the list says in another way: yes and no as words, letters, numbers and truth.
  private static func guess(_ list: [Label], among labels: [Label]) -> Label? {
    let ways: [Set<String>] = [["1", "true", "yes", "y", "t"], ["0", "false", "no", "n", "f"]]
    let wanted = ways.filter { way in list.contains { way.contains($0.text.lowercased()) } }
    guard wanted.count == 1 else { return nil }
    let fitting = labels.filter { wanted[0].contains($0.text.lowercased()) }
    return fitting.count == 1 ? fitting[0] : nil
  }

  /// What is odd about the labels, in the order of the columns.
  func warnings(_ columns: DecisionColumns) -> [DataWarning] {
    let labels = columns.labels
    let table = "decisions"
    var warnings: [DataWarning] = []
    let all = units.reduce(0, +)
    for (column, role, found, lists) in [
      (labels.decision, "decision", decisions, [labels.favourable, labels.unfavourable]),
      (labels.outcome ?? "", "outcome", outcomes, [labels.positive, labels.negative]),
    ] where role == "decision" || labels.outcome != nil {
      let words = found.filter { $0.key.number == .missing && !$0.key.label.text.isEmpty }.map {
        LabelCount($0.key.label, rows: Int($0.value.rows), units: Int($0.value.units))
      }
      if !words.isEmpty {
        let units = words.reduce(0) { $0 + $1.units }
        warnings.append(
          DataWarning(
            .missingWords, table: table, column: column, role: role, labels: words.sorted { $0.label < $1.label },
            rows: words.reduce(0) { $0 + $1.rows }, units: units, share: all > 0 ? Double(units) / Double(all) : nil))
      }
      let seen = Set(found.keys.map(\.label))
      let areClasses = labels.classes.map { role == "decision" || $0.isOfOutcome == true } ?? false
      let unseen = (areClasses ? labels.classes?.labels ?? [] : lists.flatMap { $0 ?? [] })
        .filter { !seen.contains($0) }
      // Where nobody has any label, the column says nothing of the plan's spelling.
      if !unseen.isEmpty, !found.isEmpty {
        warnings.append(
          DataWarning(
            .unseenLabels, table: table, column: column, role: role,
            labels: unseen.map { LabelCount($0, rows: 0, units: 0) }))
      }
    }
    if zeroWeights > 0 {
      let read = rows.reduce(zeroWeights, +)
      warnings.append(
        DataWarning(
          .zeroWeights, table: table, column: columns.sampling.weight, rows: Int(zeroWeights), units: Int(zeroWeights),
          share: Double(zeroWeights) / Double(read)))
    }
    if partlyDecided.rows > 0 {
      warnings.append(
        DataWarning(
          .partlyDecided, table: table, rows: Int(partlyDecided.rows), units: Int(partlyDecided.units),
          share: all > 0 ? Double(partlyDecided.units) / Double(all) : nil))
    }
    for (axis, column) in columns.axes.enumerated() {
      warnings += column.meaning.warnings(
        counts(of: axis), edges: column.edges, table: table, column: column.column, role: column.role.rawValue)
    }
    let named =
      [(labels.decision, "decision"), (labels.outcome ?? "", "outcome")]
      + columns.axes.map { ($0.column, $0.role.rawValue) }
    return warnings
      + DataWarning.wholeNumbers(zip(named, wholeNumbers).map { ($0.0, $0.1, $1) }, table: table)
  }

  /// How often each label of an axis occurs, as it was read.
  private func counts(of axis: Int) -> [LabelCount] {
    var counts = layout.axes[axis].labels.map { LabelCount($0, rows: 0, units: 0) }
    for (index, tuple) in layout.finest.enumerated() {
      let range = Self.cells * index..<Self.cells * (index + 1)
      counts[Int(tuple[axis])].rows += Int(rows[range].reduce(0, +))
      counts[Int(tuple[axis])].units += Int(units[range].reduce(0, +))
    }
    return counts
  }
}
