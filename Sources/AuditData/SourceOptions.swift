package import AuditInputs

/// How a source reads.
package struct SourceOptions: Sendable {
  /// Called after each block with the bytes, as stored, and the rows read so far over all files.
  package var progress: (@Sendable (_ bytes: Int64, _ rows: Int64) -> Void)?

  /// Told which pipe nobody has written to for a while.
  package var waiting: (@Sendable (InputFile) -> Void)?

  /// The longest row [bytes] that is read; a longer one is an error.
  package var maximumRowBytes = 16 << 20

  /// The number of distinct labels that a group or stratum column may have.
  package var maximumLabels = 1_000

  /// The number of combinations of groups and strata that may occur.
  package var maximumGroups = 1_000_000

  /// What rows of ranked lists may take [bytes] while they wait for others of the same list; see ``ListSource``.
  package var gatheredBytes = 512_000_000

  /// How many rows of each file are read, from the first; nothing means all.
  package var firstRows: Int?

  /// Tables that are in memory, by the names under which files would be read.
  package var memory: [String: MemoryTable] = [:]

  /// The size of the blocks [bytes] in which files are read.
  package var blockBytes = 256 << 10

  /// The usual options: no progress, a row up to 16 MiB, 1,000 labels, 1,000,000 combinations, 512 MB.
  package init() {}
}
