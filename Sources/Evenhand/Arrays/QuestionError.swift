import AuditInputs
import AuditPolicy
import AuditRecord

/// What to mend in a question to ``GroupRates`` or ``RecommendedLists``: it asks for what is not there, or does not go together.
public struct QuestionError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  public let message: String
  /// What to do about it.
  public let hint: String?

  init(_ message: String, hint: String? = nil) { (self.message, self.hint) = (message, hint) }

  /// Both in one line.
  public var description: String { "\(message)\(hint.map { " (\($0))" } ?? "")" }
}

extension QuestionError {
  /// Nothing has this name.
  static func noMetric(_ name: String, among cards: [MetricCard], of side: String) -> QuestionError {
    QuestionError(
      "there is no metric \(Quoted.text(name)) of \(side)",
      hint: Suggestion.nearest(to: name, among: cards.flatMap { [$0.id] + $0.aliases })
        .map { "did you mean \"\($0)\"?" } ?? "`evenhand metrics` lists them")
  }

  /// The requirement that asks for a comparison as a plan would.
  static func requirement(
    _ card: MetricCard, _ grouping: [String], _ comparison: Comparison, _ reference: ReferenceRule?,
    confidence: Double, minimumCount: Int
  ) throws(QuestionError) -> Requirement {
    let rule = reference ?? (comparison == .value ? .none : .usual(for: card))
    var asked = Requirement(
      id: "question", metric: card.id, across: [grouping], compare: comparison, reference: rule,
      confidence: confidence, minimumCount: minimumCount)
    // Nothing is judged.
    asked.leftOut = nil
    if let problem = asked.combinationProblem(of: card) { throw QuestionError(problem.message, hint: problem.hint) }
    return asked
  }

  /// A grouping that the arrays can give.
  static func declared(_ grouping: [String], among groups: [String]) throws(QuestionError) -> [String] {
    guard !grouping.isEmpty, Set(grouping).count == grouping.count else {
      throw QuestionError("a grouping names one or more different groups", hint: "as across: [\"sex\", \"race\"]")
    }
    for name in grouping where !groups.contains(name) {
      throw QuestionError(
        "there is no group \(Quoted.text(name))",
        hint: Suggestion.nearest(to: name, among: groups).map { "did you mean \"\($0)\"?" }
          ?? (groups.isEmpty ? "hand over groups:" : "the groups are \(groups.joined(separator: ", "))"))
    }
    return grouping
  }

  /// Throws if bins are none, or are of no group.
  static func check(bins: [String: [Double]], of groups: [String]) throws(QuestionError) {
    for (name, edges) in bins where !GroupColumn.areEdges(edges) || !groups.contains(name) {
      throw QuestionError(
        groups.contains(name)
          ? "bins need two or more finite edges, each above the one before" : "there is no group \(Quoted.text(name))",
        hint: "as bins: [\"age\": [0, 25, 45, 120]], beside groups: [\"age\": ages]")
    }
  }
}
