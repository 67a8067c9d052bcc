import AuditLedger
import AuditRecord
import Testing

@testable import AuditHistory

struct MonitoringTests {
  /// An audit of a month with counts of two groups.
  private func audit(
    _ month: Int, _ own: (Double, Double), _ other: (Double, Double), version: String = "1", least: Double = 0.8,
    days: (String, String) = ("01", "28"), favourable: String = "yes"
  ) -> IndexedAudit {
    var audit = Sample.audit(month: month, [.notMet], version: version, favourable: favourable)
    let name = month < 10 ? "0\(month)" : "\(month)"
    audit.window = Window(from: "2026-\(name)-\(days.0)", to: "2026-\(name)-\(days.1)")
    audit.findings[0].falseAlarm = 0.05
    audit.findings[0].reference = "{\"group\":[\"m\"]}"
    audit.findings[0].finding.threshold = Limits([least])
    audit.counts = [("f", own), ("m", other)].map { label, counts in
      IndexedCount(
        metric: "selection-rate", grouping: ["sex"], group: [Label(label)], numerator: counts.0, denominator: counts.1,
        lower: nil, upper: nil)
    }
    return audit
  }

  private func state(_ audits: [IndexedAudit], _ actions: [ActionEvent] = []) throws -> SeriesState {
    let context = ActionContext(
      trust: Trust(signers: try AllowedSigners(parsing: [])), policies: [:], now: Moment(CalendarDay("2027-01-01")!),
      earlierLists: nil)
    var state = try SeriesState(
      AuditSeries(name: "s", audits: audits), actions: ActionState(EventChain([]), context: context),
      at: Moment(CalendarDay("2027-01-01")!), trust: nil)
    state.actions = actions
    return state
  }

  static let worked: [((Double, Double), (Double, Double))] = [
    ((78, 200), (101, 200)), ((70, 200), (99, 200)), ((64, 200), (104, 200)), ((61, 200), (97, 200)),
    ((66, 200), (103, 200)),
  ]
  static let evidence = [0.722440064167, 0.827925956202, 2.935794353955, 11.986876286131, 53.725433179257]

  @Test func theWorkedSeriesRaisesItsAlarmAtTheFifth() throws {
    let audits = Self.worked.enumerated().map { audit($0 + 1, $1.0, $1.1) }
    for order in [audits, audits.reversed()] {
      let watched = try Monitoring.all(of: state(order))
      #expect(watched.count == 1)
      #expect(zip(watched[0].looks, Self.evidence).allSatisfy { abs($0.evidence - $1) < 1e-9 * max(1, $1) })
      #expect(watched[0].alarm?.audit == 4)
      #expect(watched[0].pairs.first?.group == ["f"])
    }
  }

  @Test func aLaterPlanTakesNoAlarmBack() throws {
    var audits = Self.worked.enumerated().map { audit($0 + 1, $1.0, $1.1) }
    audits.append(audit(6, (90, 200), (100, 200)))
    audits[5].findings[0].falseAlarm = 1e-9
    var watched = try Monitoring.all(of: state(audits))
    #expect(watched.count == 1 && watched[0].alarm?.audit == 4 && !watched[0].isDropped)
    // Whoever asks by a plan of their own is answered by that.
    #expect(try Monitoring.all(of: state(audits), demands: watched.map(\.demand))[0].alarm == nil)
    audits[5].findings[0].falseAlarm = nil
    watched = try Monitoring.all(of: state(audits))
    #expect(watched.count == 1 && watched[0].alarm?.audit == 4 && watched[0].isDropped)
    // A laxer demand judges its own window alone, and a stricter one none before it.
    audits[5].findings[0].falseAlarm = 0.05
    for least in [0.1, 1.2] {
      audits[5].findings[0].finding.threshold = Limits([least])
      watched = try Monitoring.all(of: state(audits))
      #expect(watched[0].alarm?.audit == 4)
      #expect(zip(watched[0].looks.prefix(5), Self.evidence).allSatisfy { abs($0.evidence - $1) < 1e-9 * max(1, $1) })
    }
    audits[5].findings[0].finding.threshold = Limits([0.8])
    audits[5].findings[0].reference = "{\"group\":[\"f\"]}"
    #expect(try Monitoring.all(of: state(audits))[0].alarm?.audit == 4)
    // What raised no alarm may be given up.
    audits[5].findings[0].falseAlarm = nil
    #expect(try Monitoring.all(of: state(Array(audits[..<3]) + [audits[5]])).isEmpty)
  }

