public import AuditRecord

/// What is known once all lists are read.
public struct ListReading: Sendable, Hashable {
  /// The rows of the list of each user as received [users]; 0 means that there is no list.
  public var lengths: [Int32]
  /// How many items there are.
  public var items: Int
  /// Entries within the depth.
  public var entries: Int
  /// Those of them that stand in a tie.
  public var tied: Int
  /// Whether ranks order the lists, not scores.
  public var isRanked: Bool
  /// What was read, in the order of reading.
  public var readings: [TableReading]

  /// What was read.
  public init(lengths: [Int32], items: Int, entries: Int, tied: Int, isRanked: Bool, readings: [TableReading]) {
    self.lengths = lengths
    self.items = items
    self.entries = entries
    self.tied = tied
    self.isRanked = isRanked
    self.readings = readings
  }
}

/// What was read of one table.
public struct TableReading: Sendable, Hashable {
  /// Which table.
  public var part: Part

  /// Its files, in the order of reading.
  public var inputs: [InputReading]

  /// Where its rows went.
  public var rows: RowFlow

  /// What is odd about it.
  public var warnings: [DataWarning]

  /// What was read.
  public init(part: Part, inputs: [InputReading], rows: RowFlow, warnings: [DataWarning] = []) {
    self.part = part
    self.inputs = inputs
    self.rows = rows
    self.warnings = warnings
  }

  /// The tables in the order of reading.
  public enum Part: String, Sendable, Hashable, Codable, CaseIterable {
    /// Who receives.
    case users
    /// What can be shown.
    case items
    /// Who should have received a list.
    case audience
    /// What each user wants.
    case relevance
    /// What each user chose before.
    case history
    /// What each user was shown before.
    case before
    /// What each user would be shown without personalisation.
    case baseline
    /// When each user chose a level.
    case settings
    /// What each user was served, and how.
    case served
    /// The ranked lists.
    case lists
  }

  /// Why a row is left out.
  public enum Reason: String, Sendable, Hashable, Codable, CaseIterable {
    /// Its user is in no table of users.
    case unknownUser = "unknown-user"
    /// Its item is in no table of items; in a list it takes its position all the same.
    case unknownItem = "unknown-item"
    /// It stands beyond the depth, or would.
    case beyondDepth = "beyond-depth"
    /// Its grade is below the least that counts.
    case notRelevant = "not-relevant"
    /// Another row says the same; of grades the highest stays.
    case repeated = "repeated"
    /// No user is of its context.
    case unknownContext = "unknown-context"
    /// It does not say in which mode it was served.
    case unknownMode = "unknown-mode"
  }
}
