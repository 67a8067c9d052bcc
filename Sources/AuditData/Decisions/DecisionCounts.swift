package import AuditInputs
package import AuditRecord

/// What was counted of decisions, labels as they were read: counts of other rows can be added.
package struct DecisionCounts: Sendable {
  /// What was counted in each view.
  private var parts: [DecisionPart]
  /// The people that each scanner met [views][scanners].
  private var people: [[SubjectTable]]
  private var inputs: [InputReading]
  private let consents: ConsentTable?

  init(
    _ parts: [DecisionPart], _ scanners: [ViewScanner], _ inputs: [InputReading], _ consents: ConsentTable?
  ) {
    self.parts = parts
    people = parts.indices.map { view in scanners.compactMap { $0.scanners[view].people } }
    self.inputs = inputs
    self.consents = consents
  }

  /// Adds the counts of other rows that were read by the same columns.
  ///
  /// - Throws: ``ReadError`` if together they have more groups or labels than one reading may have; these counts are then as before.
  package mutating func add(
    _ other: DecisionCounts, of columns: DecisionColumns, _ options: SourceOptions = SourceOptions()
  ) throws(ReadError) {
    var sums = parts
    for (view, reading) in columns.readings.enumerated() {
      sums[view].merge(other.parts[view])
      guard sums[view].isWithinLimits(options, of: reading) else {
        throw ReadError(
          .tooManyGroups, file: inputs.first?.file.given ?? "memory",
          message: "together the rows have more groups, labels or people than one reading may have",
          hint: "declare fewer columns, or bins for numbers")
      }
    }
    parts = sums
    people = zip(people, other.people).map { $0 + $1 }
    inputs += other.inputs
  }

  /// What the counts say by these columns, for each of their readings.
  ///
  /// - Parameter repeated: Says whether rows repeat others, asked once.
  /// - Throws: ``ReadError`` if a label that the columns name is nobody's, or a label is an id.
  package func tallies(
    of columns: DecisionColumns, repeated: () -> DataWarning? = { nil }
  ) throws(ReadError) -> [DecisionTally] {
    var tallies: [DecisionTally] = []
    for (view, (part, reading)) in zip(parts, columns.readings).enumerated() {
      try part.checkIDs(reading, people: people[view])
      // Rows that repeat others do so in every view.
      tallies.append(
        try part.tally(of: reading, inputs: inputs, repeated: view == 0 ? repeated() : nil, consents: consents))
    }
    return tallies
  }
}
