import AuditNumerics
import AuditStatistics

/// How often monitoring raises an alarm in five years of weeks of a system that meets its requirement, and after how many windows
/// in one that no longer does; beside verdicts that are taken week by week.
enum MonitorSimulation {
  private static let windows = 260
  private static let falseAlarm = 0.05
  private static let least = 0.8

  private struct Cell {
    var people: Int
    var rate: Double
    /// The values that the procedure was designed with: false alarms of the single verdicts, and of monitoring.
    var expected: [(single: String, monitored: String)]
    /// Delays, median and nine in ten, of what is designed.
    var delays: [String]
  }

  private static let truths = [0.8, 0.85, 0.9]

  /// What breaks: the ratio from a window on.
  private static let breaks: [(ratio: Double, window: Int)] = [(0.65, 27), (0.65, 105), (0.72, 105)]

  private static let cells = [
    Cell(
      people: 200, rate: 0.5, expected: [("100", "1.8"), ("82", "0"), ("24", "0")], delays: ["8/11", "9/13", "29/46"]),
    Cell(
      people: 1000, rate: 0.5, expected: [("100", "1.2"), ("17", "0"), (".5", "0")], delays: ["2/3", "2/3", "7/11"]),
    Cell(
      people: 200, rate: 0.1, expected: [("100", "2.5"), ("98", "0"), ("92", "0")], delays: ["43/70", "–", "–"]),
  ]

  static func printTables(runs: Int) {
    let runs = max(200, runs / 25)
    var streams = Streams(after: 70_000)
    print(
      """
      ## Monitoring

      One group and its reference of the same size in each of \(windows) windows; the ratio must be at least \(least), and the chance that the
      alarm is ever raised although it is at most 5 %. Shares of \(runs) series in per cent in which somebody who looks at each window's
      verdict sees "not met" at least once, and in which monitoring raises its alarm.

      | people, rate | true ratio | single verdicts | expected | monitoring | expected |
      |---|---|---|---|---|---|
      """)
    for cell in cells {
      for (truth, expected) in zip(truths, cell.expected) {
        let stream = streams.next()
        let found = Parallel.map(runs) { run in
          var stream = stream(run)
          return follow(cell, from: &stream) { _ in truth }
        }
        let (single, monitored) = (found.count { $0.single != nil }, found.count { $0.monitored != nil })
        print(
          "| \(cell.people), \(cell.rate) | \(truth) | \((Double(single) / Double(runs)).percent) | \(expected.single) | \((Double(monitored) / Double(runs)).percent) | \(expected.monitored) |"
        )
      }
    }
    print(
      """

      Windows from a break to the alarm, median and nine in ten of series; the ratio was 0.9 before.

      | people, rate | break | delay | expected | alarm before the break, per cent |
      |---|---|---|---|---|
      """)
    for cell in cells {
      for (change, expected) in zip(breaks, cell.delays) {
        let stream = streams.next()
        let found = Parallel.map(runs / 2) { run in
          var stream = stream(run)
          return follow(cell, from: &stream) { $0 < change.window ? 0.9 : change.ratio }.monitored
        }
        let early = found.count { ($0 ?? windows) < change.window }
        let delays = found.map { ($0 ?? windows * 2) - change.window + 1 }.filter { $0 > 0 }.sorted()
        func quantile(_ share: Double) -> String {
          let delay = delays[min(delays.count - 1, Int(share * Double(delays.count)))]
          return delay > windows ? "never" : String(delay)
        }
        print(
          "| \(cell.people), \(cell.rate) | 0.9 to \(change.ratio) at window \(change.window) | \(quantile(0.5))/\(quantile(0.9)) | \(expected) | \((Double(early) / Double(found.count)).percent) |"
        )
      }
    }
    print("")
  }

  /// The first window, from 1, whose own interval fails the requirement, and the first with an alarm.
  private static func follow(
    _ cell: Cell, from stream: inout CounterStream, ratio: (Int) -> Double
  ) -> (single: Int?, monitored: Int?) {
    var monitor = PairMonitor(.ratioAtLeast(least))
    var (single, monitored): (Int?, Int?) = (nil, nil)
    for window in 1...windows {
      let population = Population(
        trials: [cell.people, cell.people], rates: [cell.rate * ratio(window), cell.rate])
      let sample = population.sample(from: &stream)
      if single == nil, let interval = Koopman.interval(group: sample[0], reference: sample[1], confidence: 0.95),
        interval.upper < least
      {
        single = window
      }
      if monitored == nil {
        monitor.add(.init(group: sample[0], reference: sample[1]))
        if monitor.evidence >= 1 / falseAlarm { monitored = window }
      }
      if single != nil, monitored != nil { break }
    }
    return (single, monitored)
  }
}
