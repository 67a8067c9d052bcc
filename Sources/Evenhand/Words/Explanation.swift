import AuditData
import AuditLedger
import AuditMetrics
package import AuditPolicy
import AuditRecord
import AuditReport

/// Everything that has a name, in words.
package enum Explanation {
  /// Something that is explained: the names that people may ask for, the first one as its title.
  struct Entry {
    let names: [String]
    let words: String

    init(_ names: [String], _ words: String) {
      self.names = names
      self.words = words
    }
  }

  /// What is called `name`, or nothing; where several things are, each of them.
  ///
  /// - Parameter plan: The plan in reach, whose requirements have names too, and which says who may waive them.
  package static func text(for name: String, plan: Plan? = nil) -> String? {
    let wanted = ExplainedName(name)
    let found = entries(plan).filter { entry in entry.names.contains { ExplainedName($0) == wanted } }
    guard !found.isEmpty else { return nil }
    return found.map { "\($0.names[0])\n\n\($0.words)" }.joined(separator: "\n\n") + "\n"
  }

  /// What another tool prints in place of a metric, and why it differs; nil where nothing is known of that.
  ///
  /// - Parameter name: The metric, as people may ask for it; empty for everything of the tool.
  package static func text(for name: String, as peer: Peer) -> String? {
    guard !name.isEmpty else { return PeerConvention.text(of: peer, metric: nil) }
    let wanted = ExplainedName(name)
    let cards = Catalogue.cards.filter { card in
      ([card.id, card.name] + card.aliases + Abbreviations.of(card.id)).contains { ExplainedName($0) == wanted }
    }
    return cards.lazy.compactMap { PeerConvention.text(of: peer, metric: $0.id) }.first
  }

  /// Every name, each once.
  package static var names: [String] { names(nil) }

  /// Every name, with those of a plan in reach.
  package static func names(_ plan: Plan?) -> [String] {
    var known: Set<ExplainedName> = []
    return entries(plan).flatMap(\.names).filter { known.insert(ExplainedName($0)).inserted }
  }

  private static func entries(_ plan: Plan?) -> [Entry] {
    metrics + Abbreviations.entries + VerdictPages.entries(plan) + exitCodes + codes + states + methods
      + glossary + [Entry(["plan"], "The plan is a YAML file with these keys.\n\n" + PlanSchema.outline)]
      + ConceptPages.entries + ProfilePages.entries + NoticePages.entries + keys
      + (plan?.requirements ?? []).map(requirement)
  }

  // MARK: metrics

  private static var metrics: [Entry] {
    Catalogue.cards.map { card in
      Entry([card.id, card.name] + card.aliases + Abbreviations.of(card.id), plain(card))
    }
  }

  /// The words about a metric.
  static func plain(_ card: MetricCard) -> String {
    var text = CatalogueDocument.markdown(of: card).replacing("**", with: "").replacing("* ", with: "- ")
      .replacing("`", with: "")
    while text.last == "\n" { text.removeLast() }
    return text
  }

  // MARK: codes and words

  private static var exitCodes: [Entry] {
    ExitStatus.allCases.map {
      Entry(
        ["exit-\($0.rawValue)", "\($0.rawValue)", "exit code \($0.rawValue)", "exit status \($0.rawValue)"], $0.meaning)
    }
  }

  private static var codes: [Entry] {
    PlanError.Code.allCases.map { Entry([$0.rawValue], $0.meaning) }
      + ReadError.Code.allCases.map { Entry([$0.rawValue], $0.meaning) }
      + FileError.Code.allCases.map { Entry([$0.rawValue], $0.meaning) }
      + SignOffError.Code.allCases.map { Entry([$0.rawValue], $0.meaning) }
      + LedgerBreak.Code.allCases.map { Entry([$0.rawValue], $0.meaning) }
      + SignatureObjection.Code.allCases.map { Entry([$0.rawValue], $0.meaning) }
      + DataWarningCode.known.map { Entry([$0.rawValue], "A warning about the data. \($0.meaning)") }
      + LeftOutReason.known.map {
        Entry(
          [$0.rawValue],
          "Why people are in no number: those \($0.words). How many they are, of which group, and what they may change stands beside each finding."
        )
      }
      + UndefinedReason.known.map {
        Entry(
          [$0.rawValue], "There is no \($0.concernsRange ? "range beside the number" : "number"): \($0.words).")
      }
  }

  private static var states: [Entry] { SignOffWord.allCases.map { Entry([$0.rawValue], $0.meaning) } }

  private static var methods: [Entry] {
    MethodNotes.all.map { Entry([$0.id, $0.name], "\($0.name). \($0.words)") }
  }

  /// The words of the glossary, but for those of a verdict, whose page says more.
  private static var glossary: [Entry] {
    let verdicts = Set(VerdictPages.entries(nil).flatMap(\.names).map(ExplainedName.init))
    return Glossary.entries.filter { !verdicts.contains(ExplainedName($0.term)) }.map { entry in
      Entry(
        [entry.term],
        entry.meanings.enumerated().map { $0 == 0 ? $1 : "In audits of lists: \($1)" }.joined(separator: "\n"))
    } + [Entry(["■"], "■ marks the reference group: the people with whom a group is compared. It has no verdict.")]
  }

  /// The keys of a plan, each with where it stands.
  private static var keys: [Entry] {
    PlanSchema.keys.map { key in Entry([key.path, key.name], "A key of the plan, \(key.path). \(key.words)") }
  }

  // MARK: the plan in reach

  private static func requirement(_ requirement: Requirement) -> Entry {
    let card = Catalogue.metric(named: requirement.metric)?.card
    let reference = requirement.compare == .value ? "" : ", reference \(requirement.reference.inPlan)"
    let threshold =
      if let rule = requirement.noWorseThanBaseline {
        "at most \(PlainNumber.exact(rule.margin)) worse than in the baseline"
      } else {
        switch requirement.threshold {
        case .atLeast(let limit): "at least \(CanonicalNumber.text(limit))"
        case .atMost(let limit): "at most \(CanonicalNumber.text(limit))"
        case .between(let low, let high): "between \(CanonicalNumber.text(low)) and \(CanonicalNumber.text(high))"
        }
      }
    let lines = [
      "A requirement of the plan.", "- Question: \(card?.question ?? "")",
      "- Metric: \(requirement.metric), of \(requirement.across.map(Words.grouping).joined(separator: "; "))",
      "- Judged: \(requirement.extreme?.rawValue ?? requirement.compare.rawValue)\(reference); \(threshold)",
      "- Where it is not met: \(requirement.severity.rawValue)",
      "- Where the threshold comes from: \(requirement.origin ?? "not stated in the plan")",
    ]
    return Entry([requirement.id], lines.joined(separator: "\n"))
  }
}

extension ReferenceRule {
  /// The rule by the plan's word, or the label that it names.
  fileprivate var inPlan: String {
    if case .group(let labels) = self { return Words.group(labels) }
    return name
  }
}
