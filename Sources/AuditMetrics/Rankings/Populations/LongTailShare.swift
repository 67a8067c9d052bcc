package import AuditRecord

/// How much of the lists is given to items of the long tail.
package struct LongTailShare: ListAverageMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "long-tail-share", name: "Share of the long tail",
    question: "How much of the lists is given to items that few people chose before?",
    formula: "positions that hold items of the long tail ÷ positions of the list; mean over lists",
    counted: "share of the long tail", among: "lists over {group}",
    reading: "0 means that lists hold only what is popular.",
    caveats: ["What belongs to the long tail is a choice, named beside the number."],
    needs: [.lists, .items, .popularity], side: .providers, measure: .whole, comparison: .value,
    parameters: [
      "averaging": "lists",
      "tail": "least popular items that hold 20 % of the popularity, unless the plan says otherwise",
    ], unit: .number, basis: .lists, sources: [Bibliography.abdollahpouri])

  /// Positions of the long tail, by all positions within the depth.
  package func contribution(of list: RankedList, composition: ListComposition?) -> Double? {
    guard list.positions > 0 else { return nil }
    var tail = 0.0
    for entry in 0..<list.count {
      let item = Int(list.items[entry])
      if item < list.catalogue.isTail.count, list.catalogue.isTail[item] { tail += list.inclusion[entry] }
    }
    return tail / Double(list.positions)
  }

  /// u2 and u3 get one tail item each, of three.
  package let example = ListExample(whole: 2.0 / 9)
}
