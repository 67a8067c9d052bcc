import AuditRecord
import AuditStatistics

extension PlanBuilder {
  /// Metrics by formulas of the plan; each error at its place in the formula.
  mutating func formulas(_ node: YAMLNode?, roles: Set<Role>) -> [PlannedFormula] {
    var found: [PlannedFormula] = []
    let taken = Set(catalogue.flatMap { [$0.id] + $0.aliases })
    for item in node?.sequence ?? [] {
      let id = item.member("id")?.written ?? ""
      let isKebab =
        !id.isEmpty
        && id.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { part in
          part.utf8.first.map { (0x61...0x7A).contains($0) } ?? false
            && part.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
        }
      if !isKebab {
        document.report(
          .metric, at: item.member("id"), "\(Quoted.text(id)) is no id of a metric",
          hint: "small letters, digits and hyphens, as error-balance")
      } else if taken.contains(id) || found.contains(where: { $0.card.id == id }) {
        document.report(
          .metric, at: item.member("id"), "there is a metric \(Quoted.text(id)) already", hint: "choose another id")
      }
      let question = item.member("question")?.written ?? ""
      if let place = item.member("question"), question.allSatisfy(\.isWhitespace) {
        document.report(.missingKey, at: place, "the formula answers no question", hint: "say what it is for")
      }
      guard let formula = item.member("formula"), let text = formula.written else { continue }
      do {
        found.append(PlannedFormula(id: id, formula: try CountFormula(text), question: question))
      } catch {
        // In a block of text, or behind escapes, characters stand elsewhere than in the text.
        let isQuoted = formula.scalar?.isPlain == false
        let isInLine = !text.contains("\n")
        document.report(
          .wrongType, at: formula, movedBy: isInLine ? error.offset + (isQuoted ? 1 : 0) : 0,
          "the formula is not understood at character \(error.offset + 1): \(error.message)",
          hint: "as (FP + FN) / (TP + FP + FN + TN)")
      }
    }
    if let node, !found.isEmpty {
      for role in [Role.decision, .outcome] where !roles.contains(role) {
        document.report(
          .metric, at: node, "formulas need \(role.rawValue), which the plan does not declare", hint: role.mend)
        return []
      }
    }
    return found
  }

  /// Choices that metrics leave open.
  mutating func parameters(_ node: YAMLNode?) -> MetricParameters {
    var parameters = MetricParameters()
    if let beta = node?.member("beta")?.finiteNumber {
      parameters.beta = beta
      if beta <= 0 || beta > 100 {
        document.report(
          .wrongType, at: node?.member("beta"), "`beta` must be above 0 and at most 100", hint: "2 and 0.5 are usual")
        parameters.beta = 2
      }
    }
    if let alpha = node?.member("alpha")?.finiteNumber {
      parameters.alpha = alpha
      if alpha <= 0 || alpha > 100 {
        document.report(
          .wrongType, at: node?.member("alpha"), "`alpha` must be above 0 and at most 100",
          hint: "2 is usual; people without any benefit have no index at 0 and below")
        parameters.alpha = 2
      }
    }
    return parameters
  }
}
