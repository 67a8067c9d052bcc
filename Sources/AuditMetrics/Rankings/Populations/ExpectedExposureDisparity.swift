package import AuditRecord

/// The sum of the squares of what groups of items get in a list.
package struct ExpectedExposureDisparity: CompositionMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "expected-exposure-disparity", name: "Disparity of expected exposure", aliases: ["ee-d"],
    question: "How unequally is attention spread over groups of items?",
    formula: "Σ over groups of (mean attention in a list)²",
    counted: "disparity of expected exposure", among: "groups of {group}",
    reading: "Larger means that fewer groups get the attention; the least possible depends on the number of groups.",
    caveats: [
      "Without regard to relevance: unequal attention may be what people want.",
      "Exposure is taken by group of items, not by item.",
    ],
    needs: [.lists, .items, .itemGroups], side: .providers, measure: .whole, least: nil, most: nil,
    comparison: .value,
    parameters: ["averaging": "lists", "bias": "corrected for the spread of the means", "level": "groups of items"],
    unit: .number, basis: .lists, attention: true, sources: [Bibliography.diaz])

  /// What it needs of each list.
  package let channels: [Channel] = [.attention]

  /// The sum of squares.
  package func value(of means: ChannelMeans) -> Double? {
    means[.attention].reduce(0) { $0 + $1 * $1 }
  }

  /// What the spread of the means adds.
  package func bias(of means: ChannelMeans, covariance: (Int, Int) -> Double) -> Double {
    let axis = means.axis
    return (0..<axis.groups).reduce(0) { sum, group in
      let shown = axis.component(.attention, group)
      return sum + covariance(shown, shown)
    }
  }

  /// Attention of A and B in a list, squared.
  package let example = ListExample(
    whole: {
      let (a, b) = ((2.5 + 2 * ListExample.second) / 3, (2 + ListExample.second) / 3)
      return a * a + b * b
    }())
}
