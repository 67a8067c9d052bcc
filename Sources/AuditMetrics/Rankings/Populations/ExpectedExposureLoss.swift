package import AuditRecord

/// How far the attention of groups of items is from that of the best lists.
package struct ExpectedExposureLoss: CompositionMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "expected-exposure-loss", name: "Loss of expected exposure", aliases: ["ee-l"],
    question: "How far is the attention that groups of items get from the attention that relevance would give them?",
    formula: "Σ over groups of (mean attention in a list − mean attention in the best list)²",
    counted: "loss of expected exposure", among: "groups of {group}",
    reading: "0 means that groups get what relevance would give them.",
    caveats: [
      "After the correction for bias a small loss may come out below 0.",
      "Exposure is taken by group of items, not by item.",
    ],
    needs: [.lists, .items, .itemGroups, .relevance], side: .providers, measure: .whole, least: nil, most: nil,
    comparison: .value,
    parameters: ["averaging": "lists", "bias": "corrected for the spread of the means", "level": "groups of items"],
    unit: .number, basis: .lists, attention: true, sources: [Bibliography.diaz])

  /// What it needs of each list.
  package let channels: [Channel] = [.attention, .ideal]

  /// The sum of squared gaps.
  package func value(of means: ChannelMeans) -> Double? {
    zip(means[.attention], means[.ideal]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  /// What the spread of the means adds.
  package func bias(of means: ChannelMeans, covariance: (Int, Int) -> Double) -> Double {
    let axis = means.axis
    return (0..<axis.groups).reduce(0) { sum, group in
      let (shown, best) = (axis.component(.attention, group), axis.component(.ideal, group))
      return sum + covariance(shown, shown) - 2 * covariance(shown, best) + covariance(best, best)
    }
  }

  /// The gaps between the two, squared.
  package let example = ListExample(
    whole: {
      let (a, b) = ((2.5 + 2 * ListExample.second) / 3, (2 + ListExample.second) / 3)
      let bestA =
        ((1 + ListExample.second) / 2 + 0.125 + 2 * (ListExample.second + 0.5) / 5 + 1 + ListExample.second) / 3
      let bestB = ((1 + ListExample.second) / 2 + 0.375 + 1 + 3 * (ListExample.second + 0.5) / 5 + 0.5) / 3
      return (a - bestA) * (a - bestA) + (b - bestB) * (b - bestB)
    }())
}