  @Test func itBeginsAnewWhereTheMeaningTheThresholdOrTheSystemChanged() throws {
    var audits = Self.worked.enumerated().map { audit($0 + 1, $1.0, $1.1) }
    audits.append(audit(6, (90, 200), (100, 200), version: "2"))
    let mended = Sample.action(.mitigate, on: "2026-05-28", change: "retrained", version: "2")
    let after = try Monitoring.all(of: state(audits, [mended]))[0]
    #expect(after.alarm == nil)
    #expect(after.looks.last?.beginning == "Ann signed on 2026-05-28 what was changed: retrained")
    audits[5] = audit(6, (90, 200), (100, 200), least: 0.75)
    #expect(try Monitoring.all(of: state(audits))[0].looks.last?.beginning == "the threshold changed")
    audits[5] = audit(6, (90, 200), (100, 200), favourable: "maybe")
    #expect(try Monitoring.all(of: state(audits))[0].looks.last?.beginning == "the favourable labels changed")
  }

  /// Neither another threshold nor another meaning takes back what was raised; only a signed change of what carried it does.
  @Test func anAlarmStandsUntilAChangeIsSigned() throws {
    var audits = Self.worked.enumerated().map { audit($0 + 1, $1.0, $1.1) }
    for changed in [audit(6, (90, 200), (100, 200), least: 0.79), audit(6, (90, 200), (100, 200), favourable: "oui")] {
      let watched = try Monitoring.all(of: state(audits + [changed]))[0]
      #expect(watched.alarm?.audit == 4 && watched.looks.last?.beginning != nil)
      #expect(watched.looks.map(\.raisesAlarm) == [false, false, false, false, true, false])
      #expect(watched.pairs.map(\.group) == [["f"]])
    }
    // Another group's change is not this one's.
    audits = audits.map { audit in
      var audit = audit
      var other = audit.findings[0]
      other.key = FindingKey(hex: Digest(of: "x".utf8).hex)
      other.finding.group = ["x"]
      audit.findings.append(other)
      audit.counts.append(
        IndexedCount(
          metric: "selection-rate", grouping: ["sex"], group: ["x"], numerator: 100, denominator: 200, lower: nil,
          upper: nil))
      return audit
    }
    var last = audits[4]
    last.window = Window(from: "2026-06-01", to: "2026-06-28")
    last.record = Digest(of: "last".utf8).hex
    last.system.version = "2"
    var elsewhere = Sample.action(.mitigate, on: "2026-05-28", change: "retrained", version: "2")
    elsewhere.finding = Digest(of: "x".utf8).hex
    let watched = try Monitoring.all(of: state(audits + [last], [elsewhere]))[0]
    #expect(watched.alarm != nil && watched.looks.allSatisfy { $0.beginning == nil })
    elsewhere.finding = Digest(of: "ratio-0".utf8).hex
    let mended = try Monitoring.all(of: state(audits + [last], [elsewhere]))[0]
    #expect(mended.alarm == nil && mended.looks.contains(where: \.raisesAlarm))
    #expect(mended.looks.last?.beginning == "Ann signed on 2026-05-28 what was changed: retrained")
  }

  /// A first window without the reference group does not end the watch.
  @Test func itBeginsWithTheFirstWindowThatHasWhatIsCompared() throws {
    var audits = Self.worked.enumerated().map { audit($0 + 2, $1.0, $1.1) }
    var first = audit(1, (78, 200), (101, 200))
    first.counts.removeLast()
    audits.insert(first, at: 0)
    let watched = try Monitoring.all(of: state(audits))[0]
    #expect(watched.looks.map(\.audit) == [1, 2, 3, 4, 5] && watched.alarm?.audit == 5)
  }

  @Test func windowsThatOverlapAreRefused() throws {
    let audits = [
      audit(7, (1, 2), (1, 2), days: ("01", "31")),
      audit(8, (1, 2), (1, 2)),
    ]
    var late = audits[1]
    late.window = Window(from: "2026-07-15", to: "2026-08-15")
    let error = #expect(throws: HistoryError.self) { try Monitoring.all(of: state([audits[0], late])) }
    #expect(
      error?.description
        == "the windows of two audits overlap: 1–31 July (record \(audits[0].record.prefix(4))…) and 15 July–15 August (record \(late.record.prefix(4))…) (monitoring needs windows that share no decisions; leave one out with --without)"
    )
    #expect(try Monitoring.all(of: state([audits[0], late]), without: [late.record])[0].looks.count == 1)
    late.window = Window()
    #expect(throws: HistoryError.self) { try Monitoring.all(of: state([audits[0], late])) }
  }
}
