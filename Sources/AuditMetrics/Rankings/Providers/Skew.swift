package import AuditRecord
import AuditStatistics

/// The logarithm of a group’s share of the positions divided by its target.
package struct Skew: ProviderMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "skew", name: "Skew", aliases: ["minskew", "maxskew"],
    question: "Is any group of items over- or under-represented among the first positions?",
    formula: "ln(share of the positions ÷ target share)",
    counted: "skew", among: "items of {group}",
    reading: "0 means the target share, −0.69 half of it, 0.69 twice as much.",
    caveats: ["A group that is in no list has no skew.", "The target is somebody’s choice, named beside the number."],
    needs: [.lists, .items, .itemGroups, .target], side: .providers, measure: .average, least: nil, most: nil,
    comparison: .value, parameters: ["averaging": "pooled over lists", "base": "nats"], unit: .number, scale: .identity,
    basis: .lists, sources: [Bibliography.geyik])

  /// What it needs of each list.
  package let channels: [Channel] = [.positions]

  /// The group's share of the positions, by its target.
  package func quotient(of group: Int, in axis: ProviderAxis) -> Quotient? {
    axis.target.map { Quotient(axis.mean(.positions, group) / axis.sum(.positions), over: $0[group]) }
  }

  /// A logarithm.
  package let form = QuotientForm.logarithm

  /// ln(5/9 ÷ 1/3) = ln 5/3 and ln(4/9 ÷ 2/3) = ln 2/3.
  package let example = ListExample(["A": 0.5108256237659907, "B": -0.40546510810816438])
}
