package import AuditRecord

/// How far items are from getting attention in proportion to their relevance.
package struct EquityOfAttention: CatalogueMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "equity-of-attention", name: "Inequity of attention", aliases: ["iaa"],
    question: "Do items get attention in proportion to how relevant they are to people?",
    formula: "mean over items of |share of all attention − share of all relevance|",
    counted: "inequity of attention", among: "all items of {group}",
    reading: "0 means attention in proportion to relevance for every item.",
    caveats: [
      "It depends on all lists at once, so it has no range: it is the realised value.",
      "The numbers are small where the catalogue is large: the mean is over all items.",
    ],
    needs: [.lists, .items, .relevance], side: .providers, measure: .whole, comparison: .value,
    parameters: ["normalisation": "attention and relevance are summed over lists first"], unit: .number, basis: .lists,
    attention: true, sources: [Bibliography.biega])

  /// The mean gap of the shares.
  package func value(of totals: ItemTotals) -> Double? {
    let (attention, relevance) = (totals.attention.reduce(0, +), totals.relevance.reduce(0, +))
    guard attention > 0, relevance > 0, !totals.attention.isEmpty else { return nil }
    let sum = zip(totals.attention, totals.relevance).reduce(0) { $0 + abs($1.0 / attention - $1.1 / relevance) }
    return sum / Double(totals.attention.count)
  }

  /// Shares of the attention against 2, 1, 0, 1, 1 and 0 of five.
  package let example = ListExample(
    whole: {
      let x = [1 + 2 * ListExample.second, 1.5, 1 + ListExample.second, 0.5, 0.5, 0]
      let relevance = [2.0, 1, 0, 1, 1, 0]
      let total = x.reduce(0, +)
      return zip(x, relevance).reduce(0) { $0 + abs($1.0 / total - $1.1 / 5) } / 6
    }())
}
