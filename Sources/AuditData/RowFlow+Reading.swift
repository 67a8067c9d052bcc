import AuditRecord

extension RowFlow {
  /// Rows of which some were left out; reasons with no rows are dropped, the others stand in the order of their bytes.
  init(received: Int64 = 0, excluded: [String: Int64]) {
    let left = excluded.filter { $0.value != 0 }.map { Exclusion(reason: $0.key, rows: Int($0.value)) }
    self.init(
      received: Int(received), judged: Int(received) - left.reduce(0) { $0 + $1.rows },
      excluded: left.sorted { Label($0.reason) < Label($1.reason) })
  }

  /// Rows of a table.
  init(received: Int64, _ reasons: KeyValuePairs<TableReading.Reason, Int64>) {
    self.init(
      received: received, excluded: Dictionary(uniqueKeysWithValues: reasons.map { ($0.key.rawValue, $0.value) }))
  }

  /// The rows of a table, with those of users who were left out for want of a ground: nobody but the reader has seen them.
  ///
  /// - Parameter rows: All rows of the table.
  func withheld(of rows: Int64, _ users: WithheldUsers?) -> RowFlow {
    guard users != nil, rows > Int64(received) else { return self }
    var counts = Dictionary(uniqueKeysWithValues: excluded.map { ($0.reason, Int64($0.rows)) })
    counts[TableReading.Reason.userWithoutGround.rawValue, default: 0] += rows - Int64(received)
    return RowFlow(received: rows, excluded: counts)
  }

  /// Moves judged rows to those left out because their user is in no table.
  mutating func leaveOut(_ rows: Int64) {
    var counts = Dictionary(uniqueKeysWithValues: excluded.map { ($0.reason, Int64($0.rows)) })
    counts[TableReading.Reason.unknownUser.rawValue, default: 0] += rows
    self = RowFlow(received: Int64(received), excluded: counts)
  }
}
