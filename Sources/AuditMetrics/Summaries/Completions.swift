import AuditData
package import AuditRecord

extension RateMetric {
  /// What the rate would make of people whom it does not count.
  ///
  /// Without an outcome people may have either. Whom the rate never counts, such as people with a negative outcome in a true
  /// positive rate, is not among them.
  ///
  /// - Parameters:
  ///   - cells: The people [cells].
  ///   - isCounted: True for people of a group, of whom the rate lacks only those without an outcome that it asks for.
  package func completions(of cells: [Double], isCounted: Bool) -> Completions {
    var found = Completions()
    for cell in DecisionCell.allCases where cells[Int(cell.rawValue)] > 0 {
      let people = cells[Int(cell.rawValue)]
      if denominator.contains(CellMask(cell)) {
        guard !isCounted else { continue }
        if numerator.contains(CellMask(cell)) { found.counted += people } else { found.uncounted += people }
        continue
      }
      guard let known = cell.withOutcome else { continue }
      let ends = [known.positive, known.negative].map(CellMask.init)
      let (among, counted) = (ends.filter(denominator.contains), ends.filter(numerator.contains))
      switch (among.count, counted.count) {
      case (0, _): continue
      case (1, 1): found.countedOrNot += people
      case (1, _): found.uncountedOrNot += people
      case (_, 0): found.uncounted += people
      case (_, 1): found.either += people
      default: found.counted += people
      }
    }
    return found
  }

  /// What the rate would make of people whose decision is missing, by their outcome: either decision may have been theirs.
  ///
  /// - Parameter outcomes: Whose outcome is positive, negative, missing or not asked for [outcomes].
  package func completions(withoutDecision outcomes: [Double]) -> Completions {
    var found = Completions()
    for (outcome, people) in outcomes.enumerated() where people > 0 {
      var possible: [CellMask] = []
      for decision in 0..<2 {
        guard let cell = DecisionCell(rawValue: UInt8(3 * decision + outcome)) else { continue }
        let ends = cell.withOutcome.map { [$0.positive, $0.negative] } ?? [cell]
        possible += denominator.contains(CellMask(cell)) ? [CellMask(cell)] : ends.map(CellMask.init)
      }
      let among = possible.filter(denominator.contains)
      let (counted, isAlways) = (among.filter(numerator.contains), among.count == possible.count)
      switch (counted.count, isAlways) {
      case (_, _) where among.isEmpty: continue
      case (0, true): found.uncounted += people
      case (0, false): found.uncountedOrNot += people
      case (among.count, true): found.counted += people
      case (among.count, false): found.countedOrNot += people
      default: found.either += people
      }
    }
    return found
  }
}
