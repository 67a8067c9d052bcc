public import AuditRecord

/// Something that hands out rows in batches and says afterwards what it has read.
public protocol Source<Batch, Layout>: Sendable {
  /// Many rows, coded; valid only during the call that receives it unless copied.
  associatedtype Batch
  /// What the codes of the batches mean.
  associatedtype Layout
  /// What is known once all rows are read, the layout among it.
  associatedtype Reading

  /// Reads everything once, in order.
  ///
  /// - Parameter consume: Receives each batch. Batches that precede an error have been handed out when it is thrown.
  /// - Throws: ``ReadError`` at the first place that a person has to mend.
  func read(_ consume: (borrowing Batch) -> Void) throws(ReadError) -> Reading
}

/// How a source reads.
public struct SourceOptions: Sendable {
  /// Whether to hash regular files while reading them, in the same thread.
  ///
  /// Standard input and pipes are always hashed, since they cannot be read again. See ``FileDigest`` for the other way.
  public var digestWhileReading = false

  /// Whether packed files are unpacked, and streams read and hashed, in a thread of their own beside the scanning.
  public var unpacksAhead = false

  /// Called after each block with the bytes, as stored, and the rows read so far over all files.
  public var progress: (@Sendable (_ bytes: Int64, _ rows: Int64) -> Void)?

  /// The longest row [bytes] that is read; a longer one is an error.
  public var maximumRowBytes = 16 << 20

  /// The number of distinct labels that a group or stratum column may have.
  public var maximumLabels = 1_000

  /// The number of combinations of groups and strata that may occur.
  public var maximumGroups = 1_000_000

  /// What rows of ranked lists may take [bytes] while they wait for others of the same list; see ``ListSource``.
  public var gatheredBytes = 512_000_000

  /// The size of the blocks [bytes] in which files are read.
  package var blockBytes = 256 << 10

  /// The usual options: no digests, no progress, a row up to 16 MiB, 1,000 labels, 1,000,000 combinations, 512 MB.
  public init() {}
}

/// A number of rows, or of the units that they stand for.
public struct Tally: Sendable, Hashable, Codable {
  /// Everything that was read.
  public var received: Int64

  /// What was left out, by reason; only reasons that occurred, in the order of their bytes.
  public var excluded: [Exclusion]

  /// What was handed out in batches: received less everything excluded.
  public var judged: Int64 { received - excluded.reduce(0) { $0 + $1.number } }

  /// A tally; reasons with a number of 0 are dropped.
  public init(received: Int64 = 0, excluded: [Exclusion] = []) {
    self.received = received
    self.excluded = excluded.filter { $0.number != 0 }.sorted { Label($0.reason) < Label($1.reason) }
  }

  /// Moves judged rows to those left out because their user is in no table.
  mutating func leaveOut(_ strangers: Int64) {
    let reason = TableReading.Reason.unknownUser.rawValue
    let before = excluded.first { $0.reason == reason }?.number ?? 0
    self = Tally(
      received: received,
      excluded: excluded.filter { $0.reason != reason } + [Exclusion(reason: reason, number: before + strangers)])
  }

  /// Rows left out for one reason.
  public struct Exclusion: Sendable, Hashable, Codable {
    /// The reason in kebab case.
    public var reason: String
    /// How many.
    public var number: Int64

    /// An exclusion.
    public init(reason: String, number: Int64) {
      self.reason = reason
      self.number = number
    }
  }
}

/// One file that was read.
public struct InputReading: Sendable, Hashable {
  /// The last component of its path; `-` is standard input.
  public let name: String

  /// The digest of the file as stored, if it was made while reading.
  public var sha256: Digest?

  /// The size of the file as stored.
  public let bytes: Int64

  /// The rows, header and blank lines not counted.
  public internal(set) var rows: Int64

  /// A file that was read.
  public init(name: String, sha256: Digest?, bytes: Int64, rows: Int64) {
    self.name = name
    self.sha256 = sha256
    self.bytes = bytes
    self.rows = rows
  }
}
