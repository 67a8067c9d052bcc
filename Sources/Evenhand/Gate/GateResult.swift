public import AuditRecord
package import AuditReport

/// What a gate says of an audit: computed once from the record, its waivers and sign-offs, and printed in many ways.
///
/// Printers decide nothing. What fails is said by ``Check/fails``, and what follows for the caller by ``exit``.
public struct GateResult: Sendable, Hashable {
  /// A finding, and what it does.
  public struct Check: Sendable, Hashable {
    /// What was found.
    public var finding: Finding
    /// True if it alone makes the gate fail.
    public var fails: Bool
    /// How loudly it is to be shown.
    package var level: CheckLevel
    /// The waiver that covers it.
    package var waiver: Waiver?
    /// The judged number; nothing where there is too little to judge.
    package var value: Double?
    /// The range that was set against the threshold.
    package var interval: Interval?
    /// What its number was counted from; nothing where it is pooled over strata.
    package var counted: Counted?
    /// What the number was counted from that it is compared with.
    package var referenceCounted: Counted?
    /// Over how many lists it was averaged.
    package var lists: Int?
    /// How many people or lists there are.
    package var size: Int?
    /// The two groups between which the number lies, where it is about a whole grouping.
    package var between: [[Label]]
    /// How it differs from an earlier audit; nothing where none was given, or neither has a number.
    package var change: CheckChange?
    /// Where the plan names the requirement.
    package var place: Place?
    /// The same in words.
    package var words: CheckWords.Line
  }

  /// So many of so many.
  package struct Counted: Sendable, Hashable {
    /// Those that count.
    package var part: Double
    /// All.
    package var whole: Double
  }

  /// An acceptance that is in force.
  package struct Waiver: Sendable, Hashable {
    /// The number of the event.
    package var event: Int
    /// Who accepted.
    package var name: String
    /// In which role.
    package var role: String
    /// Why.
    package var reason: String
    /// The last day.
    package var until: CalendarDay?
  }

  /// A line of a plan.
  package struct Place: Sendable, Hashable {
    /// The file.
    package var file: String
    /// The line, from 1.
    package var line: Int
  }

  /// A requirement as the checks of it are headed.
  package struct Demand: Sendable, Hashable {
    /// The requirement.
    package var requirement: Requirement
    /// What the metric asks.
    package var question: String
    /// The same in words.
    package var words: CheckWords.Demand
  }

  /// Who has signed.
  package struct SignOff: Sendable, Hashable {
    /// The state in a word, as `draft`.
    package var state: String
    /// The state in a line, as the dossier's cover has it.
    package var line: String
    /// Required roles that have signed.
    package var given: Int
    /// Required roles.
    package var required: Int
    /// The first day on which something of it ends; nothing unless it is final.
    package var validUntil: CalendarDay?
    /// True if the caller asks for it.
    package var isAsked: Bool
  }

  /// SHA-256 of the record.
  package var record: Digest
  /// The audit's title.
  public var title: String
  /// The system that was audited, by name and version.
  package var system: String?
  /// The code, and why.
  public var exit: GateExit
  /// How bad a check must be for the gate to fail.
  package var failOn: FailOn
  /// Checks by verdict, all severities.
  public var counts: [VerdictWord: Int]
  /// People who were judged.
  package var people: Int
  /// Groups of single columns.
  package var groups: Int
  /// The requirements, in the order of the plan.
  package var requirements: [Demand]
  /// Every check, in the order of the record.
  public var checks: [Check]
  /// How the audit differs from an earlier one; nothing where none was given.
  package var changes: AuditChanges?
  /// Who has signed.
  package var signOff: SignOff
  /// What may mislead: rows that are not about real people, and what is odd in the data.
  public var warnings: [String]
  /// What counts without being declared, and what the result rests on.
  public var notes: [String]
  /// What is open to whoever reads that it does not pass.
  package var next: String?
  /// The first line of the plan, for what is said of no requirement.
  package var plan: Place?

  /// What the gate says in a word.
  public var outcome: GateOutcome { exit.outcome }

  /// The result's line, where the gate does not pass although no check fails: nothing to judge, or no sign-off.
  package var beyondChecks: String? { exit.status == .met || checks.contains(where: \.fails) ? nil : line }

  /// Checks of a requirement, the worst first.
  public func checks(of requirement: String) -> [Check] {
    Self.worstFirst(checks.filter { $0.finding.requirement == requirement })
  }

  /// Checks, those that fail first, then by verdict; else in the order of the record.
  public var worstFirst: [Check] { Self.worstFirst(checks) }

  private static func worstFirst(_ checks: [Check]) -> [Check] {
    let keys = checks.map { ($0.level.rawValue, -$0.finding.verdict.rank) }
    return checks.indices.sorted { keys[$0] == keys[$1] ? $0 < $1 : keys[$0] < keys[$1] }.map { checks[$0] }
  }

  /// The waivers that cover a check, in their order, with the requirements that they are about.
  package var waivers: [(requirement: String, waiver: Waiver)] {
    var seen: Set<Int> = []
    return checks.compactMap { check in
      check.waiver.flatMap { seen.insert($0.event).inserted ? (check.finding.requirement, $0) : nil }
    }.sorted { $0.waiver.event < $1.waiver.event }
  }
}

extension GateResult {
  /// A name of what is checked that stays the same when numbers change, and that no other check has.
  static func fingerprint(of parts: [JSONValue]) -> String { Digest(of: JSONValue.array(parts).canonicalBytes).hex }
}

extension GateResult.Check {
  /// The name of the check among all others, whatever its numbers.
  package var fingerprint: String {
    func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
    return GateResult.fingerprint(of: [
      .string(finding.requirement), texts(finding.grouping), finding.group.map { texts($0.map(\.text)) } ?? .null,
      JSONValue(finding.stratifier), JSONValue(finding.within), .bool(finding.smallGroups != nil),
    ])
  }
}
