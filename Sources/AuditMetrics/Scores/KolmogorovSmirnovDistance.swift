package import AuditRecord
import AuditStatistics

/// The largest gap between how a group's scores and everybody else's are distributed.
package struct KolmogorovSmirnovDistance: ScoreMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "ks-distance", name: "Kolmogorov–Smirnov distance",
    question: "How differently are the scores of a group and of everybody else distributed?",
    formula:
      "the largest difference, over all cut-offs, of the shares of the group and of all other groups with a score up to it",
    counted: "largest gap between the group’s scores and everybody else’s", among: "people in {group} with a score",
    reading: "0 means that both have the same scores equally often, 1 that none of the group’s lies among the others’.",
    caveats: [
      "It has no sign: it does not say whose scores are higher.",
      "Outcomes are not looked at; scores may differ because people do.",
    ],
    needs: [.score], measure: .average, comparison: .value, unit: .number, basis: .people, references: [],
    sources: [Bibliography.massart, Bibliography.smirnov])

  /// The distance of each group to all others.
  package func numbers(of table: ScoreTable) -> [ScoreNumber] {
    table.distances(isGap: true) { own, others in
      var (before, otherBefore, gap) = (0.0, 0.0, 0.0)
      let (people, otherPeople) = (Double(own.people), Double(others.people))
      ScoreRuns.walk(own, others) { _, count, otherCount in
        before += Double(count)
        otherBefore += Double(otherCount)
        gap = max(gap, (before / people - otherBefore / otherPeople).magnitude)
      }
      return gap
    } test: { own, others in
      guard Double(own.people) * Double(others.people) <= SmirnovTest.mostPairs else { return nil }
      var runs: [(own: Int, other: Int)] = []
      ScoreRuns.walk(own, others) { _, count, otherCount in runs.append((Int(count), Int(otherCount))) }
      return SmirnovTest.pValue(runs).map { TestResult(name: .smirnov, p: $0) }
    }
  }

  /// Up to 0.5, 4 of 10 against 6 of 10.
  package let example = ScoreExample(["a": 0.2, "b": 0.2])
}

extension ScoreTable {
  /// A distance between each group's scores and everybody else's.
  func distances(
    isGap: Bool, _ distance: (_ own: ScoreRuns, _ others: ScoreRuns) -> Double,
    test: (_ own: ScoreRuns, _ others: ScoreRuns) -> TestResult? = { _, _ in nil }
  ) -> [ScoreNumber] {
    let runs = groups.map(\.all)
    // Each group is set against all others, which takes as long as all scores for each of them.
    guard runs.count <= Self.mostApart else {
      return runs.map { ScoreNumber(undefined: .tooManyGroups, people: Int($0.people)) }
    }
    return runs.indices.map { index in
      let own = runs[index]
      let others = ScoreRuns.merged(runs.indices.filter { $0 != index }.map { runs[$0] })
      let (people, smallest) = (Int(own.people), Int(min(own.people, others.people)))
      guard let mean = own.mean({ $0 }), let otherMean = others.mean({ $0 }) else {
        return ScoreNumber(
          undefined: people == 0 ? .emptyDenominator : .fewerThanTwoGroups, people: people, smallest: smallest)
      }
      var details = ScoreDetails(people: people, smallest: smallest)
      details.own = ScoreSample(people: people, mean: mean.mean, variance: mean.variance ?? 0)
      details.others = ScoreSample(
        people: Int(others.people), mean: otherMean.mean, variance: otherMean.variance ?? 0)
      details.largestGap = isGap
      details.span = range.map { $0.upperBound - $0.lowerBound }
      return ScoreNumber(.limited(distance(own, others)), details: details, test: test(own, others))
    }
  }
}
