package import AuditRecord
package import AuditStatistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How far the first positions are from the target, at every depth.
package struct NormalizedDiscountedDivergence: CompositionMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "ndkl", name: "Divergence of the ranking (NDKL)",
    question: "Is the mix of groups at the top of the lists that of the target, at every depth?",
    formula:
      "Σ over depths k of Σ p ln(p ÷ target) ÷ log₂(k + 1), divided by Σ 1 ÷ log₂(k + 1), p the groups’ shares of the first k positions of all lists",
    counted: "divergence of the ranking", among: "groups of {group}",
    reading: "0 means that the mix is the target’s at every depth.",
    caveats: [
      "Lists are pooled before the mix is compared: opposite tilts of single lists cancel.",
      "FairRankTune takes the list’s own mix as the target and adds 10⁻⁷ to every share.",
    ],
    needs: [.lists, .items, .itemGroups, .target], side: .providers, measure: .whole, most: nil, ideal: 0,
    comparison: .value,
    parameters: ["averaging": "pooled over lists", "base": "nats"], unit: .number, basis: .lists, attention: true,
    sources: [Bibliography.geyik])

  /// What it needs of each list.
  package let channels: [Channel] = [.ranks, .attention, .positions]

  /// The divergence of the pooled prefixes.
  package func value(of means: ChannelMeans) -> Double? {
    guard let target = means.target, target.allSatisfy({ $0 >= 0 }) else { return nil }
    var amounts = Array(repeating: 0.0, count: means.axis.groups)
    var (sum, weights) = (0.0, 0.0)
    for (rank, here) in means.ranks().enumerated() {
      for group in amounts.indices { amounts[group] += here[group] }
      guard let divergence = Divergence.kullbackLeibler(amounts.map { max(0, $0) }, from: target), divergence.isFinite
      else { return nil }
      let weight = 1 / log2(Double(rank) + 2)
      sum += weight * divergence
      weights += weight
    }
    return weights > 0 ? sum / weights : nil
  }

  /// Shares of the attention and of the positions that are not the target's.
  package func departures(in axis: ProviderAxis) -> [MeanFunction]? {
    axis.target.map { target in
      (0..<axis.groups).flatMap { group in
        [Channel.attention, .positions].map { axis.mean($0, group) / axis.sum($0) - target[group] }
      }
    }
  }

  /// A holds 2 of 3, 4 of 6 and 5 of 9 of the first positions.
  package let example: ListExample = {
    func term(_ share: Double, _ weight: Double) -> Double {
      weight * (share * log(share * 3) + (1 - share) * log((1 - share) * 1.5))
    }
    let sum = term(2.0 / 3, 1) + term(4.0 / 6, ListExample.second) + term(5.0 / 9, 0.5)
    return ListExample(whole: sum / (1.5 + ListExample.second))
  }()
}
