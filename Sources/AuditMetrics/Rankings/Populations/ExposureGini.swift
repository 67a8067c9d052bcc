package import AuditRecord
import AuditStatistics

/// How unequally attention is spread over the items of the catalogue.
package struct ExposureGini: CatalogueMetric {
  /// True: few lists show few items.
  package var isSetBesideEven: Bool { true }

  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "exposure-gini", name: "Concentration of exposure (Gini)",
    question: "How unequally is attention spread over the items of the catalogue?",
    formula: "Σ (2i − n − 1) xᵢ ÷ (n Σ x), x the attention of each of n items in ascending order",
    counted: "concentration of exposure", among: "all items of {group}",
    reading: "0 means the same attention for every item, nearly 1 all attention for one.",
    caveats: [
      "It depends on all lists at once, so it has no range: it is the realised value.",
      "Some tools divide by n − 1, count only items that were shown, or report one less this number.",
    ],
    needs: [.lists, .items], side: .providers, measure: .whole, comparison: .value,
    parameters: ["divisor": "n", "units": "all items of the catalogue"], unit: .number, basis: .lists, attention: true,
    sources: [Bibliography.gini])

  /// The Gini coefficient of the attention.
  package func value(of totals: ItemTotals) -> Double? { Concentration.gini(totals.attention) }

  /// Attention over three lists, item by item.
  package let example = ListExample(
    whole: {
      // In ascending order: i6 0, i4 ½, i5 ½, i2 1½, i3 1 + 1/log₂ 3, i1 1 + 2/log₂ 3.
      let x = [0, 0.5, 0.5, 1.5, 1 + ListExample.second, 1 + 2 * ListExample.second]
      let weighted = zip([-5.0, -3, -1, 1, 3, 5], x).reduce(0) { $0 + $1.0 * $1.1 }
      return weighted / (6 * x.reduce(0, +))
    }())
}
