import ArgumentParser
import Evenhand

struct SignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign", abstract: "Signs an audit with a key of yours, through ssh-keygen.",
    discussion: """
      Shows the exact statement first. On a terminal, it asks for what was not given and for a yes; in scripts give \
      everything by options and --yes. Whatever would not count is refused, and nothing is written.
      """)

  @Argument(help: "The bundle.", completion: .directory)
  var bundle: String

  @Option(help: "What you do: approve, approve-with-conditions, reject, condition-met, waive, revoke or supersede.")
  var event: String?

  @Option(help: "A condition of an approval; --owner and --due belong to each, in the same order.")
  var condition: [String] = []

  @Option(help: "Who meets a condition.")
  var owner: [String] = []

  @Option(help: "The last day for a condition.")
  var due: [String] = []

  @Option(help: "The condition that is met, such as c2-1.")
  var conditionID: String?

  @Option(help: "The bundle that takes this one's place.", completion: .directory)
  var successor: String?

  @OptionGroup var signer: SignerOptions

  func run() throws {
    let signed = try SignedBundle(Bundle(folder: bundle), options: try signer.ledger.options())
    guard let word = event ?? (Terminal.canAsk && !signer.yes ? Terminal.ask("What do you do (approve, reject)") : nil)
    else { throw UsageError("--event is missing") }
    guard var kind = EventKind(rawValue: word) else {
      throw UsageError(
        "--event: \(Quoted.text(word)) is none of \(EventKind.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    guard kind != .waive, kind != .revoke else { throw UsageError("use `evenhand \(kind.rawValue)` for that") }
    guard condition.count == owner.count, condition.count == due.count else {
      throw UsageError("each --condition needs one --owner and one --due")
    }
    guard condition.isEmpty || kind.isApproval else { throw UsageError("only an approval has conditions") }
    if !condition.isEmpty { kind = .approveWithConditions }
    var draft = try signer.draft(kind, for: signed)
    draft.conditions = try zip(condition, zip(owner, due)).map {
      (text: $0, owner: $1.0, due: try LedgerOptions.day($1.1, "--due"))
    }
    if kind == .approveWithConditions, draft.conditions.isEmpty, Terminal.canAsk, !signer.yes {
      repeat {
        draft.conditions.append(
          (
            text: Terminal.ask("The condition"), owner: Terminal.ask("Who meets it"),
            due: try LedgerOptions.day(Terminal.ask("Its last day, as 2026-12-31"), "--due")
          ))
      } while Terminal.confirms("Another condition")
    }
    if kind == .conditionMet {
      guard let conditionID else { throw UsageError("--condition-id says which condition is met") }
      draft.met = conditionID
    }
    if kind == .supersede {
      guard let successor else { throw UsageError("--successor names the bundle that takes this one's place") }
      draft.successor = Digest(of: try Files.read(Bundle(folder: successor).path("record.json"))).hex
    }
    try signer.sign(draft, in: signed)
  }
}

struct RejectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reject", abstract: "Signs that you reject an audit, and why. A rejection stays visible.")

  @Argument(help: "The bundle.", completion: .directory)
  var bundle: String

  @OptionGroup var signer: SignerOptions

  func run() throws {
    let signed = try SignedBundle(Bundle(folder: bundle), options: try signer.ledger.options())
    try signer.sign(try signer.draft(.reject, for: signed), in: signed)
  }
}

struct RevokeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "Signs that an earlier event no longer counts, and why.")

  @Argument(help: "The bundle.", completion: .directory)
  var bundle: String

  @Option(help: "The number of the event.")
  var sequence: Int

  @Option(help: "Why, in a word: \(RevocationCode.allCases.map(\.rawValue).joined(separator: ", ")).")
  var reasonCode: String

  @OptionGroup var signer: SignerOptions

  func run() throws {
    guard let code = RevocationCode(rawValue: reasonCode) else {
      throw UsageError(
        "--reason-code: \(Quoted.text(reasonCode)) is none of \(RevocationCode.allCases.map(\.rawValue).joined(separator: ", "))"
      )
    }
    let signed = try SignedBundle(Bundle(folder: bundle), options: try signer.ledger.options())
    var draft = try signer.draft(.revoke, for: signed)
    draft.revocation = .init(sequence: sequence, code: code)
    try signer.sign(draft, in: signed)
  }
}

struct WaiveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "waive", abstract: "Signs that a requirement may stay unmet for a time. The verdict stays as it is.",
    discussion: "It needs a reason, a last day, and a role that the plan allows to waive.")

  @Argument(help: "The bundle.", completion: .directory)
  var bundle: String

  @Option(help: "The requirement's id.")
  var requirement: String

  @Option(
    help: "A group that it is waived for; of an intersection, its labels with commas between. Without it, every group.")
  var group: [String] = []

  @Option(
    help: "The column that the groups belong to, where several have such a group; of an intersection with commas.")
  var grouping: String?

  @OptionGroup var signer: SignerOptions

  func run() throws {
    let signed = try SignedBundle(Bundle(folder: bundle), options: try signer.ledger.options())
    let known = signed.sealed.record.requirements.map(\.id)
    guard known.contains(requirement) else {
      let hint = Suggestion.nearest(to: requirement, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
      throw UsageError("--requirement: the audit has no requirement \(Quoted.text(requirement))\(hint)")
    }
    let (groups, place) = try named(in: signed.sealed.record)
    guard signer.expires != nil else { throw UsageError("--expires says on which day the waiver ends") }
    var draft = try signer.draft(.waive, for: signed)
    draft.waiver = .init(
      requirement: requirement, groups: groups, grouping: place?.grouping, stratifier: place?.stratifier)
    try signer.sign(draft, in: signed)
  }

  /// Where a waived group stands: a label can be one of several columns.
  private struct Place: Hashable {
    var grouping: [String]
    var stratifier: String?
  }

  /// The groups that are named, and the one place where all of them stand.
  private func named(in record: Record) throws -> (groups: [[Label]], place: Place?) {
    guard !group.isEmpty else {
      if grouping != nil { throw UsageError("--grouping says where a --group stands; name the group too") }
      return ([], nil)
    }
    let findings = record.findings.filter { finding in
      finding.requirement == requirement
        && grouping.map { finding.grouping.joined(separator: ",") == $0 || finding.grouping == [$0] } ?? true
    }
    var groups: [[Label]] = []
    var places: Set<Place>?
    for text in group {
      let found = findings.filter { finding in
        finding.group == [Label(text)] || finding.group?.map(\.text).joined(separator: ",") == text
      }
      guard let labels = found.first?.group else {
        throw UsageError("--group: the requirement was not judged for a group \(Quoted.text(text))")
      }
      groups.append(labels)
      let here = Set(
        found.filter { $0.group == labels }.map { Place(grouping: $0.grouping, stratifier: $0.stratifier) })
      places = places?.intersection(here) ?? here
    }
    guard let places, places.count == 1, let place = places.first else {
      let names = Set(findings.map { $0.grouping.joined(separator: ",") }).sorted().map { Quoted.text($0) }
      throw UsageError(
        "--group: these groups stand in no one grouping alone; add --grouping, one of \(names.joined(separator: ", "))")
    }
    return (groups, place)
  }
}
