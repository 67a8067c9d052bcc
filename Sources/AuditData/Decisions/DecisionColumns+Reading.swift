import AuditInputs
import AuditRecord

extension DecisionColumns {
  /// A column of groups or strata as it is read.
  struct AxisColumn {
    let name: String
    let column: String
    let role: DecisionLayout.Role
    let edges: [Double]?
    let meaning: LabelMeaning
  }

  /// The columns of groups, then those of strata, then that of strata that were sampled apart.
  var axes: [AxisColumn] {
    groups.map {
      AxisColumn(
        name: $0.name, column: $0.column, role: .group, edges: $0.bins,
        meaning: LabelMeaning(unknown: labels.unknown, rules: $0.rules, separator: $0.separator, levels: $0.levels))
    }
      + strata.map {
        AxisColumn(
          name: $0, column: $0, role: .stratum, edges: nil,
          meaning: LabelMeaning(unknown: labels.unknown, rules: strataRules[$0] ?? LabelRules()))
      }
      + [sampling.stratum].compactMap(\.self).map {
        AxisColumn(name: $0, column: $0, role: .sampling, edges: nil, meaning: LabelMeaning(unknown: []))
      }
  }

  /// The columns of all readings, each once, in the order in which ``ViewScanner`` takes them.
  var wanted: [WantedColumn] {
    let readings = readings
    guard readings.count > 1 else { return readings[0].ownWanted }
    var found: [WantedColumn] = []
    for column in readings.flatMap(\.ownWanted) where !found.contains(column) { found.append(column) }
    return found
  }

  /// The columns of one reading, in the order in which ``DecisionScanner`` takes them.
  var ownWanted: [WantedColumn] {
    let single: [(String?, String)] =
      [
        (
          labels.hasDecision ? labels.decision : nil,
          labels.isWide == true ? "selected" : isBaseline ? "baseline" : "decision"
        ),
        (labels.outcome, "outcome"), (countColumn, labels.isWide == true ? "people" : "count"), (rowsColumn, "rows"),
      ]
      + numberColumns.map { ($0.column.column, $0.part.rawValue) } + [
        (readSubject, "subject"), (sampling.weight, "weight"), (sampling.cluster, "cluster"),
      ]
    return single.compactMap { column, purpose in column.map { WantedColumn($0, purpose) } }
      + groups.map { WantedColumn($0.column, "group") } + strata.map { WantedColumn($0, "stratum") }
      + [sampling.stratum.map { WantedColumn($0, "stratum of the sample") }].compactMap(\.self)
      + (lawful?.columns.wanted ?? [])
  }

  /// The columns of numbers, in the order in which they are read.
  var numberColumns: [(part: RowNumberReader.Part, column: RowNumberColumn)] {
    let columns: [(RowNumberReader.Part, RowNumberColumn?)] = [
      (.score, score), (.amount, amount), (.predicted, predicted),
    ]
    return columns.compactMap { part, column in column.map { (part, $0) } }
  }

  /// What holds rows together, where rows are not counts: the cluster, else the person.
  var unit: String? { labels.count == nil ? sampling.cluster ?? readSubject : nil }

  /// Whether people stand in one row each: beside counts, and within clusters.
  var hasUniqueSubjects: Bool { readSubject != nil && (labels.count != nil || sampling.cluster != nil) }
}
