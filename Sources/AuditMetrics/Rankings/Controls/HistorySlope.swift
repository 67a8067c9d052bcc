package import AuditRecord

/// How much of what people chose before shows in their lists, beside people of the same context.
package struct HistorySlope: ListMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Groups of items at most: the products of all pairs of them are kept for each context.
  package static let mostKinds = 100
  /// Combinations of contexts at most.
  package static let mostContexts = 1_000
  /// People at least who share a context with others.
  package static let leastPeople = 30

  /// Its words.
  package let card = MetricCard(
    id: "history-slope", name: "Slope of lists on histories",
    question: "Does the list of somebody still depend on what they chose before?",
    formula:
      "Σ ⟨l − l̄, h − h̄⟩ ÷ Σ ‖h − h̄‖², l the shares of the list’s attention by kind of item, h those of the history, l̄ and h̄ their means over people of the same context",
    counted: "slope of lists on histories", among: "people in {group}",
    reading:
      "For every 10 points that somebody chose of a kind more than others in the same context, their list has 10 times this many points more of it: 0 is no trace of the history, 1 its mirror.",
    caveats: [
      "It sees dependence on the history that the plan declares, in the kinds of the first column of item groups or of `controls.kinds`, and no other use of a profile.",
      "A context that shapes lists and is not declared looks like dependence; one that is declared hides dependence that runs through it.",
      "Short histories make it flatter.",
    ],
    needs: [.lists, .items, .itemGroups, .history, .userGroups, .setting], side: .receivers, measure: .average,
    least: nil, most: nil, comparison: .value,
    parameters: ["averaging": "people with a list and a history, beside others of their context"], unit: .number,
    scale: .identity, basis: .lists, attention: true, references: [.group, .nextLevel], isSigned: true,
    sources: [Bibliography.fieller])

  /// How lists follow histories.
  package var kind: MetricKind { .slope(self) }

  /// In group a, histories are half A and all A; lists give A 1.5 and 1/log₂ 3 of 1.5 + 1/log₂ 3. In b one person has both.
  package let example = ListExample([
    "a": (1.5 - ListExample.second) / (1.5 + ListExample.second) / -0.5
  ])
}

extension RankedList {
  /// How much of the list's attention each kind gets, added to `row` [kinds].
  ///
  /// - Parameter attention: Of each entry.
  func addAttention(
    _ axis: ItemAxis, _ attention: UnsafeBufferPointer<Double>, to row: UnsafeMutableBufferPointer<Double>
  ) {
    for entry in 0..<count {
      for place in axis.range(of: items[entry]) { row[Int(axis.codes[place])] += axis.shares[place] * attention[entry] }
    }
  }

  /// How much of the history each kind has, added to `row` [kinds].
  func addHistory(_ axis: ItemAxis, to row: UnsafeMutableBufferPointer<Double>) {
    for item in history {
      for place in axis.range(of: item) { row[Int(axis.codes[place])] += axis.shares[place] }
    }
  }
}

extension UnsafeMutableBufferPointer<Double> {
  /// Makes shares of amounts; false where there are none.
  func share() -> Bool {
    let total = reduce(0, +)
    guard total > 0 else { return false }
    for index in indices { self[index] /= total }
    return true
  }
}
