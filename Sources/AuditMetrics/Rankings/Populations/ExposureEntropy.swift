package import AuditRecord
import AuditStatistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How evenly attention is spread over the items of the catalogue.
package struct ExposureEntropy: CatalogueMetric {
  /// True: few lists show few items.
  package var isSetBesideEven: Bool { true }

  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "exposure-entropy", name: "Entropy of exposure",
    question: "How evenly is attention spread over the items of the catalogue?",
    formula: "−Σ p ln p, p the share of each item of the attention",
    counted: "entropy of exposure", among: "all items of {group}",
    reading: "0 means all attention for one item; the most possible is the logarithm of the number of items.",
    caveats: [
      "It depends on all lists at once, so it has no range: it is the realised value.",
      "Its scale depends on the size of the catalogue.",
    ],
    needs: [.lists, .items], side: .providers, measure: .whole, most: nil, comparison: .value,
    parameters: ["base": "nats", "units": "all items of the catalogue"], unit: .number, basis: .lists, attention: true,
    sources: [Bibliography.shannon])

  /// The entropy of the attention.
  package func value(of totals: ItemTotals) -> Double? { Concentration.entropy(totals.attention) }

  /// Attention over three lists, item by item; i6 has none.
  package let example = ListExample(
    whole: {
      let x = [0.5, 0.5, 1.5, 1 + ListExample.second, 1 + 2 * ListExample.second]
      let total = x.reduce(0, +)
      return -x.reduce(0) { $0 + $1 / total * log($1 / total) }
    }())
}
