package import AuditInputs
package import AuditRecord

/// What is known about decisions once all are read.
package struct DecisionReading: Sendable, Hashable {
  /// What the codes of groups and strata mean, in the order of ``DecisionLayout/sorted()``.
  package var layout: DecisionLayout

  /// Physical rows.
  package var rows: RowFlow

  /// What the rows stand for; the same as the rows without a count column.
  package var units: RowFlow

  /// Judged rows whose outcome is missing; 0 without an outcome column.
  package var missingOutcomeRows: Int64

  /// What the judged rows whose outcome is missing stand for.
  package var missingOutcomeUnits: Int64

  /// Declared labels of the decision and the outcome that no row has; most often a slip in the plan.
  package var unseen: Unseen

  /// Labels of the decision that the plan does not name and that count as not favourable, in the order of their bytes.
  package var remainder: [LabelCount] = []

  /// Labels of the outcome that the plan does not name and that count as not positive, in the order of their bytes.
  package var outcomeRemainder: [LabelCount] = []

  /// How rows were sampled; nothing where the plan says nothing of it and each person has one row.
  package var sampling: SamplingDescription?

  /// What is odd about the labels, column by column.
  package var warnings: [DataWarning] = []

  /// The files, in the order of reading.
  package var inputs: [InputReading]

  /// The digest of what was counted, whatever stored it; see docs/formats.md.
  package var content: Digest?

  /// The digest of several readings of the same rows.
  package static func content(of readings: [DecisionReading]) -> Digest? {
    CanonicalCounts.digest(of: readings.compactMap(\.content))
  }

  /// The reason for which a row without a decision is left out.
  package static let missingDecision = "missing-decision"

  /// The reason for which a row is left out whose label is no decision.
  package static let notDecided = "not-decided"

  /// The reason for which a row is left out that weighs nothing.
  package static let zeroWeight = "zero-weight"

  /// Declared labels that no row has, in the order of the plan.
  package struct Unseen: Sendable, Hashable {
    /// Of the decision, favourable ones first.
    package var decision: [Label] = []
    /// Of the outcome, positive ones first.
    package var outcome: [Label] = []

    /// Nothing unseen.
    package init() {}
  }
}

/// How many judged units each finest group has in each cell, and what is known about their reading.
package struct DecisionTally: Sendable, Hashable {
  /// What was read.
  package var reading: DecisionReading

  /// Units [finest groups × cells], row by row, the cells in the order of ``DecisionCell``.
  package var counts: [Int64]

  /// Units whose decision is missing [finest groups × outcomes: positive, negative, missing or not asked for].
  package var missingDecisions: [Int64]

  /// Units whose label is no decision [finest groups].
  package var undecided: [Int64]

  /// How the rows weigh and hang together; nothing where each is a person and weighs the same.
  package var sampling: DecisionSampling? = nil
  /// The numbers of judged rows, by what they say; none where the plan names no column of them.
  package var numbers: [RowNumber: RowNumberTally] = [:]
  /// Which rows were left out for want of a ground; nothing where the plan asks for none.
  package var grounds: GroundTally? = nil
}
