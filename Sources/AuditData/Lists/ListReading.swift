package import AuditRecord

/// What is known once all lists are read.
package struct ListReading: Sendable, Hashable {
  /// The rows of the list of each user as received [users]; 0 means that there is no list.
  package var lengths: [Int32]
  /// How many items there are.
  package var items: Int
  /// Entries within the depth.
  package var entries: Int
  /// Those of them that stand in a tie.
  package var tied: Int
  /// Whether ranks order the lists, not scores.
  package var isRanked: Bool
  /// What was read, in the order of reading.
  package var readings: [TableReading]
  /// Which users were left out for want of a ground; nothing where the plan asks for none.
  package var grounds: GroundTally?

  /// What was read.
  package init(lengths: [Int32], items: Int, entries: Int, tied: Int, isRanked: Bool, readings: [TableReading]) {
    self.lengths = lengths
    self.items = items
    self.entries = entries
    self.tied = tied
    self.isRanked = isRanked
    self.readings = readings
  }
}

/// What was read of one table.
package struct TableReading: Sendable, Hashable {
  /// Which table.
  package var part: Part

  /// Its files, in the order of reading.
  package var inputs: [InputReading]

  /// Where its rows went.
  package var rows: RowFlow

  /// What is odd about it.
  package var warnings: [DataWarning]

  /// What was read.
  package init(part: Part, inputs: [InputReading], rows: RowFlow, warnings: [DataWarning] = []) {
    self.part = part
    self.inputs = inputs
    self.rows = rows
    self.warnings = warnings
  }

  /// The tables in the order of reading.
  package enum Part: String, Sendable, Hashable, Codable, CaseIterable {
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
    /// When each user consented, to what.
    case consents
    /// The ranked lists.
    case lists
  }

  /// Why a row is left out.
  package enum Reason: String, Sendable, Hashable, Codable, CaseIterable {
    /// Its user is in no table of users.
    case unknownUser = "unknown-user"
    /// Its user was left out for want of a ground.
    case userWithoutGround = "user-without-ground"
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
    /// It does not say to what somebody consented.
    case unknownPurpose = "unknown-purpose"
  }
}
