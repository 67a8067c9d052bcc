package import AuditRecord
package import AuditStatistics

/// How much the rates at which groups of items are recommended vary.
package struct StatisticalParityOfRecommendation: CompositionMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "statistical-parity-of-recommendation", name: "Variation of recommendation rates (RSP)", aliases: ["rsp"],
    question: "Are items of each group recommended equally often to people who did not choose them before?",
    formula:
      "standard deviation ÷ mean, over groups, of positions of the group ÷ items of the group that people with a list had not chosen before",
    counted: "variation of recommendation rates (rsp)", among: "groups of {group}",
    reading: "0 means the same rate for every group; 0.5 means that rates differ by half of their mean.",
    caveats: ["One number for all groups: it does not say which group is behind."],
    needs: [.lists, .items, .itemGroups, .history], side: .providers, measure: .whole, most: nil, ideal: 0,
    comparison: .value,
    parameters: ["averaging": "sums over lists", "deviation": "population"], unit: .number, basis: .lists,
    sources: [Bibliography.zhu])

  /// What it needs of each list.
  package let channels: [Channel] = [.positions, .history]

  /// Positions of a group, by its items that were new to the owner of the list.
  func rate(of group: Int, in axis: ProviderAxis) -> MeanFunction {
    axis.mean(.positions, group) / (.constant(axis.items[group]) - axis.mean(.history, group))
  }

  /// The variation of the rates.
  package func value(of means: ChannelMeans) -> Double? {
    Variation.coefficient((0..<means.axis.groups).map { rate(of: $0, in: means.axis).value(at: means.values) })
  }

  /// Rates that are not their mean.
  package func departures(in axis: ProviderAxis) -> [MeanFunction]? {
    let rates = (0..<axis.groups).map { rate(of: $0, in: axis) }
    let mean = rates.dropFirst().reduce(rates[0]) { $0 + $1 } * .constant(1 / Double(rates.count))
    return rates.map { $0 - mean }
  }

  /// Two rates vary by half their gap, divided by their mean.
  package let example = ListExample(
    whole: {
      // A: 5 positions of 6 − 2 new items; B: 4 of 12 − 3.
      let (a, b) = (5.0 / 4, 4.0 / 9)
      return abs(a - b) / (a + b)
    }())
}
