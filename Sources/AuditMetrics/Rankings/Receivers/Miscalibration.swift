package import AuditRecord

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How far the mix of a list is from the mix of what its owner chose before, averaged over lists.
package struct Miscalibration: ReceiverMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "miscalibration", name: "Miscalibration",
    question: "Do lists reflect equally well what each group of people chose before?",
    formula:
      "Σ p ln(p ÷ (0.99 q + 0.01 p)) over the groups of items, p of the history and q of the list; mean over lists",
    counted: "miscalibration", among: "people in {group}",
    reading: "0 means that the mix of every list is that of its owner’s history.",
    caveats: [
      "The mix is that of the first column of item groups.",
      "Short lists and short histories differ in mix by chance alone.",
    ],
    needs: [.lists, .items, .itemGroups, .history, .userGroups], side: .receivers, measure: .average, most: nil,
    comparison: .difference,
    parameters: ["alpha": "0.01", "averaging": "people with a list and a history", "base": "nats"],
    unit: .number, scale: .identity, basis: .lists, sources: [Bibliography.steck])

  /// The divergence of the history's mix from the list's.
  package func contribution(of list: RankedList) -> Contribution? {
    guard let axis = list.catalogue.axes.first else { return nil }
    var chosen = Array(repeating: 0.0, count: axis.groups)
    var shown = chosen
    for item in list.history {
      for place in axis.range(of: item) { chosen[Int(axis.codes[place])] += axis.shares[place] }
    }
    for entry in 0..<list.count {
      for place in axis.range(of: list.items[entry]) {
        shown[Int(axis.codes[place])] += axis.shares[place] * list.inclusion[entry]
      }
    }
    let (total, all) = (chosen.reduce(0, +), shown.reduce(0, +))
    guard total > 0, all > 0 else { return nil }
    var sum = 0.0
    for group in 0..<axis.groups where chosen[group] > 0 {
      let p = chosen[group] / total
      sum += p * log(p / (0.99 * shown[group] / all + 0.01 * p))
    }
    return Contribution(max(0, sum))
  }

  /// Histories are half A, all A and all B; lists hold two thirds, one third and two thirds of A.
  package let example = ListExample([
    "a": ((0.5 * log(0.5 / (0.99 * 2 / 3 + 0.005)) + 0.5 * log(0.5 / (0.99 / 3 + 0.005))) + log(1 / (0.99 / 3 + 0.01)))
      / 2,
    "b": log(1 / (0.99 / 3 + 0.01)),
  ])
}
