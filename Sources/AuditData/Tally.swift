import AuditRecord

/// A number of rows, or of the units that they stand for.
public struct Tally: Sendable, Hashable, Codable {
  /// Everything that was read.
  public var received: Int64

  /// What was left out, by reason; only reasons that occurred, in the order of their bytes.
  public var excluded: [Exclusion]

  /// What was counted: received less everything excluded.
  public var judged: Int64 { received - excluded.reduce(0) { $0 + $1.number } }

  /// A tally; reasons with a number of 0 are dropped.
  public init(received: Int64 = 0, excluded: [Exclusion] = []) {
    self.received = received
    self.excluded = excluded.filter { $0.number != 0 }.sorted { Label($0.reason) < Label($1.reason) }
  }

  /// Moves judged rows to those left out because their user is in no table.
  mutating func leaveOut(_ rows: Int64) {
    let reason = TableReading.Reason.unknownUser.rawValue
    let before = excluded.first { $0.reason == reason }?.number ?? 0
    self = Tally(
      received: received,
      excluded: excluded.filter { $0.reason != reason } + [Exclusion(reason: reason, number: before + rows)])
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
