package import AuditRecord
import AuditStatistics

/// The amount in the middle of a group's.
package struct MedianAmount: ScoreMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "median-amount", name: "Median amount",
    question: "Is the amount in the middle of each group’s the same?",
    formula: "the amount that as many people of the group are above as below",
    counted: "median amount", among: "people in {group} with an amount",
    reading:
      "A ratio below 1 means that the group’s people have less in the middle; whether less is better the amount says.",
    caveats: [
      "It does not see how much those far from the middle have: see the mean.",
      "No amount of a person is told. Where fewer than five people have the amount in the middle, the median is the mean of the five or six people there, and the ends of its range are means of five people or more, further out.",
    ],
    needs: [.amount], measure: .average, least: nil, most: nil, comparison: .ratio,
    parameters: ["people": "11 at least; of fewer those outside the middle could be told"], unit: .number,
    basis: .people, references: [.highest, .lowest, .group, .worstPair], sources: [Bibliography.dixonMood])

  /// The median of each group.
  package func numbers(of table: ScoreTable) -> [ScoreNumber] {
    table.groups.map { scores in
      let all = scores.all
      let people = Int(all.people)
      guard people > 0 else { return ScoreNumber(undefined: .emptyDenominator, people: 0) }
      guard let (value, blocks) = all.blockedMedian else {
        return ScoreNumber(undefined: .fewToTell, people: people)
      }
      var details = ScoreDetails(people: people)
      details.blocks = blocks
      return ScoreNumber(.limited(value), details: details)
    }
  }

  /// Five people have 25; of b the five in the middle have 16 to 24.
  package let example = ScoreExample(["a": 25, "b": 20], groups: ScoreExample.amounts)
}

extension ScoreRuns {
  /// The median and the blocks around it; nil of few people.
  fileprivate var blockedMedian: (value: Double, blocks: ScoreBlocks)? {
    guard people >= BlockedMedian.fewestPeople else { return nil }
    let people = Int(people)
    let (size, count, half) = (BlockedMedian.size(people: people), BlockedMedian.blocks(people: people), people / 2)
    // From the middle outwards; places count from 0.
    let below = (0..<count).map { mean(ofPlaces: (half - ($0 + 1) * size)..<(half - $0 * size)) }
    let above = (0..<count).map { mean(ofPlaces: (people - half + $0 * size)..<(people - half + ($0 + 1) * size)) }
    return (protectedMedian, ScoreBlocks(size: size, below: below, above: above))
  }

  /// The median, or the mean of the five or six people in the middle where it would be the number of fewer than five.
  private var protectedMedian: Double {
    let people = Int(people)
    let (low, high) = (place(of: (people - 1) / 2), place(of: people / 2))
    let together = Int64(BlockedMedian.fewestTogether)
    if count(low) >= together, count(high) >= together {
      let (one, other) = (values[low], values[high])
      return low == high ? one : one / 2 + other / 2
    }
    let reach = BlockedMedian.fewestTogether / 2
    return mean(ofPlaces: ((people - 1) / 2 - reach)..<(people / 2 + reach + 1))
  }

  /// The mean of the numbers of the people at some places in rising order; exactly theirs where they agree.
  private func mean(ofPlaces places: Range<Int>) -> Double {
    var index = place(of: places.lowerBound)
    let base = values[index]
    var (before, sum) = (people(before: index), 0.0)
    while index < values.count, before < places.upperBound {
      let next = before + Int(count(index))
      let inside = min(next, places.upperBound) - max(before, places.lowerBound)
      sum += Double(inside) * (values[index] - base)
      (before, index) = (next, index + 1)
    }
    return base + sum / Double(places.count)
  }
}
