import AuditNumerics
import AuditStatistics

/// How often verdicts about several classes, each against the others, are right about "at least 0.8 of the highest", and how often the
/// interval of a mean over classes holds it.
enum ClassSimulation {
  private struct Row {
    let name: String
    let trials: Int
    /// Shares of classes [groups][classes].
    let shares: [[Double]]
  }

  private static let threshold = 0.8
  private static let confidence = 0.95
  private static let three = (high: [0.5, 0.3, 0.2], low: [0.4, 0.375, 0.225])
  private static let five = (high: [0.3, 0.2, 0.2, 0.2, 0.1], low: [0.24, 0.25, 0.16, 0.25, 0.1])

  private static let rows: [Row] = [
    Row(name: "2 groups, 3 classes, two at 0.8", trials: 500, shares: [three.high, three.low]),
    Row(name: "2 groups, 3 classes, two at 0.8", trials: 5000, shares: [three.high, three.low]),
    Row(
      name: "6 groups, 3 classes, five groups at 0.8", trials: 500,
      shares: [three.high] + (0..<5).map { _ in three.low }),
    Row(
      name: "6 groups, 3 classes, one group apart", trials: 500, shares: [three.low] + (0..<5).map { _ in three.high }),
    Row(name: "2 groups, 5 classes, four at 0.8", trials: 500, shares: [five.high, five.low]),
    Row(name: "2 groups, 5 classes, four at 0.8", trials: 5000, shares: [five.high, five.low]),
    Row(name: "6 groups, 5 classes, four at 0.8", trials: 2000, shares: [five.high] + (0..<5).map { _ in five.low }),
    Row(name: "2 groups, 3 classes, equal", trials: 500, shares: [three.high, three.high]),
    Row(name: "6 groups, 5 classes, equal", trials: 500, shares: (0..<6).map { _ in five.high }),
  ]

  /// One sample of every group [classes][groups]: classes share their people.
  private static func sample(_ row: Row, from stream: inout CounterStream) -> [[Proportion]] {
    let counts = row.shares.map { shares -> [Int] in
      var (left, rest) = (row.trials, 1.0)
      return shares.enumerated().map { place, share in
        guard place < shares.count - 1 else { return left }
        let drawn = BinomialSampler.draw(trials: left, probability: min(1, share / rest), from: &stream)
        (left, rest) = (left - drawn, rest - share)
        return drawn
      }
    }
    return row.shares[0].indices.map { place in
      counts.map { Proportion(successes: Double($0[place]), trials: Double(row.trials)) }
    }
  }

  /// The critical values of each class at the true shares, searched for among all classes or in each alone.
  private static func critical(_ row: Row, families: Int) -> [CriticalValues] {
    row.shares[0].indices.map { place in
      let expected = row.shares.map {
        Proportion(successes: $0[place] * Double(row.trials), trials: Double(row.trials))
      }
      let members = Array(expected.indices)
      return CriticalValues.searched(among: families, confidence: confidence) {
        CriticalValues(
          confidence: $0, claim: .atLeast(threshold), comparison: .ratio, reference: .highest,
          evidence: ProportionEvidence(expected), members: members, references: members)
      }
    }
  }

  /// The mean over classes of the true largest differences.
  private static func mean(_ row: Row) -> Double {
    let gaps = row.shares[0].indices.map { place in
      let rates = row.shares.map { $0[place] }
      return rates.max()! - rates.min()!
    }
    return gaps.reduce(0, +) / Double(gaps.count)
  }

  static func printTables(runs: Int) {
    var streams = Streams(after: 9_000)
    print(
      """

      ## Several classes

      Each class is set against all others, and every group must have at least 0.8 of the highest rate. Shares of runs in per cent in
      which any class is "not met", which is wrong under all of these truths: the level divided by the number of classes, and
      undivided. It should stay at or below 2.5. The last column is the coverage of the 95 % interval of the mean over classes of
      the largest difference. Critical values are those at the true shares.

      | truth, people a group | any not met | undivided | mean over classes, coverage |
      |---|---|---|---|
      """)
    for row in rows {
      let stream = streams.next()
      let classes = row.shares[0].count
      let divided = critical(row, families: classes)
      let undivided = critical(row, families: 1)
      let ofMean = Composite.criticalValues(
        parts: classes, groups: row.shares.count, combination: .mean, confidence: confidence, areIndependent: false)
      let truth = mean(row)
      let eligible = row.shares.map { _ in true }
      func isNotMet(_ classes: [[Proportion]], _ critical: [CriticalValues]) -> Bool {
        zip(classes, critical).contains { proportions, critical in
          FamilyVerdict(
            proportions: proportions, eligible: eligible, comparison: .ratio, reference: .highest,
            claim: .atLeast(threshold), critical: critical
          ).findings.contains { $0?.decision == .notMet }
        }
      }
      var (any, anyUndivided, covered) = (0.0, 0.0, 0.0)
      for run in 0..<runs {
        var source = stream(run)
        let drawn = sample(row, from: &source)
        if isNotMet(drawn, divided) { any += 1 }
        if isNotMet(drawn, undivided) { anyUndivided += 1 }
        let composite = Composite(
          parts: drawn.map { ProportionEvidence($0) }, comparison: .difference, combination: .mean, critical: ofMean)
        if let interval = composite?.interval, interval.lower <= truth + 1e-12, truth <= interval.upper { covered += 1 }
      }
      let scale = 1 / Double(runs)
      print(
        "| \(row.name), \(row.trials) | \((any * scale).percent) | \((anyUndivided * scale).percent)",
        "| \((covered * scale).fixed(3)) |")
    }
  }
}
