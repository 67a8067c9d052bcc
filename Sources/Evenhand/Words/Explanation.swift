import AuditData
import AuditLedger
import AuditMetrics
import AuditPolicy
import AuditRecord
import AuditReport

/// Everything that has a name, in words.
public enum Explanation {
  /// What is called `name`, or nothing.
  public static func text(for name: String) -> String? {
    if let metric = Catalogue.metric(named: name) { return "\(metric.card.id)\n\n\(plain(metric.card))" }
    return entries.first { $0.name == name }.map { "\($0.name)\n\n\($0.words)\n" }
  }

  /// Every name.
  public static var names: [String] { Catalogue.cards.flatMap { [$0.id] + $0.aliases } + entries.map(\.name) }

  private static func plain(_ card: MetricCard) -> String {
    CatalogueDocument.markdown(of: card).replacing("**", with: "").replacing("* ", with: "- ").replacing("`", with: "")
  }

  private static var entries: [(name: String, words: String)] {
    verdicts.map { ($0.key.rawValue, $0.value) }
      + ExitStatus.allCases.map { ("exit-\($0.rawValue)", $0.meaning) }
      + PlanError.Code.allCases.map { ($0.rawValue, $0.meaning) }
      + ReadError.Code.allCases.map { ($0.rawValue, $0.meaning) }
      + FileError.Code.allCases.map { ($0.rawValue, $0.meaning) }
      + SignOffError.Code.allCases.map { ($0.rawValue, $0.meaning) }
      + LedgerBreak.Code.allCases.map { ($0.rawValue, $0.meaning) }
      + SignatureObjection.Code.allCases.map { ($0.rawValue, $0.meaning) }
      + UndefinedReason.known.map {
        ($0.rawValue, "There is no \($0.concernsRange ? "range beside the number" : "number"): \($0.words).")
      }
      + MethodNotes.all.map { ($0.id, "\($0.name). \($0.words)") }
      + [("plan", "The plan is a YAML file with these keys.\n\n" + PlanSchema.outline)]
  }

  private static let verdicts: KeyValuePairs<VerdictWord, String> = [
    .met: "The whole range of values that the data do not rule out satisfies the requirement.",
    .notMet: "No value that the data do not rule out satisfies the requirement.",
    .cannotTell:
      "The range of values that the data do not rule out holds some that satisfy the requirement and some that do not. A blocking requirement that cannot be told gives exit code 3. The same is said where the people who were counted meet the requirement, but more were left out than the plan passes over, and they could change that. More data narrows the range.",
    .notEnoughData:
      "Too few people, or nobody to compare with. This is not a pass; exit code 3.",
    .notApplicable: "Not checked, for a reason that somebody signed.",
    .couldNotRun: "The check failed to run, so its result is unknown; exit code 2.",
  ]
}
