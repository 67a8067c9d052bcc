import AuditData
import AuditInputs
import AuditRecord

/// How many rows of a table found nothing in the tables of users and items that they name.
struct JoinLoss {
  /// The share from which on it is said, and that from which on nobody may pass over it unseen.
  static let (said, refused) = (0.01, 0.2)

  let table: TableReading.Part
  let file: String
  let rows: Int
  let received: Int

  var share: Double { Double(rows) / Double(received) }

  /// The tables of which rows were lost. Without a table of users or items, nobody can be missing from it.
  static func all(_ reading: ListReading, of columns: ListColumns) -> [JoinLoss] {
    let reasons = [
      columns.users == nil ? nil : TableReading.Reason.unknownUser,
      columns.items == nil ? nil : TableReading.Reason.unknownItem,
    ].compactMap { $0?.rawValue }
    return reading.readings.compactMap { reading in
      let rows = reading.rows.excluded.reduce(0) { reasons.contains($1.reason) ? $0 + $1.rows : $0 }
      guard rows > 0 else { return nil }
      return JoinLoss(
        table: reading.part, file: reading.inputs.first?.file.given ?? "-", rows: rows,
        received: reading.rows.received)
    }
  }

  /// What is said of it; nothing where few rows are concerned, or all, which is said otherwise.
  var warning: DataWarning? {
    share > JoinLoss.said && rows < received
      ? DataWarning(.lostJoin, table: table.rawValue, rows: rows, share: share) : nil
  }

  /// Throws at the first table of which more than a fifth was lost, unless the plan passes over it.
  static func check(_ losses: [JoinLoss], by rule: LeftOutRule) throws(ReadError) {
    guard rule.beyond != .ignore, let loss = losses.first(where: { $0.share > refused }) else { return }
    throw ReadError(
      .lostJoin, file: loss.file,
      message:
        "\(PlainNumber.count(loss.rows)) of \(PlainNumber.count(loss.received)) rows name a user or an item that is in no table of the plan",
      hint:
        "are ids written the same way in all files? if they are right, `left-out: {beyond: ignore, justification: …}` at the plan’s top passes over them"
    )
  }
}
