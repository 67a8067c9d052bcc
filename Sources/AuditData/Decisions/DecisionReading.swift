public import AuditInputs
public import AuditRecord

/// What is known about decisions once all are read.
public struct DecisionReading: Sendable, Hashable {
  /// What the codes of groups and strata mean, in the order of ``DecisionLayout/sorted()``.
  public var layout: DecisionLayout

  /// Physical rows.
  public var rows: RowFlow

  /// What the rows stand for; the same as the rows without a count column.
  public var units: RowFlow

  /// Judged rows whose outcome is missing; 0 without an outcome column.
  public var missingOutcomeRows: Int64

  /// What the judged rows whose outcome is missing stand for.
  public var missingOutcomeUnits: Int64

  /// Declared labels of the decision and the outcome that no row has; most often a slip in the plan.
  public var unseen: Unseen

  /// Labels of the decision that the plan does not name and that count as not favourable, in the order of their bytes.
  public var remainder: [LabelCount] = []

  /// Labels of the outcome that the plan does not name and that count as not positive, in the order of their bytes.
  public var outcomeRemainder: [LabelCount] = []

  /// How rows were sampled; nothing where the plan says nothing of it and each person has one row.
  public var sampling: SamplingDescription?

  /// What is odd about the labels, column by column.
  public var warnings: [DataWarning] = []

  /// The files, in the order of reading.
  public var inputs: [InputReading]

  /// The digest of what was counted, whatever stored it; see docs/formats.md.
  public var content: Digest?

  /// The digest of several readings of the same rows.
  public static func content(of readings: [DecisionReading]) -> Digest? {
    CanonicalCounts.digest(of: readings.compactMap(\.content))
  }

  /// The reason for which a row without a decision is left out.
  public static let missingDecision = "missing-decision"

  /// The reason for which a row is left out whose label is no decision.
  public static let notDecided = "not-decided"

  /// The reason for which a row is left out that weighs nothing.
  public static let zeroWeight = "zero-weight"

  /// Declared labels that no row has, in the order of the plan.
  public struct Unseen: Sendable, Hashable {
    /// Of the decision, favourable ones first.
    public var decision: [Label] = []
    /// Of the outcome, positive ones first.
    public var outcome: [Label] = []

    /// Nothing unseen.
    public init() {}
  }
}

/// How many judged units each finest group has in each cell, and what is known about their reading.
public struct DecisionTally: Sendable, Hashable {
  /// What was read.
  public var reading: DecisionReading

  /// Units [finest groups × cells], row by row, the cells in the order of ``DecisionCell``.
  public var counts: [Int64]

  /// Units whose decision is missing [finest groups].
  public var missing: [Int64]

  /// Units whose label is no decision [finest groups].
  public var undecided: [Int64]

  /// How the rows weigh and hang together; nothing where each is a person and weighs the same.
  public var sampling: DecisionSampling? = nil
  /// The numbers of judged rows, by what they say; none where the plan names no column of them.
  public var numbers: [RowNumber: RowNumberTally] = [:]
  /// Which rows were left out for want of a ground; nothing where the plan asks for none.
  public var grounds: GroundTally? = nil
}
