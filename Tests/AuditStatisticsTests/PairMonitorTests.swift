import Foundation
import Testing

@testable import AuditStatistics

/// E-values of monitoring: worked values from an implementation with SciPy (`Tests/Reference/monitor-scipy.py`), and the law that
/// their expectation is at most 1 wherever the truth satisfies the requirement.
struct PairMonitorTests {
  struct Case: Decodable, Sendable {
    let region: String
    let limit: Double
    /// Windows [group's successes, trials, reference's successes, trials].
    let windows: [[Double]]
    /// Logarithms of the e-values [windows × alternatives].
    let logs: [[Double]]
    /// Evidence after each window.
    let evidence: [Double]

    var null: NullRegion {
      switch region {
      case "ratio-at-least": .ratioAtLeast(limit)
      case "ratio-at-most": .ratioAtMost(limit)
      default: .differenceAtMost(limit)
      }
    }
  }

  private static func window(_ counts: [Double]) -> PairMonitor.Window {
    PairMonitor.Window(
      group: Proportion(successes: counts[0], trials: counts[1]),
      reference: Proportion(successes: counts[2], trials: counts[3]))
  }

  @Test func evidenceIsThatOfTheReference() {
    for expected in reference("monitor-scipy.json", as: [Case].self) {
      var monitor = PairMonitor(expected.null)
      for (number, counts) in expected.windows.enumerated() {
        let logs = monitor.logValues(Self.window(counts))
        #expect(zip(logs, expected.logs[number]).allSatisfy { abs($0 - $1) < 1e-5 * max(1, abs($1)) })
        monitor.add(Self.window(counts))
        #expect(abs(monitor.evidence - expected.evidence[number]) < 1e-6 * expected.evidence[number])
      }
    }
  }

  /// Five windows of a system that falls short of 0.8: the alarm at a level of 0.05 comes with the fifth.
  @Test func theWorkedExample() {
    let windows: [[Double]] = [
      [78, 200, 101, 200], [70, 200, 99, 200], [64, 200, 104, 200], [61, 200, 97, 200], [66, 200, 103, 200],
    ]
    let expected = [0.722440064167, 0.827925956202, 2.935794353955, 11.986876286131, 53.725433179257]
    var monitor = PairMonitor(.ratioAtLeast(0.8))
    let logs = monitor.logValues(Self.window(windows[0]))
    let worked = [
      -0.047586192, -0.211699354, -0.485362224, -0.855153142, -1.354224082, -2.954906645, -7.598216464,
    ]
    #expect(zip(logs, worked).allSatisfy { abs($0 - $1) < 1e-8 })
    for (counts, value) in zip(windows, expected) {
      monitor.add(Self.window(counts))
      #expect(abs(monitor.evidence - value) < 1e-9 * max(1, value))
    }
  }

  /// By enumeration of every table of a window: the mean e-value is at most 1 wherever the requirement holds.
  @Test(arguments: [NullRegion.ratioAtLeast(0.8), .ratioAtMost(1.25), .differenceAtMost(0.1)])
  func expectationIsAtMostOne(_ region: NullRegion) {
    let sizes = (group: 7, reference: 9)
    var monitor = PairMonitor(region)
    // Some past, so that the levels are no longer those of the start.
    monitor.add(Self.window([3, 10, 4, 10]))
    let values = (0...sizes.group).map { x in
      (0...sizes.reference).map { y in
        monitor.logValues(Self.window([Double(x), Double(sizes.group), Double(y), Double(sizes.reference)])).map(exp)
      }
    }
    let rates = stride(from: 0.0, through: 1, by: 0.05)
    for group in rates {
      for other in rates where region.holds(group, other) {
        var means = [Double](repeating: 0, count: values[0][0].count)
        for x in 0...sizes.group {
          for y in 0...sizes.reference {
            let chance = binomial(x, sizes.group, group) * binomial(y, sizes.reference, other)
            for index in means.indices { means[index] += chance * values[x][y][index] }
          }
        }
        #expect(means.allSatisfy { $0 <= 1 + 1e-9 }, "\(region), rates \(group) and \(other): \(means)")
      }
    }
  }

  private func binomial(_ successes: Int, _ trials: Int, _ rate: Double) -> Double {
    var chance = 1.0
    for number in 0..<successes { chance *= rate * Double(trials - number) / Double(number + 1) }
    for _ in 0..<(trials - successes) { chance *= 1 - rate }
    return chance
  }

  @Test func windowsWithoutPeopleSayNothing() {
    var monitor = PairMonitor(.ratioAtLeast(0.8))
    for _ in 0..<5 { monitor.add(Self.window([0, 0, 50, 100])) }
    #expect(abs(monitor.evidence - 1) < 1e-12)
  }
}
