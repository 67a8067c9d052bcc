package import AuditRecord
import AuditStatistics

/// How far the shares of positive outcomes lie from the scores, bin by bin.
package struct CalibrationError: ScoreMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "calibration-error", name: "Calibration error",
    question: "Of people with about the same score, do as many have a positive outcome as the score says?",
    formula: "Σ over bins of people in the bin ÷ people of the group × |share of positive outcomes − mean score|",
    counted: "calibration error", among: "people in {group} with a score and a known outcome",
    reading: "0 means that scores are the chances of a positive outcome, bin by bin.",
    caveats: [
      "Chance alone makes it larger than 0, the more the fewer people there are; the square less chance, beside it in the annex, takes that away.",
      "What differs within a bin is not seen, so that a group with few people, and therefore few bins, looks better than it may be.",
      "It exists only where all scores lie from 0 to 1.",
    ],
    needs: [.score, .outcome], measure: .average, comparison: .value,
    parameters: [
      "bins":
        "at most 10, of equally many of all people; a group’s bins hold at least 30 of its people, else they are joined"
    ], unit: .number, basis: .people, references: [],
    sources: [Bibliography.kumarLiangMa, Bibliography.chouldechova])

  /// The error of each group.
  package func numbers(of table: ScoreTable) -> [ScoreNumber] {
    table.groups.map { scores in
      let people = Int(scores.observed)
      guard table.areProbabilities else { return ScoreNumber(undefined: .scoresNotProbabilities, people: people) }
      let bins = table.bins(of: scores)
      guard let found = CalibrationBins(bins.compactMap(\.statistic)), found.bins.count == bins.count else {
        return ScoreNumber(undefined: .emptyDenominator, people: 0)
      }
      var details = ScoreDetails(people: people)
      details.bins = bins
      details.squareLessChance = found.squareLessChance
      return ScoreNumber(
        .limited(found.error), details: details,
        test: found.test.map {
          TestResult(
            name: .calibrationChiSquared, statistic: $0.statistic, degreesOfFreedom: $0.degreesOfFreedom,
            p: $0.pValue)
        })
    }
  }

  /// Ten people are one bin.
  package let example = ScoreExample(["a": 0.08, "b": 0.01])
}

extension ScoreBin {
  var statistic: CalibrationBin? {
    CalibrationBin(people: Double(people), score: score, positives: Double(positives))
  }
}

extension ScoreTable {
  /// The level of the range of each bin.
  private static let binLevel = 0.95

  /// A group's people between the edges, bins of fewer than ``fewestInBin`` joined with the next, the last with the one before.
  ///
  /// Edges are scores that everybody's bins end with; no bin says which scores the group's own people have.
  func bins(of scores: GroupScores) -> [ScoreBin] {
    var parts = [(people: Int64, positives: Int64, sum: Double)](repeating: (0, 0, 0), count: edges.count + 1)
    var part = 0
    ScoreRuns.walk(scores.positives, scores.negatives) { value, positives, negatives in
      while part < edges.count, value > edges[part] { part += 1 }
      parts[part].people += positives + negatives
      parts[part].positives += positives
      parts[part].sum += Double(positives + negatives) * value
    }
    // Where each bin begins among the parts.
    var starts = [0]
    var people: Int64 = 0
    for index in parts.indices {
      if people >= Self.fewestInBin {
        starts.append(index)
        people = 0
      }
      people += parts[index].people
    }
    if people < Self.fewestInBin, starts.count > 1 { starts.removeLast() }
    return zip(starts, starts.dropFirst() + [parts.count]).compactMap { start, end in
      let inside = parts[start..<end]
      let (people, positives) = inside.reduce((Int64(0), Int64(0))) { ($0.0 + $1.people, $0.1 + $1.positives) }
      guard people > 0 else { return nil }
      var bin = ScoreBin(
        above: start > 0 ? edges[start - 1] : nil, upTo: end < parts.count ? edges[end - 1] : nil, people: Int(people),
        score: min(1, max(0, inside.reduce(0) { $0 + $1.sum } / Double(people))), positives: Int(positives))
      bin.interval = Wilson.interval(
        Proportion(successes: Double(positives), trials: Double(people)), confidence: Self.binLevel
      ).map { Interval(lower: $0.lower, upper: $0.upper, level: Self.binLevel, method: .wilson) }
      return bin
    }
  }
}
