import AuditRecord

/// Whether a level that people chose was kept, by the log of what was served.
enum LogPart {
  static func blocks(_ controls: ControlsDescription, _ index: RecordIndex) -> [Block] {
    guard let log = controls.log else { return [] }
    return [.heading(Heading(3, id: "controls-log", ["Was the setting kept?"]))]
      + sentences(controls, index) + [.table(table(log))]
  }

  /// The numbers of one metric by level.
  private static func estimates(_ metric: String, _ controls: ControlsDescription, _ index: RecordIndex) -> [Estimate] {
    index.estimates(RecordIndex.Place(metric: metric, grouping: [controls.setting], stratifier: nil, within: nil))
      .filter { ($0.denominator ?? 0) > 0 }
  }

  private static func sentences(_ controls: ControlsDescription, _ index: RecordIndex) -> [Block] {
    let honoured = estimates("setting-honoured", controls, index)
    let back = estimates("switched-back", controls, index)
    func total(_ rows: [Estimate], _ part: (Estimate) -> Double?) -> Double { rows.reduce(0) { $0 + (part($1) ?? 0) } }
    let (kept, all) = (total(honoured, \.numerator), total(honoured, \.denominator))
    let (put, served) = (total(back, \.numerator), total(back, \.denominator))
    var texts: [String] = []
    if all > 0 {
      texts.append(
        "Of \(Numbers.count(all)) requests at levels that are judged, \(Numbers.count(kept)) (\(Numbers.percent(kept / all))) were served in a mode that keeps the level."
      )
    }
    if served > 0 {
      texts.append(
        "\(Numbers.count(put)) of \(Numbers.count(served)) people (\(Numbers.percent(put / served))) were served against their level after it had been kept, with no choice of theirs between."
      )
    }
    return texts.isEmpty ? [] : [.paragraph([.text(texts.joined(separator: " "))])]
  }

  /// Requests by the time since the choice.
  private static func table(_ log: ControlLogDescription) -> Table {
    func row(_ name: String, _ count: LagCount) -> [[Inline]] {
      [
        [.text(name)], [.text(PlainNumber.count(count.requests))], [.text(PlainNumber.count(count.kept))],
        count.requests > 0
          ? [.text(Numbers.percent(Double(count.kept) / Double(count.requests)))] : Cells.notAvailable,
      ]
    }
    var before: Int?
    var rows = log.lags.map { lag -> [[Inline]] in
      defer { before = lag.days ?? before }
      guard let days = lag.days else { return row("Later", lag) }
      let claimed = days == log.effectWithin ? ", as the operator claims" : ""
      let start = before.map { "After \(Phrases.counted($0, "day")), up to" } ?? "Up to"
      return row("\(start) \(Phrases.counted(days, "day"))\(claimed)", lag)
    }
    if log.withoutChoice.requests > 0 { rows.append(row("Before any choice", log.withoutChoice)) }
    return Table(
      caption: ["Requests at levels that are judged, by the time since the choice"],
      columns: [
        .words("Time since the choice"), .numbers("Requests"), .numbers("Kept the level"), .numbers("Share"),
      ], rows: rows)
  }
}
