package import AuditRecord
package import AuditStatistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How close the groups’ shares of the attention come to the target.
package struct AttentionWeightedRankFairness: CompositionMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "attention-weighted-rank-fairness", name: "Closeness of exposure to the target (AWRF)", aliases: ["awrf"],
    question: "Do groups of items share the attention as the target says?",
    formula: "1 − square of the Jensen–Shannon distance (nats) of the groups’ shares of the attention from the target",
    counted: "closeness of exposure to the target", among: "groups of {group}",
    reading: "1 means that attention is shared as the target says; the least possible is 0.307.",
    caveats: [
      "Other works mean a distance with the opposite direction by this name.",
      "The target is somebody’s choice, named beside the number.",
    ],
    needs: [.lists, .items, .itemGroups, .target], side: .providers, measure: .whole, ideal: 1, comparison: .value,
    parameters: ["averaging": "pooled over lists", "base": "nats", "variant": "TREC 2022"],
    unit: .number, basis: .lists, attention: true, sources: [Bibliography.sapiezynski, Bibliography.ekstrand])

  /// What it needs of each list.
  package let channels: [Channel] = [.attention]

  /// One less the divergence of the shares from the target.
  package func value(of means: ChannelMeans) -> Double? {
    guard let target = means.target, target.allSatisfy({ $0 >= 0 }) else { return nil }
    return Divergence.jensenShannon(means[.attention].map { max(0, $0) }, target).map { 1 - $0 }
  }

  /// Shares of the attention that are not the target's.
  package func departures(in axis: ProviderAxis) -> [MeanFunction]? {
    axis.target.map { target in
      (0..<axis.groups).map { axis.mean(.attention, $0) / axis.sum(.attention) - target[$0] }
    }
  }

  /// The shares of ``ExposureShare`` against ⅓ and ⅔.
  package let example = ListExample(
    whole: {
      let a = (2.5 + 2 * ListExample.second) / (4.5 + 3 * ListExample.second)
      let terms = [(a, 1.0 / 3), (1 - a, 2.0 / 3)].map { share, target in
        let middle = (share + target) / 2
        return share * log(share / middle) + target * log(target / middle)
      }
      return 1 - terms.reduce(0, +) / 2
    }())
}
