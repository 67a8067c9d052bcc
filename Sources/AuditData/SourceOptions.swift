public import AuditInputs

/// How a source reads.
public struct SourceOptions: Sendable {
  /// Called after each block with the bytes, as stored, and the rows read so far over all files.
  public var progress: (@Sendable (_ bytes: Int64, _ rows: Int64) -> Void)?

  /// Told which pipe nobody has written to for a while.
  public var waiting: (@Sendable (InputFile) -> Void)?

  /// The longest row [bytes] that is read; a longer one is an error.
  public var maximumRowBytes = 16 << 20

  /// The number of distinct labels that a group or stratum column may have.
  public var maximumLabels = 1_000

  /// The number of combinations of groups and strata that may occur.
  public var maximumGroups = 1_000_000

  /// What rows of ranked lists may take [bytes] while they wait for others of the same list; see ``ListSource``.
  public var gatheredBytes = 512_000_000

  /// How many rows of each file are read, from the first; nothing means all.
  public var firstRows: Int?

  /// The size of the blocks [bytes] in which files are read.
  package var blockBytes = 256 << 10

  /// The usual options: no progress, a row up to 16 MiB, 1,000 labels, 1,000,000 combinations, 512 MB.
  public init() {}
}
