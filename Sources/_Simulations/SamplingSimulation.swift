import AuditNumerics
import AuditStatistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How often verdicts about rates of people with several rows, and of rows that weigh differently, are wrong at their limit.
///
/// The rates and their variances are made here by sums over people, apart from those of the program; the verdict is the program's.
enum SamplingSimulation {
  private struct Cell {
    var name: String
    var groups: Int
    /// People of each group.
    var people: Int
    var rate: Double
    /// The most rows of a person; as many as any smaller number is as likely.
    var most = 1
    /// The correlation of two decisions on one person.
    var alike = 0.0
    /// 1 + the squared coefficient of variation of the weights.
    var spread = 1.0
  }

  private static let cells: [Cell] = {
    var cells: [Cell] = []
    for groups in [2, 5] {
      for people in [60, 300] {
        for rate in [0.5, 0.2] {
          cells.append(
            Cell(
              name: "1 to 9 rows, \(groups) groups of \(people) people, \(rate)", groups: groups, people: people,
              rate: rate,
              most: 9, alike: 0.3))
        }
      }
    }
    for spread in [1, 1.5, 2, 4] {
      for people in [200, 2000] {
        cells.append(
          Cell(
            name: "weights with design effect \(spread), 2 groups of \(people), 0.5", groups: 2, people: people,
            rate: 0.5,
            spread: spread))
      }
    }
    cells.append(
      Cell(
        name: "both: 1 to 9 rows, design effect 2, 3 groups of 200 people, 0.4", groups: 3, people: 200, rate: 0.4,
        most: 9,
        alike: 0.3, spread: 2))
    return cells
  }()

  /// One group's rows as they are counted, and as a sample.
  private static func sample(
    _ cell: Cell, rate: Double, _ stream: inout CounterStream
  ) -> (naive: Proportion, sampled: SampledRate) {
    let deviation = log(cell.spread).squareRoot()
    var people: [(weight: Double, successes: Double)] = []
    var (rows, total, successes) = (0.0, 0.0, 0.0)
    for _ in 0..<cell.people {
      let own = 1 + Int(stream.uniform() * Double(cell.most))
      let isAlike = stream.uniform() < cell.alike
      let common = stream.uniform() < rate
      // A weight of the person, whatever was decided.
      let weight = cell.spread > 1 ? exp(deviation * Normal.quantile(stream.uniform())) : 1
      var favourable = 0.0
      for _ in 0..<own where isAlike ? common : stream.uniform() < rate { favourable += 1 }
      people.append((weight * Double(own), weight * favourable))
      rows += Double(own)
      total += weight * Double(own)
      successes += weight * favourable
    }
    let p = successes / total
    var (second, fourth) = (0.0, 0.0)
    for person in people {
      let influence = (person.successes - p * person.weight) / total
      second += influence * influence
      fourth += influence * influence * influence * influence
    }
    let n = Double(cell.people)
    let kurtosis = second > 0 ? n * fourth / (second * second) : 1
    let degrees = kurtosis > 1 ? min(max(2 * n / (kurtosis - 1), 2), n - 1) : n - 1
    let variance = n / (n - 1) * second
    return (
      Proportion(successes: p * rows, trials: rows),
      SampledRate(
        value: p, rows: rows, weight: total, effective: variance > 0 ? min(p * (1 - p) / variance, rows) : n,
        degreesOfFreedom: degrees)
    )
  }

  static func printTables(runs: Int) {
    let runs = max(2000, runs / 2)
    print(
      """
      ## Weights and repeated people

      "Ratio to the highest at least 0.8", where one group's true ratio is 0.8 and all others are equal: the share of \(runs) samples in which
      that group is found met, and not met, in per cent with the Monte-Carlo standard error. Either is an error in the limit, and each
      should stay at or below 2.5. "As people" takes the weighted rate for one of as many independent people as there are rows; "effective" is
      the rule. Decisions on one person are alike with a correlation of 0.3; weights are lognormal, one a person.

      | sample | not met, as people | not met, effective | met, as people | met, effective |
      |---|---|---|---|---|
      """)
    var streams = Streams(after: 60_000)
    for cell in cells {
      let stream = streams.next()
      let counts = Parallel.map(8) { part -> [Int] in
        var counts = [0, 0, 0, 0]
        for run in stride(from: part, to: runs, by: 8) {
          var stream = stream(run)
          let groups = (0..<cell.groups).map { sample(cell, rate: $0 == 0 ? cell.rate * 0.8 : cell.rate, &stream) }
          let evidence: [any PairEvidence] =
            [ProportionEvidence(groups.map(\.naive))]
            + [SampledRateEvidence(rates: groups.map(\.sampled))].compactMap(\.self)
          for (number, evidence) in evidence.enumerated() {
            let members = Array(0..<cell.groups)
            let critical = CriticalValues(
              confidence: 0.95, claim: .atLeast(0.8), comparison: .ratio, reference: .highest, evidence: evidence,
              members: members, references: members)
            let found = FamilyVerdict.finding(
              of: 0, evidence: evidence, members: members, comparison: .ratio, reference: .highest,
              claim: .atLeast(0.8),
              critical: critical)?.decision
            if found == .notMet { counts[number] += 1 }
            if found == .met { counts[2 + number] += 1 }
          }
        }
        return counts
      }.reduce([0, 0, 0, 0]) { zip($0, $1).map(+) }
      let shares = counts.map { count -> String in
        let rate = Double(count) / Double(runs)
        return "\(rate.percent) ± \((rate * (1 - rate) / Double(runs)).squareRoot().percent)"
      }
      print("| \(cell.name) | \(shares.joined(separator: " | ")) |")
    }
    print("")
  }
}
