import AuditInputs
import AuditRecord

/// Takes the rows of a table of choices: who chose which level from when on.
final class SettingScanner {
  private let users: IDTable
  private let levels: [Label: Int32]
  /// The choices of each user, in the order of the table [users].
  private var choices: [[ControlChoice]] = []
  private var times: Set<ControlTime> = []
  private var received: Int64 = 0
  private var unknown: Int64 = 0
  private let codes = UnsafeMutablePointer<Int32>.allocate(capacity: TableRows.capacity)

  init(_ log: ControlLog, users: IDTable) {
    self.users = users
    levels = Dictionary(log.levels.enumerated().map { ($1, Int32($0)) }) { first, _ in first }
  }

  deinit { codes.deallocate() }

  /// The user stands first, then the time, then the level.
  func absorb(_ rows: TableRows) -> TableStep {
    let found = users.codes(of: rows.columns[0], count: rows.count, use: .find, into: codes)
    if let fault = RowFault(found, column: 0) { return .fail(fault) }
    received += Int64(rows.count)
    choices += repeatElement([], count: max(0, users.count - choices.count))
    for row in 0..<rows.count {
      let text = rows.columns[1].label(row).text
      guard let time = Instant.seconds(text) else {
        return .fail(RowFault(row: row, column: 1, fault: Instant.fault(text)))
      }
      let label = rows.columns[2].label(row)
      guard let level = levels[label] else {
        return .fail(
          RowFault(
            row: row, column: 2,
            fault: FieldFault(
              code: .unexpectedLabel, message: "the level \(Quoted.text(label.text)) is not among `levels`",
              hint: "add it there in its place")))
      }
      guard codes[row] >= 0 else {
        unknown += 1
        continue
      }
      guard times.insert(ControlTime(user: codes[row], seconds: time)).inserted else {
        return .fail(
          RowFault(
            row: row, column: 0,
            fault: FieldFault(
              code: .repeatedTime, message: "this person has two rows with the same time",
              hint: "keep the one in force")))
      }
      choices[Int(codes[row])].append(ControlChoice(seconds: time, level: level))
    }
    return .proceed
  }

  /// The choices of each user in the order of time, and where the rows went. A row that says the level of the one before it again is no
  /// choice: a program that writes the level down every day has chosen nothing.
  func finish() -> (choices: [[ControlChoice]], tally: RowFlow) {
    (
      choices.map { own in
        own.sorted { $0.seconds < $1.seconds }.reduce(into: [ControlChoice]()) { kept, next in
          if kept.last?.level != next.level { kept.append(next) }
        }
      },
      RowFlow(received: received, [.unknownUser: unknown])
    )
  }
}

/// A level that somebody chose.
struct ControlChoice {
  let seconds: Double
  /// Its place among the levels.
  let level: Int32
}

private struct ControlTime: Hashable {
  let user: Int32
  let seconds: Double
}

/// Takes the rows of a table of requests: who was served when, and in which mode.
final class ServedScanner {
  private let log: ControlLog
  private let users: IDTable
  /// Numbers of modes, in the order of arrival.
  private var modes: [Label: Int32] = [:]
  private var requests: [(user: Int32, seconds: Double, mode: Int32)] = []
  private var received: Int64 = 0
  private var unknown: Int64 = 0
  private var unknownMode: Int64 = 0
  private let codes = UnsafeMutablePointer<Int32>.allocate(capacity: TableRows.capacity)

  init(_ log: ControlLog, users: IDTable) {
    self.log = log
    self.users = users
  }

  deinit { codes.deallocate() }

  /// The user stands first, then the time, then the mode.
  func absorb(_ rows: TableRows) -> TableStep {
    let found = users.codes(of: rows.columns[0], count: rows.count, use: .find, into: codes)
    if let fault = RowFault(found, column: 0) { return .fail(fault) }
    received += Int64(rows.count)
    for row in 0..<rows.count {
      let text = rows.columns[1].label(row).text
      guard let time = Instant.seconds(text) else {
        return .fail(RowFault(row: row, column: 1, fault: Instant.fault(text)))
      }
      let mode = rows.columns[2].label(row)
      guard codes[row] >= 0 else {
        unknown += 1
        continue
      }
      guard MissingWord.word(of: mode) == nil else {
        unknownMode += 1
        continue
      }
      let code = modes[mode] ?? Int32(modes.count)
      modes[mode] = code
      requests.append((codes[row], time, code))
    }
    return .proceed
  }

  /// What was served, person by person, and where the rows went.
  func finish(_ choices: [[ControlChoice]]) -> (log: ListContext.Served, tally: RowFlow) {
    let honoured = log.levels.map { level in
      log.honours.first { $0.level == level }.map { Set($0.modes.compactMap { modes[$0] }) }
    }
    let start = log.start.flatMap { log.levels.firstIndex(of: $0) }.map { Int32($0) }
    var served = ListContext.Served(users: users.count, effectWithin: log.effectWithin)
    let order = requests.indices.sorted {
      (requests[$0].user, requests[$0].seconds, $0) < (requests[$1].user, requests[$1].seconds, $1)
    }
    // When the level was kept first since the last choice: of requests at one time nobody knows which came first.
    var (user, inForce, kept): (Int32, Int, Double?) = (-1, 0, nil)
    for index in order {
      let request = requests[index]
      if request.user != user { (user, inForce, kept) = (request.user, 0, nil) }
      let own = Int(user) < choices.count ? choices[Int(user)] : []
      while inForce < own.count, own[inForce].seconds <= request.seconds {
        inForce += 1
        // A choice of theirs stands between.
        kept = nil
      }
      let choice = inForce > 0 ? own[inForce - 1] : nil
      guard let level = choice?.level ?? start, let modes = honoured[Int(level)] else { continue }
      let isKept = modes.contains(request.mode)
      served.add(
        user: Int(user), isKept: isKept, isBack: !isKept && kept.map { $0 < request.seconds } ?? false,
        since: choice.map { request.seconds - $0.seconds })
      if isKept, kept == nil { kept = request.seconds }
    }
    return (served, RowFlow(received: received, [.unknownUser: unknown, .unknownMode: unknownMode]))
  }
}

extension ControlLog {
  /// What is odd where the table of users has other levels than people chose last.
  func disagreement(
    _ choices: [[ControlChoice]], with users: ListContext.Users, groups: [GroupColumn]
  ) -> [DataWarning] {
    guard let axis = groups.firstIndex(where: { !$0.levels.isEmpty }), users.codes.indices.contains(axis) else {
      return []
    }
    let labels = users.axes[axis].labels
    var (chose, differ) = (0, 0)
    for (user, own) in choices.enumerated() where users.codes[axis].indices.contains(user) {
      guard let last = own.last, users.codes[axis][user] >= 0 else { continue }
      chose += 1
      if labels[Int(users.codes[axis][user])] != levels[Int(last.level)] { differ += 1 }
    }
    // A few may have chosen while the tables were written.
    guard differ * 100 >= chose, differ > 0 else { return [] }
    return [
      DataWarning(
        .levelsDisagree, table: TableReading.Part.settings.rawValue, column: settings.level, units: differ,
        share: Double(differ) / Double(chose))
    ]
  }
}
